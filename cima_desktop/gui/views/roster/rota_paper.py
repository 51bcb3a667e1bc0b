"""The rota for the wall: names only, unless somebody ticks the numbers."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.documents.sheets import Sheets
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.papers.sheets_dialog import SheetsDialog
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.i18n import N_
from cima_desktop.services.roster import paper
from cima_desktop.services.roster.paper import Wall
from cima_desktop.services.session import Session


class RotaPaperDialog(SheetsDialog):
    """The pages of one week."""

    def __init__(self, desk: Desk, monday: date, parent: QWidget | None = None) -> None:
        self._monday = monday
        self._wall = Wall(monday=monday)
        self.numbers_box = CheckBox(N_("With telephone numbers (only where no stranger reads it)"))
        self.verifiers_box = CheckBox(N_("With the list of who can verify where"))
        words = (N_("The rota for the wall"), N_("Names only: a paper on a wall is read by many."))
        super().__init__(desk, words, "rota_paper", parent)
        for place, box in enumerate((self.numbers_box, self.verifiers_box), 1):
            self.rows.insertWidget(place, box)
            box.edited.connect(self.read)
        show_if(self.numbers_box, not desk.is_for_looking)

    def read(self) -> None:
        self._wall = Wall(monday=self._monday, numbers=self.numbers_box.value(), verifiers=self.verifiers_box.value())
        super().read()

    def make(self, session: Session, language: str) -> Sheets:
        return paper.make(session, self._wall, language)

    def note(self, session: Session) -> None:
        paper.begin_print(session, self._wall)


def show_rota_paper(desk: Desk, monday: date, near: QWidget) -> RotaPaperDialog:
    """Show the rota of a week as it is printed."""
    dialog = RotaPaperDialog(desk, monday, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.take_size(S(760), S(640))
    dialog.open()
    return dialog
