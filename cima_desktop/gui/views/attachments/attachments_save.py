"""Saving a readable copy of an attachment: a deliberate act that says what it means, and is noted first (V8)."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.leaving_dialog import LeavingDialog, Words
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.model.attachments import Attachment
from cima_desktop.services import attachments

_WORDS = Words(
    title=N_("Save a readable copy"),
    means=N_(
        "This file leaves the vault and becomes an ordinary file. Anyone who has it can read it, and deleting it later"
        " may not remove it. Save it only where the family wants it."
    ),
    done=N_("Save the file"),
    noted=N_("Noted in the history of this attachment."),
    no_who=N_("Write who the file is for."),
    where=N_("Where should the readable file go?"),
)


class SaveCopyDialog(LeavingDialog):
    """Lets one attachment out."""

    def __init__(self, desk: Desk, attachment: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(desk, _WORDS, parent)
        self._attachment = attachment
        self.rows.addWidget(Label(raw(f"• {attachment.name}"), wrap=True))
        self.add_questions()

    def file_name(self) -> str:
        return attachments.file_name(self._attachment)

    def leave(self, target: Path, holder: str) -> None:
        record = self._attachment.id
        self.desk.do(
            lambda session: attachments.save_readable(session, record, target, holder), self.left, self.show_problem
        )
