"""A short list of lines with words, chips and buttons: members, notes, papers, what is to be done."""

from collections.abc import Callable, Sequence

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import IconButton, QuietButton
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label, Rule
from cima_desktop.i18n import _

NARROW = 560
NARROWEST = 240


@attrs.frozen(kw_only=True)
class Deed:
    """Something that can be done with a line; `icon` alone makes it a small button with a name."""

    words: Text
    run: Callable[[], object]
    icon: str = ""
    small: bool = False


@attrs.frozen(kw_only=True)
class Line:
    """One line: a title, a quieter detail, chips and what can be done."""

    title: Text
    detail: Text = ""
    icon: str = ""
    chips: Sequence[tuple[Text, str]] = ()
    deeds: Sequence[Deed] = ()
    faint: bool = False


class LineRow(QWidget):
    """One line as a widget."""

    moved = Signal()
    """Its buttons stand elsewhere now, and by that come last when somebody goes through the window by Tab."""

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, S(8), 0, S(8))
        row.setSpacing(S(10))
        if line.icon:
            high = bool(line.detail or line.chips)  # else the title stands alone, in the middle
            place = Qt.AlignmentFlag.AlignTop if high else Qt.AlignmentFlag.AlignVCenter
            row.addWidget(Drawing(line.icon, "muted", side=18), 0, place)
        words = self._words = QVBoxLayout()
        words.setSpacing(S(2))
        words.addWidget(Label(line.title, "muted" if line.faint else "strong", wrap=True))
        if line.detail:
            words.addWidget(Label(line.detail, "small", wrap=True))
        row.addLayout(words, 1)
        chips: list[QWidget] = [Chip(text, tone) for text, tone in line.chips]
        buttons = self.buttons = [_button(deed, line) for deed in line.deeds]
        self._parts = chips + buttons
        is_wide = len(buttons) > 2 or sum(not deed.small for deed in line.deeds) > 1
        self._movable = chips + (buttons if is_wide else [])
        self._beside = row.count()
        for part in (*chips, *buttons):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self._below: QWidget | None = None
        if self._movable:
            self.setMinimumWidth(S(NARROWEST))  # else what stands beside the words would keep it from getting narrow

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width()
        beside = sum(part.sizeHint().width() + self._row.spacing() for part in self._parts)
        narrow = room < S(NARROW) or beside > room / 2
        if self._movable and narrow != (self._below is not None):
            self._move(narrow)

    def _move(self, below: bool) -> None:
        """Put the chips, and several buttons, under the words where there is no room beside them, or back."""
        holder = next((part for part in self._movable if part.hasFocus()), None)
        if below:
            self._move_below()
        else:
            self._move_beside()
        self.moved.emit()
        if holder is not None:
            holder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move_below(self) -> None:
        self._below = QWidget()
        flow = FlowLayout(self._below, S(4))
        for part in self._movable:
            self._row.removeWidget(part)
            flow.addWidget(part)
        self._words.addWidget(self._below)

    def _move_beside(self) -> None:
        for number, part in enumerate(self._movable):
            self._row.insertWidget(self._beside + number, part, 0, Qt.AlignmentFlag.AlignVCenter)
        if self._below is not None:
            self._words.removeWidget(self._below)
            self._below.deleteLater()
            self._below = None


def _button(deed: Deed, line: Line) -> QWidget:
    button = IconButton(deed.icon, deed.words) if deed.small else QuietButton(deed.words, deed.icon)

    def name() -> str:
        return _("{what}: {which}").format(what=say(deed.words), which=say(line.title))

    bind(button, QWidget.setAccessibleName, name)
    button.clicked.connect(lambda _checked=False: deed.run())
    return button


class RowsList(QWidget):
    """Shows lines under each other with hairlines between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.lines: tuple[Line, ...] = ()
        self._first = QWidget(self)  # never in sight: it keeps the place of the buttons in the order of Tab
        self._first.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._first.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines instead of the present ones; the keyboard stays at the line where it is."""
        place = self._place_of_focus()
        self.lines = tuple(lines)
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, line in enumerate(lines):
            if number:
                self._column.addWidget(Rule())
            row = LineRow(line)
            row.moved.connect(self._order_keys)
            self._column.addWidget(row)
        self._order_keys()
        if place is not None:
            self._focus(place)
        self.updateGeometry()

    def rows(self) -> list[LineRow]:
        """Return the widgets of the lines."""
        items = (self._column.itemAt(i) for i in range(self._column.count()))
        return [w for item in items if item and isinstance(w := item.widget(), LineRow)]

    def _place_of_focus(self) -> int | None:
        """Return the number of the line that has the keyboard."""
        holder = QApplication.focusWidget()
        return next((n for n, row in enumerate(self.rows()) if holder and row.isAncestorOf(holder)), None)

    def _focus(self, place: int) -> None:
        """Give the keyboard to a line, or to the last one; where none has a button it has gone on by itself."""
        held = [row for row in self.rows()[: place + 1] if row.buttons]
        if held:
            held[-1].buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_keys(self) -> None:
        """Let Tab find the buttons where the list stands: what is made later would come after the whole window."""
        before = self._first
        for row in self.rows():
            for button in row.buttons:
                QWidget.setTabOrder(before, button)
                before = button
