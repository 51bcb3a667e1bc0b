"""What is not written down is seen, everyday sentences are left alone, and no text is too odd or too long (A1)."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.i18n import tr
from cima_desktop.model import guarding
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.declared import KINDS
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.guarding import (
    KeptOnPurpose,
    Matter,
    NeverKeptError,
    is_guarded,
    masked,
    new_words,
    refuse_numbers,
    sightings,
    undecided,
)
from cima_desktop.model.guarding_patterns import WORDS
from tests.unit.model.guarding_sentences import FINE, SEEN

NUMBERS = [row for row in SEEN if Matter(row[0]).is_never_kept]


@pytest.mark.parametrize(("matter", "stretch", "sentence"), SEEN)
def test_it_is_seen_with_its_whole_stretch(matter: str, stretch: str, sentence: str) -> None:
    found = [(s.matter.value, sentence[s.start : s.end]) for s in sightings(sentence)]
    assert any(matter == what and stretch in whole for what, whole in found), found


@pytest.mark.parametrize("sentence", FINE)
def test_an_everyday_sentence_is_left_alone(sentence: str) -> None:
    assert [sentence[s.start : s.end] for s in sightings(sentence)] == []


def test_the_table_is_large_in_both_directions() -> None:
    assert len(SEEN) >= 100
    assert len(FINE) >= 100


@pytest.mark.parametrize(("matter", "stretch", "sentence"), SEEN)
def test_the_safer_wording_is_in_the_language_of_the_words_and_is_itself_safe(
    matter: str, stretch: str, sentence: str
) -> None:
    one = next(s for s in sightings(sentence) if stretch in sentence[s.start : s.end])
    assert one.matter.value == matter
    safer = one.replacement()
    assert safer == tr(one.safer, one.language or None)
    assert sightings(safer) == []
    after = sentence[: one.start] + safer + sentence[one.end :]
    assert len(sightings(after)) < len(sightings(sentence))


def test_every_row_of_words_is_found_by_some_sentence() -> None:
    unused = [row.pattern.pattern for row in WORDS if not any(_fits(row, sentence) for _m, _s, sentence in SEEN)]
    assert len(unused) <= len(WORDS) // 3, unused


def _fits(row: object, sentence: str) -> bool:
    return any(s.safer == row.safer and s.language == row.language for s in sightings(sentence))  # type: ignore[attr-defined]


def test_numbers_come_before_words_where_they_overlap_and_several_are_told_in_order() -> None:
    text = "Es indocumentada, su número de extranjero es 012345678 y tiene TPS."
    assert [s.matter for s in sightings(text)] == [Matter.STATUS, Matter.A_NUMBER, Matter.STATUS]
    assert [s.matter for s in sightings(text, words=False)] == [Matter.A_NUMBER]
    both = "She came to the US in A 2019 567 8."
    assert [both[s.start : s.end] for s in sightings(both)] == ["A 2019 567 8"]


@pytest.mark.parametrize("matter", list(Matter))
def test_everything_that_is_seen_has_a_name_and_a_reason_in_both_languages(matter: Matter) -> None:
    for message in (matter.label, matter.why):
        assert tr(message, "es") != tr(message, "en") == message


@given(st.text(max_size=400))
def test_any_text_can_be_looked_through(text: str) -> None:
    for one in sightings(text):
        assert 0 <= one.start < one.end <= len(text)
    assert len(masked(text)) == len(text)
    assert sightings(masked(text), words=False) == []


@given(st.lists(st.sampled_from([s for _m, _t, s in SEEN] + list(FINE)), max_size=6).map(" ".join))
def test_masking_leaves_no_number_and_keeps_every_other_letter(text: str) -> None:
    hidden = masked(text)
    assert sightings(hidden, words=False) == []
    assert all(a == b or (a.isdecimal() and b == "•") for a, b in zip(text, hidden, strict=True))


@pytest.mark.parametrize("piece", ["a ", "é1 ", "sin papeles ", "1", "A", "1-", "ssn ", "A0", "\u0301", "cruzó la "])
def test_a_very_long_text_is_looked_through_to_its_end(piece: str) -> None:
    text = piece * (20_000 // len(piece)) + " TPS"
    assert sightings(text)[-1].end == len(text)


@pytest.mark.parametrize(("matter", "_stretch", "sentence"), NUMBERS)
def test_no_field_keeps_a_number(matter: str, _stretch: str, sentence: str) -> None:
    for name in ("role", "aliases", "name_as_on_id", "ask_for"):
        field = KINDS["person"].field(name)
        with pytest.raises(NeverKeptError) as caught:
            cleaned(field, [sentence] if field.type.is_set else sentence)
        assert isinstance(caught.value, InvalidInputError)
        assert caught.value.matter.value == matter
        assert caught.value.path.startswith(name)
        assert not set("0123456789") & set(str(caught.value))


def test_a_telephone_field_keeps_no_social_security_number() -> None:
    with pytest.raises(NeverKeptError):
        cleaned(KINDS["person"].field("phone"), "123-45-6789")
    assert cleaned(KINDS["person"].field("phone"), "828 555 0119") == "+18285550119"


def test_the_sentence_says_what_was_seen_in_both_languages_and_not_the_number() -> None:
    with pytest.raises(NeverKeptError) as caught:
        refuse_numbers("A012345678", "words")
    assert caught.value.sentence("en") == "An A-number is not kept here."
    assert caught.value.sentence("es") == "Un número A no se guarda aquí."
    assert "012345678" not in caught.value.sentence("es") + caught.value.advice("es")


def test_words_are_pointed_out_where_people_write_freely_and_nowhere_else() -> None:
    assert is_guarded(KINDS["note"].field("words"))
    assert is_guarded(KINDS["task"].field("what"))
    assert is_guarded(KINDS["child_sheet"].field("routine"))
    for kind, name in (
        ("person", "paternal_surname"),
        ("plan", "event_text"),
        ("organization", "note"),
        ("document", "name"),
        ("person", "birth_date"),
    ):
        assert not is_guarded(KINDS[kind].field(name))


def test_words_that_were_there_before_or_are_kept_on_purpose_are_no_news() -> None:
    assert [s.matter for s in new_words("Tiene TPS y DACA")] == [Matter.STATUS, Matter.STATUS]
    assert len(new_words("Tiene tps y DACA", ["Ella tiene TPS."])) == 1
    assert new_words("A012345678") == []
    assert undecided("Tiene TPS") != []
    assert undecided(KeptOnPurpose("Tiene TPS")) == []
    assert undecided("Tiene TPS", ["TPS"]) == []


def test_the_programs_own_questions_say_nothing_that_is_pointed_out() -> None:
    sources = [file.read_text("utf-8") for file in Path(guarding.__file__).parent.glob("rules*.py")]
    calls = [node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    marked = [c.args[0].value for c in calls if ast.unparse(c.func) == "N_" and isinstance(c.args[0], ast.Constant)]
    assert len(marked) > 20
    assert [words for words in marked for language in ("es", "en") if sightings(tr(str(words), language))] == []
