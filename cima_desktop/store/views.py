"""From a record's state to its rows: the typed table, lists, references, the search index, open conflicts."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from cima_desktop.model.display import phone_text
from cima_desktop.model.fields import Field, FieldType, Search, Value
from cima_desktop.model.ids import RecordId, is_id
from cima_desktop.model.kinds import Kind, Record
from cima_desktop.model.people import SAME_AS
from cima_desktop.model.text import digits, fold, sort_key
from cima_desktop.store import same
from cima_desktop.store.change import Change
from cima_desktop.store.clock import fits
from cima_desktop.store.log import Rec
from cima_desktop.store.merge import State, conflicts_of, record_of, state
from cima_desktop.store.sound import sound_line
from cima_desktop.store.tables import columns, row_of, table, values_in
from cima_desktop.vault.database import Database

VERSION = 2
"""Raise it when this module makes other rows of the same changes: vaults are then rebuilt when next opened."""

PART = "\x1e"
"""Stands between the fields in a search text, so that the reason for a hit can be told; no tokenizer keeps it."""

_SORT_MOST = 120
_TITLE_MOST = 300
_SUBTITLE_MOST = 160


class Card(NamedTuple):
    """The columns of `rec` that lists and search read."""

    title: str = ""
    subtitle: str = ""
    sort_key: str = ""
    name: str = ""
    sound: str = ""
    word: str = ""
    digits: str = ""

    @property
    def found_by(self) -> tuple[str, str, str]:
        """The columns of the word index."""
        return self.name, self.sound, self.word


class View(NamedTuple):
    """Everything that is written about one record, but for its number."""

    values: dict[str, Value]
    card: Card
    cols: str
    refs: frozenset[tuple[bytes, str]]
    conflicts: frozenset[tuple[str, str]]


def view(kind: Kind, record_id: bytes, made: State) -> View:
    """Return what the tables say about a record in this state; a deleted one is in no list and cannot be found."""
    plain = plain_view(kind, record_of(kind, RecordId(record_id.hex()), made))
    conflicts = {(name, "value") for name in conflicts_of(kind, made)}
    if made.contested:
        conflicts.add(("", "delete-vs-edit"))
    card = plain.card
    if made.deleted:
        card = Card(card.title, card.subtitle, card.sort_key)
    return plain._replace(card=card, conflicts=frozenset(conflicts))


def plain_view(kind: Kind, record: Record) -> View:
    """Return what the tables say about a record of which nothing is in doubt."""
    values = kind.values(record)
    return View(
        values,
        card_of(kind, record, values),
        listed_json(kind, values),
        frozenset(references(kind, values)),
        frozenset(),
    )


def card_of(kind: Kind, record: Record, values: dict[str, Value]) -> Card:
    """Return the texts by which a record is listed and found."""
    title = (record.title() or _first_text(kind, values))[:_TITLE_MOST]
    name = _texts(kind, values, Search.NAME)
    return Card(
        title=title,
        subtitle=_subtitle(kind, values, title),
        sort_key=sort_key((record.sort_name() or title)[:_SORT_MOST]),
        name=name,
        sound=sound_line(name.replace(PART, " ")),
        word=_texts(kind, values, Search.WORD),
        digits=_texts(kind, values, Search.PHONE),
    )


def searched(kind: Kind, how: Search) -> tuple[Field, ...]:
    """Return the fields of a kind that are found in this way, in declared order."""
    return kind.found_by.get(how, ())


def _texts(kind: Kind, values: dict[str, Value], how: Search) -> str:
    change = digits if how is Search.PHONE else fold
    texts = [_flat(values[field.name]) for field in searched(kind, how)]
    return PART.join([change(text) if text else "" for text in texts]) if any(texts) else ""


def _flat(value: Value) -> str:
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    return value if isinstance(value, str) else ""


def _shown(field: Field) -> bool:
    return field.type in (FieldType.TEXT, FieldType.PHONE, FieldType.LONG_TEXT) and not field.sensitive


def _first_text(kind: Kind, values: dict[str, Value]) -> str:
    """Return a title for kinds that declare none: the first name, else the first text of the list."""
    named = [f for f in kind.fields if f.search is Search.NAME] + [f for f in kind.fields if f.listed]
    texts = (_flat(values[f.name]) for f in named if _shown(f))
    return next((t for t in texts if t), "")


def _subtitle(kind: Kind, values: dict[str, Value], title: str) -> str:
    """Return the line under a title: what the list shows beside it, as typed; telephones as people write them."""
    fields = (f for f in kind.listed if _shown(f))
    parts = dict.fromkeys(_line(f, _flat(values[f.name])) for f in fields)
    return " · ".join(p for p in parts if p and p != title)[:_SUBTITLE_MOST]


def _line(field: Field, text: str) -> str:
    return phone_text(text) if field.type is FieldType.PHONE else text.split("\n", 1)[0]


def listed_json(kind: Kind, values: dict[str, Value]) -> str:
    """Return the list's columns as one JSON object."""
    shown = {f.name: values[f.name] for f in kind.listed}
    plain = {name: sorted(v) if isinstance(v, frozenset) else v for name, v in shown.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def references(kind: Kind, values: dict[str, Value]) -> Iterable[tuple[bytes, str]]:
    """Yield the records this one points to, in reference fields and in sets of ids, and through which field."""
    for field in kind.pointing:
        value = values[field.name]
        if field.type is FieldType.REF and isinstance(value, str) and is_id(value):
            yield bytes.fromhex(value), field.name
        elif isinstance(value, frozenset):
            yield from ((bytes.fromhex(item), field.name) for item in value if is_id(item))


_CARD = ", ".join(Card._fields)
_SET_CARD = ", ".join(f"{name} = ?" for name in Card._fields)


def write_view(db: Database, rec: Rec, changes: Iterable[Change]) -> State:
    """Write the rows of one record from its changes, touching only the tables where something differs."""
    made = state(changes)
    kind = _turned(db, rec, made.kind).known
    if kind is None:
        return made
    new = view(kind, rec.id, made)
    row = db.execute(f"SELECT deleted, {_CARD} FROM rec WHERE n = ?", (rec.n,)).fetchone()
    was, old = row[0], Card(*row[1:])
    _write_typed(db, kind, rec, new)
    before = _Before(was == 0 and is_listed(db, kind, rec.n, old.sort_key), old.sort_key)
    now = not made.deleted and not same.stands_behind(db, rec.id, new.values)
    _write_listing(db, kind, rec, new, before, now=now)
    _write_index(db, rec.n, old, new.card)
    db.execute(
        f"UPDATE rec SET created = ?, changed = ?, deleted = ?, contested = ?, {_SET_CARD} WHERE n = ?",
        (fits(made.created), fits(made.changed), int(made.deleted), int(made.contested), *new.card, rec.n),
    )
    _write_conflicts(db, rec.n, new.conflicts)
    if (was == 0) is made.deleted or was < 0:
        relist_followers(db, kind, rec.id)
    return made


def _turned(db: Database, rec: Rec, kind: str) -> Rec:
    """Give a record the kind its oldest change says, whatever came first here; else two vaults could differ."""
    if rec.kind == kind:
        return rec
    if rec.known and db.execute("SELECT deleted FROM rec WHERE n = ?", (rec.n,)).fetchone()[0] >= 0:
        forget_view(db, rec, rec.known)
    db.execute("UPDATE rec SET kind = ? WHERE n = ?", (kind, rec.n))
    return rec._replace(kind=kind)


def is_listed(db: Database, kind: Kind, n: int, sort_key: str) -> bool:
    """Tell whether a record that is not in the bin has its line in the list; one behind another has none."""
    if SAME_AS not in kind.names:
        return True
    key = (kind.name, sort_key, n)
    return db.execute("SELECT 1 FROM listing WHERE kind = ? AND sort_key = ? AND n = ?", key).fetchone() is not None


def relist_followers(db: Database, kind: Kind, rec_id: bytes) -> None:
    """List or hide the records that stand behind this one while it is there."""
    for n in same.followers(db, rec_id) if SAME_AS in kind.names else ():
        relist(db, kind, n)


def relist(db: Database, kind: Kind, n: int) -> None:
    """Give a record its line in the list, or take it away, as the records around it are now."""
    rec_id, deleted, *card = db.execute(f"SELECT id, deleted, {_CARD} FROM rec WHERE n = ?", (n,)).fetchone()
    row = db.execute(f"SELECT {columns(kind)} FROM {table(kind)} WHERE n = ?", (n,)).fetchone()
    if deleted == 0:
        values, shown = values_in(kind, row), Card(*card)
        new = View(values, shown, listed_json(kind, values), frozenset(), frozenset())
        before = _Before(is_listed(db, kind, n, shown.sort_key), shown.sort_key)
        now = not same.stands_behind(db, rec_id, values)
        _write_listing(db, kind, Rec(n, rec_id, kind.name, False), new, before, now=now)


def forget_view(db: Database, rec: Rec, kind: Kind) -> None:
    """Take every row about a record away but its own, which is left with a number, an id and nothing else."""
    deleted, *card = db.execute(f"SELECT deleted, {_CARD} FROM rec WHERE n = ?", (rec.n,)).fetchone()
    old = db.execute(f"SELECT {columns(kind)} FROM {table(kind)} WHERE n = ?", (rec.n,)).fetchone()
    refs = sorted(set(references(kind, values_in(kind, old))))
    db.executemany("DELETE FROM ref WHERE target = ? AND field = ? AND n = ?", [(*ref, rec.n) for ref in refs])
    if deleted == 0 and is_listed(db, kind, rec.n, Card(*card).sort_key):
        key = (kind.name, Card(*card).sort_key, rec.n)
        db.execute("DELETE FROM listing WHERE kind = ? AND sort_key = ? AND n = ?", key)
        count(db, kind.name, -1)
    _write_index(db, rec.n, Card(*card), Card())
    db.execute("DELETE FROM conflict WHERE rec = ?", (rec.n,))
    db.execute(f"DELETE FROM {table(kind)} WHERE n = ?", (rec.n,))
    db.execute(
        f"UPDATE rec SET kind = '', created = 0, changed = 0, deleted = -1, contested = 0, {_SET_CARD} WHERE n = ?",
        (*Card(), rec.n),
    )
    relist_followers(db, kind, rec.id)


class _Before(NamedTuple):
    listed: bool
    sort_key: str


def _write_typed(db: Database, kind: Kind, rec: Rec, new: View) -> None:
    old = db.execute(f"SELECT {columns(kind)} FROM {table(kind)} WHERE n = ?", (rec.n,)).fetchone()
    row = row_of(kind, new.values)
    if old is not None and tuple(old) == row:
        return
    had = frozenset(references(kind, values_in(kind, old))) if old else frozenset()
    db.executemany(
        "DELETE FROM ref WHERE target = ? AND field = ? AND n = ?", [(*r, rec.n) for r in sorted(had - new.refs)]
    )
    db.executemany("INSERT INTO ref (target, field, n) VALUES (?, ?, ?)", [(*r, rec.n) for r in sorted(new.refs - had)])
    db.execute(typed_insert(kind), (rec.n, *row))


def typed_insert(kind: Kind) -> str:
    """Return the statement that writes a whole row of a kind's table, new or not."""
    places = ", ".join("?" * (len(kind.fields) + 1))
    return f"INSERT OR REPLACE INTO {table(kind)} (n, {columns(kind)}) VALUES ({places})"


def _write_listing(db: Database, kind: Kind, rec: Rec, new: View, before: _Before, *, now: bool) -> None:
    if before.listed and not (now and before.sort_key == new.card.sort_key):
        key = (kind.name, before.sort_key, rec.n)
        db.execute("DELETE FROM listing WHERE kind = ? AND sort_key = ? AND n = ?", key)
    if now:
        db.execute(
            "INSERT INTO listing (kind, sort_key, n, id, title, cols) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET title = excluded.title, cols = excluded.cols"
            " WHERE title <> excluded.title OR cols <> excluded.cols",
            (kind.name, new.card.sort_key, rec.n, rec.id, new.card.title, new.cols),
        )
    if before.listed != now:
        count(db, kind.name, 1 if now else -1)


def count(db: Database, kind: str, more: int) -> None:
    """Keep the number of listed records of a kind."""
    db.execute("INSERT INTO tally (kind, n) VALUES (?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n", (kind, more))


def _write_index(db: Database, n: int, old: Card, new: Card) -> None:
    """Bring the search index up to date; it is told the old words, because only they tell it what to forget."""
    if old.found_by != new.found_by:
        if any(old.found_by):
            db.execute(
                "INSERT INTO find (find, rowid, name, sound, word) VALUES ('delete', ?, ?, ?, ?)", (n, *old.found_by)
            )
        if any(new.found_by):
            db.execute("INSERT INTO find (rowid, name, sound, word) VALUES (?, ?, ?, ?)", (n, *new.found_by))
    if old.digits != new.digits:
        if old.digits:
            db.execute("INSERT INTO dial (dial, rowid, digits) VALUES ('delete', ?, ?)", (n, old.digits))
        if new.digits:
            db.execute("INSERT INTO dial (rowid, digits) VALUES (?, ?)", (n, new.digits))


def _write_conflicts(db: Database, n: int, new: frozenset[tuple[str, str]]) -> None:
    old = frozenset(tuple(row) for row in db.execute("SELECT field, kind FROM conflict WHERE rec = ?", (n,)))
    db.executemany(
        "DELETE FROM conflict WHERE rec = ? AND field = ? AND kind = ?", [(n, *c) for c in sorted(old - new)]
    )
    db.executemany("INSERT INTO conflict (rec, field, kind) VALUES (?, ?, ?)", [(n, *c) for c in sorted(new - old)])
