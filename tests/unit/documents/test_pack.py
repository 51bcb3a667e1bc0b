"""Packs: what loads, what is refused and with which sentence, own clauses, fingerprints, age."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs
import pytest

from cima_desktop.documents import conditions
from cima_desktop.documents.errors import PackError, PackSyntaxError, UnknownPaperError
from cima_desktop.documents.loading import load, own_file, shipped_packs
from cima_desktop.documents.own import drop_own_clause, read_own, write_own_clause
from cima_desktop.documents.pack import Text

VECTORS = Path(__file__).parents[2] / "vectors" / "packs"
Edit = Callable[[str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Return a function that copies the small pack with one change and gives its folder."""

    def edit(old: str, new: str) -> Path:
        shutil.copytree(VECTORS / "small", tmp_path / "small")
        file = tmp_path / "small" / "letter.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return edit


def test_the_shipped_pack_has_every_paper() -> None:
    assert set(load().sorts) >= {
        *("child_care_poa", "child_health", "money_poa", "caregiver_acceptance", "family_plan", "first_day"),
        *("wallet_card", "rights_card", "signing_checklist", "cover_sheet", "revoke_child_care_poa"),
        *("revoke_child_health", "revoke_money_poa"),
    }


def test_every_folder_of_packs_loads() -> None:
    assert [load(folder.name).id for folder in sorted(shipped_packs().iterdir()) if folder.is_dir()] == ["us-nc"]


def test_an_unknown_paper_is_a_known_error() -> None:
    with pytest.raises(UnknownPaperError):
        load().spec("divorce")


def test_a_syntax_error_names_file_and_line(edited: Edit) -> None:
    folder = edited('id = "words"', 'id = "words')
    with pytest.raises(PackSyntaxError) as caught:
        load("small", folder=folder)
    lines = (folder / "small" / "letter.toml").read_text(encoding="utf-8").splitlines()
    assert caught.value.facts["line"] == 1 + lines.index('id = "words')
    assert "letter.toml" in caught.value.sentence("en")
    assert str(caught.value.facts["line"]) in caught.value.sentence("en")


@pytest.mark.parametrize(
    ("old", "new", "block", "key"),
    [
        ('es = "Yo, {parent.legal_name}, digo esto."', 'es = ""', "words", ""),
        ('es = "Yo, {parent.legal_name}, digo esto."\n', "", "words", ""),
        ("{parent.legal_name}, say", "{parent.status}, say", "words", "parent.status"),
        ("{parent.legal_name}, say", "{parent.a_number}, say", "words", "parent.a_number"),
        ("{parent.legal_name}, say", "{plan.signing_day}, say", "words", "plan.signing_day"),
        ("{parent.legal_name}, say", "{parent legal}, say", "words", ""),
        ("{parent.legal_name}, say", "**open {parent.legal_name}, say", "words", ""),
        ('type = "clause"', 'type = "poem"', "words", "type"),
        ('type = "clause"', 'type = "clause"\ncolour = "red"', "words", "colour"),
        ('when = "backup1"', 'when = "backup1 or agent"', "rest", "backup1 or agent"),
        ('when = "backup1"', 'when = "weather"', "rest", "weather"),
        ('repeat = "children"', 'repeat = "goats"', "kids", "goats"),
        ('id = "rest"', 'id = "words"', "words", ""),
        ('layout = "facing"', 'layout = "poster"', "-", "layout"),
        ("order = 1", "order = true", "-", "order"),
        ("law_checked_on = 2022-06-30", 'law_checked_on = "soon"', "-", "law_checked_on"),
        ("format = 1", "format = 2", "-", "format"),
    ],
)
def test_what_a_pack_may_not_say_is_named(edited: Edit, old: str, new: str, block: str, key: str) -> None:
    with pytest.raises(PackError) as caught:
        load("small", folder=edited(old, new))
    assert caught.value.facts["file"] == "letter.toml"
    assert caught.value.facts["block"] == block
    assert caught.value.facts["key"] == key
    assert "letter.toml" in caught.value.sentence("es")


def test_a_card_that_would_carry_an_address_is_refused(tmp_path: Path) -> None:
    shutil.copytree(VECTORS / "small", tmp_path / "small")
    file = tmp_path / "small" / "card.toml"
    text = file.read_text(encoding="utf-8")
    for private in ("{household.address}", "{adult.birth_date}", "{carer.address}", "{plan.consulate_name}"):
        file.write_text(text.replace("{plan.hotline_phone}", private), encoding="utf-8")
        with pytest.raises(PackError) as caught:
            load("small", folder=tmp_path)
        assert caught.value.facts["key"] == private.strip("{}")


def test_a_missing_pack_is_a_known_error(tmp_path: Path) -> None:
    with pytest.raises(PackError):
        load("nowhere", folder=tmp_path)


def test_the_fingerprint_follows_the_words_and_nothing_else() -> None:
    spec = load("small", folder=VECTORS).spec("letter")
    words = spec.block("words")
    assert words is not None
    changed = attrs.evolve(words, text=Text(words.text.en + "!", words.text.es))
    other = attrs.evolve(spec, blocks=tuple(changed if b.id == "words" else b for b in spec.blocks))
    assert len(spec.wording_hash) == 64
    assert other.wording_hash != spec.wording_hash
    assert attrs.evolve(spec, law_checked_on=date(2026, 1, 1), version="2").wording_hash == spec.wording_hash
    assert attrs.evolve(spec, phrases={"mark": Text("x", "y")}).wording_hash != spec.wording_hash


def test_fingerprints_of_all_papers_differ() -> None:
    pack = load()
    assert len({spec.wording_hash for spec in pack.papers}) == len(pack.papers)


def test_an_own_clause_replaces_the_words_and_voids_the_fingerprint(tmp_path: Path) -> None:
    before = load("small", folder=VECTORS, own=tmp_path)
    write_own_clause(tmp_path, before.spec("letter"), "words", Text('Our "own" words.', "Nuestras propias palabras."))
    after = load("small", folder=VECTORS, own=tmp_path)
    block = after.spec("letter").block("words")
    assert block is not None
    assert block.text == Text('Our "own" words.', "Nuestras propias palabras.")
    assert after.spec("letter").own_blocks == {"words"}
    assert after.spec("letter").wording_hash != before.spec("letter").wording_hash
    assert after.shipped_spec("letter").wording_hash == before.spec("letter").wording_hash


def test_dropping_an_own_clause_brings_the_shipped_words_back(tmp_path: Path) -> None:
    spec = load("small", folder=VECTORS, own=tmp_path).spec("letter")
    write_own_clause(tmp_path, spec, "words", Text("Ours.", "Nuestro."))
    drop_own_clause(tmp_path, spec, "words")
    assert load("small", folder=VECTORS, own=tmp_path).spec("letter").wording_hash == spec.wording_hash
    assert read_own(tmp_path, "letter") == {}
    assert not own_file(tmp_path, "letter").exists()


@pytest.mark.parametrize(
    ("block", "text"),
    [
        ("nowhere", Text("a", "b")),
        ("words", Text("a", "")),
        ("words", Text("{parent.ssn}", "b")),
        ("words", Text("an { open brace", "b")),
    ],
)
def test_a_wrong_own_clause_is_refused_before_it_is_written(tmp_path: Path, block: str, text: Text) -> None:
    spec = load("small", folder=VECTORS, own=tmp_path).spec("letter")
    with pytest.raises(PackError):
        write_own_clause(tmp_path, spec, block, text)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("today", "stale"),
    [(date(2023, 6, 29), False), (date(2023, 6, 30), True), (date(2022, 7, 1), False), (date(2026, 11, 21), True)],
)
def test_a_paper_is_stale_twelve_months_after_the_law_was_read(today: date, stale: bool) -> None:
    assert load("small", folder=VECTORS).spec("letter").stale(today) is stale


VALUES: dict[str, object] = {
    "agent": True,
    "backup1": False,
    "parent.interpreter": None,
    "plan.status": "signs",
    "plan.powers": frozenset({"travel"}),
    "plan.flag": False,
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("agent", True),
        ("not agent", False),
        ("backup1", False),
        ("not backup1 and agent", True),
        ("plan.status == 'signs'", True),
        ("not plan.status == 'signs'", False),
        ("plan.status != 'signs'", False),
        ("plan.powers has 'travel'", True),
        ("plan.powers has 'money'", False),
        ("not plan.powers has 'money' and plan.status == 'signs'", True),
        ("parent.interpreter == ''", True),
        ("plan.flag == 'no'", True),
        ("plan.flag", False),
    ],
)
def test_conditions(text: str, holds: bool) -> None:
    assert conditions.parse(text).holds(lambda name: VALUES[name]) is holds  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(
    "text", ["", "and", "a or b", "a ==", "a == b", "A", "a.b.c", "a has", "not", "(a)", "a; b", "a and"]
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(conditions.ConditionError):
        conditions.parse(text)
