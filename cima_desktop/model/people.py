"""People, households, how people are related, and organizations.

Deliberately absent, here and everywhere: immigration status, entry history, Social Security number, A-number,
country of birth. What is not collected cannot be seized (law facts, section 8).
"""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import choices as c
from cima_desktop.model import fields as f
from cima_desktop.model import roster_choices as r
from cima_desktop.model.fields import EVERY_PRESET, PEER_AND_LAWYER, PEERS_ONLY, WHO_ADVISES, Merge, Preset, Search
from cima_desktop.model.kinds import Record, kind
from cima_desktop.model.retention import clock, stays

KEPT_A_YEAR = clock(
    12,
    N_(
        "Guidance for groups like this says to keep inquiries for a short time and case files to the end of the matter."
        " A year leaves time for the family to come back."
    ),
)
SAME_AS = "same_as"
"""The field of a person that says whose record this one belongs to (R9); it has a place of its own in the window."""

LISTED = frozenset({Preset.PEER, Preset.LAWYER, Preset.REFERRAL})
NAME, CONTACT, HOME, DETAILS = N_("Name"), N_("Contact"), N_("Home"), N_("Details")
HELP, REACH, SAFETY = N_("The help"), N_("How to reach them"), N_("For us only")
AREA = N_("Place, roughly")
AREA_HELP = N_("What others may know of where they live: a road without its number, a part of town.")


@kind("household", label=N_("Household"), plural=N_("Households"), icon="house", keep=KEPT_A_YEAR)
@attrs.frozen(kw_only=True)
class Household(Record):
    """People who share a home; the name is what the family calls itself (H2)."""

    name: str = f.text(
        N_("Name of the household"), group=NAME, search=Search.NAME, required=True, listed=True, presets=EVERY_PRESET
    )
    street: str = f.text(N_("Street and number"), group=HOME, search=Search.WORD, sensitive=True, max_length=300)
    city: str = f.text(N_("City or town"), group=HOME, search=Search.WORD, listed=True)
    county: str = f.text(N_("County"), group=HOME, search=Search.WORD, listed=True, presets=EVERY_PRESET)
    state: str = f.text(N_("State"), group=HOME)
    zip: str = f.text(N_("ZIP code"), group=HOME, max_length=10)
    area: str = f.text(AREA, group=HOME, help=AREA_HELP, max_length=120, presets=EVERY_PRESET)
    phone: str = f.phone(N_("Telephone at home"), group=CONTACT, presets=PEER_AND_LAWYER)
    language: str = f.choice(N_("Language at home"), c.LANGUAGES, group=CONTACT, counted=True, presets=EVERY_PRESET)
    pets: str = f.text(N_("Pets and who can take them"), group=DETAILS, lines=True, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return the household's name."""
        return self.name


@kind("person", label=N_("Person"), plural=N_("People"), icon="users", keep=KEPT_A_YEAR)
@attrs.frozen(kw_only=True)
class Person(Record):
    """One person. Names are never split automatically; the name on the ID is what legal papers print (H3)."""

    given_names: str = f.text(N_("Given names"), group=NAME, search=Search.NAME, presets=EVERY_PRESET)
    paternal_surname: str = f.text(N_("First surname"), group=NAME, search=Search.NAME, presets=EVERY_PRESET)
    maternal_surname: str = f.text(N_("Second surname"), group=NAME, search=Search.NAME, presets=EVERY_PRESET)
    suffix: str = f.text(N_("Suffix"), group=NAME, max_length=20)
    preferred_name: str = f.text(
        N_("Name they use"), group=NAME, search=Search.NAME, presets=EVERY_PRESET, help=N_("What to call this person.")
    )
    name_as_on_id: str = f.text(
        N_("Full name exactly as on the ID"),
        group=NAME,
        search=Search.NAME,
        help=N_("Legal papers print this name. Copy every accent and hyphen."),
    )
    aliases: frozenset[str] = f.words(N_("Other names"), group=NAME, search=Search.NAME, presets=PEERS_ONLY)
    birth_date: str = f.day(N_("Date of birth"), group=DETAILS, future=False, sensitive=True)
    phone: str = f.phone(N_("Telephone"), group=CONTACT, listed=True, presets=EVERY_PRESET)
    other_phone: str = f.phone(N_("Another telephone"), group=CONTACT)
    phone_owner: str = f.choice(N_("Whose telephone is it?"), c.PHONE_OWNERS, group=CONTACT, presets=EVERY_PRESET)
    voicemail_ok: bool | None = f.flag(
        N_("Is it safe to leave a message?"), group=CONTACT, merge=Merge.SAFETY, cautious=False, presets=EVERY_PRESET
    )
    text_ok: bool | None = f.flag(
        N_("Is it safe to send a text?"), group=CONTACT, merge=Merge.SAFETY, cautious=False, presets=EVERY_PRESET
    )
    safe_hours: str = f.text(N_("Safe hours to call"), group=CONTACT, presets=EVERY_PRESET)
    ask_for: str = f.text(N_("Name to ask for"), group=CONTACT, presets=EVERY_PRESET)
    language: str = f.choice(
        N_("Preferred language"), c.LANGUAGES, group=CONTACT, listed=True, presets=EVERY_PRESET, counted=True
    )
    other_languages: frozenset[str] = f.choices(N_("Other languages"), c.LANGUAGES, group=CONTACT, presets=WHO_ADVISES)
    interpreter: bool | None = f.flag(N_("Needs an interpreter"), group=CONTACT, presets=EVERY_PRESET)
    read_aloud: bool | None = f.flag(
        N_("Read papers aloud"), group=CONTACT, help=N_("Documents are made in large type."), presets=WHO_ADVISES
    )
    household: str = f.ref(N_("Household"), "household", group=HOME, presets=EVERY_PRESET)
    other_household: str = f.ref(
        N_("Second home"), "household", group=HOME, help=N_("For a child who lives in two homes.")
    )
    street: str = f.text(
        N_("Street and number"),
        group=HOME,
        search=Search.WORD,
        sensitive=True,
        max_length=300,
        help=N_("Only if different from the household’s."),
    )
    city: str = f.text(N_("City or town"), group=HOME, search=Search.WORD)
    county: str = f.text(N_("County"), group=HOME, search=Search.WORD, listed=True, presets=EVERY_PRESET)
    state: str = f.text(N_("State"), group=HOME)
    zip: str = f.text(N_("ZIP code"), group=HOME, max_length=10)
    area: str = f.text(AREA, group=HOME, help=AREA_HELP, max_length=120, presets=EVERY_PRESET)
    signing_mode: str = f.choice(N_("How they sign"), c.SIGNING_MODES, group=DETAILS)
    id_kind: str = f.choice(N_("ID to show the notary"), c.ID_KINDS, group=DETAILS, help=N_("Never write its number."))
    role: str = f.text(N_("Role in the community"), group=DETAILS, search=Search.WORD, presets=PEERS_ONLY)
    same_as: str = f.ref(N_("Same person as"), "person", presets=PEERS_ONLY)
    """Always the record with the smaller id, so two people who join apart write the same, and no circle can be."""

    def title(self) -> str:
        """Return the name this person goes by: the one they use, else the parts of the name, else the one on the ID."""
        return self.preferred_name or self.full_name() or self.name_as_on_id

    def full_name(self) -> str:
        """Return given names, both surnames and suffix, as far as they are known."""
        return " ".join(p for p in (self.given_names, self.paternal_surname, self.maternal_surname, self.suffix) if p)

    def legal_name(self) -> str:
        """Return the name that legal papers print: as on the ID, else the composed name."""
        return self.name_as_on_id or self.full_name() or self.preferred_name

    def sort_name(self) -> str:
        """Return the surnames first, as lists are ordered."""
        surnames = f"{self.paternal_surname} {self.maternal_surname}".strip()
        return f"{surnames} {self.given_names}".strip() or self.title()


@kind("relationship", label=N_("Relationship"), plural=N_("Relationships"), icon="heart-handshake", parent="person")
@attrs.frozen(kw_only=True)
class Relationship(Record):
    """How `other` stands to `person`; "kept apart" is honoured by every print and export (H1, H6)."""

    person: str = f.ref(N_("Person"), "person", required=True)
    relation: str = f.choice(
        N_("Relation"), c.RELATIONS, required=True, merge=Merge.SAFETY, cautious="kept_apart", listed=True
    )
    other: str = f.ref(N_("Other person"), "person", required=True)
    since: str = f.text(N_("Since"), max_length=40)
    note: str = f.text(N_("Note"), lines=True, presets=PEERS_ONLY)


@kind(
    "organization",
    label=N_("Organization"),
    plural=N_("Organizations"),
    icon="school",
    keep=stays(N_("An organization is no family; it stays until a person takes it out.")),
)
@attrs.frozen(kw_only=True)
class Organization(Record):
    """A school, clinic, law office, consulate or other body the family deals with."""

    name: str = f.text(N_("Name"), search=Search.NAME, required=True, listed=True, presets=EVERY_PRESET)
    sort: str = f.choice(N_("Kind of organization"), c.ORGANIZATION_KINDS, listed=True)
    services: frozenset[str] = f.choices(N_("What they help with"), r.SERVICES, group=HELP, listed=True, presets=LISTED)
    cost: str = f.choice(N_("What it costs"), r.COSTS, group=HELP, listed=True, presets=LISTED)
    languages: frozenset[str] = f.choices(N_("Languages spoken"), c.LANGUAGES, group=HELP, listed=True)
    counties: frozenset[str] = f.words(
        N_("Counties"),
        group=HELP,
        search=Search.WORD,
        listed=True,
        presets=LISTED,
        help=N_("Leave it empty when they help everyone, wherever they live."),
    )
    how_to: str = f.text(N_("How to get help there"), group=HELP, lines=True, max_length=500, presets=LISTED)
    bring: str = f.text(N_("What to bring"), group=HELP, lines=True, max_length=300, presets=LISTED)
    phone: str = f.phone(N_("Telephone"), group=REACH, listed=True)
    other_phone: str = f.phone(N_("Another telephone"), group=REACH, presets=LISTED)
    contact_person: str = f.text(N_("Contact person"), group=REACH, search=Search.WORD)
    website: str = f.text(N_("Website"), group=REACH, max_length=120, presets=LISTED)
    street: str = f.text(N_("Street and number"), group=REACH, search=Search.WORD, max_length=300)
    city: str = f.text(N_("City or town"), group=REACH, search=Search.WORD, listed=True)
    hours: str = f.text(N_("Opening hours"), group=REACH, lines=True, max_length=300, presets=LISTED)
    asks_id: str = f.choice(N_("Do they ask for an ID?"), r.YES_NO_UNKNOWN, group=SAFETY, presets=PEERS_ONLY)
    guards: str = f.choice(
        N_("Are there guards or police at the door?"), r.YES_NO_UNKNOWN, group=SAFETY, presets=PEERS_ONLY
    )
    reports: str = f.choice(
        N_("Do they pass information to agencies?"), r.YES_NO_UNKNOWN, group=SAFETY, presets=PEERS_ONLY
    )
    safety: str = f.text(N_("What to know for safety"), group=SAFETY, lines=True, max_length=500, presets=PEERS_ONLY)
    note: str = f.text(N_("Note"), group=SAFETY, lines=True)
    checked_on: str = f.day(N_("A person checked this on"), future=False, listed=True)
    checked_by: str = f.ref(N_("Who checked it"), "volunteer", presets=PEERS_ONLY)
    shipped: str = f.text(N_("Came with the program"), max_length=60, presets=PEERS_ONLY)
    """Its permanent key, so that a newer program can offer newer facts without a second entry."""

    def title(self) -> str:
        """Return the organization's name."""
        return self.name
