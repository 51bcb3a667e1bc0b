"""The words of one share, numbered and in columns, as large as they must be to be copied by hand."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import _

_COLUMNS = 4


class ShareWords(QWidget):
    """Shows words down the columns; a screen reader gets them in order, each with its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "clear")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words: tuple[str, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(S(14))
        self._grid.setVerticalSpacing(S(2))
        self._labels: list[Label] = []
        bind(self, QWidget.setAccessibleName, self._spoken)

    def words(self) -> tuple[str, ...]:
        """Return the words that are shown."""
        return self._words

    def show_words(self, words: Sequence[str]) -> None:
        """Show these words, or with none of them nothing."""
        self._words = tuple(words)
        for label in self._labels:
            self._grid.removeWidget(label)
            label.clear()
            label.hide()
            label.deleteLater()
        lines = -(-len(self._words) // _COLUMNS)
        self._labels = []
        for place, word in enumerate(self._words):
            label = Label(raw(f"{place + 1}. {word}"), "strong")
            self._grid.addWidget(label, place % lines, place // lines)
            self._labels.append(label)
        bind(self, QWidget.setAccessibleName, self._spoken)

    def _spoken(self) -> str:
        numbered = ", ".join(f"{place}. {word}" for place, word in enumerate(self._words, 1))
        return _("The words of this sheet: {words}").format(words=numbered)
