"""Choices as numbered pills: a number key chooses, the arrows go from one to the next, Tab and Enter go on."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, bind, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.filter_chips import Pill
from cima_desktop.gui.widgets.flow_layout import FlowLayout

NUMBERS = "1234567890"
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class KeyChoices(QWidget):
    """Any of some choices; one stop of the Tab key. With `single`, at most one: the same number again takes it away."""

    edited = Signal()

    def __init__(
        self, choices: Sequence[tuple[str, Text]], single: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._single = single
        self._kept: tuple[str, ...] = ()
        flow = FlowLayout(self, S(6))
        self.pills: dict[str, Pill] = {}
        for place, (key, text) in enumerate(choices):
            pill = Pill(key, _numbered(place, text))
            bind(pill, QWidget.setAccessibleName, text)
            pill.clicked.connect(lambda _checked, k=key: self._take(k))
            pill.installEventFilter(self)
            flow.addWidget(pill)
            self.pills[key] = pill
        self._stop_at(next(iter(self.pills)))

    def value(self) -> str | tuple[str, ...]:
        """Return the key that is chosen ("" when none), or all of them."""
        chosen = (*(key for key, pill in self.pills.items() if pill.isChecked()), *self._kept)
        return (chosen[0] if chosen else "") if self._single else chosen

    def set_value(self, value: str | Sequence[str]) -> None:
        """Show what is chosen; a key that is not offered (any more) is kept."""
        wanted = tuple(filter(None, (value,) if isinstance(value, str) else value))
        self._kept = tuple(key for key in wanted if key not in self.pills)
        for key, pill in self.pills.items():
            pill.setChecked(key in wanted)
        self._stop_at(next((key for key in wanted if key in self.pills), next(iter(self.pills))))

    def problem(self) -> Text:
        """Return what is wrong with it: nothing ever is."""
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Let it be changed, or only looked at."""
        self.setEnabled(not read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take numbers and arrows from the pill that has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, Pill):
            return self._key(watched, event)
        return False

    def _key(self, pill: Pill, event: QKeyEvent) -> bool:
        keys = list(self.pills)
        if event.key() in _STEPS:
            self._go_to(keys[(keys.index(pill.key) + _STEPS[Qt.Key(event.key())]) % len(keys)])
            return True
        place = NUMBERS.find(event.text()) if event.text() else -1
        if 0 <= place < len(keys) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._go_to(keys[place])
            self.pills[keys[place]].click()
            return True
        return False

    def _take(self, key: str) -> None:
        self._kept = ()
        for other, pill in self.pills.items():
            if self._single and other != key:
                pill.setChecked(False)
        self._stop_at(key)
        self.edited.emit()

    def _go_to(self, key: str) -> None:
        self._stop_at(key)
        self.pills[key].setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop_at(self, key: str) -> None:
        """Let the Tab key stop at one pill only."""
        for other, pill in self.pills.items():
            is_stop = other == key
            pill.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.pills[key])


def _numbered(place: int, text: Text) -> Text:
    def words() -> str:
        number = f"{NUMBERS[place]}  " if place < len(NUMBERS) else ""
        return number + say(text)

    return words
