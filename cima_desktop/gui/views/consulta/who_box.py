"""Whose visit it is: a name or a number is typed, and whoever is here already is shown meanwhile (R8)."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.tasks import alive
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.consulta.intake_keys import KnownKeys
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.form_layout import FormColumns
from cima_desktop.gui.views.records.form_row import FormRow
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.special_editors import make_editor
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.consulta import whois
from cima_desktop.services.consulta.listing import CaseRow
from cima_desktop.services.consulta.whois import Known

PAUSE_MS = 120
NAMES = ("given_names", "paternal_surname", "maternal_surname", "phone", "language")


class WhoBox(QWidget):
    """The rows of somebody new, or the one who was taken from those who are here."""

    edited = Signal()
    taken = Signal()
    """Somebody who is here already was chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.person = NO_ID
        self.rows = {name: self._row(name) for name in NAMES}
        self._new = FormColumns()
        for row in self.rows.values():
            self._new.add(row)
        self._likely: Sequence[Known] = ()
        self.known_label = Label(
            N_("Here already? Enter takes the marked one, Tab goes on with somebody new."), "small"
        )
        self.known_label.setWordWrap(True)
        self.known_list = QListWidget()
        self.known_list.setObjectName("intake_known_list")
        self.known_list.setProperty("kind", "plain")
        self.known_list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.known_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bind(self.known_list, QWidget.setAccessibleName, N_("People who are here already"))
        self.taken_list = RowsList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        for part in (self._new, self.known_label, self.known_list, self.taken_list):
            column.addWidget(part)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.keys = KnownKeys(self.known_list, self._boxes(), self.take_marked)
        self.known_list.itemClicked.connect(self._take_item)
        desk.closing.connect(self._pause.stop)
        self._show_known(())

    def values(self) -> dict[str, object]:
        """Return what is typed of somebody new."""
        return {name: row.editor.value() for name, row in self.rows.items()}

    def raw(self) -> dict[str, str]:
        """Return everything as it stands here, for a draft."""
        typed = {name: words for name, row in self.rows.items() if (words := row.editor.raw())}
        return {**typed, **({"person": self.person} if self.person else {})}

    def put_back(self, raw_fields: Mapping[str, str]) -> None:
        """Put back what a draft kept; with nothing, begin with somebody new."""
        for name, row in self.rows.items():
            row.settle(row.field.empty)
            if raw_fields.get(name):
                row.put_back(raw_fields[name])
        self.person = NO_ID
        self._show_taken(None)
        self._show_known(())
        if raw_fields.get("person"):
            self.take(RecordId(raw_fields["person"]))

    def check(self) -> bool:
        """Say what of somebody new cannot be kept; tell whether nothing is."""
        wrong = [] if self.person else [row for row in self.rows.values() if not row.check()]
        if wrong:
            wrong[0].editor.setFocus()
        return not wrong

    def begin(self) -> None:
        """Put the cursor into the first box."""
        self.rows["given_names"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def look(self) -> None:
        """Look who is like what is typed so far."""
        self._pause.stop()
        typed = {name: row.editor.raw() for name, row in self.rows.items()}

        def show(found: Sequence[Known]) -> None:
            if alive(self._show_known) and not self.person:
                self._show_known(found)

        self._desk.ask(lambda s: whois.known(s, typed), show, latest="intake known")

    def take_marked(self) -> bool:
        """Take the marked one of those who are here; tell whether there is one."""
        place = self.known_list.currentRow()
        if not 0 <= place < len(self._likely):
            return False
        self._take(self._likely[place])
        return True

    def take(self, person: RecordId) -> None:
        """Choose somebody who is here."""
        self._desk.ask(lambda s: whois.about(s, person), self._take)

    def let_go(self) -> None:
        """Go back to somebody new."""
        self.person = NO_ID
        self._show_taken(None)
        self.begin()
        self.edited.emit()

    def _row(self, name: str) -> FormRow:
        field = KINDS["person"].field(name)
        editor = make_editor(KINDS["person"], field)
        editor.setObjectName(f"intake_{name}_edit")
        row = FormRow(field, editor)
        row.edited.connect(self._typed)
        return row

    def _boxes(self) -> list[QLineEdit | QPlainTextEdit]:
        return [box for row in self.rows.values() if (box := row.editor.box()) is not None]

    def _typed(self) -> None:
        self._pause.start()
        self.edited.emit()

    def _take_item(self, _item: QListWidgetItem) -> None:
        self.take_marked()

    def _take(self, found: Known) -> None:
        self.person = found.id
        self._show_known(())
        self._show_taken(found)
        self._desk.saw(found.id)
        self.edited.emit()
        self.taken.emit()

    def _show_known(self, found: Sequence[Known]) -> None:
        self._likely = tuple(found)
        self.known_list.clear()
        for each in found:
            self.known_list.addItem(QListWidgetItem(icons.icon("user", "muted"), _told(each)))
        for part in (self.known_label, self.known_list):
            part.setVisible(bool(found))
        if found:
            self.known_list.setCurrentRow(0)
            heights = (self.known_list.sizeHintForRow(row) for row in range(len(found)))
            self.known_list.setFixedHeight(sum(heights) + S(10))
            n = len(found)
            announce(self, ngettext("{n} person is here already", "{n} people are here already", n).format(n=n))

    def _show_taken(self, found: Known | None) -> None:
        self._new.setVisible(found is None)
        if found is None:
            self.taken_list.show_lines(())
            return
        other = Deed(words=N_("Somebody else"), run=self.let_go, icon="x", small=True)
        lines = [Line(title=raw(found.name), detail=lambda: _facts(found), icon="user", deeds=(other,))]
        self.taken_list.show_lines([*lines, *(self._case_line(case) for case in found.cases)])

    def _case_line(self, case: CaseRow) -> Line:
        opens = Deed(words=N_("Open that case"), run=lambda: self._desk.open("case", case.id))
        return Line(
            title=raw(case.number),
            detail=lambda: _open_case(case.need, case.navigator),
            icon="briefcase",
            deeds=(opens,),
        )


def _facts(found: Known) -> str:
    return " · ".join(part for part in (found.phone, found.born, found.town) if part) or "—"


def _told(found: Known) -> str:
    first = " · ".join(filter(None, (found.name or _("(no name yet)"), found.phone, found.born, found.town)))
    return "\n".join((first, *(_open_case(case.need, case.navigator) for case in found.cases[:1])))


def _open_case(need: str, navigator: str) -> str:
    if navigator:
        return _("has an open case: {need}, with {name}").format(need=tr(need), name=navigator)
    return _("has an open case: {need}").format(need=tr(need))
