"""What leaves as an ordinary file: a list, the days that come, or everything; each a deliberate step."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.tasks import Tick
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.files.working import Working
from cima_desktop.gui.views.leaving_dialog import LeavingDialog, Words
from cima_desktop.gui.widgets.check_list import CheckList, RadioList
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.files import calendar, lists, open_export
from cima_desktop.services.files.lists import Chosen
from cima_desktop.services.helper_end import HelperCopyReadOnlyError
from cima_desktop.services.outside import Going, RecordsStayError
from cima_desktop.services.session import Session

_NOTED = N_("Noted in the register of what left.")
_INTERRUPTED = N_(
    "The program was stopped once while it wrote everything. A hidden file or folder whose name ends in “.cima-part”"
    " may lie in the place that was chosen then, and anyone can read it. Choose the same place again and it is"
    " removed, or delete it yourself."
)
_WIDE = 760
_CARDS = ("vcf4", "vcf3")
_FORMS: dict[str, Text] = {
    "csv": N_("CSV, for any spreadsheet"),
    "xlsx": N_("Excel workbook (.xlsx)"),
    "vcf4": N_("vCard 4.0, for address books"),
    "vcf3": N_("vCard 3.0, for older telephones"),
}


class FileDialog(LeavingDialog):
    """A file that is written on the vault's thread, with a bar and a way to stop."""

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None, width: int = 560) -> None:
        super().__init__(desk, words, parent, width)
        self.why_edit = LineEdit(limit=300)
        self.why_edit.setObjectName("leaving_why_edit")
        guarded(self.why_edit, words=False)
        self.working = Working()
        self.column.insertWidget(self.column.count() - 1, self.working)
        self.finished.connect(self.working.stop)

    def add_purpose(self) -> None:
        self.add_row(N_("What for?"), self.why_edit, optional=True)

    def write(self, words: Text, call: Callable[[Session, Tick], object]) -> None:
        """Do it, and close when it is done."""
        job = self.desk.draw(call, self._written, self._refused, self.working.progress, self._ended)
        self.working.begin(words, job)

    def going(self, holder: str) -> Going:
        """Return for whom and why, as it is noted."""
        return Going(holder=holder, why=self.why_edit.value())

    def _written(self, result: object) -> None:
        self.working.end()
        self.left(result)

    def _refused(self, error: KnownError) -> None:
        self.working.end()
        self.show_problem(error)

    def _ended(self) -> None:
        self.done_button.setEnabled(True)


class ListDialog(FileDialog):
    """A list as a table, or people as vCards: which fields of which records."""

    def __init__(self, desk: Desk, kind: str, ids: Sequence[RecordId], parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            Words(
                title=N_("Save this list as a file"),
                means=N_(
                    "The list leaves the vault and becomes an ordinary file. Anyone who has it can read it, and"
                    " deleting it later may not remove it. Take only what is needed."
                ),
                done=N_("Save the file"),
                noted=_NOTED,
                where=N_("Where should the readable file go?"),
            ),
            parent,
            _WIDE,
        )
        self._kind, self._ids = kind, tuple(ids)
        forms = [(key, words) for key, words in _FORMS.items() if kind == "person" or key not in _CARDS]
        self.form_box = ChoiceBox(forms, empty=None)
        self.form_box.setObjectName("list_form_box")
        self.fields_list = CheckList([(f.name, f.label) for f in lists.fields_of(kind)], columns=2)
        self.fields_list.set_value(lists.usual_fields(kind))
        self.parts_list = CheckList([(key, label) for key, label in lists.CARD_PARTS.items()])
        self.parts_list.set_value((lists.PHONES, lists.LANGUAGE))
        self.apart_label = Label("", "small", wrap=True)
        self.apart_label.hide()
        self._arrange()
        self.form_box.edited.connect(self._formed)
        self._formed()
        desk.ask(lambda s: len(lists.withheld(s, kind, self._ids)), self._say_apart, self.show_problem)

    def file_name(self) -> str:
        form = self.form_box.value()
        return f"{KINDS[self._kind].name}.{'vcf' if form in _CARDS else form}"

    def leave(self, target: Path, holder: str) -> None:
        going, form, ids = self.going(holder), self.form_box.value(), self._ids
        if form in _CARDS:
            parts, version = self.parts_list.value(), "4.0" if form == "vcf4" else "3.0"
            self.write(N_("Writing the file"), lambda s, _tick: lists.save_cards(s, ids, parts, target, going, version))
        else:
            chosen = Chosen(kind=self._kind, ids=ids, fields=self.fields_list.value())
            self.write(N_("Writing the file"), lambda s, tick: lists.save_table(s, chosen, target, going, form, tick))

    def finish(self) -> None:
        if self.form_box.value() not in _CARDS and not self.fields_list.value():
            self.say(N_("Tick at least one column."))
        else:
            super().finish()

    def _arrange(self) -> None:
        count = len(self._ids)
        told = Label(lambda: ngettext("{n} record leaves.", "{n} records leave.", count).format(n=count), "strong")
        self.rows.addWidget(told)
        self.rows.addWidget(self.apart_label)
        self.add_row(N_("What sort of file?"), self.form_box)
        self.fields_row = self.add_row(N_("Which columns?"), self.fields_list)
        self.parts_row = self.add_row(N_("What besides the name?"), self.parts_list)
        self.add_questions()

    def _formed(self) -> None:
        cards = self.form_box.value() in _CARDS
        show_if(self.fields_row, not cards)
        show_if(self.parts_row, cards)
        if self.target:  # its ending is another one now
            self.target = ""
            self.target_label.set_words(N_("No place chosen yet"))

    def _say_apart(self, count: int) -> None:
        if count:
            self.apart_label.set_words(
                lambda: ngettext(
                    "{n} of them is kept apart from somebody: telephone and address are left out.",
                    "{n} of them are kept apart from somebody: telephones and addresses are left out.",
                    count,
                ).format(n=count)
            )
            self.apart_label.show()


class CalendarDialog(FileDialog):
    """The days that come as a file for a calendar."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            Words(
                title=N_("The days that come, for a calendar"),
                means=N_(
                    "Signing days, ends of papers, reviews and tasks as whole days. Calendars on telephones show them"
                    " to whoever looks, and most send them to a server. Saved again later, the file changes the same"
                    " days; a day that is no longer there has to be removed by hand."
                ),
                done=N_("Save the file"),
                noted=_NOTED,
                where=N_("Where should the calendar file go?"),
            ),
            parent,
        )
        self.much_list = RadioList([(key, words) for key, words in calendar.HOW_MUCH.items()])
        self.much_list.set_value(calendar.PLAIN)
        self.count_label = Label("", "strong", wrap=True)
        self.rows.addWidget(self.count_label)
        self.add_row(N_("What should the calendar say?"), self.much_list)
        self.add_questions()
        desk.ask(lambda s: len(calendar.coming(s)), self._count, self.show_problem)

    def file_name(self) -> str:
        return "calendar.ics"

    def leave(self, target: Path, holder: str) -> None:
        going, much = self.going(holder), self.much_list.value()
        self.write(N_("Writing the file"), lambda s, _tick: calendar.save_calendar(s, target, going, much))

    def _count(self, count: int) -> None:
        self.count_label.set_words(lambda: ngettext("{n} day comes.", "{n} days come.", count).format(n=count))


class EverythingDialog(FileDialog):
    """Everything in the vault as files that any program reads."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            Words(
                title=N_("Everything as open files"),
                means=N_(
                    "Every record with its whole history, every attachment, and a note on how to read them without this"
                    " program. Nothing in it is encrypted. It is for leaving this program behind or for an archive that"
                    " is locked away; for a second copy make a backup instead."
                ),
                done=N_("Write everything"),
                noted=_NOTED,
                where=N_("Where should everything go?"),
                sure=N_("I understand that anyone can read everything in it"),
            ),
            parent,
        )
        self.form_list = RadioList([("zip", N_("One ZIP archive")), ("folder", N_("A folder"))])
        self.form_list.set_value("zip")
        self.form_list.edited.connect(self._formed)
        self.interrupted_label = Label(_INTERRUPTED, "error", wrap=True)
        self.interrupted_label.hide()
        self.rows.addWidget(self.interrupted_label)
        self.add_row(N_("As what?"), self.form_list)
        self.add_questions()
        desk.ask(lambda s: bool(open_export.interrupted(s)), self._say_interrupted, self.show_problem)

    def file_name(self) -> str:
        name = open_export.usual_name(self.desk.session.today())
        return name if self.form_list.value() == "zip" else name.removesuffix(".zip")

    def leave(self, target: Path, holder: str) -> None:
        going = self.going(holder)
        wanted = target
        if self.form_list.value() == "zip" and target.suffix.lower() != ".zip":
            wanted = target.with_name(f"{target.name}.zip")
        self.write(N_("Writing everything"), lambda s, tick: open_export.export(s, wanted, going, tick))

    def _formed(self) -> None:
        self.target = ""
        self.target_label.set_words(N_("No place chosen yet"))

    def _say_interrupted(self, is_so: bool) -> None:
        show_if(self.interrupted_label, is_so)


def written_words(result: object) -> Text:
    """Return what is said when a file is there."""
    if isinstance(result, open_export.Exported):
        missing = result.missing
        return lambda: " ".join(
            filter(
                None,
                (
                    _("Everything was written: {records} records and {changes} changes.").format(
                        records=result.records, changes=result.changes
                    ),
                    _("Attachments whose content is not in this vault: {n}.").format(n=missing) if missing else "",
                ),
            )
        )
    return N_("The readable file was written, and noted in the register.")


def stays_here(desk: Desk, bar: MessageBar) -> bool:
    """Say why nothing leaves this vault, where that is so, and tell whether it is."""
    if desk.session.practice:
        bar.show_problem(RecordsStayError())
    elif desk.is_for_looking:
        bar.show_problem(HelperCopyReadOnlyError())
    else:
        return False
    return True


def open_leaving(dialog: FileDialog, bar: MessageBar) -> FileDialog:
    """Open a dialog about what leaves, and say on a page when it did."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.saved.connect(lambda result: bar.say(written_words(result), "good", seconds=12))
    dialog.open()
    return dialog
