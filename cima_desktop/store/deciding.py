"""What waits for a person's decision (Y8): values that differ, deletions that met an edit, doubles, and gaps.

Counted cheaply, because a number beside the page's name follows every save. What nobody decided stays in the list;
nothing here decides by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cima_desktop.i18n import N_
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.store.bin import Bin
from cima_desktop.store.change import Code
from cima_desktop.store.log import Rec
from cima_desktop.store.merge import LiveOp, ancestors, state
from cima_desktop.store.portions import marks
from cima_desktop.store.reading import Reading, Version
from cima_desktop.store.same import Same

VALUE, DELETION, TWINS, GAP = "value", "deletion", "twins", "gap"
LATER, TWO = "later", "two"
_KEPT_ACT = N_("Kept a record that somebody had deleted")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide: its sort, the record, the field if it is about one, and the other record if there is one."""

    sort: str
    record: RecordId
    field: str = ""
    other: RecordId = NO_ID


@dataclass(frozen=True, slots=True)
class Contest:
    """Who deleted a record, and the newest of the edits that the deleter had not seen."""

    deleted: Version
    edited: Version


def _needed() -> list[tuple[str, str]]:
    """Return kind and field of the references whose target has to be there: of parts their whole, and all of a plan."""
    found = [(k.name, "children") for k in KINDS.values() if k.name == "plan"]
    for kind in KINDS.values():
        names = [field.name for field in kind.refs()] if kind.name == "plan" else kind.needs()
        found += [(kind.name, name) for name in names if name == kind.parent or "plan" in (kind.name, kind.parent)]
    return found


_TWINS = (
    "SELECT a.id, b.id FROM doubt JOIN rec a ON a.id = doubt.a JOIN rec b ON b.id = doubt.b"
    f" WHERE answer = '{LATER}' AND a.deleted = 0 AND b.deleted = 0 ORDER BY doubt.at, a.id, b.id"
)
_CONFLICTS = "FROM conflict JOIN rec ON rec.n = conflict.rec WHERE rec.deleted = 0"
_IN_BIN = "FROM rec t CROSS JOIN ref ON ref.target = t.id CROSS JOIN rec ON rec.n = ref.n WHERE t.deleted = 1"
_NOWHERE = (
    "FROM ref LEFT JOIN rec t ON t.id = ref.target CROSS JOIN rec ON rec.n = ref.n WHERE (t.n IS NULL OR t.deleted < 0)"
)


class Deciding(Reading, Bin, Same):
    """The part of the store that knows what is undecided."""

    _nowhere: int | None = None

    def open_questions(self, *, anew: bool = False) -> int:
        """Return how much waits for a decision.

        Args:
            anew: look for references to records that never came, too: it reads every reference, so it is wanted
                after an import. Otherwise the number found last counts.
        """
        if anew or self._nowhere is None:
            self._nowhere = self._number(f"{_NOWHERE} AND {self._needs()}")
        counted = (_CONFLICTS, f"{_IN_BIN} AND {self._needs()}")
        return self._nowhere + len(self._twins()) + sum(self._number(sql) for sql in counted)

    def questions(self) -> list[Question]:
        """Return everything that waits for a decision: what two people wrote first, then by the order it came in."""
        found: list[Question] = []
        rows: Iterable[Any] = self._db.execute(
            f"SELECT rec.id, conflict.field, conflict.kind {_CONFLICTS} ORDER BY conflict.kind DESC, rec.n, field"
        ).fetchall()
        for rec, field, kind in rows:
            found.append(Question(VALUE if kind == "value" else DELETION, RecordId(rec.hex()), field))
        found += [Question(TWINS, one, "", other) for one, other in self._twins()]
        for part in (_IN_BIN, _NOWHERE):
            sql = f"SELECT rec.id, ref.field, ref.target {part} AND {self._needs()} ORDER BY rec.n, ref.field"
            gaps = self._db.execute(sql).fetchall()
            found += [Question(GAP, RecordId(i.hex()), field, RecordId(to.hex())) for i, field, to in gaps]
            self._nowhere = len(gaps)
        return found

    def undecided_of(self, ids: Sequence[RecordId]) -> set[RecordId]:
        """Return those of the records of which people wrote different things, or which somebody deleted unseen."""
        rows = self._db.execute(
            f"SELECT DISTINCT rec.id {_CONFLICTS} AND rec.id IN ({marks(ids)})",
            [bytes.fromhex(each) for each in ids],
        ).fetchall()
        return {RecordId(i.hex()) for (i,) in rows}

    def contest(self, record_id: RecordId) -> Contest | None:
        """Return who deleted a record and who edited it unseen; None when nobody disagrees.

        Raises:
            NotFoundError: there is no such record.
        """
        rec, _kind = self._known(record_id)
        changes = self._log.changes(rec.n)
        made = state(changes)
        if not made.contested:
            return None
        seen = ancestors({c.id: c for c in changes}, [op.ref.change for op in made.deletes])
        unseen = [c for c in changes if c.id not in seen and any(op.code != Code.DEL for op in c.ops)]
        last = max(unseen, key=lambda c: (c.hlc, c.id))
        edited = LiveOp(last.ref(0), None, last.hlc, last.dev, last.actor)
        return Contest(self._version(made.deletes[0]), self._version(edited))

    def keep_after_all(self, record_id: RecordId) -> Touched:
        """Take the deletion of a contested record back, with the parts that were deleted together with it.

        Raises:
            NotFoundError: there is no such record.
        """
        rec, _kind = self._known(record_id)
        recs: dict[int, Rec] = {each.n: each for each in (rec, *self._deleted_with(rec))}
        return self._mark(_KEPT_ACT, list(recs.values()), Code.UNDEL)

    def answer_doubt(self, one: RecordId, other: RecordId, answer: str) -> None:
        """Set a pair down that may be one person: `LATER` to be asked again, `TWO` never to be."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO doubt (a, b, answer, at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET answer = excluded.answer",
                (*_pair(one, other), answer, self._clock.wall_ms()),
            )

    def doubts(self, record_id: RecordId) -> dict[RecordId, str]:
        """Return the records that were set down as perhaps, or not, the same person as this one, with the answer."""
        key = bytes.fromhex(record_id)
        rows = self._db.execute("SELECT a, b, answer FROM doubt WHERE a = ? OR b = ?", (key, key)).fetchall()
        return {RecordId((b if a == key else a).hex()): answer for a, b, answer in rows}

    def _twins(self) -> list[tuple[RecordId, RecordId]]:
        """Return the pairs that wait, but for those that were joined."""
        rows = self._db.execute(_TWINS).fetchall()
        pairs = [(RecordId(a.hex()), RecordId(b.hex())) for a, b in rows]
        leads = self.leading(each for pair in pairs for each in pair)
        return [(one, other) for one, other in pairs if leads.get(one, one) != leads.get(other, other)]

    def _number(self, rest: str) -> int:
        return int(self._db.execute(f"SELECT count(*) {rest}").fetchone()[0])

    def _needs(self) -> str:
        # Names of kinds and fields are the program's own; nothing typed is in here.
        pairs = ", ".join(f"('{kind}', '{field}')" for kind, field in _needed())
        return f"rec.deleted = 0 AND (rec.kind, ref.field) IN (VALUES {pairs})"


def _pair(one: RecordId, other: RecordId) -> tuple[bytes, bytes]:
    first, second = sorted((bytes.fromhex(one), bytes.fromhex(other)))
    return first, second
