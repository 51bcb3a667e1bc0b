"""A backup comes back as a new vault: proved, compared, signed anew, and the old one stays (R11, R12, B6)."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.services import backup_register as register
from cima_desktop.services import backups, erasing, holds, keys, messenger, restoring
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Edit, steps
from cima_desktop.vault import TESTING_COST, create_vault
from cima_desktop.vault import restoring as files
from cima_desktop.vault.backup_errors import ChangedBackupError, NotABackupError
from cima_desktop.vault.errors import (
    FolderNotEmptyError,
    FrozenSlotError,
    VaultExistsError,
    VaultInUseError,
    WrongPassphraseError,
)

pytestmark = pytest.mark.usefixtures("near")

PASSPHRASE = "a passphrase for tests only"
DAY = date(2026, 11, 21)


def opening(folder: Path) -> Session:
    return open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)


def save(session: Session, name: str, record: RecordId | None = None) -> RecordId:
    record = record or new_id()
    session.store.save("Added", [Edit("person", record, {"given_names": name})])
    return record


@pytest.fixture
def backup(session: Session) -> Path:
    """Return the folder of a backup with two people; the vault has gone on since."""
    first = save(session, "Ana")
    save(session, "Leo")
    made = backups.make(session)
    save(session, "Ana María", first)
    save(session, "Eva")
    return register.home_of(session.folder) / made.name


def restore(session: Session, backup: Path, into: Path) -> restoring.Restored:
    return restoring.restore(backup, into, opening, session.folder, restoring.look_at(session))


def test_it_comes_back_beside_the_present_one_and_says_what_differs(
    session: Session, backup: Path, tmp_path: Path
) -> None:
    told: list[int] = []
    done = restoring.restore(
        backup,
        tmp_path / "back",
        opening,
        session.folder,
        restoring.look_at(session),
        lambda now, _all: told.append(now),
    )
    assert done.counts == (("person", 2),)
    assert done.difference is not None
    numbers = [len(part) for part in done.difference.parts()]
    assert (numbers, done.difference.same) == ([1, 0, 1, 0, 0], 1)
    assert done.difference.only_here[0].title == "Eva"
    assert told
    with opening(tmp_path / "back") as back:
        assert {p.given_names for p in back.store.all(Person)} == {"Ana", "Leo"}
        assert back.check().ok
    assert {p.given_names for p in session.store.all(Person)} == {"Ana María", "Leo", "Eva"}


def test_every_way_in_of_that_day_opens_it(tmp_path: Path) -> None:
    created = create_vault(tmp_path / "v", "old words", "Ana", TESTING_COST, steps=steps())
    with Session(created.vault) as session:
        save(session, "Ana")
        made = backups.make(session)
        session.vault.access.change_passphrase("old words", "new words", TESTING_COST)
    backup = register.home_of(tmp_path / "v") / made.name
    ways = {
        "passphrase": lambda folder: open_vault(folder, passphrase="old words", floor=TESTING_COST),
        "code": lambda folder: open_vault(folder, recovery_code=created.recovery_code, floor=TESTING_COST),
    }
    for name, way in ways.items():
        assert restoring.restore(backup, tmp_path / name, way).counts == (("person", 1),)
    with pytest.raises(WrongPassphraseError):
        restoring.restore(
            backup, tmp_path / "none", lambda f: open_vault(f, passphrase="new words", floor=TESTING_COST)
        )
    assert not (tmp_path / "none").exists()


def test_it_signs_as_a_new_device_and_its_next_backup_is_the_newest(
    session: Session, backup: Path, tmp_path: Path
) -> None:
    newer = backups.make(session)
    done = restore(session, backup, tmp_path / "back")
    with opening(done.folder) as back:
        assert back.store.own_public_key() != session.store.own_public_key()
        assert back.vault.save_counter > newer.counter
        save(back, "Rosa")


def test_both_branches_can_be_merged_later(session: Session, backup: Path, tmp_path: Path) -> None:
    done = restore(session, backup, tmp_path / "back")
    with opening(done.folder) as back:
        save(back, "Rosa")
        back.store.know_device(session.store.own_public_key(), "the other")
        assert back.store.import_changes(session.store.all_changes()).refused == 0
        names = {p.given_names for p in back.store.all(Person)}
        assert names == {"Ana María", "Leo", "Eva", "Rosa"}


def test_never_over_anything_and_never_with_a_foreign_journal(session: Session, backup: Path, tmp_path: Path) -> None:
    with pytest.raises(VaultExistsError):
        restore(session, backup, session.folder)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "vault.db-wal").write_bytes(b"of another vault")
    with pytest.raises(FolderNotEmptyError):
        restore(session, backup, tmp_path / "full")
    for suffix in ("-wal", "-journal"):
        (backup / f"vault.db{suffix}").write_bytes(b"of another vault")
    done = restore(session, backup, tmp_path / "back")
    assert not list(done.folder.glob("*-wal"))
    with opening(done.folder) as back:
        assert back.check().ok


@pytest.mark.parametrize("name", ["vault.db", "vault.keys", "backup.cima"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    session: Session, backup: Path, tmp_path: Path, name: str
) -> None:
    data = bytearray((backup / name).read_bytes())
    data[len(data) // 2] ^= 1
    (backup / name).write_bytes(data)
    with pytest.raises(ChangedBackupError):
        restore(session, backup, tmp_path / "back")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("back")] == []


def test_what_is_no_backup(session: Session, backup: Path, tmp_path: Path) -> None:
    with pytest.raises(NotABackupError):
        restore(session, tmp_path, tmp_path / "back")
    with pytest.raises(NotABackupError):
        restoring.find(tmp_path)
    assert [f.name for f in restoring.find(backup.parent)] == [backup.name]
    assert [f.folder for f in restoring.find(backup)] == [backup]


def test_a_kill_in_the_middle_leaves_what_the_next_one_sweeps(
    session: Session, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / "back.unfinished-12345678"
    left.mkdir()
    (left / "vault.db").write_bytes(b"half")
    restore(session, backup, tmp_path / "back")
    assert not left.exists()


def test_the_restored_one_takes_the_place_when_the_present_is_closed(
    session: Session, backup: Path, tmp_path: Path
) -> None:
    folder = session.folder
    done = restore(session, backup, restoring.new_folder(folder, DAY))
    assert done.folder.name == f"{folder.name}-restored-2026-11-21"
    assert restoring.new_folder(folder, DAY).name.endswith("-2")
    with pytest.raises(VaultInUseError):
        restoring.exchange(done.folder, folder, DAY)
    restoring.use(done.folder, folder)
    assert files.is_waiting(folder)
    assert files.settle(folder, "2026-11-21") is None  # still open
    session.close()
    aside = files.settle(folder, "2026-11-21")
    assert aside == folder.with_name(f"{folder.name}-aside-2026-11-21")
    for where, names in ((folder, {"Ana", "Leo"}), (aside, {"Ana María", "Leo", "Eva"})):
        with opening(where) as found:
            assert {p.given_names for p in found.store.all(Person)} == names
    assert files.settle(folder, "2026-11-21") is None


def test_a_swap_that_was_killed_in_the_middle_goes_on(session: Session, backup: Path) -> None:
    folder = session.folder
    done = restore(session, backup, restoring.new_folder(folder, DAY))
    restoring.use(done.folder, folder)
    with pytest.raises(restoring.SwapError):
        restoring.use(done.folder, folder)  # one waits already
    session.close()
    folder.rename(folder.with_name("vault-aside-2026-11-21"))
    assert files.settle(folder, "2026-11-21") is None
    with opening(folder) as found:
        assert {p.given_names for p in found.store.all(Person)} == {"Ana", "Leo"}


def test_a_swap_that_the_disk_refuses_changes_nothing(
    session: Session, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = restore(session, backup, restoring.new_folder(session.folder, DAY))
    folder = session.folder
    session.close()

    def refuse(*_all: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(files, "take_place", refuse)
        with pytest.raises(restoring.SwapError):
            restoring.exchange(done.folder, folder, DAY)
    with monkeypatch.context() as patch:
        patch.setattr(files, "settle", refuse)
        with pytest.raises(restoring.SwapError):
            restoring.exchange(done.folder, folder, DAY)
    (folder.with_name(f"{folder.name}-aside-2026-11-21")).mkdir()
    assert files.settle(folder, "2026-11-21") == folder.with_name(f"{folder.name}-aside-2026-11-21-2")


def test_the_next_backup_after_a_swap_is_kept(session: Session, backup: Path) -> None:
    folder = session.folder
    backups.make(session)
    done = restore(session, backup, restoring.new_folder(folder, DAY))
    session.close()
    restoring.exchange(done.folder, folder, DAY)
    with opening(folder) as back:
        save(back, "Rosa")
        made = backups.make(back)
        assert register.kept(back)[0] == made
        assert backups.status(back).trouble is None


def test_another_disk_is_touched_by_errands_only(
    session: Session, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    shutil.copytree(backup.parent, stick)
    asked: list[str] = []
    real = messenger.send

    def noted(errand: dict[str, object], *rest: object, **how: object) -> object:
        asked.append(str(errand["verb"]))
        return real(errand, *rest, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(messenger, "send", noted)
    [found] = restoring.find(stick)
    restore(session, found.folder, tmp_path / "back")
    assert asked == ["look", "carry"]


def test_a_legal_hold_that_was_placed_since_goes_on_in_the_restored_one(
    session: Session, backup: Path, tmp_path: Path
) -> None:
    newer = save(session, "Rosa")
    holds.place(session, "served", note="Caso 7")
    holds.place(session, "served", about=newer)
    done = restore(session, backup, tmp_path / "back")
    assert done.counts == (("person", 2),)
    with opening(done.folder) as back:
        assert holds.vault_is_held(back)
        assert {hold.note for hold in holds.in_force(back)} == {"", "Caso 7"}
        ana = next(p for p in back.store.all(Person) if p.given_names == "Ana")
        with pytest.raises(holds.HeldError):
            erasing.erase(back, [ana.id], "asked", "Ana", "Ana")
        assert back.check().ok


def test_a_legal_hold_that_was_released_since_is_released(session: Session, tmp_path: Path) -> None:
    ana = save(session, "Ana")
    holds.place(session, "served", about=ana)
    made = backups.make(session)
    holds.release(session, holds.in_force(session)[0].id, "La abogada")
    done = restore(session, register.home_of(session.folder) / made.name, tmp_path / "back")
    with opening(done.folder) as back:
        assert holds.all_holds(back)
        assert not holds.in_force(back)


def test_it_says_whose_keys_open_it_again(session: Session, tmp_path: Path) -> None:
    frozen, gone = (
        keys.add_person(session, name, f"sabo tiche mura lipo dena {name}", TESTING_COST) for name in ("Eva", "Leo")
    )
    save(session, "Ana")
    made = backups.make(session)
    backup = register.home_of(session.folder) / made.name
    same = restore(session, backup, tmp_path / "same")
    assert (same.people, same.papers_of_then, restoring.ways_words(same)) == ((), False, [])
    keys.freeze(session, frozen)
    session.vault.access.remove_slot(gone)
    session.vault.access.papers.accept_code(session.vault.access.papers.offer_code())
    done = restore(session, backup, tmp_path / "back")
    assert (set(done.people), done.papers_of_then) == ({"Eva", "Leo"}, True)
    told = restoring.ways_words(done)
    assert len(told) == 2
    assert all(name in told[0] for name in ("Eva", "Leo"))
    alone = restoring.restore(backup, tmp_path / "alone", opening, tmp_path / "nowhere")
    assert (alone.people, alone.papers_of_then) == ((), False)


def test_older_states_of_the_vault_beside_it_are_named_before_an_erasing(
    session: Session, backup: Path, tmp_path: Path
) -> None:
    ana = session.store.all(Person)[0].id
    assert erasing.preview(session, [ana]).beside == ()
    done = restore(session, backup, restoring.new_folder(session.folder, DAY))
    (tmp_path / "vault-notes").mkdir()
    create_vault(tmp_path / "vault-of-others", "old words", "Ana", TESTING_COST, steps=steps()).vault.close()
    assert erasing.preview(session, [ana]).beside == (done.folder.name,)


def test_who_was_frozen_gets_no_way_around_it_by_a_backup(session: Session, tmp_path: Path) -> None:
    words = "sabo tiche mura lipo dena fugo"
    hers = keys.add_person(session, "Eva", words, TESTING_COST)
    save(session, "Ana")
    made = backups.make(session)
    backup = register.home_of(session.folder) / made.name

    def her_opening(folder: Path) -> Session:
        return open_vault(folder, passphrase=words, floor=TESTING_COST)

    assert restoring.restore(backup, tmp_path / "before", her_opening, session.folder).counts
    keys.freeze(session, hers)
    with pytest.raises(FrozenSlotError):
        restoring.restore(backup, tmp_path / "after", her_opening, session.folder)
    assert not list(tmp_path.glob("after*"))
