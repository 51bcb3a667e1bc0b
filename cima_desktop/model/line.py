"""The hotline: calls, reports of what was seen (SALUTE), marks on numbers (law facts, 9.1).

What a caller says about themselves is a record apart, which never leaves and is erased on a short clock (L8).
"""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import choices as common
from cima_desktop.model import fields as f
from cima_desktop.model import line_choices as c
from cima_desktop.model.fields import NEVER_LEAVES, PEERS_ONLY, Search
from cima_desktop.model.kinds import Record, kind
from cima_desktop.model.places import roughly
from cima_desktop.model.retention import clock, until_its_day

SHORT_CLOCK_DAYS = 30
"""Days after which what a caller said about themselves is erased by itself."""
KEPT_THREE_MONTHS = clock(
    3, N_("Guidance for hotlines says 30 to 90 days: after that a call helps nobody and can only hurt.")
)
KEPT_A_YEAR_AS_PATTERN = clock(
    12, N_("What was seen on the roads shows its pattern over a year. It holds no name of any caller.")
)
WHO, SEEN, WHERE, WHEN, WHOM = N_("The caller"), N_("What was seen"), N_("Where"), N_("When"), N_("Who is affected")


@kind("call", label=N_("Call"), plural=N_("Calls"), icon="phone", keep=KEPT_THREE_MONTHS)
@attrs.frozen(kw_only=True)
class Call(Record):
    """One call to the hotline, without a word about who called."""

    on: str = f.day(N_("Day"), future=False, listed=True, presets=PEERS_ONLY)
    at: str = f.clock(N_("Time"), listed=True, presets=PEERS_ONLY)
    channel: str = f.choice(N_("How they reached us"), c.CHANNELS, listed=True, counted=True, presets=PEERS_ONLY)
    matter: str = f.choice(N_("What it is about"), c.CALL_MATTERS, listed=True, counted=True, presets=PEERS_ONLY)
    language: str = f.choice(N_("Language"), common.LANGUAGES, listed=True, counted=True, presets=PEERS_ONLY)
    operator: str = f.ref(N_("Who answered"), "volunteer", listed=True, presets=PEERS_ONLY)
    triage: str = f.choice(N_("Where it goes"), c.TRIAGES, listed=True, counted=True, presets=PEERS_ONLY)
    closed_reason: str = f.choice(N_("Why it was closed"), c.CALL_CLOSED, counted=True, presets=PEERS_ONLY)
    report: str = f.ref(N_("Report"), "report", presets=PEERS_ONLY)
    case: str = f.ref(N_("Case"), "case", presets=PEERS_ONLY)
    words: str = f.text(N_("Note (no names)"), lines=True, max_length=1000, search=Search.WORD, presets=PEERS_ONLY)

    def sort_name(self) -> str:
        """Return when it came."""
        return f"{self.on} {self.at}".strip()


@kind(
    "caller",
    label=N_("Who called"),
    plural=N_("Who called"),
    icon="user",
    parent="call",
    keep=until_its_day(N_("A caller’s number is needed while the report is open, and erased by itself after that.")),
)
@attrs.frozen(kw_only=True)
class Caller(Record):
    """What a caller said about themselves, if anything; it stays in this vault and is erased on `erase_on` (L8)."""

    call: str = f.ref(N_("Call"), "call", required=True, presets=NEVER_LEAVES)
    name: str = f.text(N_("What to call them"), sensitive=True, max_length=80, presets=NEVER_LEAVES)
    phone: str = f.phone(N_("Number to call back"), sensitive=True, presets=NEVER_LEAVES)
    call_back: bool | None = f.flag(N_("May we call back?"), presets=NEVER_LEAVES)
    safe_hours: str = f.text(N_("Safe hours to call"), max_length=80, presets=NEVER_LEAVES)
    erase_on: str = f.day(N_("Erased on"), listed=True, presets=NEVER_LEAVES)


@kind(
    "number_mark",
    label=N_("Mark on a number"),
    plural=N_("Marks on numbers"),
    icon="flag",
    keep=clock(12, N_("A mark warns the next operator for a year; whoever changed their ways is not marked for ever.")),
)
@attrs.frozen(kw_only=True)
class NumberMark(Record):
    """A number from which hoaxes came again and again (L12); the mark warns, it never refuses a call."""

    phone: str = f.phone(N_("Telephone"), required=True, listed=True, presets=PEERS_ONLY)
    hoaxes: int | None = f.number(N_("False reports"), 0, 1000, listed=True, presets=PEERS_ONLY)
    reason: str = f.text(N_("Why"), lines=True, max_length=500, listed=True, presets=PEERS_ONLY)
    marked_on: str = f.day(N_("Marked on"), future=False, listed=True, presets=PEERS_ONLY)
    by: str = f.ref(N_("By whom"), "volunteer", presets=PEERS_ONLY)
    lifted_on: str = f.day(N_("Taken off on"), future=False, listed=True, presets=PEERS_ONLY)


@kind("report", label=N_("Report"), plural=N_("Reports"), icon="megaphone", keep=KEPT_A_YEAR_AS_PATTERN)
@attrs.frozen(kw_only=True)
class Report(Record):
    """What somebody saw, in the order in which it is asked: size, activity, location, unit, time, equipment (L1).

    A report is not a raid: several belong to one incident (L6). It has no field for anybody's name.
    Reports stay in the vault: what is shared is the incident, with its rough place (L7).
    """

    incident: str = f.ref(N_("Incident"), "incident", presets=NEVER_LEAVES)
    firsthand: bool | None = f.flag(N_("Did they see it themselves?"), group=WHO, listed=True, presets=NEVER_LEAVES)
    relation: str = f.choice(N_("How they know"), c.CALLER_RELATIONS, group=WHO, presets=NEVER_LEAVES)
    agents: int | None = f.number(N_("How many agents"), 0, 2000, group=SEEN, listed=True, presets=NEVER_LEAVES)
    vehicles: int | None = f.number(N_("How many vehicles"), 0, 500, group=SEEN, presets=NEVER_LEAVES)
    activity: str = f.choice(
        N_("What they do"), c.ACTIVITIES, group=SEEN, required=True, listed=True, counted=True, presets=NEVER_LEAVES
    )
    words: str = f.text(
        N_("What was seen (facts, no names)"),
        group=SEEN,
        lines=True,
        max_length=1000,
        search=Search.WORD,
        presets=NEVER_LEAVES,
    )
    place: str = f.text(
        N_("Exact place"), group=WHERE, search=Search.WORD, listed=True, sensitive=True, presets=NEVER_LEAVES
    )
    unplaced: bool | None = f.flag(N_("Nobody knows where"), group=WHERE, presets=NEVER_LEAVES)
    """Said on purpose: such a report is kept, and no verifier can be sent (L1)."""
    city: str = f.text(N_("City or town"), group=WHERE, search=Search.WORD, listed=True, presets=NEVER_LEAVES)
    county: str = f.text(N_("County"), group=WHERE, search=Search.WORD, listed=True, presets=NEVER_LEAVES)
    direction: str = f.text(N_("Direction or side of the road"), group=WHERE, max_length=80, presets=NEVER_LEAVES)
    units: frozenset[str] = f.choices(N_("Which agency"), c.UNITS, group=SEEN, listed=True, presets=NEVER_LEAVES)
    markings: str = f.text(N_("Words on uniforms or cars"), group=SEEN, max_length=120, presets=NEVER_LEAVES)
    seen_on: str = f.day(N_("Day it was seen"), group=WHEN, future=False, listed=True, presets=NEVER_LEAVES)
    seen_at: str = f.clock(N_("Time it was seen"), group=WHEN, listed=True, presets=NEVER_LEAVES)
    still: bool | None = f.flag(N_("Is it still happening?"), group=WHEN, listed=True, presets=NEVER_LEAVES)
    gear: frozenset[str] = f.choices(N_("Equipment"), c.GEAR, group=SEEN, presets=NEVER_LEAVES)
    cars: str = f.text(N_("Make, color and plate of their vehicles"), group=SEEN, max_length=300, presets=NEVER_LEAVES)
    affected: int | None = f.number(N_("How many people are affected"), 0, 5000, group=WHOM, presets=NEVER_LEAVES)
    children: bool | None = f.flag(N_("Are children there?"), group=WHOM, presets=NEVER_LEAVES)
    warrant: str = f.choice(N_("Was a warrant shown?"), c.WARRANTS, group=WHOM, presets=NEVER_LEAVES)
    went_in: bool | None = f.flag(N_("Did they go inside?"), group=WHOM, presets=NEVER_LEAVES)
    force: bool | None = f.flag(N_("Was force used?"), group=WHOM, presets=NEVER_LEAVES)
    media: bool | None = f.flag(N_("Are there photos or a video?"), group=WHOM, presets=NEVER_LEAVES)
    safe: bool | None = f.flag(N_("Is the caller safe?"), group=WHO, presets=NEVER_LEAVES)
    legal_help: bool | None = f.flag(N_("Is a lawyer needed?"), group=WHOM, presets=NEVER_LEAVES)
    licences_only: bool | None = f.flag(N_("Checkpoint: only licenses?"), group=SEEN, presets=NEVER_LEAVES)
    received_on: str = f.day(N_("Reported on"), future=False, listed=True, presets=NEVER_LEAVES)
    received_at: str = f.clock(N_("Reported at"), listed=True, presets=NEVER_LEAVES)
    by: str = f.ref(N_("Taken down by"), "volunteer", presets=NEVER_LEAVES)

    def title(self) -> str:
        """Return the exact place, or the town."""
        return self.place or self.city or self.county

    def sort_name(self) -> str:
        """Return when it was reported."""
        return f"{self.received_on} {self.received_at}".strip()

    def rough_place(self) -> str:
        """Return the place as it may be told outside (L7)."""
        return roughly(self.place, self.city)
