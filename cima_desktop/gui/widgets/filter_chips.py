"""A row of filters of which one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.flow_layout import FlowLayout


class Pill(QPushButton):
    """A choice as a pill that is filled while it is chosen."""

    def __init__(self, key: str, text: Text) -> None:
        super().__init__()
        self.key = key
        self.setProperty("kind", "filter")
        self.setCheckable(True)
        self.setAutoDefault(False)
        bind(self, QPushButton.setText, text)
        bind(self, QPushButton.setAccessibleName, text)

    def sizeHint(self) -> QSize:
        """Return the size it has when it is chosen, which makes its words bold."""
        hint, bold = super().sizeHint(), self.font()
        bold.setBold(True)
        more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(hint.width() + max(0, more), hint.height())


class FilterChips(QWidget):
    """Exclusive pills; being an exclusive group, the arrow keys go from one to the next."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, Text]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, S(6))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._tell)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, Text]]) -> None:
        """Offer other filters; the first is chosen unless the one that was is still there."""
        before = self.value()
        for button in self._buttons():
            self._group.removeButton(button)
            self._flow.removeWidget(button)
            button.deleteLater()
        for key, text in choices:
            button = Pill(key, text)
            self._group.addButton(button)
            self._flow.addWidget(button)
        keys = [key for key, _text in choices]
        if keys:
            self.set_value(before if before in keys else keys[0])

    def value(self) -> str:
        """Return the key of the chosen filter."""
        button = self._group.checkedButton()
        return button.key if isinstance(button, Pill) else ""

    def set_value(self, key: str) -> None:
        """Choose a filter without telling anybody."""
        for button in self._buttons():
            if button.key == key:
                button.setChecked(True)

    def _buttons(self) -> list[Pill]:
        return [button for button in self._group.buttons() if isinstance(button, Pill)]

    def _tell(self, button: QAbstractButton) -> None:
        self.chosen.emit(self.value())
