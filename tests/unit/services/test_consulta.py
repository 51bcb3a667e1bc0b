"""Consulta: a first visit becomes a case, and the case has its course, its contacts, its tasks and its place."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from cima_desktop.model.cases import Case, CaseTurn, Visit
from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.ids import RecordId, derived_id, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.work import Task
from cima_desktop.services import myself
from cima_desktop.services.consulta import (
    board,
    course,
    intake,
    listing,
    queue,
    whois,
)
from cima_desktop.services.consulta.intake import Intake, open_case
from cima_desktop.services.consulta.numbers import case_number
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.laptops import Laptop
from tests.unit.services.conftest import TODAY
from tests.unit.store.making import add

LUZ = {"given_names": "Luz", "paternal_surname": "Inventada", "phone": "8285550161", "county": "Buncombe"}
HOSTILE = ("", " ", "x" * 5000, "<b>&{name}%s", "\0\x07", "👩\u200d👧 Ñúñez \u202eabc")


@pytest.fixture
def ana(session: Session) -> RecordId:
    session.now = lambda: datetime(2026, 11, 21, 10, 0)
    return myself.add_me(session, "Ana de Prueba")


def begin(session: Session, **facts: object) -> RecordId:
    """Open a case of somebody new."""
    return open_case(session, Intake(**{"need": "housing", "person_values": LUZ, **facts})).case  # type: ignore[arg-type]


# numbers


def test_a_number_is_short_made_of_the_id_alone_and_avoids_letters_that_are_misheard() -> None:
    numbers = {case_number(derived_id("case", str(n)), "2026-11-21") for n in range(2000)}
    assert len(numbers) == 2000
    assert all(len(n) == 8 and n.startswith("26-") and not set(n) & set("ILOU") for n in numbers)
    assert case_number(derived_id("a"), "2026-01-01") == case_number(derived_id("a"), "2026-12-31")


@pytest.mark.parametrize(
    ("case", "day"), [("", "2026-11-21"), ("zz", "2026-11-21"), (derived_id("a"), ""), ("0" * 32, "hoy")]
)
def test_a_number_of_nothing_is_refused(case: str, day: str) -> None:
    with pytest.raises(ValueError, match="an id and a day"):
        case_number(RecordId(case), day)


def test_two_cases_of_one_vault_never_share_a_number(
    session: Session, ana: RecordId, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = session.store.need(Case, begin(session))
    free = derived_id("free")
    offered = iter((derived_id("person"), first.id, free))
    monkeypatch.setattr(intake, "new_id", lambda: next(offered, new_id()))
    assert begin(session) == free


# the first visit


def test_one_save_makes_the_person_the_case_its_turn_and_the_first_task(session: Session, ana: RecordId) -> None:
    made = open_case(
        session,
        Intake(
            need="housing",
            person_values=LUZ,
            urgency="days",
            goal="Quedarse",
            next_step="Llamar a la corte",
            next_due="2026-11-23",
        ),
    )
    case = session.store.need(Case, made.case)
    assert (case.person, case.state, case.opened_on, case.navigator) == (made.person, "open", "2026-11-21", ana)
    assert (case.urgency, case.urgent_since, case.county) == ("days", "2026-11-21", "Buncombe")
    assert case.number == case_number(case.id, case.opened_on)
    assert session.store.need(Person, made.person).title() == "Luz Inventada"
    (turn,) = session.store.children(CaseTurn, case=case.id)
    assert (turn.turn, turn.on, turn.by) == ("opened", "2026-11-21", ana)
    (task,) = session.store.children(Task, about=case.id)
    assert (task.what, task.due_on, task.whose) == ("Llamar a la corte", "2026-11-23", ana)
    session.store.undo()
    assert [session.store.count(kind) for kind in ("case", "person", "task")] == [0, 0, 0]


def test_without_a_next_step_there_is_no_task_and_without_a_navigator_nobody_follows(session: Session) -> None:
    case = session.store.need(Case, begin(session, urgency="routine"))
    assert (case.navigator, case.urgent_since, case.next_step) == ("", "", "")
    assert session.store.all(Task) == []


def test_somebody_who_is_here_brings_their_home(session: Session, ana: RecordId) -> None:
    home = add(session.store, "household", name="Casa")
    luz = add(session.store, "person", given_names="Luz", household=home, county="Madison")
    case = session.store.need(Case, open_case(session, Intake(need="food", person=luz)).case)
    assert (case.person, case.household, case.county) == (luz, home, "Madison")


def test_what_cannot_be_a_case_leaves_nothing_behind(session: Session, ana: RecordId) -> None:
    refused: tuple[tuple[dict[str, object], type[Exception]], ...] = (
        ({"person_values": {}}, intake.NobodyToHelpError),
        ({"person_values": {"given_names": "  ", "phone": None}}, intake.NobodyToHelpError),
        ({"need": ""}, intake.NeedMissingError),
        ({"need": "status"}, InvalidInputError),
        ({"next_step": "x", "next_due": "mañana quizás"}, InvalidInputError),
        ({"urgency": "never"}, InvalidInputError),
        ({"goal": "x" * 3000}, InvalidInputError),
        ({"person": new_id()}, NotFoundError),
        ({"visit": new_id()}, NotFoundError),
    )
    for facts, error in refused:
        with pytest.raises(error):
            begin(session, **facts)
    assert [session.store.count(kind) for kind in ("case", "person")] == [0, 0]


def test_hostile_words_are_kept_as_words_or_refused(session: Session) -> None:
    for words in HOSTILE:
        before = session.store.count("case")
        try:
            case = begin(session, goal=words, person_values={"given_names": words[:200] or "Luz"})
        except InvalidInputError:
            assert session.store.count("case") == before
        else:
            assert session.store.need(Case, case).number in [
                row.number for row in listing.page(session, "all", None).rows
            ]


def test_the_same_visit_taken_in_twice_tells_the_second_who_has_it(session: Session, ana: RecordId) -> None:
    queue.arrive(session, "Luz")
    visit = session.store.all(Visit)[0].id
    case = session.store.need(Case, begin(session, visit=visit))
    with pytest.raises(intake.VisitHasCaseError) as told:
        begin(session, visit=visit)
    assert told.value.sentence("en") == f"Ana de Prueba opened case {case.number} for this visit already."
    assert len(session.store.all(Case)) == len(session.store.all(Person)) == 1
    seen = session.store.need(Visit, visit)
    assert (seen.state, seen.case, seen.person, seen.navigator, seen.seen_at) == (
        "with",
        case.id,
        case.person,
        ana,
        "10:00",
    )
    session.store.delete("Deleted", [case.id])
    begin(session, visit=visit)  # the first one is in the bin: nobody has it any more


def test_a_visit_that_nobody_took_is_told_without_a_name(session: Session) -> None:
    visit = add(session.store, "visit", called="Luz", on="2026-11-21", at="09:00", state="with")
    begin(session, visit=visit)
    with pytest.raises(intake.VisitHasCaseError):
        begin(session, visit=visit)


def test_a_call_leads_to_the_case_it_became(session: Session, ana: RecordId) -> None:
    call = add(session.store, "call", on="2026-11-21", at="09:00")
    case = begin(session, call=call)
    assert session.store.snapshot(call).record.case == case  # type: ignore[attr-defined]


def test_two_laptops_that_take_the_same_caller_in_show_both_cases(
    session: Session, ana: RecordId, tmp_path: Path
) -> None:
    luz = open_case(session, Intake(need="housing", person_values=LUZ)).person
    other = Laptop(session.store, tmp_path / "other")
    try:
        other.exchange()
        begin(session, person=luz, need="wages", person_values={})
        theirs = new_id()
        values = {"number": case_number(theirs, "2026-11-21"), "person": luz, "need": "wages", "state": "open"}
        other.store.save("Opened a case", [Edit("case", theirs, {**values, "opened_on": "2026-11-21"})])
        other.exchange()
    finally:
        other.vault.close()
    found = listing.rows(session, listing.of_person(session, luz))
    assert [row.need for row in found].count("Unpaid wages") == 2
    assert len({row.number for row in found}) == 3


# who is here already


def test_a_name_or_a_number_half_typed_finds_who_is_here_with_her_open_cases(session: Session, ana: RecordId) -> None:
    case = begin(session)
    closed = begin(session, person=session.store.need(Case, case).person, person_values={})
    course.close(session, closed, "solved")
    for typed in (
        {"given_names": "lu"},
        {"phone": "(828) 555-01"},
        {"given_names": "Luz", "paternal_surname": "Inventda"},
    ):
        (known,) = whois.known(session, typed)
        assert (known.name, known.phone) == ("Luz Inventada", "(828) 555-0161")
        assert [(row.id, row.navigator) for row in known.cases] == [(case, "Ana de Prueba")]
    assert whois.known(session, {}) == whois.known(session, {"phone": "82"}) == []


# the course of a case


def test_an_urgency_ends_by_itself_and_says_so(session: Session, ana: RecordId) -> None:
    case = begin(session, urgency="days")
    assert (course.glance(session, case).until, course.glance(session, case).is_over) == (date(2026, 11, 24), False)
    session.today = lambda: TODAY + timedelta(days=4)
    assert course.glance(session, case).is_over
    assert [row.is_over for row in board.urgent(session)] == [True]
    assert not listing.page(session, "urgent", None).rows
    course.set_urgency(session, case, "today")
    assert [row.is_over for row in board.urgent(session)] == [False]
    course.set_urgency(session, case, "routine")
    assert board.urgent(session) == []


def test_closing_and_opening_again_ask_why_and_are_remembered(session: Session, ana: RecordId) -> None:
    case = begin(session)
    with pytest.raises(course.ReasonMissingError):
        course.close(session, case, "")
    course.close(session, case, "referred", "Pisgah Legal lo tomó")
    found = session.store.need(Case, case)
    assert (found.state, found.closed_on, found.closed_reason) == ("closed", "2026-11-21", "referred")
    deeds: tuple[Callable[[], object], ...] = (
        lambda: course.close(session, case, "solved"),
        lambda: course.set_urgency(session, case, "today"),
        lambda: course.wait_for(session, case, "x"),
        lambda: course.go_on(session, case),
        lambda: course.hand_over(session, case, ana),
    )
    for deed in deeds:
        with pytest.raises(course.CaseIsClosedError):
            deed()
    with pytest.raises(course.ReasonMissingError):
        course.reopen(session, case, "  ")
    course.reopen(session, case, "Volvió el casero")
    with pytest.raises(course.CaseIsOpenError):
        course.reopen(session, case, "otra vez")
    found = session.store.need(Case, case)
    assert (found.state, found.closed_on, found.closed_reason) == ("open", "", "")
    assert {(t.turn, t.reason, t.words) for t in course.turns(session, case)} == {
        ("opened", "", ""),
        ("closed", "referred", "Pisgah Legal lo tomó"),
        ("reopened", "", "Volvió el casero"),
    }


def test_a_case_waits_and_goes_on(session: Session, ana: RecordId) -> None:
    case = begin(session)
    with pytest.raises(course.ReasonMissingError):
        course.wait_for(session, case, " ")
    course.wait_for(session, case, "La carta de la corte")
    assert [row.id for row in listing.page(session, "waiting", None).rows] == [case]
    course.go_on(session, case)
    assert session.store.need(Case, case).waiting_for == ""
    assert listing.page(session, "waiting", None).total == 0


def test_handing_over_takes_the_open_tasks_along_but_not_those_of_others(session: Session, ana: RecordId) -> None:
    beto = add(session.store, "volunteer", name="Beto de Prueba", active=True)
    gone = add(session.store, "volunteer", name="Zoe", active=False)
    case = begin(session, next_step="Llamar")
    done = add(session.store, "task", about=case, what="Hecha", done_on="2026-11-20", whose=ana)
    others = add(session.store, "task", about=case, what="De otra", whose=gone)
    with pytest.raises(course.ReasonMissingError):
        course.hand_over(session, case, RecordId(""))
    with pytest.raises(NotFoundError):
        course.hand_over(session, case, new_id())
    course.hand_over(session, case, beto, "Ana descansa")
    assert session.store.need(Case, case).navigator == beto
    whose = {task.what: task.whose for task in session.store.children(Task, about=case)}
    assert whose == {"Llamar": beto, "Hecha": ana, "De otra": gone}
    assert course.turns(session, case)[0].to == beto or course.turns(session, case)[1].to == beto
    assert [each.id for each in course.navigators(session)] == [ana, beto]
    assert done != others


# the list of cases


def test_the_list_begins_with_what_is_urgent_and_is_found_by_number_and_person(session: Session, ana: RecordId) -> None:
    late = begin(session, need="food")
    soon = begin(session, person_values={"given_names": "Toño"}, urgency="week")
    today = begin(session, person_values={"given_names": "Marta"}, urgency="today")
    course.close(session, late, "solved")
    rows = listing.page(session, "all", None).rows
    assert [row.id for row in rows] == [today, soon, late]
    assert [row.until for row in rows] == [date(2026, 11, 21), date(2026, 11, 28), None]
    for chosen, ids in (
        ("open", [today, soon]),
        ("closed", [late]),
        ("urgent", [today, soon]),
        ("mine", [today, soon]),
    ):
        page = listing.page(session, chosen, None)
        assert ([row.id for row in page.rows], page.total) == (ids, len(ids))
    number = session.store.need(Case, soon).number
    for words in (number, number.lower(), "toño", "Tono"):
        assert [row.id for row in listing.found(session, words, "all").rows] == [soon]
    assert listing.found(session, "Luz", "open").rows == []
    assert [row.id for row in listing.found(session, "Luz", "closed").rows] == [late]


def test_a_long_list_comes_a_page_at_a_time(session: Session, ana: RecordId) -> None:
    luz = add(session.store, "person", given_names="Luz")
    edits = [
        Edit("case", new_id(), {"number": f"26-{n:05}", "person": luz, "need": "food", "opened_on": "2026-11-01"})
        for n in range(60)
    ]
    session.store.save("Opened", edits)
    first = listing.page(session, "all", None)
    rest = listing.page(session, "all", first.next)
    assert (len(first.rows), first.total, len(rest.rows), rest.total, rest.next) == (48, 60, 12, None, None)
