"""Sends somebody to an organization: who, what is asked of them, and then the slip to take along (X3)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.directory.slip_dialog import show_slip
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.record_picker import RecordPicker, References
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services.directory import referring


class ReferDialog(PlainDialog):
    """Asks for whatever is not known yet: the person, or the organization."""

    def __init__(
        self,
        desk: Desk,
        references: References,
        *,
        about: RecordId = NO_ID,
        organization: RecordId = NO_ID,
        person: RecordId = NO_ID,
        near: QWidget,
    ) -> None:
        super().__init__(
            N_("Send somebody to an organization"),
            N_("It is noted as a referral, so that somebody asks later whether it helped. Nothing leaves this vault."),
            N_("Note it and show the slip"),
            near.window(),
        )
        self._desk, self._near = desk, near
        self._about, self._organization, self._person = about, organization, person
        self.person_picker = RecordPicker("person", references)
        self.person_picker.setObjectName("refer_person_edit")
        self.organization_picker = RecordPicker("organization", references)
        self.organization_picker.setObjectName("refer_organization_edit")
        self.question_edit = TextArea(lines=3, limit=2000)
        self.question_edit.setObjectName("refer_question_edit")
        self.guard = guarded(self.question_edit)
        if not about:
            self.add_row(N_("Who is sent"), self.person_picker)
        if not organization:
            self.add_row(N_("To which organization"), self.organization_picker)
        self.add_row(N_("What is asked of them"), self.question_edit)

    def finish(self) -> None:
        if self.guard.blocks():
            self.question_edit.setFocus()
            return
        person = self._person if self._about else RecordId(self.person_picker.value())
        about = self._about or person
        organization = self._organization or RecordId(self.organization_picker.value())
        if not organization:
            self.say(N_("Choose an organization."))
            return
        question = self.guard.marked(self.question_edit.value().strip())
        self.done_button.setEnabled(False)
        self._desk.do(
            lambda s: referring.refer(s, about, organization, question),
            lambda _made: self._kept(organization, person),
            self.show_problem,
        )

    def _kept(self, organization: RecordId, person: RecordId) -> None:
        self.accept()
        show_slip(self._desk, self._near, [organization], person)


def send_to(desk: Desk, near: QWidget, references: References, organization: RecordId) -> ReferDialog:
    """Ask who is sent to an organization."""
    return _open(ReferDialog(desk, references, organization=organization, near=near))


def refer_about(
    desk: Desk, near: QWidget, references: References, about: RecordId, person: RecordId = NO_ID
) -> ReferDialog:
    """Ask where somebody is sent about a record (a case); the slip speaks the language of `person`."""
    return _open(ReferDialog(desk, references, about=about, person=person, near=near))


def _open(dialog: ReferDialog) -> ReferDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
