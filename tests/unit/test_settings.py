import json
import logging
import os
from pathlib import Path

import pytest

from cima_desktop import paths, settings
from cima_desktop.settings import Settings


def kept() -> Path:
    return paths.user_config() / "settings.json"


def write(text: str) -> None:
    kept().parent.mkdir(parents=True, exist_ok=True)
    kept().write_text(text, "utf-8")


def test_looking_leaves_no_trace() -> None:
    assert Settings.load() == Settings()
    assert not kept().exists()


def test_what_is_changed_is_there_the_next_time() -> None:
    Settings.load().change(language="en", text_size=150, splitters={"people_split": "AAA="}, page="people")
    again = Settings.load()
    assert (again.language, again.text_size, again.splitters, again.page) == (
        "en",
        150,
        {"people_split": "AAA="},
        "people",
    )
    assert [file.name for file in kept().parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "fr"),
        ("scheme", 3),
        ("text_size", 99),
        ("text_size", True),
        ("place", "somewhere"),
        ("place_minutes", {"office": 0, "outreach": 2, "home": 5}),
        ("place_minutes", {"office": 10, "outreach": 61, "home": 5}),
        ("place_minutes", {"office": 10, "home": 5}),
        ("place_minutes", {"office": 10, "outreach": 2, "home": 5, "church": 5}),
        ("place_minutes", {"office": 10, "outreach": True, "home": 5}),
        ("place_minutes", 10),
        ("geometry", "not base64!"),
        ("geometry", "A" * 9000),
        ("splitters", {"María Pérez": "AAA="}),
        ("splitters", ["AAA="]),
        ("sidebar_collapsed", 1),
        ("page", "/home/somebody"),
        ("no_such_setting", 1),
    ],
)
def test_a_value_a_setting_cannot_take_is_refused_and_read_as_the_default(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        Settings().change(**{name: value})
    write(json.dumps({name: value, "scheme": "dark"} if name != "scheme" else {name: value}))
    fresh, loaded = Settings(), Settings.load()
    assert getattr(loaded, name, None) == getattr(fresh, name, None)
    assert loaded.scheme == ("dark" if name != "scheme" else "system")


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "nonsense", '{"language": ', "[" * 50_000])
def test_a_broken_file_is_as_if_there_were_none_and_is_noted(text: str, caplog: pytest.LogCaptureFixture) -> None:
    write(text)
    with caplog.at_level(logging.WARNING, "cima"):
        assert Settings.load() == Settings()
    assert [record.name for record in caplog.records] == ["cima.settings"]


def test_a_refused_change_alters_nothing() -> None:
    mine = Settings()
    with pytest.raises(ValueError, match="text_size"):
        mine.change(language="en", text_size=5)
    assert mine == Settings()
    assert not kept().exists()


def test_where_the_disk_refuses_the_change_holds_until_the_end(caplog: pytest.LogCaptureFixture) -> None:
    kept().parent.parent.mkdir(parents=True, exist_ok=True)
    kept().parent.write_text("a file where the folder should be")
    mine = Settings()
    with caplog.at_level(logging.WARNING, "cima"):
        mine.change(language="en")
    assert mine.language == "en"
    assert len(caplog.records) == 1


def test_a_failed_write_leaves_the_old_file_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    Settings().change(language="en")

    def full(_file: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", full)
    Settings().change(language="es", text_size=200)
    assert Settings.load().language == "en"
    assert [file.name for file in kept().parent.iterdir()] == ["settings.json"]


def test_every_setting_explains_itself() -> None:
    for name in (
        "language",
        "scheme",
        "text_size",
        "place",
        "place_minutes",
        "geometry",
        "splitters",
        "sidebar_collapsed",
        "page",
    ):
        assert settings.help_of(name).endswith(".")


def test_it_locks_sooner_at_a_table_than_in_an_office_and_the_defaults_are_not_shared() -> None:
    mine = Settings()
    assert mine.lock_minutes == 10
    mine.change(place="outreach")
    assert mine.lock_minutes == 2
    mine.place_minutes["outreach"] = 3
    assert Settings(place="outreach").lock_minutes == 2
