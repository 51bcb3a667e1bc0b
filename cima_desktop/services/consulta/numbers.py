"""Case numbers: short enough to say on the telephone, and made without asking another laptop."""

from cima_desktop.model.ids import RecordId, is_id

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet: no I, L, O or U, which are misheard and misread."""
_LONG = 5


def case_number(case: RecordId, opened_on: str) -> str:
    """Return the number of a case: the year and five letters taken from its id, such as "26-K7Q4M".

    Raises:
        ValueError: the id is none, or the day is no ISO day.
    """
    if not is_id(case) or not opened_on[:4].isdigit():
        raise ValueError("a case number is made of an id and a day")
    rest = int(case, 16)
    letters = ""
    for _place in range(_LONG):
        rest, letter = divmod(rest, len(_LETTERS))
        letters += _LETTERS[letter]
    return f"{opened_on[2:4]}-{letters}"
