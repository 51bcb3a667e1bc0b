"""The line at the foot: is it saved, is it encrypted, whose vault is it, when does it lock."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStyle, QStyleOptionFocusRect, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import ElidedLabel, show_if
from cima_desktop.gui.widgets.place_button import PlaceButton
from cima_desktop.gui.widgets.saved_state import SavedState
from cima_desktop.i18n import N_


class _Note(QWidget):
    def __init__(self, icon: str, role: str, text: Text = "") -> None:
        super().__init__()
        self._drawing = Drawing(icon, role, side=14)
        self.label = ElidedLabel(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S(6))
        layout.addWidget(self._drawing)
        layout.addWidget(self.label)
        show_if(self, bool(text))

    def show_note(self, text: Text, icon: str = "", role: str = "") -> None:
        if icon:
            self._drawing.set_icon(icon, role)
        self.label.set_words(text)
        show_if(self, bool(text))


class _PressedNote(_Note):
    """A note that can be pressed, with the mouse or the keyboard."""

    pressed = Signal()

    def __init__(self, icon: str, role: str) -> None:
        super().__init__(icon, role)
        self.setObjectName("footer_note")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_note(self, text: Text, icon: str = "", role: str = "") -> None:
        super().show_note(text, icon, role)
        bind(self, QWidget.setAccessibleName, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            painter = QPainter(self)
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)
            painter.end()


class Footer(QFrame):
    """Small words that are always in sight; pressing the note leads to what it is about."""

    note_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "footer")
        self.saved_state = SavedState()
        self.encrypted_note = _Note("shield-check", "tone:good", N_("Encrypted on this computer"))
        self._holds = _Note("shield", "tone:warn")
        self._note = _PressedNote("hard-drive-download", "muted")
        self._note.pressed.connect(self.note_pressed)
        self._person = _Note("users", "muted")
        self.place_button = PlaceButton()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(S(22), S(4), S(24), S(4))
        layout.setSpacing(S(24))
        layout.addWidget(self.saved_state)
        layout.addWidget(self.encrypted_note)
        layout.addStretch(1)
        layout.addWidget(self._holds)
        layout.addWidget(self._note)
        layout.addWidget(self._person)
        layout.addWidget(self.place_button)

    def event(self, event: QEvent) -> bool:
        """Where there is no room for all, leave out what never changes: the date of the last backup stays."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return done

    def _fit(self) -> None:
        parts = (self.saved_state, self._holds, self._note, self.place_button)
        room = self.width() - S(24) - sum(part.sizeHint().width() + S(24) for part in parts if not part.isHidden())
        for note in (self._person, self.encrypted_note):
            needed = note.sizeHint().width() + S(24)
            show_if(note, bool(note.label.text()) and needed <= room)
            room -= needed

    def set_note(self, text: Text, icon: str = "hard-drive-download", role: str = "muted") -> None:
        """Say something beside the person, such as the age of the last backup."""
        self._note.show_note(text, icon, role)

    def show_holds(self, number: int) -> None:
        """Say that a legal hold is in force, or nothing when there is none."""
        self._holds.show_note(N_("Legal hold in force") if number else "")

    def set_person(self, text: Text) -> None:
        """Say whose vault this is."""
        self._person.show_note(text)
