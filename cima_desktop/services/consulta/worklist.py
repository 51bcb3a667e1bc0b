"""Each navigator's own list of cases, in the order they put it (C7)."""

from cima_desktop.i18n import N_
from cima_desktop.model.cases import WorklistItem
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.touched import Touched
from cima_desktop.services.consulta import listing
from cima_desktop.services.consulta.listing import CaseRow
from cima_desktop.services.myself import my_id, need_me
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

ORDER_ACT = N_("Changed the order of their own cases")
MOST = 60
"""So many are shown; whoever follows more finds the others in the list of cases."""


def mine(session: Session) -> list[CaseRow]:
    """Return the open cases of whoever sits at this desk: in their own order, then those they never placed."""
    me = my_id(session)
    if not me:
        return []
    page = session.store.page("case", None, MOST, {"navigator": me}, span=listing.OPEN)
    places = _places(session, me)
    rows = listing.rows_of(session, page.rows)
    return sorted(rows, key=lambda row: (row.id not in places, places[row.id].position or 0 if row.id in places else 0))


def move(session: Session, case: RecordId, up: bool) -> Touched:
    """Put a case one place up or down; at that end already, or not in the list, it stays where it is.

    Raises:
        NobodyError: it is not known who sits here.
    """
    order = [row.id for row in mine(session)]
    here = order.index(case) if case in order else -1
    there = here - 1 if up else here + 1
    if here < 0 or not 0 <= there < len(order):
        return session.store.save(ORDER_ACT, [])
    return put(session, case, there)


def put(session: Session, case: RecordId, place: int) -> Touched:
    """Put a case at a place of the own list, counted from 0."""
    me = need_me(session)
    order = [row.id for row in mine(session) if row.id != case]
    order.insert(place, case)
    places = _places(session, me.id)
    edits = []
    for position, each in enumerate(order):
        known = places.get(each)
        if known is None:
            values = {"case": each, "navigator": me.id, "position": position}
            edits.append(Edit("worklist_item", new_id(), values))
        elif known.position != position:
            edits.append(Edit("worklist_item", known.id, {"position": position}))
    return session.store.save(ORDER_ACT, edits)


def _places(session: Session, me: RecordId) -> dict[RecordId, WorklistItem]:
    return {RecordId(item.case): item for item in session.store.children(WorklistItem, navigator=me)}
