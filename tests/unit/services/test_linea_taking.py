"""A call goes where it belongs in one save, and what is missing is said before anything is written."""

from typing import Any

import pytest

from cima_desktop.model.cases import Case
from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.ids import NO_ID, new_id
from cima_desktop.model.incidents import Incident, IncidentStep
from cima_desktop.model.line import Call, Caller, Report
from cima_desktop.model.people import Person
from cima_desktop.services import myself
from cima_desktop.services.linea import taking
from cima_desktop.services.linea.same_place import OverError
from cima_desktop.services.linea.taking import Notes
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

SEEN = {"activity": "checkpoint", "place": "412 Patton Ave", "city": "Asheville", "county": "Buncombe", "agents": 5}


def notes(triage: str = "verify", **parts: Any) -> Notes:
    call = {"channel": "call", "matter": "report", "language": "es", "triage": triage, **parts.pop("call", {})}
    return Notes(call=call, **{"report": SEEN, **parts})


def count(session: Session, *kinds: str) -> list[int]:
    return [session.store.count(kind) for kind in kinds]


def test_a_report_becomes_an_incident_that_was_received_and_triaged(session: Session) -> None:
    me = myself.add_me(session, "Ana de Prueba")
    taken = taking.take(session, notes(on="2026-11-20", at="21:05", report={**SEEN, "units": frozenset({"ice"})}))
    call, report = session.store.need(Call, taken.call), session.store.need(Report, taken.report)
    incident = session.store.need(Incident, taken.incident)
    assert (call.on, call.at, call.report, call.operator) == ("2026-11-20", "21:05", taken.report, me)
    assert (report.incident, report.received_on, report.received_at, report.by) == (
        taken.incident, "2026-11-20", "21:05", me,
    )  # fmt: skip
    assert report.place == "412 Patton Ave"
    assert (incident.area, incident.activity, incident.units) == (
        "Patton Ave, Asheville",
        "checkpoint",
        frozenset({"ice"}),
    )
    steps = session.store.children(IncidentStep, incident=taken.incident)
    assert sorted((step.number, step.step, step.by) for step in steps) == [(1, "received", me), (2, "triaged", me)]
    assert taken.touched.txn
    assert count(session, "caller", "case") == [0, 0]


def test_a_closed_call_is_one_step_of_undo(session: Session) -> None:
    taking.take(session, notes("closed", call={"closed_reason": "old"}, caller={"phone": "8285550111"}))
    assert count(session, "call", "report", "caller") == [1, 1, 1]
    session.store.undo()
    assert count(session, "call", "report", "caller") == [0, 0, 0]


def test_what_verifiers_may_have_acted_on_is_no_step_of_undo(session: Session) -> None:
    taking.take(session, notes())
    assert not session.store.undo()
    assert count(session, "call", "incident") == [1, 1]


def test_now_is_when_a_call_came_unless_something_else_is_said(session: Session) -> None:
    taken = taking.take(session, notes())
    assert (session.store.need(Call, taken.call).on, len(session.store.need(Call, taken.call).at)) == ("2026-11-21", 5)


def test_the_house_number_never_reaches_the_incident(session: Session) -> None:
    for place in ("12 Main St Apt 4", "#7 Calle Uno", "1204"):
        taken = taking.take(session, notes(report={**SEEN, "place": place, "city": ""}))
        area = session.store.need(Incident, taken.incident).area
        assert not any(letter.isdigit() for letter in area), area
    assert area == "Buncombe"


def test_a_report_without_a_place_cannot_go_to_verification(session: Session) -> None:
    placeless = {"activity": "watching", "unplaced": True}
    with pytest.raises(InvalidInputError) as refused:
        taking.take(session, notes(report=placeless))
    assert refused.value.path == "place"
    assert "nobody would know where to look" in refused.value.sentence("en")
    assert count(session, "call", "report", "incident") == [0, 0, 0]
    kept = taking.take(session, notes("closed", call={"closed_reason": "unfounded"}, report=placeless))
    assert session.store.need(Report, kept.report).unplaced is True
    assert kept.incident == NO_ID


def test_no_place_is_said_on_purpose_or_not_at_all(session: Session) -> None:
    for place in ("", "   "):
        with pytest.raises(InvalidInputError) as refused:
            taking.take(
                session,
                notes(
                    "closed", call={"closed_reason": "old"}, report={**SEEN, "place": place, "city": "", "county": ""}
                ),
            )
        assert refused.value.path == "place"


@pytest.mark.parametrize(
    ("triage", "call", "report", "path"),
    [
        ("", {}, SEEN, "triage"),
        ("closed", {}, SEEN, "closed_reason"),
        ("verify", {}, {"place": "Patton Ave"}, "activity"),
        ("verify", {"matter": "need"}, {}, "activity"),
        ("consulta", {}, SEEN, "need"),
        ("consulta", {"matter": "report"}, {}, "activity"),
        ("closed", {"closed_reason": "hoax"}, {"agents": 3}, "activity"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_written(
    session: Session, triage: str, call: dict[str, object], report: dict[str, object], path: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        taking.take(session, notes(triage, call=call, report=report, caller={"name": "Luz"}))
    assert refused.value.path == path
    assert count(session, "call", "report", "incident", "case") == [0] * 4


def test_a_silent_call_is_closed_without_a_report(session: Session) -> None:
    prefilled = {"seen_on": "2026-11-21", "seen_at": "20:00"}
    taken = taking.take(session, notes("closed", call={"closed_reason": "silent"}, report=prefilled))
    assert taken.report == NO_ID
    assert count(session, "call", "report") == [1, 0]


def test_what_was_typed_of_a_report_is_kept_whatever_the_call_is_called(session: Session) -> None:
    taken = taking.take(session, notes("closed", call={"matter": "question", "closed_reason": "answered"}))
    assert session.store.need(Report, taken.report).agents == 5


def test_the_reason_of_a_call_that_is_not_closed_after_all_is_not_kept(session: Session) -> None:
    taken = taking.take(session, notes(call={"closed_reason": "hoax"}))
    assert session.store.need(Call, taken.call).closed_reason == ""


def test_consulta_gets_a_case_with_the_words_of_the_call(session: Session) -> None:
    caller = {"name": "Luz Inventada", "phone": "8285550161", "safe_hours": "tarde"}
    call = {"matter": "need", "words": "No le pagaron dos semanas."}
    taken = taking.take(
        session, notes("consulta", call=call, caller=caller, report={}, case={"need": "wages", "urgency": "today"})
    )
    case = session.store.need(Case, taken.case)
    person = session.store.need(Person, case.person)
    assert (case.need, case.urgency, case.goal) == ("wages", "today", "No le pagaron dos semanas.")
    assert (person.preferred_name, person.phone, person.language) == ("Luz Inventada", "+18285550161", "es")
    assert session.store.need(Call, taken.call).case == taken.case
    assert count(session, "call", "case", "caller", "report") == [1, 1, 1, 0]


def test_a_case_for_nobody_is_not_opened_and_the_call_is_not_kept_either(session: Session) -> None:
    with pytest.raises(InvalidInputError) as refused:
        taking.take(session, notes("consulta", report={}, call={"matter": "need"}, case={"need": "wages"}))
    assert refused.value.path == "person"
    assert count(session, "call", "case", "person") == [0, 0, 0]


def test_somebody_who_is_here_already_is_not_made_again(session: Session) -> None:
    person = new_id()
    session.store.save("Added", [Edit("person", person, {"preferred_name": "Marta"})])
    ask = notes(
        "consulta", call={"matter": "need"}, report={}, person=person, caller={"name": "M"}, case={"need": "food"}
    )
    taken = taking.take(session, ask)
    assert session.store.need(Case, taken.case).person == person
    assert count(session, "person") == [1]
    session.store.delete("Binned", [person])
    with pytest.raises(NotFoundError):
        taking.take(session, ask)


def test_a_second_report_is_tied_and_begins_no_incident(session: Session) -> None:
    first = taking.take(session, notes())
    second = taking.take(session, notes(tie=first.incident))
    assert second.incident == first.incident
    assert session.store.need(Report, second.report).incident == first.incident
    assert count(session, "incident", "incident_step", "report", "call") == [1, 2, 2, 2]


@pytest.mark.parametrize("end", ["over", "gone"])
def test_a_report_is_not_tied_to_what_is_over(session: Session, end: str) -> None:
    first = taking.take(session, notes())
    if end == "over":
        session.store.save("Over", [Edit("incident", first.incident, {"over_on": "2026-11-21"})])
    else:
        session.store.delete("Binned", [first.incident])
    with pytest.raises(OverError):
        taking.take(session, notes(tie=first.incident))
    assert count(session, "call", "report") == [1, 1]


def test_the_caller_is_kept_apart_with_the_day_on_which_it_is_erased(session: Session) -> None:
    taken = taking.take(session, notes(caller={"name": "", "phone": "(828) 555-0111", "call_back": False}))
    (caller,) = session.store.children(Caller, call=taken.call)
    assert (caller.phone, caller.call_back, caller.erase_on) == ("+18285550111", False, "2026-12-21")
    nothing = taking.take(session, notes(caller={"name": "", "phone": "", "call_back": None}))
    assert session.store.children(Caller, call=nothing.call) == []


@pytest.mark.parametrize(
    "parts",
    [
        {"report": {**SEEN, "agents": "many"}},
        {"report": {**SEEN, "activity": "party"}},
        {"report": {**SEEN, "words": "x" * 1001}},
        {"report": {**SEEN, "seen_on": "2030-01-01"}},
        {"caller": {"name": "y" * 81}},
    ],
)
def test_what_cannot_be_kept_leaves_nothing_behind(session: Session, parts: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError):
        taking.take(session, notes(**parts))
    assert count(session, "call", "report", "caller", "incident") == [0] * 4
