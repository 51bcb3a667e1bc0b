"""How a kept value is said on paper, in the paper's language (never the screen's)."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import Field, FieldType, Value, iso_date
from cima_desktop.model.kinds import Record, kind_of

YES, NO = N_("Yes"), N_("No")
BOTH_GIVEN = N_("(⚠ both given)")
LANGUAGES = ("en", "es")


@attrs.frozen
class Slot:
    """A value that a placeholder stands for: as it is kept, and as each language says it."""

    raw: Value = ""
    en: str = ""
    es: str = ""

    def get(self, language: str) -> str:
        """Return the value in one language."""
        return self.es if language == "es" else self.en


EMPTY = Slot()


def same(text: str, raw: Value = None) -> Slot:
    """Return a value that both languages say alike."""
    return Slot(text if raw is None else raw, text, text)


def each_language(say: Callable[[str], str], raw: Value = None) -> Slot:
    """Return a value that `say` puts into each language."""
    en, es = (say(language) for language in LANGUAGES)
    return Slot(en if raw is None else raw, en, es)


@lru_cache(maxsize=4096)
def long_date(day: date, language: str) -> str:
    """Return a date with the name of its month: "March 4, 2015", "4 de marzo de 2015"."""
    from babel.dates import format_date  # lazy: half of Babel comes with it

    return format_date(day, "long", locale=language)


@lru_cache(maxsize=4096)
def telephone(number: str) -> str:
    """Return a telephone number as people read it: "(828) 555-0119", "+52 55 1234 5678"; it never breaks."""
    if number.startswith("+1") and len(number) == 12 and number[1:].isdigit():
        return f"({number[2:5]})\u00a0{number[5:8]}-{number[8:]}"
    if not number.startswith("+"):
        return number
    import phonenumbers  # lazy: rules of every country, needed for numbers from abroad only

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL).replace(" ", "\u00a0")


def said(field: Field, value: Value, language: str) -> str:
    """Return a kept value in words."""
    if field.type is FieldType.FLAG:
        return "" if value is None else tr(YES if value else NO, language)
    if field.type.is_set:
        return "; ".join(_members(field, value, language))
    text = "" if value is None else str(value)
    if field.type is FieldType.CHOICE:
        return tr(field.choice_label(text), language)
    if field.type is FieldType.PHONE:
        return telephone(text)
    if field.type is FieldType.DATE:
        day = iso_date(text)
        return long_date(day, language) if day else text
    return text_of(field, value, language) if field.type.is_whole or field.type is FieldType.TIME else text


def _members(field: Field, value: Value, language: str) -> Iterable[str]:
    found = value if isinstance(value, frozenset) else frozenset()
    if not field.choices:
        return sorted(found)
    return [tr(choice.label, language) for choice in field.choices if choice.value in found]


def both(values: Iterable[str], language: str) -> str:
    """Return two people's different answers, said as such."""
    shown = [value for value in values if value]
    return f"{' / '.join(shown)} {tr(BOTH_GIVEN, language)}" if len(shown) > 1 else "".join(shown)


def declared(record: Record, name: str) -> Field | None:
    """Return the declaration of one field of a record, or None when its kind has no such field."""
    known = _DECLARED.get(type(record))
    if known is None:
        known = _DECLARED[type(record)] = {field.name: field for field in kind_of(record).fields}
    return known.get(name)


_DECLARED: dict[type[Record], dict[str, Field]] = {}
