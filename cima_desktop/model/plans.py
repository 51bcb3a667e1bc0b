"""The family emergency plan and its repeating parts (law facts 5.2; E1–E4)."""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import choices as c
from cima_desktop.model import fields as f
from cima_desktop.model.fields import EVERY_PRESET, PEER_AND_HOST, PEERS_ONLY, WHO_CARES, WHO_ENROLLS, Merge, Search
from cima_desktop.model.kinds import Record, kind
from cima_desktop.model.retention import clock

FAMILY, COURT, CARE, MONEY, DAY_ONE, IF_AWAY, REVIEW = (
    N_("Family"),
    N_("Court and safety"),
    N_("Care of the children"),
    N_("Money and property"),
    N_("First 24 hours"),
    N_("If a parent is away"),
    N_("Review"),
)


KEPT_THREE_YEARS = clock(
    36,
    N_(
        "A plan is read again every year. Three years after the last change or after its last paper ended, it is most"
        " likely out of date."
    ),
)


@kind("plan", label=N_("Family plan"), plural=N_("Family plans"), icon="folder-heart", keep=KEPT_THREE_YEARS)
@attrs.frozen(kw_only=True)
class Plan(Record):
    """One household's emergency plan: live data from which every paper is made (E1)."""

    name: str = f.text(
        N_("Name of the plan"), group=FAMILY, search=Search.NAME, required=True, listed=True, presets=EVERY_PRESET
    )
    household: str = f.ref(N_("Household"), "household", group=FAMILY, required=True, presets=EVERY_PRESET)
    parent1: str = f.ref(N_("Parent"), "person", group=FAMILY, required=True, presets=EVERY_PRESET)
    parent2: str = f.ref(N_("Other parent"), "person", group=FAMILY, presets=EVERY_PRESET)
    parent2_status: str = f.choice(N_("About the other parent"), c.PARENT2_STATUS, group=FAMILY)
    parent2_explanation: str = f.text(
        N_("Explanation about the other parent"), group=FAMILY, lines=True, max_length=1000
    )
    children: frozenset[str] = f.words(N_("Children in the plan"), group=FAMILY, presets=EVERY_PRESET)
    open_case: bool | None = f.flag(
        N_("Is there a case open in court or with social services about the children?"),
        group=COURT,
        merge=Merge.SAFETY,
        cautious=True,
    )
    custody_order: bool | None = f.flag(
        N_("Is there a court order about custody of any child?"), group=COURT, merge=Merge.SAFETY, cautious=True
    )
    protective_order: bool | None = f.flag(
        N_("Is there a protective order in the family?"), group=COURT, merge=Merge.SAFETY, cautious=True
    )
    other_parent_disagrees: bool | None = f.flag(
        N_("Might the other parent disagree?"), group=COURT, merge=Merge.SAFETY, cautious=True
    )
    owns_land: bool | None = f.flag(N_("Does the family own land, a house or a mobile home?"), group=COURT)
    serious_question: bool | None = f.flag(N_("Does the family want to ask a lawyer something first?"), group=COURT)
    care_powers: frozenset[str] = f.choices(N_("What the caregiver may do"), c.CARE_POWERS, group=CARE)
    travel_scope: str = f.choice(N_("Where the caregiver may travel with the children"), c.TRAVEL_SCOPES, group=CARE)
    powers_withheld: str = f.text(
        N_("What the caregiver may not do, in the parent’s words"),
        group=CARE,
        lines=True,
        max_length=2000,
        attorney_only=True,
    )
    effective_mode: str = f.choice(N_("When the paper starts to work"), c.EFFECTIVE_MODES, group=CARE)
    effective_date: str = f.day(N_("Start date"), group=CARE)
    event_text: str = f.text(N_("What must happen first"), group=CARE, lines=True, max_length=1000, attorney_only=True)
    determiner: str = f.ref(N_("Who declares that it happened"), "person", group=CARE, attorney_only=True)
    care_expires: str = f.day(N_("End date of the care papers"), group=CARE)
    agent: str = f.ref(N_("Who would handle money and property"), "person", group=MONEY)
    successor1: str = f.ref(N_("First successor"), "person", group=MONEY)
    successor2: str = f.ref(N_("Second successor"), "person", group=MONEY)
    agent_may_name_successor: bool | None = f.flag(N_("Offer a box to let the agent name a successor"), group=MONEY)
    money_subjects: frozenset[str] = f.choices(N_("Subjects the agent may handle"), c.MONEY_SUBJECTS, group=MONEY)
    specific_powers: frozenset[str] = f.choices(
        N_("Special powers (attorney only)"), c.SPECIFIC_POWERS, group=MONEY, attorney_only=True
    )
    self_benefit: bool | None = f.flag(
        N_("May special powers benefit the agent? (attorney only)"), group=MONEY, attorney_only=True
    )
    joint_agent: str = f.ref(N_("Co-agent (attorney only)"), "person", group=MONEY, attorney_only=True)
    compensation: str = f.choice(N_("Is the agent paid?"), c.COMPENSATION, group=MONEY)
    accounting_recipient: str = f.ref(N_("Who may ask the agent for accounts"), "person", group=MONEY)
    exclusions: str = f.text(
        N_("Additional provisions (attorney only)"), group=MONEY, lines=True, max_length=2000, attorney_only=True
    )
    money_expires: str = f.day(N_("End date of the financial power of attorney"), group=MONEY)
    nominate_guardian: bool | None = f.flag(
        N_("Offer a box to nominate the agent as guardian of property"), group=MONEY
    )
    revokes_prior: str = f.choice(N_("Earlier powers of attorney"), c.REVOKES_PRIOR, group=MONEY)
    meeting_place: str = f.text(N_("Safe meeting place"), group=DAY_ONE, max_length=300, presets=PEERS_ONLY)
    code_word: str = f.text(N_("Family code word"), group=DAY_ONE, sensitive=True, max_length=60, presets=PEERS_ONLY)
    lawyer_name: str = f.text(N_("Immigration lawyer"), group=DAY_ONE)
    lawyer_phone: str = f.phone(N_("Lawyer’s telephone"), group=DAY_ONE)
    lawyer_signed_form: bool | None = f.flag(
        N_("Does the lawyer already have the signed appearance form?"), group=DAY_ONE
    )
    hotline_phone: str = f.phone(N_("Hotline"), group=DAY_ONE, presets=PEERS_ONLY)
    consulate_name: str = f.text(N_("Consulate to call"), group=DAY_ONE, presets=PEERS_ONLY)
    consulate_phone: str = f.phone(N_("Consulate’s telephone"), group=DAY_ONE, presets=PEERS_ONLY)
    destination_contact: str = f.text(
        N_("Who would receive the parent abroad"), group=IF_AWAY, max_length=300, presets=PEERS_ONLY
    )
    return_bag: str = f.text(
        N_("Where the bag with clothes and papers is"), group=IF_AWAY, max_length=300, presets=PEERS_ONLY
    )
    child_travel: str = f.text(
        N_("How the children would travel to the parent"), group=IF_AWAY, lines=True, presets=PEERS_ONLY
    )
    bank_access: str = f.text(N_("How to reach the money from abroad"), group=IF_AWAY, lines=True, presets=PEERS_ONLY)
    left_out: frozenset[str] = f.words(N_("Papers the family does not want"), group=REVIEW, presets=PEERS_ONLY)
    reviewed_on: str = f.day(N_("Last reviewed with the family"), group=REVIEW, future=False)
    review_due: str = f.day(N_("Review again on"), group=REVIEW)
    signing_day: str = f.day(
        N_("Planned signing day"),
        group=REVIEW,
        help=N_("For planning only. It is never printed as the date of signing."),
    )
    unknowns: frozenset[str] = f.words(N_("Answers the family does not know yet"), group=REVIEW, presets=PEERS_ONLY)
    step: str = f.text(N_("Where the interview stopped"), group=REVIEW, max_length=80, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return the name of the plan."""
        return self.name


PLAN_REF = N_("Plan")
ADULT_HEALTH = (
    "conditions",
    "allergies",
    "doctor",
    "doctor_phone",
    "pharmacy",
    "equipment",
    "pregnancy",
    "crisis_plan",
)
"""What an adult's medical sheet says, in the order it is asked and printed."""


@kind("child_sheet", label=N_("Child’s sheet"), plural=N_("Children’s sheets"), icon="baby", parent="plan")
@attrs.frozen(kw_only=True)
class ChildSheet(Record):
    """What a caregiver must know about one child."""

    plan: str = f.ref(PLAN_REF, "plan", required=True)
    child: str = f.ref(N_("Child"), "person", required=True)
    school: str = f.text(N_("School or child care"), search=Search.WORD, listed=True, presets=WHO_CARES)
    grade: str = f.text(N_("Grade"), max_length=60, presets=WHO_CARES)
    teacher: str = f.text(N_("Teacher"), presets=WHO_CARES)
    school_phone: str = f.phone(N_("School’s telephone"), presets=PEER_AND_HOST)
    bus: str = f.text(N_("Bus and after-school"), max_length=300, presets=WHO_CARES)
    pick_up: str = f.text(N_("Who may pick up the child"), lines=True, max_length=1000, presets=WHO_CARES)
    pick_up_password: str = f.text(N_("Pick-up password"), sensitive=True, max_length=60, presets=PEERS_ONLY)
    education_plan: str = f.text(N_("IEP or 504 plan and other support"), max_length=500, presets=WHO_CARES)
    doctor: str = f.text(N_("Doctor or clinic"), presets=PEER_AND_HOST)
    doctor_phone: str = f.phone(N_("Doctor’s telephone"), presets=PEER_AND_HOST)
    dentist: str = f.text(N_("Dentist"), presets=PEERS_ONLY)
    therapist: str = f.text(N_("Therapist"), presets=PEERS_ONLY)
    pharmacy: str = f.text(N_("Pharmacy"), presets=PEERS_ONLY)
    insurance: str = f.text(N_("Insurance and where the card is"), max_length=300, presets=PEERS_ONLY)
    allergies: str = f.text(
        N_("Allergies and what happens"), lines=True, max_length=1000, merge=Merge.ALL, presets=WHO_CARES
    )
    rescue_medicine: str = f.text(
        N_("Rescue medicine and where it is"), max_length=300, merge=Merge.ALL, presets=WHO_CARES
    )
    conditions: str = f.text(N_("Health conditions"), lines=True, max_length=1000, presets=PEER_AND_HOST)
    vaccine_card: str = f.text(N_("Where the vaccine card is"), max_length=300, presets=PEERS_ONLY)
    aids: str = f.text(N_("Glasses, hearing aids, equipment"), max_length=300, presets=PEER_AND_HOST)
    routine: str = f.text(N_("Daily routine and bedtime"), lines=True, max_length=1000, presets=PEER_AND_HOST)
    foods: str = f.text(N_("Foods liked and not eaten"), max_length=500, presets=PEER_AND_HOST)
    comfort: str = f.text(N_("What gives comfort; fears"), max_length=500, presets=PEER_AND_HOST)
    religion: str = f.text(N_("Religion and traditions"), max_length=300, presets=PEER_AND_HOST)
    other_parent: str = f.text(N_("About the other parent"), lines=True, max_length=1000)
    relatives: str = f.text(N_("Relatives here and abroad"), lines=True, max_length=1000, presets=PEERS_ONLY)
    told: str = f.text(N_("What the child has been told"), max_length=500, presets=PEER_AND_HOST)
    if_alone: str = f.text(N_("What the child does if nobody is home"), max_length=500, presets=PEERS_ONLY)


@kind(
    "adult_sheet",
    label=N_("Adult’s medical sheet"),
    plural=N_("Adults’ medical sheets"),
    icon="briefcase-medical",
    parent="plan",
)
@attrs.frozen(kw_only=True)
class AdultSheet(Record):
    """What medical staff must know about one adult, so that someone can tell them."""

    plan: str = f.ref(PLAN_REF, "plan", required=True)
    person: str = f.ref(N_("Person"), "person", required=True)
    conditions: str = f.text(N_("Health conditions"), lines=True, max_length=1000, presets=PEERS_ONLY)
    allergies: str = f.text(
        N_("Allergies and what happens"), lines=True, max_length=1000, merge=Merge.ALL, presets=PEERS_ONLY
    )
    doctor: str = f.text(N_("Doctor or clinic"), presets=PEERS_ONLY)
    doctor_phone: str = f.phone(N_("Doctor’s telephone"), presets=PEERS_ONLY)
    pharmacy: str = f.text(N_("Pharmacy"), presets=PEERS_ONLY)
    equipment: str = f.text(N_("Equipment"), max_length=300, presets=PEERS_ONLY)
    pregnancy: str = f.text(N_("Pregnancy"), max_length=200, presets=PEERS_ONLY)
    crisis_plan: str = f.text(N_("Plan for a mental health crisis"), lines=True, max_length=1000, presets=PEERS_ONLY)


@kind("caregiver", label=N_("Caregiver"), plural=N_("Caregivers"), icon="hand-heart", parent="plan")
@attrs.frozen(kw_only=True)
class Caregiver(Record):
    """Who would care for one child, and in which order (E2; N.C.G.S. 14-321.2 needs the relation)."""

    plan: str = f.ref(PLAN_REF, "plan", required=True)
    child: str = f.ref(N_("Child"), "person", required=True)
    person: str = f.ref(N_("Caregiver"), "person", required=True)
    rank: str = f.choice(N_("Order"), c.CAREGIVER_RANKS, required=True, listed=True, presets=WHO_ENROLLS)
    relation: str = f.choice(
        N_("Relation to the child"), c.CAREGIVER_RELATIONS, required=True, listed=True, presets=WHO_ENROLLS
    )
    relation_note: str = f.text(N_("How they know the child"), lines=True, max_length=500)
    known_since: int | None = f.number(N_("Known the child since (year)"), 1940, 2100)
    same_home: bool | None = f.flag(N_("Lives in the same home as the parent"))
    other_school_district: bool | None = f.flag(N_("Lives in another school district"))
    agreed: bool | None = f.flag(N_("Has agreed to care for the child"), merge=Merge.SAFETY, cautious=False)


@kind("emergency_contact", label=N_("Emergency contact"), plural=N_("Emergency contacts"), icon="phone", parent="plan")
@attrs.frozen(kw_only=True)
class EmergencyContact(Record):
    """Someone to call, in order."""

    plan: str = f.ref(PLAN_REF, "plan", required=True)
    position: int | None = f.number(N_("Order"), 1, 99, presets=WHO_CARES)
    name: str = f.text(N_("Name"), search=Search.NAME, required=True, listed=True, presets=WHO_CARES)
    relation: str = f.text(N_("Relation"), max_length=80, listed=True, presets=WHO_CARES)
    phone: str = f.phone(N_("Telephone"), listed=True, presets=WHO_CARES)
    whatsapp: bool | None = f.flag(N_("Uses WhatsApp"), presets=WHO_CARES)
    language: str = f.choice(N_("Language"), c.LANGUAGES, presets=WHO_CARES)
    speaks_english: bool | None = f.flag(N_("Speaks English"), presets=WHO_CARES)
    drives: bool | None = f.flag(N_("Can drive"), presets=PEERS_ONLY)
    nearby: bool | None = f.flag(N_("Lives nearby"), presets=PEERS_ONLY)
    memorize: bool | None = f.flag(N_("Number to learn by heart"), presets=PEERS_ONLY)


@kind("medicine", label=N_("Medicine"), plural=N_("Medicines"), icon="briefcase-medical", parent="plan")
@attrs.frozen(kw_only=True)
class Medicine(Record):
    """A medicine that someone in the family takes."""

    plan: str = f.ref(PLAN_REF, "plan", required=True)
    person: str = f.ref(N_("Who takes it"), "person", required=True)
    name: str = f.text(
        N_("Medicine"), search=Search.WORD, required=True, listed=True, merge=Merge.ALL, presets=PEER_AND_HOST
    )
    dose: str = f.text(N_("Dose"), max_length=120, listed=True, merge=Merge.ALL, presets=PEER_AND_HOST)
    times: frozenset[str] = f.choices(N_("When"), c.MEDICINE_TIMES, presets=PEER_AND_HOST)
    reason: str = f.text(N_("What it is for"), presets=PEERS_ONLY)
    prescriber: str = f.text(N_("Who prescribes it"), presets=PEERS_ONLY)
    place: str = f.text(N_("Where it is kept"), presets=PEER_AND_HOST)


@kind("first_day_task", label=N_("First-day task"), plural=N_("First-day tasks"), icon="list-checks", parent="plan")
@attrs.frozen(kw_only=True)
class FirstDayTask(Record):
    """Who does what in the first 24 hours."""

    plan: str = f.ref(PLAN_REF, "plan", required=True)
    position: int | None = f.number(N_("Order"), 1, 99, presets=PEERS_ONLY)
    task: str = f.choice(N_("Task"), c.FIRST_DAY_TASKS, required=True, listed=True, presets=PEERS_ONLY)
    detail: str = f.text(N_("Details"), max_length=300, presets=PEERS_ONLY)
    who: str = f.text(N_("Who does it"), search=Search.NAME, listed=True, presets=PEERS_ONLY)
    phone: str = f.phone(N_("Telephone"), presets=PEERS_ONLY)
    by_when: str = f.text(N_("By when"), max_length=80, presets=PEERS_ONLY)


@kind(
    "plan_document",
    label=N_("Paper on the checklist"),
    plural=N_("Papers on the checklist"),
    icon="file-text",
    parent="plan",
)
@attrs.frozen(kw_only=True)
class PlanDocument(Record):
    """A paper the family should have at hand; where it is, never its number."""

    plan: str = f.ref(PLAN_REF, "plan", required=True)
    person: str = f.ref(N_("Whose paper"), "person")
    sort: str = f.choice(N_("Paper"), c.PAPER_KINDS, required=True, listed=True)
    detail: str = f.text(N_("Details"), max_length=200)
    have: str = f.choice(N_("Do you have it?"), c.HAVE, listed=True)
    original_place: str = f.text(N_("Where the original is"), max_length=200, presets=PEERS_ONLY)
    copy_place: str = f.text(N_("Where a copy is"), max_length=200, presets=PEERS_ONLY)
    who_has_copy: str = f.text(N_("Who else has a copy"), max_length=200, presets=PEERS_ONLY)
    expires_on: str = f.day(N_("Expires on"))
    apply_by: str = f.day(N_("Apply before"))


@kind("asset", label=N_("Account or property"), plural=N_("Accounts and property"), icon="wallet", parent="plan")
@attrs.frozen(kw_only=True)
class Asset(Record):
    """An account, a bill or a thing of value to look after; account numbers by their last four digits only."""

    plan: str = f.ref(PLAN_REF, "plan", required=True)
    sort: str = f.choice(N_("Kind"), c.ASSET_KINDS, required=True, listed=True)
    description: str = f.text(N_("What it is"), required=True, listed=True, search=Search.WORD, max_length=300)
    institution: str = f.text(N_("Company, bank or landlord"), search=Search.WORD)
    phone: str = f.phone(N_("Telephone"), presets=PEERS_ONLY)
    last4: str = f.text(N_("Last four digits only"), max_length=4, sensitive=True, presets=PEERS_ONLY)
    other_person: str = f.text(N_("Who else is on it or has the keys"), max_length=300)
    amount: str = f.text(N_("Amount"), max_length=60, presets=PEERS_ONLY)
    due_day: str = f.text(N_("Day it is due"), max_length=60, presets=PEERS_ONLY)
    papers_place: str = f.text(N_("Where the papers are"), max_length=300, presets=PEERS_ONLY)
    note: str = f.text(N_("Note"), lines=True, max_length=1000, presets=PEERS_ONLY)


@kind("wish", label=N_("Wish"), plural=N_("Wishes"), icon="heart-handshake", parent="plan")
@attrs.frozen(kw_only=True)
class Wish(Record):
    """What the parents want, in their own words; for one child or for all."""

    plan: str = f.ref(PLAN_REF, "plan", required=True)
    child: str = f.ref(N_("Child"), "person")
    topic: str = f.choice(N_("About"), c.WISHES, required=True, listed=True)
    words: str = f.text(N_("In the parents’ own words"), lines=True, max_length=2000, required=True)
