"""Finding people and papers as one types (R1–R3): accents, order, spelling by ear, one slip of the finger, any
part of a telephone number; and for each hit the reason it was found.

Each stage is a question to an index and stops at the number of hits asked for, so that the time does not grow
with the vault: whole words, beginnings of words, then for what is missing sound and near words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cima_desktop.i18n import N_
from cima_desktop.model.fields import Search
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS, Kind
from cima_desktop.model.text import digits, fold, sort_key
from cima_desktop.store.core import Core
from cima_desktop.store.log import Rec
from cima_desktop.store.sound import sounds
from cima_desktop.store.views import PART, searched
from cima_desktop.store.vocabulary import Vocabulary, read_vocabulary

SOUNDS_LIKE = N_("Sounds alike")
ONE_LETTER = N_("One letter is different")

_MOST_WORDS = 8
_MOST_LETTERS = 40
_NEAR_MOST = 40
_PHONE_LEAST = 4
_TAILS = (10, 8, 7)
"""When a number with its country prefix is unknown, its last ten, eight or seven digits are tried."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found, and why.

    `reason` is a catalogue message: the label of the field in which the word stands, or how the word differs.
    `parent` is the record this one is a part of (the plan of a contact), if any.
    """

    id: RecordId
    kind: str
    title: str
    subtitle: str
    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)
    parent: RecordId = NO_ID


class _Found(NamedTuple):
    n: int
    id: bytes
    kind: str
    title: str
    subtitle: str
    sort_key: str
    name: str
    word: str
    digits: str


_ROW = "rec.n, rec.id, rec.kind, rec.title, rec.subtitle, rec.sort_key, rec.name, rec.word, rec.digits"


class Finder(Core):
    """The searching part of the store."""

    _words: Vocabulary | None = None

    def search(self, words: str, kinds: Sequence[str] | None = None, limit: int = 50) -> list[Hit]:
        """Return up to `limit` records that fit what was typed so far, the surest first; never an error.

        Args:
            words: as typed: words in any order, the beginnings of words, or any four or more digits of a telephone.
            kinds: kinds to look in; all when not given.
            limit: how many hits at most.
        """
        folded = [word[:_MOST_LETTERS] for word in fold(words[:400]).split()][:_MOST_WORDS]
        number = digits(words)
        only = _only(kinds)
        found: dict[int, _Found] = {}
        if number and not any(c.isalpha() for word in folded for c in word):
            self._by_phone(number, only, limit, found)
        if folded and len(found) < limit:
            self._by_words(folded, only, limit, found)
        ears = [frozenset(sounds(word)) for word in folded]
        return [self._hit(row, folded, ears, number) for row in found.values()]

    def _by_words(self, words: list[str], only: str, limit: int, found: dict[int, _Found]) -> None:
        if len(words) == 1 and len(words[0]) < 3:
            self._by_beginning(words[0], only, limit, found)
        else:
            self._match(_all_of([_exact(w) for w in words]), only, limit, found)
        self._match(_all_of([_begins(w) for w in words]), only, limit, found)
        if len(found) < limit and len(words) > 1:
            self._by_words_and_phone(words, only, limit, found)
        if len(found) < limit:
            self._match(_all_of([_any_of([_begins(w), _ear(w)]) for w in words]), only, limit, found)
        if len(found) < limit:
            near = [self._vocabulary().near(w)[:_NEAR_MOST] for w in words]
            if any(near):
                either = [_any_of([_begins(w), _ear(w), *map(_exact, n)]) for w, n in zip(words, near, strict=True)]
                self._match(_all_of(either), only, limit, found)

    def _by_beginning(self, start: str, only: str, limit: int, found: dict[int, _Found]) -> None:
        """Add records whose place in the list begins with one or two letters, in list order."""
        key = sort_key(start)
        rows: list[_Found] = []
        for kind in (k for k in KINDS if not only or f"'{k}'" in only):
            if not searched(KINDS[kind], Search.NAME):
                continue
            rows += self._rows(
                "listing l CROSS JOIN rec ON rec.n = l.n WHERE l.kind = ? AND l.sort_key >= ? AND l.sort_key < ?"
                " ORDER BY l.sort_key LIMIT ?",
                (kind, key, key + "\U0010ffff", limit - len(rows)),
            )
        for row in rows:
            found[row.n] = row

    def _match(self, question: str, only: str, limit: int, found: dict[int, _Found]) -> None:
        """Add what the word index answers, up to the limit, each stage in list order."""
        missing = limit - len(found)
        if missing <= 0 or not question:
            return
        rows = self._rows(
            f"find CROSS JOIN rec ON rec.n = find.rowid WHERE find MATCH ? {only} LIMIT ?", (question, limit)
        )
        fresh = sorted((row for row in rows if row.n not in found), key=lambda row: (row.sort_key, row.n))
        for row in fresh[:missing]:
            found[row.n] = row

    def _by_phone(self, number: str, only: str, limit: int, found: dict[int, _Found]) -> None:
        """Add records with a telephone in which these digits stand together, whatever its country prefix."""
        if len(number) < _PHONE_LEAST:
            return
        for tail in (number, *(number[-most:] for most in _TAILS if len(number) > most)):
            rows = self._rows(
                f"dial CROSS JOIN rec ON rec.n = dial.rowid WHERE dial.digits LIKE ? {only} LIMIT ?",
                (f"%{tail}%", limit),
            )
            for row in rows:
                found[row.n] = row
            if found:
                return

    def _by_words_and_phone(self, words: list[str], only: str, limit: int, found: dict[int, _Found]) -> None:
        """Add records that have the words and a telephone with the digits ("maria 0119")."""
        numbers = [w for w in words if w.isdecimal() and len(w) >= _PHONE_LEAST]
        names = [w for w in words if w not in numbers]
        if not numbers or not names:
            return
        tests = "".join(" AND rec.digits LIKE ?" for _ in numbers)
        rows = self._rows(
            f"find CROSS JOIN rec ON rec.n = find.rowid WHERE find MATCH ? {only} {tests} LIMIT ?",
            (_all_of([_begins(w) for w in names]), *(f"%{digits(w)}%" for w in numbers), limit - len(found)),
        )
        for row in rows:
            found[row.n] = row

    def _rows(self, source: str, facts: Sequence[object]) -> list[_Found]:
        return [_Found(*row) for row in self._db.execute(f"SELECT {_ROW} FROM {source}", facts)]

    def _hit(self, row: _Found, words: list[str], ears: Sequence[frozenset[str]], number: str) -> Hit:
        return Hit(
            id=RecordId(row.id.hex()),
            kind=row.kind,
            title=row.title,
            subtitle=row.subtitle,
            reason=_reason(row, words, ears, number),
            parent=self._parent(row),
        )

    def _parent(self, row: _Found) -> RecordId:
        kind = KINDS[row.kind]
        if not kind.parent:
            return NO_ID
        sql = f'SELECT "{kind.parent}" FROM "k_{kind.name}" WHERE n = ?'
        return RecordId(self._db.execute(sql, (row.n,)).fetchone()[0])

    def _vocabulary(self) -> Vocabulary:
        if self._words is None:
            self._words = read_vocabulary(self._db)
        return self._words

    def warm(self) -> None:
        """Read the vocabulary now, in an idle moment, so that the first mistyped word need not wait for it."""
        self._vocabulary()

    def _learn(self, rec: Rec) -> None:
        if self._words is not None:
            texts = self._db.execute("SELECT name, word FROM rec WHERE n = ?", (rec.n,)).fetchone()
            self._words.learn(" ".join(texts).replace(PART, " ").split())

    def _forget_words(self) -> None:
        self._words = None


def _only(kinds: Sequence[str] | None) -> str:
    """Return the condition that keeps to some kinds; the names are the program's own, never typed."""
    if kinds is None:
        return ""
    return "AND rec.kind IN ({})".format(", ".join(f"'{kind}'" for kind in kinds if kind in KINDS))


def _exact(word: str) -> str:
    return f'"{word}"'


def _begins(word: str) -> str:
    return f'"{word}"*'


def _ear(word: str) -> str:
    return _any_of([f'sound : "{key}"' for key in sounds(word) if key])


def _any_of(parts: Sequence[str]) -> str:
    return "(" + " OR ".join(p for p in parts if p) + ")" if any(parts) else ""


def _all_of(parts: Sequence[str]) -> str:
    return " AND ".join(parts)


def _reason(row: _Found, words: Sequence[str], ears: Sequence[frozenset[str]], number: str) -> str:
    """Return why a record was found: the weakest link of its words, or the field where the last word stands."""
    kind = KINDS[row.kind]
    reason = ""
    for word, ear in zip(words, ears, strict=True):
        place = _place(kind, row, word)
        if place:
            reason = reason or place
        elif ear and any(ear & frozenset(sounds(w)) for w in row.name.replace(PART, " ").split()):
            return SOUNDS_LIKE
        elif not (word.isdecimal() and word in row.digits):
            return "" if number and _phone_place(kind, row, number) else ONE_LETTER
    return reason


def _place(kind: Kind, row: _Found, word: str) -> str:
    """Return the label of the field in which a word begins with `word`."""
    for how, text in ((Search.NAME, row.name), (Search.WORD, row.word)):
        for declared, part in zip(searched(kind, how), text.split(PART), strict=False):
            if f" {part}".find(f" {word}") >= 0:
                return declared.label
    return ""


def _phone_place(kind: Kind, row: _Found, number: str) -> str:
    for declared, part in zip(searched(kind, Search.PHONE), row.digits.split(PART), strict=False):
        if part and any(tail in part for tail in (number, *(number[-most:] for most in _TAILS))):
            return declared.label
    return ""
