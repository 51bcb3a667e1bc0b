"""Who may be meant is gathered by telephone, day of birth and the sound of names, and by nothing else."""

from typing import Any

import pytest

from cima_desktop.store import Store, alike
from cima_desktop.store.alike import Asked
from tests.unit.store.making import add, person


def found(store: Store, kind: str = "person", **asked: object) -> set[str]:
    return {near.title for near in store.alike(kind, Asked(**asked))}  # type: ignore[arg-type]


def test_people_are_gathered_by_what_they_share(store: Store) -> None:
    person(store, "Jimena", "Vásquez", phone="+18285550111")
    person(store, "Rosa", "Peña", birth_date="1988-05-02")
    person(store, "Tomás", "Ejemplo")
    gone = person(store, "Ximena", "Basques")
    store.delete("Deleted", [gone])
    assert found(store, phones=("+1 828 555 0111",)) == {"Jimena Vásquez"}
    assert found(store, phones=("+50285559111",)) == set()
    assert found(store, born="1988-05-02") == {"Rosa Peña"}
    assert found(store, given=("ximena",), surnames=("basques",)) == {"Jimena Vásquez"}
    assert found(store, given=("tomas",), surnames=()) == set()
    assert found(store, given=("4",), surnames=("ejemplo",)) == set()
    assert found(store) == set()


def test_one_of_several_names_is_enough(store: Store) -> None:
    person(store, "María Elena", "López", "Ruiz")
    assert found(store, given=("elena", "rosa"), surnames=("gomez", "ruiz")) == {"María Elena López Ruiz"}


def test_it_stops_when_there_is_enough_to_choose_from(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    person(store, "Rosa", "Peña", phone="+18285550111")
    person(store, "Elena", "Luz", birth_date="1988-05-02")
    asked: dict[str, Any] = {"phones": ("8285550111",), "born": "1988-05-02"}
    assert found(store, **asked) == {"Rosa Peña", "Elena Luz"}
    monkeypatch.setattr(alike, "_ENOUGH", 1)
    assert found(store, **asked) == {"Rosa Peña"}


def test_homes_have_no_birthday(store: Store) -> None:
    add(store, "household", name="Familia López", phone="+18285550100")
    assert found(store, "household", phones=("8285550100",), born="1988-05-02") == {"Familia López"}


def test_all_are_read_in_one_sweep(store: Store) -> None:
    person(store, "Ana", "Luz", phone="+18285550101")
    gone = person(store, "Beto", "Luz")
    store.delete("Deleted", [gone])
    (near,) = store.all_alike("person")
    assert (near.title, near.values["phone"]) == ("Ana Luz", "+18285550101")
