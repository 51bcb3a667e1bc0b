"""What was told before from a number and of a place, which incidents are alike, and marks on numbers."""

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.line import NumberMark, Report
from cima_desktop.services.linea import marks, past, rough, same_place, taking
from cima_desktop.services.linea.lookup import known
from cima_desktop.services.linea.past import of_number, of_place, outcome_of
from cima_desktop.services.linea.script import script, step_for
from cima_desktop.services.linea.taking import Notes, Taken
from cima_desktop.services.linea.towns import county_of
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

PATTON = {"activity": "checkpoint", "place": "412 Patton Ave", "city": "Asheville", "county": "Buncombe"}
NUMBER = "8285550111"


def told(session: Session, report: dict[str, object] | None = None, phone: str = "", **call: str) -> Taken:
    facts = {"matter": "report", "triage": "verify", **call}
    day, at = call.get("on", "2026-11-21"), call.get("at", "10:00")
    seen = {**(PATTON if report is None else report), "seen_on": day, "seen_at": at}
    facts.pop("on", None), facts.pop("at", None)
    return taking.take(session, Notes(call=facts, report=seen, caller={"phone": phone}, on=day, at=at))


def hoax(session: Session, phone: str = NUMBER) -> Taken:
    return told(session, phone=phone, triage="closed", closed_reason="hoax")


def test_a_number_brings_back_its_calls_people_and_marks(session: Session) -> None:
    person = new_id()
    session.store.save("Added", [Edit("person", person, {"preferred_name": "Luz", "phone": NUMBER})])
    old = told(session, phone=NUMBER, on="2026-11-02")
    new = hoax(session)
    told(session, phone="8285550112")
    marks.mark(session, new.call, "Nadie vio nada")
    found = of_number(session, "(828) 555-0111")
    assert found
    assert found.people == ((person, "Luz"),)
    assert [each.call.id for each in found.calls] == [new.call, old.call]
    assert [each.outcome for each in found.calls] == ["A hoax", "Nobody was sent yet"]
    assert [mark.hoaxes for mark in found.marks] == [1]


@pytest.mark.parametrize("typed", ["", "828555", "no number", "0000000000", "9" * 500])
def test_a_part_of_a_number_or_a_strange_one_says_nothing(session: Session, typed: str) -> None:
    told(session, phone=NUMBER)
    assert not of_number(session, typed)


def test_a_call_that_went_to_consulta_is_told_as_such(session: Session) -> None:
    notes = Notes(
        call={"matter": "need", "triage": "consulta"}, caller={"phone": NUMBER, "name": "Luz"}, case={"need": "food"}
    )
    taking.take(session, notes)
    assert [each.outcome for each in of_number(session, NUMBER).calls] == ["To Consulta"]


def test_a_place_brings_back_a_year_of_its_reports(session: Session) -> None:
    here = told(session, on="2026-05-01")
    told(session, on="2025-11-01")  # longer than a year ago
    elsewhere = told(session, {**PATTON, "place": "Merrimon Ave"}, on="2026-06-01")
    told(session, {**PATTON, "city": "Hendersonville"})
    road = of_place(session, {"place": "Patton Ave, frente al banco", "city": "Asheville"})
    assert [each.report.id for each in road] == [here.report]
    town = of_place(session, {"city": "asheville"})
    assert [each.report.id for each in town] == [elsewhere.report, here.report]
    assert of_place(session, {"city": "Asheville"}, but=here.report)[0].report.id == elsewhere.report
    assert of_place(session, {"place": "Calle Nueva", "city": ""}) == []
    assert of_place(session, {"place": "Calle Nueva", "city": "Asheville"}) == town


def test_what_came_of_a_report_is_where_its_incident_stands(session: Session) -> None:
    taken = told(session)
    assert outcome_of(session, NO_ID) == past.NO_INCIDENT
    assert outcome_of(session, new_id()) == past.GONE
    assert outcome_of(session, taken.incident) == "Nobody was sent yet"
    me = new_id()
    session.store.save("Seen", [Edit("volunteer", me, {"name": "Ana"})])
    unsigned = {"incident": taken.incident, "verifier": me, "outcome": "confirmed"}
    session.store.save("Said", [Edit("verification", new_id(), unsigned)])
    assert outcome_of(session, taken.incident) == "Nobody was sent yet"  # nobody signed: nothing is confirmed


def test_open_incidents_alike_are_offered_with_their_reasons(session: Session) -> None:
    near = told(session)
    other_road = told(session, {**PATTON, "place": "Merrimon Ave"}, at="11:30")
    told(session, {**PATTON, "city": "Boone", "county": "Watauga"})
    over = told(session)
    session.store.save("Over", [Edit("incident", over.incident, {"over_on": "2026-11-21"})])
    found = same_place.alike(session, {**PATTON, "place": "Patton Avenue", "seen_on": "2026-11-21", "seen_at": "12:00"})
    assert [each.incident.id for each in found] == [near.incident, other_road.incident]
    assert found[0].reasons == (rough.SAME_ROAD, rough.SAME_TOWN, same_place.SAME_ACTIVITY, same_place.SAME_HOURS)
    assert found[1].reasons == (rough.SAME_TOWN, same_place.SAME_ACTIVITY, same_place.SAME_HOURS)
    assert found[0].reports == 1
    assert same_place.alike(session, {"city": "Asheville"}) == []  # the town alone says too little
    assert same_place.alike(session, {"seen_on": "mañana", "seen_at": "25:99"}) == []
    assert [each.incident.id for each in same_place.alike(session, {**PATTON, "place": ""}, limit=1)] == [near.incident]


def test_a_landmark_in_the_words_of_an_incident_is_found(session: Session) -> None:
    told(session, {"activity": "watching", "place": "Ingles de Patton", "county": "Buncombe"})
    (found,) = same_place.alike(session, {"place": "Ingles", "activity": "watching"})
    assert rough.SAME_ROAD in found.reasons
    told(session, {"activity": "home", "place": "KFC", "city": "Boone"})
    (short,) = same_place.alike(session, {"place": "KFC", "activity": "home"})
    assert short.reasons == (same_place.SAME_WORDS, same_place.SAME_ACTIVITY)


def test_counties_compare_with_and_without_their_word(session: Session) -> None:
    assert rough.same_place({"county": "Buncombe County"}, {"county": "buncombe"}) == [rough.SAME_COUNTY]
    assert rough.same_place({"county": "Buncombe"}, {"county": "Madison"}) == []
    assert rough.same_place({"place": "Main St", "city": "Boone"}, {"area": "Main St", "city": "Canton"}) == []


def test_a_report_is_tied_later_and_leaves_its_own_incident(session: Session) -> None:
    first, second = told(session), told(session)
    same_place.tie(session, second.report, first.incident)
    assert session.store.need(Report, second.report).incident == first.incident
    with pytest.raises(NotFoundError):
        same_place.tie(session, new_id(), first.incident)
    with pytest.raises(same_place.OverError) as refused:
        same_place.tie(session, second.report, RecordId(new_id()))
    assert "over" in refused.value.sentence("en")


def test_a_mark_counts_is_lifted_and_never_refuses(session: Session) -> None:
    first, second = hoax(session), hoax(session)
    marks.mark(session, second.call, "De madrugada")
    marks.mark(session, first.call)
    (mark,) = marks.in_force(session)
    assert (mark.phone, mark.hoaxes, mark.reason, mark.marked_on) == ("+18285550111", 3, "De madrugada", "2026-11-21")
    told(session, phone=NUMBER)  # the next call is taken like any other
    marks.lift(session, mark.id)
    assert marks.in_force(session) == []
    assert not of_number(session, NUMBER).marks
    assert session.store.need(NumberMark, mark.id).lifted_on == "2026-11-21"


def test_only_a_hoax_with_a_number_marks(session: Session) -> None:
    with pytest.raises(marks.NotClosedError):
        marks.mark(session, told(session, phone=NUMBER).call)
    with pytest.raises(marks.NoNumberError):
        marks.mark(session, hoax(session, phone="").call)
    with pytest.raises(NotFoundError):
        marks.mark(session, new_id())
    with pytest.raises(NotFoundError):
        marks.lift(session, new_id())


def test_everything_is_looked_up_at_once(session: Session) -> None:
    told(session, phone=NUMBER)
    found = known(session, NUMBER, PATTON)
    assert (len(found.number.calls), len(found.told), len(found.alike)) == (1, 1, 1)
    nothing = known(session, "", {})
    assert (bool(nothing.number), nothing.told, nothing.alike) == (False, (), ())


def test_the_script_has_the_same_steps_in_both_languages() -> None:
    english, spanish = script("en"), script("es")
    assert [step.key for step in english] == [step.key for step in spanish]
    for one, other in zip(english, spanish, strict=True):
        assert one.fields == other.fields
        assert (len(one.say), len(one.mind)) == (len(other.say), len(other.mind))
        assert one.title != other.title
        assert all((*one.say, *one.mind, *other.say, *other.mind))


def test_the_script_follows_the_field() -> None:
    assert step_for("es", "county").key == "where"
    assert step_for("en", "no such field").key == "calm"


def test_a_town_brings_its_county() -> None:
    assert county_of("asheville") == "Buncombe"
    assert county_of("Atlantis") == ""
