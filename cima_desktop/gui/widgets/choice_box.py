"""One of a few choices, from a list that opens."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from cima_desktop.gui.language import Text, say
from cima_desktop.gui.theme import S


class ChoiceBox(QComboBox):
    """Holds a key out of `choices`; "" is the choice not made yet, shown as `empty`.

    With `empty=None` there is always a choice.
    """

    edited = Signal()

    def __init__(
        self, choices: Sequence[tuple[str, Text]] = (), empty: Text | None = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices: list[tuple[str, Text]] = []
        self._empty = empty
        self._extra = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._tell)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, Text]], empty: Text | None = None) -> None:
        """Offer other choices; the one that was made stays."""
        value = self.value()
        if empty is not None:
            self._empty = empty
        self._choices = list(choices) if self._empty is None else [("", self._empty), *choices]
        self._fill(value)

    def value(self) -> str:
        """Return the key of the choice, "" when none was made."""
        return self.currentData() or ""

    def set_value(self, value: str) -> None:
        """Show a choice; one that is not offered (any more) is shown by its key and kept."""
        if self.findData(value) < 0:
            self._extra = value
            self._fill(value)
        self.setCurrentIndex(self.findData(value))

    def problem(self) -> Text:
        """Return what is wrong with it, "" when nothing."""
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Make it for reading only."""
        self.setEnabled(not read_only)

    def showPopup(self) -> None:
        """Open the list wide enough for its longest words."""
        self.view().setMinimumWidth(max(self.width(), self.view().sizeHintForColumn(0) + S(40)))
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """End words that have no room in …, rather than within a letter."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        style, control = self.style(), QStyle.ComplexControl.CC_ComboBox
        room = style.subControlRect(control, option, QStyle.SubControl.SC_ComboBoxEditField, self).width()
        words = option.currentText
        option.currentText = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room - S(2))
        painter.drawComplexControl(control, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a choice must not change because somebody scrolled."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill(self.value())

    def _fill(self, value: str) -> None:
        self.blockSignals(True)
        self.clear()
        for key, text in self._choices:
            self.addItem(say(text), key)
        if self._extra and self.findData(self._extra) < 0:
            self.addItem(self._extra, self._extra)
        self.setCurrentIndex(max(0, self.findData(value)))
        self.blockSignals(False)

    def _tell(self, _index: int) -> None:
        self.edited.emit()
