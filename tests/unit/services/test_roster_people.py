"""Who is trained, who is near, and what each has taken on."""

from datetime import date

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.volunteers import Assignment
from cima_desktop.model.workups import Accompaniment
from cima_desktop.services.roster import assigning, near, trained
from cima_desktop.services.roster.near import FULL, LEFT, ON_SHIFT, RESTS, TAKEN, UNTRAINED, Wish
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.builders import rid
from tests.unit.services.roster_of import ACT, shift, training, volunteer

SATURDAY = "2026-11-21"


def person(session: Session, **facts: object) -> RecordId:
    """Put a made-up person into the vault."""
    made = rid("luz")
    session.store.save(ACT, [Edit("person", made, {"given_names": "Luz", "language": "es", **facts})])
    return made


def journey(session: Session, most: int | None = None, **facts: object) -> RecordId:
    """Put a case with somebody who is to be accompanied into the vault."""
    luz = person(session, county="Buncombe")
    session.store.save(ACT, [Edit("case", rid("case"), {"person": luz, "need": "housing", "opened_on": SATURDAY})])
    values = {"case": rid("case"), "most": most, "meeting_point": "La entrada", **facts}
    session.store.save(ACT, [Edit("accompaniment", rid("journey"), values)])
    return rid("journey")


def names(found: list[near.Candidate]) -> list[str]:
    return [each.volunteer.name.split()[0] for each in found]


def test_a_training_counts_with_the_agreement_and_until_its_day(session: Session) -> None:
    ana = volunteer(session, "ana", "verifying")
    beto = volunteer(session, "beto", "none")
    training(session, "beto", "verifying")
    carla = volunteer(session, "carla")
    training(session, "carla", "verifying", until="2026-11-20")
    dario = volunteer(session, "dario", "none")
    training(session, "dario", "agreement", until=SATURDAY)
    training(session, "dario", "verifying", until=SATURDAY)

    assert trained.holds(session, ana, "verifying")
    assert not trained.holds(session, beto, "verifying")
    assert not trained.holds(session, carla, "verifying")
    assert trained.holds(session, carla, "")
    assert trained.holds(session, dario, "verifying")
    assert not trained.holds(session, "nobody", "verifying")
    assert [each.id for each in trained.trained(session, "verifying")] == [ana, dario]
    assert not trained.counts("2026-11-22", "", date(2026, 11, 21))


def test_a_renewed_training_counts_and_is_not_said_to_end(session: Session) -> None:
    carla = volunteer(session, "carla", "none")
    old = training(session, "carla", "agreement", "2025-01-01", "2026-11-01")
    volunteer(session, "gone", "none", active=False)
    training(session, "gone", "agreement", "2025-01-01", "2026-11-01")
    soon = training(session, "carla", "verifying", "2025-12-01", "2026-12-10")
    training(session, "carla", "hotline", "2025-12-01", "2027-12-10")

    assert [each.id for each in trained.endings(session)] == [old, soon]
    training(session, "carla", "agreement", "2026-11-02")
    assert [each.id for each in trained.endings(session)] == [soon]
    assert trained.holds(session, carla, "verifying")


def test_who_rests_or_left_is_not_among_the_trained(session: Session) -> None:
    volunteer(session, "ana", "verifying", rests_from=SATURDAY, rests_until=SATURDAY)
    volunteer(session, "beto", "verifying", active=False)

    assert trained.trained(session, "verifying") == []


def test_the_nearest_are_on_shift_then_of_the_county_then_speak_the_language_then_do_least(session: Session) -> None:
    both = {"counties": ["Buncombe"], "languages": ["es", "mam"]}
    volunteer(session, "shifted", "verifying", most_a_week=0)
    volunteer(session, "near", "verifying", **both)
    volunteer(session, "silent", "verifying", counties=["BUNCOMBE"], languages=["es"])
    volunteer(session, "speaker", "verifying", languages=["mam"])
    volunteer(session, "busy", "verifying", languages=["mam"])
    volunteer(session, "untrained", **both)
    volunteer(session, "resting", "verifying", rests_from="2026-11-01", **both)
    shift(session, "shifted", "2026-11-20", "20:00", "04:00", "verifiers")
    assigning.assign(session, rid("busy"), person(session), "deliver")

    found = near.nearest(session, course="verifying", county="Buncombe", language="mam", day=SATURDAY, at="02:00")

    assert names(found) == ["Shifted", "Near", "Silent", "Speaker", "Busy"]
    assert [each.on_shift for each in found] == [True, False, False, False, False]
    assert found[1].same_county
    assert found[1].speaks
    assert found[4].load == 1


def test_what_speaks_against_somebody_is_said_and_puts_them_last(session: Session) -> None:
    volunteer(session, "free", "accompaniment")
    volunteer(session, "full", "accompaniment", most_a_week=1)
    volunteer(session, "oncall", "accompaniment")
    volunteer(session, "taken", "accompaniment")
    volunteer(session, "left", "accompaniment", active=False)
    volunteer(session, "resting", "accompaniment", rests_until="2026-12-01")
    volunteer(session, "new", "none")
    shift(session, "oncall", SATURDAY, "08:00", "12:00")
    luz = person(session)
    assigning.assign(session, rid("full"), luz, "deliver", on=SATURDAY)
    assigning.assign(session, rid("taken"), luz, "ride", on=SATURDAY, start="09:30")

    found = near.candidates(session, Wish(course="accompaniment", day=SATURDAY, at="09:00", end="11:00"))

    assert names(found)[0] == "Free"
    doubts = {each.volunteer.name.split()[0]: set(each.doubts) for each in found}
    assert doubts == {
        "Free": set(),
        "Full": {FULL},
        "Oncall": {ON_SHIFT},
        "Taken": {TAKEN},
        "Left": {LEFT},
        "Resting": {RESTS},
        "New": {UNTRAINED},
    }
    asked = near.nearest(session, course="accompaniment", county="", language="", day=SATURDAY, at="09:00")
    assert {"Left", "Resting", "New"} & set(names(asked)) == set()


def test_the_load_is_of_the_week_and_what_was_declined_is_none(session: Session) -> None:
    volunteer(session, "ana")
    luz = person(session)
    for sort, day in (("ride", "2026-11-16"), ("deliver", "2026-11-22"), ("other", "2026-11-23"), ("interpret", "")):
        assigning.assign(session, rid("ana"), luz, sort, on=day)
    declined = next(each for each in assigning.of(session, luz) if each.sort == "deliver")

    assert len(near.tasks_of_week(session, date(2026, 11, 21))[rid("ana")]) == 3
    assigning.answer(session, declined.id, "declined")
    assert len(near.tasks_of_week(session, date(2026, 11, 21))[rid("ana")]) == 2


def test_the_first_of_a_group_leads_and_exactly_one_does(session: Session) -> None:
    about = journey(session)
    for who in ("ana", "beto", "carla"):
        volunteer(session, who)
        assigning.assign(session, rid(who), about, "accompany")
    ana, beto, carla = assigning.of(session, about)
    assert [each.leads for each in (ana, beto, carla)] == [True, False, False]
    assert session.store.need(Accompaniment, about).leader == rid("ana")

    assigning.lead(session, beto.id)
    assert [each.leads for each in assigning.of(session, about)] == [False, True, False]
    assigning.answer(session, carla.id, "accepted")
    assigning.answer(session, beto.id, "declined")
    assert [each.leads for each in assigning.of(session, about)] == [False, False, True]
    assert session.store.need(Accompaniment, about).leader == rid("carla")
    assigning.answer(session, carla.id, "not_done")
    assigning.answer(session, ana.id, "declined")
    assert not any(each.leads for each in assigning.of(session, about))
    assert session.store.need(Accompaniment, about).leader == ""
    session.store.undo()
    assert [each.leads for each in assigning.of(session, about)] == [True, False, False]


def test_who_is_chosen_to_lead_takes_over_from_the_first(session: Session) -> None:
    about = journey(session)
    volunteer(session, "ana")
    volunteer(session, "beto")
    assigning.assign(session, rid("ana"), about, "accompany")
    assigning.assign(session, rid("beto"), about, "accompany", leads=True)

    assert [each.leads for each in assigning.of(session, about)] == [False, True]


def test_no_more_go_along_than_may(session: Session) -> None:
    about = journey(session, most=2)
    for who in ("ana", "beto", "carla"):
        volunteer(session, who)
    assigning.assign(session, rid("ana"), about, "accompany")
    assigning.assign(session, rid("beto"), about, "accompany")

    with pytest.raises(assigning.GroupIsFullError):
        assigning.assign(session, rid("carla"), about, "accompany")
    assigning.assign(session, rid("carla"), about, "ride")
    beto = assigning.of(session, about)[1]
    assigning.answer(session, beto.id, "declined")
    assigning.assign(session, rid("carla"), about, "accompany")


def test_nobody_is_asked_twice_for_the_same(session: Session) -> None:
    volunteer(session, "ana")
    luz = person(session)
    assigning.assign(session, rid("ana"), luz, "ride")

    with pytest.raises(assigning.AskedAlreadyError):
        assigning.assign(session, rid("ana"), luz, "ride")
    assert session.store.count("assignment") == 1
    assert names(assigning.suited(session, luz, "ride")) == []
    assert names(assigning.suited(session, luz, "deliver")) == ["Ana"]


def test_whoever_or_whatever_is_gone_is_not_assigned(session: Session) -> None:
    with pytest.raises(NotFoundError):
        assigning.assign(session, rid("ana"), person(session), "ride")
    volunteer(session, "ana")
    with pytest.raises(NotFoundError):
        assigning.assign(session, rid("ana"), rid("nothing"), "ride")


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [((), "done"), (("accepted", "done"), "declined"), (("declined",), "accepted"), ((), "asked"), ((), "nonsense")],
)
def test_answers_follow_one_another(session: Session, steps: tuple[str, ...], wrong: str) -> None:
    volunteer(session, "ana")
    luz = person(session)
    assigning.assign(session, rid("ana"), luz, "ride")
    (task,) = assigning.of(session, luz)
    for step in steps:
        assigning.answer(session, task.id, step)

    with pytest.raises(assigning.NotPossibleError):
        assigning.answer(session, task.id, wrong)
    with pytest.raises(assigning.NotPossibleError):
        assigning.lead(session, task.id)


def test_how_it_went_is_kept(session: Session) -> None:
    volunteer(session, "ana")
    luz = person(session)
    assigning.assign(session, rid("ana"), luz, "ride", words="A la corte y de regreso")
    (task,) = assigning.of(session, luz)
    assigning.answer(session, task.id, "accepted")
    assigning.answer(session, task.id, "done", "Llegaron a tiempo.")

    assert session.store.need(Assignment, task.id).report == "Llegaron a tiempo."


def test_what_is_looked_for_follows_from_the_record(session: Session) -> None:
    about = journey(session)
    assert assigning.wish_for(session, about, "accompany") == Wish(
        course="accompaniment", county="Buncombe", language="es"
    )
    hearing = {"sort": "hearing", "on": "2026-11-30", "at": "09:30", "county": "Henderson", "what": "Audiencia"}
    session.store.save(ACT, [Edit("appointment", rid("hearing"), hearing)])
    session.store.save(ACT, [Edit("accompaniment", about, {"appointment": rid("hearing")})])
    assert assigning.wish_for(session, about, "ride") == Wish(
        course="driving", county="Henderson", language="es", day="2026-11-30", at="09:30"
    )
    session.store.save(ACT, [Edit("appointment", rid("hearing"), {"unknown": True, "county": ""})])
    assert assigning.wish_for(session, about, "ride").day == ""
    seen = {"activity": "checkpoint", "area": "Calle Inventada", "county": "Madison", "on": SATURDAY, "at": "08:00"}
    session.store.save(ACT, [Edit("incident", rid("incident"), seen)])
    assert assigning.wish_for(session, rid("incident"), "verify") == Wish(
        course="verifying", county="Madison", day=SATURDAY, at="08:00"
    )
    session.store.save(ACT, [Edit("case", rid("alone"), {"need": "wages", "opened_on": SATURDAY})])
    assert assigning.wish_for(session, rid("alone"), "deliver") == Wish()


def test_a_thousand_tasks_of_a_week_are_all_counted(session: Session) -> None:
    volunteer(session, "ana")
    tasks = [
        Edit(
            "assignment",
            rid("task", n),
            {"volunteer": rid("ana"), "about": rid("luz"), "sort": "ride", "on": SATURDAY, "state": "done"},
        )
        for n in range(1000)
    ]
    session.store.save_many(ACT, tasks)

    assert len(near.tasks_of_week(session, date(2026, 11, 21))[rid("ana")]) == 1000
