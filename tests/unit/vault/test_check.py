"""Damage is found, wherever it is, and a bad vault never replaces a good copy (R09, R10)."""

import shutil
from collections.abc import Callable, Sequence

import pytest
import sqlcipher3.dbapi2 as engine

from cima_desktop.vault import CreatedVault, Database, Vault, VaultError, check
from cima_desktop.vault.connection import connect_copy
from cima_desktop.vault.errors import DamagedVaultError, VaultExistsError

Reopen = Callable[..., Vault]
PAGE = 4096


def fill(vault: Vault) -> None:
    with vault.transaction() as db:
        db.executemany("INSERT INTO note (words) VALUES (?)", [("palabra " * 60,)] * 100)


def findings(reopen: Reopen) -> Sequence[str]:
    """Return what the check finds, or that the vault does not even open."""
    try:
        vault = reopen()
    except VaultError as error:
        return [type(error).__name__]
    found = vault.check().findings
    vault.close()
    return found


def test_a_sound_vault_has_no_findings(created: CreatedVault) -> None:
    fill(created.vault)
    assert created.vault.check() == check.Health(())
    assert created.vault.check().ok


def test_a_flipped_bit_on_any_page_is_found(created: CreatedVault, reopen: Reopen) -> None:
    fill(created.vault)
    created.vault.close()
    path = created.vault.path
    whole = path.read_bytes()
    for page in range(len(whole) // PAGE):
        damaged = bytearray(whole)
        damaged[page * PAGE + 37 * page % PAGE] ^= 1 << page % 8
        path.write_bytes(damaged)
        assert findings(reopen), page
    path.write_bytes(whole)
    assert findings(reopen) == ()


@pytest.mark.parametrize("damage", ["cut", "half", "zero", "swap", "append"])
def test_coarse_damage_is_found(created: CreatedVault, reopen: Reopen, damage: str) -> None:
    fill(created.vault)
    created.vault.close()
    path = created.vault.path
    data = path.read_bytes()
    swapped = data[: 3 * PAGE] + data[4 * PAGE : 5 * PAGE] + data[3 * PAGE : 4 * PAGE] + data[5 * PAGE :]
    path.write_bytes(
        {
            "cut": data[:-PAGE],
            "half": data[: -PAGE // 2],
            "zero": data[: 4 * PAGE] + bytes(PAGE) + data[5 * PAGE :],
            "swap": swapped,
            "append": data + b"x" * PAGE,
        }[damage]
    )
    assert findings(reopen)


def test_a_vault_that_was_not_closed_is_checked_at_the_next_opening(created: CreatedVault, reopen: Reopen) -> None:
    fill(created.vault)
    killed = created.vault.folder.with_name("killed")
    shutil.copytree(created.vault.folder, killed)
    created.vault.close()
    shutil.copytree(killed, created.vault.folder, dirs_exist_ok=True)
    vault = reopen(examinations=[lambda _: ["the store's own finding"]])
    assert vault.health == check.Health(("the store's own finding",))
    vault.close()
    vault = reopen()  # what was found is looked for again, until it is gone
    assert vault.health == check.Health(())
    vault.close()
    assert reopen().health is None


def test_a_damaged_table_leaves_the_others_readable(created: CreatedVault, reopen: Reopen) -> None:
    fill(created.vault)
    created.vault.close()
    data = bytearray(created.vault.path.read_bytes())
    data[-PAGE + 5] ^= 1
    created.vault.path.write_bytes(data)
    vault = reopen()
    assert vault.db.execute("SELECT count(*) FROM migration").fetchone() == (1,)
    with pytest.raises(engine.DatabaseError):
        vault.db.execute("SELECT max(words) FROM note").fetchall()
    assert check.PAGES in vault.check().findings


def test_dangling_references_are_found(created: CreatedVault) -> None:
    with created.vault.transaction() as db:
        db.execute("CREATE TABLE child (parent INTEGER REFERENCES note (n))")
    db = created.vault.db
    db.set_authorizer(None)  # type: ignore[attr-defined] # the gate would not let the checks be switched off
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("INSERT INTO child VALUES (99)")
    assert created.vault.check().findings == (check.REFERENCES,)


def test_a_wrong_row_of_its_own_is_found(created: CreatedVault) -> None:
    assert check.examine(created.vault.db, bytes(16)).findings == (check.OWN_ROW,)


def test_an_examination_that_cannot_read_is_a_finding(created: CreatedVault) -> None:
    def unreadable(_: Database) -> list[str]:
        raise engine.DatabaseError("malformed")

    def repeated(_: Database) -> list[str]:
        return [check.UNREADABLE, "another"]

    assert created.vault.check([unreadable, repeated]).findings == (check.UNREADABLE, "another")


def test_a_copy_opens_with_the_vaults_key_and_holds_the_same(created: CreatedVault) -> None:
    vault = created.vault
    fill(vault)
    target = vault.folder / "copy.db"
    vault.save_copy(target)
    copy = connect_copy(target, vault._key)
    assert copy.execute("SELECT count(*) FROM note").fetchone() == (100,)
    copy.close()
    with pytest.raises(VaultExistsError):
        vault.save_copy(target)
    assert not list(vault.folder.glob(".*"))


def test_a_damaged_vault_leaves_no_copy(created: CreatedVault, reopen: Reopen) -> None:
    fill(created.vault)
    created.vault.close()
    data = bytearray(created.vault.path.read_bytes())
    data[-PAGE + 5] ^= 1
    created.vault.path.write_bytes(data)
    vault = reopen()
    with pytest.raises(DamagedVaultError):
        vault.save_copy(vault.folder / "copy.db")
    assert not list(vault.folder.glob("*copy*"))


def test_a_copy_that_fails_its_check_gets_no_name(created: CreatedVault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cima_desktop.vault.copy.page_findings", lambda _: [check.PAGES])
    with pytest.raises(DamagedVaultError):
        created.vault.save_copy(created.vault.folder / "copy.db")
    assert not list(created.vault.folder.glob("*copy*"))
