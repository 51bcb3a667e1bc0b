"""The closed lists of Consulta: cases, visits, contacts, appointments, work-ups, patterns. Values are permanent."""

from cima_desktop.i18n import N_
from cima_desktop.model.fields import Choice

NEEDS = (
    Choice("housing", N_("Housing")),
    Choice("wages", N_("Unpaid wages")),
    Choice("money", N_("Money or a bill")),
    Choice("accompaniment", N_("Someone to go along")),
    Choice("lawyer", N_("A lawyer")),
    Choice("plan", N_("A family plan or papers")),
    Choice("detention", N_("Somebody was detained")),
    Choice("food", N_("Food")),
    Choice("health", N_("Health")),
    Choice("school", N_("School or child care")),
    Choice("transport", N_("A ride")),
    Choice("violence", N_("Violence or threats")),
    Choice("disaster", N_("Damage after a disaster")),
    Choice("other", N_("Something else")),
)

HOW_HEARD = (
    Choice("line", N_("The community line")),
    Choice("friend", N_("Family or friends")),
    Choice("church", N_("A congregation")),
    Choice("school", N_("A school")),
    Choice("organization", N_("Another organization")),
    Choice("event", N_("An event or a visit at the door")),
    Choice("media", N_("Radio, newspaper or social media")),
    Choice("before", N_("Was here before")),
    Choice("other", N_("Another way")),
)

URGENCIES = (
    Choice("today", N_("Today")),
    Choice("days", N_("Within 72 hours")),
    Choice("week", N_("This week")),
    Choice("routine", N_("No hurry")),
)

CASE_STATES = (
    Choice("open", N_("In progress")),
    Choice("waiting", N_("Waiting for somebody else")),
    Choice("closed", N_("Closed")),
)

CLOSED_REASONS = (
    Choice("solved", N_("Solved")),
    Choice("partly", N_("Partly solved")),
    Choice("referred", N_("Another organization took it on")),
    Choice("not_solved", N_("It could not be solved")),
    Choice("lost_touch", N_("We lost touch")),
    Choice("withdrawn", N_("They no longer want it")),
    Choice("mistake", N_("Opened by mistake")),
)

TURNS = (
    Choice("opened", N_("Case opened")),
    Choice("closed", N_("Case closed")),
    Choice("reopened", N_("Case opened again")),
    Choice("handed_over", N_("Case handed over")),
)

VISIT_STATES = (
    Choice("waiting", N_("Waiting")),
    Choice("with", N_("With somebody")),
    Choice("done", N_("Done")),
    Choice("left", N_("Left before their turn")),
)

WAYS = (
    Choice("call", N_("Telephone call")),
    Choice("text", N_("Text message")),
    Choice("whatsapp", N_("WhatsApp")),
    Choice("person", N_("In person")),
    Choice("email", N_("E-mail")),
    Choice("letter", N_("Letter")),
)

CONTACT_OUTCOMES = (
    Choice("reached", N_("Reached")),
    Choice("left_message", N_("Left a message")),
    Choice("no_answer", N_("No answer")),
    Choice("someone_else", N_("Someone else answered")),
    Choice("not_safe", N_("It was not safe to talk")),
    Choice("wrong_number", N_("Wrong number")),
)

APPOINTMENT_KINDS = (
    Choice("office", N_("At our office")),
    Choice("hearing", N_("Court hearing")),
    Choice("ice_checkin", N_("ICE check-in")),
    Choice("biometrics", N_("Biometrics")),
    Choice("consulate", N_("Consulate")),
    Choice("lawyer", N_("Lawyer")),
    Choice("school", N_("School")),
    Choice("clinic", N_("Clinic or hospital")),
    Choice("dss", N_("Social services")),
    Choice("dmv", N_("DMV")),
    Choice("agency", N_("Another agency")),
    Choice("other", N_("Something else")),
)

APPOINTMENT_RESULTS = (
    Choice("held", N_("It took place")),
    Choice("postponed", N_("Postponed")),
    Choice("cancelled", N_("Cancelled")),
    Choice("missed", N_("They could not go")),
    Choice("detained", N_("They were detained there")),
)

TENANCIES = (
    Choice("written", N_("Written lease")),
    Choice("verbal", N_("Verbal agreement")),
    Choice("lot", N_("Lot for a mobile home")),
    Choice("employer", N_("Home from the employer")),
    Choice("doubled", N_("Living with another family")),
    Choice("owner", N_("They own it")),
    Choice("shelter", N_("Shelter, car or outdoors")),
    Choice("other", N_("Another way")),
)

NOTICES = (
    Choice("none", N_("No notice yet")),
    Choice("said", N_("Said, not written")),
    Choice("letter", N_("A letter or message from the landlord")),
    Choice("demand", N_("A written demand for rent")),
    Choice("court", N_("Papers from the court")),
    Choice("sheriff", N_("A notice from the sheriff")),
)

MONEY_CAUSES = (
    Choice("job_lost", N_("Lost work or hours")),
    Choice("illness", N_("Illness or injury")),
    Choice("detained", N_("The person who earned was detained")),
    Choice("wages", N_("Was not paid")),
    Choice("disaster", N_("Damage after a disaster")),
    Choice("death", N_("A death in the family")),
    Choice("separation", N_("Separation")),
    Choice("costs", N_("A cost nobody expected")),
    Choice("other", N_("Something else")),
)

MONEY_FOR = (
    Choice("rent", N_("Rent")),
    Choice("utilities", N_("Electricity, water or gas")),
    Choice("food", N_("Food")),
    Choice("medical", N_("Medical bill or medicine")),
    Choice("transport", N_("Car or transport")),
    Choice("legal", N_("Lawyer or filing fee")),
    Choice("bond", N_("Bond")),
    Choice("funeral", N_("Funeral or bringing home")),
    Choice("other", N_("Something else")),
)

INCOME_BANDS = (
    Choice("none", N_("No income now")),
    Choice("under_1000", N_("Less than $1,000 a month")),
    Choice("under_2000", N_("$1,000 to $2,000 a month")),
    Choice("under_3000", N_("$2,000 to $3,000 a month")),
    Choice("more", N_("More than $3,000 a month")),
)

AID = (
    Choice("family", N_("Family and friends")),
    Choice("church", N_("A congregation")),
    Choice("food_bank", N_("Food bank")),
    Choice("county", N_("County or city aid")),
    Choice("nonprofit", N_("Another organization")),
    Choice("payment_plan", N_("A payment plan")),
    Choice("employer", N_("The employer")),
)

RATE_UNITS = (
    Choice("hour", N_("an hour")),
    Choice("day", N_("a day")),
    Choice("week", N_("a week")),
    Choice("job", N_("for the whole job")),
)

PAID_BY = (
    Choice("cash", N_("Cash")),
    Choice("check", N_("Check")),
    Choice("transfer", N_("Bank transfer or app")),
    Choice("card", N_("Pay card")),
    Choice("mixed", N_("Different ways")),
)

EVIDENCE_OF_WORK = (
    Choice("hours_notes", N_("Their own notes of hours")),
    Choice("messages", N_("Messages with the employer")),
    Choice("stubs", N_("Pay stubs or bank records")),
    Choice("photos", N_("Photos of the work or the place")),
    Choice("witnesses", N_("Coworkers who saw it")),
    Choice("contract", N_("A written agreement")),
    Choice("checks", N_("Checks that bounced")),
)

CLAIM_RESULTS = (
    Choice("paid", N_("Paid in full")),
    Choice("part_paid", N_("Paid in part")),
    Choice("agency", N_("A labor agency has it")),
    Choice("court", N_("A court has it")),
    Choice("refused", N_("The employer refuses")),
    Choice("dropped", N_("They decided not to go on")),
)

GONE_WITH = (
    Choice("attended", N_("They went, and it took place")),
    Choice("postponed", N_("It was postponed")),
    Choice("not_held", N_("It did not take place")),
    Choice("did_not_go", N_("They did not go")),
    Choice("detained", N_("They were detained")),
)

PATTERN_KINDS = (
    Choice("employer", N_("Employer")),
    Choice("landlord", N_("Landlord")),
    Choice("contractor", N_("Contractor")),
    Choice("other", N_("Something else")),
)

SAME_OR_NOT = (
    Choice("same", N_("The same")),
    Choice("not_same", N_("Not the same")),
)

HAND_OFF_DESKS = (
    Choice("consulta", N_("Consulta")),
    Choice("linea", N_("Community line")),
)
