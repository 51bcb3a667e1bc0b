"""Backups as a person has them: made by themselves, thinned, carried, dated, never silently worse (B1–B3, B7, R10)."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cima_desktop.model.ids import new_id
from cima_desktop.services import backup_register as register
from cima_desktop.services import backups, holds, messenger
from cima_desktop.services.backups import NAG_DAYS
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Draft, Edit, steps
from cima_desktop.vault import TESTING_COST, create_practice_vault
from cima_desktop.vault.backup_errors import (
    BackupError,
    BackupFromAboveError,
    BehindError,
    ChangedBackupError,
    PlaceMissingError,
    PlaceSlowError,
    SourceDamagedError,
)
from tests.unit.services.conftest import TODAY

PASSPHRASE = "a passphrase for tests only"


def save(session: Session, name: str = "Ana") -> None:
    session.store.save("Added", [Edit("person", new_id(), {"given_names": name})])


def turn(session: Session, days: int) -> None:
    """Let days go by."""
    day = session.today() + timedelta(days)
    session.today = lambda: day


def opened(folder: Path) -> Session:
    session = open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)
    session.today = lambda: TODAY
    return session


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def home(session: Session) -> Path:
    return register.home_of(session.folder)


def test_a_new_vault_without_records_needs_none(session: Session) -> None:
    status = backups.status(session)
    assert (status.last, status.days, status.first_day, status.is_late) == (None, None, None, False)
    assert [p.place.id for p in status.places] == ["home"]


def test_the_first_is_due_with_the_first_record_and_then_holds_all(session: Session, home: Path) -> None:
    save(session)
    assert backups.is_due(session)
    made = backups.make(session)
    status = backups.status(session)
    assert (status.last, status.has_changes, status.days, status.is_late) == (made, False, 0, False)
    assert names(home) == [made.name]
    assert not backups.is_due(session)
    assert status.only_here


@pytest.mark.parametrize(
    "change",
    [
        save,
        lambda s: s.store.drafts.put("person:x", Draft("people", fields={"given_names": "L"})),
        lambda s: s.store.meta_set("policy", "new"),
        lambda s: s.vault.access.add_passphrase("Leo", "another passphrase", TESTING_COST),
    ],
)
def test_whatever_was_changed_is_a_change(session: Session, change: Callable[[Session], object]) -> None:
    save(session)
    backups.make(session)
    change(session)
    assert backups.has_changes(session)


def test_where_somebody_was_is_no_change(session: Session) -> None:
    save(session)
    backups.make(session)
    session.store.drafts.put("desk:place", Draft("people"))
    session.store.rebuild()
    assert not backups.has_changes(session)
    assert backups.before(session, "Before an import") is None


def test_another_is_due_after_hours_or_on_another_day(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    save(session)
    made = backups.make(session)
    save(session, "Leo")
    assert not backups.is_due(session)
    for later, due in ((backups.EVERY, True), (timedelta(minutes=5), False), (-timedelta(days=1), True)):
        monkeypatch.setattr(backups, "moment", lambda _s, later=later: made.at.astimezone() + later)
        assert backups.is_due(session) == due or made.at.astimezone().date() != (made.at + later).astimezone().date()
    monkeypatch.undo()
    turn(session, 1)
    assert backups.is_due(session)


def test_before_something_large_it_says_why(session: Session) -> None:
    save(session)
    made = backups.before(session, "Before an import")
    assert made is not None
    assert register.kept(session)[0].why == "Before an import"


def test_a_person_is_told_after_nine_days_with_changes(session: Session) -> None:
    save(session)
    backups.make(session)
    turn(session, NAG_DAYS)
    assert not backups.status(session).is_late
    save(session, "Leo")
    status = backups.status(session)
    assert (status.days, status.is_late) == (NAG_DAYS, True)


def test_records_of_another_day_without_any_backup_are_told(session: Session) -> None:
    save(session)
    first = backups.status(session).first_day
    assert first is not None
    session.today = lambda: first
    assert not backups.status(session).is_late
    turn(session, 1)
    assert backups.status(session).is_late


def test_a_clock_that_was_set_back_makes_no_age_below_zero(session: Session) -> None:
    save(session)
    made = backups.make(session)
    session.today = lambda: made.at.date() - timedelta(400)
    assert backups.status(session).days == 0


def test_over_two_months_they_are_thinned(session: Session, home: Path) -> None:
    for day in range(36):
        save(session, f"Ana {day}")
        backups.make(session)
        turn(session, 1)
    kept = register.kept(session)
    assert names(home) == sorted(b.name for b in kept)
    assert 9 <= len(kept) <= 13
    assert (session.today() - kept[-1].at.astimezone().date()).days <= 31


def test_while_the_whole_vault_is_held_what_was_there_before_stays(session: Session) -> None:
    for day in range(4):
        save(session, f"Ana {day}")
        backups.make(session)
        turn(session, 1)
    before = {b.name for b in register.kept(session)}
    holds.place(session, "served")
    turn(session, 60)
    save(session, "Leo")
    backups.make(session)
    assert before < {b.name for b in register.kept(session)}
    for name in before:
        with pytest.raises(holds.HeldError):
            backups.drop(session, [name])
    assert before < {b.name for b in register.kept(session)}
    assert {e.held_since for e in backups.errands(session)} <= {holds.vault_held_since(session)}
    holds.release(session, holds.in_force(session)[0].id, "La abogada")
    backups.make(session)
    assert not before & {b.name for b in register.kept(session)}


def test_what_this_vault_did_not_make_is_left_alone(session: Session, home: Path) -> None:
    save(session)
    home.mkdir()
    foreign = home / "cima-backup-2020-01-01-1000-00000000"
    foreign.mkdir()
    (foreign / "vault.db").write_bytes(b"somebody else's")
    backups.make(session)
    assert foreign.name in names(home)
    assert [b.name for b in register.kept(session)] != [foreign.name]


def test_one_that_is_not_on_the_list_is_put_on_it_and_one_that_is_gone_taken_off(session: Session, home: Path) -> None:
    save(session)
    first = backups.make(session)
    register.keep(session, [])
    save(session, "Leo")
    second = backups.make(session)
    assert [b.name for b in register.kept(session)] == [second.name, first.name]
    for file in (home / first.name).iterdir():
        file.unlink()
    (home / first.name).rmdir()
    save(session, "Eva")
    third = backups.make(session)
    assert [b.name for b in register.kept(session)] == [third.name, second.name]


def test_an_older_vault_that_was_put_back_removes_nothing(session: Session, home: Path) -> None:
    save(session)
    backups.make(session)
    older = {each.name: each.read_bytes() for each in (home / names(home)[0]).iterdir()}
    for i in range(5):
        save(session, f"Leo {i}")
    newer = backups.make(session)
    session.close()
    for name in ("vault.db", "vault.keys"):
        (session.folder / name).write_bytes(older[name])
    with opened(session.folder) as back:
        with pytest.raises(BehindError):
            backups.make(back)
        status = backups.status(back)
        assert isinstance(status.trouble, BehindError)
        assert newer.name in names(home)
        assert len(names(home)) == 3


def test_a_damaged_vault_is_refused_and_the_person_told(session: Session, home: Path) -> None:
    save(session)
    good = backups.make(session)
    session.close()
    data = bytearray(session.vault.path.read_bytes())
    data[-4000] ^= 1
    session.vault.path.write_bytes(data)
    with opened(session.folder) as hurt:
        with pytest.raises(SourceDamagedError):
            backups.make(hurt)
        assert backups.status(hurt).last == good
        assert names(home) == [good.name]
        backups.prove(hurt, good)


def test_the_practice_vault_has_none(tmp_path: Path) -> None:
    with Session(create_practice_vault(tmp_path / "practice", steps())) as practice:
        save(practice)
        assert not backups.is_wanted(practice)
        assert not backups.is_due(practice)
        assert backups.before(practice, "") is None


def test_a_stick_gets_the_finished_one_and_is_thinned_alike(session: Session, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    place = backups.add_place(session, stick)
    assert backups.add_place(session, stick) == place
    assert backups.errands(session) == []
    for day in range(3):
        save(session, f"Ana {day}")
        backups.make(session)
        turn(session, 20)
    [errand] = backups.errands(session)
    told: list[tuple[int, int]] = []
    done = backups.run(errand, lambda now, all_: told.append((now, all_)))
    assert (done.trouble, len(done.there or ())) == (None, 1)
    assert told
    backups.settle(session, done)
    status = backups.status(session)
    assert status.places[1].newest == status.last
    assert status.last is not None
    assert status.last.places == {"home", place.id}
    assert not status.only_here
    backups.remove_place(session, place.id)
    assert names(stick) == [status.last.name]
    assert register.kept(session)[0].places == {"home"}
    backups.settle(session, done)  # told after the place was taken off the list
    assert [p.id for p in register.places(session)] == ["home"]


@pytest.mark.usefixtures("near")
def test_an_unplugged_stick_costs_nothing_and_is_tried_again(session: Session, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    backups.add_place(session, stick)
    save(session)
    made = backups.make(session)
    [errand] = backups.errands(session)
    done = backups.run(errand)
    assert isinstance(done.trouble, PlaceMissingError)
    backups.settle(session, done)
    status = backups.status(session)
    assert (status.last, status.places[1].newest) == (made, None)
    assert isinstance(status.trouble, PlaceMissingError)
    assert str(stick) in status.trouble.sentence("en")
    stick.mkdir()
    backups.settle(session, backups.run(errand))
    assert backups.status(session).trouble is None


def test_a_place_in_the_vault_is_refused(session: Session) -> None:
    with pytest.raises(BackupFromAboveError):
        backups.add_place(session, session.folder / "inside")


@pytest.mark.usefixtures("near")
def test_after_new_keys_the_old_ones_are_named_and_removed_on_purpose(session: Session, tmp_path: Path) -> None:
    backups.add_place(session, tmp_path / "unplugged")
    save(session)
    first = backups.make(session)
    save(session, "Leo")
    second = backups.make(session)
    places = frozenset({"home", register.places(session)[1].id})
    was = [
        _with(first, "00" * 8),
        _with(second),
        _with(first, "11" * 8, "cima-backup-2026-01-01-1000-00000000", places),
    ]
    register.keep(session, was)
    status = backups.status(session)
    assert {b.name for b in status.old_keys} == {was[0].name, was[2].name}
    gone = backups.drop(session, [b.name for b in (*status.old_keys, second)])
    assert gone == [first.name]
    assert second in register.kept(session)
    assert names(register.home_of(session.folder)) == [second.name]


def _with(backup: register.Kept, key: str = "", name: str = "", places: frozenset[str] = frozenset()) -> register.Kept:
    import attrs

    return attrs.evolve(backup, key=key or backup.key, name=name or backup.name, places=places or backup.places)


def test_every_byte_can_be_compared_again(session: Session, home: Path) -> None:
    save(session)
    made = backups.make(session)
    backups.prove(session, made)
    data = bytearray((home / made.name / "vault.db").read_bytes())
    data[5000] ^= 1
    (home / made.name / "vault.db").write_bytes(data)
    with pytest.raises(ChangedBackupError):
        backups.prove(session, made)


def test_a_disk_that_is_silent_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(messenger, "program", lambda: [sys.executable, "-c", "input(); import time; time.sleep(600)"])
    with pytest.raises(PlaceSlowError) as told:
        messenger.look(tmp_path, quiet=0.2)
    assert str(tmp_path) in told.value.sentence("es")


@pytest.mark.parametrize("words", ["", 'print(\'{"error": "Unheard"}\')'])
def test_a_messenger_that_dies_or_says_something_strange(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str
) -> None:
    monkeypatch.setattr(messenger, "program", lambda: [sys.executable, "-c", words])
    with pytest.raises(BackupError):
        messenger.look(tmp_path)


def test_progress_may_stop_a_messenger(session: Session, tmp_path: Path) -> None:
    save(session)
    made = backups.make(session)

    def stop(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        messenger.carry(register.home_of(session.folder) / made.name, tmp_path / "carried", stop)
    assert not (tmp_path / "carried").exists()
