"""Who might be meant by the same person or home (R8): asked of the indexes, so the time does not grow with the vault.

Only what could be compared is gathered here. What makes two of them alike, and how much, is for `services.likeness`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS, Kind
from cima_desktop.model.text import digits
from cima_desktop.store.core import Core
from cima_desktop.store.sound import sounds
from cima_desktop.store.tables import columns, table, values_in

PHONE_DIGITS = 10
"""So many digits from the end are a telephone, whatever stands before them."""
_MOST_A_QUESTION = 120
_MOST_PAIRS = 12


@dataclass(frozen=True, slots=True)
class Near:
    """A record that may be meant, with its values."""

    id: RecordId
    title: str
    values: dict[str, Value]


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
        declared = KINDS[kind]
        found: dict[int, Near] = {}
        for source, facts in self._questions(declared, asked):
            rows = self._db.execute(
                f"SELECT rec.n, rec.id, rec.title, {columns(declared, 't.')} FROM {source}"
                f" CROSS JOIN {table(declared)} t ON t.n = rec.n WHERE rec.kind = ? AND rec.deleted = 0 LIMIT ?",
                (*facts, kind, _MOST_A_QUESTION),
            )
            for n, rec_id, title, *row in rows:
                found.setdefault(n, Near(RecordId(rec_id.hex()), title, values_in(declared, row)))
        return list(found.values())

    def all_alike(self, kind: str) -> Iterator[Near]:
        """Yield every record of a kind that is not in the bin, for comparing many at once."""
        declared = KINDS[kind]
        rows = self._db.execute(
            f"SELECT rec.id, rec.title, {columns(declared, 't.')} FROM {table(declared)} t JOIN rec ON rec.n = t.n"
            " WHERE rec.deleted = 0"
        )
        for rec_id, title, *row in rows:
            yield Near(RecordId(rec_id.hex()), title, values_in(declared, row))

    def _questions(self, kind: Kind, asked: Asked) -> Iterator[tuple[str, Sequence[object]]]:
        """Yield what to read and the values for it, the most telling first."""
        for phone in asked.phones:
            yield (
                "(SELECT rowid AS n FROM dial WHERE digits LIKE ?) f CROSS JOIN rec ON rec.n = f.n",
                (f"%{digits(phone)[-PHONE_DIGITS:]}%",),
            )
        if asked.born and "birth_date" in kind.names:
            yield (
                f"(SELECT n FROM {table(kind)} WHERE birth_date = ?) f CROSS JOIN rec ON rec.n = f.n",
                (asked.born,),
            )
        for words in _pairs(asked):
            yield (
                "(SELECT rowid AS n FROM find WHERE find MATCH ?) f CROSS JOIN rec ON rec.n = f.n",
                (" AND ".join(map(_ear, words)),),
            )


def _pairs(asked: Asked) -> Iterable[tuple[str, ...]]:
    """Return the words that have to stand together: all of them, then each given name with each surname."""
    given = [word for word in asked.given if sounds(word)]
    surnames = [word for word in asked.surnames if sounds(word)]
    whole = tuple(dict.fromkeys([*given, *surnames]))
    pairs: list[tuple[str, ...]] = [whole] if len(whole) > 1 else []
    pairs += [pair for pair in product(given, surnames) if pair[0] != pair[1]][:_MOST_PAIRS]
    return dict.fromkeys(pairs)


def _ear(word: str) -> str:
    return "(" + " OR ".join(f'sound : "{key}"' for key in sounds(word)) + ")"
