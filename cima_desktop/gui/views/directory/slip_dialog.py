"""Papers of the directory: the slip for somebody to take along, and the blank interview for a lawyer (X5)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.documents.sheets import Sheets
from cima_desktop.gui.language import say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.papers.sheets_dialog import SheetsDialog
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services.directory import slips
from cima_desktop.services.session import Session


class SlipDialog(SheetsDialog):
    """The slip as it will be printed, with what has to be said before it is given."""

    def __init__(
        self, desk: Desk, wanted: slips.Request, told: tuple[str, Sequence[str]], parent: QWidget | None = None
    ) -> None:
        """Show the dialog; `told` are the language of whoever gets it, and what one of us tells her first."""
        self._wanted = wanted
        language, warnings = told
        words = (
            N_("Slip to take along"),
            N_("It is for her: what is only for us is not on it. Read it with her before she goes."),
        )
        super().__init__(desk, words, "slip", parent)
        self.warning_label = Label(
            lambda: "\n".join((say(N_("Tell her first:")), *(say(warning) for warning in warnings))), "error", wrap=True
        )
        self.rows.insertWidget(0, self.warning_label)
        self.warning_label.setVisible(bool(warnings))
        if language:
            self.language_box.set_value(language)
            self.read()

    def make(self, session: Session, language: str) -> Sheets:
        return slips.make(session, self._wanted, language)

    def note(self, session: Session) -> None:
        slips.begin_print(session, self._wanted)


class InterviewDialog(SheetsDialog):
    """The questions for a lawyer, to be filled in by hand."""

    def __init__(self, desk: Desk, organization: RecordId, parent: QWidget | None = None) -> None:
        self._organization = organization
        words = (
            N_("Interview with a lawyer"),
            N_("The questions of the form, to take along. Nothing that we know already is on it."),
        )
        super().__init__(desk, words, "interview", parent)

    def make(self, session: Session, language: str) -> Sheets:
        return slips.interview(session, self._organization, language)

    def note(self, session: Session) -> None:
        """It is blank, so there is nothing to be noted."""


def show_slip(desk: Desk, near: QWidget, organizations: Sequence[RecordId], person: RecordId = NO_ID) -> None:
    """Show a slip with these organizations, for a person where one is meant."""
    wanted = slips.Request(organizations=tuple(organizations), person=person)

    def told(session: Session) -> tuple[str, Sequence[str]]:
        warnings = [words for each in organizations for words in slips.warnings(session, each)]
        return slips.language_for(session, person), list(dict.fromkeys(warnings))

    desk.ask(told, lambda found: _open(SlipDialog(desk, wanted, found, near.window())))


def show_interview(desk: Desk, near: QWidget, organization: RecordId) -> None:
    """Show the blank interview for a lawyer of an organization."""
    _open(InterviewDialog(desk, organization, near.window()))


def _open(dialog: SheetsDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.take_size(S(760), S(640))
    dialog.open()
