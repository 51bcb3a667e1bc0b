"""Several lines of text; the Tab key leaves it."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S


class TextArea(QPlainTextEdit):
    """A field for notes, at least `lines` high; what is over `limit` characters is refused as it is typed."""

    edited = Signal()

    def __init__(
        self, placeholder: Text = "", lines: int = 3, limit: int = 20_000, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines, self._limit = lines, limit
        self._quiet = False
        self.setTabChangesFocus(True)
        bind(self, QPlainTextEdit.setPlaceholderText, placeholder)
        self.textChanged.connect(self._tell)
        self._fit()

    def value(self) -> str:
        """Return what stands in it."""
        return self.toPlainText()

    def set_value(self, value: str) -> None:
        """Show a value."""
        if value != self.toPlainText():
            self._quiet = True
            self.setPlainText(value)
            self._quiet = False

    def problem(self) -> Text:
        """Return what is wrong with it, "" when nothing."""
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Make it for reading only."""
        self.setReadOnly(read_only)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(QFontMetrics(self.font()).lineSpacing() * self._lines + S(22))

    def _tell(self) -> None:
        if self._quiet:
            return
        excess = self.document().characterCount() - 1 - self._limit
        if excess > 0:
            self._quiet = True
            cursor = self.textCursor()  # it stands behind what was just typed or pasted
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor, excess)
            cursor.removeSelectedText()
            self._quiet = False
        self.edited.emit()
