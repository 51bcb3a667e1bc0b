"""What a navigator has before them: the queue, one's own list, tasks that are due, contacts and notes."""

from datetime import datetime, timedelta

import pytest

from cima_desktop.model.cases import Case, Contact, PrivateNote, Visit, WorklistItem
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services import myself
from cima_desktop.services.consulta import board, contacts, course, private_notes, queue, tasks, worklist
from cima_desktop.services.consulta.intake import Intake, open_case
from cima_desktop.services.myself import NobodyError
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.unit.services.conftest import TODAY
from tests.unit.store.making import add

LUZ = {"given_names": "Luz", "paternal_surname": "Inventada", "phone": "8285550161", "county": "Buncombe"}


@pytest.fixture
def ana(session: Session) -> RecordId:
    session.now = lambda: datetime(2026, 11, 21, 10, 0)
    return myself.add_me(session, "Ana de Prueba")


def begin(session: Session, **facts: object) -> RecordId:
    """Open a case of somebody new."""
    return open_case(session, Intake(**{"need": "housing", "person_values": LUZ, **facts})).case  # type: ignore[arg-type]


# the queue


def test_the_queue_is_in_order_of_arrival_with_minutes(session: Session, ana: RecordId) -> None:
    queue.arrive(session, "Luz")
    session.now = lambda: datetime(2026, 11, 21, 10, 7)
    queue.arrive(session, "")
    session.now = lambda: datetime(2026, 11, 21, 10, 20)
    first, second = queue.today(session)
    assert [(w.name, w.place, w.minutes) for w in (first, second)] == [("Luz", 1, 20), ("", 2, 13)]
    queue.take(session, first.visit.id)
    session.now = lambda: datetime(2026, 11, 21, 11, 0)
    waiting, taken = queue.today(session)
    assert (waiting.place, waiting.minutes) == (2, 53)
    assert (taken.navigator, taken.minutes) == ("Ana de Prueba", 20)
    queue.take(session, taken.visit.id)  # one's own again changes nobody
    queue.finish(session, taken.visit.id)
    queue.finish(session, waiting.visit.id, left=True)
    assert [w.visit.state for w in queue.today(session)] == ["done", "left"]
    with pytest.raises(queue.VisitOverError):
        queue.take(session, taken.visit.id)
    queue.put_back(session, taken.visit.id)
    assert [w.visit.state for w in queue.today(session)] == ["waiting", "left"]
    session.today = lambda: TODAY + timedelta(days=1)
    assert queue.today(session) == []


def test_a_clock_that_was_set_back_and_states_of_a_newer_program_do_no_harm(session: Session, ana: RecordId) -> None:
    add(session.store, "visit", called="Luz", on="2026-11-21", at="23:00", state="waiting")
    add(session.store, "visit", called="Toño", on="2026-11-21", state="")
    assert [(w.name, w.minutes) for w in queue.today(session)] == [("Luz", 0), ("Toño", 0)]


def test_whoever_takes_a_taken_visit_is_told_who_has_it(session: Session, ana: RecordId) -> None:
    queue.arrive(session, "Luz")
    visit = session.store.all(Visit)[0].id
    beto = add(session.store, "volunteer", name="Beto de Prueba")
    session.store.save("Taken", [Edit("visit", visit, {"state": "with", "navigator": beto})])
    with pytest.raises(queue.VisitTakenError) as told:
        queue.take(session, visit)
    assert told.value.sentence("en") == "Beto de Prueba is with them already."
    session.store.save("Taken", [Edit("visit", visit, {"navigator": ""})])
    with pytest.raises(queue.VisitTakenError):
        queue.take(session, visit)


def test_nobody_takes_a_turn_without_saying_who_they_are(session: Session) -> None:
    queue.arrive(session, "Luz")
    with pytest.raises(NobodyError):
        queue.take(session, session.store.all(Visit)[0].id)


# one's own list


def test_each_navigator_has_an_order_of_their_own(session: Session, ana: RecordId) -> None:
    first, second, third = (begin(session, urgency=u) for u in ("today", "days", "week"))
    assert [row.id for row in worklist.mine(session)] == [first, second, third]
    worklist.move(session, third, up=True)
    assert [row.id for row in worklist.mine(session)] == [first, third, second]
    assert not worklist.move(session, first, up=True)
    assert not worklist.move(session, second, up=False)
    assert not worklist.move(session, new_id(), up=True)
    worklist.move(session, first, up=False)
    assert [row.id for row in worklist.mine(session)] == [third, first, second]
    fourth = begin(session, urgency="today")
    assert [row.id for row in worklist.mine(session)] == [third, first, second, fourth]  # new ones come last
    course.close(session, first, "solved")
    assert [row.id for row in worklist.mine(session)] == [third, second, fourth]
    assert len(session.store.children(WorklistItem, navigator=ana)) == 3


def test_nobody_has_no_list(session: Session) -> None:
    case = begin(session)
    assert worklist.mine(session) == []
    with pytest.raises(NobodyError):
        worklist.put(session, case, 0)


# tasks, contacts, notes


def test_tasks_that_are_due_come_by_their_day_ones_own_or_everybodys(session: Session, ana: RecordId) -> None:
    beto = add(session.store, "volunteer", name="Beto de Prueba")
    case = begin(session)
    late = add(session.store, "task", about=case, what="Tarde", due_on="2026-11-01", whose=ana)
    nobodys = add(session.store, "task", about=case, what="De nadie", due_on="2026-11-21")
    his = add(session.store, "task", about=case, what="De Beto", due_on="2026-11-20", whose=beto)
    add(session.store, "task", about=case, what="Mañana", due_on="2026-11-22", whose=ana)
    add(session.store, "task", about=case, what="Sin fecha", whose=ana)
    add(session.store, "task", about=case, what="Hecha", due_on="2026-11-01", done_on="2026-11-02", whose=ana)
    mine = tasks.due(session, mine=True)
    assert [(t.id, t.is_late, t.whose) for t in mine] == [(late, True, "Ana de Prueba"), (nobodys, False, "")]
    assert mine[0].about_title.startswith("Luz Inventada · 26-")
    assert [t.id for t in tasks.due(session, mine=False)] == [late, his, nobodys]
    assert len(tasks.due(session, mine=True, days=1)) == 3
    tasks.finish(session, late)
    assert [t.id for t in tasks.due(session, mine=True)] == [nobodys]


def test_where_nobody_sits_every_task_is_shown(session: Session) -> None:
    about = add(session.store, "person", given_names="Luz")
    task = add(session.store, "task", about=about, what="Algo", due_on="2026-11-01", rule="ask")
    (due,) = tasks.due(session, mine=True)
    assert (due.id, due.about_title, due.is_for_lawyer) == (task, "Luz", True)


def test_a_contact_is_added_with_its_outcome_and_who_tried(session: Session, ana: RecordId) -> None:
    case = begin(session)
    for way, outcome in (("", "reached"), ("call", "")):
        with pytest.raises(contacts.OutcomeMissingError):
            contacts.log(session, case, way, outcome)
    contacts.log(session, case, "call", "no_answer")
    session.now = lambda: datetime(2026, 11, 21, 18, 0)
    contacts.log(session, case, "text", "reached", words="Puede a las 6", incoming=False)
    (newest, by), (oldest, _by) = contacts.of(session, case)
    assert (newest.way, newest.at, newest.words, newest.incoming, by) == (
        "text",
        "18:00",
        "Puede a las 6",
        False,
        "Ana de Prueba",
    )
    assert (oldest.outcome, oldest.on) == ("no_answer", "2026-11-21")
    assert len(session.store.all(Contact)) == 2


def test_a_private_note_stands_beside_the_case(session: Session, ana: RecordId) -> None:
    case = begin(session)
    private_notes.add(session, case, "Solo aquí\nsegunda línea")
    (note,) = private_notes.of(session, case)
    assert (note.title(), note.written_on) == ("Solo aquí", "2026-11-21")
    with pytest.raises(InvalidInputError):
        private_notes.add(session, case, "x" * 5000)
    assert len(session.store.all(PrivateNote)) == 1


def test_the_desk_is_read_at_once(session: Session, ana: RecordId) -> None:
    case = begin(session, urgency="today", next_step="Llamar", next_due="2026-11-21")
    queue.arrive(session, "Marta")
    person = session.store.need(Case, case).person
    at = add(session.store, "appointment", sort="hearing", about=case, on="2026-11-21", at="09:00")
    alone = add(session.store, "appointment", sort="clinic", person=person, on="2026-11-21", at="11:00")
    add(session.store, "appointment", sort="clinic", person=person, on="2026-11-22")
    found = board.read(session, all_tasks=False)
    assert (found.me, len(found.queue), len(found.mine), len(found.urgent), len(found.tasks)) == (ana, 1, 1, 1, 1)
    assert [(m.appointment.id, m.about) for m in found.meetings] == [(at, case), (alone, person)]
    assert found.meetings[0].whose.endswith(session.store.need(Case, case).number)
    assert found.meetings[1].whose == "Luz Inventada"
    assert found.hand_offs == []
