"""What the directory knows of lawyers: interviews and how people fared with them (law facts, 12)."""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import choices as common
from cima_desktop.model import fields as f
from cima_desktop.model import roster_choices as c
from cima_desktop.model.fields import PEERS_ONLY, Preset, Search
from cima_desktop.model.kinds import Record, kind

LISTED = frozenset({Preset.PEER, Preset.REFERRAL})
BAR, REACH, CASES, FEES, WAY, VIEW = (
    N_("Bar and accreditation"),
    N_("Languages and counties"),
    N_("Which cases"),
    N_("Fees"),
    N_("How they work"),
    N_("The interview"),
)


@kind("attorney", label=N_("Attorney"), plural=N_("Attorneys"), icon="scale", parent="organization")
@attrs.frozen(kw_only=True)
class Attorney(Record):
    """A lawyer or accredited representative: what they said in the interview, and what was checked."""

    organization: str = f.ref(N_("Firm or organization"), "organization", required=True, presets=LISTED)
    name: str = f.text(N_("Name"), search=Search.NAME, required=True, listed=True, presets=LISTED)
    phone: str = f.phone(N_("Telephone"), listed=True, presets=LISTED)
    emergency_phone: str = f.phone(N_("Telephone in an emergency"), presets=LISTED)
    answers_within: str = f.text(N_("Answers within"), max_length=80, presets=LISTED)
    bar: str = f.text(N_("State bar and number"), group=BAR, max_length=80, presets=LISTED)
    bar_checked_on: str = f.day(
        N_("Standing checked with the State Bar on"), group=BAR, future=False, listed=True, presets=LISTED
    )
    discipline: str = f.choice(N_("Any discipline?"), c.YES_NO_UNKNOWN, group=BAR, presets=PEERS_ONLY)
    accreditation: str = f.choice(N_("DOJ accreditation"), c.ACCREDITATIONS, group=BAR, presets=LISTED)
    own_languages: frozenset[str] = f.choices(
        N_("Languages the lawyer speaks"), common.LANGUAGES, group=REACH, listed=True, presets=LISTED
    )
    staff_languages: frozenset[str] = f.choices(
        N_("Languages the staff speak"), common.LANGUAGES, group=REACH, presets=LISTED
    )
    interpreters: bool | None = f.flag(N_("Brings interpreters?"), group=REACH, presets=LISTED)
    counties: frozenset[str] = f.words(N_("Counties"), group=REACH, search=Search.WORD, presets=LISTED)
    accessible: bool | None = f.flag(N_("Can a wheelchair get in?"), group=REACH, presets=LISTED)
    areas: frozenset[str] = f.choices(N_("Areas of law"), c.PRACTICE_AREAS, group=CASES, listed=True, presets=LISTED)
    stewart: bool | None = f.flag(N_("Takes people detained at Stewart?"), group=CASES, presets=LISTED)
    by_video: bool | None = f.flag(N_("Appears by video?"), group=CASES, presets=LISTED)
    travels: bool | None = f.flag(N_("Travels to detention centers?"), group=CASES, presets=LISTED)
    federal_court: bool | None = f.flag(N_("Goes to federal court?"), group=CASES, presets=LISTED)
    accepting: bool | None = f.flag(N_("Takes new cases now?"), group=CASES, listed=True, presets=LISTED)
    a_month: int | None = f.number(N_("New cases a month"), 0, 500, group=CASES, presets=LISTED)
    wait: str = f.text(N_("How long the wait is"), group=CASES, max_length=80, presets=LISTED)
    experience: str = f.text(N_("Experience with such cases"), group=CASES, lines=True, max_length=1000)
    consult_fee: int | None = f.money(N_("First consultation"), group=FEES, presets=LISTED)
    consult_minutes: int | None = f.number(N_("Minutes of the first consultation"), 0, 480, group=FEES, presets=LISTED)
    by_phone: bool | None = f.flag(N_("Consults by telephone or video?"), group=FEES, presets=LISTED)
    evenings: bool | None = f.flag(N_("Evenings or weekends?"), group=FEES, presets=LISTED)
    fee_types: frozenset[str] = f.choices(N_("How they charge"), c.FEE_TYPES, group=FEES, presets=LISTED)
    fees: str = f.text(N_("Fees for each service"), group=FEES, lines=True, max_length=1000, presets=LISTED)
    payment_plan: bool | None = f.flag(N_("Payment plan?"), group=FEES, presets=LISTED)
    written_contract: bool | None = f.flag(N_("Gives a written contract?"), group=WAY, presets=LISTED)
    receipts: bool | None = f.flag(N_("Gives receipts?"), group=WAY, presets=LISTED)
    gives_file: bool | None = f.flag(N_("Gives the client a copy of the file?"), group=WAY, presets=LISTED)
    who_attends: str = f.text(N_("Who goes to the hearings"), group=WAY, max_length=120, presets=LISTED)
    conflicts: str = f.text(N_("What they do when two clients are against each other"), group=WAY, max_length=200)
    family_papers: bool | None = f.flag(N_("Prepares family plans and powers of attorney?"), group=WAY, presets=LISTED)
    early_form: bool | None = f.flag(N_("Signs a G-28 in advance?"), group=WAY, presets=LISTED)
    red_flags: frozenset[str] = f.choices(N_("Red flags"), c.RED_FLAGS, group=VIEW, presets=PEERS_ONLY)
    references: str = f.text(N_("References"), group=VIEW, lines=True, max_length=500, presets=PEERS_ONLY)
    interviewed_by: str = f.ref(N_("Interviewed by"), "volunteer", group=VIEW, presets=PEERS_ONLY)
    interviewed_on: str = f.day(N_("Interviewed on"), group=VIEW, future=False, listed=True, presets=PEERS_ONLY)
    next_check_on: str = f.day(N_("Ask again on"), group=VIEW, listed=True, presets=PEERS_ONLY)
    may_list: bool | None = f.flag(N_("May we give their name to families?"), group=VIEW, listed=True, presets=LISTED)
    note: str = f.text(N_("Note (only what is needed)"), lines=True, group=VIEW, max_length=1000, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return the lawyer's name."""
        return self.name


@kind(
    "attorney_feedback",
    label=N_("How it went with a lawyer"),
    plural=N_("How it went with lawyers"),
    icon="message-square-text",
    parent="attorney",
)
@attrs.frozen(kw_only=True)
class AttorneyFeedback(Record):
    """What somebody said about a lawyer, without their name; somebody of us looks at it before it counts."""

    attorney: str = f.ref(N_("Attorney"), "attorney", required=True, presets=PEERS_ONLY)
    on: str = f.day(N_("Said on"), future=False, listed=True, presets=PEERS_ONLY)
    explained: bool | None = f.flag(N_("Did they explain things?"), listed=True, presets=PEERS_ONLY)
    answered: bool | None = f.flag(N_("Did they return calls?"), listed=True, presets=PEERS_ONLY)
    kept_price: bool | None = f.flag(N_("Did the price stay as agreed?"), listed=True, presets=PEERS_ONLY)
    again: bool | None = f.flag(N_("Would they go there again?"), listed=True, presets=PEERS_ONLY)
    red_flags: frozenset[str] = f.choices(N_("Red flags"), c.RED_FLAGS, presets=PEERS_ONLY)
    words: str = f.text(N_("What they said (no names)"), lines=True, max_length=1000, presets=PEERS_ONLY)
    state: str = f.choice(N_("Looked at?"), c.FEEDBACK_STATES, listed=True, presets=PEERS_ONLY)
    looked_by: str = f.ref(N_("Looked at by"), "volunteer", presets=PEERS_ONLY)
