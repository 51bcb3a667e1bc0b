"""A copy for a helper holds what was chosen and nothing else, ends by itself, and changes nothing (S6)."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Person
from cima_desktop.services import backups, families, guard, health, helper_copy, helper_end, keys, one_person, packets
from cima_desktop.services.helper_copy import HelperNameError, Made, NotForCopiesError
from cima_desktop.services.helper_end import Ending, HelperCopyOverError, HelperCopyReadOnlyError
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Edit
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.errors import FolderNotEmptyError, VaultExistsError, WrongPassphraseError
from tests.killing import run_and_kill
from tests.unit.store.test_reads import everything

OWN, HELPERS = "a passphrase for tests only", "cuatro palabras para quien ayuda"
HOUR = 3600.0
ADD = "Added"


class Clock:
    """A wall clock and a stopwatch one can turn."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.seconds, self.passed = now, 0.0

    def now(self) -> float:
        return self.seconds

    def ticks(self) -> float:
        return self.passed

    def go(self, seconds: float) -> None:
        self.seconds += seconds
        self.passed += seconds


def add(session: Session, kind: str, **values: Any) -> RecordId:
    record = new_id()
    session.store.save(ADD, [Edit(kind, record, values)])
    return record


def make(session: Session, folder: Path, *chosen: RecordId, hours: int = 4, **more: Any) -> Made:
    facts = {"name": "Ana", "passphrase": HELPERS, "cost": TESTING_COST, **more}
    return helper_copy.make(session, chosen, folder, hours=hours, **facts)


def opened(folder: Path) -> Session:
    return open_vault(folder, passphrase=HELPERS, floor=TESTING_COST)


@pytest.fixture
def family(session: Session, family_file: dict[str, Any]) -> RecordId:
    return families.import_bytes(session, json.dumps(family_file).encode()).plan


def test_a_copy_holds_exactly_what_was_shown(session: Session, family: RecordId, tmp_path: Path) -> None:
    others = [
        add(session, "person", given_names="Zoraida", paternal_surname=f"Ajena{n}", role="panadera") for n in range(3)
    ]
    add(session, "note", about=family, words="Cosa de la mesa, no de quien ayuda.")
    session.store.save("Zoraida fue cambiada", [Edit("person", others[0], {"city": "Candler"})])
    going = helper_copy.contents(session, [family])
    make(session, tmp_path / "copy", family)
    with opened(tmp_path / "copy") as copy:
        assert {(g.id, g.kind) for g in going} == {
            (RecordId(i.hex()), kind) for i, kind in copy.store._db.execute("SELECT id, kind FROM rec").fetchall()
        }
        held = everything(copy.vault)
        for word in ("Zoraida", "Ajena", "panadera", "Cosa de la mesa"):
            assert word not in held
        for record in others:
            assert record not in held
        words = [w for (w,) in copy.store._db.execute("SELECT term FROM spoken").fetchall()]
        assert "zoraida" not in words
        for one in going:
            assert copy.store.all_changes(one.id) == session.store.all_changes(one.id)
            assert copy.store.title_of(one.id) == session.store.title_of(one.id)
        assert copy.check().ok
        assert copy.vault.access.key_id != session.vault.access.key_id
        assert [s.label for s in copy.vault.access.slots] == ["Ana"]
    with pytest.raises(WrongPassphraseError):
        open_vault(tmp_path / "copy", passphrase=OWN, floor=TESTING_COST)


def test_a_plan_brings_its_people_and_parts_and_a_household_its_people(session: Session, family: RecordId) -> None:
    kinds = [g.kind for g in helper_copy.contents(session, [family])]
    assert kinds.count("plan") == 1
    assert {"household", "person", "caregiver", "child_sheet"} <= set(kinds)
    assert not {"note", "task", "document", "reviewer"} & set(kinds)
    carers = {g.id for g in helper_copy.contents(session, [family]) if g.kind == "person"}
    assert {RecordId(k.person) for k in session.store.all(KINDS["caregiver"].record)} <= carers  # type: ignore[attr-defined]
    home = add(session, "household", name="Familia Modelo")
    lives, visits = (
        add(session, "person", given_names="Uno", household=home),
        add(session, "person", given_names="Dos", other_household=home),
    )
    assert {g.id for g in helper_copy.contents(session, [home])} == {home, lives, visits}
    assert {g.id for g in helper_copy.contents(session, [lives])} == {lives}


def test_only_people_households_and_plans_that_are_there_can_be_chosen(session: Session, tmp_path: Path) -> None:
    who = add(session, "person", given_names="Uno")
    note = add(session, "note", about=who, words="Nota")
    gone = add(session, "person", given_names="Dos")
    session.store.delete("Away", [gone])
    for chosen in (note, gone):
        with pytest.raises(NotForCopiesError):
            make(session, tmp_path / "copy", chosen)
    with pytest.raises(NotFoundError):
        make(session, tmp_path / "copy", new_id())
    with pytest.raises(HelperNameError):
        make(session, tmp_path / "copy", who, name=" \u200b ")
    with pytest.raises(ValueError, match="hours"):
        make(session, tmp_path / "copy", who, hours=5)
    assert not (tmp_path / "copy").exists()
    assert helper_copy.made_copies(session) == []


def test_a_taken_folder_is_left_alone(session: Session, tmp_path: Path) -> None:
    who = add(session, "person", given_names="Uno")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(FolderNotEmptyError):
        make(session, tmp_path / "full", who)
    with pytest.raises(VaultExistsError):
        make(session, session.folder, who)
    assert (tmp_path / "full" / "mine.txt").read_text() == "mine"
    assert helper_copy.made_copies(session) == []


def test_the_original_remembers_whom_it_gave_what_until_when(session: Session, tmp_path: Path) -> None:
    who = add(session, "person", given_names="Uno")
    made = make(session, tmp_path / "copy", who, name="Ana · la de las tardes", hours=8)
    ((_when, name, facts),) = helper_copy.made_copies(session)
    assert name == "Ana · la de las tardes"
    assert facts == f"1·{made.helper.until:%Y-%m-%dT%H:%MZ}"


def test_a_copy_is_for_looking_only(session: Session, family: RecordId, tmp_path: Path) -> None:
    make(session, tmp_path / "copy", family)
    with opened(tmp_path / "copy") as copy:
        assert copy.ending is not None
        assert copy.ending.helper.name == "Ana"
        person = copy.store.all(Person)[0]
        before = copy.store.all_changes()
        for change in (
            lambda: guard.save(copy, ADD, [Edit("person", person.id, {"city": "Arden"})]),
            lambda: copy.store.delete("Away", [person.id]),
            lambda: packets.make_wanted(copy, family, "both"),
            lambda: one_person.make(copy, person.id, "both"),
            lambda: one_person.begin_print(copy, person.id),
            lambda: make(copy, tmp_path / "copy of copy", person.id),
        ):
            with pytest.raises(HelperCopyReadOnlyError):
                change()
        assert copy.store.all_changes() == before
    assert not (tmp_path / "copy of copy").exists()


def test_it_ends_and_then_shows_nothing(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    make(session, tmp_path / "copy", add(session, "person", given_names="Uno"), hours=1, now=clock.now)
    monkeypatch.setattr("cima_desktop.services.session.enter", lambda store: _enter(store, clock))
    opened(tmp_path / "copy").close()
    clock.go(HOUR)
    with pytest.raises(HelperCopyOverError) as caught:
        opened(tmp_path / "copy")
    assert caught.value.offers_removal
    assert caught.value.sentence("en") != caught.value.sentence("es")
    clock.seconds -= 30 * HOUR  # setting the clock back brings nothing back
    with pytest.raises(HelperCopyOverError):
        opened(tmp_path / "copy")


_real_enter = helper_end.enter


def _enter(store: Any, clock: Clock) -> Ending | None:
    return _real_enter(store, clock.now, clock.ticks)


def test_the_clock_gains_nothing_backwards_while_it_is_open(session: Session, tmp_path: Path) -> None:
    clock = Clock()
    make(session, tmp_path / "copy", add(session, "person", given_names="Uno"), hours=2, now=clock.now)
    with opened_at(tmp_path / "copy", clock) as copy:
        ending = copy.ending
        assert ending is not None
        clock.go(HOUR)
        assert not ending.is_over()
        clock.seconds -= 100 * HOUR
        clock.passed += HOUR
        assert ending.is_over()
        ending.note()
    with pytest.raises(HelperCopyOverError):
        opened_at(tmp_path / "copy", clock)


def opened_at(folder: Path, clock: Clock) -> Session:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cima_desktop.services.session.enter", lambda store: _enter(store, clock))
        return opened(folder)


def test_removing_takes_the_keys_first_and_only_from_a_copy(session: Session, tmp_path: Path) -> None:
    who = add(session, "person", given_names="Uno")
    make(session, tmp_path / "copy", who)
    with pytest.raises(WrongPassphraseError):
        helper_copy.remove(tmp_path / "copy", "otra cosa", floor=TESTING_COST)
    (tmp_path / "copy" / "mine.txt").write_text("mine")
    helper_copy.remove(tmp_path / "copy", HELPERS, floor=TESTING_COST)
    assert [f.name for f in (tmp_path / "copy").iterdir()] == ["mine.txt"]
    make(session, tmp_path / "second", who)
    helper_copy.remove(tmp_path / "second", HELPERS, floor=TESTING_COST)
    assert not (tmp_path / "second").exists()


def test_an_ordinary_vault_is_never_removed(session: Session) -> None:
    folder = session.folder
    session.close()
    with pytest.raises(NotForCopiesError):
        helper_copy.remove(folder, OWN, floor=TESTING_COST)
    assert (folder / "vault.db").exists()
    assert (folder / "vault.keys").exists()


def test_a_copy_that_has_ended_can_be_removed(session: Session, tmp_path: Path) -> None:
    who = add(session, "person", given_names="Uno")
    make(session, tmp_path / "copy", who, hours=1, now=lambda: 1_700_000_000.0)
    with pytest.raises(HelperCopyOverError):
        opened(tmp_path / "copy")
    helper_copy.remove(tmp_path / "copy", HELPERS, floor=TESTING_COST)
    assert not (tmp_path / "copy").exists()


def test_a_practice_vault_makes_practice_copies(tmp_path: Path, session: Session) -> None:
    make(session, tmp_path / "copy", add(session, "person", given_names="Uno"))
    with opened(tmp_path / "copy") as copy:
        assert copy.practice == session.practice


_MAKING = """
import sys
from pathlib import Path
from cima_desktop.services import helper_copy
from cima_desktop.services.session import open_vault
from cima_desktop.vault import TESTING_COST
folder, out, who = sys.argv[1:]
with open_vault(Path(folder), passphrase="a passphrase for tests only", floor=TESTING_COST) as session:
    print("ready", flush=True)
    for n in range(50):
        helper_copy.make(session, [who], Path(out) / str(n), name="Ana", hours=4,
                         passphrase="cuatro palabras para quien ayuda", cost=TESTING_COST)
        print(n, flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_a_kill_while_it_is_made_leaves_a_whole_copy_or_none(session: Session, tmp_path: Path, seed: int) -> None:
    who = add(session, "person", given_names="Uno", paternal_surname="Entero")
    folder, out = session.folder, tmp_path / "out"
    session.close()
    death = run_and_kill(_MAKING, [str(folder), str(out), who], after=1.5, seed=seed, ready="ready")
    assert death.killed, death.stderr
    there = sorted((f for f in out.glob("*") if f.is_dir() and "." not in f.name), key=lambda f: int(f.name))
    assert {f.name for f in there} >= set(death.acknowledged)
    for copy_folder in there:
        with opened(copy_folder) as copy:
            assert copy.ending is not None
            assert copy.store.title_of(who) == "Uno Entero"
            with pytest.raises(HelperCopyReadOnlyError):
                copy.store.delete("Away", [who])
    with open_vault(folder, passphrase=OWN, floor=TESTING_COST) as again:
        assert len(helper_copy.made_copies(again)) >= len(there)
    shutil.rmtree(out, ignore_errors=True)


def test_nothing_of_a_copy_outlasts_its_removal(session: Session, tmp_path: Path) -> None:
    made = make(session, tmp_path / "copy", add(session, "person", given_names="Ana"))
    with opened(made.folder) as copy:
        assert not backups.is_wanted(copy)
        with pytest.raises(HelperCopyReadOnlyError):
            backups.make(copy)
    helper_copy.remove(made.folder, HELPERS, floor=TESTING_COST)
    assert not list(tmp_path.glob("copy*"))


def test_a_copy_takes_no_other_way_in(session: Session, tmp_path: Path) -> None:
    made = make(session, tmp_path / "copy", add(session, "person", given_names="Ana"))
    with opened(made.folder) as copy:
        own = copy.vault.access.slot_id
        for change in (
            lambda: keys.offer_code(copy),
            lambda: keys.offer_shares(copy, 2, ["", "", ""]),
            lambda: keys.add_person(copy, "Beto", "sabo tiche mura lipo dena fugo", TESTING_COST),
            lambda: keys.use_keyring(copy),
            lambda: keys.rename(copy, own, "Eva"),
        ):
            with pytest.raises(HelperCopyReadOnlyError):
                change()
        assert [slot.label for slot in copy.vault.access.slots] == ["Ana"]


def test_salvaging_does_not_bring_a_copy_back_without_its_end(session: Session, tmp_path: Path) -> None:
    made = make(session, tmp_path / "copy", add(session, "person", given_names="Ana"))
    with pytest.raises(health.CopyNotSalvagedError):
        health.rescue(made.folder, tmp_path / "again", passphrase=HELPERS, floor=TESTING_COST)
    assert not (tmp_path / "again").exists()
