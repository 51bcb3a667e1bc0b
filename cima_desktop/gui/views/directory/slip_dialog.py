"""Papers of the directory: the slip for somebody to take along, and the blank interview for a lawyer (X5)."""

from collections.abc import Sequence

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.documents.sheets import Sheets
from cima_desktop.gui.language import say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_references import DeskReferences
from cima_desktop.gui.views.papers.sheets_dialog import SheetsDialog
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.record_picker import RecordPicker
from cima_desktop.i18n import N_
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services.directory import slips
from cima_desktop.services.session import Session

TELL_FIRST = N_("Say this first:")


class SlipDialog(SheetsDialog):
    """The slip as it will be printed, with what has to be said before it is given."""

    def __init__(self, desk: Desk, wanted: slips.Request, language: str, parent: QWidget | None = None) -> None:
        """Show the dialog; `language` is that of whoever gets the slip, empty where nobody is meant."""
        self._wanted = wanted
        self.warning_label = Label("", "error", wrap=True)
        words = (
            N_("Slip to take along"),
            N_("It is for whoever takes it along: what is only for us is not on it. Read it together first."),
        )
        super().__init__(desk, words, "slip", parent)
        self.more_picker = RecordPicker("organization", DeskReferences(desk), N_("Type a name to add it…"))
        self.more_picker.setObjectName("slip_more_edit")
        self.rows.insertWidget(0, self.warning_label)
        self.rows.insertWidget(2, FieldRow(N_("Also on this slip"), self.more_picker, optional=True))
        self.more_picker.chosen.connect(self._add)
        if language:
            self.language_box.set_value(language)
            self.read()
        self._warn()

    def _add(self, organization: str) -> None:
        """Put another organization on the slip."""
        there = self._wanted.organizations
        if organization not in there:
            self._wanted = attrs.evolve(self._wanted, organizations=(*there, RecordId(organization)))
            self.read()
            self._warn()
        self.more_picker.set_value("")

    def _warn(self) -> None:
        """Say what one of us tells her before she gets the slip."""
        organizations = self._wanted.organizations
        self._desk.ask(lambda s: [words for each in organizations for words in slips.warnings(s, each)], self._told)

    def _told(self, warnings: Sequence[str]) -> None:
        told = list(dict.fromkeys(warnings))
        self.warning_label.set_words(lambda: "\n".join(say(each) for each in (TELL_FIRST, *told)) if told else "")
        self.warning_label.setVisible(bool(told))

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

    desk.ask(
        lambda s: slips.language_for(s, person),
        lambda language: _open(SlipDialog(desk, wanted, language, near.window())),
    )


def show_interview(desk: Desk, near: QWidget, organization: RecordId) -> None:
    """Show the blank interview for a lawyer of an organization."""
    _open(InterviewDialog(desk, organization, near.window()))


def _open(dialog: SheetsDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.take_size(S(760), S(640))
    dialog.open()
