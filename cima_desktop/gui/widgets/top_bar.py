"""The bar over the pages: search, language, look, and the one thing this page is for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from cima_desktop import i18n
from cima_desktop.gui import icons, theme
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import IconButton, PrimaryButton, QuietButton, look_like
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.offers import SCHEME_NAMES, TEXT_STEPS
from cima_desktop.i18n import N_, _

_SCHEME_ICONS = {"light": "moon", "dark": "sun", "high": "contrast"}


class _SearchButton(QPushButton):
    """Looks like a search box, opens the palette."""

    def __init__(self) -> None:
        super().__init__(icons.icon("search", "muted"), "")
        self._words = ""
        self.setProperty("kind", "search")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        bind(self, _SearchButton._fit, lambda: f"  {_('Search people, pages or commands…')}   Ctrl+K")
        bind(self, QPushButton.setAccessibleName, N_("Search people, pages or commands"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(self._words)

    def _fit(self, words: str) -> None:
        self._words = words
        room = max(0, self.width() - S(56))
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))


class TopBar(QFrame):
    """Only asks; the window does."""

    search_asked = Signal()
    language_asked = Signal(str)
    scheme_asked = Signal(str)
    text_step_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "topbar")
        self._action: QAction | None = None
        self.search_button = _SearchButton()
        self.search_button.clicked.connect(self.search_asked)
        self.language_button = QuietButton(lambda: _other_language()[1], "languages")
        bind(self.language_button, QWidget.setToolTip, lambda: _other_language()[2])
        self.language_button.clicked.connect(lambda: self.language_asked.emit(_other_language()[0]))
        self.look_button = IconButton("moon", N_("Colors and text size"))
        self.look_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._schemes: dict[str, QAction] = {}
        self.look_button.setMenu(self._make_menu())
        self.primary_button = PrimaryButton("")
        self.primary_button.clicked.connect(self._do)
        self.primary_button.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(S(24), S(11), S(24), S(11))
        layout.setSpacing(S(10))
        layout.addWidget(self.search_button, 5)
        layout.addStretch(4)
        for button in (self.language_button, self.look_button, self.primary_button):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.fit()

    def show_primary(self, action: QAction | None) -> None:
        """Offer an action as the primary button; none, or one that nobody can do here, is not shown."""
        if self._action:
            self._action.changed.disconnect(self._look)
        self._action = action
        show_if(self.primary_button, action is not None and action.isEnabled())
        if action:
            action.changed.connect(self._look)
            self._look()

    def show_scheme(self, scheme: str) -> None:
        """Mark the choice of colours, and show the icon of the look that is worn."""
        self._schemes[scheme].setChecked(True)
        self.look_button.setIcon(icons.icon(_SCHEME_ICONS[theme.tokens().name]))

    def fit(self) -> None:
        """Take the text size in use."""
        self.search_button.setMinimumWidth(S(44))
        self.search_button.setMaximumWidth(S(376))

    def _look(self) -> None:
        if self._action:
            look_like(self.primary_button, self._action)

    def _do(self) -> None:
        if self._action:
            self._action.trigger()

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for scheme, name in SCHEME_NAMES.items():
            action = QAction(menu)
            bind(action, QAction.setText, name)
            action.setCheckable(True)
            action.triggered.connect(lambda _on, scheme=scheme: self.scheme_asked.emit(scheme))
            group.addAction(action)
            menu.addAction(action)
            self._schemes[scheme] = action
        menu.addSeparator()
        for name, icon, step in TEXT_STEPS:
            action = QAction(icons.icon(icon), "", menu)
            bind(action, QAction.setText, name)
            action.triggered.connect(lambda _on, step=step: self.text_step_asked.emit(step))
            menu.addAction(action)
        return menu


def _other_language() -> tuple[str, str, str]:
    """Return the language that is not spoken now, its own name, and the invitation in that language."""
    other = "en" if i18n.language() == "es" else "es"
    return (
        other,
        {"en": "English", "es": "Español"}[other],
        {"en": "Switch to English", "es": "Cambiar a español"}[other],
    )
