"""A copy for a helper: shows exactly what goes, asks for whom, how long and where, and makes it (S6)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.first_run_passphrase import PassphrasePart
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.dates import show_date, show_time
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.file_dialogs import choose_folder
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import helper_copy
from cima_desktop.services.helper_copy import Going, Made
from cima_desktop.services.helper_end import Helper
from cima_desktop.vault.calibrate import calibrate

COPY_FOLDER = "cima-helper-copy"
_USUAL_HOURS = 4


def _hours(count: int) -> Text:
    return lambda: ngettext("{n} hour", "{n} hours", count).format(n=count)


class HelperDialog(PlainDialog):
    """Nothing is written before the button is pressed; the passphrase is the helper's alone."""

    made = Signal(str)
    """The copy is there; its folder."""

    def __init__(self, desk: Desk, chosen: Sequence[RecordId], parent: QWidget | None = None) -> None:
        super().__init__(
            N_("A copy for a helper"),
            N_(
                "The helper can look at these records until the time is over, and change, print or save nothing. The"
                " end binds this program: it cannot reach a copy of the folder made before, nor a changed program."
            ),
            N_("Make the copy"),
            parent,
        )
        self._desk, self._chosen = desk, tuple(chosen)
        self.folder = ""
        self.going_list = RowsList()
        self.count_label = Label("", "small", wrap=True)
        self.name_edit = LineEdit(limit=helper_copy.MOST_NAME)
        self.name_edit.setObjectName("helper_name_edit")
        guarded(self.name_edit, words=False)
        self.hours_box = ChoiceBox([(str(h), _hours(h)) for h in helper_copy.HOURS], empty=None)
        self.hours_box.setObjectName("helper_hours_box")
        self.hours_box.set_value(str(_USUAL_HOURS))
        self.passphrase_part = PassphrasePart(desk.tasks, calibrate, named=False)
        self.folder_label = Label(N_("No folder chosen yet"), "muted", wrap=True)
        self.folder_button = SecondaryButton(N_("Choose a folder…"), "hard-drive")
        self.folder_button.setObjectName("helper_folder_button")
        self.folder_button.clicked.connect(lambda: choose_folder(self, self.take_folder))
        self._arrange()
        self.passphrase_part.accepted.connect(self._make)
        self.finished.connect(self.passphrase_part.forget)
        self.passphrase_part.measure()
        self._desk.ask(lambda s: helper_copy.contents(s, self._chosen), self._show, self.show_problem)

    def take_folder(self, folder: str) -> None:
        """Take the folder in which the copy gets a folder of its own."""
        self.folder = str(Path(folder) / COPY_FOLDER)
        self.folder_label.set_words(raw(QDir.toNativeSeparators(self.folder)))

    def finish(self) -> None:
        if not self.name_edit.value().strip():
            self.say(N_("Write who the copy is for."))
        elif not self.folder:
            self.say(N_("Choose a folder first."))
        else:
            self.passphrase_part.check()

    def _arrange(self) -> None:
        """Put what goes on the left and what is asked on the right, scrolling where there is little room."""
        left, right = QVBoxLayout(), QVBoxLayout()
        for part in (self.count_label, self.going_list):
            left.addWidget(part)
        left.addStretch(1)
        folder = QHBoxLayout()
        folder.setSpacing(S(8))
        folder.addWidget(self.folder_label, 1)
        folder.addWidget(self.folder_button)
        right.setSpacing(S(12))
        right.addWidget(FieldRow(N_("Who is it for?"), self.name_edit))
        right.addWidget(FieldRow(N_("For how long?"), self.hours_box))
        right.addWidget(self.passphrase_part)
        right.addLayout(folder)
        right.addStretch(1)
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 0, S(10), 0)
        columns.setSpacing(S(24))
        columns.addLayout(left, 2)
        columns.addLayout(right, 3)
        self.rows.addWidget(Scroll(inner), 1)

    def _show(self, going: list[Going]) -> None:
        count = len(going)
        self.count_label.set_words(
            lambda: ngettext(
                "{n} record goes into the copy, with its whole history:",
                "{n} records go into the copy, with their whole history:",
                count,
            ).format(n=count)
        )
        self.going_list.show_lines([_line(one) for one in going])

    def _make(self, _name: str, passphrase: str) -> None:
        folder, name, hours = Path(self.folder), self.name_edit.value().strip(), int(self.hours_box.value())
        chosen, cost = self._chosen, self.passphrase_part.cost()
        self.done_button.setEnabled(False)
        self._desk.write(
            lambda s: helper_copy.make(s, chosen, folder, name=name, hours=hours, passphrase=passphrase, cost=cost),
            self._done,
            self.show_problem,
        )

    def _done(self, made: Made) -> None:
        self.made.emit(str(made.folder))
        self.accept()


def _line(going: Going) -> Line:
    kind = KINDS[going.kind]
    title: Text = raw(going.title) if going.title else kind.label
    return Line(title=title, detail=(lambda: tr(kind.label)) if going.title else "", icon=kind.icon)


def offer_copy(desk: Desk, chosen: Sequence[RecordId], near: QWidget) -> HelperDialog:
    """Offer to make a helper copy of these records."""
    dialog = HelperDialog(desk, chosen, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.take_size(S(860), S(640))
    dialog.open()
    return dialog


def ending_words(helper: Helper) -> Text:
    """Return what stands over the window of a helper copy."""
    until = helper.until.astimezone()

    def words() -> str:
        moment = f"{show_date(until.date())}, {show_time(until)}"
        told = ngettext("{n} record", "{n} records", helper.records).format(n=helper.records)
        return _("Helper copy for {name}, until {until} – {records}, for looking only").format(
            name=helper.name, until=moment, records=told
        )

    return words
