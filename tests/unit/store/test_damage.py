"""Damage is named: the pages, the tables, the records that are hit; what is whole is not named (B5)."""

from pathlib import Path

import pytest

from cima_desktop import store as store_room
from cima_desktop.store import Draft, Store, damage
from cima_desktop.store.damage import Damage
from cima_desktop.vault import TESTING_COST, VaultError, open_vault
from tests.unit.store.making import edit, person

PAGE = 4096
WORDS = "ocho palabras que nadie adivina"
NUMBER = 40


@pytest.fixture
def closed(store: Store) -> Path:
    """Return the folder of a closed vault with forty people and a long draft."""
    for i in range(NUMBER):
        edit(store, person(store, f"Ana {i}"), city="Canton")
    store.drafts.put("person:x", Draft("people", fields={"given_names": "Eva " * 4000}))
    folder = store._vault.folder
    store._vault.close()
    return folder


def hurt(folder: Path, page: int) -> Damage | None:
    """Return what is named when one page is hit, None when the vault does not open then; the page is mended after."""
    path = folder / "vault.db"
    whole = path.read_bytes()
    data = bytearray(whole)
    data[(page - 1) * PAGE + 29] ^= 1
    path.write_bytes(data)
    try:
        with open_vault(folder, passphrase=WORDS, floor=TESTING_COST, steps=store_room.steps()) as vault:
            return damage.locate(vault.pages())
    except VaultError:
        return None
    finally:
        path.write_bytes(whole)


def test_one_bad_page_is_named_with_its_one_table(closed: Path) -> None:
    tables: set[str] = set()
    most = 0
    for page in range(2, (closed / "vault.db").stat().st_size // PAGE, 2):
        found = hurt(closed, page)
        if found is None:
            continue
        assert found.pages == (page,)
        assert len(found.tables) <= 1
        tables |= set(found.tables)
        if found.tables != ("change",):
            assert found.records == ()
        most = max(most, len(found.records))
        assert all(kind == "person" and 1 <= n <= NUMBER for kind, n, _title in found.records)
    assert {"change", "draft"} <= tables
    assert 0 < most < NUMBER


def test_a_whole_vault_has_none_and_keeps_its_lock(store: Store) -> None:
    person(store)
    assert damage.locate(store._vault.pages()) == Damage((), (), ())
    assert damage.locate(store._vault.pages()) == Damage((), (), ())


def test_a_change_whose_content_is_none_hides_no_record(store: Store) -> None:
    edit(store, person(store), city="Canton")
    store._db.execute("UPDATE change SET payload = x'00' WHERE n = 2")
    assert damage.locate(store._vault.pages()).records == ()
