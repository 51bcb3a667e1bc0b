"""A file of own clauses that cannot be used stops its own paper, in words, and no other."""

import os
import shutil
from pathlib import Path

import pytest

from cima_desktop.documents.errors import PackError, PackSyntaxError
from cima_desktop.documents.loading import MOST_BYTES, load, own_file
from cima_desktop.documents.own import drop_own_clause, read_own, set_aside, write_own_clause
from cima_desktop.documents.pack import Pack, Text
from cima_desktop.documents.paper import Paper, Revoked, papers_for, revocation_of
from cima_desktop.documents.render import Making, render, warm_up
from cima_desktop.model.findings import Scope
from cima_desktop.model.papers import Document
from tests import builders as b

VECTORS = Path(__file__).parents[2] / "vectors" / "packs"
ENTRY = 'format = 1\n[[block]]\nid = "words"\nen = "a"\nes = "b"\n'
BROKEN = {
    "half a table": "format = 1\n[[block]\n",
    "brackets in brackets": "format = 1\na = " + "[" * 5000,
    "tables in tables": "format = 1\nblock = " + "{a=" * 3000,
    "a number of 5,000 digits": "format = " + "9" * 5000,
    "a name of 5,000 parts": ".".join("a" * 5000) + " = 1",
    "no list": "format = 1\nblock = 3",
    "no tables": "format = 1\nblock = [3]",
    "an id that is a list": 'format = 1\n[[block]]\nid = ["x"]\nen = "a"\nes = "b"',
    "words that are numbers": 'format = 1\n[[block]]\nid = "words"\nen = 1\nes = 2',
    "the same part twice": ENTRY + ENTRY.removeprefix("format = 1\n"),
    "another format": ENTRY.replace("1", "2", 1),
    "no format": ENTRY.removeprefix("format = 1\n"),
    "an unknown part": ENTRY.replace("words", "poem"),
    "a clause like a book": ENTRY.replace('"a"', f'"{"a" * 20_001}"'),
    "a megabyte": ENTRY + "# " + "a" * MOST_BYTES,
    "a zero byte": ENTRY + "\0",
}


def small(own: Path) -> Pack:
    return load("small", folder=VECTORS, own=own)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_own_file_stops_its_own_paper_only(tmp_path: Path, name: str) -> None:
    own_file(tmp_path, "letter").write_text(BROKEN[name], encoding="utf-8")
    pack = small(tmp_path)
    assert "letter" not in [spec.sort for spec in pack.papers]
    assert "card" in [spec.sort for spec in pack.papers]
    assert pack.sorts == small(tmp_path / "nowhere").sorts
    fault = pack.faults["letter"]
    assert isinstance(fault, PackError)
    for language in ("en", "es"):
        assert "letter.own.toml" in fault.sentence(language)
        assert len(fault.sentence(language)) < 300
        assert fault.advice(language)
    with pytest.raises(type(fault)):
        pack.spec("letter")
    assert pack.shipped_spec("letter").title == small(tmp_path / "nowhere").spec("letter").title
    with pytest.raises(PackError):
        write_own_clause(tmp_path, pack.shipped_spec("letter"), "words", Text("x", "y"))
    assert own_file(tmp_path, "letter").read_text(encoding="utf-8") == BROKEN[name]


def test_a_mistake_is_named_by_its_line(tmp_path: Path) -> None:
    own_file(tmp_path, "letter").write_text(BROKEN["half a table"], encoding="utf-8")
    fault = small(tmp_path).faults["letter"]
    assert isinstance(fault, PackSyntaxError)
    assert fault.facts == {"file": "letter.own.toml", "line": 2}
    assert fault.remedy != PackError.remedy


def test_what_is_no_file_is_a_fault_and_is_not_waited_on(tmp_path: Path) -> None:
    own_file(tmp_path, "letter").mkdir()
    os.mkfifo(own_file(tmp_path, "card"))
    assert set(small(tmp_path).faults) == {"letter", "card"}
    shutil.rmtree(own_file(tmp_path, "letter"))
    own_file(tmp_path, "letter").symlink_to(tmp_path / "gone")
    assert set(small(tmp_path).faults) == {"letter", "card"}


def test_the_other_papers_of_a_family_are_still_made(tmp_path: Path) -> None:
    own_file(tmp_path, "money_poa").write_text("broken", encoding="utf-8")
    own_file(tmp_path, "revoke_child_care_poa").write_text("broken", encoding="utf-8")
    pack, whole, family = load(own=tmp_path), load(own=tmp_path / "nowhere"), b.family()
    assert set(pack.faults) == {"money_poa", "revoke_child_care_poa"}
    keys = {paper.key for paper in papers_for(pack, family)}
    assert keys == {p.key for p in papers_for(whole, family) if p.sort != "money_poa"}
    assert revocation_of(pack, Revoked(document=Document(sort="child_care_poa"))) is None
    warm_up(pack)
    with pytest.raises(PackError):
        render(pack, Paper(sort="money_poa", scope=Scope.MONEY), family, Making(made_on=b.TODAY))


def test_a_broken_file_is_set_aside_and_the_shipped_words_come_back(tmp_path: Path) -> None:
    for turn in ("broken", "broken again"):
        own_file(tmp_path, "letter").write_text(turn, encoding="utf-8")
        with pytest.raises(PackError):
            drop_own_clause(tmp_path, small(tmp_path).shipped_spec("letter"), "words")
        aside = set_aside(tmp_path, "letter")
        assert aside is not None
        assert aside.read_text(encoding="utf-8") == turn
        assert read_own(tmp_path, "letter") == {}
        assert not small(tmp_path).faults
    assert set_aside(tmp_path, "letter") is None


def test_a_shipped_file_that_is_broken_stops_the_pack(tmp_path: Path) -> None:
    for name, words in (
        ("deep", "a = " + "[" * 5000),
        ("large", "#" * (MOST_BYTES + 1)),
        ("number", "a = " + "9" * 5000),
    ):
        shutil.copytree(VECTORS / "small", tmp_path / name / "small")
        (tmp_path / name / "small" / "letter.toml").write_text(words, encoding="utf-8")
        with pytest.raises(PackError) as caught:
            load("small", folder=tmp_path / name)
        assert caught.value.facts["file"] == "letter.toml"
