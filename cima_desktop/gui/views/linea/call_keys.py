"""The keyboard of the form of a call: Enter goes to the next row, also out of a box with several lines."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from cima_desktop.gui.views.interview.interview_keys import is_enter
from cima_desktop.gui.views.records.form_row import FormRow


class CallKeys(QObject):
    """Watches the rows of the form; Shift+Enter begins a new line where there are lines."""

    entered = Signal(str)
    """The cursor came into this row."""
    passed_last = Signal()
    """Enter was pressed in the last row."""

    def __init__(self, form: QWidget, rows: Mapping[str, FormRow]) -> None:
        super().__init__(form)
        self._form, self._rows = form, rows
        for row in rows.values():
            for child in (row.editor, *row.editor.findChildren(QWidget)):
                child.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def row_at(self, widget: QWidget | None) -> str:
        """Return the name of the row in which a widget is; an empty text when it is in none."""
        if widget is None:
            return ""
        return next((n for n, r in self._rows.items() if r.editor is widget or r.editor.isAncestorOf(widget)), "")

    def focused(self) -> str:
        """Return the name of the row that has the cursor."""
        return self.row_at(QApplication.focusWidget())

    def go_to(self, name: str) -> None:
        """Put the cursor into a row."""
        self._rows[name].editor.setFocus(Qt.FocusReason.TabFocusReason)

    def go_on(self, name: str) -> None:
        """Go to the row after `name`; after the last one, say so."""
        shown = [each for each, row in self._rows.items() if row.isVisibleTo(self._form)]
        after = shown[shown.index(name) + 1 :] if name in shown else []
        if after:
            self.go_to(after[0])
        else:
            self.passed_last.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter, and nothing else."""
        if not is_enter(event) or not isinstance(watched, QWidget):
            return False
        name = self.row_at(watched)
        if name:
            self.go_on(name)
        return bool(name)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self._form.isAncestorOf(new):
            return
        name = self.row_at(new)
        if name:
            row = self._rows[name]
            QTimer.singleShot(0, row, lambda: self._bring_into_view(row))  # it may have come into sight just now
            self.entered.emit(name)

    def _bring_into_view(self, row: QWidget) -> None:
        above = self._form.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(row, 20, 40)
