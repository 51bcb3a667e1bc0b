"""Taking in a card: from a file, from the clipboard, or dropped here."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.exchange.cards import CardError
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.file_dialogs import choose_file
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.services import peers


class CardTaking(QWidget):
    """Two buttons, and a place to drop a file or a text."""

    added = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setAcceptDrops(True)
        self.add_button = SecondaryButton(N_("Take in a card…"), "user-plus")
        self.paste_button = QuietButton(N_("Paste a card"), "clipboard-paste")
        line = QHBoxLayout()
        line.addWidget(self.add_button)
        line.addWidget(self.paste_button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(6))
        column.addLayout(line)
        column.addWidget(Label(N_("A card can also be dropped here."), "small"))
        self.add_button.clicked.connect(self._choose)
        self.paste_button.clicked.connect(self.paste)

    def take_file(self, path: Path) -> None:
        """Take in the card in a file."""
        self.desk.write(lambda s: peers.add_card_file(s, path), self.added.emit, self.refused.emit)

    def take_text(self, words: str) -> None:
        """Take in the card in a text."""
        self.desk.write(lambda s: peers.add_card(s, words), self.added.emit, self.refused.emit)

    def paste(self) -> None:
        """Take in the card in the clipboard."""
        self.take_text(QGuiApplication.clipboard().text())

    def _choose(self) -> None:
        choose_file(self.window(), N_("Choose a card"), lambda path: self.take_file(Path(path)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if len(urls) == 1:
            self.take_file(Path(urls[0].toLocalFile()))
        elif urls:
            self.refused.emit(CardError(N_("Drop one card at a time."), N_("Nothing was taken in.")))
        else:
            self.take_text(event.mimeData().text())
        event.acceptProposedAction()
