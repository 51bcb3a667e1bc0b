"""What is said of a case in a list and at its head."""

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.consulta.course import Glance
from cima_desktop.services.consulta.listing import CaseRow

_STATES = {"waiting": (N_("Waiting"), "neutral"), "closed": (N_("Closed"), "neutral")}


def urgency_chip(found: CaseRow | Glance) -> tuple[Text, str] | None:
    """Return until when a case is urgent, or that its urgency ended; None when it has none."""
    until = found.until
    if until is None:
        return None
    if found.is_over:
        return (lambda: _("Urgency ended {day}").format(day=show_date(until)), "warn")
    return (lambda: _("Urgent until {day}").format(day=show_date(until)), "bad")


def listed_urgency(row: CaseRow) -> tuple[Text, str] | None:
    """Return the same in the few words that a list has room for."""
    until = row.until
    if until is None:
        return None
    if row.is_over:
        return (lambda: _("Ended {day}").format(day=show_date(until)), "warn")
    return (lambda: _("Urgent to {day}").format(day=show_date(until)), "bad")


def state_chip(state: str) -> tuple[Text, str] | None:
    """Return what else is to be known of a case that is not simply open."""
    return _STATES.get(state)


def row_chips(row: CaseRow) -> list[tuple[str, str]]:
    """Return the chips of a line in the list, said now."""
    chips = [chip for chip in (listed_urgency(row), state_chip(row.state)) if chip is not None]
    return [(tr(text) if isinstance(text, str) else text(), tone) for text, tone in chips]


def row_detail(row: CaseRow) -> str:
    """Return the quieter line of a case."""
    return " · ".join(part for part in (row.number, tr(row.need), row.navigator) if part)


def glance_chips(found: Glance) -> list[tuple[Text, str]]:
    """Return the chips under the name at the head of a case."""
    case = found.case
    chips: list[tuple[Text, str]] = []
    if case.need:
        chips.append((KINDS["case"].field("need").choice_label(case.need), "accent"))
    if case.county:
        chips.append((raw(case.county), "info"))
    urgent = urgency_chip(found) if case.state != "closed" else None
    return chips + [chip for chip in (urgent, state_chip(case.state)) if chip is not None]
