"""What the window can do: offered in the palette, and done by a key where there is one."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QWidget

from cima_desktop.gui import language
from cima_desktop.gui.language import Text
from cima_desktop.gui.look import Look
from cima_desktop.gui.widgets.offers import SCHEME_NAMES, TEXT_STEPS, Command, Source
from cima_desktop.gui.widgets.place_button import PLACE_NAMES
from cima_desktop.i18n import _

if TYPE_CHECKING:
    from cima_desktop.gui.widgets.palette import Palette


class Commands(QObject):
    """The commands of a window; while it is covered it obeys nobody, but for its lock and the size of its text."""

    def __init__(self, window: QWidget, covered: Callable[[], bool]) -> None:
        super().__init__(window)
        self.palette: Palette | None = None
        self._window = window
        self._covered = covered
        self._offered: list[Command] = []
        self._source: Source | None = None
        self._waiting: list[tuple[str, Callable[[], object]]] = []
        self._is_listening = False
        self._urgent: dict[str, Callable[[], object]] = {}

    def set_search(self, source: Source) -> None:
        """Name who looks for people when something is typed into the palette."""
        self._source = source

    def add(
        self,
        key: str,
        title: Text,
        icon: str,
        run: Callable[[], object],
        shortcut: str = "",
        urgent: bool = False,
        even_covered: bool = False,
    ) -> None:
        """Offer a command in the palette, and by a shortcut where one is given.

        An `urgent` one is obeyed over every dialog and menu too.
        """
        self._offered.append(Command(key, title, icon, run, shortcut))
        if shortcut:
            self.on_key(shortcut, run, even_covered)
        if urgent:
            self._urgent[shortcut] = run if even_covered else partial(self._unless_covered, run)

    def on_key(self, keys: str, run: Callable[[], object], even_covered: bool = False) -> None:
        """Do something on a key, but not while the window is covered, unless that is wanted."""
        self._waiting.append((keys, run if even_covered else partial(self._unless_covered, run)))
        if self._is_listening:
            self.listen()

    def listen(self) -> None:
        """Obey the keys from now on; until then none costs the window anything."""
        self._is_listening = True
        for keys, run in self._waiting:
            shortcut = QShortcut(QKeySequence(keys), self._window)
            if keys in self._urgent:
                shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)  # menus and lists that are open let it pass
            shortcut.activated.connect(run)
        self._waiting.clear()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._listen_on, Qt.ConnectionType.UniqueConnection)
            self._listen_on(app.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Obey an urgent key in a dialog, which keeps the window's shortcuts out."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            run = self._urgent.get(QKeySequence(event.keyCombination()).toString())
            if run is not None:
                run()
                return True
        return False

    def _listen_on(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def open_palette(self) -> None:
        """Open the box for people, pages and commands."""
        if self._covered() or self.palette is not None:
            return
        from cima_desktop.gui.widgets.palette import Palette  # lazy: not needed to paint the first window

        self.palette = Palette(self._offered, self._source, self._window)
        self.palette.finished.connect(self._palette_closed)
        self.palette.place()
        self.palette.open()

    def close_palette(self) -> None:
        """Close the box, whatever is typed in it."""
        if self.palette is not None:
            self.palette.close()

    def _palette_closed(self, _result: int) -> None:
        self.palette = None

    def _unless_covered(self, run: Callable[[], object]) -> None:
        if not self._covered():
            run()


def offer_look(commands: Commands, look: Look) -> None:
    """Offer languages, colours and text sizes; the sizes have keys, too."""
    for code, name in (("es", "Español"), ("en", "English")):
        commands.add(code, language.raw(name), "languages", partial(look.set_language, code))
    for scheme, name in SCHEME_NAMES.items():
        commands.add(scheme, _colours(name), "contrast", partial(look.set_scheme, scheme))
    for name, icon, step in TEXT_STEPS:
        commands.add(name, name, icon, partial(look.step_text_size, step))
    for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
        commands.on_key(keys, partial(look.step_text_size, step), even_covered=True)


def offer_places(commands: Commands, choose: Callable[[str], object]) -> None:
    """Offer the places where the program is used; each locks after its own time."""
    for place, name in PLACE_NAMES.items():
        commands.add(f"place_{place}", _place(name), "clock", partial(choose, place))


def _place(name: str) -> Text:
    return lambda: _("Place: {place}").format(place=_(name))


def _colours(name: str) -> Text:
    return lambda: _("Colors: {scheme}").format(scheme=_(name))
