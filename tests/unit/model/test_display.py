"""A kept value as a person reads it, in the language that is asked for."""

import pytest

from cima_desktop.model.declared import KINDS
from cima_desktop.model.display import phone_text, text_of
from cima_desktop.model.fields import Field, FieldType, Value

PERSON, PLAN = KINDS["person"], KINDS["plan"]
EVERY_FIELD = [pytest.param(f, id=f"{k.name}.{f.name}") for k in KINDS.values() for f in k.fields]


def sample(field: Field) -> Value:
    """Return a value that could stand in a field."""
    if field.type.is_set:
        return frozenset(c.value for c in field.choices) or frozenset({"Chayo"})
    samples: dict[FieldType, Value] = {
        FieldType.DATE: "2026-03-04",
        FieldType.FLAG: True,
        FieldType.NUMBER: field.low,
        FieldType.MONEY: 125_050,
        FieldType.HOURS: 450,
        FieldType.TIME: "21:30",
        FieldType.PHONE: "+18285550101",
        FieldType.CHOICE: field.choices[0].value if field.choices else "",
        FieldType.REF: "0" * 32,
    }
    return samples.get(field.type, "Ana")


@pytest.mark.parametrize("field", EVERY_FIELD)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_field_can_be_read(field: Field, language: str) -> None:
    assert text_of(field, sample(field), language, name_of=lambda _id: "Ana López")
    assert text_of(field, field.empty, language) == ""
    assert text_of(field, None, language) == ""


def in_both(name: str, value: Value, kind: str = "person") -> tuple[str, str]:
    field = KINDS[kind].field(name)
    return text_of(field, value, "es"), text_of(field, value, "en")


def test_yes_and_no() -> None:
    assert in_both("interpreter", True) == ("Sí", "Yes")
    assert in_both("interpreter", False) == ("No", "No")


def test_the_month_of_a_date_has_a_name() -> None:
    assert in_both("birth_date", "2015-03-04") == ("4 mar 2015", "Mar 4, 2015")
    assert in_both("birth_date", "no sé") == ("no sé", "no sé")


def test_choices_are_said_in_words_and_in_the_order_of_their_list() -> None:
    assert in_both("language", "pt") == ("Portugués", "Portuguese")
    assert in_both("language", "gone") == ("gone", "gone")
    spoken = frozenset({"mam", "es", "en"})
    assert in_both("other_languages", spoken) == (
        "Español, Inglés y Mam",
        "Spanish, English, and Mam",
    )


def test_own_words_are_sorted() -> None:
    assert in_both("aliases", frozenset({"Yayo", "Chayo"})) == ("Chayo y Yayo", "Chayo and Yayo")


def test_a_reference_is_named_by_the_record_it_points_to() -> None:
    home = PERSON.field("household")
    assert text_of(home, "0" * 32, "es", name_of=lambda record: f"hogar {record[:2]}") == "hogar 00"
    assert text_of(home, "0" * 32, "es") == ""


def test_numbers_are_digits() -> None:
    assert in_both("known_since", 2016, "caregiver") == ("2016", "2016")


def test_the_screens_language_is_used_when_none_is_named() -> None:
    assert text_of(PERSON.field("interpreter"), True) == "Sí"


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+18285550101", "(828) 555-0101"), ("+50255550101", "+50255550101"), ("5550101", "5550101"), ("", "")],
)
def test_telephones_are_written_as_people_here_write_them(number: str, shown: str) -> None:
    assert phone_text(number) == shown
