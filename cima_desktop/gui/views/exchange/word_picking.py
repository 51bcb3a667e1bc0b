"""Listening to thirteen words: for each, the one that is heard is picked among others; nothing says which is right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.i18n import N_, _

NONE = ""
_COLUMNS = 2


class WordPicking(QWidget):
    """One word after the other; the digits 1 to 4 pick as well as the mouse, and 0 says that none of them was heard."""

    ended = Signal(list)
    """The words that were picked, an empty text for each that was none of those offered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "clear")
        self._offered: Sequence[Sequence[str]] = ()
        self.picked: list[str] = []
        self.place_label = Label("", "section")
        self.buttons: list[SecondaryButton] = []
        self.none_button = QuietButton(N_("None of these (0)"), "x")
        self.back_button = QuietButton(N_("Back one word"), "arrow-left")
        self._grid = QGridLayout()
        self._grid.setSpacing(S(8))
        line = QHBoxLayout()
        line.addWidget(self.none_button)
        line.addWidget(self.back_button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.place_label)
        column.addLayout(self._grid)
        column.addLayout(line)
        self.none_button.clicked.connect(lambda: self.pick(NONE))
        self.back_button.clicked.connect(self._back)

    def begin(self, offered: Sequence[Sequence[str]]) -> None:
        """Begin with the first word."""
        self._offered = offered
        self.picked = []
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [SecondaryButton("") for _word in (offered[0] if offered else ())]
        for number, button in enumerate(self.buttons):
            button.setMinimumHeight(S(44))
            button.clicked.connect(lambda _checked=False, n=number: self._press(n))
            self._grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
        before: QWidget = self.none_button
        for button in reversed(self.buttons):
            QWidget.setTabOrder(button, before)
            before = button
        self._tell()

    def pick(self, word: str) -> None:
        """Take a word for what was heard, and go on to the next."""
        if len(self.picked) < len(self._offered):
            self.picked.append(word)
            self._tell()
            if len(self.picked) == len(self._offered):
                self.ended.emit(self.picked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        if 1 <= number <= len(self.buttons):
            self._press(number - 1)
        elif number == 0:
            self.pick(NONE)
        else:
            super().keyPressEvent(event)

    def _press(self, number: int) -> None:
        if len(self.picked) < len(self._offered):
            self.pick(self._offered[len(self.picked)][number])

    def _back(self) -> None:
        if self.picked:
            self.picked.pop()
            self._tell()

    def _tell(self) -> None:
        place, total = len(self.picked), len(self._offered)
        self.back_button.setEnabled(0 < place < total)
        if place < total:
            self.place_label.set_words(
                lambda: _("Word {place} of {total}: which one do you hear?").format(place=place + 1, total=total)
            )
            for number, (button, word) in enumerate(zip(self.buttons, self._offered[place], strict=True), 1):
                button.set_words(raw(f"{number}.  {word}"))
                bind(button, QWidget.setAccessibleName, raw(word))
            if place or not self.buttons[0].hasFocus():
                self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, self.place_label.text())
