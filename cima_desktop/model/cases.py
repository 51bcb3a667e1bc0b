"""Consulta: cases, the queue of open office hours, contacts, hand-offs and each navigator's own order (law facts, 10).

A case says what somebody wants in their own words. It has no field for immigration status, and never will.
"""

from datetime import date, timedelta

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import case_choices as c
from cima_desktop.model import fields as f
from cima_desktop.model.fields import NEVER_LEAVES, PEERS_ONLY, WHO_ADVISES, Search, iso_date
from cima_desktop.model.kinds import Record, kind
from cima_desktop.model.people import KEPT_A_YEAR
from cima_desktop.model.retention import clock
from cima_desktop.model.work import NO_DAY

URGENT_DAYS = {"today": 0, "days": 3, "week": 7}
"""After how many days an urgency ends by itself (C8)."""
WHAT, PEOPLE, COURSE = N_("What it is about"), N_("Who"), N_("Where it stands")


def urgent_until(urgency: str, since: str) -> date | None:
    """Return the last day of an urgency that was set on a day; None when there is none, or no day."""
    begun = iso_date(since)
    if begun is None or urgency not in URGENT_DAYS:
        return None
    return begun + timedelta(days=URGENT_DAYS[urgency])


@kind("case", label=N_("Case"), plural=N_("Cases"), icon="briefcase", keep=KEPT_A_YEAR)
@attrs.frozen(kw_only=True)
class Case(Record):
    """One matter of one person, from the first visit until it is closed (C1)."""

    number: str = f.text(
        N_("Case number"), group=COURSE, search=Search.WORD, listed=True, max_length=20, presets=WHO_ADVISES
    )
    need: str = f.choice(N_("Need"), c.NEEDS, group=WHAT, required=True, listed=True, counted=True, presets=WHO_ADVISES)
    other_needs: frozenset[str] = f.choices(N_("Other needs"), c.NEEDS, group=WHAT, presets=WHO_ADVISES)
    goal: str = f.text(
        N_("What they want, in their words"),
        group=WHAT,
        lines=True,
        max_length=2000,
        search=Search.WORD,
        presets=WHO_ADVISES,
    )
    next_step: str = f.text(N_("Next step"), group=COURSE, max_length=300, listed=True, presets=PEERS_ONLY)
    urgency: str = f.choice(N_("How urgent"), c.URGENCIES, group=COURSE, listed=True, presets=WHO_ADVISES)
    urgent_since: str = f.day(N_("Urgent since"), group=COURSE, listed=True, presets=WHO_ADVISES)
    state: str = f.choice(N_("State"), c.CASE_STATES, group=COURSE, listed=True, counted=True, presets=PEERS_ONLY)
    waiting_for: str = f.text(N_("Waiting for"), group=COURSE, max_length=200, presets=PEERS_ONLY)
    opened_on: str = f.day(N_("Opened on"), group=COURSE, future=False, listed=True, presets=WHO_ADVISES)
    closed_on: str = f.day(N_("Closed on"), group=COURSE, future=False, presets=PEERS_ONLY)
    closed_reason: str = f.choice(N_("How it ended"), c.CLOSED_REASONS, group=COURSE, counted=True, presets=PEERS_ONLY)
    person: str = f.ref(N_("Person"), "person", group=PEOPLE, required=True, listed=True, presets=WHO_ADVISES)
    navigator: str = f.ref(N_("Who follows it"), "volunteer", group=PEOPLE, listed=True, presets=PEERS_ONLY)
    household: str = f.ref(N_("Household"), "household", group=PEOPLE, presets=WHO_ADVISES)
    county: str = f.text(N_("County"), group=PEOPLE, search=Search.WORD, listed=True, presets=WHO_ADVISES)
    adults: int | None = f.number(N_("Adults at home"), 0, 40, group=PEOPLE, presets=WHO_ADVISES)
    children: int | None = f.number(N_("Children at home"), 0, 40, group=PEOPLE, presets=WHO_ADVISES)
    how_heard: str = f.choice(N_("How they heard of us"), c.HOW_HEARD, group=PEOPLE, counted=True, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return the case number."""
        return self.number

    def sort_name(self) -> str:
        """Return open cases first, those with an urgency by the day it ends, then by the day they were opened.

        "0" urgent · "1" open · "2" closed: each followed by a date, so that a list can start in the middle.
        """
        if not (self.opened_on or self.number):
            return ""
        if self.state == "closed":
            return f"2 {self.closed_on or NO_DAY}"
        until = urgent_until(self.urgency, self.urgent_since)
        return f"0 {until.isoformat()}" if until else f"1 {self.opened_on or NO_DAY}"


@kind("case_turn", label=N_("Opened or closed"), plural=N_("Opened and closed"), icon="history", parent="case")
@attrs.frozen(kw_only=True)
class CaseTurn(Record):
    """A case was opened, closed, opened again or handed over, and why (C1); these are added, not rewritten."""

    case: str = f.ref(N_("Case"), "case", required=True, presets=PEERS_ONLY)
    turn: str = f.choice(N_("What happened"), c.TURNS, required=True, listed=True, counted=True, presets=PEERS_ONLY)
    on: str = f.day(N_("On"), future=False, listed=True, presets=PEERS_ONLY)
    reason: str = f.choice(N_("How it ended"), c.CLOSED_REASONS, listed=True, presets=PEERS_ONLY)
    words: str = f.text(N_("Why"), lines=True, max_length=1000, presets=PEERS_ONLY)
    by: str = f.ref(N_("By whom"), "volunteer", presets=PEERS_ONLY)
    to: str = f.ref(N_("Handed over to"), "volunteer", presets=PEERS_ONLY)


@kind(
    "visit",
    label=N_("Visit"),
    plural=N_("Visits"),
    icon="door-open",
    keep=clock(3, N_("Who came to office hours matters while the work of those weeks goes on.")),
)
@attrs.frozen(kw_only=True)
class Visit(Record):
    """Somebody who came to open office hours: waiting, with somebody, done."""

    called: str = f.text(N_("What to call them"), listed=True, max_length=80, presets=PEERS_ONLY)
    person: str = f.ref(N_("Person"), "person", required=True, listed=True, presets=PEERS_ONLY)
    """Empty until it is known who they are; from then on the visit goes where the person goes, to the last."""
    on: str = f.day(N_("Came on"), future=False, listed=True, presets=PEERS_ONLY)
    at: str = f.clock(N_("Came at"), listed=True, presets=PEERS_ONLY)
    need: str = f.choice(N_("Need"), c.NEEDS, listed=True, counted=True, presets=PEERS_ONLY)
    language: str = f.text(N_("Language"), max_length=40, presets=PEERS_ONLY)
    state: str = f.choice(N_("State"), c.VISIT_STATES, listed=True, counted=True, presets=PEERS_ONLY)
    navigator: str = f.ref(N_("With whom"), "volunteer", listed=True, presets=PEERS_ONLY)
    seen_at: str = f.clock(N_("Their turn came at"), presets=PEERS_ONLY)
    done_at: str = f.clock(N_("Done at"), presets=PEERS_ONLY)
    case: str = f.ref(N_("Case"), "case", presets=PEERS_ONLY)

    def title(self) -> str:
        """Return what to call them."""
        return self.called

    def sort_name(self) -> str:
        """Return when they came."""
        return f"{self.on} {self.at}".strip()


@kind("contact", label=N_("Contact"), plural=N_("Contacts"), icon="phone-call")
@attrs.frozen(kw_only=True)
class Contact(Record):
    """One attempt to reach somebody, and what came of it (C3); contacts are added, not rewritten."""

    about: str = f.ref(N_("About"), "", required=True, presets=PEERS_ONLY)
    way: str = f.choice(N_("How"), c.WAYS, required=True, listed=True, presets=PEERS_ONLY)
    incoming: bool | None = f.flag(N_("Did they call us?"), presets=PEERS_ONLY)
    outcome: str = f.choice(N_("Outcome"), c.CONTACT_OUTCOMES, required=True, listed=True, presets=PEERS_ONLY)
    on: str = f.day(N_("On"), future=False, listed=True, presets=PEERS_ONLY)
    at: str = f.clock(N_("At"), listed=True, presets=PEERS_ONLY)
    words: str = f.text(
        N_("Note (only what is needed)"), lines=True, max_length=1000, search=Search.WORD, presets=PEERS_ONLY
    )
    by: str = f.ref(N_("By whom"), "volunteer", presets=PEERS_ONLY)

    def sort_name(self) -> str:
        """Return when it was."""
        return f"{self.on} {self.at}".strip()


@kind("private_note", label=N_("Note that stays here"), plural=N_("Notes that stay here"), icon="lock")
@attrs.frozen(kw_only=True)
class PrivateNote(Record):
    """A note about a record that never leaves this vault, not even for a colleague (C10)."""

    about: str = f.ref(N_("About"), "", required=True, presets=NEVER_LEAVES)
    words: str = f.text(N_("Note (only what is needed)"), lines=True, required=True, listed=True, presets=NEVER_LEAVES)
    written_on: str = f.day(N_("Written on"), listed=True, presets=NEVER_LEAVES)

    def title(self) -> str:
        """Return the first line of the note."""
        return self.words.split("\n", 1)[0][:80]


@kind(
    "hand_off",
    label=N_("Hand-off"),
    plural=N_("Hand-offs"),
    icon="corner-down-left",
    keep=clock(3, N_("What one shift told the next matters while the work of those weeks goes on.")),
)
@attrs.frozen(kw_only=True)
class HandOff(Record):
    """What one shift leaves to the next, and that it was read (C9)."""

    desk: str = f.choice(N_("Desk"), c.HAND_OFF_DESKS, required=True, listed=True, presets=PEERS_ONLY)
    on: str = f.day(N_("Written on"), future=False, listed=True, presets=PEERS_ONLY)
    at: str = f.clock(N_("Written at"), listed=True, presets=PEERS_ONLY)
    by: str = f.ref(N_("Written by"), "volunteer", listed=True, presets=PEERS_ONLY)
    words: str = f.text(N_("For the next shift"), lines=True, max_length=4000, presets=PEERS_ONLY)
    read_by: str = f.ref(N_("Read by"), "volunteer", listed=True, presets=PEERS_ONLY)
    read_on: str = f.day(N_("Read on"), future=False, listed=True, presets=PEERS_ONLY)
    read_at: str = f.clock(N_("Read at"), presets=PEERS_ONLY)

    def title(self) -> str:
        """Return the first line for the next shift."""
        return self.words.split("\n", 1)[0][:80]

    def sort_name(self) -> str:
        """Return when it was written."""
        return f"{self.on} {self.at}".strip()


@kind("hand_off_item", label=N_("Open matter"), plural=N_("Open matters"), icon="flag", parent="hand_off")
@attrs.frozen(kw_only=True)
class HandOffItem(Record):
    """One open matter of a hand-off: the record it is about, and what to know."""

    hand_off: str = f.ref(N_("Hand-off"), "hand_off", required=True, presets=PEERS_ONLY)
    about: str = f.ref(N_("About"), "", required=True, listed=True, presets=PEERS_ONLY)
    words: str = f.text(N_("What to know"), lines=True, max_length=1000, listed=True, presets=PEERS_ONLY)
    position: int | None = f.number(N_("Order"), 0, 10_000, presets=PEERS_ONLY)


@kind("worklist_item", label=N_("Place in a worklist"), plural=N_("Places in worklists"), icon="list-checks")
@attrs.frozen(kw_only=True)
class WorklistItem(Record):
    """Where a navigator put a case in their own order (C7); it stays in this vault."""

    case: str = f.ref(N_("Case"), "case", required=True, presets=NEVER_LEAVES)
    navigator: str = f.ref(N_("Whose list"), "volunteer", required=True, presets=NEVER_LEAVES)
    position: int | None = f.number(N_("Order"), 0, 1_000_000_000, presets=NEVER_LEAVES)
