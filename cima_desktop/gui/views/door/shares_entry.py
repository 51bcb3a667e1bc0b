"""Typing the shares of trusted people: a field for each, looked at while it is typed, as many as are needed."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.door.share_notes import Note, look_at
from cima_desktop.gui.widgets.labels import Label, restyle, show_if
from cima_desktop.gui.widgets.secret_words import keep_nowhere
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_, _

LOOK_MS = 200
_LIMIT = 1000
_LINES = 4


class ShareEdit(TextArea):
    """The words of one share. Enter goes on; nothing that was typed can be brought back once it is cleared."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("The words from one sheet; the first four letters of each are enough"), _LINES, _LIMIT, parent
        )
        self.setUndoRedoEnabled(False)
        keep_nowhere(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit()
        else:
            super().keyPressEvent(event)


class ShareRow(QWidget):
    """One share: its number, its words, and what is to be said of them."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = ShareEdit()
        self.edit.setObjectName(f"share_{number}_edit")
        name: Text = lambda: _("Sheet {number}").format(number=number)  # noqa: E731 - a text told again at a switch
        self.label = Label(name, "label")
        self.label.setBuddy(self.edit)
        bind(self.edit, QWidget.setAccessibleName, name)
        self.note_label = Label("", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(4))
        for part in (self.label, self.edit, self.note_label):
            column.addWidget(part)
        self.setFocusProxy(self.edit)
        self.show_note(Note())

    def show_note(self, note: Note) -> None:
        """Say what is to be said of the words."""
        self.note_label.setProperty("kind", "error" if note.is_wrong else "small")
        restyle(self.note_label)
        self.note_label.set_words(note.words)
        show_if(self.note_label, bool(say(note.words)))
        bind(self.edit, QWidget.setAccessibleDescription, note.words)
        if bool(self.edit.property("wrong")) != note.is_wrong:
            self.edit.setProperty("wrong", note.is_wrong)
            restyle(self.edit)


class SharesEntry(QWidget):
    """Begins with one field; the first good share tells how many more are needed, and a field comes for each."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ShareRow] = []
        self._is_complete = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(S(8))
        self.state_label = Label("", "muted", wrap=True)
        self._column.addWidget(self.state_label)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(LOOK_MS)
        self._clock.timeout.connect(self.look)
        self._grow(1)
        self.look()

    def shares(self) -> tuple[str, ...]:
        """Return what was typed, share by share, without the empty fields."""
        return tuple(words for row in self.rows if (words := row.edit.value().strip()))

    def is_complete(self) -> bool:
        """Tell whether as many shares as are needed are there, and nothing is wrong with them."""
        return self._is_complete

    def forget(self) -> None:
        """Forget every word, and begin with one field again."""
        self._clock.stop()
        for row in self.rows:
            row.edit.set_value("")
        for row in self.rows[1:]:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self.rows[1:]
        self.look()

    def look(self) -> None:
        """Say of each share what is wrong with it, ask for as many as are needed, and tell `changed`."""
        found = look_at([row.edit.value() for row in self.rows])
        self._grow(found.needed)
        for row, note in zip(self.rows, found.notes, strict=False):
            row.show_note(note)
        self.state_label.set_words(found.words)
        self._is_complete = found.is_complete
        self.changed.emit()

    def _grow(self, number: int) -> None:
        while len(self.rows) < number:
            row = ShareRow(len(self.rows) + 1)
            row.edit.edited.connect(self._clock.start)
            row.edit.submitted.connect(self._go_on)
            self._column.insertWidget(self._column.count() - 1, row)
            self.rows.append(row)
        self.setFocusProxy(self.rows[0])

    def _go_on(self) -> None:
        """Go to the next field that is empty; tell `submitted` where there is none."""
        self._clock.stop()
        self.look()
        empty = next((row for row in self.rows if not row.edit.value().strip()), None)
        if empty is not None:
            empty.edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.submitted.emit()
