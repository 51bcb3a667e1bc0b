"""The dry run: what would become of the records if what waits were taken in. It writes nothing (Y7, 3.4)."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

import attrs

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS, Kind, Record
from cima_desktop.store.arriving import Arriving
from cima_desktop.store.aside import DECLINED, TAKEN_BACK
from cima_desktop.store.change import ID_BYTES, Change, Code, Raw, read_stored
from cima_desktop.store.clock import DAY_MS, milliseconds, moment
from cima_desktop.store.coming import (
    BEFORE,
    CHANGED,
    CONFLICT,
    DELETED,
    ERASED,
    MIXED,
    NEW,
    NEWER,
    RESTORED,
    SAME,
    UNTRUSTED,
    Coming,
    ComingField,
    ComingRow,
    Comparison,
)
from cima_desktop.store.merge import PART, REMARK, LiveOp, State, conflicts_of, record_of, state, value_of
from cima_desktop.store.merge import fitted as fitted_value
from cima_desktop.store.plain import plain, record_id
from cima_desktop.store.portions import marks, portions

MASS_SHARE = 20
"""A twentieth of all records at once is a mass change, …"""
MASS_LEAST = 25
"""… unless that is only a handful; …"""
MASS_DELETIONS = 5
"""… and so are this many deletions."""
_RELEASED_MS = 1_790_000_000_000
"""No change is older than the program: a stamp from before is a clock that stood wrong."""

_NOTHING = state(())
_CLOCK, _NOTHING_ODD = frozenset({"clock"}), frozenset[str]()

Tick = Callable[[int, int], None]


@attrs.frozen(kw_only=True)
class _Case:
    """A record's changes here and on their way, and what they make."""

    rec: bytes
    here: Sequence[Change]
    coming: Sequence[Change]
    before: State
    after: State

    @property
    def kind(self) -> Kind | None:
        return KINDS.get(self.after.kind)


@attrs.frozen(kw_only=True)
class _Scene:
    """What is looked up once for all records."""

    erased: frozenset[bytes]
    declined: frozenset[bytes]
    frontiers: Mapping[bytes, frozenset[bytes]]
    _shared: dict[tuple[bytes, ...], tuple[bytes, ...]] = attrs.field(factory=dict)

    def is_special(self, rec: bytes) -> bool:
        """Tell whether something about this record is known that its changes do not say."""
        return rec in self.erased or rec in self.declined

    def shared(self, devices: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """Return the same tuple for the same devices: a hundred thousand rows have the same few authors."""
        return self._shared.setdefault(devices, devices)


class Comparing(Arriving):
    """The part of the store that says what an import would do."""

    _places: tuple[int, int, dict[bytes, tuple[int, ...]]] | None = None

    def compare(self, n: int, tick: Tick = lambda _done, _total: None) -> Comparison:
        """Return what taking in the waiting bundle would do, record by record, in order of kind and title.

        Args:
            n: its number in the register.
            tick: told how many records are looked at, and of how many.
        """
        scene = self._scene()
        rows: list[ComingRow] = []
        places = self._places_of(n)
        carried: dict[bytes, list[Raw]] = {}
        for i, raws in self._staged_raws(n):
            tick(len(rows), len(places))
            for raw in raws:
                carried.setdefault(record_id(raw), []).append(raw)
            ready = [rec for rec in carried if places[rec][-1] == i]
            numbers = self._numbers(ready)
            rows.extend(self._first_row(rec, carried.pop(rec), numbers.get(rec), scene) for rec in ready)
        rows.sort(key=lambda row: (row.kind, row.title, row.id))
        counts: dict[str, int] = {}
        for row in rows:
            counts[row.sort] = counts.get(row.sort, 0) + 1
        return Comparison(rows=tuple(rows), counts=counts, odd=self._mass(counts))

    def coming(self, n: int, record: RecordId) -> Coming:
        """Return one record of a waiting bundle in full.

        Raises:
            NotFoundError: nothing of it is waiting.
        """
        found = self.comings(n, [record])
        if not found:
            raise NotFoundError
        return found[0]

    def comings(self, n: int, records: Iterable[RecordId]) -> list[Coming]:
        """Return records of a waiting bundle in full, in this order; those of which nothing waits are left out."""
        wanted = [bytes.fromhex(record) for record in records]
        places = self._places_of(n)
        coming: dict[bytes, list[Change]] = {rec: [] for rec in wanted if rec in places}
        for i in sorted({i for rec in coming for i in places[rec]}):
            for raw in self._section(n, i):
                if (rec := record_id(raw)) in coming:
                    coming[rec].append(read_stored(raw))
        numbers, scene = self._numbers(list(coming)), self._scene()
        return [self._coming(self._case(rec, some, numbers.get(rec), scene), scene) for rec, some in coming.items()]

    def _coming(self, case: _Case, scene: _Scene) -> Coming:
        kind, record = case.kind, RecordId(case.rec.hex())
        return Coming(
            row=self._row(case, scene),
            before=record_of(kind, record, case.before) if kind and case.here else None,
            after=record_of(kind, record, case.after) if kind else None,
            fields=tuple(self._fields(kind, case)) if kind else (),
            deleted=case.after.deleted,
            unknown=_unknown(kind, case.coming),
        )

    def _places_of(self, n: int) -> dict[bytes, tuple[int, ...]]:
        """Return the records something waits of, each with the sections that have any of it.

        Remembered while the same sections wait: who looks through a large bundle asks for one record after another.
        """
        sections = self._db.execute("SELECT count(*) FROM arrival WHERE bundle = ?", (n,)).fetchone()[0]
        if self._places is None or self._places[:2] != (n, sections):
            found: dict[bytes, tuple[int, ...]] = {}
            for i, raws in self._staged_raws(n):
                here = (i,)
                for rec in {record_id(raw) for raw in raws}:
                    found[rec] = found[rec] + here if rec in found else here
            self._places = (n, sections, found)
        return self._places[2]

    def _scene(self) -> _Scene:
        return _Scene(
            erased=frozenset(rec for (rec,) in self._db.execute("SELECT rec FROM erase")),
            declined=frozenset(rec for (rec,) in self._db.execute("SELECT rec FROM aside WHERE why <> 'revoked'")),
            frontiers=self.revoked_frontiers(),
        )

    def _numbers(self, records: Sequence[bytes]) -> dict[bytes, int]:
        """Return the row numbers of those records that are here."""
        found: dict[bytes, int] = {}
        for some in portions(records):
            found.update(self._db.execute(f"SELECT id, n FROM rec WHERE id IN ({marks(some)})", some))
        return found

    def _first_row(self, rec: bytes, raws: Sequence[Raw], n: int | None, scene: _Scene) -> ComingRow:
        one = plain(raws[0]) if n is None and len(raws) == 1 and not scene.is_special(rec) else None
        if one is None:
            return self._row(self._case(rec, [read_stored(raw) for raw in raws], n, scene), scene)
        return ComingRow(
            id=RecordId(rec.hex()),
            kind=one.kind.name,
            title=one.record.title(),
            sort=UNTRUSTED if one.dev in scene.frontiers else NEW,
            changes=1,
            newest=moment(milliseconds(one.stamp)),
            devices=scene.shared((one.dev,)),
            odd=self._odd_clock([milliseconds(one.stamp)]),
            whole=_whole(one.kind, one.record),
        )

    def _case(self, rec: bytes, came: Sequence[Change], n: int | None, scene: _Scene) -> _Case:
        """Return what would become of a record; with what was declined of it before, which would come along."""
        again = self.aside_of(RecordId(rec.hex()), DECLINED, TAKEN_BACK) if rec in scene.declined else []
        known = {change.id for change in came}
        coming = [*came, *(change for change in again if change.id not in known)]
        trusted = [change for change in coming if not is_beyond(change, scene.frontiers)]
        here = self._log.changes(n) if n else []
        before = state(here) if here else _NOTHING
        return _Case(
            rec=rec, here=here, coming=trusted or coming, before=before, after=state([*here, *(trusted or coming)])
        )

    def _row(self, case: _Case, scene: _Scene) -> ComingRow:
        kind, record_id = case.kind, RecordId(case.rec.hex())
        record = record_of(kind, record_id, case.after) if kind else None
        return ComingRow(
            id=record_id,
            kind=case.after.kind,
            title=record.title() if record else "",
            sort=_sort(case, scene),
            changes=len(case.coming),
            newest=moment(milliseconds(max(change.hlc for change in case.coming))),
            devices=scene.shared(tuple(sorted({change.dev for change in case.coming}))),
            odd=self._odd(kind, case),
            whole=_whole(kind, record) if kind and record else NO_ID,
        )

    def _odd(self, kind: Kind | None, case: _Case) -> frozenset[str]:
        times = [milliseconds(change.hlc) for change in case.coming]
        facts = {
            "clock": bool(self._odd_clock(times)),
            "part": any(change.note(PART) for change in case.coming),
            "history": case.after.incomplete and not case.before.incomplete,
            "newer": kind is not None and bool(_unknown(kind, case.coming)),
        }
        return frozenset(name for name, found in facts.items() if found)

    def _odd_clock(self, times: Sequence[int]) -> frozenset[str]:
        odd = max(times) > self._clock.wall_ms() + DAY_MS or min(times) < _RELEASED_MS
        return _CLOCK if odd else _NOTHING_ODD

    def _mass(self, counts: Mapping[str, int]) -> frozenset[str]:
        ours = self._db.execute("SELECT coalesce(sum(n), 0) FROM tally").fetchone()[0]
        touched = sum(counts.get(sort, 0) for sort in (CHANGED, CONFLICT, DELETED))
        mass = touched >= MASS_LEAST and touched * MASS_SHARE > ours
        return frozenset({"mass"} if mass or counts.get(DELETED, 0) >= MASS_DELETIONS else ())

    def _fields(self, kind: Kind, case: _Case) -> Iterable[ComingField]:
        touched = {op.field for change in case.coming for op in change.ops if not op.field.startswith(REMARK)}
        clashing = _conflicts(kind, case.after)
        for field in kind.fields:
            if field.name not in touched:
                continue
            old, new = (value_of(field, made.live.get(field.name, ())) for made in (case.before, case.after))
            brought = _brought(case, field.name)
            if field.type.is_set:
                yield from self._members(field.name, case, brought)
            elif field.name in clashing:
                for op in brought:
                    yield self._told(field.name, "conflict", (old, fitted_value(field, op.value)), op)
            elif settled := [op for op in _gone(case, field.name) if fitted_value(field, op.value) != new]:
                for op in settled:
                    last = brought[0] if brought else _last(case, field.name)
                    yield self._told(field.name, "set", (fitted_value(field, op.value), new), last)
            elif old != new and brought:
                yield self._told(field.name, "set", (old, new), brought[0])
            elif old != new:
                yield self._told(field.name, "set", (old, new), _last(case, field.name))

    def _members(self, name: str, case: _Case, brought: Sequence[LiveOp]) -> Iterable[ComingField]:
        had = {op.value for op in case.before.live.get(name, ())}
        has = {op.value for op in case.after.live.get(name, ())}
        for op in brought:
            if op.value not in had:
                yield self._told(name, "added", (None, op.value), op)
        for value in sorted(str(each) for each in had - has):
            yield self._told(name, "removed", (value, None), _last(case, name))

    def _told(self, name: str, sort: str, values: tuple[Value, Value], op: LiveOp) -> ComingField:
        return ComingField(
            name=name,
            sort=sort,
            old=values[0],
            new=values[1],
            who=self.who(op.actor),
            when=moment(milliseconds(op.hlc)),
            device=op.dev,
        )


def _sort(case: _Case, scene: _Scene) -> str:
    for sort, is_so in (
        (ERASED, case.rec in scene.erased),
        (UNTRUSTED, bool(scene.frontiers) and all(is_beyond(change, scene.frontiers) for change in case.coming)),
        (BEFORE, case.rec in scene.declined),
    ):
        if is_so:
            return sort
    if is_mixed([*case.here, *case.coming]):
        return MIXED
    if case.kind is None:
        return NEWER
    if case.after.deleted != case.before.deleted:
        return _deletion(case)
    return _content(case.kind, case)


def _content(kind: Kind, case: _Case) -> str:
    if not case.here:
        return NEW
    if _conflicts(kind, case.after) - _conflicts(kind, case.before):
        return CONFLICT
    same = record_of(kind, NO_ID, case.before) == record_of(kind, NO_ID, case.after)
    return SAME if same and _said(case.before) == _said(case.after) else CHANGED


def _said(made: State) -> tuple[bool, Mapping[str, Set[tuple[type, object]]]]:
    """Return everything a record says: each value of each field, also where one of several is shown."""
    says = {name: frozenset((type(op.value), op.value) for op in ops) for name, ops in made.live.items()}
    return made.contested, says


def is_mixed(changes: Iterable[Change]) -> bool:
    """Tell whether changes of one record say that it is of several kinds."""
    return len({change.kind for change in changes if change.kind}) > 1


def _whole(kind: Kind, record: Record) -> RecordId:
    return RecordId(str(getattr(record, kind.whole))) if kind.whole else NO_ID


def is_beyond(change: Change, frontiers: Mapping[bytes, frozenset[bytes]]) -> bool:
    """Tell whether a change is of a device that is not trusted any more, and not one of those that still count."""
    frontier = frontiers.get(change.dev)
    return frontier is not None and change.id[:ID_BYTES] not in frontier


def _deletion(case: _Case) -> str:
    if case.after.deleted:
        return DELETED if case.here else SAME
    return RESTORED


def _conflicts(kind: Kind, made: State) -> frozenset[str]:
    contested = {""} if made.contested else set()
    return frozenset(contested | conflicts_of(kind, made).keys())


def _unknown(kind: Kind | None, coming: Iterable[Change]) -> tuple[str, ...]:
    names = {op.field for change in coming for op in change.ops if op.field and not op.field.startswith(REMARK)}
    return tuple(sorted(names - set(kind.names if kind else ())))


def _brought(case: _Case, name: str) -> list[LiveOp]:
    """Return the values of a field that hold afterwards and came with the bundle, newest first."""
    new = {change.id for change in case.coming}
    return [op for op in case.after.live.get(name, ()) if op.ref.change in new]


def _gone(case: _Case, name: str) -> Sequence[LiveOp]:
    """Return the values of a field in doubt that would be gone, because whoever wrote has chosen."""
    before, after = case.before.live.get(name, ()), case.after.live.get(name, ())
    return [op for op in before if op not in after] if len(before) > 1 else ()


def _last(case: _Case, name: str) -> LiveOp:
    """Return the newest operation that came and touched a field, whatever it did."""
    touching = [
        LiveOp(change.ref(i), op.value, change.hlc, change.dev, change.actor)
        for change in case.coming
        for i, op in enumerate(change.ops)
        if op.field == name and op.code in (Code.SET, Code.REM)
    ]
    return max(touching, key=lambda op: (op.hlc, op.ref))
