"""Before an import and before a new key for the vault a backup is made; without one the person decides (B1, T12)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.model.ids import new_id
from cima_desktop.services import backup_register as register
from cima_desktop.services import backups, families, helper_copy, keys
from cima_desktop.services.backups import NoBackupFirstError
from cima_desktop.services.families import import_bytes
from cima_desktop.services.helper_end import HelperCopyReadOnlyError
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Edit, steps
from cima_desktop.vault import TESTING_COST, create_practice_vault
from tests.unit.services.conftest import as_bytes
from tests.unit.services.key_doors import HERS, holder

Deed = Callable[..., object]


def with_ana(session: Session) -> None:
    session.store.save("Added", [Edit("person", new_id(), {"given_names": "Ana"})])


def whys(session: Session) -> list[str]:
    return [backup.why for backup in register.kept(session)]


def refuse(session: Session) -> None:
    """Let no backup be made: a file lies where their folder should be."""
    register.home_of(session.folder).write_bytes(b"in the way")


def test_only_what_writes_into_records_asks_for_a_backup(session: Session, family_file: dict[str, Any]) -> None:
    first = import_bytes(session, as_bytes(family_file))
    assert whys(session) == []  # there was nothing to keep yet
    assert import_bytes(session, as_bytes(family_file)).already
    assert whys(session) == []
    family_file["household"]["city"] = "Marshall"
    assert import_bytes(session, as_bytes(family_file)).touched is None  # what the vault has stays
    assert whys(session) == []
    assert import_bytes(session, as_bytes(family_file), replace=True).touched
    assert whys(session) == [families.BEFORE]
    session.store.delete("Deleted", [first.plan])
    family_file["household"]["city"] = "Asheville"
    assert import_bytes(session, as_bytes(family_file)).touched  # out of the bin
    assert whys(session) == [families.BEFORE] * 2


@pytest.fixture(params=["import", "remove", "rekey"])
def deed(request: pytest.FixtureRequest, session: Session, family_file: dict[str, Any]) -> Deed:
    """Return something that is begun after a backup only."""
    with_ana(session)
    if request.param == "import":
        return lambda **how: import_bytes(session, as_bytes(family_file), **how)
    if request.param == "rekey":
        return lambda **how: keys.rekey(session, **how)
    beto = keys.add_person(session, "Beto", HERS, TESTING_COST)
    return lambda **how: keys.remove(session, beto, **how)


def state(session: Session) -> tuple[bytes, int, int]:
    return session.vault.access.key_id.encode(), len(keys.holders(session)), session.store.count("person")


def test_a_backup_is_made_and_holds_what_was_before(session: Session, deed: Deed) -> None:
    before = state(session)
    deed()
    assert state(session) != before
    [why] = whys(session)
    assert why in (families.BEFORE, keys.BEFORE)
    [folder] = register.home_of(session.folder).iterdir()
    with open_vault(folder, passphrase="a passphrase for tests only", floor=TESTING_COST) as of_before:
        assert state(of_before) == before


def test_without_one_nothing_is_begun_until_the_person_says_so(session: Session, deed: Deed) -> None:
    refuse(session)
    before = state(session)
    with pytest.raises(NoBackupFirstError) as refused:
        deed()
    assert state(session) == before
    for language, words in (("es", "respaldo"), ("en", "backup")):
        assert words in refused.value.sentence(language)
        assert "{" not in refused.value.sentence(language) + refused.value.advice(language)
    assert str(register.home_of(session.folder)) in refused.value.sentence("en")
    deed(backup=False)
    assert state(session) != before
    assert whys(session) == []


def test_the_backup_of_before_is_named_as_one_that_opens_with_the_old_keys(session: Session) -> None:
    with_ana(session)
    beto = keys.add_person(session, "Beto", HERS, TESTING_COST)
    [old] = keys.remove(session, beto).old_backups
    [kept] = register.kept(session)
    assert old.name == kept.name
    assert "Beto" not in [h.label for h in keys.holders(session)]


def test_what_the_last_backup_holds_is_not_backed_up_again(session: Session) -> None:
    with_ana(session)
    backups.make(session)
    keys.rekey(session)
    assert whys(session) == [""]


def test_neither_made_up_families_nor_a_helper_copy_have_any(
    session: Session, tmp_path: Path, family_file: dict[str, Any]
) -> None:
    with Session(create_practice_vault(tmp_path / "practice", steps())) as practice:
        with_ana(practice)
        import_bytes(practice, as_bytes(family_file))
        assert not register.home_of(practice.folder).exists()
    ana = new_id()
    session.store.save("Added", [Edit("person", ana, {"given_names": "Ana"})])
    helper_copy.make(session, [ana], tmp_path / "copy", hours=4, name="Eva", passphrase=HERS, cost=TESTING_COST)
    with open_vault(tmp_path / "copy", passphrase=HERS, floor=TESTING_COST) as copy:
        assert not backups.is_wanted(copy)
        with pytest.raises(HelperCopyReadOnlyError):
            import_bytes(copy, as_bytes(family_file))
    assert not register.home_of(tmp_path / "copy").exists()


def test_a_refusal_of_the_deed_itself_comes_before_any_backup(session: Session) -> None:
    with_ana(session)
    with pytest.raises(keys.OwnKeyError):
        keys.remove(session, holder(session, "Prueba").slot_id)
    assert whys(session) == []
