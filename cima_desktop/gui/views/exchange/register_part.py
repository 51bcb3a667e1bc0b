"""The register: what left and what arrived, one list both ways, each line with all that is known of it (Y12)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.documents.sheets import Sheets
from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.register_lines import register_line
from cima_desktop.gui.views.papers.sheets_dialog import SheetsDialog
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.dates import show_moment
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, list_text, tr
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import exchange_register as register
from cima_desktop.services.session import Session
from cima_desktop.store.bundles import IN, OUT

STEP = 30
MOST_SHOWN = 300
_WAYS: tuple[tuple[str, Text], ...] = (
    ("", N_("Both ways")),
    (OUT, N_("What left")),
    (IN, N_("What arrived")),
)

Details = tuple[register.Line, list[register.Taken]]


class RegisterPart(QWidget):
    """A list, and in its place one line of it when somebody wants to know more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._wanted = STEP
        self.way_chips = FilterChips(_WAYS)
        self.print_button = SecondaryButton(N_("Print…"), "printer")
        self.print_button.setObjectName("register_print_button")
        self.lines_list = RowsList()
        self.empty_label = Label(N_("Nothing left and nothing arrived so far."), "muted", wrap=True)
        self.more_button = QuietButton(N_("Show earlier ones"), "chevron-down")
        self.detail = RegisterDetail()
        self._list = QWidget()
        self._arrange()
        self.way_chips.chosen.connect(lambda _key: self.read())
        self.print_button.clicked.connect(lambda: show_register(self.desk, self.way_chips.value(), self))
        self.more_button.clicked.connect(self._more)
        self.detail.back_button.clicked.connect(self._back)
        desk.closing.connect(self._wipe)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.way_chips, 1)
        top.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignTop)
        inner = QVBoxLayout(self._list)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(S(10))
        inner.addLayout(top)
        for part in (self.lines_list, self.empty_label):
            inner.addWidget(part)
        inner.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.addWidget(self._list)
        column.addWidget(self.detail)
        column.addStretch(1)
        self.more_button.hide()
        self.detail.hide()

    def read(self) -> None:
        """Read the newest lines."""
        self._back()
        way, most = self.way_chips.value(), self._wanted + 1
        self.desk.ask(lambda s: register.lines(s, way, limit=most), self._show, latest="register")

    def _show(self, found: list[register.Line]) -> None:
        self.lines_list.show_lines([register_line(each, (self._opens(each.note.n),)) for each in found[: self._wanted]])
        show_if(self.empty_label, not found)
        show_if(self.more_button, len(found) > self._wanted)
        self.print_button.setEnabled(bool(found) and not self.desk.is_for_looking)

    def _opens(self, n: int) -> Deed:
        return Deed(words=N_("More"), run=lambda: self.open_line(n), icon="arrow-right")

    def open_line(self, n: int) -> None:
        """Show everything that is known of a line."""
        self.desk.ask(lambda s: (register.line(s, n), register.taken(s, n)), self._show_line, latest="register line")

    def _show_line(self, found: Details) -> None:
        self.detail.show_line(*found)
        self._list.hide()
        self.detail.show()
        self.detail.back_button.setFocus()

    def _back(self) -> None:
        self.detail.hide()
        self._list.show()

    def _more(self) -> None:
        self._wanted += STEP
        self.read()

    def _wipe(self) -> None:
        self.lines_list.show_lines(())
        self.detail.wipe()


class RegisterDetail(QWidget):
    """One line: what, when, to or from whom, why, by whom, with which consent, and record by record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = QuietButton(N_("Back to the list"), "arrow-left")
        self.title_label = Label("", "section", wrap=True)
        self.facts_list = RowsList()
        self.records_heading = Label(N_("Record by record"), "section")
        self.records_list = RowsList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.title_label, self.facts_list, self.records_heading, self.records_list):
            column.addWidget(part)

    def show_line(self, of: register.Line, taken: Sequence[register.Taken]) -> None:
        """Show a line."""
        self.title_label.set_words(lambda: register.title(of))
        self.facts_list.show_lines(_facts(of))
        lines = [_taken(each) for each in taken[:MOST_SHOWN]]
        left_out = len(taken) - len(lines)
        more = [Line(title=lambda: _("and {n} more").format(n=left_out), faint=True)] if left_out else []
        self.records_list.show_lines([*lines, *more])

    def wipe(self) -> None:
        """Forget every name."""
        self.title_label.set_words("")
        self.facts_list.show_lines(())
        self.records_list.show_lines(())


def _facts(of: register.Line) -> list[Line]:
    note = of.note
    why, without = register.reasons(of)
    said: tuple[tuple[Text, Callable[[], str], str], ...] = (
        (N_("When"), lambda: show_moment(note.at), "clock"),
        (N_("What"), lambda: register.about(of), "folder-heart"),
        (N_("State"), lambda: tr(register.STATES[note.state][0]) if note.state in register.STATES else "", "info"),
        (N_("Why"), lambda: why, "message-square-text"),
        (N_("By"), lambda: note.who, "user"),
        (N_("With the consent of"), lambda: list_text(of.consents) if of.consents else "", "shield-check"),
        (N_("Without the consent of"), lambda: list_text(of.without) if of.without else "", "triangle-alert"),
        (N_("Why without consent"), lambda: without, "triangle-alert"),
    )
    return [Line(title=label, detail=value, icon=icon) for label, value, icon in said if value()]


def _taken(each: register.Taken) -> Line:
    kind = KINDS.get(each.kind)
    label = kind.label if kind else N_("Gone, or added by a newer version of this program")
    title: Text = raw(each.title) if each.title else label
    detail: Text = raw(", ".join(each.labels)) if each.labels else N_("All of it, with its history")
    return Line(title=title, detail=detail, icon=kind.icon if kind else "file-text")


class RegisterDialog(SheetsDialog):
    """The register on paper."""

    def __init__(self, desk: Desk, way: str, parent: QWidget | None = None) -> None:
        self._way = way
        words = (
            N_("Register of what was exchanged"),
            N_("It has names on it. Print it only for whoever has to answer for what left, and keep it safe."),
        )
        super().__init__(desk, words, "register", parent)

    def make(self, session: Session, language: str) -> Sheets:
        return register.make(session, self._way, language)

    def note(self, session: Session) -> None:
        register.begin_print(session)


def show_register(desk: Desk, way: str, near: QWidget) -> RegisterDialog:
    """Show the register on paper."""
    dialog = RegisterDialog(desk, way, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.take_size(S(760), S(640))
    dialog.open()
    return dialog
