"""The window: the desk or what covers it (lock, first run), its shortcuts, and how it looks and speaks."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.gui import language, theme
from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.widgets.offers import SCHEME_NAMES, TEXT_STEPS, Command, Found, Source
from cima_desktop.gui.widgets.page import Page, PageSpec
from cima_desktop.gui.widgets.practice_banner import PracticeBanner
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.settings import Settings

if TYPE_CHECKING:
    from cima_desktop.gui.widgets.desk import Desk
    from cima_desktop.gui.widgets.palette import Palette

__all__ = ["Found", "MainWindow", "PageSpec"]


class MainWindow(QMainWindow):
    """Holds a desk and covers; knows the pages only by their `PageSpec`."""

    lock_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    help_requested = Signal(str)
    closing = Signal()

    def __init__(self, pages: Sequence[PageSpec], settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self._source: Source | None = None
        self._practice = False
        self._cover: QWidget | None = None
        self.palette_dialog: Palette | None = None
        self.commands: list[Command] = []
        self._is_connected = False
        self._pages = list(pages)
        self._desk: Desk | None = None
        self.banner = PracticeBanner()
        self.banner.hide()
        self._stack = QStackedWidget()
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(central)
        self.setMinimumSize(1000, 620)
        bind(self, QWidget.setWindowTitle, self._title)
        self._restore_geometry()
        self._add_commands(pages)
        QTimer.singleShot(0, self, self._connect)  # keys come after the first paint

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
        if self.palette_dialog is not None:
            self.palette_dialog.close()
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

    # --- look and language

    def set_practice(self, practice: bool) -> None:
        """Wear the colours and the banner of practice, or take them off."""
        self._practice = practice
        self.banner.setVisible(practice)
        bind(self, QWidget.setWindowTitle, self._title)
        self.dress()

    def set_language(self, code: str) -> None:
        """Speak "es" or "en" from now on."""
        language.switch(_app(), code)
        self.settings.change(language=code)

    def set_scheme(self, scheme: str) -> None:
        """Wear "system", "light", "dark" or "high" from now on."""
        self.settings.change(scheme=scheme)
        self.dress()

    def set_text_size(self, size: int) -> None:
        """Show text at 100 to 200 per cent from now on."""
        self.settings.change(text_size=max(100, min(200, size)))
        self.dress()

    def step_text_size(self, step: int) -> None:
        """Make text larger (1), smaller (-1) or as usual (0)."""
        sizes, now = theme.TEXT_SIZES, self.settings.text_size
        larger = next((s for s in sizes if s > now), sizes[-1])
        smaller = next((s for s in reversed(sizes) if s < now), sizes[0])
        self.set_text_size({1: larger, -1: smaller, 0: 100}[step])

    def dress(self) -> None:
        """Apply the colours and the text size of the settings."""
        theme.apply(_app(), self.settings.scheme, self.settings.text_size, self._practice)
        if self._desk is not None:
            self._desk.top_bar.show_scheme(self.settings.scheme)
            self._desk.fit()

    # --- palette and commands

    def set_search(self, source: Source) -> None:
        """Name who looks for people when something is typed into the palette."""
        self._source = source

    def add_command(self, key: str, title: Text, icon: str, run: Callable[[], object], shortcut: str = "") -> None:
        """Offer a command in the palette, and by a shortcut where one is given."""
        self.commands.append(Command(key, title, icon, run, shortcut))
        if shortcut and self._is_connected:
            self._on_key(shortcut, run)

    def open_palette(self) -> None:
        """Open the box for people, pages and commands."""
        if self.covered() or self.palette_dialog is not None:
            return
        from cima_desktop.gui.widgets.palette import Palette  # lazy: not needed to paint the first window

        self.palette_dialog = Palette(self.commands, self._source, self)
        self.palette_dialog.finished.connect(self._palette_closed)
        self.palette_dialog.place()
        self.palette_dialog.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._desk is not None:
            self._desk.leave_page()
        self._keep_state()
        self.closing.emit()
        super().closeEvent(event)

    def _on_key(self, keys: str | QKeySequence.StandardKey, run: Callable[[], object]) -> None:
        """Do something on a shortcut, but not while the window is covered: a locked desk obeys nobody."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: None if self.covered() else run())

    def _connect(self) -> None:
        self._is_connected = True
        for command in self.commands:
            if command.shortcut:
                self._on_key(command.shortcut, command.run)
        _app().styleHints().colorSchemeChanged.connect(self._system_changed)
        for number, key in enumerate([spec.key for spec in self._pages[:9]], 1):
            self._on_key(f"Ctrl+{number}", partial(self.show_page, key))
        for keys, run in (
            ("Ctrl+K", self.open_palette),
            ("Ctrl+F", lambda: _find(self.desk)),
            ("Ctrl+N", self._do_primary),
        ):
            self._on_key(keys, run)
        for keys in ("Ctrl++", "Ctrl+="):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.step_text_size, 1))
        QShortcut(QKeySequence("Ctrl+-"), self).activated.connect(partial(self.step_text_size, -1))
        QShortcut(QKeySequence("Ctrl+0"), self).activated.connect(partial(self.step_text_size, 0))

    def _add_commands(self, pages: Sequence[PageSpec]) -> None:
        for spec in pages:
            self.add_command(spec.key, spec.title, spec.icon, partial(self.show_page, spec.key))
        self.add_command("lock", N_("Lock now"), "lock", self.lock_requested.emit, "Ctrl+L")
        self.add_command("undo", N_("Undo"), "undo-2", self.undo_requested.emit, "Ctrl+Z")
        self.add_command("redo", N_("Redo"), "redo-2", self.redo_requested.emit, "Ctrl+Shift+Z")
        self.add_command("help", N_("Help for this page"), "circle-question-mark", self._help, "F1")
        self.add_command("sidebar", N_("Sidebar with or without words"), "panel-left", self._toggle_rail, "Ctrl+B")
        for code, name in (("es", "Español"), ("en", "English")):
            self.add_command(code, language.raw(name), "languages", partial(self.set_language, code))
        for scheme, name in SCHEME_NAMES.items():
            self.add_command(scheme, _colours(name), "contrast", partial(self.set_scheme, scheme))
        for name, icon, step in TEXT_STEPS:
            self.add_command(name, name, icon, partial(self.step_text_size, step))

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
        bar = desk.top_bar
        bar.search_asked.connect(self.open_palette)
        bar.language_asked.connect(self.set_language)
        bar.scheme_asked.connect(self.set_scheme)
        bar.text_step_asked.connect(self.step_text_size)
        bar.show_scheme(self.settings.scheme)
        self._stack.addWidget(desk)
        return desk

    def _palette_closed(self, _result: int) -> None:
        self.palette_dialog = None

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self.settings.scheme == "system":
            self.dress()

    def _title(self) -> str:
        return _("CIMA – practice") if self._practice else "CIMA"

    def _restore_geometry(self) -> None:
        try:
            kept = b64decode(self.settings.geometry, validate=True)
        except binascii.Error:  # somebody edited the settings file
            kept = b""
        if not kept or not self.restoreGeometry(QByteArray(kept)):
            self.resize(1366, 768)

    def _keep_state(self) -> None:
        self.settings.change(geometry=b64encode(self.saveGeometry().data()).decode())
        if self._desk is not None:
            page = self._desk.current_key() or self.settings.page
            self.settings.change(splitters=self._desk.splitters, page=page)


def _app() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError(app)
    return app


def _find(desk: "Desk") -> None:
    page = desk.current_page()
    if isinstance(page, Page):
        page.focus_search()


def _colours(name: str) -> Text:
    return lambda: _("Colors: {scheme}").format(scheme=_(name))
