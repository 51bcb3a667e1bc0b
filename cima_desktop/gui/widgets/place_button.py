"""Where the program is used, and how soon it locks there: said at the foot of the window, and changed there."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.settings import Settings

PLACE_NAMES = {"office": N_("Office"), "outreach": N_("Outreach table"), "home": N_("At home")}


class PlaceButton(QPushButton):
    """Opens a menu of the places; `chosen` is told which one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("place_button")
        self.setProperty("kind", "link")
        self.setIcon(icons.icon("clock", "muted"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setMinimumHeight(S(24))
        self._menu = QMenu(self)
        self.actions_of: dict[str, QAction] = {}
        for place, name in PLACE_NAMES.items():
            action = self.actions_of[place] = self._menu.addAction("")
            action.setCheckable(True)
            bind(action, QAction.setText, name)
            action.triggered.connect(partial(self._choose, place))
        self.setMenu(self._menu)

    def show_place(self, settings: Settings) -> None:
        """Say where it is used and after how many idle minutes it locks."""
        place, minutes = settings.place, settings.lock_minutes

        def words() -> str:
            sentence = ngettext("{place} · locks after {n} minute", "{place} · locks after {n} minutes", minutes)
            return sentence.format(place=_(PLACE_NAMES[place]), n=minutes)

        bind(self, QPushButton.setText, lambda: " " + words())  # a little away from the icon
        bind(self, QWidget.setAccessibleName, words)
        bind(self, QWidget.setToolTip, N_("Where the program is used now decides how soon it locks by itself."))
        for key, action in self.actions_of.items():
            action.setChecked(key == place)

    def _choose(self, place: str, _checked: bool = False) -> None:
        self.chosen.emit(place)
