"""A sentence inside the window, with perhaps one thing to do: errors, warnings, and the way back from a delete."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import IconButton, SecondaryButton
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label, restyle
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError

_ICONS = {
    "info": "info",
    "accent": "info",
    "neutral": "info",
    "good": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-alert",
}


def announce(widget: QWidget, words: str) -> None:
    """Have a screen reader say something that changed without the focus moving."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # lazy: 4 ms that start-up need not pay

    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


class MessageBar(QFrame):
    """Hidden until it has something to say; never takes the focus from what is being typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "message")
        self._run: Callable[[], object] | None = None
        self._drawing = Drawing("info", "tone:info", side=18)
        self.label = Label("", wrap=True)
        self.button = SecondaryButton("")
        self.button.clicked.connect(self._press)
        self.close_button = IconButton("x", N_("Close this message"))
        self.close_button.clicked.connect(self.hide_message)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide_message)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(S(15), S(8), S(8), S(8))
        layout.setSpacing(S(8))
        layout.addWidget(self._drawing)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        self.hide()

    def say(
        self,
        text: Text,
        tone: str = "info",
        action: Text = "",
        run: Callable[[], object] | None = None,
        seconds: int = 0,
        closable: bool = True,
    ) -> None:
        """Show a sentence, with a button `action` that does `run`; it goes by itself after `seconds` unless 0."""
        self._run = run
        self._drawing.set_icon(_ICONS[tone], f"tone:{tone}")
        self.label.set_words(text)
        self.button.set_words(action)
        self.button.setVisible(bool(action))
        self.close_button.setVisible(closable)
        self.setProperty("tone", tone)
        self.setAccessibleName(self.label.text())
        for part in (self, self.label):
            restyle(part)
        self._clock.stop()
        if seconds:
            self._clock.start(seconds * 1000)
        self.show()
        announce(self, self.label.text())

    def show_problem(
        self, error: KnownError, tone: str = "bad", action: Text = "", run: Callable[[], object] | None = None
    ) -> None:
        """Say what went wrong and what to do about it, with a button where something can be done at once."""

        def words() -> str:
            return f"{error.sentence()} {error.advice()}".strip()

        self.say(words, tone, action, run)

    def show_cautions(self, cautions: Sequence[KnownError]) -> None:
        """Say what a person should know although everything works."""

        def words() -> str:
            return "\n".join(f"{caution.sentence()} {caution.advice()}".strip() for caution in cautions)

        if cautions:
            self.say(words, "warn")

    def hide_message(self) -> None:
        """Take the message away."""
        self._clock.stop()
        self._run = None
        self.hide()

    def _press(self) -> None:
        run = self._run
        self.hide_message()
        if run:
            run()
