"""Everything that stands on the desk of Consulta, read at once and from indexes only."""

from collections.abc import Sequence

import attrs

from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.workups import Appointment
from cima_desktop.services.consulta import handing_off, listing, queue, tasks, worklist
from cima_desktop.services.consulta.handing_off import Told
from cima_desktop.services.consulta.listing import CaseRow
from cima_desktop.services.consulta.queue import Waiting
from cima_desktop.services.consulta.tasks import DueTask, about_title
from cima_desktop.services.myself import my_id
from cima_desktop.services.session import Session

MOST = 30


@attrs.frozen(kw_only=True)
class Meeting:
    """An appointment of today, and whose it is."""

    appointment: Appointment
    whose: str
    about: RecordId


@attrs.frozen(kw_only=True)
class Board:
    """What the page shows."""

    me: RecordId = NO_ID
    queue: Sequence[Waiting] = ()
    mine: Sequence[CaseRow] = ()
    urgent: Sequence[CaseRow] = ()
    tasks: Sequence[DueTask] = ()
    meetings: Sequence[Meeting] = ()
    hand_offs: Sequence[Told] = ()


def read(session: Session, *, all_tasks: bool) -> Board:
    """Return what stands on the desk; tasks of everybody, or one's own."""
    return Board(
        me=my_id(session),
        queue=queue.today(session),
        mine=worklist.mine(session),
        urgent=urgent(session),
        tasks=tasks.due(session, mine=not all_tasks),
        meetings=meetings(session),
        hand_offs=handing_off.listed(session),
    )


def urgent(session: Session) -> list[CaseRow]:
    """Return the urgent cases of everybody: those that are still urgent first, then those whose urgency ended.

    What ended is told until somebody says anew how urgent it is: it ended by itself, and nobody may have looked.
    """
    today = session.today().isoformat()
    now = session.store.page("case", None, MOST, span=(f"0 {today}", "1"))
    over = session.store.page("case", None, MOST, span=("0", f"0 {today}"), down=True)
    return listing.rows_of(session, [*now.rows, *over.rows])


def meetings(session: Session) -> list[Meeting]:
    """Return the appointments of today, by their time."""
    page = session.store.page("appointment", None, MOST, span=queue.of_day(session))
    return [_meeting(session, session.store.need(Appointment, row.id)) for row in page.rows]


def _meeting(session: Session, found: Appointment) -> Meeting:
    whose = about_title(session, found.about) if found.about else session.store.title_of(found.person)
    return Meeting(appointment=found, whose=whose, about=RecordId(found.about or found.person))
