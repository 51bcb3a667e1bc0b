"""What is due, over years and with wrong clocks: asked for, never done; and what a hold stops (P03)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.keeping import Hold
from cima_desktop.model.people import Household, Person
from cima_desktop.model.plans import Plan
from cima_desktop.services import figures, holds, retention, served, short_clock
from cima_desktop.services.session import Session
from cima_desktop.store import CannotUndoError, Edit, Store, steps
from cima_desktop.vault import TESTING_COST, create_vault
from tests.unit.store.making import add, edit, person

BEGAN = datetime(2026, 11, 21, 12)
MakeSession = Callable[[], Session]


class Clock:
    """A clock that can be set to any day, and back."""

    def __init__(self) -> None:
        self.now = BEGAN
        self.ticks = 0

    def __call__(self) -> float:
        self.ticks += 1
        return self.now.timestamp() + self.ticks / 1000

    def go(self, **ahead: float) -> None:
        self.now += timedelta(**ahead)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    made = create_vault(tmp_path / "vault", "a passphrase for tests only", "Prueba", TESTING_COST, steps=steps())
    with Session(made.vault) as opened:
        opened.store = Store(made.vault, clock, actor="Prueba")
        opened.today = opened.store.today
        yield opened


def family(session: Session, name: str = "Rosa") -> tuple[RecordId, RecordId, RecordId]:
    """Save a mother, her home and their plan."""
    home = add(session.store, "household", name=f"Casa {name}")
    mother = person(session.store, name, "Ejemplo", household=home)
    return mother, home, add(session.store, "plan", name=f"Plan {name}", household=home, parent1=mother)


def ids(session: Session) -> set[RecordId]:
    return {due.id for due in retention.due(session)}


def test_over_the_years_what_is_due_is_what_nobody_needed(session: Session, clock: Clock) -> None:
    mother, home, plan = family(session)
    alone = person(session.store, "Solo", "Prueba")
    add(session.store, "organization", name="Escuela")
    assert retention.due(session) == []
    clock.go(days=364)
    assert retention.due(session) == []
    clock.go(days=2)
    assert ids(session) == {alone}
    edit(session.store, alone, city="Arden")  # whoever comes back is kept for another year
    assert retention.due(session) == []
    clock.go(days=365 * 2 - 5)
    assert ids(session) == {alone}
    clock.go(days=10)
    assert ids(session) == {alone, mother, home, plan}
    due = {d.id: d for d in retention.due(session)}
    assert (due[plan].why, due[plan].title, due[plan].until) == ("time", "Plan Rosa", date(2029, 11, 21))
    assert due[alone].since == date(2027, 11, 22)
    assert session.store.count("person") == 2  # nothing went by itself


def test_the_date_and_its_reason_are_those_of_what_needs_it_longest(session: Session) -> None:
    mother, _home, plan = family(session)
    kept = retention.kept(session, mother)
    assert kept is not None
    assert (kept.rule, kept.day, kept.months, kept.kind, kept.is_due) == (
        "clock",
        date(2029, 11, 21),
        36,
        "plan",
        False,
    )
    alone = retention.kept(session, person(session.store, "Solo", "Prueba"))
    assert alone is not None
    assert (alone.day, alone.kind) == (date(2027, 11, 21), "person")
    assert alone.reason.startswith("Guidance")
    school = retention.kept(session, add(session.store, "organization", name="Escuela"))
    assert school is not None
    assert (school.rule, school.day) == ("stays", None)
    paper = add(session.store, "document", plan=plan, name="Poder", sort="poa", state="signed")
    signed = retention.kept(session, plan)
    assert signed is not None
    assert (signed.rule, signed.day) == ("open", None)
    edit(session.store, paper, expires_on="2030-05-01")
    ended = retention.kept(session, plan)
    assert ended is not None
    assert (ended.rule, ended.since, ended.day) == ("binds", date(2030, 5, 1), date(2033, 5, 1))
    assert retention.kept(session, new_id()) is None
    assert {signed.rule, kept.rule, school.rule, ended.rule, "held", "day"} == set(retention.RULE_WORDS)


def test_what_goes_on_its_own_day_is_lengthened_by_nothing_and_keeps_nothing(session: Session, clock: Clock) -> None:
    retention.set_client_file(session, True)
    call = add(session.store, "call", on="2026-11-21")
    caller = add(session.store, "caller", call=call, phone="+18285550101", erase_on="2026-12-01")
    kept, whole = retention.kept(session, caller), retention.kept(session, call)
    assert kept is not None
    assert (kept.rule, kept.day, kept.is_due, kept.kind) == ("day", None, False, "caller")
    assert whole is not None
    assert (whole.day, whole.kind) == (date(2032, 11, 21), "call")
    clock.go(days=11)
    assert short_clock.due(session) == [caller]
    assert retention.due(session) == []
    clock.go(days=7 * 366)
    assert ids(session) == {call}


def test_a_vault_chooses_its_own_periods(session: Session, clock: Clock) -> None:
    alone = person(session.store)
    retention.set_months(session, "person", 2)
    clock.go(days=70)
    assert ids(session) == {alone}
    retention.set_client_file(session, True)
    assert retention.due(session) == []
    months = retention.periods(session).months
    assert {"household", "person", "plan", "case", "call"} <= set(months)
    assert set(months.values()) == {72}
    retention.set_client_file(session, False)
    assert retention.periods(session).months["person"] == 2
    for kind, wrong in (
        ("person", 0),
        ("person", 241),
        ("note", 12),
        *((name, 12) for name in short_clock.KINDS_ON_IT),
    ):
        with pytest.raises(InvalidInputError):
            retention.set_months(session, kind, wrong)
    for days in (0, 366):
        with pytest.raises(InvalidInputError):
            retention.set_bin_days(session, days)


@pytest.mark.parametrize("nonsense", ["", "-3", "0", "999999", "mañana", "٣"])
def test_a_period_that_makes_no_sense_is_not_used(session: Session, nonsense: str) -> None:
    session.store.meta_set("keeping:months:person", nonsense)
    session.store.meta_set("keeping:bin_days", nonsense)
    chosen = retention.periods(session)
    assert 1 <= chosen.months["person"] <= 240
    assert 7 <= chosen.bin_days <= 365


def test_what_lies_in_the_bin_for_long_is_offered(session: Session, clock: Clock) -> None:
    mother, _home, plan = family(session)
    add(session.store, "note", about=mother, words="Nota")
    session.store.delete("Deleted", [plan])
    clock.go(days=59)
    assert retention.due(session) == []
    clock.go(days=2)
    assert [(d.id, d.why, d.since) for d in retention.due(session)] == [(plan, "bin", BEGAN.date())]
    retention.set_bin_days(session, 90)
    assert retention.due(session) == []


def test_a_large_vault_is_read_in_one_sweep_with_the_same_outcome(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    family(session)
    for name in ("Uno", "Dos", "Tres"):
        person(session.store, name)
    clock.go(days=800)
    one_by_one = retention.due(session)
    monkeypatch.setattr(retention, "_FEW", 0)
    assert retention.due(session) == one_by_one
    assert len(retention.due(session, 2)) == 2
    assert len(one_by_one) == 3


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_leaps_erases_nothing(session: Session, clock: Clock, years: int) -> None:
    """Set forward, much is due and the leap is told; set back, nothing is; in neither case does anything go."""
    mother, _home, _plan = family(session)
    before = session.store.count("person")
    assert not retention.clock_leapt(session)
    clock.go(days=365 * years)
    assert bool(retention.due(session)) == (years > 0)
    assert retention.clock_leapt(session) == (years > 0)
    kept = retention.kept(session, mother)
    assert kept is not None
    assert kept.day == date(2029, 11, 21)
    clock.go(days=-365 * years)
    assert retention.due(session) == []
    assert session.store.count("person") == before
    assert session.store.tombstones() == []


def test_a_new_vault_has_no_clock_that_leapt(session: Session) -> None:
    assert not retention.clock_leapt(session)


def test_what_is_held_is_never_due(session: Session, clock: Clock) -> None:
    mother, home, plan = family(session)
    other = person(session.store, "Otra", "Prueba")
    note = add(session.store, "note", about=plan, words="Nota")
    aunt = person(session.store, "Tía", "Prueba")
    edit(session.store, plan, agent=aunt)
    holds.place(session, "served", about=mother, note="Caso 1")
    for record in (mother, home, plan, note, aunt):
        assert holds.is_held(session, record)
    assert not holds.is_held(session, other)
    assert not holds.vault_is_held(session)
    clock.go(days=5000)
    assert ids(session) == {other}
    kept = retention.kept(session, mother)
    assert kept is not None
    assert (kept.rule, kept.day, kept.is_due) == ("held", None, False)
    holds.place(session, "lawyer")
    assert holds.vault_is_held(session)
    assert retention.due(session) == []
    for hold in holds.in_force(session):
        holds.release(session, hold.id, "La abogada lo dijo.")
    assert {mother, other} < ids(session)


def test_a_part_holds_its_whole_and_all_that_belongs_to_it(session: Session) -> None:
    mother, home, plan = family(session)
    child = person(session.store, "Sofía")
    sheet = add(session.store, "child_sheet", plan=plan, child=child)
    holds.place(session, "expected", about=sheet)
    for record in (sheet, plan, child, mother, home):
        assert holds.is_held(session, record)


def test_a_hold_is_released_by_a_person_with_a_reason_and_by_nothing_else(session: Session) -> None:
    mother, _home, _plan = family(session)
    holds.place(session, "served", about=mother)
    hold = holds.in_force(session)[0]
    assert (hold.placed_by, hold.placed_on, hold.reason) == ("Prueba", "2026-11-21", "served")
    while True:  # undo goes past it
        try:
            if session.store.undo() is None:
                break
        except CannotUndoError:
            continue
    assert [h.id for h in holds.in_force(session)] == [hold.id]
    with pytest.raises(InvalidInputError):
        holds.release(session, hold.id, "  ")
    with pytest.raises(NotFoundError):
        holds.release(session, new_id(), "porque sí")
    holds.release(session, hold.id, "La abogada Ruiz, 3 de enero")
    assert session.store.undo() is None
    assert holds.in_force(session) == []
    over = holds.all_holds(session)[0]
    assert (over.released_by, over.release_reason) == ("Prueba", "La abogada Ruiz, 3 de enero")
    with pytest.raises(holds.AlreadyReleasedError):
        holds.release(session, hold.id, "otra vez")


def test_a_hold_needs_a_reason_and_something_to_hold(session: Session) -> None:
    with pytest.raises(InvalidInputError):
        holds.place(session, "")
    with pytest.raises(InvalidInputError):
        holds.place(session, "because")
    with pytest.raises(NotFoundError):
        holds.place(session, "served", about=new_id())
    assert session.store.all(Hold) == []


def test_no_form_and_no_history_changes_a_hold(session: Session) -> None:
    from cima_desktop.services import guard

    holds.place(session, "served")
    hold = holds.in_force(session)[0]
    with pytest.raises(guard.AttorneyOnlyError):
        guard.save(session, "Changed", [Edit("hold", hold.id, {"released_on": "2026-11-21"})])
    first = session.store.history(hold.id)[-1].change_id
    holds.release(session, hold.id, "La abogada")
    with pytest.raises(guard.AttorneyOnlyError):
        guard.go_back(session, hold.id, first)


def test_figures_outlive_the_names(session: Session, clock: Clock) -> None:
    people = [person(session.store, f"P{n}", language="es" if n else "mam") for n in range(7)]
    clock.go(days=400)
    family(session)
    session.store.erase(people[:5], "time")
    newest, oldest = figures.years(session)
    assert (newest.year, oldest.year) == ("2027", "2026")
    assert oldest.begun == {"person": 7, "household": 0, "plan": 0, "document": 0}
    assert oldest.erased["person"] == 5
    assert newest.begun["person"] == newest.begun["plan"] == 1
    told = {(a.kind, a.field, a.value): (a.n, a.is_small) for a in oldest.answers}
    assert told == {("person", "language", "es"): (6, False), ("person", "language", "mam"): (1, True)}
    assert figures.years(session)[0].answers == ()


def test_whom_to_call_is_kept_in_the_vault(session: Session) -> None:
    mother, _home, plan = family(session)
    assert served.read(session).lawyer_name == ""
    served.set_lawyer(session, " Lic. Ana Torres ", "828 555 0130")
    paper = add(session.store, "document", plan=plan, name="Poder", sort="poa")
    for method in ("print", "print", "file"):
        add(session.store, "copy", document=paper, method=method)
    holds.place(session, "served")
    found = served.read(session)
    assert (found.lawyer_name, found.lawyer_phone) == ("Lic. Ana Torres", "+18285550130")
    assert (found.holds, found.is_held, found.left, found.erased) == (1, True, {"print": 2, "file": 1}, 0)
    with pytest.raises(InvalidInputError):
        served.set_lawyer(session, "Otra", "nadie")
    assert served.read(session).lawyer_name == "Lic. Ana Torres"
    assert session.store.get(Person, mother) is not None
    assert session.store.all(Household) != []
    assert session.store.all(Plan) != []
