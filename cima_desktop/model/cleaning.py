"""From what was typed, pasted or imported to a value that can be kept: one function a shape, one sentence a fault."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from cima_desktop.i18n import N_
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Field, FieldType, Value, iso_date
from cima_desktop.model.guarding import refuse_numbers
from cima_desktop.model.ids import is_id
from cima_desktop.model.text import clean, digits

OLDEST = date(1900, 1, 1)
LATEST_YEARS = 100
OLDEST_AGE = 120
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_PHONE_LOW, _PHONE_HIGH = 7, 15


def cleaned(field: Field, value: object, *, today: date | None = None, path: str = "") -> Value:
    """Return `value` as it is kept in `field`.

    Args:
        field: the declaration.
        value: raw text, or a value of the field's own type.
        today: the day by which "in the future" is judged; the machine's own when not given.
        path: where the value stands in a file, for the sentence; the field's name when not given.

    Raises:
        InvalidInputError: the value cannot be kept; its sentence says why and what to do.
    """
    where = path or field.name
    if value is None or (isinstance(value, str) and not value.strip()):
        return field.empty
    return _CLEANERS[field.type](field, value, today or date.today(), where)


def _text(field: Field, value: object, _today: date, path: str) -> Value:
    if not isinstance(value, str):
        raise InvalidInputError(N_("Text was expected here."), path=path)
    if len(value) > field.max_length * 4:  # before any work on it: a pasted book must not freeze the window
        raise _too_long(field, path)
    kept = clean(value, lines=field.type is FieldType.LONG_TEXT)
    if len(kept) > field.max_length:
        raise _too_long(field, path)
    refuse_numbers(kept, path)  # here, so that no form, file or command has a way around it
    return kept


def _too_long(field: Field, path: str) -> InvalidInputError:
    return InvalidInputError(
        N_("This is too long: at most {most} characters fit here."),
        N_("Shorten it, or keep the rest in a note."),
        path=path,
        most=field.max_length,
    )


def _date(field: Field, value: object, today: date, path: str) -> Value:
    parsed = _as_day(value)
    if parsed is None:
        raise InvalidInputError(
            N_("This is not a date the program can read."),
            N_("Write it as day, month name and year, for example 4 March 2015."),
            path=path,
        )
    oldest = OLDEST.year if field.future else max(OLDEST.year, today.year - OLDEST_AGE)
    if not oldest <= parsed.year <= today.year + LATEST_YEARS:
        raise InvalidInputError(
            N_("The year {year} cannot be right."), N_("Check the year."), path=path, year=parsed.year
        )
    if not field.future and parsed > today:
        raise InvalidInputError(N_("This date is in the future."), N_("Check the year and the month."), path=path)
    return parsed.isoformat()


def _as_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return iso_date(value.strip())
    return value if isinstance(value, date) else None


def _flag(_field: Field, value: object, _today: date, path: str) -> Value:
    if isinstance(value, bool):
        return value
    raise InvalidInputError(N_("Yes or no was expected here."), path=path)


def _number(field: Field, value: object, _today: date, path: str) -> Value:
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInputError(N_("A whole number was expected here."), path=path)
    if (field.low is not None and value < field.low) or (field.high is not None and value > field.high):
        raise InvalidInputError(
            N_("The number must lie between {low} and {high}."), path=path, low=field.low, high=field.high
        )
    return value


def _phone(field: Field, value: object, _today: date, path: str) -> Value:
    kept = str(_text(field, value, _today, path))
    if any(c.isalpha() for c in kept):
        raise InvalidInputError(
            N_("A telephone number has no letters."),
            N_("Write the number alone, and an extension or a name in a note."),
            path=path,
        )
    count = len(digits(kept))
    if not _PHONE_LOW <= count <= _PHONE_HIGH:
        raise InvalidInputError(
            N_("This telephone number cannot be right. Digits in it: {count}."),
            N_("Write the whole number with its area code, for example (828) 555-0119, or +502 and eight digits."),
            path=path,
            count=count,
        )
    if kept.startswith("+"):
        return "+" + digits(kept)
    return {10: "+1", 11: "+"}.get(count, "") + digits(kept) if count in (10, 11) else digits(kept)


def _choice(field: Field, value: object, _today: date, path: str) -> Value:
    if isinstance(value, str) and any(c.value == value for c in field.choices):
        return value
    raise InvalidInputError(
        N_("This is not one of the answers on the list."),
        N_("Use one of: {answers}"),
        path=path,
        answers=", ".join(c.value for c in field.choices),
    )


def _set(field: Field, value: object, today: date, path: str) -> Value:
    if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
        raise InvalidInputError(N_("A list was expected here."), path=path)
    one = _choice if field.type is FieldType.CHOICES else _text
    kept = {str(one(field, item, today, f"{path}[{i}]")) for i, item in enumerate(value)}
    return frozenset(kept - {""})


def _ref(_field: Field, value: object, _today: date, path: str) -> Value:
    if isinstance(value, str) and is_id(value):
        return value
    raise InvalidInputError(N_("This does not point to a record."), path=path)


_CLEANERS: Mapping[FieldType, Callable[[Field, object, date, str], Value]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.DATE: _date,
    FieldType.FLAG: _flag,
    FieldType.NUMBER: _number,
    FieldType.PHONE: _phone,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _set,
    FieldType.WORDS: _set,
    FieldType.REF: _ref,
}
