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
_DOLLARS = re.compile(r"\$? ?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:[.]([0-9]{1,2}))? ?\$?")
_LENGTH = re.compile(r"([0-9]{1,6})(?:[:]([0-5][0-9])|[.,]([0-9]{1,2}))? ?h?")
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h]?([0-5][0-9]))? ?(?:([ap])\.? ?m?\.?)?")
_PHONE_LOW, _PHONE_HIGH = 7, 15
_NOON, _DAY = 12, 24


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
    return _between(field, value, path)


def _between(field: Field, value: int, path: str) -> int:
    if (field.low is not None and value < field.low) or (field.high is not None and value > field.high):
        raise InvalidInputError(
            N_("The number must lie between {low} and {high}."), path=path, low=field.low, high=field.high
        )
    return value


def _short(value: str, field: Field, path: str) -> str:
    """Return what was typed for a number or a time, ready to be read; a pasted book is refused before that."""
    if len(value) > field.max_length * 4:
        raise _too_long(field, path)
    return " ".join(value.casefold().split())


def _money(field: Field, value: object, _today: date, path: str) -> Value:
    """Return whole cents; text is read as dollars, as people here write them ("1,250.50", "$40")."""
    if isinstance(value, str):
        read = _DOLLARS.fullmatch(_short(value, field, path))
        if read is None:
            raise InvalidInputError(
                N_("This is not an amount of money."), N_("Write dollars, for example 1250 or 1,250.50."), path=path
            )
        value = int(read[1].replace(",", "")) * 100 + int((read[2] or "").ljust(2, "0"))
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInputError(N_("An amount of money was expected here."), path=path)
    if value < (field.low or 0) or (field.high is not None and value > field.high):
        raise InvalidInputError(N_("This amount cannot be right."), N_("Check the number."), path=path)
    return value


def _hours(field: Field, value: object, _today: date, path: str) -> Value:
    """Return whole minutes; text is read as hours ("7.5", "7:30")."""
    if isinstance(value, str):
        read = _LENGTH.fullmatch(_short(value, field, path))
        if read is None:
            raise InvalidInputError(
                N_("This is not a number of hours."), N_("Write hours, for example 7.5 or 7:30."), path=path
            )
        part = round(int(read[3].ljust(2, "0")) * 60 / 100) if read[3] else int(read[2] or 0)
        value = int(read[1]) * 60 + part
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInputError(N_("A number of hours was expected here."), path=path)
    if value < (field.low or 0) or (field.high is not None and value > field.high):
        raise InvalidInputError(N_("There are not so many hours."), N_("Check the number."), path=path)
    return value


def _clock(field: Field, value: object, _today: date, path: str) -> Value:
    """Return "HH:MM"; read are "9", "930", "9:30", "9:30 pm", "21:30"."""
    read = _CLOCK.fullmatch(_short(value, field, path)) if isinstance(value, str) else None
    hour, minute = (int(read[1]), int(read[2] or 0)) if read else (-1, 0)
    half = read[3] if read else None
    if half and 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    elif half:
        hour = -1
    if not 0 <= hour < _DAY:
        raise InvalidInputError(N_("This is not a time of the day."), N_("Write it like 9:30 am or 21:30."), path=path)
    return f"{hour:02}:{minute:02}"


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
    FieldType.MONEY: _money,
    FieldType.HOURS: _hours,
    FieldType.TIME: _clock,
    FieldType.PHONE: _phone,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _set,
    FieldType.WORDS: _set,
    FieldType.REF: _ref,
}
