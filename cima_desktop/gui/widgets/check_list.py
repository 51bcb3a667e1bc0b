"""Boxes to tick and circles to choose."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.labels import Label


class CheckBox(QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, text: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        bind(self, QCheckBox.setText, text)
        self.clicked.connect(self._tell)

    def value(self) -> bool:
        """Return whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: bool) -> None:
        """Tick it or not."""
        self.setChecked(bool(value))

    def problem(self) -> Text:
        """Return what is wrong with it, "" when nothing."""
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Make it for reading only."""
        self.setEnabled(not read_only)

    def _tell(self, _checked: bool) -> None:
        self.edited.emit()


class CheckList(QWidget):
    """Any of some choices, each with its box; keys that are not offered (any more) are kept.

    `details` say more of a choice in a line below it, which may be long: a box's own words are never broken.
    """

    edited = Signal()

    def __init__(
        self,
        choices: Sequence[tuple[str, Text]] = (),
        columns: int = 1,
        parent: QWidget | None = None,
        details: Mapping[str, Text] | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._details = dict(details or {})
        self._kept: tuple[str, ...] = ()
        self.boxes: dict[str, CheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(S(16))
        self._grid.setVerticalSpacing(S(2))
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, Text]]) -> None:
        """Offer other choices; what was ticked stays."""
        value = self.value()
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.boxes = {}
        for place, (key, text) in enumerate(choices):
            box = CheckBox(text)
            box.edited.connect(self.edited)
            self.boxes[key] = box
            row, column = 2 * (place // self._columns), place % self._columns
            self._grid.addWidget(box, row, column)
            if key in self._details:
                self._grid.addWidget(self._detail(box, self._details[key]), row + 1, column)
        for box in reversed(self.boxes.values()):
            self.setFocusProxy(box)
        self.set_value(value)

    def _detail(self, box: CheckBox, words: Text) -> Label:
        label = Label(words, "small", wrap=True)
        label.setContentsMargins(S(26), 0, 0, S(4))  # below the words of the box
        bind(box, QWidget.setAccessibleDescription, words)
        return label

    def value(self) -> tuple[str, ...]:
        """Return the ticked keys in the order they are offered."""
        return (*(key for key, box in self.boxes.items() if box.isChecked()), *self._kept)

    def set_value(self, value: Sequence[str]) -> None:
        """Tick these and no others."""
        self._kept = tuple(key for key in value if key not in self.boxes)
        for key, box in self.boxes.items():
            box.setChecked(key in value)

    def problem(self) -> Text:
        """Return what is wrong with it, "" when nothing."""
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Make it for reading only."""
        self.setEnabled(not read_only)


class RadioList(QWidget):
    """One of a few choices that are all seen at once; the keys 1 to 9 choose too."""

    edited = Signal()

    def __init__(
        self, choices: Sequence[tuple[str, Text]] = (), columns: int = 1, parent: QWidget | None = None
    ) -> None:
        """Offer the choices below each other; many of them in `columns`, each read downwards."""
        super().__init__(parent)
        self.buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._columns = columns
        self._lines: QVBoxLayout | QGridLayout = QVBoxLayout(self) if columns == 1 else QGridLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(S(2))
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, Text]]) -> None:
        """Offer other choices; the one that was made stays."""
        value = self.value()
        for button in self.buttons.values():
            self._group.removeButton(button)
            self._lines.removeWidget(button)
            button.hide()  # it goes when the window next has time, and must not be seen until then
            button.deleteLater()
        self.buttons = {}
        for key, text in choices:
            button = QRadioButton()
            bind(button, QRadioButton.setText, text)
            button.clicked.connect(self._tell)
            self._group.addButton(button)
            self.buttons[key] = button
        self._arrange()
        self.set_value(value)

    def _arrange(self) -> None:
        deep = -(-len(self.buttons) // self._columns) or 1
        for place, button in enumerate(self.buttons.values()):
            if isinstance(self._lines, QGridLayout):
                self._lines.addWidget(button, place % deep, place // deep)
            else:
                self._lines.addWidget(button)

    def value(self) -> str:
        """Return the key of the choice, "" when none was made."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Show a choice, or none."""
        self._group.setExclusive(False)
        for key, button in self.buttons.items():
            button.setChecked(key == value)
        self._group.setExclusive(True)
        if self.buttons:
            self.setFocusProxy(self.buttons.get(value, next(iter(self.buttons.values()))))

    def problem(self) -> Text:
        """Return what is wrong with it, "" when nothing."""
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Make it for reading only."""
        self.setEnabled(not read_only)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < min(9, len(self.buttons)):
            button = list(self.buttons.values())[place]
            button.setFocus()
            button.click()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        self.edited.emit()
