"""Who might be meant by the same person or home (R8): asked of the indexes, so the time does not grow with the vault.

Only what could be compared is gathered here. What makes two of them alike, and how much, is for `services.likeness`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from cima_desktop.model.ids import RecordId
from cima_desktop.model.text import digits
from cima_desktop.store.core import Core
from cima_desktop.store.sound import sounds

PHONE_DIGITS = 10
"""So many digits from the end are a telephone, whatever stands before them."""
COMPARED = {
    "person": (
        "given_names",
        "paternal_surname",
        "maternal_surname",
        "preferred_name",
        "name_as_on_id",
        "suffix",
        "birth_date",
        "phone",
        "other_phone",
        "household",
        "street",
    ),
    "household": ("name", "phone", "street"),
}
"""The kinds of which records can be compared, and by which fields, all of them text."""
_OWN_DIGITS = 7
"""The end of a telephone without its area code: nearly every number here begins alike."""
_MOST_A_QUESTION = 60
_ENOUGH = 120
_MOST_PAIRS = 9


@dataclass(frozen=True, slots=True)
class Near:
    """A record that may be meant, with the values of the fields that are compared."""

    id: RecordId
    title: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """By what to look: telephones, folded words of the given names and of the surnames, and a day of birth."""

    phones: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    born: str = ""


class Alike(Core):
    """The part of the store that gathers records which may be the same person or home."""

    def alike(self, kind: str, asked: Asked) -> list[Near]:
        """Return the records that share a telephone, a day of birth or the sound of a name with what is asked."""
        found: dict[int, Near] = {}
        for source, facts in self._questions(kind, asked):
            rows = self._db.execute(
                f"SELECT rec.n, {_columns(kind)} FROM {source} AS f CROSS JOIN rec ON rec.n = f.n"
                f' CROSS JOIN "k_{kind}" t ON t.n = rec.n WHERE rec.kind = ? AND rec.deleted = 0 LIMIT ?',
                (*facts, kind, _MOST_A_QUESTION),
            )
            for n, *row in rows:
                found.setdefault(n, _near(kind, row))
            if len(found) >= _ENOUGH:
                break
        return list(found.values())

    def all_alike(self, kind: str) -> Iterator[Near]:
        """Yield every record of a kind that is not in the bin, for comparing many at once."""
        rows = self._db.execute(
            f'SELECT {_columns(kind)} FROM "k_{kind}" t JOIN rec ON rec.n = t.n WHERE rec.deleted = 0'
        )
        for row in rows:
            yield _near(kind, row)

    def _questions(self, kind: str, asked: Asked) -> Iterator[tuple[str, Sequence[object]]]:
        """Yield what to read and the values for it, the most telling first."""
        for phone in asked.phones:
            yield "(SELECT rowid AS n FROM dial WHERE digits LIKE ?)", (f"%{digits(phone)[-_OWN_DIGITS:]}%",)
        if asked.born and "birth_date" in COMPARED[kind]:
            yield f"(SELECT n FROM \"k_{kind}\" WHERE birth_date = ? AND birth_date <> '')", (asked.born,)
        for words in _pairs(asked):
            yield "(SELECT rowid AS n FROM find WHERE find MATCH ?)", (" AND ".join(map(_ear, words)),)


def _columns(kind: str) -> str:
    # Names of kinds and fields are the program's own; nothing typed is in here.
    return ", ".join(["rec.id", "rec.title", *(f't."{name}"' for name in COMPARED[kind])])


def _near(kind: str, row: Sequence[Any]) -> Near:
    rec_id, title, *values = row
    return Near(RecordId(rec_id.hex()), title, dict(zip(COMPARED[kind], values, strict=True)))


def _pairs(asked: Asked) -> Iterable[tuple[str, ...]]:
    """Return the words that have to stand together: all of them, then each given name with each surname."""
    given = [word for word in asked.given if sounds(word)]
    surnames = [word for word in asked.surnames if sounds(word)]
    whole = tuple(dict.fromkeys([*given, *surnames]))
    is_one_name = given == surnames  # a home is called "Familia López", and nothing else is known of it
    pairs: list[tuple[str, ...]] = [whole] if len(whole) > 1 or (whole and is_one_name) else []
    pairs += [pair for pair in product(given, surnames) if pair[0] != pair[1]][:_MOST_PAIRS]
    return dict.fromkeys(pairs)


def _ear(word: str) -> str:
    return "(" + " OR ".join(f'sound : "{key}"' for key in sounds(word)) + ")"
