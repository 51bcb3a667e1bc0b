"""Saving a readable copy of an attachment: a deliberate act that says what it means, and is noted first (V8)."""

from pathlib import Path

from PySide6.QtCore import QDir, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.file_dialogs import choose_new_file
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_
from cima_desktop.model.attachments import Attachment
from cima_desktop.model.touched import Touched
from cima_desktop.services import attachments


class SaveCopyDialog(PlainDialog):
    """Says what leaves the vault, asks for whom and where, and notes it."""

    saved = Signal()

    def __init__(self, desk: Desk, attachment: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Save a readable copy"),
            N_(
                "This file leaves the vault and becomes an ordinary file. Anyone who has it can read it, and deleting"
                " it later may not remove it. Save it only where the family wants it."
            ),
            N_("Save the file"),
            parent,
        )
        self._desk, self._attachment = desk, attachment
        self.target = ""
        self.rows.addWidget(Label(raw(f"• {attachment.name}"), wrap=True))
        self.holder_edit = LineEdit(limit=300)
        guarded(self.holder_edit, words=False)
        self.holder_edit.setObjectName("copy_holder_edit")
        self.add_row(N_("Who is it for?"), self.holder_edit, N_("Noted in the history of this attachment."))
        line = QHBoxLayout()
        line.setSpacing(S(8))
        self.target_label = Label(N_("No place chosen yet"), "muted", wrap=True)
        self.target_button = SecondaryButton(N_("Choose a place…"), "hard-drive-download")
        self.target_button.setObjectName("target_button")
        self.target_button.clicked.connect(self._choose)
        line.addWidget(self.target_label, 1)
        line.addWidget(self.target_button)
        self.rows.addLayout(line)
        self.sure_box = CheckBox(N_("I understand that anyone with this file can read it"))
        self.sure_box.setObjectName("sure_box")
        self.rows.addWidget(self.sure_box)

    def _choose(self) -> None:
        choose_new_file(
            self, N_("Where should the readable file go?"), attachments.file_name(self._attachment), self.take_target
        )

    def take_target(self, target: str) -> None:
        """Take the place that was chosen."""
        self.target = target
        self.target_label.set_words(raw(QDir.toNativeSeparators(target)))

    def finish(self) -> None:
        holder = self.holder_edit.value().strip()
        if not holder:
            self.say(N_("Write who the file is for."))
        elif not self.target:
            self.say(N_("Choose a place first."))
        elif not self.sure_box.value():
            self.say(N_("Tick the box to say that you understand."))
        else:
            self._save(holder)

    def _save(self, holder: str) -> None:
        self.done_button.setEnabled(False)
        record, target = self._attachment.id, Path(self.target)
        self._desk.do(
            lambda session: attachments.save_readable(session, record, target, holder),
            self._saved,
            self.show_problem,
        )

    def _saved(self, _touched: Touched) -> None:
        self.saved.emit()
        self.accept()
