"""The words a person reads: one gettext catalogue per language, for code, forms and documents.

No Qt here. The screen's language is a setting of the process (`use`); a document's language is always an
argument (`tr(message, language)`), never the screen's.
"""

import gettext as _gettext
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache

from cima_desktop import paths

DOMAIN = "cima_desktop"
LANGUAGES = ("es", "en")
"""Spanish first: it is the language most people at the table read."""

_current = LANGUAGES[0]


def N_(message: str) -> str:
    """Mark a message for the catalogue without translating it yet."""
    return message


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, paths.translations(), [language])


def use(language: str) -> None:
    """Make `language` ("es" or "en") the language of the screen.

    Raises:
        ValueError: the language has no catalogue.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    global _current  # noqa: PLW0603 - the one piece of process-wide state: what the screen speaks
    _current = language


def language() -> str:
    """Return the language of the screen, "es" or "en"."""
    return _current


def tr(message: str, language: str | None = None) -> str:
    """Return `message` in `language`, or in the screen's language when none is named.

    The empty message stays empty (gettext would answer with the catalogue's header).
    """
    return _catalogue(language or _current).gettext(message) if message else ""


def ntr(singular: str, plural: str, n: int, language: str | None = None) -> str:
    """Return the right plural form for `n`; the caller formats `{n}` into it."""
    return _catalogue(language or _current).ngettext(singular, plural, n)


def ptr(context: str, message: str, language: str | None = None) -> str:
    """Return `message` in the sense that `context` gives it ("Open" the verb, "Open" the state)."""
    return _catalogue(language or _current).pgettext(context, message)


_: Callable[[str], str] = tr
ngettext: Callable[[str, str, int], str] = ntr
pgettext: Callable[[str, str], str] = ptr


def day_text(day: date, language: str | None = None) -> str:
    """Return a date with the month's name ("4 mar 2026", "Mar 4, 2026"), so that nobody reads day for month."""
    from babel.dates import format_date  # lazy: 20 ms that start-up need not pay

    return str(format_date(day, "medium", locale=f"{language or _current}_US"))


def money_text(cents: int, language: str | None = None) -> str:
    """Return an amount of U.S. money ("$1,250.50" in both languages, as people here write it)."""
    from babel.numbers import format_currency  # lazy, as above

    return str(format_currency(cents / 100, "USD", locale=f"{language or _current}_US"))


def hours_text(minutes: int) -> str:
    """Return a length of time as hours and minutes ("7:30 h"); whole hours without minutes ("120 h")."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}\N{NO-BREAK SPACE}h" if rest else f"{hours}\N{NO-BREAK SPACE}h"


def clock_text(clock: str, language: str | None = None) -> str:
    """Return a kept time of the day ("21:30") as people here say it; what is none comes back as it is."""
    try:
        moment = datetime.strptime(clock, "%H:%M")
    except ValueError:
        return clock
    return time_text(moment, language)


def time_text(moment: datetime, language: str | None = None) -> str:
    """Return a time of the day ("10:42 a.m.", "10:42 AM")."""
    half = ("a.m.", "p.m.") if (language or _current) == "es" else ("AM", "PM")
    return f"{moment.hour % 12 or 12}:{moment.minute:02}\N{NO-BREAK SPACE}{half[moment.hour >= 12]}"


def list_text(items: Iterable[str], language: str | None = None) -> str:
    """Return items as a sentence lists them ("a, b y c", "a, b, and c")."""
    from babel.lists import format_list  # lazy, as above

    return str(format_list(list(items), locale=f"{language or _current}_US"))
