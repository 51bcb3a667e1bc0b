"""How to reach a person safely, beside the number: read it before calling (C4)."""

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _
from cima_desktop.model.choices import PHONE_OWNERS
from cima_desktop.model.display import phone_text
from cima_desktop.model.fields import Value

_VOICEMAIL = {
    True: (N_("Messages are fine"), "good"),
    False: (N_("Leave no message"), "bad"),
    None: (N_("Not asked: leave no message"), "warn"),
}
_TEXT = {
    True: (N_("Texts are fine"), "good"),
    False: (N_("Send no text"), "bad"),
    None: (N_("Not asked: send no text"), "warn"),
}


def _flag(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def contact_chips(values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Return what must be known before calling, as messages with a tone; nothing when there is no number."""
    if not values.get("phone"):
        return []
    return [_VOICEMAIL[_flag(values.get("voicemail_ok"))], _TEXT[_flag(values.get("text_ok"))]]


def contact_lines(values: Mapping[str, Value]) -> list[Text]:
    """Return the sentences of the card: whose telephone, when to call, whom to ask for."""
    lines: list[Text] = []
    owner = next((c.label for c in PHONE_OWNERS if c.value == values.get("phone_owner")), "")
    if owner:
        lines.append(owner)
    hours, name = str(values.get("safe_hours") or ""), str(values.get("ask_for") or "")
    if hours:
        lines.append(lambda: _("Safe hours to call: {hours}").format(hours=hours))
    if name:
        lines.append(lambda: _("Ask for: {name}").format(name=name))
    return lines


class SafeContactCard(QFrame):
    """The number with everything to know before dialling it; hidden while there is no number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(S(12), S(10), S(12), S(10))
        outer.setSpacing(S(12))
        outer.addWidget(Drawing("phone-call", "accent", side=20))
        column = QVBoxLayout()
        column.setSpacing(S(4))
        self.number_label = Label("", "name")
        self.lines_label = Label("", "small", wrap=True)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, S(6))
        for part in (self.number_label, self._chips, self.lines_label):
            column.addWidget(part)
        outer.addLayout(column, 1)
        self.hide()

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show what the form or the record says."""
        number = str(values.get("phone") or "")
        self.setVisible(bool(number))
        self.number_label.set_words(lambda: phone_text(number))
        lines = contact_lines(values)
        self.lines_label.set_words(lambda: " · ".join(say(line) for line in lines))
        self.lines_label.setVisible(bool(lines))
        self._flow.clear()
        for message, tone in contact_chips(values):
            self._flow.addWidget(Chip(message, tone))
        number_words = phone_text(number)
        self.setAccessibleName(number_words)
