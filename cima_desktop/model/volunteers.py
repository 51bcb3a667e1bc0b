"""The Rapid Response Network: who helps with what, when, and what each has taken on (S1–S9).

Telephone numbers of volunteers are a record apart that never leaves this vault (S8).
"""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import choices as common
from cima_desktop.model import fields as f
from cima_desktop.model import roster_choices as c
from cima_desktop.model.fields import NEVER_LEAVES, PEERS_ONLY, Search
from cima_desktop.model.kinds import Record, kind
from cima_desktop.model.retention import clock, stays

KEPT_WHILE_HELPING = stays(N_("A volunteer stays on the roster until a person takes them off."))
KEPT_A_YEAR_FOR_LOAD = clock(12, N_("Who did what is needed to share the work fairly over a year."))


@kind("volunteer", label=N_("Volunteer"), plural=N_("Volunteers"), icon="hand-heart", keep=KEPT_WHILE_HELPING)
@attrs.frozen(kw_only=True)
class Volunteer(Record):
    """Staff and volunteers alike: what each can do, in which languages, where, and when they rest (S1, S9)."""

    name: str = f.text(N_("What to call them"), search=Search.NAME, required=True, listed=True, presets=PEERS_ONLY)
    roles: frozenset[str] = f.choices(N_("What they do"), c.ROLES, listed=True, presets=PEERS_ONLY)
    languages: frozenset[str] = f.choices(N_("Languages"), common.LANGUAGES, listed=True, presets=PEERS_ONLY)
    counties: frozenset[str] = f.words(N_("Counties"), search=Search.WORD, listed=True, presets=PEERS_ONLY)
    towns: str = f.text(N_("Towns they know"), search=Search.WORD, max_length=200, presets=PEERS_ONLY)
    skills: str = f.text(N_("Other skills"), lines=True, search=Search.WORD, max_length=500, presets=PEERS_ONLY)
    vehicle: str = f.choice(N_("Vehicle"), c.VEHICLES, listed=True, presets=PEERS_ONLY)
    seats: int | None = f.number(N_("Seats besides the driver"), 0, 60, presets=PEERS_ONLY)
    available: str = f.text(N_("Days and hours they can"), lines=True, max_length=300, presets=PEERS_ONLY)
    most_a_week: int | None = f.number(N_("At most so many tasks a week"), 0, 100, listed=True, presets=PEERS_ONLY)
    rests_from: str = f.day(N_("Rests from"), listed=True, presets=PEERS_ONLY)
    rests_until: str = f.day(N_("Rests until"), listed=True, presets=PEERS_ONLY)
    active: bool | None = f.flag(N_("Helps at present?"), listed=True, presets=PEERS_ONLY)
    since: str = f.day(N_("Helps since"), future=False, presets=PEERS_ONLY)
    opens_as: str = f.text(
        N_("Name at the door of this vault"),
        max_length=80,
        presets=PEERS_ONLY,
        help=N_("If they open this vault with a passphrase of their own: the name that stands on it."),
    )
    note: str = f.text(N_("Note (only what is needed)"), lines=True, max_length=500, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return what to call them."""
        return self.name


@kind(
    "volunteer_contact",
    label=N_("How to reach a volunteer"),
    plural=N_("How to reach volunteers"),
    icon="phone",
    parent="volunteer",
)
@attrs.frozen(kw_only=True)
class VolunteerContact(Record):
    """Numbers and address of a volunteer, which never leave this vault by any export (S8)."""

    volunteer: str = f.ref(N_("Volunteer"), "volunteer", required=True, presets=NEVER_LEAVES)
    phone: str = f.phone(N_("Telephone"), listed=True, sensitive=True, presets=NEVER_LEAVES)
    other_phone: str = f.phone(N_("Another telephone"), sensitive=True, presets=NEVER_LEAVES)
    safe_hours: str = f.text(N_("When they can be called"), max_length=120, presets=NEVER_LEAVES)
    address: str = f.text(N_("Address"), lines=True, max_length=300, sensitive=True, presets=NEVER_LEAVES)
    emergency: str = f.text(N_("Whom to call if something happens to them"), max_length=200, presets=NEVER_LEAVES)


@kind(
    "training",
    label=N_("Training or agreement"),
    plural=N_("Trainings and agreements"),
    icon="graduation-cap",
    parent="volunteer",
)
@attrs.frozen(kw_only=True)
class Training(Record):
    """A training, check or signed agreement, and until when it counts (S5)."""

    volunteer: str = f.ref(N_("Volunteer"), "volunteer", required=True, presets=PEERS_ONLY)
    course: str = f.choice(N_("Which"), c.COURSES, required=True, listed=True, presets=PEERS_ONLY)
    done_on: str = f.day(N_("Done on"), future=False, required=True, listed=True, presets=PEERS_ONLY)
    until: str = f.day(N_("Counts until"), listed=True, presets=PEERS_ONLY)
    given_by: str = f.text(N_("Given or seen by"), max_length=80, presets=PEERS_ONLY)


@kind("shift", label=N_("Shift"), plural=N_("Shifts"), icon="calendar-clock", keep=KEPT_A_YEAR_FOR_LOAD)
@attrs.frozen(kw_only=True)
class Shift(Record):
    """Hours in which a volunteer is on call, and in which order they are called (L9, S2).

    A shift that ends at or before its beginning ends on the next day.
    """

    volunteer: str = f.ref(N_("Volunteer"), "volunteer", required=True, listed=True, presets=PEERS_ONLY)
    desk: str = f.choice(N_("For"), c.DESKS, required=True, listed=True, presets=PEERS_ONLY)
    on: str = f.day(N_("Day"), required=True, listed=True, presets=PEERS_ONLY)
    start: str = f.clock(N_("From"), required=True, listed=True, presets=PEERS_ONLY)
    end: str = f.clock(N_("To"), required=True, listed=True, presets=PEERS_ONLY)
    order: int | None = f.number(N_("Order of call"), 1, 20, listed=True, presets=PEERS_ONLY)
    note: str = f.text(N_("Note"), max_length=200, presets=PEERS_ONLY)

    def sort_name(self) -> str:
        """Return when it begins."""
        return f"{self.on} {self.start}".strip()


@kind(
    "swap_request", label=N_("Request to swap"), plural=N_("Requests to swap"), icon="arrow-left-right", parent="shift"
)
@attrs.frozen(kw_only=True)
class SwapRequest(Record):
    """Somebody asks another to take a shift over (S3)."""

    shift: str = f.ref(N_("Shift"), "shift", required=True, presets=PEERS_ONLY)
    by: str = f.ref(N_("Who asks"), "volunteer", listed=True, presets=PEERS_ONLY)
    of: str = f.ref(N_("Who is asked"), "volunteer", required=True, listed=True, presets=PEERS_ONLY)
    asked_on: str = f.day(N_("Asked on"), future=False, listed=True, presets=PEERS_ONLY)
    state: str = f.choice(N_("Answer"), c.SWAP_STATES, required=True, listed=True, presets=PEERS_ONLY)
    answered_on: str = f.day(N_("Answered on"), future=False, presets=PEERS_ONLY)
    note: str = f.text(N_("Note"), max_length=200, presets=PEERS_ONLY)


@kind("assignment", label=N_("Assignment"), plural=N_("Assignments"), icon="clipboard-check", keep=KEPT_A_YEAR_FOR_LOAD)
@attrs.frozen(kw_only=True)
class Assignment(Record):
    """What a volunteer was asked to do, for which record, and whether it was done (S4)."""

    volunteer: str = f.ref(N_("Volunteer"), "volunteer", required=True, listed=True, presets=PEERS_ONLY)
    about: str = f.ref(N_("For"), "", required=True, listed=True, presets=PEERS_ONLY)
    """A case, an accompaniment, an incident, a detention or a person."""
    sort: str = f.choice(N_("What"), c.ASSIGNMENT_KINDS, required=True, listed=True, counted=True, presets=PEERS_ONLY)
    leads: bool | None = f.flag(N_("Leads the group?"), listed=True, presets=PEERS_ONLY)
    on: str = f.day(N_("Day"), listed=True, presets=PEERS_ONLY)
    start: str = f.clock(N_("From"), listed=True, presets=PEERS_ONLY)
    end: str = f.clock(N_("To"), listed=True, presets=PEERS_ONLY)
    state: str = f.choice(
        N_("State"), c.ASSIGNMENT_STATES, required=True, listed=True, counted=True, presets=PEERS_ONLY
    )
    words: str = f.text(N_("What to do (no names)"), lines=True, max_length=500, presets=PEERS_ONLY)
    report: str = f.text(N_("How it went"), lines=True, max_length=1000, presets=PEERS_ONLY)

    def sort_name(self) -> str:
        """Return when it begins."""
        return f"{self.on} {self.start}".strip()
