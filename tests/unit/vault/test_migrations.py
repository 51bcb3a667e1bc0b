"""Each step runs once, whole or not at all, with its note; newer vaults are left alone (R19)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cima_desktop import __version__
from cima_desktop.vault import TESTING_COST, CreatedVault, Database, Step, Vault, create_vault, open_vault
from cima_desktop.vault.connection import connect_copy
from cima_desktop.vault.errors import DamagedVaultError, NewerVaultError
from cima_desktop.vault.migrations import all_steps, applied, migrate, pending

PASSPHRASE = "lumo chade rito"
Reopen = Callable[..., Vault]


def two(db: Database) -> None:
    db.execute("CREATE TABLE two (a)")


def three(db: Database) -> None:
    db.execute("CREATE TABLE three (a)")
    db.execute("INSERT INTO three SELECT n FROM migration")


def broken(db: Database) -> None:
    db.execute("CREATE TABLE half (a)")
    db.execute("INSERT INTO nowhere VALUES (1)")


def gone(db: Database) -> None:
    db.execute("CREATE TABLE half (a)")
    db.execute("ROLLBACK")  # as the engine does by itself on a full disk
    raise OSError(28, "no space")


TWO, THREE = Step(2, "two", two), Step(3, "three", three)


def test_a_fresh_vault_has_been_through_every_step(tmp_path: Path) -> None:
    with create_vault(tmp_path / "v", PASSPHRASE, cost=TESTING_COST, steps=[TWO, THREE]).vault as vault:
        rows = vault.db.execute("SELECT n, name, at, app FROM migration").fetchall()
        assert [(n, name, app) for n, name, _, app in rows] == [
            (1, "vault", __version__),
            (2, "two", __version__),
            (3, "three", __version__),
        ]
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", at) for _, _, at, _ in rows)
        assert vault.db.execute("SELECT a FROM three").fetchall() == [(1,), (2,)]
        assert not list(vault.folder.glob("before-migration-*"))
        assert migrate(vault.db, [TWO, THREE]) == []


def test_an_old_vault_is_copied_and_then_raised(created: CreatedVault, reopen: Reopen) -> None:
    folder = created.vault.folder
    vault = reopen(steps=[TWO])
    assert applied(vault.db) == [1, 2]
    assert (folder / "before-migration-2.db").exists()
    vault = reopen_with(vault, [TWO, THREE])
    assert applied(vault.db) == [1, 2, 3]
    before = connect_copy(folder / "before-migration-3.db", vault._key)
    assert applied(before) == [1, 2]
    before.close()
    vault.close()


def reopen_with(vault: Vault, steps: list[Step]) -> Vault:
    vault.close()
    return open_vault(vault.folder, passphrase=PASSPHRASE, floor=TESTING_COST, steps=steps)


@pytest.mark.parametrize("step", [broken, gone])
def test_a_step_that_fails_leaves_the_vault_as_it_was(
    created: CreatedVault, reopen: Reopen, step: Callable[[Database], None]
) -> None:
    with pytest.raises(Exception, match=r"nowhere|DiskFullError"):
        reopen(steps=[TWO, Step(3, "broken", step)])
    vault = reopen(steps=[TWO])
    assert applied(vault.db) == [1, 2]
    assert vault.db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    assert vault.check().ok


def test_a_newer_vault_is_refused_and_not_changed(created: CreatedVault, reopen: Reopen) -> None:
    reopen(steps=[TWO]).close()
    before = created.vault.path.read_bytes()
    with pytest.raises(NewerVaultError):
        reopen()
    assert created.vault.path.read_bytes() == before


def test_steps_follow_each_other() -> None:
    assert [step.number for step in all_steps([TWO, THREE])] == [1, 2, 3]
    for wrong in ([THREE], [TWO, TWO], [THREE, TWO]):
        with pytest.raises(ValueError, match="follow"):
            all_steps(wrong)


def test_pending_names_what_is_left(created: CreatedVault) -> None:
    assert pending(created.vault.db, [TWO, THREE]) == [TWO, THREE]


def test_a_vault_without_notes_is_damaged(created: CreatedVault, reopen: Reopen) -> None:
    with created.vault.transaction() as db:
        db.execute("DROP TABLE migration")
    with pytest.raises(DamagedVaultError):
        reopen()


def test_the_copy_goes_at_the_next_opening_that_finds_the_vault_whole(created: CreatedVault, reopen: Reopen) -> None:
    folder = created.vault.folder
    vault = reopen(steps=[TWO])
    assert vault.health is None
    vault.close()
    vault = reopen_with(vault, [TWO])
    assert vault.health is not None
    assert vault.health.ok
    assert not list(folder.glob("before-migration-*"))
    vault.close()
    assert reopen_with(vault, [TWO]).health is None


def test_the_copy_stays_while_the_vault_does_not_pass(created: CreatedVault, reopen: Reopen) -> None:
    vault = reopen(steps=[TWO])
    vault.close()
    steps = [TWO]
    again = open_vault(
        vault.folder, passphrase=PASSPHRASE, floor=TESTING_COST, steps=steps, examinations=[lambda _db: ["Not right."]]
    )
    again.close()
    assert again.health is not None
    assert again.health.findings == ("Not right.",)
    assert [path.name for path in vault.folder.glob("before-migration-*")] == ["before-migration-2.db"]


def test_only_the_newest_copy_is_kept(created: CreatedVault, reopen: Reopen) -> None:
    vault = reopen(steps=[TWO])
    reopen_with(vault, [TWO, THREE]).close()
    assert [path.name for path in vault.folder.glob("before-migration-*")] == ["before-migration-3.db"]
