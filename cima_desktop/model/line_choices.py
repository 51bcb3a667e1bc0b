"""The closed lists of the hotline: calls, incidents, alerts, detentions. Values are permanent."""

from cima_desktop.i18n import N_
from cima_desktop.model.fields import Choice

CHANNELS = (
    Choice("call", N_("Telephone call")),
    Choice("text", N_("Text message")),
    Choice("whatsapp", N_("WhatsApp")),
    Choice("walk_in", N_("In person")),
)

CALLER_RELATIONS = (
    Choice("witness", N_("Saw it")),
    Choice("target", N_("It is about them")),
    Choice("family", N_("Family of who it is about")),
    Choice("second_hand", N_("Heard of it from others")),
)

CALL_MATTERS = (
    Choice("report", N_("Something is happening")),
    Choice("need", N_("They need help")),
    Choice("question", N_("A question")),
    Choice("other", N_("Something else")),
)

TRIAGES = (
    Choice("verify", N_("To verification")),
    Choice("consulta", N_("To Consulta")),
    Choice("closed", N_("Call closed")),
)

CALL_CLOSED = (
    Choice("answered", N_("The question was answered")),
    Choice("unfounded", N_("Nothing in it to verify")),
    Choice("old", N_("Too long ago")),
    Choice("hoax", N_("A hoax")),
    Choice("silent", N_("Nobody spoke")),
    Choice("other", N_("Another reason")),
)

ACTIVITIES = (
    Choice("checkpoint", N_("Checkpoint on a road")),
    Choice("home", N_("At a home")),
    Choice("traffic", N_("Traffic stop")),
    Choice("worksite", N_("At a workplace")),
    Choice("courthouse", N_("At a courthouse")),
    Choice("street", N_("Arrest in the street")),
    Choice("watching", N_("Parked or watching")),
    Choice("jail", N_("Transfer from a jail")),
    Choice("detention", N_("Somebody being taken away")),
    Choice("other", N_("Something else")),
)

UNITS = (
    Choice("ice", N_("ICE (ERO)")),
    Choice("hsi", N_("Homeland Security Investigations")),
    Choice("cbp", N_("Border Patrol (CBP)")),
    Choice("marshals", N_("U.S. Marshals")),
    Choice("federal", N_("Another federal agency")),
    Choice("sheriff", N_("Sheriff")),
    Choice("police", N_("City police")),
    Choice("patrol", N_("State Highway Patrol")),
    Choice("unknown", N_("Not known")),
)

GEAR = (
    Choice("masks", N_("Faces covered")),
    Choice("vests", N_("Vests")),
    Choice("weapons", N_("Long guns or drawn weapons")),
    Choice("dogs", N_("Dogs")),
    Choice("drone", N_("Drone")),
    Choice("lights", N_("Lights or sirens on")),
    Choice("unmarked", N_("Unmarked vehicles")),
    Choice("van", N_("Van or bus to take people away")),
)

WARRANTS = (
    Choice("none", N_("None was shown")),
    Choice("administrative", N_("Administrative (signed by the agency)")),
    Choice("judicial", N_("Judicial (signed by a judge)")),
    Choice("unknown", N_("Not known")),
)

OUTCOMES = (
    Choice("confirmed", N_("Confirmed")),
    Choice("not_confirmed", N_("False alarm")),
    Choice("uncertain", N_("Could not be verified")),
)

EVIDENCE_SEEN = (
    Choice("own_eyes", N_("The verifier saw it")),
    Choice("photo", N_("A photo that the verifier keeps")),
    Choice("agency", N_("A call to the agency")),
    Choice("second_caller", N_("A second caller who is not connected")),
)

INCIDENT_STEPS = (
    Choice("received", N_("Received")),
    Choice("triaged", N_("Passed to verification")),
    Choice("unfounded", N_("Closed: nothing in it to verify")),
    Choice("dispatched", N_("A verifier was sent")),
    Choice("on_scene", N_("The verifier began to look")),
    Choice("signed", N_("The verifier signed the outcome")),
    Choice("expired", N_("Nobody could verify it in time")),
    Choice("closed", N_("Closed")),
)

ALERT_KINDS = (
    Choice("alert", N_("Alert")),
    Choice("update", N_("Update")),
    Choice("correction", N_("Correction")),
    Choice("denial", N_("Denial of a rumor")),
    Choice("all_clear", N_("All clear")),
)

ALERT_CHANNELS = (
    Choice("whatsapp", N_("WhatsApp group")),
    Choice("text", N_("Text messages")),
    Choice("social", N_("Social media")),
    Choice("radio", N_("Radio")),
    Choice("phone_tree", N_("Telephone tree")),
)

RELEASE_WAYS = (
    Choice("passphrase", N_("Here, with their own passphrase")),
    Choice("file", N_("In their own vault")),
    Choice("telephone", N_("By telephone")),
)

AGENCIES = (
    Choice("ice", N_("ICE")),
    Choice("cbp", N_("Border Patrol (CBP)")),
    Choice("hsi", N_("Homeland Security Investigations")),
    Choice("sheriff", N_("Sheriff")),
    Choice("police", N_("City police")),
    Choice("patrol", N_("State Highway Patrol")),
    Choice("other", N_("Another agency")),
    Choice("unknown", N_("Not known")),
)

WHERE_LOOKED = (
    Choice("locator", N_("ICE detainee locator")),
    Choice("ero", N_("ICE telephone line")),
    Choice("facility", N_("A detention center")),
    Choice("jail", N_("A county jail")),
    Choice("court_line", N_("Immigration court line")),
    Choice("consulate", N_("Consulate")),
    Choice("lawyer", N_("Lawyer")),
)

LOOK_RESULTS = (
    Choice("found", N_("Found")),
    Choice("not_found", N_("Not found")),
    Choice("no_answer", N_("No answer, or not working")),
)

TOLD = (
    Choice("caregiver", N_("Caregiver")),
    Choice("family", N_("Family")),
    Choice("school", N_("School")),
    Choice("employer", N_("Employer")),
    Choice("lawyer", N_("Lawyer")),
    Choice("consulate", N_("Consulate")),
    Choice("doctor", N_("Doctor or clinic")),
    Choice("church", N_("Congregation")),
    Choice("other", N_("Somebody else")),
)

DETENTION_STATES = (
    Choice("looking", N_("Not found yet")),
    Choice("held", N_("Where they are is known")),
    Choice("released", N_("Free")),
    Choice("removed", N_("No longer in the country")),
    Choice("closed", N_("Closed for another reason")),
)
