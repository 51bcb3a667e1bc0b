"""Several lines of text; the Tab key leaves it."""

from PySide6.QtCore import QEvent, QMimeData, Signal
from PySide6.QtGui import QFontMetrics, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.private_copy import marked
from cima_desktop.i18n import _


class TextArea(QPlainTextEdit):
    """A field for notes, at least `lines` high; what is over `limit` characters is refused before it gets in."""

    edited = Signal()
    overfilled = Signal()
    """More was typed, pasted or dropped than fits; `problem` says so until the next edit."""

    def __init__(
        self, placeholder: Text = "", lines: int = 3, limit: int = 20_000, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines, self._limit = lines, limit
        self._quiet = self._was_cut = False
        self.setTabChangesFocus(True)
        bind(self, QPlainTextEdit.setPlaceholderText, placeholder)
        self.textChanged.connect(self._tell)
        self._fit()

    def value(self) -> str:
        """Return what stands in it."""
        return self.toPlainText()

    def set_value(self, value: str) -> None:
        """Show a value, as much of it as fits."""
        shown = _first(value, self._limit)
        self._was_cut = False
        if shown != self.toPlainText():
            self._quiet = True
            self.setPlainText(shown)
            self._quiet = False

    def problem(self) -> Text:
        """Return what is wrong with it, "" when nothing."""
        return self._cut_words if self._was_cut else ""

    def set_read_only(self, read_only: bool) -> None:
        """Make it for reading only."""
        self.setReadOnly(read_only)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Let in what is pasted or dropped as far as there is room: a book, laid out, would freeze the window."""
        words = source.text()
        chosen = self.textCursor()
        room = self._limit - self._length() + chosen.selectionEnd() - chosen.selectionStart()
        fitting = _first(words, room)
        self.insertPlainText(fitting)
        self.ensureCursorVisible()
        if len(fitting) < len(words):
            self._tell_cut()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy with the marks that ask clipboard histories not to keep it."""
        return marked(self.textCursor().selection().toPlainText())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(QFontMetrics(self.font()).lineSpacing() * self._lines + S(22))

    def _length(self) -> int:
        return self.document().characterCount() - 1

    def _tell(self) -> None:
        if self._quiet:
            return
        excess = self._length() - self._limit
        if excess > 0:
            self._quiet = True
            cursor = self.textCursor()  # it stands behind what was just typed
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor, excess)
            cursor.removeSelectedText()
            self._quiet = False
        self._was_cut = False
        self.edited.emit()
        if excess > 0:
            self._tell_cut()

    def _tell_cut(self) -> None:
        self._was_cut = True
        self.overfilled.emit()

    def _cut_words(self) -> str:
        return _("This is too long: at most {most} characters fit here.").format(most=self._limit)


def _first(words: str, room: int) -> str:
    """Return as much of a text as fits into `room`, counted as the widget counts (some letters take two places)."""
    first = words[: max(0, room)].encode("utf-16-le", "surrogatepass")
    return first[: max(0, room) * 2].decode("utf-16-le", "ignore")
