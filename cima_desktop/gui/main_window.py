"""The window: the desk or what covers it (lock, first run); what it can do and how it looks are its parts."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QMargins, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.gui.commands import Commands, offer_look, offer_places
from cima_desktop.gui.language import bind
from cima_desktop.gui.look import Look
from cima_desktop.gui.views.door.privacy_screen import PrivacyScreen
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.offers import Found
from cima_desktop.gui.widgets.page import Page, PageSpec
from cima_desktop.gui.widgets.practice_banner import PracticeBanner
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.settings import Settings

if TYPE_CHECKING:
    from cima_desktop.gui.widgets.desk import Desk

__all__ = ["Found", "MainWindow", "PageSpec"]


_USUAL = QSize(1366, 768)
_FRAME = QMargins(8, 40, 8, 8)
"""What a title bar and borders take, as long as the window system has not said."""


def fit_to_screen(window: QWidget, room: QRect) -> None:
    """Bring a window, frame and all, into the room of a screen; where it takes all of it, let it fill the screen."""
    if window.isMaximized() or window.isFullScreen():
        return
    usable = room.marginsRemoved(_FRAME)
    window.setMinimumSize(window.minimumSize().boundedTo(usable.size()))
    place = QRect(window.pos(), window.size().boundedTo(usable.size()))
    place.moveRight(min(place.right(), usable.right()))
    place.moveBottom(min(place.bottom(), usable.bottom()))
    place.moveLeft(max(place.left(), usable.left()))
    place.moveTop(max(place.top(), usable.top()))
    window.setGeometry(place)
    if room.width() <= _USUAL.width() or room.height() <= _USUAL.height():
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def put_back(window: QWidget, geometry: str) -> None:
    """Place a window where it was left, or at its usual size, and in any case on its screen."""
    try:
        kept = b64decode(geometry, validate=True)
    except binascii.Error:  # somebody edited the settings file
        kept = b""
    if not kept or not window.restoreGeometry(QByteArray(kept)):
        window.resize(_USUAL)
    if QGuiApplication.platformName() != "offscreen":  # drawn into memory, it has no screen to stay on
        fit_to_screen(window, window.screen().availableGeometry())


class MainWindow(QMainWindow):
    """Holds a desk and covers; knows the pages only by their `PageSpec`."""

    lock_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    help_requested = Signal(str)
    place_chosen = Signal(str)
    closing = Signal()

    def __init__(self, pages: Sequence[PageSpec], settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.look = Look(settings, self)
        self.look.changed.connect(self._fit_desk)
        self.commands = Commands(self, self.covered)
        self._practice = self._is_closing = False
        self._cover: QWidget | None = None
        self.privacy_screen = PrivacyScreen(self)
        self.privacy_screen.lock_wanted.connect(self.lock_requested)
        self._pages = list(pages)
        self._desk: Desk | None = None
        self.banner = PracticeBanner()
        self.banner.hide()
        self._stack = QStackedWidget()
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.helper_bar = MessageBar()
        """Says over everything that this is a helper copy and when it ends."""
        layout.addWidget(self.banner)
        layout.addWidget(self.helper_bar)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(central)
        self.setMinimumSize(1000, 620)
        bind(self, QWidget.setWindowTitle, self._title)
        put_back(self, settings.geometry)
        self._add_commands()
        QTimer.singleShot(0, self.commands, self.commands.listen)  # keys come after the first paint
        QTimer.singleShot(0, self.look, self.look.follow_system)

    @property
    def desk(self) -> "Desk":
        """Return the desk, made when it is first wanted: a locked window needs none to be painted."""
        if self._desk is None:
            self._desk = self._make_desk()
        return self._desk

    # --- pages and covers

    def show_page(self, key: str) -> QWidget:
        """Bring a page into sight and return it."""
        return self.desk.show_page(key)

    def show_cover(self, widget: QWidget) -> None:
        """Put a widget (lock, first run) over the whole desk; the cover before it is deleted."""
        self.commands.close_palette()
        self.privacy_screen.lift()
        before = self._cover
        self._cover = widget
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        if before is not None and before is not widget:
            self._stack.removeWidget(before)
            before.deleteLater()
        widget.setFocus()

    def show_desk(self) -> None:
        """Take the cover away and show the page that was last open."""
        self._stack.setCurrentWidget(self.desk)
        if self._cover is not None:
            self._stack.removeWidget(self._cover)
            self._cover.deleteLater()
            self._cover = None
        keys = [spec.key for spec in self._pages]
        if not self.desk.current_key() and keys:
            self.show_page(self.settings.page if self.settings.page in keys else keys[0])

    def covered(self) -> bool:
        """Return whether something is over the desk."""
        return self._cover is not None

    def forget_pages(self) -> None:
        """Delete every page and close every dialog, so that nothing of the vault is left on the screen."""
        self._keep_state()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        if self._desk is not None:
            self._desk.forget_pages()

    def show_problem(self, error: KnownError) -> None:
        """Say a known error on the page in sight, or over the desk."""
        shows = getattr(self._cover, "show_problem", None)
        if callable(shows):
            shows(error)
            return
        page = self.desk.current_page()
        bar = page.message_bar if isinstance(page, Page) else self.desk.message_bar
        bar.show_problem(error)

    def set_practice(self, practice: bool) -> None:
        """Wear the colours and the banner of practice, or take them off."""
        self._practice = practice
        self.banner.setVisible(practice)
        bind(self, QWidget.setWindowTitle, self._title)
        self.look.set_practice(practice)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._is_closing = True
        if (handle := self.windowHandle()) is not None:
            handle.installEventFilter(self)
        try:
            if self._desk is not None:
                self._desk.leave_page()
            self._keep_state()
        finally:
            self.closing.emit()
            super().closeEvent(event)
            self._is_closing = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in sight when closing is asked for again while what was typed is still being kept."""
        if self._is_closing and event.type() == QEvent.Type.Close and watched is self.windowHandle():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _add_commands(self) -> None:
        add, on_key = self.commands.add, self.commands.on_key
        for spec in self._pages:
            add(spec.key, spec.title, spec.icon, partial(self.show_page, spec.key))
        lock = self.lock_requested.emit
        add("lock", N_("Lock now"), "lock", lock, "Ctrl+L", urgent=True, even_covered=True)
        add("cover", N_("Cover the screen, or show it again"), "eye-off", self.privacy_screen.toggle, "F9", urgent=True)
        add("undo", N_("Undo"), "undo-2", self.undo_requested.emit, "Ctrl+Z")
        add("redo", N_("Redo"), "redo-2", self.redo_requested.emit, "Ctrl+Shift+Z")
        add("help", N_("Help for this page"), "circle-question-mark", self._help, "F1")
        add("sidebar", N_("Sidebar with or without words"), "panel-left", self._toggle_rail, "Ctrl+B")
        offer_look(self.commands, self.look)
        offer_places(self.commands, self.place_chosen.emit)
        for number, spec in enumerate(self._pages[:9], 1):
            on_key(f"Ctrl+{number}", partial(self.show_page, spec.key))
        on_key("Ctrl+K", self.commands.open_palette)
        on_key("Ctrl+F", self._find)
        on_key("Ctrl+N", self._do_primary)

    def _find(self) -> None:
        page = self.desk.current_page()
        if isinstance(page, Page):
            page.focus_search()

    def _do_primary(self) -> None:
        self.desk.top_bar.primary_button.click()

    def _help(self) -> None:
        page = self.desk.current_page()
        topic = page.help_topic if isinstance(page, Page) and page.help_topic else self.desk.current_key()
        self.help_requested.emit(topic)

    def _toggle_rail(self) -> None:
        self.settings.change(sidebar_collapsed=not self.settings.sidebar_collapsed)
        self.desk.set_rail(self.settings.sidebar_collapsed)

    def _make_desk(self) -> "Desk":
        from cima_desktop.gui.widgets.desk import Desk  # lazy: not needed to paint the first window

        desk = Desk(self._pages)
        desk.splitters = dict(self.settings.splitters)
        desk.set_rail(self.settings.sidebar_collapsed)
        desk.lock_pressed.connect(self.lock_requested)
        desk.footer.place_button.chosen.connect(self.place_chosen)
        desk.footer.place_button.show_place(self.settings)
        bar = desk.top_bar
        bar.search_asked.connect(self.commands.open_palette)
        bar.language_asked.connect(self.look.set_language)
        bar.scheme_asked.connect(self.look.set_scheme)
        bar.text_step_asked.connect(self.look.step_text_size)
        bar.show_scheme(self.settings.scheme)
        self._stack.addWidget(desk)
        return desk

    def _fit_desk(self) -> None:
        if self._desk is not None:
            self._desk.top_bar.show_scheme(self.settings.scheme)
            self._desk.fit()

    def _title(self) -> str:
        return _("CIMA – practice") if self._practice else "CIMA"

    def _keep_state(self) -> None:
        self.settings.change(geometry=b64encode(self.saveGeometry().data()).decode())
        if self._desk is not None:
            page = self._desk.current_key() or self.settings.page
            self.settings.change(splitters=self._desk.splitters, page=page)
