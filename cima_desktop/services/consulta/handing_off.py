"""What one shift tells the next: the open matters gathered, words added, kept, and read with a receipt (C9)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import attrs

from cima_desktop.i18n import N_, clock_text, day_text, tr
from cima_desktop.model.cases import HandOff, HandOffItem
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.model.workups import Appointment
from cima_desktop.services import guard
from cima_desktop.services.consulta import queue, tasks, worklist
from cima_desktop.services.consulta.queue import DONE, LEFT
from cima_desktop.services.consulta.tasks import about_title
from cima_desktop.services.myself import my_id, need_me
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

WRITE_ACT, READ_ACT = N_("Wrote a hand-off"), N_("Read a hand-off")
SHOWN, READ_SHOWN = 12, 3
"""So many hand-offs that wait are listed, and so many that were read."""


class OwnHandOffError(KnownError):
    """Whoever wrote a hand-off was to confirm having read it."""

    message = N_("You wrote this hand-off yourself.")
    remedy = N_("Somebody of the next shift confirms that they read it.")


class HandOffReadError(KnownError):
    """A hand-off was read already: the receipt is not written over."""

    message = N_("{who} confirmed already that they read it.")
    remedy = N_("Nothing was changed. You can read it all the same.")


class EmptyHandOffError(KnownError):
    """A hand-off was to be kept in which nothing stands."""

    message = N_("Nothing stands in this hand-off yet.")
    remedy = N_("Choose what the next shift must know, or write a sentence.")


@attrs.frozen(kw_only=True)
class Matter:
    """Something that is open at the end of a shift, and what is said of it."""

    about: RecordId
    title: str
    words: str


@attrs.frozen(kw_only=True)
class Told:
    """A hand-off with everything that stands on it."""

    hand_off: HandOff
    by: str
    read_by: str
    matters: tuple[Matter, ...] = ()
    is_mine: bool = False


def open_matters(session: Session) -> list[Matter]:
    """Return what is open for whoever sits at this desk: urgent cases, tasks due, who still waits, tomorrow’s dates."""
    found: dict[RecordId, Matter] = {}
    for matter in (*_urgent(session), *_due(session), *_waiting(session), *_tomorrow(session)):
        before = found.get(matter.about)
        words = f"{before.words} {matter.words}" if before else matter.words
        found[matter.about] = attrs.evolve(before or matter, words=words)
    return list(found.values())


def write(session: Session, words: str, matters: Sequence[Matter], desk: str = "consulta") -> RecordId:
    """Keep a hand-off; return its id.

    Raises:
        NobodyError: it is not known who sits here.
        EmptyHandOffError: nothing stands in it.
        InvalidInputError: the words cannot be kept.
    """
    me = need_me(session)
    if not words.strip() and not matters:
        raise EmptyHandOffError
    on, at = session.stamp()
    made = new_id()
    edits = [Edit("hand_off", made, {"desk": desk, "on": on, "at": at, "by": me.id, "words": words})]
    for position, matter in enumerate(matters, start=1):
        values = {"hand_off": made, "about": matter.about, "words": matter.words, "position": position}
        edits.append(Edit("hand_off_item", new_id(), values))
    guard.save(session, WRITE_ACT, edits)
    return made


def listed(session: Session, desk: str = "consulta") -> list[Told]:
    """Return the hand-offs of a desk that nobody has confirmed, the newest first, then a few that were read."""
    waiting = session.store.page("hand_off", None, SHOWN, {"desk": desk, "read_by": ""}, down=True).rows
    ids = [row.id for row in waiting]
    newest = session.store.page("hand_off", None, SHOWN, {"desk": desk}, down=True).rows
    ids += [row.id for row in newest if row.id not in ids][:READ_SHOWN]
    return [told(session, each) for each in ids]


def told(session: Session, hand_off: RecordId) -> Told:
    """Return a hand-off with what stands on it.

    Raises:
        NotFoundError: there is no such hand-off.
    """
    found = session.store.need(HandOff, hand_off)
    items = session.store.children(HandOffItem, hand_off=hand_off)
    name = session.store.title_of
    matters = [Matter(about=RecordId(i.about), title=about_title(session, i.about), words=i.words) for i in items]
    is_mine = bool(found.by) and found.by == my_id(session)
    return Told(hand_off=found, by=name(found.by), read_by=name(found.read_by), matters=tuple(matters), is_mine=is_mine)


def confirm(session: Session, hand_off: RecordId) -> Touched:
    """Note that whoever sits at this desk has read a hand-off.

    Raises:
        NobodyError: it is not known who sits here.
        OwnHandOffError: they wrote it.
        HandOffReadError: somebody has confirmed it already.
    """
    me, found = need_me(session), session.store.need(HandOff, hand_off)
    if found.by == me.id:
        raise OwnHandOffError
    if found.read_by:
        raise HandOffReadError(who=session.store.title_of(found.read_by) or tr(N_("Somebody")))
    on, at = session.stamp()
    return guard.save(session, READ_ACT, [Edit("hand_off", hand_off, {"read_by": me.id, "read_on": on, "read_at": at})])


def _urgent(session: Session) -> Iterator[Matter]:
    for row in worklist.mine(session):
        if row.until is not None:
            said = N_("Its urgency ended on {day}.") if row.is_over else N_("Urgent until {day}.")
            title = " · ".join(filter(None, (row.person, row.number)))
            yield Matter(about=row.id, title=title, words=tr(said).format(day=day_text(row.until)))


def _due(session: Session) -> Iterator[Matter]:
    for task in tasks.due(session, mine=True, days=1):
        due = tr(N_("due {day}")).format(day=day_text(task.due)) if task.due else ""
        words = ", ".join(filter(None, (task.what, due)))
        yield Matter(about=task.about, title=task.about_title, words=f"{words}.")


def _waiting(session: Session) -> Iterator[Matter]:
    for each in queue.today(session):
        if each.visit.state not in (DONE, LEFT):
            words = tr(N_("Came at {time} and is still here.")).format(time=clock_text(each.visit.at))
            yield Matter(about=each.visit.id, title=each.name or tr(N_("(no name)")), words=words)


def _tomorrow(session: Session) -> Iterator[Matter]:
    day = session.today() + timedelta(days=1)
    span = (day.isoformat(), (day + timedelta(days=1)).isoformat())
    sort = KINDS["appointment"].field("sort")
    for row in session.store.page("appointment", None, SHOWN, span=span).rows:
        one = session.store.need(Appointment, row.id)
        if one.result:
            continue
        said = (tr(sort.choice_label(one.sort)), one.what, clock_text(one.at) if one.at else "")
        words = tr(N_("Tomorrow: {what}")).format(what=" · ".join(filter(None, said)))
        yield Matter(about=RecordId(one.about) or one.id, title=_whose(session, one), words=words)


def _whose(session: Session, one: Appointment) -> str:
    return about_title(session, one.about) if one.about else session.store.title_of(one.person)
