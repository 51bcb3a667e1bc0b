"""What an attorney approves is all that is printed: labels of answers and the renderer's sentences too (D11)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import cima_desktop.documents as room
from cima_desktop import i18n
from cima_desktop.documents import furniture, signing, slots, wording
from cima_desktop.documents.context import Context
from cima_desktop.documents.loading import load
from cima_desktop.documents.own import write_own_clause
from cima_desktop.documents.pack import Block, Pack, Text
from cima_desktop.model import choices
from cima_desktop.model.fields import Value
from cima_desktop.model.kinds import KINDS
from tests import builders as b
from tests.papers import PACK, SORTS
from tests.papers import made as _made


def changed(monkeypatch: pytest.MonkeyPatch, message: str, language: str) -> Pack:
    """Load the pack while one message is translated otherwise."""
    real = i18n.tr

    def other(asked: str, wanted: str | None = None) -> str:
        return "Otra cosa" if (asked, wanted) == (message, language) else real(asked, wanted)

    monkeypatch.setattr(wording, "tr", other)
    return load()


def voided(pack: Pack) -> set[str]:
    return {spec.sort for spec in pack.papers if spec.wording_hash != PACK.spec(spec.sort).wording_hash}


@pytest.mark.parametrize("language", ["en", "es"])
def test_another_translation_of_what_every_paper_prints_voids_every_approval(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    for message in (signing.CERTIFICATE, furniture.OPERATIVE, slots.BOTH_GIVEN):
        assert voided(changed(monkeypatch, message, language)) == set(PACK.sorts)
        monkeypatch.undo()


def test_another_label_of_an_answer_voids_the_papers_that_print_it(monkeypatch: pytest.MonkeyPatch) -> None:
    label = choices.CAREGIVER_RELATIONS[0].label
    printing = {spec.sort for spec in PACK.papers if any(label == words.en for words in spec.printed.values())}
    assert "child_care_poa" in printing
    assert "wallet_card" not in printing
    for language in ("en", "es"):
        assert voided(changed(monkeypatch, label, language)) == printing
        monkeypatch.undo()


def test_labels_that_change_places_void_too(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, *rest = choices.CARE_POWERS
    swapped = (attrs.evolve(first, label=second.label), attrs.evolve(second, label=first.label), *rest)
    asking = attrs.evolve(PACK.spec("child_care_poa"), blocks=(Block(id="x", type="bullets", repeat="powers"),))
    before = wording.with_printed(asking, {}).wording_hash
    monkeypatch.setitem(wording._LISTED, "powers", swapped)
    assert wording.with_printed(asking, {}).wording_hash != before


def test_an_own_clause_that_prints_an_answer_brings_its_labels(tmp_path: Path) -> None:
    spec = load(own=tmp_path).spec("money_poa")
    block = next(block for block in spec.blocks if block.type == "text")
    words = Text("Signs by {parent.signing_mode}.", "Firma por {parent.signing_mode}.")
    assert "person.signing_mode=mark" not in spec.printed
    write_own_clause(tmp_path, spec, block.id, words)
    assert "person.signing_mode=mark" in load(own=tmp_path).spec("money_poa").printed


def test_the_packs_own_name_counts_where_it_is_printed() -> None:
    asking = attrs.evolve(PACK.papers[0], title=Text("In {pack.state}", "En {pack.state}"))
    one = wording.with_printed(asking, {"pack.state": Text("North", "Norte")})
    other = wording.with_printed(asking, {"pack.state": Text("North", "Sur")})
    assert one.wording_hash != other.wording_hash


def _answers() -> set[str]:
    lists = [field.choices for kind in KINDS.values() for field in kind.fields]
    lists += [choices.CARE_POWERS, choices.MONEY_SUBJECTS, choices.SPECIFIC_POWERS]
    return {i18n.tr(option.label, "en") for options in lists for option in options}


@pytest.mark.parametrize("sort", SORTS)
def test_no_answer_is_printed_whose_label_is_not_approved(monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    said: set[str] = set()
    slot, asked = Context.slot, Context.asked

    def noted(self: Context, name: str) -> slots.Slot:
        value = slot(self, name)
        if not name.endswith(".signing_mode"):  # a signature block asks how somebody signs; no paper prints the answer
            said.update(value.en.split("; "))
        return value

    def unnoted(self: Context, name: str) -> Value:
        """Answer a condition, which prints nothing."""
        before = set(said)
        answer = asked(self, name)
        said.intersection_update(before)
        return answer

    monkeypatch.setattr(Context, "slot", noted)
    monkeypatch.setattr(Context, "asked", unnoted)
    for family in (b.family(), b.filled_family(2)):
        _made(sort, "both", family)
    approved = {words.en for words in PACK.spec(sort).printed.values()}
    assert (said & _answers()) - approved == set()
    assert sort != "child_care_poa" or said & _answers()


_OF_NO_PACK = {
    *("errors", "pack_check", "loading", "joining", "received"),  # shown by the window or the viewer, never printed
    *(
        "demand_letter",
        "detention_sheet",
        "dispatch_list",
        "hand_off",
        "interview_sheet",
        "key_sheets",
        "one_person",
        "peer_sheets",
        "exchange_register",
        "period_report",
        "rota_sheet",
        "sheets",
        "slip",
    ),  # printed on sheets of their own, which no attorney approves
}


def _marked() -> Iterator[tuple[str, str]]:
    for file in Path(room.__file__).parent.glob("*.py"):
        if file.stem in _OF_NO_PACK:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
                yield file.name, ast.literal_eval(node.args[0])


def test_every_sentence_of_the_renderer_is_known() -> None:
    assert {message for _file, message in _marked()} == set(wording.MESSAGES)
