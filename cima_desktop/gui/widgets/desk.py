"""The desk: sidebar, bar, pages and footer. It knows pages by their keys, not what they are."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.footer import Footer
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.page import Page, PageSpec
from cima_desktop.gui.widgets.sidebar import Entry, Sidebar
from cima_desktop.gui.widgets.top_bar import TopBar
from cima_desktop.i18n import N_

LOCK = "lock"
_RAIL_BELOW = 1180


class Desk(QWidget):
    """Shows one page at a time and keeps the others as they were."""

    page_shown = Signal(str)
    lock_pressed = Signal()

    def __init__(self, specs: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.specs = {spec.key: spec for spec in specs}
        self._pages: dict[str, QWidget] = {}
        self._current = ""
        self._primary: QAction | None = None
        self._rail_wanted = False
        self.splitters: dict[str, str] = {}
        entries = [Entry(spec.key, spec.title, spec.icon, spec.group == "bottom", spec.begins) for spec in specs]
        self.sidebar = Sidebar([*entries, Entry(LOCK, N_("Lock"), "lock", bottom=True)])
        self.sidebar.chosen.connect(self._chosen)
        self.top_bar = TopBar()
        self.message_bar = MessageBar()
        self.stack = QStackedWidget()
        self.stack.setProperty("kind", "stack")
        self.footer = Footer()
        self._build()

    def show_page(self, key: str) -> QWidget:
        """Bring a page into sight, made now if it never was; return it.

        Raises:
            KeyError: there is no such page.
        """
        page = self.page(key)
        if key != self._current:
            self.leave_page()
            self._current = key
            self.stack.setCurrentWidget(page)
            self.sidebar.set_current(key)
        self._show_primary()
        if isinstance(page, Page):
            page.shown()
        self.page_shown.emit(key)
        return page

    def page(self, key: str) -> QWidget:
        """Return a page, made now if it never was."""
        if key not in self._pages:
            page = self.specs[key].factory()
            self._pages[key] = page
            self.stack.addWidget(page)
            self._restore_splitters(key, page)
        return self._pages[key]

    def current_key(self) -> str:
        """Return the key of the page in sight, "" when there is none."""
        return self._current

    def current_page(self) -> QWidget | None:
        """Return the page in sight."""
        return self._pages.get(self._current)

    def leave_page(self) -> None:
        """Have the page in sight keep what was typed, and note how it was divided."""
        page = self.current_page()
        if page is not None:
            self.splitters |= _splitter_states(self._current, page)
        if isinstance(page, Page):
            page.leave()

    def forget_pages(self) -> None:
        """Delete every page with all it showed, as at a lock; they are made anew when wanted."""
        self.top_bar.show_primary(None)
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._current = ""
        self.message_bar.hide_message()

    def set_primary(self, action: QAction | None) -> None:
        """Offer an action on every page that has none of its own."""
        self._primary = action
        self._show_primary()

    def set_rail(self, wanted: bool) -> None:
        """Show the sidebar as icons even where there is room."""
        self._rail_wanted = wanted
        self.fit()

    def fit(self) -> None:
        """Take the width and the text size there are now."""
        self.sidebar.set_rail(self._rail_wanted or self.width() < S(_RAIL_BELOW))
        self.top_bar.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        message = QVBoxLayout()
        message.setContentsMargins(S(24), S(8), S(24), 0)
        message.addWidget(self.message_bar)
        right.addLayout(message)
        right.addWidget(self.stack, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.sidebar)
        upper.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper, 1)
        layout.addWidget(self.footer)

    def _chosen(self, key: str) -> None:
        if key == LOCK:
            self.lock_pressed.emit()
        else:
            self.show_page(key)

    def _show_primary(self) -> None:
        page = self.current_page()
        own = page.primary if isinstance(page, Page) else None
        self.top_bar.show_primary(own or self._primary)

    def _restore_splitters(self, key: str, page: QWidget) -> None:
        for splitter in page.findChildren(QSplitter):
            state = self.splitters.get(_splitter_key(key, splitter), "")
            try:
                splitter.restoreState(QByteArray(b64decode(state, validate=True)))
            except binascii.Error:  # somebody edited the settings file
                continue


def _splitter_key(key: str, splitter: QSplitter) -> str:
    return f"{key}_{splitter.objectName()}".strip("_")


def _splitter_states(key: str, page: QWidget) -> dict[str, str]:
    splitters = page.findChildren(QSplitter)
    return {_splitter_key(key, s): b64encode(s.saveState().data()).decode() for s in splitters}
