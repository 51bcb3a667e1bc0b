"""How the window looks and speaks: what the person chose, worn at once and kept in the settings."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from cima_desktop.gui import language, theme
from cima_desktop.settings import Settings


class Look(QObject):
    """Changes colours, text size and language; tells `changed` when there are other colours or sizes to fit."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._practice = False

    def follow_system(self) -> None:
        """Change with the computer's colours from now on, where that was chosen."""
        _app().styleHints().colorSchemeChanged.connect(self._system_changed)

    def set_practice(self, practice: bool) -> None:
        """Wear the colours of practice, or take them off."""
        self._practice = practice
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

    def choose(self, what: str, value: object) -> None:
        """Wear or speak what was chosen in the settings ("language", "scheme", "size"); anything else is no look."""
        wear = {"language": self.set_language, "scheme": self.set_scheme, "size": self.set_text_size}.get(what)
        if wear is not None:
            wear(value)  # type: ignore[operator]  # each takes what its own control sends

    def dress(self) -> None:
        """Apply the colours and the text size of the settings."""
        theme.apply(_app(), self.settings.scheme, self.settings.text_size, self._practice)
        self.changed.emit()

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self.settings.scheme == "system":
            self.dress()


def _app() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError(app)
    return app
