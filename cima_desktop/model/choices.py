"""The closed lists that fields choose from. Values are permanent; labels are catalogue messages."""

from cima_desktop.i18n import N_
from cima_desktop.model.fields import Choice

LANGUAGES = (
    Choice("es", N_("Spanish")),
    Choice("en", N_("English")),
    Choice("mam", N_("Mam")),
    Choice("quc", N_("K’iche’")),
    Choice("kjb", N_("Q’anjob’al")),
    Choice("knj", N_("Akateko")),
    Choice("oto", N_("Otomí (Hñähñu)")),
    Choice("mix", N_("Mixteco")),
    Choice("nah", N_("Náhuatl")),
    Choice("zap", N_("Zapoteco")),
    Choice("pt", N_("Portuguese")),
    Choice("ht", N_("Haitian Creole")),
    Choice("asl", N_("Sign language")),
    Choice("other", N_("Another language")),
)

SIGNING_MODES = (
    Choice("signature", N_("Signs their own name")),
    Choice("mark", N_("Signs with a mark")),
    Choice("designee", N_("Someone signs for them before the notary and two witnesses")),
)

ID_KINDS = (
    Choice("us_photo", N_("A current U.S. federal or state photo ID")),
    Choice("foreign_passport", N_("A passport of another country")),
    Choice("credible_witness", N_("No such ID: a credible witness will come")),
)

PHONE_OWNERS = (
    Choice("own", N_("Their own phone")),
    Choice("shared", N_("Shared with family")),
    Choice("partner", N_("A partner’s phone")),
    Choice("employer", N_("The employer’s phone")),
    Choice("neighbor", N_("A neighbor’s or friend’s phone")),
)

RELATIONS = (
    Choice("parent", N_("Parent")),
    Choice("partner", N_("Spouse or partner")),
    Choice("sibling", N_("Brother or sister")),
    Choice("grandparent", N_("Grandparent")),
    Choice("relative", N_("Another relative")),
    Choice("friend", N_("Friend")),
    Choice("kept_apart", N_("Kept apart on purpose")),
)

CAREGIVER_RELATIONS = (
    Choice("other_parent", N_("The other parent")),
    Choice("stepparent", N_("Stepparent")),
    Choice("grandparent", N_("Grandparent")),
    Choice("adult_sibling", N_("Adult brother or sister")),
    Choice("aunt_uncle", N_("Aunt or uncle")),
    Choice("first_cousin", N_("First cousin")),
    Choice("great_aunt_uncle", N_("Great-aunt or great-uncle")),
    Choice("great_grandparent", N_("Great-grandparent")),
    Choice("parents_first_cousin", N_("First cousin of a parent")),
    Choice("substantial", N_("Another adult who has known the child well for a long time")),
    Choice("other", N_("None of these")),
)
"""The relatives that N.C.G.S. 14-321.2 names, the "substantial relationship" it allows, and everyone else."""

CAREGIVER_RANKS = (
    Choice("first", N_("First choice")),
    Choice("backup1", N_("First backup")),
    Choice("backup2", N_("Second backup")),
)

PARENT2_STATUS = (
    Choice("none", N_("There is one parent only")),
    Choice("signs", N_("Will sign too")),
    Choice("abroad_signs_separately", N_("Is abroad and signs separately")),
    Choice("deceased", N_("Has died")),
    Choice("unknown", N_("Is not known")),
    Choice("cannot_locate", N_("Cannot be found")),
    Choice("no_legal_custody", N_("Has no legal custody")),
    Choice("protective_order", N_("There is a protective order")),
    Choice("refuses", N_("Does not agree")),
)

CARE_POWERS = (
    Choice("daily_care", N_("Daily care, housing and discipline")),
    Choice("school", N_("School: enroll, transfer, meetings, special education, records, pick-up and trips")),
    Choice("health", N_("Health: routine, emergency, dental, vision and mental health, vaccines and records")),
    Choice("activities", N_("Activities and religion")),
    Choice("benefits", N_("Public benefits and insurance for the child")),
    Choice("travel", N_("Travel with the child")),
    Choice("passports", N_("Passports and consular registration")),
    Choice("money", N_("Receive money for the child and spend it on the child")),
    Choice("join_parent", N_("Take the child to join the parent in another country")),
    Choice("authorities", N_("Speak with social services, police, courts and consulates")),
    Choice("documents", N_("Keep the child’s documents safe")),
)

TRAVEL_SCOPES = (
    Choice("state", N_("Inside North Carolina")),
    Choice("country", N_("Inside the United States")),
    Choice("abroad", N_("Also to other countries")),
)

EFFECTIVE_MODES = (
    Choice("immediate", N_("At once when signed, to be used when the parent is away")),
    Choice("date", N_("From a set date")),
    Choice("event", N_("When something happens (attorney only)")),
)

MONEY_SUBJECTS = (
    Choice("real_property", N_("Real property")),
    Choice("tangible", N_("Cars, furniture and other belongings")),
    Choice("stocks", N_("Stocks and bonds")),
    Choice("commodities", N_("Commodities and options")),
    Choice("banks", N_("Banks and other financial institutions")),
    Choice("business", N_("Running a business")),
    Choice("insurance", N_("Insurance and annuities")),
    Choice("estates", N_("Estates, trusts and other interests")),
    Choice("claims", N_("Claims and lawsuits, such as unpaid wages or a deposit")),
    Choice("family", N_("Supporting the family: rent, school, health costs, car")),
    Choice("benefits", N_("Government benefits")),
    Choice("retirement", N_("Retirement plans")),
    Choice("taxes", N_("Taxes")),
    Choice("all", N_("All of these subjects")),
)
"""The subjects of general authority in N.C.G.S. 32C-2-204 to -216, in the order of the chapter."""

SPECIFIC_POWERS = (
    Choice("gifts", N_("Make gifts")),
    Choice("survivorship", N_("Create or change rights of survivorship")),
    Choice("beneficiary", N_("Create or change who benefits from an account or policy")),
    Choice("delegate", N_("Let someone else act in the agent’s place")),
    Choice("annuity", N_("Give up survivor benefits under a retirement plan")),
    Choice("fiduciary", N_("Use powers the principal holds for others")),
    Choice("disclaim", N_("Refuse property left to the principal")),
    Choice("communications", N_("Read the content of electronic messages")),
)
"""The powers that N.C.G.S. 32C-2-201(a) forbids unless each is expressly granted."""

COMPENSATION = (
    Choice("expenses", N_("No fee; expenses are paid back")),
    Choice("none", N_("No fee and no expenses")),
    Choice("reasonable", N_("A reasonable fee")),
)

REVOKES_PRIOR = (
    Choice("none", N_("Leaves earlier powers of attorney as they are")),
    Choice("all", N_("Ends all earlier financial powers of attorney")),
)

MEDICINE_TIMES = (
    Choice("morning", N_("Morning")),
    Choice("noon", N_("Midday")),
    Choice("evening", N_("Evening")),
    Choice("night", N_("Bedtime")),
    Choice("needed", N_("Only when needed")),
)

HAVE = (
    Choice("yes", N_("Have it")),
    Choice("no", N_("Do not have it")),
    Choice("asked", N_("Asked for it, waiting")),
)

PAPER_KINDS = (
    Choice("birth_certificate", N_("Birth certificate")),
    Choice("us_passport", N_("U.S. passport")),
    Choice("other_passport", N_("Passport of another country")),
    Choice("consular_registration", N_("Consular registration")),
    Choice("marriage", N_("Marriage or divorce record")),
    Choice("court_order", N_("Custody or other court order")),
    Choice("number_card", N_("Social Security or ITIN card (where it is kept, never the number)")),
    Choice("school_records", N_("School records")),
    Choice("vaccine_card", N_("Vaccine card")),
    Choice("insurance_card", N_("Insurance or Medicaid card")),
    Choice("prescriptions", N_("Prescriptions")),
    Choice("lease", N_("Lease or deed")),
    Choice("vehicle_title", N_("Vehicle title")),
    Choice("tax_returns", N_("Tax returns")),
    Choice("pay_stubs", N_("Pay stubs")),
    Choice("residence_proof", N_("Bills and other proof of living here")),
    Choice("lawyer_papers", N_("Papers from a lawyer or a court")),
    Choice("powers", N_("Powers of attorney and authorizations")),
    Choice("will", N_("Will")),
    Choice("bank_papers", N_("Bank papers")),
    Choice("other", N_("Another paper")),
)

ASSET_KINDS = (
    Choice("bank", N_("Bank account")),
    Choice("rent", N_("Rented home")),
    Choice("owned_home", N_("Owned home or land")),
    Choice("vehicle", N_("Vehicle")),
    Choice("utility", N_("Utility or telephone")),
    Choice("debt", N_("Debt")),
    Choice("owed_to_us", N_("Money owed to the family (wages, deposit, tanda)")),
    Choice("taxes", N_("Taxes and who prepares them")),
    Choice("business", N_("Business")),
    Choice("insurance", N_("Insurance")),
    Choice("valuables", N_("Valuables or storage")),
    Choice("remittance", N_("Money sent to family")),
    Choice("other", N_("Something else")),
)

WISHES = (
    Choice("caregiver_order", N_("Who should care for the children, in order")),
    Choice("siblings", N_("Brothers and sisters staying together")),
    Choice("stay_or_join", N_("Staying here or joining the parent")),
    Choice("schooling", N_("School")),
    Choice("religion", N_("Religion")),
    Choice("medical", N_("Medical care")),
    Choice("contact", N_("Contact with the parent who is away")),
    Choice("message", N_("A message to the child")),
    Choice("other", N_("Another wish")),
)

FIRST_DAY_TASKS = (
    Choice("pick_up", N_("Pick up the children")),
    Choice("call_hotline", N_("Call the hotline")),
    Choice("call_lawyer", N_("Call the lawyer")),
    Choice("call_consulate", N_("Call the consulate")),
    Choice("look_up", N_("Look for the person in the detainee locator")),
    Choice("tell_employer", N_("Tell the employer")),
    Choice("get_car", N_("Get the car")),
    Choice("take_medicine", N_("Take medicines where they are needed")),
    Choice("tell_school", N_("Tell the school")),
    Choice("other", N_("Something else")),
)

ORGANIZATION_KINDS = (
    Choice("school", N_("School or child care")),
    Choice("clinic", N_("Clinic or hospital")),
    Choice("law_office", N_("Law office")),
    Choice("consulate", N_("Consulate")),
    Choice("church", N_("Congregation")),
    Choice("employer", N_("Employer")),
    Choice("landlord", N_("Landlord")),
    Choice("bank", N_("Bank")),
    Choice("community", N_("Community organization")),
    Choice("court", N_("Court or registry")),
    Choice("agency", N_("Government agency")),
    Choice("hotline", N_("Hotline")),
    Choice("detention", N_("Jail or detention center")),
    Choice("shelter", N_("Shelter or food pantry")),
    Choice("other", N_("Another kind")),
)

DOCUMENT_STATES = (
    Choice("made", N_("Made")),
    Choice("approved", N_("Approved")),
    Choice("printed", N_("Printed")),
    Choice("signed", N_("Signed")),
    Choice("revoked", N_("Revoked")),
)

DOCUMENT_LANGUAGES = (
    Choice("both", N_("Spanish and English, side by side")),
    Choice("en", N_("English signing copy")),
    Choice("es", N_("Spanish reading copy")),
)

COPY_METHODS = (
    Choice("hand", N_("By hand")),
    Choice("mail", N_("By mail")),
    Choice("photo", N_("A photo on their own phone")),
    Choice("file", N_("A readable file")),
    Choice("print", N_("Printed")),
)

COPY_FORMS = (
    Choice("original", N_("Signed original")),
    Choice("copy", N_("Copy")),
    Choice("unsigned", N_("Unsigned print")),
)

HOLD_REASONS = (
    Choice("served", N_("Papers from a court or an agency arrived")),
    Choice("expected", N_("A legal matter is expected")),
    Choice("lawyer", N_("A lawyer asked for it")),
    Choice("complaint", N_("There is a complaint or an inquiry")),
    Choice("other", N_("Another reason")),
)
