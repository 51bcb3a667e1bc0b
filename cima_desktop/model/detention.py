"""Somebody was detained: what is known, who was told, where was looked (E5; law facts, 6 and 9.3).

The number that the government gives a person is typed for a search and never kept. What a search needs besides names
is kept only where the family asked for it, until a day they chose, and never leaves (law facts, 8).
"""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import fields as f
from cima_desktop.model import line_choices as c
from cima_desktop.model.fields import NEVER_LEAVES, PEERS_ONLY, Search
from cima_desktop.model.kinds import Record, kind
from cima_desktop.model.people import KEPT_A_YEAR
from cima_desktop.model.retention import until_its_day

LONGEST_LOCATOR_DAYS = 90
"""The longest that a family can ask us to keep what a search needs."""
OVER = frozenset({"released", "removed", "closed"})
"""The states in which nobody looks for the person any more."""
WHAT, CARE, LAW, MONEY, STATE = (
    N_("What happened"),
    N_("Health and medicine"),
    N_("Lawyer and consulate"),
    N_("Money"),
    N_("Where it stands"),
)


@kind("detention", label=N_("Detention"), plural=N_("Detentions"), icon="siren", keep=KEPT_A_YEAR)
@attrs.frozen(kw_only=True)
class Detention(Record):
    """One person was detained; the family's plan says who cares for the children, this says what was done."""

    person: str = f.ref(N_("Who was detained"), "person", group=WHAT, required=True, listed=True)
    case: str = f.ref(N_("Case"), "case", group=WHAT)
    plan: str = f.ref(N_("Family plan"), "plan", group=WHAT)
    on: str = f.day(N_("Day"), group=WHAT, future=False, listed=True)
    at: str = f.clock(N_("Time"), group=WHAT)
    place: str = f.text(N_("Where it happened"), group=WHAT, max_length=200, sensitive=True)
    agency: str = f.choice(N_("Which agency"), c.AGENCIES, group=WHAT, listed=True, counted=True)
    told_by: str = f.text(N_("Who told us"), group=WHAT, max_length=80, presets=PEERS_ONLY)
    told_by_phone: str = f.phone(N_("Their telephone"), group=WHAT, presets=PEERS_ONLY)
    facility: str = f.text(N_("Where they are held"), group=STATE, search=Search.WORD, listed=True, max_length=200)
    facility_place: str = f.ref(N_("That place in the directory"), "organization", group=STATE)
    children_safe: bool | None = f.flag(N_("Are the children with somebody now?"), group=WHAT, presets=PEERS_ONLY)
    picked_up_by: str = f.text(N_("Who picks the children up"), group=WHAT, max_length=120, presets=PEERS_ONLY)
    medical: str = f.text(
        N_("What they need for their health"), group=CARE, lines=True, max_length=1000, presets=PEERS_ONLY
    )
    lawyer: str = f.text(N_("Lawyer"), group=LAW, max_length=120)
    lawyer_phone: str = f.phone(N_("Lawyer’s telephone"), group=LAW)
    consulate_agreed: bool | None = f.flag(N_("Does the family want the consulate told?"), group=LAW)
    privacy_signed: bool | None = f.flag(N_("Was ICE Form 60-001 signed?"), group=LAW)
    bond: int | None = f.money(N_("Bond"), group=MONEY)
    fund_wanted: bool | None = f.flag(N_("Will the fund be asked?"), group=MONEY, presets=PEERS_ONLY)
    money_note: str = f.text(
        N_("Rent, wages and other money that cannot wait"),
        group=MONEY,
        lines=True,
        max_length=1000,
        presets=PEERS_ONLY,
    )
    next_check_on: str = f.day(N_("Look again on"), group=STATE, listed=True, presets=PEERS_ONLY)
    state: str = f.choice(N_("State"), c.DETENTION_STATES, group=STATE, listed=True, counted=True, presets=PEERS_ONLY)
    closed_on: str = f.day(N_("Closed on"), group=STATE, future=False, presets=PEERS_ONLY)
    closed_reason: str = f.text(N_("Why it was closed"), group=STATE, max_length=200, presets=PEERS_ONLY)
    note: str = f.text(N_("Note (only what is needed)"), lines=True, group=STATE, max_length=2000, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return day and place of detention; who it is about stands in the record it points to."""
        return " · ".join(part for part in (self.on, self.facility) if part)

    @property
    def is_over(self) -> bool:
        """Tell whether nobody looks for the person any more."""
        return self.state in OVER

    def sort_name(self) -> str:
        """Return those that go on ("0") apart from those that are over ("1"), each by day."""
        return f"{'1' if self.is_over else '0'} {self.on}".strip() if self.person else ""


@kind("told", label=N_("Who was told"), plural=N_("Who was told"), icon="message-square-text", parent="detention")
@attrs.frozen(kw_only=True)
class Told(Record):
    """Somebody was told of a detention, by whom and when."""

    detention: str = f.ref(N_("Detention"), "detention", required=True, presets=PEERS_ONLY)
    who: str = f.choice(N_("Who was told"), c.TOLD, required=True, listed=True, presets=PEERS_ONLY)
    name: str = f.text(N_("Name"), listed=True, max_length=120, presets=PEERS_ONLY)
    on: str = f.day(N_("Day"), future=False, listed=True, presets=PEERS_ONLY)
    at: str = f.clock(N_("Time"), listed=True, presets=PEERS_ONLY)
    by: str = f.ref(N_("By whom"), "volunteer", presets=PEERS_ONLY)
    words: str = f.text(N_("What they answered"), lines=True, max_length=500, presets=PEERS_ONLY)


@kind("locator_check", label=N_("Search"), plural=N_("Searches"), icon="search", parent="detention")
@attrs.frozen(kw_only=True)
class LocatorCheck(Record):
    """Where somebody looked for the detained person, and what came of it; what was typed there is not kept."""

    detention: str = f.ref(N_("Detention"), "detention", required=True, presets=PEERS_ONLY)
    where: str = f.choice(N_("Where"), c.WHERE_LOOKED, required=True, listed=True, presets=PEERS_ONLY)
    result: str = f.choice(N_("What came of it"), c.LOOK_RESULTS, required=True, listed=True, presets=PEERS_ONLY)
    on: str = f.day(N_("Day"), future=False, listed=True, presets=PEERS_ONLY)
    at: str = f.clock(N_("Time"), listed=True, presets=PEERS_ONLY)
    by: str = f.ref(N_("By whom"), "volunteer", presets=PEERS_ONLY)
    words: str = f.text(N_("Note"), lines=True, max_length=500, presets=PEERS_ONLY)


@kind(
    "locator_card",
    label=N_("What a search needs"),
    plural=N_("What searches need"),
    icon="id-card",
    parent="detention",
    keep=until_its_day(N_("The family chose until when it is kept, 90 days at most; then it is erased by itself.")),
)
@attrs.frozen(kw_only=True)
class LocatorCard(Record):
    """Names and country as they are typed in a search, kept only because the family asked, until `erase_on`."""

    detention: str = f.ref(N_("Detention"), "detention", required=True, presets=NEVER_LEAVES)
    names: frozenset[str] = f.words(N_("Names as ICE may have them"), sensitive=True, presets=NEVER_LEAVES)
    country: str = f.text(N_("Country that the search asks for"), sensitive=True, max_length=60, presets=NEVER_LEAVES)
    agreed_by: str = f.text(
        N_("Who of the family asked to keep it"), required=True, max_length=120, presets=NEVER_LEAVES
    )
    agreed_on: str = f.day(N_("Asked on"), future=False, required=True, presets=NEVER_LEAVES)
    erase_on: str = f.day(N_("Erased on"), required=True, listed=True, presets=NEVER_LEAVES)
