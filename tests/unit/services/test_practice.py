"""The practice vault is full of visibly made-up people, and never out of date."""

import json
from datetime import date
from pathlib import Path

import pytest

from cima_desktop.model.kinds import KINDS
from cima_desktop.services import practice
from cima_desktop.services.session import Session, open_practice

FILES = practice.desk_files()
KEYS = {each["key"]: each["kind"] for file in FILES for each in json.loads(file.read_text("utf-8"))}


def test_only_a_practice_vault_is_filled(session: Session) -> None:
    with pytest.raises(ValueError, match="practice"):
        practice.fill(session)


def test_the_desks_have_something_to_practise_with(tmp_path: Path) -> None:
    with open_practice(tmp_path / "practice") as opened:
        for kind in {*KEYS.values()}:
            assert opened.store.count(kind) >= [*KEYS.values()].count(kind), kind
        assert opened.check().ok


def test_every_key_stands_for_one_record() -> None:
    every = [each["key"] for file in FILES for each in json.loads(file.read_text("utf-8"))]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_pointed_to_is_there(file: Path) -> None:
    for each in json.loads(file.read_text("utf-8")):
        kind = KINDS[each["kind"]]
        for name, value in each["values"].items():
            if isinstance(value, str) and value.startswith("@"):
                wanted = kind.field(name).refers_to
                assert not wanted or KEYS[value[1:]] == wanted, (each["key"], name)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_telephones_are_of_the_made_up_kind(file: Path) -> None:
    for each in json.loads(file.read_text("utf-8")):
        for name, value in each["values"].items():
            if KINDS[each["kind"]].field(name).type.value == "phone":
                assert str(value).startswith("82855501"), (each["key"], name)


def test_days_are_counted_from_today(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    values = {"a": "today", "b": "today-3", "c": "today+14", "d": "@luz", "e": ["@luz", "es"], "f": 4, "g": "todays"}
    file.write_text(json.dumps([{"kind": "visit", "key": "x", "values": values}]), "utf-8")
    [edit] = practice.edits(file, date(2026, 11, 26))
    assert dict(edit.values) == {
        "a": date(2026, 11, 26),
        "b": date(2026, 11, 23),
        "c": date(2026, 12, 10),
        "d": practice.practice_id("luz"),
        "e": [practice.practice_id("luz"), "es"],
        "f": 4,
        "g": "todays",
    }
