"""People who came and may be here already under another record (R8): found, said to be one person, or set down to be
decided another day.
"""

from collections.abc import Iterable, Mapping

from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import deciding, joining
from cima_desktop.services.likeness import Like, like, like_many
from cima_desktop.services.session import Session

_MOST = 3


def twins(session: Session, n: int, people: Iterable[RecordId]) -> dict[RecordId, list[Like]]:
    """Return who is here and may be one of these people of an arrival; those who are like nobody are left out."""
    kind = KINDS["person"]
    found: dict[RecordId, list[Like]] = {}
    for coming in session.store.comings(n, people):
        likes = like(session, kind.values(coming.after), limit=_MOST, but=(coming.row.id,)) if coming.after else []
        if likes:
            found[coming.row.id] = likes
    return found


def settle(session: Session, n: int, joins: Mapping[RecordId, RecordId]) -> None:
    """Join people who came with those they were said to be, and set down the others who may be somebody who is here.

    Done twice it is done once. What is joined so is part of the import, and goes with it when that is taken back.
    What cannot be joined (they are kept apart on purpose, or one is in the bin) stays two, to be decided.
    """
    inside = set(session.store.bundle_records(n))
    for one, other in joins.items():
        if one in inside:
            try:
                joining.join_through(session, n, one, other)
            except KnownError:
                deciding.set_down(session, one, [other])
    everybody = list(session.store.all_alike("person"))
    people = [(near.id, near.values) for near in everybody if near.id in inside]
    if len(people) == len(everybody):
        return  # nobody was here before
    for one, likes in like_many(session, people, limit=_MOST + 1).items():
        others = [each.id for each in likes if each.id not in inside and joins.get(one) != each.id]
        deciding.set_down(session, one, others)
