"""How calls, reports and incidents are told in one line."""

from cima_desktop.gui.language import Text
from cima_desktop.i18n import _, clock_text, day_text, ngettext
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import iso_date
from cima_desktop.model.incidents import Incident
from cima_desktop.model.kinds import kind_of
from cima_desktop.model.line import Call, NumberMark, Report


def moment_words(day: str, clock: str) -> str:
    """Return a day and a time as they are read."""
    on = iso_date(day)
    return ", ".join(filter(None, (day_text(on) if on else "", clock_text(clock) if clock else "")))


def what_words(record: Call | Report | Incident) -> str:
    """Return what a call is about, or what a report or an incident tells."""
    name = "matter" if isinstance(record, Call) else "activity"
    return text_of(kind_of(record).field(name), getattr(record, name)) or "—"


def place_words(report: Report) -> str:
    """Return where it was: the exact place with the town, or that nobody knew."""
    parts = [part for part in (report.place, report.city or report.county) if part]
    return ", ".join(parts) or _("place not known")


def mark_words(mark: NumberMark) -> Text:
    """Return how often, since when and why a number is marked."""

    def words() -> str:
        times = mark.hoaxes or 0
        counted = ngettext("{n} false report", "{n} false reports", times).format(n=times)
        return " · ".join(filter(None, (counted, moment_words(mark.marked_on, ""), mark.reason)))

    return words
