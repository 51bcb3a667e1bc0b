"""The keyboard of a form of answers: Enter goes to the next answer, Ctrl+D says "I don't know yet"."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from cima_desktop.gui.views.interview.interview_row import AnswerRow
from cima_desktop.gui.widgets.record_picker import RecordPicker

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def is_enter(event: QEvent) -> bool:
    """Tell whether Enter alone was pressed."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    return event.key() in ENTERS and event.modifiers() in _PLAIN and not event.isAutoRepeat()


class AnswerKeys(QObject):
    """Watches the answers of a form."""

    passed_last = Signal()
    """Enter was pressed on the last answer."""
    left = Signal(str)
    """The cursor has left this answer."""

    def __init__(self, form: QWidget, rows: Mapping[str, AnswerRow]) -> None:
        super().__init__(form)
        self._form, self._rows = form, rows
        for row in rows.values():
            for child in (row.editor, *row.editor.findChildren(QWidget)):
                child.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def focused_name(self) -> str:
        """Return the name of the answer that has the cursor, or an empty text."""
        here = QApplication.focusWidget()
        return next((n for n, r in self._rows.items() if here is not None and r.editor.isAncestorOf(here)), "")

    def go_on(self, name: str) -> None:
        """Go to the answer after `name`; after the last one, say so."""
        shown = [n for n, row in self._rows.items() if row.can_answer()]
        after = shown[shown.index(name) + 1 :] if name in shown else []
        if after:
            self._rows[after[0]].editor.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.passed_last.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._take(watched, event):
            return True
        return super().eventFilter(watched, event)

    def _take(self, watched: QObject, event: QKeyEvent) -> bool:
        name = self.focused_name()
        if not name:
            return False
        row = self._rows[name]
        if event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            if not row.unknown_button.isHidden():
                row.unknown_button.click()
            return True
        if not is_enter(event) or isinstance(watched, QPlainTextEdit | QPushButton):
            return False
        picker = row.editor.inner
        if isinstance(picker, RecordPicker) and (picker.is_open_question() or picker.is_list_open()):
            return False
        self.go_on(name)
        return True

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._form.isAncestorOf(new):
            self._bring_into_view(new)
        left = next((n for n, r in self._rows.items() if old is not None and r.editor.isAncestorOf(old)), "")
        if left and not (new is not None and self._rows[left].editor.isAncestorOf(new)):
            self.left.emit(left)

    def _bring_into_view(self, widget: QWidget) -> None:
        above = self._form.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 20, 60)
