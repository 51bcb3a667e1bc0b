"""The days that come, for a calendar on a telephone: whole days, and no name unless somebody wants it.

Whoever looks over a shoulder reads what stands there, and most telephones send it on to a server.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import attrs

from cima_desktop.exchange.calendars import Entry, write_calendar
from cima_desktop.i18n import N_, clock_text, tr
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.papers import Document, Signing
from cima_desktop.model.plans import Plan, PlanDocument
from cima_desktop.model.work import Task
from cima_desktop.model.workups import Appointment
from cima_desktop.services.outside import Going, noted, refuse_to_leave, write_outside
from cima_desktop.services.session import Session

CALENDAR = "calendar"
PLAIN, SORTS, NAMES = "plain", "sorts", "names"
HOW_MUCH = {
    PLAIN: N_("Only “Appointment”"),
    SORTS: N_("What it is, without names"),
    NAMES: N_("What it is, with names"),
}
APPOINTMENT = N_("Appointment")
SIGNING_DAY, REVIEW, PAPERS_END = N_("Signing day"), N_("Read the plan again"), N_("Papers end")
RENEW, TO_DO, EXPIRES, APPLY = (
    N_("Renew a paper"),
    N_("Task"),
    N_("A paper of the checklist expires"),
    N_("Apply before"),
)
ASK_DATE = N_("Ask for the date of an appointment")
_KEY = "calendar:key"
_MOST_TITLE = 120


@attrs.frozen(kw_only=True)
class Dated:
    """A day that comes: which record and field it is from, what it is (a message), at what time, and whose."""

    record: RecordId
    field: str
    day: date
    what: str
    name: str
    at: str = ""


def coming(session: Session) -> list[Dated]:
    """Return every day from today on that somebody should not miss, in order."""
    today = session.today()
    found = [each for each in _all(session) if each.day >= today]
    return sorted(found, key=lambda each: (each.day, each.record, each.field))


def _all(session: Session) -> Iterator[Dated]:
    names = {}
    for plan in session.store.all(Plan):
        names[plan.id] = plan.name
        for field, what in (
            ("signing_day", SIGNING_DAY),
            ("review_due", REVIEW),
            ("care_expires", PAPERS_END),
            ("money_expires", PAPERS_END),
        ):
            yield from _dated(plan.id, field, getattr(plan, field), what, plan.name)
    for paper in session.store.all(Document):
        if paper.state == "signed":
            yield from _dated(paper.id, "expires_on", paper.expires_on, PAPERS_END, paper.name)
    for signing in session.store.all(Signing):
        if not signing.revoked_on:
            name = session.store.title_of(signing.document)
            yield from _dated(signing.id, "renew_on", signing.renew_on, RENEW, name)
    for listed in session.store.all(PlanDocument):
        name = names.get(RecordId(listed.plan), "")
        yield from _dated(listed.id, "expires_on", listed.expires_on, EXPIRES, name)
        yield from _dated(listed.id, "apply_by", listed.apply_by, APPLY, name)
    for task in session.store.all(Task):
        if not task.done_on:
            yield from _dated(task.id, "due_on", task.due_on, TO_DO, task.what)
    yield from _appointments(session)


def _appointments(session: Session) -> Iterator[Dated]:
    """Yield the appointments to which nobody has told the end, by what kind they are; the name is the person's."""
    sort = KINDS["appointment"].field("sort")
    for each in session.store.all(Appointment):
        name = session.store.title_of(each.person) or each.what
        if each.unknown and not each.result:
            yield from _dated(each.id, "ask_on", each.ask_on, ASK_DATE, name)
        elif not each.result:
            yield from _dated(each.id, "on", each.on, sort.choice_label(each.sort), name, each.at)


def _dated(record: RecordId, field: str, value: str, what: str, name: str, at: str = "") -> Iterator[Dated]:
    day = iso_date(value)
    if day is not None:
        yield Dated(record=record, field=field, day=day, what=what, name=name, at=at)


def save_calendar(session: Session, target: Path, going: Going, how_much: str = PLAIN) -> int:
    """Write the days that come as a calendar file, after noting for whom and why; return how many there are.

    Raises:
        RecordsStayError, HelperCopyReadOnlyError: nothing leaves this vault.
        NotWrittenError, OwnFolderError: the place takes no file.
        VaultError: the disk refused; what was there before is untouched.
    """
    refuse_to_leave(session)
    days = coming(session)
    key = _key(session)
    entries = [Entry(uid=_uid(key, each), day=each.day, title=_title(each, how_much)) for each in days]

    def write() -> int:
        write_outside(session, target, [write_calendar(entries, datetime.now(UTC), tr(APPOINTMENT))])
        return len(entries)

    records = {each.record: (each.field,) for each in days}
    return noted(session, CALENDAR, going, write, records=records, facts={"days": len(days), "form": how_much})


def _title(dated: Dated, how_much: str) -> str:
    if how_much == PLAIN:
        return tr(APPOINTMENT)
    what = ", ".join(part for part in (tr(dated.what), clock_text(dated.at)) if part)
    return f"{what}: {dated.name}"[:_MOST_TITLE] if how_much == NAMES and dated.name else what


def _key(session: Session) -> bytes:
    """Return this vault's own key for the names of days, made when first wanted."""
    kept = session.store.meta_get(_KEY)
    if not kept:
        kept = secrets.token_hex(32)
        session.store.meta_set(_KEY, kept)
    return bytes.fromhex(kept)


def _uid(key: bytes, dated: Dated) -> str:
    """Return a name that is the same in every file of this vault, and that nobody without its key can work out."""
    return hmac.new(key, f"{dated.record}:{dated.field}".encode(), hashlib.sha256).hexdigest()[:32]
