"""F9: everything of ours is covered at once, and nothing beneath it is touched (V7).

It is no lock. The field beneath keeps the focus, its cursor and what is chosen in it; timers go on; a dialog stays
open under a cover of its own. Keys reach nothing but this screen, so the form cannot be typed into unseen.
"""

import shiboken6
from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.i18n import N_, _

_TITLE = N_("The screen is covered")
_WORDS = N_(
    "This is not a lock: F9 or Esc shows the page again, and anyone can press them. To lock the vault, press Ctrl+L."
)
_MIDDLE = Qt.AlignmentFlag.AlignHCenter
_LIFTS = frozenset({QKeyCombination(Qt.Key.Key_F9), QKeyCombination(Qt.Key.Key_Escape)})
_LOCKS = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)
_KEYS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.Shortcut,
        QEvent.Type.InputMethod,
    }
)
_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
"""Windows that go away by themselves: they are closed, not covered."""


class Veil(QWidget):
    """Lies over one window, whatever its size becomes; takes every click and never the focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("veil")
        self.setProperty("kind", "cover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        bind(self, QWidget.setAccessibleName, _TITLE)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(S(12))
        self.column.addStretch(2)
        self.column.addWidget(Drawing("eye-off", "muted", side=44), 0, _MIDDLE)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window, and on top of what comes into it."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.ChildAdded} and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self.raise_()
        return False


class PrivacyScreen(QObject):
    """Covers the windows of the program; tells `lock_wanted` when a lock is asked for from there."""

    lock_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._veils: list[Veil] = []

    def is_up(self) -> bool:
        """Tell whether the windows are covered."""
        return bool(self._veils)

    def toggle(self) -> None:
        """Cover everything, or show it again."""
        if self._veils:
            self.lift()
        else:
            self.cover()

    def cover(self) -> None:
        """Cover every window now, and each one that opens from now on."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        QToolTip.hideText()
        self._veils.append(self._speaking_veil())
        _app().installEventFilter(self)
        for window in QApplication.topLevelWidgets():
            self._veil(window)
        announce(self._window, f"{_(_TITLE)}. {_(_WORDS)}")

    def lift(self) -> None:
        """Show everything again as it was."""
        _app().removeEventFilter(self)
        for veil in self._veils:
            if shiboken6.isValid(veil):  # its dialog may have ended beneath it
                veil.hide()
                veil.deleteLater()
        self._veils.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep every key to ourselves, and cover what opens."""
        kind = event.type()
        if kind in _KEYS:
            return self._key(event)
        if kind == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._veil(watched)
        return False

    def _key(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return True
        event.accept()  # so that no shortcut takes it either
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            if event.keyCombination() in _LIFTS:
                self.lift()
            elif event.keyCombination() == _LOCKS:
                self.lock_wanted.emit()
        return True

    def _veil(self, window: QWidget) -> None:
        if window is self._window or not window.isVisible():
            return
        if window.windowType() in _PASSING:
            window.close()
        elif window.findChild(Veil, options=Qt.FindChildOption.FindDirectChildrenOnly) is None:
            veil = Veil(window)
            veil.column.addStretch(3)
            self._veils.append(veil)

    def _speaking_veil(self) -> Veil:
        """Return the cover of the main window, which says what it is and what it is not."""
        veil = Veil(self._window)
        veil.column.addWidget(Label(_TITLE, "title"), 0, _MIDDLE)
        words = Label(_WORDS, wrap=True)
        words.setAlignment(_MIDDLE)
        words.setMaximumWidth(S(460))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(words, 20)
        middle.addStretch(1)
        veil.column.addLayout(middle)
        show_button = SecondaryButton(N_("Show the page again"), "eye")
        show_button.clicked.connect(self.lift)
        lock_button = SecondaryButton(N_("Lock now"), "lock")
        lock_button.clicked.connect(self.lock_wanted)
        line = QHBoxLayout()
        line.addStretch(1)
        for button, name in ((show_button, "show_again_button"), (lock_button, "lock_now_button")):
            button.setObjectName(name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click must not take the cursor out of the field beneath
            line.addWidget(button)
        line.addStretch(1)
        veil.column.addSpacing(S(8))
        veil.column.addLayout(line)
        veil.column.addStretch(3)
        return veil


def _app() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError(app)
    return app
