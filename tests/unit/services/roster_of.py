"""A made-up roster for tests: one line puts a volunteer, a training or a shift into a vault."""

from cima_desktop.model.ids import RecordId
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.builders import rid

ACT = "Filled the practice vault"


def volunteer(session: Session, key: str, *courses: str, **facts: object) -> RecordId:
    """Put a volunteer on the roster who holds the agreement and these courses, unless `courses` is ("none",)."""
    values = {"name": f"{key.title()} de Práctica", "active": True, **facts}
    session.store.save(ACT, [Edit("volunteer", rid(key), values)])
    if courses != ("none",):
        for course in ("agreement", *courses):
            training(session, key, course)
    return rid(key)


def training(session: Session, key: str, course: str, done_on: str = "2026-01-10", until: str = "") -> RecordId:
    """Write down a training of a volunteer."""
    made = rid("training", key, course, done_on)
    values = {"volunteer": rid(key), "course": course, "done_on": done_on, "until": until}
    session.store.save(ACT, [Edit("training", made, values)])
    return made


def shift(
    session: Session, key: str, on: str, start: str, end: str, desk: str = "linea", order: int | None = None
) -> RecordId:
    """Put a shift on the rota, whatever else is there."""
    made = rid("shift", key, on, start, desk)
    values = {"volunteer": rid(key), "on": on, "start": start, "end": end, "desk": desk, "order": order}
    session.store.save(ACT, [Edit("shift", made, values)])
    return made
