"""What is verified and told: incidents, what happened to each step by step, verifications and alerts (law facts, 9.2).

Where an incident stands is no field that somebody could set: `model/standing.py` works it out from its steps.
"""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import fields as f
from cima_desktop.model import line_choices as c
from cima_desktop.model.fields import PEERS_ONLY, Search
from cima_desktop.model.kinds import Record, kind
from cima_desktop.model.line import KEPT_A_YEAR_AS_PATTERN
from cima_desktop.model.people import AREA, AREA_HELP


@kind("incident", label=N_("Incident"), plural=N_("Incidents"), icon="radio-tower", keep=KEPT_A_YEAR_AS_PATTERN)
@attrs.frozen(kw_only=True)
class Incident(Record):
    """Something that may be happening at one place; one or several reports tell of it (L6)."""

    activity: str = f.choice(
        N_("What it may be"), c.ACTIVITIES, required=True, listed=True, counted=True, presets=PEERS_ONLY
    )
    area: str = f.text(
        AREA, help=AREA_HELP, search=Search.WORD, required=True, listed=True, max_length=120, presets=PEERS_ONLY
    )
    city: str = f.text(N_("City or town"), search=Search.WORD, listed=True, presets=PEERS_ONLY)
    county: str = f.text(N_("County"), search=Search.WORD, listed=True, presets=PEERS_ONLY)
    units: frozenset[str] = f.choices(N_("Which agency"), c.UNITS, listed=True, presets=PEERS_ONLY)
    on: str = f.day(N_("Day"), future=False, listed=True, presets=PEERS_ONLY)
    at: str = f.clock(N_("Time"), listed=True, presets=PEERS_ONLY)
    over_on: str = f.day(N_("Over on"), future=False, listed=True, presets=PEERS_ONLY)
    """For the order of lists only: what counts is the steps."""

    def title(self) -> str:
        """Return the rough place."""
        return self.area

    def sort_name(self) -> str:
        """Return those that are not over first, then by day and time."""
        when = f"{self.on} {self.at}".strip()
        return f"{'1' if self.over_on else '0'} {when}" if when or self.over_on else ""


@kind("incident_step", label=N_("Step"), plural=N_("Steps"), icon="corner-down-right", parent="incident")
@attrs.frozen(kw_only=True)
class IncidentStep(Record):
    """One thing that happened to an incident; steps are added, not rewritten."""

    incident: str = f.ref(N_("Incident"), "incident", required=True, presets=PEERS_ONLY)
    step: str = f.choice(N_("What happened"), c.INCIDENT_STEPS, required=True, listed=True, presets=PEERS_ONLY)
    on: str = f.day(N_("Day"), future=False, listed=True, presets=PEERS_ONLY)
    at: str = f.clock(N_("Time"), listed=True, presets=PEERS_ONLY)
    number: int | None = f.number(N_("Order"), 0, 100_000, presets=PEERS_ONLY)
    by: str = f.ref(N_("By whom"), "volunteer", presets=PEERS_ONLY)
    verification: str = f.ref(N_("Verification"), "verification", presets=PEERS_ONLY)
    words: str = f.text(N_("Why (no names)"), lines=True, max_length=500, presets=PEERS_ONLY)


@kind("verification", label=N_("Verification"), plural=N_("Verifications"), icon="scan-eye", parent="incident")
@attrs.frozen(kw_only=True)
class Verification(Record):
    """One verifier looked, or could not: one of three outcomes (L2), signed by the verifier (L3)."""

    incident: str = f.ref(N_("Incident"), "incident", required=True, presets=PEERS_ONLY)
    verifier: str = f.ref(N_("Verifier"), "volunteer", required=True, listed=True, presets=PEERS_ONLY)
    sent_on: str = f.day(N_("Sent on"), future=False, listed=True, presets=PEERS_ONLY)
    sent_at: str = f.clock(N_("Sent at"), listed=True, presets=PEERS_ONLY)
    report_back_at: str = f.clock(N_("Calls back by"), listed=True, presets=PEERS_ONLY)
    there_at: str = f.clock(N_("There at"), presets=PEERS_ONLY)
    result_at: str = f.clock(N_("Outcome at"), listed=True, presets=PEERS_ONLY)
    outcome: str = f.choice(N_("Outcome"), c.OUTCOMES, listed=True, counted=True, presets=PEERS_ONLY)
    evidence: frozenset[str] = f.choices(N_("What it rests on"), c.EVIDENCE_SEEN, presets=PEERS_ONLY)
    sure: int | None = f.number(N_("How sure (0 to 3)"), 0, 3, listed=True, presets=PEERS_ONLY)
    agents: int | None = f.number(N_("How many agents"), 0, 2000, presets=PEERS_ONLY)
    vehicles: int | None = f.number(N_("How many vehicles"), 0, 500, presets=PEERS_ONLY)
    units: frozenset[str] = f.choices(N_("Which agency"), c.UNITS, listed=True, presets=PEERS_ONLY)
    still: bool | None = f.flag(N_("Is it still happening?"), listed=True, presets=PEERS_ONLY)
    words: str = f.text(N_("What was seen (facts, no names)"), lines=True, max_length=1000, presets=PEERS_ONLY)
    signed_on: str = f.day(N_("Signed on"), future=False, listed=True, presets=PEERS_ONLY)
    signed_at: str = f.clock(N_("Signed at"), presets=PEERS_ONLY)
    signed_by: str = f.ref(N_("Signed by"), "volunteer", presets=PEERS_ONLY)
    signed_way: str = f.choice(N_("How they signed"), c.RELEASE_WAYS, listed=True, presets=PEERS_ONLY)
    signed_mark: str = f.text(N_("Mark of what was signed"), max_length=64, presets=PEERS_ONLY)
    """SHA-256 of what was signed: a signature counts for that, and for nothing that was written later."""


@kind("alert", label=N_("Alert"), plural=N_("Alerts"), icon="siren", parent="incident")
@attrs.frozen(kw_only=True)
class Alert(Record):
    """A text for the community, released by two people (L3–L5); `standing.py` tells whether it may be used."""

    incident: str = f.ref(N_("Incident"), "incident", required=True, presets=PEERS_ONLY)
    sort: str = f.choice(N_("What kind"), c.ALERT_KINDS, required=True, listed=True, counted=True, presets=PEERS_ONLY)
    verification: str = f.ref(N_("Verification it rests on"), "verification", presets=PEERS_ONLY)
    corrects: str = f.ref(N_("Alert it corrects"), "alert", presets=PEERS_ONLY)
    spanish: str = f.text(N_("Text in Spanish"), lines=True, max_length=1200, listed=True, presets=PEERS_ONLY)
    english: str = f.text(N_("Text in English"), lines=True, max_length=1200, listed=True, presets=PEERS_ONLY)
    composed_by: str = f.ref(N_("Written by"), "volunteer", presets=PEERS_ONLY)
    composed_on: str = f.day(N_("Written on"), future=False, listed=True, presets=PEERS_ONLY)
    composed_at: str = f.clock(N_("Written at"), presets=PEERS_ONLY)
    number: int | None = f.number(N_("Order"), 0, 100_000, presets=PEERS_ONLY)
    expires_on: str = f.day(N_("Ends on"), listed=True, presets=PEERS_ONLY)
    expires_at: str = f.clock(N_("Ends at"), listed=True, presets=PEERS_ONLY)
    channels: frozenset[str] = f.choices(N_("Where it was told"), c.ALERT_CHANNELS, presets=PEERS_ONLY)


@kind("release", label=N_("Release"), plural=N_("Releases"), icon="stamp", parent="alert")
@attrs.frozen(kw_only=True)
class Release(Record):
    """One person says that an alert may go out, in exactly these words; it takes two."""

    alert: str = f.ref(N_("Alert"), "alert", required=True, presets=PEERS_ONLY)
    by: str = f.ref(N_("By whom"), "volunteer", required=True, listed=True, presets=PEERS_ONLY)
    way: str = f.choice(N_("How they said so"), c.RELEASE_WAYS, required=True, listed=True, presets=PEERS_ONLY)
    on: str = f.day(N_("Day"), future=False, listed=True, presets=PEERS_ONLY)
    at: str = f.clock(N_("Time"), listed=True, presets=PEERS_ONLY)
    number: int | None = f.number(N_("Order"), 0, 100_000, presets=PEERS_ONLY)
    wording: str = f.text(N_("Mark of the words"), max_length=64, presets=PEERS_ONLY)
    """SHA-256 of both texts and of what they rest on: a release counts for the words it was given for, no others."""
