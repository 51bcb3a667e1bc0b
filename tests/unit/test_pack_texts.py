"""The texts of the North Carolina pack, the practice families and the help pages: whole, in both languages, clean."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.documents.loading import load
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.declared import KINDS
from cima_desktop.model.fields import FieldType

RESOURCES = Path(__file__).parents[2] / "resources"
PACK = RESOURCES / "packs" / "us-nc"
PAPERS = sorted(p for p in PACK.glob("*.toml") if p.name != "pack.toml")
SORTS = {
    *(
        "child_care_poa",
        "child_health",
        "money_poa",
        "revoke_child_care_poa",
        "revoke_child_health",
        "revoke_money_poa",
    ),
    *(
        "caregiver_acceptance",
        "family_plan",
        "first_day",
        "wallet_card",
        "rights_card",
        "signing_checklist",
        "cover_sheet",
    ),
}
NEVER = (
    r"legally binding|legally valid|guarantee|garantiz|validez legal|legalmente válid|documento legal|legal document",
    r"\bsecure\b|\berased\b|\bborrad[oa]s? para siempre|100 ?%",
    r"undocumented|indocumentad|sin papeles|\bilegal|\billegal|overstay|visa vencida|cruzó|\balien\b",
    r"social security number|número de seguro social",
)
"""Words no paper says: promises the law does not make, and words of status."""
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
HELP_PAGES = {
    *("start", "people", "households", "plans", "interview", "documents", "signing", "settings", "lock-and-drafts"),
    *("search", "practice", "printing-and-copies", "what-we-cannot-promise", "keyboard", "ask-a-lawyer", "attachments"),
    *("retention", "papers-were-served", "keys", "recovery", "backups", "do-not-record", "one-person", "helper-copy"),
    *("decisions", "exchange", "other-programs", "sharing", "consulta", "cases", "agenda", "housing", "wages", "linea"),
    *("incidents", "detentions", "attorneys", "rota", "volunteers", "directory", "figures"),
}
PRACTICE = sorted((RESOURCES / "practice").glob("family-*.json"))
TODAY = date(2026, 11, 21)
PHONE = re.compile(r"\+182855501\d\d")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _texts(node: object, where: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield every pair of English and Spanish words with the place they stand at."""
    if isinstance(node, dict):
        here = f"{where}/{node['id']}" if "id" in node else where
        if "en" in node or "es" in node:
            yield here, node.get("en", ""), node.get("es", "")
        for key, value in node.items():
            yield from _texts(value, f"{here}/{key}")
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from _texts(value, f"{where}[{i}]")


def _same_in_both(place: str) -> bool:
    """Tell whether a text may be alike in both languages: an officer reads English whatever the card's language."""
    return "rights_card" in place or "lines[" in place


@pytest.mark.parametrize("path", [*PAPERS, PACK / "pack.toml"], ids=lambda p: p.stem)
def test_every_text_is_there_in_both_languages_with_the_same_values(path: Path) -> None:
    pairs = list(_texts(_read(path), path.stem))
    assert pairs
    for place, en, es in pairs:
        assert en.strip(), place
        assert es.strip(), place
        assert sorted(PLACEHOLDER.findall(en)) == sorted(PLACEHOLDER.findall(es)), place
        if len(en.split()) > 4 and not _same_in_both(place):
            assert en != es, f"{place} was not translated"


@pytest.mark.parametrize("path", PAPERS, ids=lambda p: p.stem)
def test_no_paper_promises_too_much_or_names_a_status(path: Path) -> None:
    for place, en, es in _texts(_read(path), path.stem):
        for words in NEVER:
            for text in (en, es):
                assert not re.search(words, text, re.IGNORECASE), f"{place}: {text}"


def test_the_words_that_are_never_said_are_caught() -> None:
    said = ("This is legally binding.", "Your data is secure.", "Está garantizado.", "Una persona indocumentada.")
    for text in said:
        assert any(re.search(words, text, re.IGNORECASE) for words in NEVER), text


def test_every_paper_of_the_packet_is_in_the_pack() -> None:
    assert {p.stem for p in PAPERS} == SORTS


def test_the_program_reads_the_pack_without_a_fault(tmp_path: Path) -> None:
    assert set(load("us-nc", own=tmp_path).sorts) == SORTS


@pytest.mark.parametrize("path", PAPERS, ids=lambda p: p.stem)
def test_parts_have_permanent_names_of_their_own(path: Path) -> None:
    ids = [block["id"] for block in _read(path)["block"]]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", i) for i in ids)


def test_what_is_signed_has_a_certificate_and_says_when_the_law_was_read() -> None:
    for path in PAPERS:
        paper = _read(path)
        if paper["signed"]:
            assert any(block["type"] == "notary" for block in paper["block"]), path.stem
            assert any(block["type"] == "signature" for block in paper["block"]), path.stem
            assert paper["sources"], path.stem
        assert isinstance(paper["law_checked_on"], date), path.stem
        assert set(paper["law_note"]) == {"en", "es"}, path.stem


def test_every_choice_of_the_interview_has_its_words_on_paper() -> None:
    care = (PACK / "child_care_poa.toml").read_text(encoding="utf-8")
    money = (PACK / "money_poa.toml").read_text(encoding="utf-8")
    fields = {f.name: f for f in KINDS["plan"].fields}
    missing = [c.value for c in fields["care_powers"].choices if f"care_powers has '{c.value}'" not in care]
    missing += [c.value for c in fields["parent2_status"].choices if f"status == '{c.value}'" not in care]
    missing += [c.value for c in fields["travel_scope"].choices if f"travel_scope == '{c.value}'" not in care]
    missing += [c.value for c in fields["effective_mode"].choices if f"effective_mode == '{c.value}'" not in care]
    missing += [c.value for c in fields["money_subjects"].choices if f"money_subjects has '{c.value}'" not in money]
    missing += [c.value for c in fields["specific_powers"].choices if f"specific_powers has '{c.value}'" not in money]
    missing += [c.value for c in fields["compensation"].choices if f"compensation == '{c.value}'" not in money]
    assert missing == []


def test_what_a_caregiver_may_never_do_is_always_said() -> None:
    blocks = {b["id"]: b for b in _read(PACK / "child_care_poa.toml")["block"]}
    never = blocks["never-granted"]
    assert "when" not in never
    for word in ("marriage", "adoption", "rights as a parent", "life-sustaining"):
        assert word in never["en"]


def test_a_paper_says_there_is_no_court_order_only_when_the_answer_was_no() -> None:
    blocks = {b["id"]: b for b in _read(PACK / "child_care_poa.toml")["block"]}
    assert blocks["no-court"]["when"] == "plan.custody_order == 'no' and plan.open_case == 'no'"


# --- practice families -----------------------------------------------------------------------------------------------

_ONE = {"household": "household", "plan": "plan"}
_MANY = {
    **{"parents": "person", "people": "person", "children": "person", "households": "household"},
    **{
        "contacts": "emergency_contact",
        "medicines": "medicine",
        "first_day": "first_day_task",
        "papers": "plan_document",
    },
    **{"assets": "asset", "wishes": "wish", "adult_sheets": "adult_sheet", "notes": "note"},
}
_BESIDE_FIELDS = {"key", "sheet", "caregivers", "homes"}
_HEAD = {"format", "version", "family_id", "apart", *_ONE, *_MANY}


def _records(family: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every record of a family file: its place, its kind and its values."""
    for part, kind in _ONE.items():
        yield part, kind, family[part]
    for part, kind in _MANY.items():
        for i, entry in enumerate(family.get(part, [])):
            yield f"{part}[{i}]", kind, entry
    for i, child in enumerate(family["children"]):
        yield f"children[{i}].sheet", "child_sheet", child.get("sheet", {})
        for j, carer in enumerate(child.get("caregivers", [])):
            yield f"children[{i}].caregivers[{j}]", "caregiver", carer


def _keys(family: dict[str, Any]) -> set[str]:
    parts = ("parents", "people", "children", "households")
    return {"main", *(entry["key"] for part in parts for entry in family.get(part, []))}


@pytest.mark.parametrize("path", PRACTICE, ids=lambda p: p.stem)
def test_a_practice_family_holds_only_what_the_model_can_keep(path: Path) -> None:
    family = json.loads(path.read_text(encoding="utf-8"))
    assert set(family) <= _HEAD
    assert (family["format"], family["version"]) == ("cima-family-intake", 1)
    keys = _keys(family)
    for place, kind, values in _records(family):
        fields = {f.name: f for f in KINDS[kind].fields}
        for name, value in values.items():
            if name in _BESIDE_FIELDS:
                continue
            where = f"{path.stem}: {place}.{name}"
            assert name in fields, where
            if fields[name].type is FieldType.REF:
                assert value in keys, where
            else:
                cleaned(fields[name], value, today=TODAY, path=where)
    for pair in family.get("apart", []):
        assert set(pair) <= keys
    assert all(home in keys for child in family["children"] for home in child.get("homes", []))


@pytest.mark.parametrize("path", PRACTICE, ids=lambda p: p.stem)
def test_a_practice_family_is_visibly_made_up(path: Path) -> None:
    family = json.loads(path.read_text(encoding="utf-8"))
    made_up = re.compile(
        r"Ejemplo|Prueba|Muestra|Inventad[ao]|Ficci|Fingid|Ensayo|Supuest|Modelo|Simulad", re.IGNORECASE
    )
    for person in [*family["parents"], *family["children"], *family["people"]]:
        assert made_up.search(f"{person.get('paternal_surname', '')} {person.get('maternal_surname', '')}"), person
    phones = re.findall(r'"(\+\d+)"', json.dumps(family))
    assert phones
    assert all(PHONE.fullmatch(phone) for phone in phones)


def test_practice_families_show_what_the_program_does() -> None:
    families = [json.loads(p.read_text(encoding="utf-8")) for p in PRACTICE]
    assert len(families) >= 6
    children = [len(f["children"]) for f in families]
    assert {3, 12} <= set(children)
    assert any(len(f["parents"]) == 1 for f in families)
    assert any(len(f["parents"]) == 2 for f in families)
    assert any(f["plan"].get("open_case") for f in families)
    assert any(f["plan"].get("unknowns") for f in families)
    assert any(p.get("interpreter") for f in families for p in f["parents"])
    carers = [p for f in families for p in f["people"]]
    assert any(p.get("state") not in (None, "", "NC", "North Carolina") for p in carers)


# --- help ------------------------------------------------------------------------------------------------------------


def _headings(page: Path) -> list[int]:
    lines = page.read_text(encoding="utf-8").splitlines()
    return [len(line) - len(line.lstrip("#")) for line in lines if line.startswith("#")]


@pytest.mark.parametrize("name", sorted(HELP_PAGES))
def test_a_help_page_says_the_same_in_both_languages(name: str) -> None:
    en, es = (RESOURCES / "help" / language / f"{name}.md" for language in ("en", "es"))
    assert _headings(en) == _headings(es)
    assert _headings(en)[0] == 1
    ratio = len(es.read_text(encoding="utf-8")) / len(en.read_text(encoding="utf-8"))
    assert 0.8 < ratio < 1.8


def test_there_are_no_help_pages_in_one_language_only() -> None:
    for language in ("en", "es"):
        assert {p.stem for p in (RESOURCES / "help" / language).glob("*.md")} == HELP_PAGES
