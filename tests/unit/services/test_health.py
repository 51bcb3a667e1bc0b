"""A vault that no longer opens is read page by page; one that opens says what is hit (B5, B6, R09)."""

from pathlib import Path

import pytest

from cima_desktop.model.ids import new_id
from cima_desktop.model.people import Person
from cima_desktop.services import backups, health
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Draft, Edit
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.check import PAGES, VIEWS
from cima_desktop.vault.connection import is_open_elsewhere
from cima_desktop.vault.errors import (
    DamagedKeysError,
    DamagedVaultError,
    NotAVaultError,
    VaultError,
    VaultExistsError,
    VaultInUseError,
    VaultMissingError,
    WrongPassphraseError,
)
from cima_desktop.vault.salvage import NothingReadableError
from cima_desktop.vault.slots import Passphrase

PASSPHRASE = "a passphrase for tests only"
PAGE = 4096
NUMBER = 30


@pytest.fixture
def folder(session: Session) -> Path:
    """Return the folder of a closed vault with thirty people, a long draft and a backup."""
    for i in range(NUMBER):
        session.store.save("Added", [Edit("person", new_id(), {"given_names": f"Ana {i}"})])
    session.store.drafts.put("person:x", Draft("people", fields={"given_names": "Eva " * 3000}))
    backups.make(session)
    session.close()
    return session.folder


def rescue(folder: Path, into: Path, **how: object) -> health.Salvaged:
    return health.rescue(folder, into, Passphrase(PASSPHRASE), floor=TESTING_COST, **how)  # type: ignore[arg-type]


def opened(folder: Path) -> Session:
    return open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)


def pages(folder: Path) -> int:
    return (folder / "vault.db").stat().st_size // PAGE


def flip(folder: Path, page: int) -> None:
    data = bytearray((folder / "vault.db").read_bytes())
    data[(page - 1) * PAGE + 33] ^= 1
    (folder / "vault.db").write_bytes(data)


def test_around_a_bad_page_everything_is_saved(folder: Path, tmp_path: Path) -> None:
    whole = (folder / "vault.db").read_bytes()
    for page in range(2, pages(folder), 17):
        flip(folder, page)
        hurt = (folder / "vault.db").read_bytes()
        done = rescue(folder, tmp_path / f"saved-{page}")
        assert (done.bad_pages, done.proved) == (1, True)
        assert done.outcome.changes + done.outcome.missing >= NUMBER - 12
        assert (folder / "vault.db").read_bytes() == hurt
        with opened(done.folder) as saved:
            assert len(saved.store.all(Person)) == done.outcome.counts["person"]
            assert saved.check().ok
            saved.store.save("Added", [Edit("person", new_id(), {"given_names": "Rosa"})])
        (folder / "vault.db").write_bytes(whole)


@pytest.mark.parametrize("damage", ["first page", "salt", "swapped", "cut", "half", "appended"])
def test_coarse_damage_leaves_the_rest(folder: Path, tmp_path: Path, damage: str) -> None:
    whole = (folder / "vault.db").read_bytes()
    hurt = {
        "first page": bytes(PAGE) + whole[PAGE:],
        "salt": b"x" * 16 + whole[16:],
        "swapped": whole[: 9 * PAGE] + whole[20 * PAGE : 21 * PAGE] + whole[10 * PAGE : 20 * PAGE]
        + whole[9 * PAGE : 10 * PAGE] + whole[21 * PAGE :],
        "cut": whole[: -2 * PAGE],
        "half": whole[: -PAGE // 2],
        "appended": whole + b"x" * PAGE,
    }[damage]  # fmt: skip
    (folder / "vault.db").write_bytes(hurt)
    done = rescue(folder, tmp_path / "saved")
    assert done.outcome.changes >= NUMBER - 12
    with opened(done.folder) as saved:
        assert saved.check().ok


def test_lost_keys_come_from_the_newest_backup(folder: Path, tmp_path: Path) -> None:
    for name in ("vault.keys", "vault.keys.old"):
        (folder / name).unlink()
    flip(folder, 9)
    assert rescue(folder, tmp_path / "saved").outcome.changes > 0
    [backup] = health.backups_with_keys(folder)
    for name in ("vault.keys", "vault.keys.old"):
        (folder / name).write_bytes(b"nonsense")
    assert rescue(folder, tmp_path / "again", keys_from=backup).outcome.changes > 0
    with pytest.raises(WrongPassphraseError):
        health.rescue(folder, tmp_path / "none", Passphrase("wrong"), floor=TESTING_COST)


def test_without_any_keys_or_any_change_nothing_is_made(folder: Path, tmp_path: Path) -> None:
    (folder / "vault.db").write_bytes(bytes(PAGE * 20))
    with pytest.raises(NothingReadableError):
        rescue(folder, tmp_path / "saved")
    (folder / "vault.db").write_bytes(b"short")
    with pytest.raises(NotAVaultError):
        rescue(folder, tmp_path / "saved")
    (folder / "vault.db").unlink()
    with pytest.raises(VaultMissingError):
        rescue(folder, tmp_path / "saved")
    alone = folder.rename(tmp_path / "alone")
    for name in ("vault.keys", "vault.keys.old"):
        (alone / name).write_bytes(b"nonsense")
    with pytest.raises(DamagedKeysError):
        rescue(alone, tmp_path / "saved")
    assert not (tmp_path / "saved").exists()


def test_an_open_vault_and_a_taken_folder_are_refused(folder: Path, tmp_path: Path) -> None:
    with opened(folder), pytest.raises(VaultInUseError):
        rescue(folder, tmp_path / "saved")
    with pytest.raises(VaultExistsError):
        rescue(folder, folder)


def test_damage_that_shows_itself_late_is_known_and_frees_the_lock(folder: Path) -> None:
    whole = (folder / "vault.db").read_bytes()
    for page in range(4, pages(folder), 3):
        flip(folder, page)
        try:
            opened(folder).close()
        except VaultError:  # whichever of its kinds; never the engine's own error, and never with the lock held
            assert not is_open_elsewhere(folder / "vault.db")
        (folder / "vault.db").write_bytes(whole)


def test_a_whole_vault_is_said_to_be_whole(folder: Path) -> None:
    with opened(folder) as session:
        assert health.diagnose(session).ok


def test_lists_that_are_wrong_are_made_again(folder: Path) -> None:
    with opened(folder) as session:
        session.vault.db.execute("UPDATE listing SET title = 'wrong'")
        found = health.diagnose(session)
        assert (found.findings, found.pages, found.records) == ((VIEWS,), (), ())
        assert health.mend(session) == NUMBER
        assert health.diagnose(session).ok


def test_damage_is_named_by_part_and_record(folder: Path) -> None:
    whole = (folder / "vault.db").read_bytes()
    named: set[str] = set()
    for page in range(pages(folder), 2, -6):
        flip(folder, page)
        try:
            with opened(folder) as session:
                found = health.diagnose(session)
        except DamagedVaultError:  # the page is needed to open it at all
            continue
        finally:
            (folder / "vault.db").write_bytes(whole)
        assert PAGES in found.findings
        assert found.pages == (page,)
        named.update(found.parts)
    assert len(named) >= 3
