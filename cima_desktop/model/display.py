"""A kept value as a person reads it, in a named language: one function for forms, lists, history, review and papers."""

from collections.abc import Callable

from cima_desktop.i18n import N_, clock_text, day_text, hours_text, list_text, money_text, tr
from cima_desktop.model.fields import Field, FieldType, Value, iso_date

YES, NO = N_("Yes"), N_("No")
_US_LENGTH = 12


def phone_text(number: str) -> str:
    """Return an E.164 number as people here write it; numbers of other countries keep their plus sign."""
    if len(number) == _US_LENGTH and number.startswith("+1"):
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def author_text(who: str, vault: str, language: str | None = None) -> str:
    """Return who wrote something: the name, and for what was written in somebody else's vault, in whose."""
    if not vault:
        return who
    words = N_("{who} (in the vault of {vault})") if who else N_("in the vault of {vault}")
    return tr(words, language).format(who=who, vault=vault)


def typed_of(field: Field, value: Value) -> str:
    """Return how a person would type a kept whole number, amount, length or time again, so that it reads back the same.

    Of other fields: the value itself as text.
    """
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        if field.type is FieldType.MONEY:
            return f"{value // 100}.{value % 100:02}"
        if field.type is FieldType.HOURS:
            return f"{value // 60}:{value % 60:02}"
    return str(value)


def text_of(
    field: Field,
    value: Value,
    language: str | None = None,
    name_of: Callable[[str], str] = lambda _record: "",
) -> str:
    """Return `value` of `field` in words; nothing for an empty value.

    Args:
        field: the declaration.
        value: the value as kept.
        language: "es" or "en"; the screen's when not given.
        name_of: gives the title of a record that a reference points to.
    """
    if value is None or value in ("", frozenset()):
        return ""
    if isinstance(value, bool):
        return tr(YES if value else NO, language)
    if isinstance(value, frozenset):
        return list_text(_in_order(field, value, language), language)
    return _one(field, value, language, name_of)


def _one(field: Field, value: str | int, language: str | None, name_of: Callable[[str], str]) -> str:
    text = str(value)
    if isinstance(value, int) and field.type in (FieldType.MONEY, FieldType.HOURS):
        return money_text(value, language) if field.type is FieldType.MONEY else hours_text(value)
    if field.type is FieldType.TIME:
        return clock_text(text, language)
    day = iso_date(text) if field.type is FieldType.DATE else None
    if day is not None:
        return day_text(day, language)
    if field.type is FieldType.CHOICE:
        return tr(field.choice_label(text), language)
    if field.type is FieldType.PHONE:
        return phone_text(text)
    return name_of(text) if field.type is FieldType.REF else text


def _in_order(field: Field, value: frozenset[str], language: str | None) -> list[str]:
    if not field.choices:
        return sorted(value)
    return [tr(c.label, language) for c in field.choices if c.value in value]
