"""Chooses a record by typing part of its name: matches appear while typing, and a new one can be made on the spot."""

from collections.abc import Callable, Sequence
from typing import Protocol

import attrs
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.i18n import N_, tr

ADDABLE = {
    "person": N_("New person: {name}"),
    "household": N_("New household: {name}"),
    "organization": N_("New organization: {name}"),
}
"""Kinds that can be made from a name alone, with the words that offer it."""
_ICONS = {"person": "user", "household": "house", "organization": "school"}
_ID_ROLE = Qt.ItemDataRole.UserRole
_TITLE_ROLE = Qt.ItemDataRole.UserRole + 1
_PAUSE_MS = 90
_MOST = 7


@attrs.frozen(kw_only=True)
class Match:
    """One record that may be meant: what names it and what tells it from another of the same name."""

    id: str
    title: str
    detail: str = ""


class References(Protocol):
    """Where a picker finds records; every answer comes later, on the main thread."""

    def find(self, kind: str, words: str, then: Callable[[Sequence[Match]], object]) -> None:
        """Tell the records of `kind` that fit `words`; without words, those that are likely."""

    def name(self, kind: str, record_id: str, then: Callable[[str], object]) -> None:
        """Tell what a record is called; an empty text when it is gone."""

    def add(self, kind: str, words: str, then: Callable[[Match], object]) -> None:
        """Make a record called `words` and tell it."""


class _Box(QLineEdit):
    """The line that is typed in; arrows and Enter belong to the list while it is open."""

    left = Signal()
    pressed = Signal(QKeyEvent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.pressed.emit(event)
        if not event.isAccepted():
            event.accept()
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.left.emit()


class RecordPicker(QWidget):
    """A line with a list below it. Its value is the id of the chosen record, or nothing."""

    edited = Signal()
    chosen = Signal(str)

    def __init__(
        self, kind: str, references: References, placeholder: Text = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._references = references
        self._id = ""
        self._title = ""
        self._asked = 0
        self.box = _Box()
        self.box.setMaxLength(400)
        self.box.addAction(icons.icon(_ICONS.get(kind, "search"), "muted"), QLineEdit.ActionPosition.LeadingPosition)
        bind(self.box, QLineEdit.setPlaceholderText, placeholder or N_("Type a name to search…"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self.setFocusProxy(self.box)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.search)
        self._frame, self.list = self._make_list()
        self.box.textEdited.connect(self._typed)
        self.box.pressed.connect(self._key)
        self.box.left.connect(self.close_list)

    def _make_list(self) -> tuple[QFrame, QListWidget]:
        frame = QFrame()
        frame.setProperty("kind", "palette")
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        found = QListWidget(frame)
        found.setProperty("kind", "palette")
        found.setFrameShape(QFrame.Shape.NoFrame)
        found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        found.itemClicked.connect(self._take)
        bind(found, QListWidget.setAccessibleName, N_("Matches"))
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(S(4), S(4), S(4), S(4))
        layout.addWidget(found)
        frame.hide()
        self.destroyed.connect(frame.deleteLater)
        return frame, found

    def value(self) -> str:
        """Return the id of the chosen record, or an empty text."""
        return self._id

    def text(self) -> str:
        """Return what stands in the line."""
        return self.box.text()

    def is_open_question(self) -> bool:
        """Tell whether something is typed that does not yet stand for a record."""
        return bool(self.box.text().strip()) and not self._id

    def is_list_open(self) -> bool:
        """Tell whether matches are shown, so that Enter takes one of them."""
        return not self._frame.isHidden()

    def set_value(self, record_id: str, title: str = "") -> None:
        """Show a record; without `title`, its name is looked up."""
        self._id, self._title = record_id, title
        self._asked += 1
        self.box.setText(title)
        self.box.setCursorPosition(0)
        self.close_list()
        if record_id and not title:
            self._references.name(self.kind, record_id, self._named_for(record_id))

    def set_text(self, words: str) -> None:
        """Put back words that were typed and do not stand for a record yet."""
        self._id, self._title = "", ""
        self.box.setText(words)

    def set_read_only(self, read_only: bool) -> None:
        """Let it be changed, or only looked at."""
        self.box.setReadOnly(read_only)

    def search(self) -> None:
        """Look for what is typed and open the list with it."""
        if self.box.isReadOnly():
            return
        self._pause.stop()
        self._asked += 1
        asked, words = self._asked, self.box.text().strip()
        if self._id and words == self._title:
            words = ""
        self._references.find(self.kind, words, lambda found: self._show(found, words, asked))

    def close_list(self) -> None:
        """Put the list away."""
        self._pause.stop()
        self._frame.hide()

    def _named_for(self, record_id: str) -> Callable[[str], None]:
        def show(title: str) -> None:
            if self._id == record_id:
                self._title = title
                self.box.setText(title)
                self.box.setCursorPosition(0)

        return show

    def _typed(self, _text: str) -> None:
        self._id, self._title = "", ""
        self._pause.start()
        self.edited.emit()

    def _show(self, found: Sequence[Match], words: str, asked: int) -> None:
        if asked != self._asked or not self.box.hasFocus():
            return
        self.list.clear()
        for match in found[:_MOST]:
            line = f"{match.title}  ·  {match.detail}" if match.detail else match.title
            self.list.addItem(_row(line, _ICONS.get(self.kind, "file-text"), match.id, match.title))
        if words and self.kind in ADDABLE:
            self.list.addItem(_row(tr(ADDABLE[self.kind]).format(name=words), "plus", "", words))
        if not self.list.count():
            self.close_list()
            return
        self.list.setCurrentRow(0)
        self._place()

    def _place(self) -> None:
        """Open the list right below the line, or above it where there is no room below."""
        window = self.window()
        self._frame.setParent(window)
        wanted = self.list.sizeHintForRow(0) * self.list.count() + S(18)
        below = self.box.mapTo(window, QPoint(0, self.box.height() + S(2)))
        above = self.box.mapTo(window, QPoint(0, 0)).y()
        fits = below.y() + wanted <= window.height() or above < window.height() - below.y()
        height = min(wanted, window.height() - below.y() - S(4) if fits else above - S(4))
        self._frame.setGeometry(below.x(), below.y() if fits else above - height - S(2), self.box.width(), height)
        self._frame.show()
        self._frame.raise_()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the list away when the window changes its size under it."""
        if event.type() == QEvent.Type.Resize and watched is self._frame.parentWidget():
            self.close_list()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> None:
        key, is_open = Qt.Key(event.key()), not self._frame.isHidden()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.count() and is_open:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
        elif key == Qt.Key.Key_Down:
            self.search()
        elif key == Qt.Key.Key_Escape and is_open:
            self.close_list()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_open and not event.modifiers():
            self._take(self.list.currentItem())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.is_open_question() and not event.modifiers():
            self.search()
        else:
            return
        event.accept()

    def _take(self, row: QListWidgetItem | None) -> None:
        if row is None:
            return
        record_id, title = row.data(_ID_ROLE), row.data(_TITLE_ROLE)
        self.close_list()
        if record_id:
            self._choose(Match(id=record_id, title=title))
        else:
            self._references.add(self.kind, title, self._choose)

    def _choose(self, match: Match) -> None:
        self.set_value(match.id, match.title)
        self.edited.emit()
        self.chosen.emit(match.id)

    def problem(self) -> Text:
        """Return what is wrong with what is typed, an empty text when nothing is."""
        return N_("Choose from the list, or add it as new.") if self.is_open_question() else ""


def _row(line: str, icon: str, record_id: str, title: str) -> QListWidgetItem:
    row = QListWidgetItem(icons.icon(icon, "muted"), line)
    row.setData(_ID_ROLE, record_id)
    row.setData(_TITLE_ROLE, title)
    return row
