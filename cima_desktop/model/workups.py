"""Work-ups of a case, made only when they are needed: housing, wages, money, going along; and appointments.

Facts of law and what is asked: law facts, section 10 (N.C.G.S. chapters 42 and 95, NC Department of Labor).
"""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import case_choices as c
from cima_desktop.model import fields as f
from cima_desktop.model.fields import PEER_AND_LAWYER, PEERS_ONLY, WHO_ADVISES, Search
from cima_desktop.model.kinds import Record, kind
from cima_desktop.model.people import KEPT_A_YEAR
from cima_desktop.model.work import NO_DAY

HOME, MONEY, COURT, PROOF = N_("The home"), N_("Money"), N_("Notices and court"), N_("What proves it")
BOSS, WORK, AFTER = N_("The employer"), N_("The work"), N_("What was done about it")


@kind("appointment", label=N_("Appointment"), plural=N_("Appointments"), icon="calendar-days", keep=KEPT_A_YEAR)
@attrs.frozen(kw_only=True)
class Appointment(Record):
    """A hearing, check-in or visit: when, where and with whom; the date may not be known yet (C11)."""

    sort: str = f.choice(
        N_("What kind"), c.APPOINTMENT_KINDS, required=True, listed=True, counted=True, presets=WHO_ADVISES
    )
    about: str = f.ref(N_("About"), "", required=True, listed=True, presets=WHO_ADVISES)
    """A case, or a person where there is no case: it is handed on, kept and erased with that."""
    person: str = f.ref(N_("Who goes"), "person", listed=True, presets=WHO_ADVISES)
    what: str = f.text(N_("What it is about"), search=Search.WORD, listed=True, max_length=200, presets=WHO_ADVISES)
    unknown: bool | None = f.flag(N_("The date is not known yet"), listed=True, presets=WHO_ADVISES)
    on: str = f.day(N_("Date"), listed=True, presets=WHO_ADVISES)
    at: str = f.clock(N_("Time"), listed=True, presets=WHO_ADVISES)
    ask_on: str = f.day(N_("Ask again for the date on"), listed=True, presets=PEERS_ONLY)
    place: str = f.text(N_("Place and address"), lines=True, listed=True, max_length=400, presets=WHO_ADVISES)
    agency: str = f.text(N_("Court, agency or office"), listed=True, max_length=120, presets=WHO_ADVISES)
    county: str = f.text(N_("County"), presets=WHO_ADVISES)
    navigator: str = f.ref(N_("With whom of us"), "volunteer", listed=True, presets=PEERS_ONLY)
    confirmed: bool | None = f.flag(N_("Confirmed with the family?"), listed=True, presets=PEERS_ONLY)
    result: str = f.choice(N_("What came of it"), c.APPOINTMENT_RESULTS, listed=True, presets=WHO_ADVISES)
    note: str = f.text(N_("Note (only what is needed)"), lines=True, max_length=1000, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return what it is about."""
        return self.what

    def sort_name(self) -> str:
        """Return the date and time; those without a date follow, by the day on which to ask again."""
        if self.on and not self.unknown:
            return f"{self.on} {self.at}".strip()
        return f"{NO_DAY} {self.ask_on}".strip() if self.unknown or self.sort else ""


@kind("housing", label=N_("Housing"), plural=N_("Housing"), icon="house", parent="case")
@attrs.frozen(kw_only=True)
class Housing(Record):
    """A home at risk. The hearing, which comes first, is an appointment of the case."""

    case: str = f.ref(N_("Case"), "case", required=True, presets=PEER_AND_LAWYER)
    court_papers: bool | None = f.flag(N_("Did papers from a court come?"), group=COURT, presets=WHO_ADVISES)
    papers_on: str = f.day(N_("Day the court papers came"), group=COURT, future=False, presets=WHO_ADVISES)
    notice: str = f.choice(N_("Notice"), c.NOTICES, group=COURT, listed=True, counted=True, presets=WHO_ADVISES)
    notice_on: str = f.day(N_("Day of the notice"), group=COURT, future=False, presets=WHO_ADVISES)
    leave_by: str = f.day(N_("They are told to leave by"), group=COURT, presets=WHO_ADVISES)
    locked_out: bool | None = f.flag(N_("Were they locked out?"), group=COURT, presets=WHO_ADVISES)
    shutoff_on: str = f.day(N_("Utilities are shut off on"), group=COURT, presets=WHO_ADVISES)
    tenancy: str = f.choice(N_("How they live there"), c.TENANCIES, group=HOME, counted=True, presets=WHO_ADVISES)
    landlord: str = f.text(N_("Landlord"), group=HOME, search=Search.WORD, listed=True, presets=PEER_AND_LAWYER)
    landlord_phone: str = f.phone(N_("Landlord’s telephone"), group=HOME, presets=PEER_AND_LAWYER)
    place: str = f.text(N_("Complex or park"), group=HOME, search=Search.WORD, presets=PEER_AND_LAWYER)
    since: str = f.text(N_("Living there since"), group=HOME, max_length=40, presets=PEER_AND_LAWYER)
    repairs: str = f.text(N_("Repairs that are needed"), group=HOME, lines=True, max_length=1000)
    disaster: bool | None = f.flag(N_("Because of a disaster?"), group=HOME, presets=WHO_ADVISES)
    rent: int | None = f.money(N_("Rent a month"), group=MONEY, presets=WHO_ADVISES)
    due_day: int | None = f.number(N_("Day of the month on which it is due"), 1, 31, group=MONEY)
    owed: int | None = f.money(N_("Rent owed"), group=MONEY, presets=WHO_ADVISES)
    months_owed: int | None = f.number(N_("Months owed"), 0, 120, group=MONEY, presets=WHO_ADVISES)
    deposit: int | None = f.money(N_("Deposit paid"), group=MONEY)
    moved_out_on: str = f.day(N_("Moved out on"), group=MONEY)
    receipts: bool | None = f.flag(N_("Do they have receipts?"), group=PROOF)
    photos: bool | None = f.flag(N_("Do they have photos?"), group=PROOF)
    note: str = f.text(N_("Note (only what is needed)"), lines=True, group=PROOF, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return the landlord."""
        return self.landlord


@kind("wage_claim", label=N_("Unpaid wages"), plural=N_("Unpaid wages"), icon="hand-coins", parent="case")
@attrs.frozen(kw_only=True)
class WageClaim(Record):
    """Work that was not paid: for whom, at which rate, what was done (C13). The hours are `WagePeriod` records."""

    case: str = f.ref(N_("Case"), "case", required=True)
    employer: str = f.text(
        N_("Employer (legal name, if known)"), group=BOSS, search=Search.WORD, required=True, listed=True
    )
    trade_name: str = f.text(N_("Name it is known by"), group=BOSS, search=Search.WORD, listed=True)
    contact_person: str = f.text(N_("Boss or contact person"), group=BOSS, search=Search.WORD)
    employer_phone: str = f.phone(N_("Employer’s telephone"), group=BOSS)
    employer_email: str = f.text(N_("Employer’s e-mail"), group=BOSS, max_length=120)
    employer_address: str = f.text(
        N_("Employer’s address (no P.O. box)"), group=BOSS, lines=True, max_length=300, search=Search.WORD
    )
    business: str = f.text(N_("Kind of business"), group=BOSS, listed=True, max_length=120)
    contractor: str = f.text(N_("General contractor"), group=BOSS, search=Search.WORD, max_length=120)
    vehicle: str = f.text(N_("The employer’s vehicle and plate"), group=BOSS, max_length=120)
    job: str = f.text(N_("Job"), group=WORK, max_length=120)
    project: str = f.text(N_("Where the work was"), group=WORK, lines=True, max_length=300)
    first_day: str = f.day(N_("First day of work"), group=WORK, future=False)
    last_day: str = f.day(N_("Last day of work"), group=WORK, future=False)
    still_works: bool | None = f.flag(N_("Still works there?"), group=WORK)
    rate: int | None = f.money(N_("Rate of pay"), group=WORK)
    rate_unit: str = f.choice(N_("For"), c.RATE_UNITS, group=WORK)
    payday: str = f.text(N_("Regular payday"), group=WORK, max_length=80)
    paid_by: str = f.choice(N_("How they were paid"), c.PAID_BY, group=WORK)
    promises: str = f.text(N_("What was promised"), group=WORK, lines=True, max_length=1000)
    deductions: str = f.text(N_("What was deducted"), group=WORK, lines=True, max_length=500)
    coworkers: int | None = f.number(N_("Coworkers who were not paid either"), 0, 5000, group=WORK)
    evidence: frozenset[str] = f.choices(N_("What proves it"), c.EVIDENCE_OF_WORK, group=PROOF)
    retaliation: bool | None = f.flag(N_("Were they punished for asking?"), group=AFTER)
    retaliation_on: str = f.day(N_("Punished on"), group=AFTER, future=False)
    letter_sent_on: str = f.day(N_("Demand letter sent on"), group=AFTER, future=False)
    answer_by: str = f.day(N_("Answer asked for by"), group=AFTER)
    complaint_on: str = f.day(N_("Complaint to the labor agency on"), group=AFTER, future=False)
    recovered: int | None = f.money(N_("Amount recovered"), group=AFTER, presets=PEERS_ONLY)
    result: str = f.choice(N_("Where it stands"), c.CLAIM_RESULTS, group=AFTER, listed=True, counted=True)
    note: str = f.text(N_("Note (only what is needed)"), lines=True, group=AFTER, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return the employer's name."""
        return self.employer or self.trade_name


@kind(
    "wage_period",
    label=N_("Time that was not paid"),
    plural=N_("Times that were not paid"),
    icon="clock",
    parent="wage_claim",
)
@attrs.frozen(kw_only=True)
class WagePeriod(Record):
    """Days of work and what was paid for them; what is owed is worked out, never typed (N.C.G.S. 95-25.6)."""

    wage_claim: str = f.ref(N_("Claim"), "wage_claim", required=True)
    start: str = f.day(N_("From"), future=False, required=True, listed=True)
    end: str = f.day(N_("To"), future=False, required=True, listed=True)
    hours: int | None = f.hours(N_("Hours worked"), listed=True)
    units: int | None = f.number(N_("Days, weeks or jobs worked"), 0, 1000, listed=True)
    rate: int | None = f.money(N_("Rate, if it was another"), listed=True)
    due_on: str = f.day(N_("Payday on which it was due"), listed=True)
    paid: int | None = f.money(N_("Paid for it"), listed=True)
    note: str = f.text(N_("Note"), max_length=200)

    def sort_name(self) -> str:
        """Return the first day."""
        return self.start


@kind("money_need", label=N_("Money or a bill"), plural=N_("Money and bills"), icon="wallet", parent="case")
@attrs.frozen(kw_only=True)
class MoneyNeed(Record):
    """A bill that cannot be paid: for what, to whom, until when."""

    case: str = f.ref(N_("Case"), "case", required=True, presets=PEERS_ONLY)
    purpose: str = f.choice(N_("For what"), c.MONEY_FOR, listed=True, counted=True, presets=PEERS_ONLY)
    cause: str = f.choice(N_("What happened"), c.MONEY_CAUSES, listed=True, counted=True, presets=PEERS_ONLY)
    short: int | None = f.money(N_("How much is missing"), listed=True, presets=PEERS_ONLY)
    due_on: str = f.day(N_("Due on"), listed=True, presets=PEERS_ONLY)
    payee: str = f.text(N_("To whom it is owed"), max_length=120, presets=PEERS_ONLY)
    shutoff_on: str = f.day(N_("Utilities are shut off on"), presets=PEERS_ONLY)
    income: str = f.choice(N_("Income of the household"), c.INCOME_BANDS, counted=True, presets=PEERS_ONLY)
    aid_tried: frozenset[str] = f.choices(N_("Where they asked already"), c.AID, presets=PEERS_ONLY)
    food_needed: bool | None = f.flag(N_("Is there enough to eat?"), presets=PEERS_ONLY)
    sends_home: bool | None = f.flag(N_("Does family elsewhere depend on it?"), presets=PEERS_ONLY)
    note: str = f.text(N_("Note (only what is needed)"), lines=True, max_length=1000, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return to whom it is owed."""
        return self.payee


@kind("accompaniment", label=N_("Going along"), plural=N_("Going along"), icon="footprints", parent="case")
@attrs.frozen(kw_only=True)
class Accompaniment(Record):
    """Volunteers go with somebody to an appointment (S4); who goes are assignments, its outcome sets the next date."""

    case: str = f.ref(N_("Case"), "case", required=True, presets=PEERS_ONLY)
    appointment: str = f.ref(N_("Appointment"), "appointment", presets=PEERS_ONLY)
    most: int | None = f.number(N_("How many may go along"), 1, 50, listed=True, presets=PEERS_ONLY)
    leader: str = f.ref(N_("Who leads"), "volunteer", listed=True, presets=PEERS_ONLY)
    meeting_point: str = f.text(N_("Where and when they meet"), max_length=200, presets=PEERS_ONLY)
    ride: bool | None = f.flag(N_("Is a ride needed?"), presets=PEERS_ONLY)
    child_care: bool | None = f.flag(N_("Is child care needed?"), presets=PEERS_ONLY)
    interpreter: bool | None = f.flag(N_("Is an interpreter needed?"), presets=PEERS_ONLY)
    lawyer_knows: bool | None = f.flag(N_("Does the lawyer know?"), presets=PEERS_ONLY)
    agreed: bool | None = f.flag(N_("Does the person want company?"), presets=PEERS_ONLY)
    outcome: str = f.choice(N_("What came of it"), c.GONE_WITH, listed=True, counted=True, presets=PEERS_ONLY)
    outcome_on: str = f.day(N_("Written on"), future=False, presets=PEERS_ONLY)
    report: str = f.text(N_("What was seen (only what is needed)"), lines=True, max_length=2000, presets=PEERS_ONLY)
    next_appointment: str = f.ref(N_("Next appointment"), "appointment", presets=PEERS_ONLY)

    def title(self) -> str:
        """Return where they meet."""
        return self.meeting_point
