"""The rota: who is on call, where nobody is, what is refused."""

from datetime import date, datetime, timedelta

import pytest

from cima_desktop import i18n
from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.rota import Hours
from cima_desktop.model.volunteers import Shift
from cima_desktop.services.roster import rota
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.builders import rid
from tests.unit.services.roster_of import shift, volunteer

SATURDAY = "2026-11-21"


@pytest.fixture(autouse=True)
def at_ten(session: Session) -> None:
    """Let it be ten o'clock in the morning of 21 November 2026."""
    session.now = lambda: datetime(2026, 11, 21, 10, 0)


def cover(session: Session, desk: str, days: int = 9) -> None:
    """Let Ana be there always."""
    for n in range(-1, days):
        shift(session, "ana", (date(2026, 11, 21) + timedelta(days=n)).isoformat(), "00:00", "00:00", desk)


def test_who_is_on_call_comes_in_the_order_of_call_also_after_midnight(session: Session) -> None:
    for who in ("ana", "beto", "carla"):
        volunteer(session, who)
    second = shift(session, "ana", SATURDAY, "22:00", "06:00", order=2)
    first = shift(session, "beto", SATURDAY, "20:00", "04:00", order=1)
    shift(session, "carla", SATURDAY, "22:00", "06:00", "verifiers")

    assert [each.id for each in rota.on_call(session, "linea", "2026-11-22", "03:00")] == [first, second]
    assert [each.id for each in rota.on_call(session, "linea", "2026-11-22", "05:00")] == [second]
    assert rota.on_call(session, "linea", SATURDAY, "12:00") == []
    assert rota.on_call(session, "linea", "soon", "12:00") == []


def test_who_rests_left_or_is_in_the_bin_answers_no_call(session: Session) -> None:
    volunteer(session, "ana", rests_from=SATURDAY)
    volunteer(session, "beto", active=False)
    carla = volunteer(session, "carla")
    for who in ("ana", "beto", "carla"):
        shift(session, who, SATURDAY, "00:00", "00:00")
    session.store.delete("Filled the practice vault", [carla])

    assert rota.on_call(session, "linea", SATURDAY, "12:00") == []
    assert [gap.desk for gap in rota.gaps(session, timedelta(days=1))] == ["linea", "verifiers"]


def test_gaps_are_told_a_week_ahead_for_hotline_and_verifiers_and_for_consulta_when_open(session: Session) -> None:
    volunteer(session, "ana")
    cover(session, "verifiers", 9)
    for n in range(9):
        shift(session, "ana", (date(2026, 11, 21) + timedelta(days=n)).isoformat(), "06:00", "22:00")

    found = rota.gaps(session)

    assert len(found) == 7
    assert found[0] == rota.Gap(desk="linea", begin=datetime(2026, 11, 21, 22), end=datetime(2026, 11, 22, 6))
    rota.want(session, Hours(days=frozenset({1}), start="09:00", end="17:00"))
    more = [gap for gap in rota.gaps(session) if gap.desk == "consulta"]
    assert more == [rota.Gap(desk="consulta", begin=datetime(2026, 11, 24, 9), end=datetime(2026, 11, 24, 17))]
    assert rota.wanted(session, "consulta") == Hours(days=frozenset({1}), start="09:00", end="17:00")
    rota.want(session, None)
    assert rota.wanted(session, "consulta") is None


@pytest.mark.parametrize(
    "hours",
    [Hours(days=frozenset(), start="09:00", end="17:00"), Hours(days=frozenset({1}), start="", end="17:00")],
)
def test_open_hours_need_a_day_and_times(session: Session, hours: Hours) -> None:
    with pytest.raises(rota.NoHoursError):
        rota.want(session, hours)


@pytest.mark.parametrize("kept", ["{", "[1]", '{"days": 1}', '{"days": ["x"], "start": "", "end": ""}'])
def test_open_hours_that_cannot_be_read_are_none(session: Session, kept: str) -> None:
    session.store.meta_set("rota:open:consulta", kept)

    assert rota.wanted(session, "consulta") is None


def test_a_vault_without_a_rota_has_one_gap_a_desk(session: Session) -> None:
    assert [(gap.desk, gap.end - gap.begin) for gap in rota.gaps(session)] == [
        ("linea", timedelta(days=7)),
        ("verifiers", timedelta(days=7)),
    ]


def test_a_shift_is_put_changed_and_taken_off(session: Session) -> None:
    ana = volunteer(session, "ana")
    values = {"volunteer": ana, "desk": "linea", "on": "2026-11-22", "start": "9 am", "end": "17:00", "order": "1"}

    rota.put(session, values)
    (made,) = session.store.all(Shift)
    rota.put(session, {"end": "18:00"}, made.id)

    assert (made.start, made.end, made.order) == ("09:00", "17:00", 1)
    assert session.store.need(Shift, made.id).end == "18:00"
    rota.take_off(session, made.id)
    assert session.store.all(Shift) == []
    with pytest.raises(NotFoundError):
        rota.take_off(session, made.id)


def test_hours_of_one_volunteer_that_overlap_are_refused_and_it_says_with_which_shift(session: Session) -> None:
    i18n.use("en")
    ana, beto = volunteer(session, "ana"), volunteer(session, "beto")
    rota.put(session, {"volunteer": ana, "desk": "verifiers", "on": SATURDAY, "start": "22:00", "end": "06:00"})
    wrong = {"volunteer": ana, "desk": "linea", "on": "2026-11-22", "start": "05:00", "end": "09:00"}

    with pytest.raises(rota.TwiceOnCallError) as caught:
        rota.put(session, wrong)

    assert caught.value.sentence().replace("\u00a0", " ") == (
        "Ana de Práctica is on another shift then: 10:00 PM–6:00 AM, Nov 21, 2026, Verifiers."
    )
    assert "Ana" not in str(caught.value)
    assert len(session.store.all(Shift)) == 1
    rota.put(session, {**wrong, "volunteer": beto})
    rota.put(session, {**wrong, "start": "06:00"})
    with pytest.raises(rota.TwiceOnCallError):
        rota.put(session, {"start": "05:00"}, next(s.id for s in session.store.all(Shift) if s.start == "06:00"))


@pytest.mark.parametrize("missing", ["on", "start", "end"])
def test_a_shift_without_hours_is_refused(session: Session, missing: str) -> None:
    ana = volunteer(session, "ana")
    values = {"volunteer": ana, "desk": "linea", "on": SATURDAY, "start": "09:00", "end": "10:00", missing: ""}

    with pytest.raises(rota.NoHoursError):
        rota.put(session, values)


@pytest.mark.parametrize(
    ("field", "value"), [("start", "25:00"), ("desk", "kitchen"), ("order", "0"), ("on", "3/4/26")]
)
def test_what_cannot_be_kept_is_refused(session: Session, field: str, value: str) -> None:
    ana = volunteer(session, "ana")
    values = {"volunteer": ana, "desk": "linea", "on": SATURDAY, "start": "09:00", "end": "10:00", field: value}

    with pytest.raises(InvalidInputError):
        rota.put(session, values)
    assert session.store.count("shift") == 0


def test_a_shift_of_nobody_is_refused(session: Session) -> None:
    with pytest.raises(NotFoundError):
        rota.put(session, {"desk": "linea", "on": SATURDAY, "start": "09:00", "end": "10:00"})


def test_a_week_is_copied_without_those_who_rest_or_are_there_already(session: Session) -> None:
    volunteer(session, "ana")
    volunteer(session, "beto", rests_from="2026-11-24")
    for who in ("ana", "beto"):
        shift(session, who, "2026-11-17", "09:00", "12:00", order=1)
        shift(session, who, "2026-11-22", "23:00", "05:00")
    shift(session, "ana", "2026-11-24", "11:00", "13:00", "consulta")

    copied = rota.copy_week(session, date(2026, 11, 23))

    made = [
        (each.volunteer, each.on, each.start) for each in rota.shifts(session, date(2026, 11, 23), date(2026, 11, 30))
    ]
    assert (copied.made, copied.left_out) == (1, 3)
    assert made == [(rid("ana"), "2026-11-24", "11:00"), (rid("ana"), "2026-11-29", "23:00")]
    again = rota.copy_week(session, date(2026, 11, 23))
    assert (again.made, again.left_out, again.touched) == (0, 4, None)
    session.store.undo()
    assert len(rota.shifts(session, date(2026, 11, 23), date(2026, 11, 30))) == 1


def test_an_empty_week_cannot_be_copied(session: Session) -> None:
    with pytest.raises(rota.NothingToCopyError):
        rota.copy_week(session, date(2026, 11, 23))


def test_the_order_of_call_is_changed_among_those_on_call_together(session: Session) -> None:
    ids: list[RecordId] = []
    for who in ("ana", "beto", "carla"):
        volunteer(session, who)
        ids.append(shift(session, who, SATURDAY, "09:00", "12:00"))
    shift(session, "ana", SATURDAY, "12:00", "13:00")

    rota.move(session, ids[2], -1)
    order = [each.volunteer for each in rota.on_call(session, "linea", SATURDAY, "10:00")]
    assert order.index(rid("carla")) < 2
    while rota.move(session, ids[2], -1):
        pass
    assert rota.on_call(session, "linea", SATURDAY, "10:00")[0].volunteer == rid("carla")
    assert not rota.move(session, ids[2], -1)


def test_a_shift_without_hours_stands_alone_in_the_order(session: Session) -> None:
    volunteer(session, "ana")

    assert not rota.move(session, shift(session, "ana", SATURDAY, "", "12:00"), 1)


def test_hours_of_four_weeks_are_told_for_each_who_helps(session: Session) -> None:
    volunteer(session, "ana")
    volunteer(session, "beto")
    volunteer(session, "carla", active=False)
    shift(session, "ana", "2026-11-20", "22:00", "06:00")
    shift(session, "beto", "2026-11-20", "08:00", "18:00")
    shift(session, "carla", "2026-11-20", "08:00", "18:00")
    shift(session, "ana", "2026-10-20", "22:00", "06:00")

    assert [(each.name, each.minutes) for each in rota.fairness(session)] == [
        ("Beto de Práctica", 600),
        ("Ana de Práctica", 480),
    ]


def test_more_shifts_than_one_reading_are_all_found(session: Session) -> None:
    values = {"volunteer": volunteer(session, "ana"), "desk": "linea", "on": SATURDAY, "start": "08:00", "end": "09:00"}
    session.store.save_many("Filled the practice vault", [Edit("shift", rid("many", n), values) for n in range(501)])

    assert len(rota.shifts(session, date(2026, 11, 21), date(2026, 11, 21))) == 501
