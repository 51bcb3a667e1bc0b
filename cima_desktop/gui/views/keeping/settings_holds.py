"""Legal holds: those in force, those that are over, and a new one on the whole vault (A3)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.keeping.hold_dialog import open_place, open_release
from cima_desktop.gui.views.keeping.keeping_words import hold_reason, hold_text
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import PrimaryButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _
from cima_desktop.model.keeping import Hold
from cima_desktop.model.touched import Touched
from cima_desktop.services import holds
from cima_desktop.services.session import Session


def read_holds(session: Session) -> list[tuple[Hold, str]]:
    """Return every hold with the name of what it is about."""
    return [(hold, session.store.title_of(hold.about)) for hold in holds.all_holds(session)]


class HoldsPart(QWidget):
    """A hold on one record is placed on the record itself."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.holds_list = RowsList()
        self.empty = Label(N_("There is no legal hold."), "muted")
        self.place_button = PrimaryButton(N_("Place a hold on the whole vault…"), "shield")
        self.place_button.setObjectName("hold_vault_button")
        self.place_button.clicked.connect(lambda: open_place(desk, self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        about = N_(
            "While a hold is in force, nothing it covers is erased: not when its date has passed, not by a person, not "
            "from the bin. A hold on one family is placed on the person, household, plan or paper itself."
        )
        for part in (Label(about, "muted", wrap=True), self.holds_list, self.empty):
            column.addWidget(part)
        column.addWidget(self.place_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        desk.changed.connect(self._changed)
        desk.closing.connect(lambda: self.holds_list.show_lines(()))

    def read(self) -> None:
        """Read the holds."""
        self.desk.ask(read_holds, self._show, latest="holds")

    def _show(self, found: list[tuple[Hold, str]]) -> None:
        self.holds_list.show_lines([self._line(hold, title) for hold, title in found])
        self.empty.setVisible(not found)

    def _line(self, hold: Hold, title: str) -> Line:
        release = Deed(words=N_("Release…"), run=lambda: open_release(self.desk, self, hold), icon="lock-open")
        chip: tuple[Text, str] = (N_("In force"), "warn") if hold.in_force else (N_("Released"), "neutral")
        return Line(
            title=lambda: _("{what}: {why}").format(what=_what(hold, title), why=hold_reason(hold)),
            detail=lambda: hold_text(hold),
            icon="shield",
            chips=(chip,),
            deeds=(release,) if hold.in_force else (),
            faint=not hold.in_force,
        )

    def _changed(self, touched: Touched) -> None:
        if self.isVisible() and not self.desk.is_closing and (not touched.kinds or "hold" in touched.kinds):
            self.read()


def _what(hold: Hold, title: str) -> str:
    if not hold.about:
        return _("The whole vault")
    return title or _("(erased)")
