"""One line of text."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.widgets.private_copy import marked


class LineEdit(QLineEdit):
    """A field for one line; `edited` is told when the person changed it, not when the program did."""

    edited = Signal()

    def __init__(self, placeholder: Text = "", limit: int = 200, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(limit)
        bind(self, QLineEdit.setPlaceholderText, placeholder)
        self.textEdited.connect(self._tell)

    def value(self) -> str:
        """Return what stands in it."""
        return self.text()

    def set_value(self, value: str) -> None:
        """Show a value; its beginning is what is seen."""
        if value != self.text():
            self.setText(value)
            self.setCursorPosition(0)

    def problem(self) -> Text:
        """Return what is wrong with it, "" when nothing."""
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Make it for reading only."""
        self.setReadOnly(read_only)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with the marks that ask clipboard histories not to keep it, from the very beginning."""
        cuts = event.matches(QKeySequence.StandardKey.Cut) and not self.isReadOnly()
        is_plain = self.echoMode() == QLineEdit.EchoMode.Normal
        if is_plain and self.hasSelectedText() and (cuts or event.matches(QKeySequence.StandardKey.Copy)):
            QGuiApplication.clipboard().setMimeData(marked(self.selectedText()))
            if cuts:
                self.insert("")
        else:
            super().keyPressEvent(event)

    def _tell(self, _text: str) -> None:
        self.edited.emit()
