"""Finding people and papers as one types (R1–R3): accents, order, spelling by ear, one slip of the finger, any
part of a telephone number; and for each hit the reason it was found.

Each stage is a question to an index and stops at the number of hits asked for, so that the time does not grow
with the vault: whole words, beginnings of words, then for what is missing sound and near words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cima_desktop.model.fields import Search
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.text import digits, fold, sort_key
from cima_desktop.store.log import Rec
from cima_desktop.store.reasons import Found, reason, tails
from cima_desktop.store.same import Same
from cima_desktop.store.sound import sounds
from cima_desktop.store.views import PART, searched
from cima_desktop.store.vocabulary import Vocabulary, read_vocabulary
from cima_desktop.vault.database import Database

_MOST_TYPED = 400
_MOST_WORDS = 8
_MOST_LETTERS = 40
_NEAR_MOST = 40
_PHONE_LEAST = 4
_SHORT = 2
"""So few letters begin too many words: the list itself, which is in order, is asked first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found, and why.

    `reason` is a catalogue message: the label of the field in which the word stands, or how the word differs;
    `facts` fill its placeholders. `parent` is the record this one is a part of (the plan of a contact), if any.
    """

    id: RecordId
    kind: str
    title: str
    subtitle: str
    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)
    parent: RecordId = NO_ID


class Finder(Same):
    """The searching part of the store."""

    _words: Vocabulary | None = None

    def search(self, words: str, kinds: Sequence[str] | None = None, limit: int = 50) -> list[Hit]:
        """Return up to `limit` records that fit what was typed so far, the surest first; never an error.

        Args:
            words: as typed: words in any order, the beginnings of words, or any four or more digits of a telephone.
            kinds: kinds to look in; all when not given.
            limit: how many hits at most.
        """
        typed = words[:_MOST_TYPED]
        folded = [word[:_MOST_LETTERS] for word in fold(typed).split()][:_MOST_WORDS]
        number = digits(typed)
        round_ = _Round(self._db, tuple(KINDS) if kinds is None else tuple(k for k in kinds if k in KINDS), limit)
        only_digits = bool(number) and not any(c.isalpha() for c in typed)
        if only_digits:
            round_.by_phone(number)
        if round_.missing and folded:
            round_.by_words(folded, self._vocabulary)
        hits = (self._hit(row, [] if row.n in round_.phoned else folded, number) for row in round_.found.values())
        return self._led([*hits])

    def names_among(self, words: Iterable[str], kinds: Sequence[str]) -> frozenset[str]:
        """Return those of some folded words that stand in the name of a record of these kinds, exactly so."""
        only = ", ".join(f"'{kind}'" for kind in kinds if kind in KINDS)  # the program's own names, as in `_Round`
        source = "find CROSS JOIN rec ON rec.n = find.rowid"
        asked = f"SELECT 1 FROM {source} WHERE find MATCH ? AND rec.kind IN ({only}) LIMIT 1"
        found = (word for word in set(words) if self._db.execute(asked, (f"name : {_exact(word)}",)).fetchone())
        return frozenset(found)

    def _led(self, hits: list[Hit]) -> list[Hit]:
        """Return the hits with each person once, by the record that leads, whichever of them the words were in."""
        leads = self.leading(hit.id for hit in hits if hit.kind == "person")
        found: dict[RecordId, Hit] = {}
        for hit in hits:
            lead = leads.get(hit.id, hit.id)
            found.setdefault(lead, hit if lead == hit.id else self._by_lead(hit, lead))
        return list(found.values())

    def _by_lead(self, hit: Hit, lead: RecordId) -> Hit:
        row = self._db.execute("SELECT title, subtitle FROM rec WHERE id = ?", (bytes.fromhex(lead),)).fetchone()
        return replace(hit, id=lead, title=row[0], subtitle=row[1])

    def _hit(self, row: Found, words: list[str], number: str) -> Hit:
        return Hit(
            id=RecordId(row.id.hex()),
            kind=row.kind,
            title=row.title,
            subtitle=row.subtitle,
            reason=reason(row, words, number),
            parent=self._parent(row),
        )

    def _parent(self, row: Found) -> RecordId:
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


class _Round:
    """One search: what was found so far, in order, and how many are still wanted."""

    def __init__(self, db: Database, kinds: tuple[str, ...], limit: int) -> None:
        self.found: dict[int, Found] = {}
        self.phoned: set[int] = set()
        self._db = db
        self._kinds = kinds
        self._limit = limit
        # Kind names are the program's own, checked against the declarations; nothing typed is in here.
        self._only = "rec.kind IN ({})".format(", ".join(f"'{kind}'" for kind in kinds))

    @property
    def missing(self) -> int:
        """How many hits are still wanted."""
        return self._limit - len(self.found)

    def by_words(self, words: list[str], vocabulary: Callable[[], Vocabulary]) -> None:
        """Go through the stages, from whole words to near ones, until enough is found."""
        if len(words) == 1 and len(words[0]) <= _SHORT:
            self._by_beginning(words[0])
        else:
            self._match(" AND ".join(map(_exact, words)))
        self._match(" AND ".join(map(_begins, words)))
        self._by_words_and_phone(words)
        self._match(" AND ".join(_any_of([_begins(w), _ear(w)]) for w in words))
        if self.missing:
            near = [vocabulary().near(w)[:_NEAR_MOST] for w in words]
            if any(near):
                either = [_any_of([_begins(w), _ear(w), *map(_exact, n)]) for w, n in zip(words, near, strict=True)]
                self._match(" AND ".join(either))

    def by_phone(self, number: str) -> None:
        """Add records with a telephone in which these digits stand together, whatever its country prefix."""
        for tail in tails(number) if len(number) >= _PHONE_LEAST else ():
            self._add(
                f"dial CROSS JOIN rec ON rec.n = dial.rowid WHERE dial.digits LIKE ? AND {self._only} LIMIT ?",
                (f"%{tail}%", self._limit),
            )
            if self.found:
                self.phoned = set(self.found)
                return

    def _by_beginning(self, start: str) -> None:
        """Add records whose place in the list begins with one or two letters, in list order."""
        key = sort_key(start)
        for kind in self._kinds:
            if searched(KINDS[kind], Search.NAME):
                self._add(
                    "listing l CROSS JOIN rec ON rec.n = l.n"
                    " WHERE l.kind = ? AND l.sort_key >= ? AND l.sort_key < ? ORDER BY l.sort_key LIMIT ?",
                    (kind, key, key + "\U0010ffff", self.missing),
                )

    def _match(self, question: str) -> None:
        """Add what the word index answers, each stage in list order."""
        if self.missing:
            self._add(
                f"find CROSS JOIN rec ON rec.n = find.rowid WHERE find MATCH ? AND {self._only} LIMIT ?",
                (question, self._limit),
            )

    def _by_words_and_phone(self, words: list[str]) -> None:
        """Add records that have the words and a telephone with the digits ("maria 0119")."""
        numbers = [w for w in words if w.isdecimal() and len(w) >= _PHONE_LEAST]
        names = [w for w in words if w not in numbers]
        if self.missing and numbers and names:
            tests = "".join(" AND rec.digits LIKE ?" for _ in numbers)
            self._add(
                f"find CROSS JOIN rec ON rec.n = find.rowid WHERE find MATCH ? AND {self._only}{tests} LIMIT ?",
                (" AND ".join(map(_begins, names)), *(f"%{digits(w)}%" for w in numbers), self._limit),
            )

    def _add(self, source: str, facts: Sequence[object]) -> None:
        """Add the rows that are not there yet, as far as they are wanted: people first, then in list order."""
        columns = ", ".join(f"rec.{name}" for name in Found._fields)
        rows = [Found(*row) for row in self._db.execute(f"SELECT {columns} FROM {source}", facts)]
        fresh = sorted(
            (row for row in rows if row.n not in self.found),
            key=lambda row: (row.kind != "person", row.sort_key, row.n),
        )
        self.found.update((row.n, row) for row in fresh[: self.missing])


def _exact(word: str) -> str:
    return f'"{word}"'


def _begins(word: str) -> str:
    return f'"{word}"*'


def _ear(word: str) -> str:
    keys = [f'sound : "{key}"' for key in sounds(word) if key]
    return _any_of(keys) if keys else ""


def _any_of(parts: Sequence[str]) -> str:
    return "(" + " OR ".join(part for part in parts if part) + ")"
