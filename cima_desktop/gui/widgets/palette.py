"""Ctrl+K: one box for people, pages and commands, by keyboard alone."""

import unicodedata
from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import bind, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.labels import Label, Rule
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.gui.widgets.offers import Command, Found, Source
from cima_desktop.i18n import N_, _, ngettext

_PEOPLE_SHOWN = 30


def _folded(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


class Palette(QDialog):
    """Opens empty with the pages and commands; what is typed narrows them and looks for people."""

    def __init__(self, commands: Sequence[Command], source: Source | None, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._window = parent
        self._commands, self._source = list(commands), source
        self._people: list[Found] = []
        self._asked = ""
        bind(self, QWidget.setWindowTitle, N_("Search people, pages or commands"))
        self.line_edit = QLineEdit()
        self.line_edit.setProperty("kind", "palette")
        self.line_edit.setMaxLength(200)
        bind(self.line_edit, QLineEdit.setPlaceholderText, N_("Search people, pages or commands…"))
        bind(self.line_edit, QWidget.setAccessibleName, N_("Search people, pages or commands"))
        self.list = QListWidget()
        self.list.setProperty("kind", "found")
        self.list.setIconSize(QSize(S(18), S(18)))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        bind(self.list, QWidget.setAccessibleName, N_("What was found"))
        self.list.itemClicked.connect(self._open)
        self.line_edit.textChanged.connect(self._typed)
        self.line_edit.installEventFilter(self)
        self._build()
        self._typed("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the cursor stays in the box."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in steps:
                self._move(steps[key])
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if (item := self.list.currentItem()) is not None:
                    self._open(item)
                return True
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Stand in the upper middle of the window."""
        window = self._window
        width = min(S(592), window.width() - S(40))
        height = min(S(422), window.height() - S(100))
        self.resize(width, height)
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, min(S(86), window.height() // 6))))

    def titles(self) -> list[str]:
        """Return what is offered, from the top."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def _build(self) -> None:
        frame = QFrame()
        frame.setProperty("kind", "palette")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(S(8), S(4), S(8), S(8))
        inner.setSpacing(S(6))
        hint = Label(lambda: "     ".join((_("↑ ↓  move"), _("↵  open"), _("Esc  close"))), "small")
        hint.setContentsMargins(S(10), 0, 0, 0)
        for part in (self.line_edit, Rule(), self.list, hint):
            inner.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def _typed(self, words: str) -> None:
        self._asked = words
        self._people = [] if not words.strip() else self._people
        self._show()
        if self._source and words.strip():
            self._source(words, lambda found: self._answered(words, found))

    def _answered(self, words: str, found: Sequence[Found]) -> None:
        if shiboken6.isValid(self) and words == self._asked:  # to older words, or after the choice, it comes too late
            self._people = list(found[:_PEOPLE_SHOWN])
            self._show()
            n = self.list.count()
            announce(self, ngettext("{n} result", "{n} results", n).format(n=n))

    def _show(self) -> None:
        wanted = _folded(self._asked).split()
        offered = [
            Found(command.icon, say(command.title), command.shortcut, command.run)
            for command in self._commands
            if all(word in _folded(say(command.title)) for word in wanted)
        ]
        self.list.clear()
        for found in [*self._people, *offered]:
            words = f"{found.title}  ·  {found.detail}" if found.detail else found.title
            item = QListWidgetItem(icons.icon(found.icon, "accent"), words, self.list)
            item.setData(Qt.ItemDataRole.UserRole, found.open)
        self.list.setCurrentRow(0)

    def _move(self, step: int) -> None:
        rows = self.list.count()
        if rows:
            self.list.setCurrentRow(max(0, min(rows - 1, self.list.currentRow() + step)))
            announce(self.line_edit, self.list.currentItem().text())

    def _open(self, item: QListWidgetItem) -> None:
        run = item.data(Qt.ItemDataRole.UserRole)
        self.close()
        run()
