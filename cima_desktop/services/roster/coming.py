"""What the first page says of the roster: gaps of the rota, and trainings that end soon (L9, S5)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cima_desktop.i18n import N_, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.roster_choices import COURSES
from cima_desktop.services.roster import rota
from cima_desktop.services.roster.telling import gap_text
from cima_desktop.services.roster.trained import endings
from cima_desktop.services.session import Session

if TYPE_CHECKING:
    from cima_desktop.services.agenda import AgendaItem

MOST_GAPS = 3
"""The first page tells the next ones; the page of the rota tells all."""
_COURSES = {course.value: course.label for course in COURSES}


def items(session: Session) -> "Iterator[AgendaItem]":
    """Yield the next gaps, in a vault that keeps a rota, and what has to be renewed."""
    from cima_desktop.services.agenda import AgendaItem  # lazy: it asks this module in its turn

    gaps = rota.gaps(session)[:MOST_GAPS] if session.store.count("shift") else []
    for gap in gaps:
        yield AgendaItem(
            kind="page",  # there is no shift to open: the rota shows the gap
            id=RecordId("rota"),
            title=gap_text(gap),
            note=N_("Find somebody on the rota."),
            facts={},
            day=gap.begin.date(),
            chip=N_("Gap"),
            tone="warn",
        )
    for ending in endings(session):
        is_over = ending.until < session.today()
        yield AgendaItem(
            kind="volunteer",
            id=ending.volunteer,
            title=f"{ending.name}: {tr(_COURSES.get(ending.course, ending.course))}",
            note=N_("It has to be renewed, or they can no longer be sent."),
            facts={},
            day=ending.until,
            chip=N_("Ended") if is_over else N_("Ends soon"),
            tone="danger" if is_over else "warn",
        )
