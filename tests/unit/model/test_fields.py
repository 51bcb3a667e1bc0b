"""What may be kept about anybody is a closed, documented list, and every field of it can be seen and used (P04)."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from cima_desktop.i18n import tr
from cima_desktop.model import fields as f
from cima_desktop.model.declared import KINDS
from cima_desktop.model.fields import Choice, Field, FieldType, Merge, Preset, Search
from cima_desktop.model.kinds import Kind

LIST = Path(__file__).resolve().parents[2] / "snapshots" / "fields.txt"
EVERY = [(kind, field) for kind in KINDS.values() for field in kind.fields]
EVERY_FIELD = [pytest.param(k, field, id=f"{k.name}.{field.name}") for k, field in EVERY]

FORBIDDEN = re.compile(
    r"immigra|status migra|undocument|citizen|national(?!e)|ciudadan|visa\b|\bentry\b|entered|crossed|arriv|deport"
    r"|social.?security|\bssn\b|\bitin\b|a.?number|alien|birth.?(place|country)|country|place of birth|race|ethnic",
    re.IGNORECASE,
)
"""Names under which a status, a government number, an entry or an origin would be kept."""


def listed(text: str) -> dict[str, str]:
    """Return the purposes that the committed list gives, by field."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split(": ", 1) for line in lines)


def declared(kinds: Iterable[Kind]) -> set[str]:
    """Return the fields that the program can keep, as the list names them."""
    return {f"{kind.name}.{field.name} ({field.type.value})" for kind in kinds for field in kind.fields}


def test_every_field_has_a_documented_purpose_and_no_other_is_kept() -> None:
    purposes = listed(LIST.read_text(encoding="utf-8"))
    assert declared(KINDS.values()) == set(purposes)
    assert all(len(purpose) > 5 for purpose in purposes.values())


def suspects(fields: Iterable[Field]) -> list[str]:
    """Return the fields whose name or label speaks of what is never collected."""
    return [field.name for field in fields if FORBIDDEN.search(f"{field.name.replace('_', ' ')} / {field.label}")]


def test_no_field_is_about_status_entry_origin_or_a_government_number() -> None:
    """But for whom to call, and what a search asks for and a family may have us keep for some weeks (law facts, 8)."""
    assert {(field.kind, field.name) for _kind, field in EVERY if suspects([field])} == {
        ("plan", "lawyer_name"),
        ("locator_card", "country"),
    }


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("status", "Immigration status"),
        ("a_number", "A-number"),
        ("ssn", "Social Security number"),
        ("itin", "Tax number"),
        ("birth_country", "Born in"),
        ("birth_place", "Place of birth"),
        ("born", "Country of birth"),
        ("entry_date", "Date of entry"),
        ("since", "Entered the country on"),
        ("nationality", "Nationality"),
        ("visa", "Visa"),
    ],
)
def test_such_a_field_would_be_caught(name: str, label: str) -> None:
    assert suspects([Field(name=name, label=label)]) == [name]


@pytest.mark.parametrize(("kind", "field"), EVERY_FIELD)
def test_a_field_has_a_label_in_both_languages(kind: Kind, field: Field) -> None:
    for message in (kind.label, kind.plural, field.label, *(c.label for c in field.choices)):
        assert tr(message, "en") == message
        assert tr(message, "es")
    for message in filter(None, (field.help, field.group)):
        assert tr(message, "es") != ""


def test_labels_are_translated() -> None:
    """A Spanish label equals the English one only where the words are the same."""
    messages = {m for k, field in EVERY for m in (k.label, field.label, *(c.label for c in field.choices))}
    same = {m for m in messages if tr(m, "es") == m}
    languages = {"Mam", "K’iche’", "Q’anjob’al", "Akateko", "Mixteco", "Náhuatl", "Zapoteco"}
    agencies = {"ICE", "ICE (ERO)", "U.S. Marshals", "Sheriff"}
    assert same == {*languages, *agencies, "Consulta", "No", "Plan", "Radio", "WhatsApp"}


@pytest.mark.parametrize(("kind", "field"), EVERY_FIELD)
def test_a_declaration_holds_together(kind: Kind, field: Field) -> None:
    assert bool(field.choices) is (field.type in (FieldType.CHOICE, FieldType.CHOICES))
    assert len({c.value for c in field.choices}) == len(field.choices)
    assert (field.merge is Merge.SET) is field.type.is_set
    assert (field.merge is Merge.REFERENCE) is (field.type is FieldType.REF)
    assert not field.refers_to or field.refers_to in KINDS
    assert field.search is not Search.PHONE or field.type is FieldType.PHONE
    assert field.cautious is None or field.merge is Merge.SAFETY
    assert not field.required or not field.attorney_only
    assert kind.field(field.name) is field


def test_what_is_sensitive_goes_to_few() -> None:
    """No address, date of birth, password or code goes to a school or a host by a preset."""
    shown = {
        f"{k.name}.{field.name}"
        for k, field in EVERY
        if field.sensitive and field.presets & {Preset.SCHOOL, Preset.HOST}
    }
    assert shown == set()


def test_an_empty_field_is_empty_in_its_own_shape() -> None:
    assert Field(label="x").empty == ""
    assert Field(label="x", type=FieldType.FLAG).empty is None
    assert Field(label="x", type=FieldType.NUMBER).empty is None
    assert Field(label="x", type=FieldType.WORDS).empty == frozenset()


def test_a_choice_that_is_gone_is_shown_as_it_was_kept() -> None:
    field = Field(label="x", type=FieldType.CHOICE, choices=(Choice("a", "Yes"),))
    assert (field.choice_label("a"), field.choice_label("gone")) == ("Yes", "gone")


@pytest.mark.parametrize("text", ["2026-02-30", "", "mañana", "\ud800"])
def test_no_date_is_no_date(text: str) -> None:
    assert f.iso_date(text) is None
