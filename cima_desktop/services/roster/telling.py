"""Shifts and gaps in words, in a named language: for the window, the first page, the command line and the wall."""

from datetime import datetime, timedelta

from cima_desktop.i18n import N_, clock_text, day_text, tr
from cima_desktop.model.fields import iso_date
from cima_desktop.model.rota import Stretch, hours_of
from cima_desktop.model.volunteers import Shift
from cima_desktop.services.roster.rota import Gap

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_IN_A_DAY = {
    "linea": N_("Nobody answers the community line on {day} from {start} to {end}"),
    "verifiers": N_("No verifier is on call on {day} from {start} to {end}"),
    "consulta": N_("Nobody is at Consulta on {day} from {start} to {end}"),
}
_LONGER = {
    "linea": N_("Nobody answers the community line from {day}, {start}, to {last}, {end}"),
    "verifiers": N_("No verifier is on call from {day}, {start}, to {last}, {end}"),
    "consulta": N_("Nobody is at Consulta from {day}, {start}, to {last}, {end}"),
}
_NEXT_DAY = N_("(next day)")
_NIGHT = timedelta(hours=24)


def gap_text(gap: Gap, language: str | None = None) -> str:
    """Return a gap as a sentence; what ends within a day needs no second day ("from 10 p.m. to 6 a.m.")."""
    words = _IN_A_DAY if gap.end - gap.begin < _NIGHT else _LONGER
    facts = {
        "day": weekday_text(gap.begin, language),
        "start": _clock(gap.begin, language),
        "last": weekday_text(gap.end, language),
        "end": _clock(gap.end, language),
    }
    return tr(words[gap.desk], language).format(**facts)


def weekday_text(day: datetime, language: str | None = None) -> str:
    """Return "Thursday, Nov 26, 2026"."""
    facts = {"weekday": tr(WEEKDAYS[day.weekday()], language), "day": day_text(day.date(), language)}
    return tr(N_("{weekday}, {day}"), language).format(**facts)


def hours_text(shift: Shift, language: str | None = None) -> str:
    """Return "10:00 PM–6:00 AM (next day)"."""
    start, end = clock_text(shift.start, language), clock_text(shift.end, language)
    hours = hours_of(shift)
    return f"{start}–{end}{_next_day(hours, language) if hours else ''}"


def _next_day(hours: Stretch, language: str | None) -> str:
    ends_later = hours.end.date() > hours.begin.date() and hours.end.time() != datetime.min.time()
    return " " + tr(_NEXT_DAY, language) if ends_later else ""


def shift_day(shift: Shift, language: str | None = None) -> str:
    """Return the day of a shift with its weekday; nothing when it has none."""
    day = iso_date(shift.on)
    words = "" if day is None else weekday_text(datetime.combine(day, datetime.min.time()), language)
    return words[:1].upper() + words[1:]


def _clock(moment: datetime, language: str | None) -> str:
    return clock_text(f"{moment:%H:%M}", language)
