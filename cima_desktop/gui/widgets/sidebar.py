"""The pages, one below the other; icons only where the window is narrow."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cima_desktop.gui import icons, theme
from cima_desktop.gui.language import Text, bind, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.chip import chip_font
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _

Index = QModelIndex | QPersistentModelIndex
_ICON, _KEY = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_TITLE, _NUMBER = Qt.ItemDataRole.UserRole + 2, Qt.ItemDataRole.UserRole + 3
_BEGINS = Qt.ItemDataRole.UserRole + 4
WIDE, NARROW = 212, 64
MOST_SHOWN = 99
ROW, LOW_ROW = 41, 24
"""How high an entry is, and how low it may get where large text meets a low window; then the pages scroll."""


@dataclass(frozen=True)
class Entry:
    """A line of the sidebar."""

    key: str
    title: Text
    icon: str
    bottom: bool = False
    begins: bool = False
    """Whether a group begins with it: a line is drawn above."""


class _Painter(QStyledItemDelegate):
    """Draws an entry: a rounded block for the page that is open, a ring for the focus, bold for both."""

    rail = False
    row = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(1, self.row)  # as wide as the list is

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._block(painter, option, begins=bool(index.data(_BEGINS)))
        side = S(18)
        left = rect.center().x() - side // 2 if self.rail else rect.left() + S(13)
        place = QRect(left, rect.center().y() - side // 2, side, side)
        icons.paint(painter, place, index.data(_ICON), theme.tokens().sidebar_text)
        if not self.rail:
            self._words(painter, option, index)
        elif index.data(_NUMBER):  # no room for a number; the tooltip has it
            self._dot(painter, place)
        painter.restore()

    @staticmethod
    def _block(painter: QPainter, option: QStyleOptionViewItem, *, begins: bool) -> None:
        """Draw what lies behind an entry: the block of the one chosen, the ring of the focus, the line of a group."""
        colours, state = theme.tokens(), option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        block = QRectF(rect).adjusted(1, 2, -1, -2)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            colour = QColor(colours.sidebar_selected)
            colour.setAlphaF(1.0 if chosen else 0.45)
            painter.setBrush(colour)
            painter.drawRoundedRect(block, S(6), S(6))
        if (state & QStyle.StateFlag.State_HasFocus) or (chosen and colours.name == "high"):
            painter.setPen(QPen(QColor(colours.sidebar_focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(block, S(6), S(6))
        if begins:
            line = QColor(colours.sidebar_text)
            line.setAlphaF(0.35)
            painter.setPen(QPen(line, 1))
            painter.drawLine(rect.left() + S(8), rect.top(), rect.right() - S(8), rect.top())

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the name of an entry, and how much waits behind it."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(theme.tokens().sidebar_text))
        room = rect.adjusted(S(41), 0, -S(6) - self._number(painter, rect, index.data(_NUMBER)), 0)
        words = painter.fontMetrics().elidedText(index.data(_TITLE), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    @staticmethod
    def _dot(painter: QPainter, icon: QRect) -> None:
        """Draw beside an icon that something waits behind it."""
        colours = theme.tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.tones["warn"].back if colours.name == "light" else colours.sidebar_focus))
        painter.drawEllipse(QPointF(icon.left() + icon.width() + S(1), icon.top()), S(4), S(4))

    def _number(self, painter: QPainter, rect: QRect, number: str | None) -> int:
        """Draw how much waits behind an entry; return the room it takes."""
        if not number:
            return 0
        font = chip_font()
        metrics = QFontMetrics(font)
        width, height = metrics.horizontalAdvance(number) + S(12), metrics.height() + S(2)
        pill = QRectF(rect.right() - S(6) - width, rect.center().y() - height / 2, width, height)
        tone = theme.tokens().tones["warn"]
        usual = painter.font()
        painter.setPen(QPen(QColor(tone.line), 1) if theme.tokens().name == "high" else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.back))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(tone.fore))
        painter.setFont(font)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, number)
        painter.setFont(usual)
        painter.setPen(QColor(theme.tokens().sidebar_text))
        return width + S(4)


class _List(QListWidget):
    """One of the two groups of entries; the arrow keys go from one group into the other."""

    pressed_key = Signal(str)
    left_at = Signal(int)

    def __init__(self, painter: _Painter) -> None:
        super().__init__()
        self.setItemDelegate(painter)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.itemClicked.connect(self._press)
        self.itemActivated.connect(self._press)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentRow()
        if event.key() == Qt.Key.Key_Down and row == self.count() - 1:
            self.left_at.emit(1)
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.left_at.emit(-1)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            if (item := self.currentItem()) is not None:
                self._press(item)
        else:
            super().keyPressEvent(event)

    def fit(self, row: int, most: int, rail: bool) -> None:
        """Be as high as the entries are, or as there is room; then they scroll, and the chosen one stays in sight.

        Where only icons are shown there is no room for a bar beside them.
        """
        whole, most = self.count() * row + 2, max(1, (most - 2) // row) * row + 2
        shown = whole > most and not rail
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if shown else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(min(whole, most))
        self.scheduleDelayedItemsLayout()
        if (item := self.currentItem()) is not None:
            self.scrollToItem(item)

    def _press(self, item: QListWidgetItem) -> None:
        self.pressed_key.emit(item.data(_KEY))


class Sidebar(QFrame):
    """Tells `chosen(key)`; the block stays on the page that is open, whatever is pressed."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sidebar")
        self._entries = list(entries)
        self._painter = _Painter(self)
        self._current = ""
        self._numbers: dict[str, int] = {}
        self._top, self._bottom = _List(self._painter), _List(self._painter)
        self._logo = Drawing("hand-heart", "sidebar_logo", side=26)
        self._name = Label("CIMA", "section")
        self._motto = Label(N_("Coordinator desk"), "small")
        self._build()
        self._fill()
        for part, name in ((self._top, N_("Pages")), (self._bottom, N_("Help, settings and lock"))):
            bind(part, QWidget.setAccessibleName, name)
            part.pressed_key.connect(self._pressed)
        self._top.left_at.connect(lambda way: self._enter(self._bottom, 0) if way > 0 else None)
        self._bottom.left_at.connect(lambda way: self._enter(self._top, -1) if way < 0 else None)
        bind(self, Sidebar._retell, lambda: "")

    def current(self) -> str:
        """Return the key of the page that is open."""
        return self._current

    def set_current(self, key: str) -> None:
        """Put the block on a page."""
        self._current = key
        for part in (self._top, self._bottom):
            items = [part.item(row) for row in range(part.count())]
            found = next((item for item in items if item.data(_KEY) == key), None)
            part.clearSelection()
            if found:
                part.setCurrentItem(found)
                found.setSelected(True)

    def set_number(self, key: str, number: int) -> None:
        """Say beside a page how much waits there; nothing waits at 0."""
        self._numbers[key] = number
        self._retell("")

    def is_rail(self) -> bool:
        """Return whether only icons are shown."""
        return self._painter.rail

    def set_rail(self, rail: bool) -> None:
        """Show icons only, or icons and words."""
        self._painter.rail = rail
        self.setFixedWidth(S(NARROW if rail else WIDE))
        show_if(self._name, not rail)
        show_if(self._motto, not rail)
        self._retell("")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._motto)
        head = QHBoxLayout()
        head.setContentsMargins(S(0), 0, 0, 0)
        head.setSpacing(S(9))
        head.addWidget(self._logo, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(words, 1)
        self._head = QWidget()
        self._head.setProperty("kind", "clear")
        self._head.setLayout(head)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(S(13), S(16), S(13), S(10))
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addSpacing(S(14))
        layout.addWidget(self._top)
        layout.addStretch(1)
        layout.addWidget(self._bottom)

    def _fill(self) -> None:
        for entry in self._entries:
            item = QListWidgetItem(self._bottom if entry.bottom else self._top)
            item.setData(_ICON, entry.icon)
            item.setData(_KEY, entry.key)
            item.setData(_BEGINS, entry.begins)
        self._set_rows(S(ROW), len(self._entries) * S(ROW))

    def _fit(self) -> None:
        """Give each entry the height there is, so that the two groups never lie over one another."""
        rest = self._column.minimumSize().height() - self._top.minimumHeight() - self._bottom.minimumHeight()
        room = self.height() - rest
        self._set_rows(max(S(LOW_ROW), min(S(ROW), (room - 4) // max(1, len(self._entries)))), room)

    def _set_rows(self, row: int, room: int) -> None:
        """Make each entry `row` high; where there is too little room for all, the pages scroll, never what is below."""
        self._painter.row = row
        self._bottom.fit(row, self._bottom.count() * row + 2, self.is_rail())
        self._top.fit(row, room - self._bottom.minimumHeight(), self.is_rail())

    def _retell(self, _words: str) -> None:
        titles = {entry.key: say(entry.title) for entry in self._entries}
        for part in (self._top, self._bottom):
            for row in range(part.count()):
                item = part.item(row)
                title, number = titles[item.data(_KEY)], self._numbers.get(item.data(_KEY), 0)
                spoken = _("{page}: {n}").format(page=title, n=number) if number else title
                item.setData(_TITLE, title)
                item.setData(_NUMBER, _short(number))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
                item.setToolTip(spoken if self.is_rail() or number else "")

    def _enter(self, part: _List, row: int) -> None:
        if part.count():
            part.setFocus(Qt.FocusReason.TabFocusReason)
            part.setCurrentRow(row % part.count())

    def _pressed(self, key: str) -> None:
        self.chosen.emit(key)
        self.set_current(self._current)


def _short(number: int) -> str:
    """Return a number that has room beside a page's name."""
    return "" if not number else str(number) if number <= MOST_SHOWN else f"{MOST_SHOWN}+"
