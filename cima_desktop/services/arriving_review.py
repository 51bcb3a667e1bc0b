"""What an arrival would change, as a person decides about it: records with their parts, worst first (Y7, Y8)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

import attrs

from cima_desktop.i18n import N_, day_text
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import NO_ID, RecordId, is_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.text import sort_key
from cima_desktop.services.arriving import Arrival, arrival
from cima_desktop.services.arriving_choice import SETTLED, Choice, Entry, weight
from cima_desktop.services.arriving_fit import unfit
from cima_desktop.services.arriving_told import ERASED
from cima_desktop.services.session import Session
from cima_desktop.store import BundleNote, Coming, ComingRow, Comparison
from cima_desktop.store.device import device_id

TICKS, JOINS, TWIN = "ticks", "joins", "twin"
"""Facts of an arrival: what is ticked, which people who came are who here, and whether another goes on with our key."""
ODD = "odd"
_AHEAD = timedelta(days=1)
_DEEPEST = 4
"""No part hangs deeper under its whole than this; a ring that a peer made ends here."""


class OlderCaution(KnownError):
    """Something newer of the same sender is in already."""

    message = N_("This bundle is older than one of the same sender that was taken in before, made on {day}.")
    remedy = N_("That does no harm: what is newer is not replaced by it.")


class FutureCaution(KnownError):
    """A bundle says it was made on a day that has not come yet."""

    message = N_("This bundle says it was made on {day}, which has not come yet.")
    remedy = N_("One of the two computers has a wrong clock. Nothing is lost by that, but days may be wrong.")


class TwinCaution(KnownError):
    """Somebody goes on with a copy of this vault's folder."""

    message = N_("Another copy of this vault is in use: this bundle brings changes that were signed with its key.")
    remedy = N_(
        "Both lines are kept. From now on this vault signs with a new key, so give everybody your new card. Find out "
        "who has the other copy, and go on with one of the two."
    )


class ErasedCaution(KnownError):
    """The sender erased records."""

    message = N_("The sender also tells of records that were erased there.")
    remedy = N_(
        "None of them is erased here by that. Those that are here wait on the page, for you to decide about each."
    )


@attrs.frozen(kw_only=True)
class Review:
    """What an arrival would change; `fresh_people` are those who came and may be here under another record."""

    arrival: Arrival
    compared: Comparison
    entries: tuple[Entry, ...]
    groups: Mapping[str, tuple[Entry, ...]]
    """The entries by what becomes of them, and under `ODD` those that are odd."""
    choice: Choice
    titles: Mapping[RecordId, str]
    fresh_people: tuple[RecordId, ...]
    cautions: tuple[KnownError, ...]
    joins: Mapping[RecordId, RecordId]


def review(session: Session, n: int, tick: Callable[[int, int], None] = lambda _done, _total: None) -> Review:
    """Return what taking in an arrival would change; nothing of it is taken in.

    Where somebody goes on with a copy of this vault's folder, this one signs with a new key from then on, so that two
    vaults do not go on under one name.

    Raises:
        NotFoundError: there is no such arrival.
    """
    came = arrival(session, n)
    compared = _compared(session, n, tick)
    if not came.note.facts.get(TWIN) and _has_twin(session, n, compared):
        session.store.begin_new_device_because_of(n, TWIN)
        came = arrival(session, n)
    grouped = entries(session, compared.rows)
    return Review(
        arrival=came,
        compared=compared,
        entries=grouped,
        groups=groups(grouped),
        choice=Choice(grouped, compared, came.note.facts.get(TICKS)),
        titles={row.id: row.title for row in compared.rows},
        fresh_people=tuple(row.id for row in compared.rows if (row.kind, row.sort) == ("person", "new")),
        cautions=tuple(_cautions(session, came.note)),
        joins=joins_of(came.note),
    )


def _compared(session: Session, n: int, tick: Callable[[int, int], None]) -> Comparison:
    """Compare what came with what is here, and with the rules of the forms here."""
    compared = session.store.compare(n, tick)
    asked = {row.id: row.kind for row in compared.rows if row.sort not in SETTLED}
    number = len(compared.rows)
    found = unfit(session, n, asked, lambda: tick(number, number))
    rows = [attrs.evolve(row, odd=row.odd | found[row.id]) if row.id in found else row for row in compared.rows]
    return attrs.evolve(compared, rows=tuple(rows)) if found else compared


def groups(found: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Return entries by what becomes of them; one may be in several groups."""
    made: dict[str, list[Entry]] = {}
    for entry in found:
        for key in (*entry.sorts, ODD) if entry.odd else entry.sorts:
            made.setdefault(key, []).append(entry)
    return {key: tuple(group) for key, group in made.items()}


def keep_ticks(session: Session, n: int, ticks: Mapping[str, object], joins: Mapping[RecordId, RecordId]) -> None:
    """Keep what is ticked of an arrival, and who came is whom here, for when it is looked at again."""
    session.store.set_bundle(n, facts={TICKS: ticks, JOINS: dict(joins)})


def joins_of(note: BundleNote) -> dict[RecordId, RecordId]:
    """Return which people of an arrival were said to be who here."""
    return {RecordId(came): RecordId(here) for came, here in note.facts.get(JOINS, {}).items() if here}


def _has_twin(session: Session, n: int, compared: Comparison) -> bool:
    """Tell whether changes came that this vault's own key signed and that were never here."""
    own = device_id(session.store.own_public_key())
    return any(own in row.devices for row in compared.rows) and session.store.brings_own(n)


def _cautions(session: Session, note: BundleNote) -> Iterable[KnownError]:
    if note.facts.get(ERASED):
        yield ErasedCaution()
    if note.facts.get(TWIN):
        yield TwinCaution()
    if note.made > datetime.now(UTC) + _AHEAD:
        yield FutureCaution(day=day_text(note.made.astimezone().date()))
    newest = max(filter(None, map(session.store.newest_taken_in, note.peers)), default=note.made)
    if newest > note.made:
        yield OlderCaution(day=day_text(newest.astimezone().date()))


def entries(session: Session, rows: Iterable[ComingRow]) -> tuple[Entry, ...]:
    """Return what came, grouped: each part under its whole, and those first that want to be looked at.

    A whole of which only parts came stands there without a row of its own.
    """
    came = {row.id: row for row in rows}
    wholes = _Wholes(session, came)
    groups: dict[RecordId, list[ComingRow]] = {}
    for row in came.values():
        groups.setdefault(wholes.of(row.id), []).append(row)
    made = [_entry(session, whole, came.get(whole), group) for whole, group in groups.items()]
    return tuple(sorted(made, key=lambda entry: (weight(entry), sort_key(entry.title), entry.id)))


def _entry(session: Session, whole: RecordId, row: ComingRow | None, group: list[ComingRow]) -> Entry:
    parts = sorted((part for part in group if part.id != whole), key=lambda part: (part.sort in SETTLED, part.kind))
    return Entry(
        id=whole,
        kind=row.kind if row else session.store.kind_of_id(whole),
        title=(row.title if row else "") or session.store.title_of(whole),
        row=row,
        parts=tuple(parts),
    )


class _Wholes:
    """Finds for a record the one it is shown under: by what came, else by what is here."""

    def __init__(self, session: Session, came: Mapping[RecordId, ComingRow]) -> None:
        self._session, self._came = session, came
        self._here: dict[RecordId, RecordId] = {}

    def of(self, record: RecordId) -> RecordId:
        """Return the record at the top; a record that belongs to none is its own."""
        for _step in range(_DEEPEST):
            above = self._above(record)
            if not above:
                break
            record = above
        return record

    def _above(self, record: RecordId) -> RecordId | None:
        row = self._came.get(record)
        above = row.whole if row else self._above_here(record)
        known = is_id(above) and (above in self._came or self._session.store.kind_of_id(above))
        return RecordId(above) if known else None

    def _above_here(self, record: RecordId) -> RecordId:
        if record not in self._here:
            kind = KINDS.get(self._session.store.kind_of_id(record))
            found = self._session.store.get(kind.record, record) if kind and kind.whole else None
            self._here[record] = RecordId(str(getattr(found, kind.whole))) if kind and found else NO_ID
        return self._here[record]


@attrs.frozen(kw_only=True)
class Written:
    """Who wrote a value that is here, in whose vault ("": this one), and when."""

    who: str
    vault: str
    when: datetime


@attrs.frozen(kw_only=True)
class Detail:
    """One record of an arrival, with what it takes to say it in words.

    `names` are titles of the records it mentions, `ours` says of fields with two answers who wrote the one that is
    here, `vaults` whose the devices are that wrote the others.
    """

    coming: Coming
    names: Mapping[str, str]
    ours: Mapping[str, Written]
    vaults: Mapping[bytes, str]


def details(session: Session, n: int, rows: Iterable[ComingRow], titles: Mapping[RecordId, str]) -> list[Detail]:
    """Return records of an arrival, given their rows, field by field; `titles` are the names of what came with them."""
    told = {row.id: row for row in rows}
    return [
        Detail(
            coming=attrs.evolve(each, row=told[each.row.id]),
            names=_names(session, each, titles),
            ours=_ours(session, each),
            vaults={change.device: session.store.vault_of(change.device) for change in each.fields},
        )
        for each in session.store.comings(n, told)
    ]


def _names(session: Session, coming: Coming, titles: Mapping[RecordId, str]) -> dict[str, str]:
    kind = KINDS.get(coming.row.kind)
    refs = {field.name for field in kind.refs()} if kind else set()
    found = {str(v) for change in coming.fields if change.name in refs for v in (change.old, change.new) if v}
    found |= {str(v) for name in refs if coming.after and (v := getattr(coming.after, name))}
    return {each: session.store.title_of(each) or titles.get(RecordId(each), "") for each in found}


def _ours(session: Session, coming: Coming) -> dict[str, Written]:
    wanted = {change.name for change in coming.fields if change.sort == "conflict"}
    if not wanted:
        return {}
    found: dict[str, Written] = {}
    for entry in session.store.history(coming.row.id):
        for name, _old, _new in entry.changes:
            if name in wanted:
                found.setdefault(name, Written(who=entry.who, vault=entry.vault, when=entry.when))
    return found
