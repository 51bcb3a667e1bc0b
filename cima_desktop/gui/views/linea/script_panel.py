"""What the operator can say now, beside the form (L10): it follows the field that has the cursor."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from cima_desktop import i18n
from cima_desktop.gui.language import raw
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.i18n import N_
from cima_desktop.services.linea.script import step_for


class ScriptPanel(Card):
    """One step at a time: what to say, and what to keep in mind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(N_("What to say"), parent)
        self.step_label = Label("", "strong", wrap=True)
        self.say_label = Label("", wrap=True)
        self.mind_label = Label("", "small", wrap=True)
        for label in (self.step_label, self.say_label, self.mind_label):
            self.body.addWidget(label)
        self._field = ""
        self._key = ""
        self.follow("")

    def follow(self, field: str) -> None:
        """Show the step that a field of the form wants."""
        self._field = field
        step = step_for(i18n.language(), field)
        self.step_label.set_words(raw(step.title))
        self.say_label.set_words(raw("\n".join(f"“{words}”" for words in step.say)))
        self.mind_label.set_words(raw("\n".join(f"· {words}" for words in step.mind)))
        if step.key != self._key:
            self._key = step.key
            announce(self.say_label, step.title)

    def make_room(self, narrow: bool) -> None:
        """Where there is little room, show only what to say."""
        for label in (self.title_label, self.step_label, self.mind_label):
            label.setVisible(not narrow)

    def key(self) -> str:
        """Return which step is shown."""
        return self._key

    def changeEvent(self, event: QEvent) -> None:
        """Say the same step in the other language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.follow(self._field)
