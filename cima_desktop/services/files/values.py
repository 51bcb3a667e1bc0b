"""From the text of a cell to what a field takes: yes and no in both languages, answers by their label, dates."""

import re
from datetime import date

from cima_desktop.exchange.csv_files import unsafe
from cima_desktop.i18n import LANGUAGES, N_, tr
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.dates import UnclearDateError, read_date
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Field, FieldType, Value
from cima_desktop.model.guarding import KeptOnPurpose, UndecidedWordsError, is_guarded, undecided
from cima_desktop.model.text import fold

_YES = frozenset({"yes", "y", "si", "s", "true", "1", "x", "verdadero"})
_NO = frozenset({"no", "n", "false", "0", "falso"})
_LANGUAGES = {"espanol": "es", "castellano": "es", "spa": "es", "ingles": "en", "eng": "en", "quiche": "quc"}
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "da", "dos", "san", "santa", "von", "van"})
_CORRECT = N_("Correct it in the file, or leave this cell out.")


def kept(field: Field, cell: str, *, dates: str, today: date, keep_words: bool) -> Value | KeptOnPurpose:
    """Return the value of a cell as it is kept; one with words that somebody keeps on purpose stays marked.

    Raises:
        InvalidInputError: it cannot be kept; the sentence says why.
    """
    raw = _read(field, unsafe(cell.strip()), dates)
    value = cleaned(field, raw, today=today)
    for words in (value,) if isinstance(value, str) else value if isinstance(value, frozenset) else ():
        if is_guarded(field) and undecided(words) and not keep_words:
            raise UndecidedWordsError(remedy=_CORRECT, path=field.name)
    return KeptOnPurpose(value) if keep_words and isinstance(value, str) and is_guarded(field) else value


def _read(field: Field, cell: str, dates: str) -> object:
    if not cell:
        return field.empty
    match field.type:
        case FieldType.DATE:
            return _date(field, cell, dates)
        case FieldType.FLAG:
            return _flag(field, cell)
        case FieldType.CHOICE:
            return _choice(field, cell)
        case FieldType.CHOICES | FieldType.WORDS:
            parts = [part.strip() for part in re.split(r"[;,\n]", cell)]
            return [_choice(field, p) if field.choices else p for p in parts if p]
        case FieldType.PHONE:
            return re.sub(r"^\((\+[\d\s.-]+)\)$", r"\1", cell)  # how a list of ours writes one from abroad
        case _:
            return cell


def _date(field: Field, cell: str, dates: str) -> date | None:
    try:
        return read_date(re.sub(r"[T ]\d\d:\d\d.*$", "", cell), dates)
    except UnclearDateError as unclear:
        raise InvalidInputError(unclear.sentence, _CORRECT, path=field.name) from None


def _flag(field: Field, cell: str) -> bool:
    word = fold(cell)
    if word in _YES or word in _NO:
        return word in _YES
    raise InvalidInputError(N_("Yes or no was expected here."), _CORRECT, path=field.name)


def _choice(field: Field, cell: str) -> str:
    word = fold(cell)
    for choice in field.choices:
        if word in {fold(choice.value), *(fold(tr(choice.label, language)) for language in LANGUAGES)}:
            return choice.value
    return _LANGUAGES.get(word, cell)


def two_surnames(text: str) -> tuple[str, str]:
    """Return a first and a second surname out of one text, where that is clear; else all of it is the first.

    Small words belong to what follows: "de la Cruz López" is "de la Cruz" and "López".
    """
    names: list[str] = []
    waiting: list[str] = []
    for word in text.split():
        waiting.append(word)
        if fold(word) not in _PARTICLES:
            names.append(" ".join(waiting))
            waiting = []
    if len(names) != 2 or waiting:
        return text, ""
    return names[0], names[1]
