"""People who are one person (R9): two records stay two, and one of them leads in lists and hits.

A record stands behind the one its `same_as` names, as long as that one is there and has the smaller id. So two people
who join the same two records write the same, no circle can be, and whatever takes the leading one away (the bin, an
erasure, an import that was declined) brings the other back by itself.
"""

from collections.abc import Iterable, Mapping, Sequence

from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, is_id
from cima_desktop.model.people import SAME_AS
from cima_desktop.store.core import Core
from cima_desktop.store.portions import marks, portions
from cima_desktop.vault.database import Database


def stands_behind(db: Database, rec_id: bytes, values: Mapping[str, Value]) -> bool:
    """Tell whether a record with these values is shown by way of another."""
    lead = values.get(SAME_AS)
    if not isinstance(lead, str) or not is_id(lead) or bytes.fromhex(lead) >= rec_id:
        return False
    sql = "SELECT 1 FROM rec WHERE id = ? AND kind = 'person' AND deleted = 0"
    return db.execute(sql, (bytes.fromhex(lead),)).fetchone() is not None


def followers(db: Database, rec_id: bytes) -> list[int]:
    """Return the numbers of the records that name this one as the same person, whether or not they stand behind it."""
    rows = db.execute("SELECT n FROM ref WHERE target = ? AND field = ? ORDER BY n", (rec_id, SAME_AS)).fetchall()
    return [n for (n,) in rows]


def changed_since(db: Database, first: int) -> list[int]:
    """Return the numbers of the people who name, or are named by, one of the records from this number on."""
    rows = db.execute(
        "SELECT n FROM k_person WHERE n >= ?1 AND same_as <> '' UNION"
        f" SELECT ref.n FROM rec CROSS JOIN ref ON ref.target = rec.id AND ref.field = '{SAME_AS}' WHERE rec.n >= ?1",
        (first,),
    ).fetchall()
    return [n for (n,) in rows]


_FORTH = (
    "SELECT r.id, t.id FROM rec r CROSS JOIN k_person k ON k.n = r.n CROSS JOIN rec t ON t.id = unhex(k.same_as)"
    " WHERE r.id IN ({}) AND r.deleted = 0 AND k.same_as <> '' AND t.id < r.id AND t.kind = 'person' AND t.deleted = 0"
)
_BACK = (
    f"SELECT r.id, t.id FROM rec t CROSS JOIN ref ON ref.target = t.id AND ref.field = '{SAME_AS}'"
    " CROSS JOIN rec r ON r.n = ref.n"
    " WHERE t.id IN ({}) AND t.deleted = 0 AND r.deleted = 0 AND t.id < r.id AND r.kind = 'person'"
)


class Same(Core):
    """The part of the store that knows which records are about one person."""

    def leading(self, ids: Iterable[RecordId]) -> dict[RecordId, RecordId]:
        """Return, for those of the records that stand behind another, the one that leads."""
        found: dict[RecordId, RecordId] = {}
        waiting = set(ids)
        while waiting:
            steps = self._links(_FORTH, sorted(waiting))
            found.update(steps)
            waiting = set(steps.values()) - found.keys()
        return {each: _end(found, each) for each in found}

    def one_person(self, record_id: RecordId) -> tuple[RecordId, ...]:
        """Return every record about one person, the leading one first; of most people there is one."""
        return tuple(self.about([record_id]))

    def about(self, people: Iterable[RecordId]) -> list[RecordId]:
        """Return every record about these people, each once; of one person the leading one first."""
        asked = list(people)
        leads = self.leading(asked)
        groups = self.behind(list(dict.fromkeys(leads.get(each, each) for each in asked)))
        return [each for group in groups.values() for each in group]

    def behind(self, leads: Sequence[RecordId]) -> dict[RecordId, tuple[RecordId, ...]]:
        """Return, for each leading record, every record about that person: itself, then the others by their ids."""
        found = {lead: {lead} for lead in leads}
        whose = {lead: lead for lead in leads}
        waiting = list(leads)
        while waiting:
            steps = self._links(_BACK, waiting)
            for follower, lead in steps.items():
                whose[follower] = whose[lead]
                found[whose[lead]].add(follower)
            waiting = sorted(steps)
        return {lead: (lead, *sorted(others - {lead})) for lead, others in found.items()}

    def _links(self, sql: str, ids: Sequence[RecordId]) -> dict[RecordId, RecordId]:
        """Return who stands right behind whom, asked from one of the two sides."""
        found: dict[RecordId, RecordId] = {}
        for known in portions([bytes.fromhex(each) for each in ids if is_id(each)]):
            rows = self._db.execute(sql.format(marks(known)), known)
            found.update((RecordId(one.hex()), RecordId(other.hex())) for one, other in rows)
        return found


def _end(links: Mapping[RecordId, RecordId], start: RecordId) -> RecordId:
    """Return where a chain of links ends; ids fall from step to step, so it does."""
    while start in links:
        start = links[start]
    return start
