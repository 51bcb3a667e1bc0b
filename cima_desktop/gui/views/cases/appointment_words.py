"""How an appointment is told: when, where, and how it stands; the same on a case and in the agenda."""

from collections.abc import Sequence

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.cases.clock_lines import days_words
from cima_desktop.gui.views.records.rows_list import Deed, Line
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.i18n import N_, _, clock_text
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import iso_date
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.workups import Appointment

NOT_KNOWN, WHAT_CAME = N_("Date not known yet"), N_("What came of it?")
ICONS = {
    "hearing": "gavel",
    "ice_checkin": "landmark",
    "biometrics": "landmark",
    "consulate": "landmark",
    "lawyer": "scale",
    "school": "school",
    "clinic": "hand-heart",
}
SOON_DAYS = 3
_RESULT_TONES = {"held": "good", "detained": "bad"}


def appointment_line(appointment: Appointment, left: int | None, deeds: Sequence[Deed] = ()) -> Line:
    """Return an appointment as a line; `left` are the days until it."""
    return Line(
        title=lambda: when_words(appointment.on, appointment.at, appointment.ask_on, unknown=bool(appointment.unknown)),
        detail=lambda: where_words(appointment),
        icon=ICONS.get(appointment.sort, "calendar-days"),
        chips=standing(appointment.result, left, confirmed=bool(appointment.confirmed)),
        deeds=deeds,
    )


def when_words(on: str, at: str, ask_on: str, *, unknown: bool) -> str:
    """Return day and time, or that the day is not known and when to ask for it."""
    day, ask = iso_date(on), iso_date(ask_on)
    if unknown or day is None:
        return _("Ask again on {day}").format(day=show_date(ask)) if ask else _("Date not known yet")
    return ", ".join(filter(None, (show_date(day), clock_text(at))))


def where_words(appointment: Appointment) -> str:
    """Return what it is about and where it is."""
    kind = KINDS["appointment"]
    place = ", ".join(line for line in appointment.place.split("\n") if line)
    parts = (
        text_of(kind.field("sort"), appointment.sort),
        appointment.what,
        appointment.agency,
        appointment.county,
        place,
    )
    return " · ".join(dict.fromkeys(part for part in parts if part))


def standing(result: str, left: int | None, *, confirmed: bool) -> list[tuple[Text, str]]:
    """Return the chips of an appointment: what came of it, else how far away it is and whether it is confirmed."""
    if result:
        field = KINDS["appointment"].field("result")
        return [(lambda: text_of(field, result), _RESULT_TONES.get(result, "neutral"))]
    if left is None:
        return [(NOT_KNOWN, "warn")]
    if left < 0:
        return [(WHAT_CAME, "warn")]
    chips: list[tuple[Text, str]] = [(lambda: days_words(left), "warn" if left <= SOON_DAYS else "info")]
    return [*chips, (N_("Date confirmed"), "good")] if confirmed else chips
