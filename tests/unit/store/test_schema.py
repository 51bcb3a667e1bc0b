"""A field added to a kind is one line and one migration, and then it is everywhere."""

from collections.abc import Callable, Iterator

import attrs
import pytest

from cima_desktop.model import fields as f
from cima_desktop.model import kinds as kinds_room
from cima_desktop.model.fields import Search
from cima_desktop.model.ids import new_id
from cima_desktop.model.kinds import KINDS, Record, kind
from cima_desktop.store import Edit, Store, migrations
from cima_desktop.store.tables import DeclarationError, add_missing_columns, check_columns, create_tables
from cima_desktop.vault import Vault
from cima_desktop.vault.migrations import Step, migrate
from tests.unit.store.making import tell


def declare_first() -> None:
    @kind("scratch", label="Scratch", plural="Scratches", icon="x")
    @attrs.frozen(kw_only=True)
    class _First(Record):
        """A kind as it was released."""

        name: str = f.text("Name", search=Search.NAME, listed=True)


def declare_second() -> None:
    @kind("scratch", label="Scratch", plural="Scratches", icon="x")
    @attrs.frozen(kw_only=True)
    class _Second(Record):
        """The same kind with one line more."""

        name: str = f.text("Name", search=Search.NAME, listed=True)
        nickname: str = f.text("Nickname", search=Search.NAME, listed=True)


@pytest.fixture
def scratch() -> Iterator[None]:
    declare_first()
    yield
    kinds_room.KINDS.pop("scratch", None)


@pytest.mark.usefixtures("scratch")
def test_one_line_and_one_migration(new_vault: Callable[[str], Vault]) -> None:
    vaults = [new_vault("here"), new_vault("there")]
    old = [Store(vault) for vault in vaults]
    first = new_id()
    old[0].save("Added", [Edit("scratch", first, {"name": "Ana"})])
    declare_second()
    with pytest.raises(DeclarationError, match=r"'scratch' declares nickname.*add_missing_columns"):
        Store(vaults[0])
    step = Step(len(migrations.STEPS) + 2, "nickname", lambda db: add_missing_columns(db, KINDS["scratch"]))
    for vault in vaults:
        assert migrate(vault.db, [*migrations.STEPS, step]) == [step.number]
    here, there = (Store(vault) for vault in vaults)

    here.save("Changed", [Edit("scratch", first, {"nickname": "Anita"})])
    assert here._db.execute("SELECT nickname FROM k_scratch").fetchall() == [("Anita",)]  # the table
    shown = here.snapshot(first)
    assert shown.kind.field("nickname").label == "Nickname"  # what a form is built from
    assert shown.kind.names == ("name", "nickname")  # what a CSV file's header is made of
    assert shown.kind.values(shown.record) == {"name": "Ana", "nickname": "Anita"}
    assert here.page("scratch").rows[0].columns["nickname"] == "Anita"  # the list
    hit = here.search("anita")[0]
    assert (hit.id, hit.reason) == (first, "Nickname")  # the search
    assert here.history(first)[0].changes == (("nickname", "", "Anita"),)  # the history
    tell(here, there)
    there.save("Changed", [Edit("scratch", first, {"nickname": "Nita"}, shown.seen)])
    here.save("Changed", [Edit("scratch", first, {"nickname": "Ani"})])
    tell(there, here)
    assert {v.value for v in here.snapshot(first).conflicts["nickname"]} == {"Nita", "Ani"}  # the merge
    assert here.check() == []


@pytest.mark.usefixtures("scratch")
def test_what_an_older_program_stored_unseen_appears_after_the_upgrade(new_vault: Callable[[str], Vault]) -> None:
    vault = new_vault("vault")
    older = Store(vault)
    record_id = new_id()
    older.save("Added", [Edit("scratch", record_id, {"name": "Ana"})])
    declare_second()
    with vault.transaction() as db:
        add_missing_columns(db, KINDS["scratch"])
        add_missing_columns(db, KINDS["scratch"])
        create_tables(db)
    newer = Store(vault)
    newer.save("Changed", [Edit("scratch", record_id, {"nickname": "Anita"})])
    declare_first()
    assert Store(vault).snapshot(record_id).kind.names == ("name",)
    declare_second()
    assert getattr(Store(vault).snapshot(record_id).record, "nickname") == "Anita"  # noqa: B009
    check_columns(vault.db, [KINDS["scratch"]])


def test_every_declared_field_can_be_saved_searched_listed_and_told(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    for declared in list(KINDS.values()):
        record_id = new_id()
        values = {field.name: sample(field) for field in declared.fields}
        here.save("Added", [Edit(declared.name, record_id, values)])
        shown = here.snapshot(record_id)
        assert {name for name, _old, _new in here.history(record_id)[0].changes} == set(declared.names)
        assert set(here.page(declared.name).rows[0].columns) == {x.name for x in declared.fields if x.listed}
        tell(here, there)
        assert there.snapshot(record_id).record == shown.record
        for field in declared.fields:
            if field.search is not Search.NO:
                words = "8285550177" if field.search is Search.PHONE else f"zq{field.name.replace('_', '')}"
                assert record_id in {hit.id for hit in here.search(words, [declared.name])}
    assert here.check() == there.check() == []


def sample(field: f.Field) -> object:
    """Return a value that tells the field from every other."""
    made: dict[f.FieldType, object] = {
        f.FieldType.DATE: "2020-02-03",
        f.FieldType.FLAG: True,
        f.FieldType.NUMBER: field.low,
        f.FieldType.MONEY: 125_050,
        f.FieldType.HOURS: 450,
        f.FieldType.TIME: "21:30",
        f.FieldType.PHONE: "8285550177",
        f.FieldType.CHOICE: field.choices[0].value if field.choices else "",
        f.FieldType.CHOICES: [choice.value for choice in field.choices],
        f.FieldType.WORDS: [f"Zq{field.name.replace('_', '')}"],
        f.FieldType.REF: new_id(),
    }
    return made.get(field.type, f"Zq{field.name.replace('_', '')}"[: field.max_length])
