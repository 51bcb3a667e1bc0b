"""The closed lists of volunteers and of the directory. Values are permanent."""

from cima_desktop.i18n import N_
from cima_desktop.model.fields import Choice

ROLES = (
    Choice("navigator", N_("Consulta")),
    Choice("operator", N_("Answers the community line")),
    Choice("verifier", N_("Verifier")),
    Choice("releaser", N_("Releases alerts")),
    Choice("companion", N_("Goes along")),
    Choice("driver", N_("Drives")),
    Choice("child_care", N_("Child care")),
    Choice("interpreter", N_("Interprets")),
    Choice("host", N_("Hosts")),
    Choice("coordinator", N_("Coordinator")),
)

VEHICLES = (
    Choice("none", N_("No vehicle")),
    Choice("car", N_("Car")),
    Choice("van", N_("Van or large car")),
    Choice("truck", N_("Pickup")),
)

COURSES = (
    Choice("agreement", N_("Confidentiality agreement signed")),
    Choice("verifying", N_("Training for verifiers")),
    Choice("releasing", N_("Training for releasing alerts")),
    Choice("hotline", N_("Training for the community line")),
    Choice("accompaniment", N_("Training for going along")),
    Choice("rights", N_("Know your rights")),
    Choice("children", N_("Working with children, checked")),
    Choice("driving", N_("License and insurance seen")),
    Choice("other", N_("Another training")),
)

DESKS = (
    Choice("linea", N_("Community line")),
    Choice("verifiers", N_("Verifiers")),
    Choice("consulta", N_("Consulta")),
)

SWAP_STATES = (
    Choice("asked", N_("Asked")),
    Choice("accepted", N_("Said yes")),
    Choice("declined", N_("Said no")),
    Choice("withdrawn", N_("Withdrawn")),
)

ASSIGNMENT_KINDS = (
    Choice("accompany", N_("Go along")),
    Choice("ride", N_("Ride")),
    Choice("child_care", N_("Child care")),
    Choice("verify", N_("Verify a report")),
    Choice("interpret", N_("Interpret")),
    Choice("deliver", N_("Bring something")),
    Choice("other", N_("Something else")),
)

ASSIGNMENT_STATES = (
    Choice("asked", N_("Asked")),
    Choice("accepted", N_("Said yes")),
    Choice("declined", N_("Said no")),
    Choice("done", N_("Done")),
    Choice("not_done", N_("Did not happen")),
)

SERVICES = (
    Choice("legal", N_("Legal help")),
    Choice("immigration", N_("Immigration law")),
    Choice("labor", N_("Work and wages")),
    Choice("housing", N_("Housing")),
    Choice("rent_help", N_("Help with rent or bills")),
    Choice("food", N_("Food")),
    Choice("health", N_("Health")),
    Choice("mental_health", N_("Mental health")),
    Choice("school", N_("School and child care")),
    Choice("transport", N_("Transport")),
    Choice("violence", N_("Help after violence")),
    Choice("consular", N_("Consular help")),
    Choice("interpreting", N_("Interpreting")),
    Choice("locator", N_("Finding a detained person")),
    Choice("court", N_("Court")),
    Choice("hotline", N_("Hotline")),
    Choice("other", N_("Another service")),
)

COSTS = (
    Choice("free", N_("Free of charge")),
    Choice("sliding", N_("By income")),
    Choice("low", N_("Low cost")),
    Choice("full", N_("Full price")),
    Choice("unknown", N_("Not known")),
)

YES_NO_UNKNOWN = (
    Choice("yes", N_("Yes")),
    Choice("no", N_("No")),
    Choice("unknown", N_("Not known")),
)

ACCREDITATIONS = (
    Choice("none", N_("None")),
    Choice("partial", N_("Partial accreditation")),
    Choice("full", N_("Full accreditation")),
)

PRACTICE_AREAS = (
    Choice("removal", N_("Removal, detained")),
    Choice("removal_free", N_("Removal, not detained")),
    Choice("bond", N_("Bond")),
    Choice("asylum", N_("Asylum")),
    Choice("family", N_("Family petitions")),
    Choice("uvawa", N_("U, T and VAWA")),
    Choice("sij", N_("Special immigrant juvenile")),
    Choice("daca", N_("DACA and TPS")),
    Choice("appeals", N_("Appeals and habeas corpus")),
    Choice("criminal", N_("Criminal and immigration law together")),
    Choice("custody", N_("Custody and family law")),
    Choice("wills", N_("Wills and powers of attorney")),
    Choice("wages", N_("Wages")),
    Choice("housing", N_("Housing")),
    Choice("injury", N_("Personal injury")),
)

FEE_TYPES = (
    Choice("free", N_("Free (pro bono)")),
    Choice("sliding", N_("By income")),
    Choice("flat", N_("A flat fee for each service")),
    Choice("hourly", N_("By the hour")),
)

RED_FLAGS = (
    Choice("guarantee", N_("Promises a result")),
    Choice("no_receipt", N_("Takes cash without a receipt")),
    Choice("asks_to_lie", N_("Asks the client to lie")),
    Choice("no_contract", N_("No written contract")),
    Choice("notario", N_("Works with a notario")),
    Choice("no_copies", N_("Gives no copies of papers")),
    Choice("unreachable", N_("Cannot be reached")),
    Choice("discipline", N_("Discipline by the State Bar")),
)

FEEDBACK_STATES = (
    Choice("new", N_("Not looked at yet")),
    Choice("kept", N_("Counts")),
    Choice("set_aside", N_("Does not count")),
)
