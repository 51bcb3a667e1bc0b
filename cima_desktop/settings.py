"""What the program remembers about its window: typed settings, each declared once.

Kept beside the vault, not in it, as small plain JSON, so it may hold no name, no path and nothing that was searched.
A value that is missing or wrong falls back to its default; a file that cannot be read is as if there were none.
"""

import re
from collections.abc import Callable
from dataclasses import Field, asdict, dataclass, field, fields
from pathlib import Path

from cima_desktop import i18n, log, paths
from cima_desktop.i18n import N_

SCHEMES = ("system", "light", "dark", "high")
PLACE_MINUTES = {"office": 10, "outreach": 2, "home": 5}
"""Where the program is used, and after how many idle minutes it usually locks there."""
_LIMIT_BYTES = 64 * 1024
_BASE64 = re.compile(r"[A-Za-z0-9+/=]{0,8192}")
_KEY = re.compile(r"[a-z_]{0,40}")


def _one_of(*choices: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in choices


def _between(least: int, most: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _are_states(value: object) -> bool:
    fits, named = _matches(_BASE64), _matches(_KEY)
    return isinstance(value, dict) and len(value) <= 40 and all(named(k) and fits(v) for k, v in value.items())


def _are_minutes(value: object) -> bool:
    fits = _between(1, 60)
    return isinstance(value, dict) and value.keys() == PLACE_MINUTES.keys() and all(map(fits, value.values()))


def _meta(fits: Callable[[object], bool], words: str) -> dict[str, object]:
    return {"fits": fits, "help": words}


@dataclass(slots=True)
class Settings:
    """The settings; make one with `Settings.load()`, alter it with `change`."""

    language: str = field(default="es", metadata=_meta(_one_of(*i18n.LANGUAGES), N_("The language of the window.")))
    scheme: str = field(
        default="system",
        metadata=_meta(_one_of(*SCHEMES), N_("Light, dark or high-contrast colors, or the same as this computer.")),
    )
    text_size: int = field(default=100, metadata=_meta(_between(100, 200), N_("The size of all text, in percent.")))
    place: str = field(
        default="office", metadata=_meta(_one_of(*PLACE_MINUTES), N_("Where the program is being used now."))
    )
    place_minutes: dict[str, int] = field(
        default_factory=PLACE_MINUTES.copy,
        metadata=_meta(
            _are_minutes,
            N_("Minutes without typing or moving the mouse after which the window locks by itself, by place."),
        ),
    )
    geometry: str = field(default="", metadata=_meta(_matches(_BASE64), N_("Where the window was and how big.")))
    splitters: dict[str, str] = field(
        default_factory=dict, metadata=_meta(_are_states, N_("How the parts of each page were divided."))
    )
    sidebar_collapsed: bool = field(
        default=False, metadata=_meta(_is_flag, N_("Whether the sidebar shows icons only."))
    )
    page: str = field(default="", metadata=_meta(_matches(_KEY), N_("The page that was last open.")))

    @property
    def lock_minutes(self) -> int:
        """Return after how many idle minutes the window locks here and now; it always does."""
        return self.place_minutes[self.place]

    @classmethod
    def load(cls) -> "Settings":
        """Return the settings kept on this computer."""
        kept = _read(_file())
        settings = cls()
        for name, value in kept.items():
            if name in _declared() and _fits(name, value):
                setattr(settings, name, value)
        return settings

    def change(self, **values: object) -> None:
        """Alter settings and keep them; where the disk refuses, they hold until the program ends.

        Raises:
            ValueError: no such setting, or a value it cannot take; nothing was altered.
        """
        for name, value in values.items():
            if name not in _declared() or not _fits(name, value):
                raise ValueError(name)
        for name, value in values.items():
            setattr(self, name, value)
        try:
            _write(_file(), asdict(self))
        except OSError:
            log.logger("settings").warning("The settings could not be written.", exc_info=True)


def help_of(name: str) -> str:
    """Return the English message that explains a setting."""
    words: str = _declared()[name].metadata["help"]
    return words


def _declared() -> "dict[str, Field[object]]":
    return {each.name: each for each in fields(Settings)}


def _fits(name: str, value: object) -> bool:
    fits: Callable[[object], bool] = _declared()[name].metadata["fits"]
    return fits(value)


def _file() -> Path:
    return paths.user_config() / "settings.json"


def _read(file: Path) -> dict[str, object]:
    import json  # lazy: a first start has nothing to read

    try:
        with file.open("rb") as stream:
            kept = json.loads(stream.read(_LIMIT_BYTES))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        log.logger("settings").warning("The settings could not be read; the usual ones are used.", exc_info=True)
        return {}
    if not isinstance(kept, dict):
        log.logger("settings").warning("The settings file has another shape; the usual settings are used.")
        return {}
    return kept


def _write(file: Path, values: dict[str, object]) -> None:
    """Replace the file whole: at any moment there is the old one or the new one."""
    import json

    from cima_desktop.vault.files import write_atomically  # lazy: only writing needs them

    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomically(file, json.dumps(values, indent=1, sort_keys=True).encode("utf-8"))
