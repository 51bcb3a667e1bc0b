"""Who may do what: a training counts together with the signed agreement, and only until its day (S5)."""

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.rota import helps
from cima_desktop.model.volunteers import Training, Volunteer
from cima_desktop.services.session import Session

AGREEMENT = "agreement"
SOON = timedelta(days=30)
_FIELDS = ("volunteer", "course", "done_on", "until")


@attrs.frozen(kw_only=True)
class Ending:
    """A training or agreement that ended or ends soon, and nothing newer stands in its place."""

    id: RecordId
    volunteer: RecordId
    name: str
    course: str
    until: date


def holds(session: Session, volunteer: RecordId | str, course: str) -> bool:
    """Tell whether somebody has a training (any agreement counts where `course` is empty) and a signed agreement.

    Both have to be done, and not past the day until which they count.
    """
    today = session.today()
    trainings = session.store.children(Training, volunteer=volunteer)
    held = {each.course for each in trainings if counts(each.done_on, each.until, today)}
    return _needed(course) <= held


def trained(session: Session, course: str) -> list[Volunteer]:
    """Return the volunteers with a training (and the agreement) who help at present and do not rest today."""
    today = session.today()
    ids = trained_ids(session, course)
    return [each for each in session.store.all(Volunteer) if each.id in ids and helps(each, today)]


def trained_ids(session: Session, course: str) -> frozenset[str]:
    """Return the ids of all who have a training and the agreement, whether or not they help at present."""
    today = session.today()
    held: dict[str, set[str]] = {}
    for _id, (volunteer, of, done_on, until) in session.store.scan("training", _FIELDS):
        if counts(str(done_on), str(until), today):
            held.setdefault(str(volunteer), set()).add(str(of))
    needed = _needed(course)
    return frozenset(volunteer for volunteer, courses in held.items() if needed <= courses)


def counts(done_on: str, until: str, today: date) -> bool:
    """Tell whether a training done on a day counts today; one without an end does for good."""
    done, end = iso_date(done_on), iso_date(until)
    return done is not None and done <= today and (end is None or today <= end)


def endings(session: Session, within: timedelta = SOON) -> list[Ending]:
    """Return what ended or ends soon, of volunteers who help at present, by day; what was renewed is left out."""
    today = session.today()
    helping = {each.id: each.name for each in session.store.all(Volunteer) if each.active is not False}
    newest: dict[tuple[str, str], Ending] = {}
    for each in _dated(session, helping):
        before = newest.get((each.volunteer, each.course))
        if before is None or before.until < each.until:
            newest[each.volunteer, each.course] = each
    return sorted((e for e in newest.values() if e.until <= today + within), key=lambda e: (e.until, e.name, e.id))


def _dated(session: Session, names: dict[RecordId, str]) -> Iterator[Ending]:
    """Yield every training of these people, one without an end as one that ends never."""
    for training, (volunteer, course, _done, until) in session.store.scan("training", _FIELDS):
        who = RecordId(str(volunteer))
        if who in names:
            end = iso_date(str(until)) or date.max
            yield Ending(id=training, volunteer=who, name=names[who], course=str(course), until=end)


def _needed(course: str) -> set[str]:
    return {course or AGREEMENT, AGREEMENT}
