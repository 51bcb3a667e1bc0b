"""How incidents are said on the screen: the tone of a state, the line of each thing that happened."""

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.records.rows_list import Line
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.incident_states import State
from cima_desktop.model.incidents import Alert, IncidentStep, Release
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.standing import Judged
from cima_desktop.services.alerts.board import Board, alert_of
from cima_desktop.services.alerts.texts import moment_text

TONES = {
    State.NEW: "neutral",
    State.RECEIVED: "warn",
    State.TRIAGED: "warn",
    State.DISPATCHED: "info",
    State.VERIFYING: "info",
    State.CONFIRMED: "bad",
    State.ALERTED: "bad",
    State.UPDATED: "bad",
    State.UNCERTAIN: "warn",
}
"""The tone of each state that is not over; what is over has none."""
OUTCOME_TONES = {"confirmed": "bad", "not_confirmed": "good", "uncertain": "warn"}
_ICONS = {
    "received": "phone",
    "triaged": "list-checks",
    "dispatched": "car",
    "on_scene": "scan-eye",
    "signed": "stamp",
    "expired": "hourglass",
}
SOLE_TELEPHONE = N_("by telephone")


def tone_of(state: State) -> str:
    """Return the tone of a state."""
    return TONES.get(state, "neutral")


def when(known: Board, moment: str) -> str:
    """Return a moment in words; of today only the time."""
    return moment_text(moment, "", known.today) or moment


def choice(kind: str, field: str, value: str) -> str:
    """Return the name of a choice in the screen's language."""
    return text_of(KINDS[kind].field(field), value)


def line_of(known: Board, judged: Judged) -> Line:
    """Return one thing that happened, as a line."""
    chips: list[tuple[Text, str]] = [] if judged.counts else [(N_("Does not count"), "warn")]
    record = judged.record
    if isinstance(record, Release) and record.way == "telephone":
        chips.append((SOLE_TELEPHONE, "warn"))
    return Line(
        title=lambda: _title(known, judged),
        detail=lambda: _detail(known, judged),
        icon=_icon(record),
        chips=chips,
        faint=not judged.counts,
    )


def _icon(record: IncidentStep | Alert | Release) -> str:
    if isinstance(record, IncidentStep):
        return _ICONS.get(record.step, "circle-check")
    return KINDS["alert"].icon if isinstance(record, Alert) else KINDS["release"].icon


def _title(known: Board, judged: Judged) -> str:
    record = judged.record
    if isinstance(record, IncidentStep):
        what = choice("incident_step", "step", record.step)
        seen = known.verifications.get(record.verification)
        if record.step == "signed" and seen is not None:
            what = _("{what}: {outcome}").format(what=what, outcome=choice("verification", "outcome", seen.outcome))
        return f"{when(known, judged.moment)} · {what}"
    if isinstance(record, Alert):
        return f"{when(known, judged.moment)} · {choice('alert', 'sort', record.sort)}"
    alert = alert_of(known, record.alert)
    sort = choice("alert", "sort", alert.sort) if alert else ""
    what = _("Released: {what}").format(what=sort)
    return f"{when(known, judged.moment)} · {what}"


def _detail(known: Board, judged: Judged) -> str:
    parts = [*_who(known, judged.record)]
    if judged.why is not None:
        parts.append(tr(judged.why.sentence))
    return " · ".join(part for part in parts if part)


def _who(known: Board, record: IncidentStep | Alert | Release) -> list[str]:
    if isinstance(record, Alert):
        return [_("written by {name}").format(name=known.name(record.composed_by))]
    if isinstance(record, Release):
        return [known.name(record.by), choice("release", "way", record.way)]
    seen = known.verifications.get(record.verification)
    verifier = _("verifier: {name}").format(name=known.name(seen.verifier)) if seen else ""
    noted = _("noted by {name}").format(name=known.name(record.by)) if record.by else ""
    way = choice("verification", "signed_way", seen.signed_way) if seen and record.step == "signed" else ""
    return [verifier, way, noted, record.words]
