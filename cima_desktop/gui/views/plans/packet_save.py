"""Saving a readable copy: a deliberate act that says what leaves the vault, and is noted (D14, V8)."""

from pathlib import Path

from PySide6.QtCore import QDir, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cima_desktop import i18n
from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.file_dialogs import choose_folder
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_
from cima_desktop.services import packets
from cima_desktop.services.packets import Packet


class SaveDialog(PlainDialog):
    """Says exactly what leaves the vault, asks where and for whom, and notes it."""

    saved = Signal(int)

    def __init__(self, desk: Desk, packet: Packet, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Save a readable copy"),
            N_(
                "These papers leave the vault. Anyone who has the files can read them, and deleting them later may not"
                " remove them. Save them only where the family wants them."
            ),
            N_("Save the files"),
            parent,
        )
        self._desk, self._packet = desk, packet
        self.folder = ""
        lines = "\n".join(f"• {p.title.get(i18n.language())}" for p in packet.papers)
        self.rows.addWidget(Label(raw(lines), wrap=True))
        self.holder_edit = LineEdit(limit=300)
        guarded(self.holder_edit, words=False)
        self.holder_edit.setObjectName("save_holder_edit")
        self.add_row(N_("Who are they for?"), self.holder_edit, N_("Noted in the plan’s record of copies."))
        line = QHBoxLayout()
        line.setSpacing(S(8))
        self.folder_label = Label(N_("No folder chosen yet"), "muted", wrap=True)
        self.folder_button = SecondaryButton(N_("Choose a folder…"), "hard-drive-download")
        self.folder_button.setObjectName("folder_button")
        self.folder_button.clicked.connect(lambda: choose_folder(self, self.take_folder))
        line.addWidget(self.folder_label, 1)
        line.addWidget(self.folder_button)
        self.rows.addLayout(line)
        self.sure_box = CheckBox(N_("I understand that anyone with these files can read them"))
        self.sure_box.setObjectName("sure_box")
        self.rows.addWidget(self.sure_box)

    def take_folder(self, folder: str) -> None:
        """Take the folder that was chosen."""
        self.folder = folder
        self.folder_label.set_words(raw(QDir.toNativeSeparators(folder)))

    def finish(self) -> None:
        holder = self.holder_edit.value().strip()
        if not holder:
            self.say(N_("Write who the papers are for."))
        elif not self.folder:
            self.say(N_("Choose a folder first."))
        elif not self.sure_box.value():
            self.say(N_("Tick the box to say that you understand."))
        else:
            self._save(holder)

    def _save(self, holder: str) -> None:
        self.done_button.setEnabled(False)
        packet, folder = self._packet, Path(self.folder)
        self._desk.do(
            lambda session: packets.save_readable(session, packet, folder, holder), self._saved, self.show_problem
        )

    def _saved(self, files: list[Path]) -> None:
        self.saved.emit(len(files))
        self.accept()
