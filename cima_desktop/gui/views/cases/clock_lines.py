"""How deadlines and sentences of the law are told on the window: always with their place, never as advice."""

from datetime import date

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.records.rows_list import Line
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.clocks import Clock, LawFact

SOON_DAYS = 14
TO_CHECK = N_("To be checked with a lawyer")


def clock_line(clock: Clock) -> Line:
    """Return a deadline as a line: what it is, until when, where that is written, and how long it still runs."""
    chips: list[tuple[Text, str]] = [(lambda: days_words(clock.days_left), _tone(clock))]
    if not clock.sure:
        chips.append((TO_CHECK, "warn"))
    return Line(title=clock.name, detail=lambda: _detail(clock), icon="timer", chips=chips, faint=clock.is_over)


def fact_line(fact: LawFact) -> Line:
    """Return a sentence of the law as a line."""
    chips: tuple[tuple[Text, str], ...] = () if fact.sure else ((TO_CHECK, "warn"),)
    return Line(
        title=fact.words,
        detail=lambda: _("{statute} · read in the text of June 2022").format(statute=fact.statute),
        icon="scale",
        chips=chips,
        faint=True,
    )


def days_words(left: int | None) -> str:
    """Return how long something still runs, or how long ago it ran out."""
    if left is None:
        return _("Day not known")
    if left == 0:
        return _("Today")
    if left > 0:
        return ngettext("{n} day left", "{n} days left", left).format(n=left)
    return ngettext("{n} day ago", "{n} days ago", -left).format(n=-left)


def _tone(clock: Clock) -> str:
    if clock.days_left is None or clock.is_over:
        return "neutral"
    return "bad" if clock.days_left == 0 else "warn" if clock.days_left <= SOON_DAYS else "info"


def _detail(clock: Clock) -> str:
    parts = [clock.statute, _until(clock.ends_on), _since(clock.starts_on, clock.ends_on)]
    return " · ".join(part for part in parts if part)


def _until(day: date | None) -> str:
    return _("until {day}").format(day=show_date(day)) if day else ""


def _since(day: date | None, ends: date | None) -> str:
    return _("counted from {day}").format(day=show_date(day)) if day and day != ends else ""
