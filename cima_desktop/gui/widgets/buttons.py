"""Buttons: one primary in each area, secondary ones outlined, icon-only ones always with a name."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import Text, bind


def _set_caption(button: QPushButton, words: str) -> None:
    """Show the words a little away from the icon; the accessible name is without that space."""
    gap = " " if not button.icon().isNull() else ""
    button.setText(gap + words.replace("&", "&&"))
    button.setAccessibleName(words)


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()


class SecondaryButton(QPushButton):
    """An outlined button with words and perhaps an icon."""

    kind = ""
    icon_role = "text"

    def __init__(self, text: Text, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", self.kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if icon:
            self.setIcon(icons.icon(icon, self.icon_role))
        self.set_words(text)

    def set_words(self, text: Text) -> None:
        """Show other words."""
        bind(self, _set_caption, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for a press, as it is outside dialogs too."""
        if _is_enter(event) and not self.autoDefault():
            self.click()
        else:
            super().keyPressEvent(event)


class PrimaryButton(SecondaryButton):
    """The one filled button of its area."""

    kind = "primary"
    icon_role = "accent_text"


class QuietButton(SecondaryButton):
    """A button without a border, for what is beside the point."""

    kind = "quiet"
    icon_role = "accent"


class DangerButton(SecondaryButton):
    """An outlined button in the colour of danger: what it does cannot be taken back by itself."""

    kind = "danger"
    icon_role = "danger"


class IconButton(QToolButton):
    """A small button with an icon only; its name is its tooltip and what a screen reader says."""

    def __init__(self, icon: str, name: Text, parent: QWidget | None = None, role: str = "text") -> None:
        super().__init__(parent)
        self.setIcon(icons.icon(icon, role))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_name(name)

    def set_name(self, name: Text) -> None:
        """Give it another name."""
        bind(self, QToolButton.setToolTip, name)
        bind(self, QToolButton.setAccessibleName, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for a press, as the buttons with words do."""
        if _is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)


def look_like(button: QPushButton, action: QAction) -> None:
    """Make a button look like an action: its words, icon and whether it can be pressed."""
    button.setIcon(action.icon())
    _set_caption(button, action.text())
    button.setEnabled(action.isEnabled())
    button.setToolTip(action.toolTip())
