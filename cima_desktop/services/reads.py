"""Who looked at what, and everything that was done in this vault, in words (A5)."""

from collections.abc import Iterable
from datetime import date, datetime

import attrs

from cima_desktop.i18n import N_, ngettext, tr
from cima_desktop.model.errors import KnownError
from cima_desktop.model.guarding import Matter
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.papers import Document
from cima_desktop.services.helper_end import MADE
from cima_desktop.services.peer_deeds import PEER_DEEDS
from cima_desktop.services.session import Session
from cima_desktop.store import Doing, Look, Place
from cima_desktop.store.doings import CHANGED, DID, LOOKED
from cima_desktop.store.reads import OPENED, PREVIEWED, PRINTED, SAVED
from cima_desktop.store.register import KEPT_WORDS

HOW_WORDS = {
    OPENED: N_("Opened"),
    PREVIEWED: N_("Looked at the papers"),
    PRINTED: N_("Printed papers"),
    SAVED: N_("Saved a readable copy"),
}
ONE_PERSON = "one_person"
"""The code of a paper with everything about one person that was sent to a printer."""
REGISTER = "register"
"""The code of the register of the exchange, sent to a printer."""
FIGURES = "figures"
"""The code of the figures of a period, sent to a printer."""
WAGE_LETTER = "wage_letter"
"""A letter about unpaid wages, sent to a printer."""
ROTA, ROTA_NUMBERS = "rota", "rota_numbers"
"""The codes of a rota sent to a printer, without and with telephone numbers of volunteers."""
DETENTION_SHEET = "detention_sheet"
"""The code of the page for the telephone after a detention, sent to a printer."""
HAND_OFF = "hand_off"
"""The code of a hand-off sheet that was sent to a printer."""
DISPATCH = "dispatch_printed"
"""The code of a list of whom to send to verify, sent to a printer."""
SLIP = "slip"
"""The code of a slip of the directory, sent to a printer."""
DEED_WORDS = {
    KEPT_WORDS: N_("Kept words that are not noted"),
    ONE_PERSON: N_("Printed everything held about one person"),
    WAGE_LETTER: N_("Printed a letter about unpaid wages"),
    HAND_OFF: N_("Printed a hand-off"),
    MADE: N_("Made a helper copy"),
    REGISTER: N_("Printed the register of what was exchanged"),
    FIGURES: N_("Printed the figures of a period"),
    ROTA: N_("Printed the rota"),
    ROTA_NUMBERS: N_("Printed the rota with telephone numbers"),
    DETENTION_SHEET: N_("Printed the page for the telephone after a detention"),
    DISPATCH: N_("Printed whom to send to verify"),
    SLIP: N_("Printed a slip of the directory"),
    **PEER_DEEDS,
}
EVERYTHING, CHANGES, LOOKS, DEEDS = "all", "changes", "looks", "deeds"
SORTS = {EVERYTHING: (CHANGED, LOOKED, DID), CHANGES: (CHANGED,), LOOKS: (LOOKED,), DEEDS: (DID,)}
"""What can be shown alone."""


@attrs.frozen(kw_only=True)
class Done:
    """One line of what was done: when, who, what, to which record."""

    sort: str
    when: datetime
    who: str
    what: str
    kind: str
    record: RecordId
    title: str
    more: int
    times: int
    detail: str
    vault: str
    """Whose vault it was done in; empty for this one."""


@attrs.frozen(kw_only=True)
class DonePage:
    """Some lines, newest first, the names of all who did something, and where to go on."""

    lines: tuple[Done, ...]
    doers: tuple[str, ...]
    next: Place | None


def saw(session: Session, record: RecordId | str, how: str = OPENED) -> None:
    """Take note that whoever works here looked at a record; written with the next save or in a quiet moment."""
    session.store.saw(record, how)


def saw_papers(session: Session, documents: Iterable[RecordId], how: str) -> None:
    """Take note that papers were looked at or left, and with them the people they are about."""
    for document in documents:
        session.store.saw(document, how)
        paper = session.store.get(Document, document)
        if paper is not None:
            for person in {paper.person, paper.child, paper.agent}:
                session.store.saw(person, how)


def keep_quietly(session: Session) -> None:
    """Write the looks that wait; a disk that refuses keeps nobody from going on."""
    try:
        session.store.keep_reads()
    except KnownError:
        return  # they are tried again with the next save, which says what is wrong with the disk


def seen_by(session: Session, record: RecordId) -> list[Look]:
    """Return who looked at a record, newest first."""
    keep_quietly(session)
    return session.store.looks_at(record)


def done(
    session: Session, after: Place | None = None, limit: int = 60, what: str = EVERYTHING, who: str = ""
) -> DonePage:
    """Return what was done in this vault, newest first, a page at a time.

    Args:
        session: the open vault.
        after: where the page before ended.
        limit: how many lines at most.
        what: one of `SORTS`.
        who: only what was done under this name.
    """
    keep_quietly(session)
    page = session.store.doings(after, limit, SORTS[what], who)
    lines = tuple(_line(session, doing) for doing in page.rows)
    return DonePage(lines=lines, doers=tuple(session.store.doers()), next=page.next)


def _line(session: Session, doing: Doing) -> Done:
    words = {LOOKED: HOW_WORDS, DID: DEED_WORDS}.get(doing.sort, {})
    return Done(
        sort=doing.sort,
        when=doing.when,
        who=doing.who,
        what=words.get(doing.what, doing.what),
        kind=doing.kind,
        record=doing.record,
        title=session.store.title_of(doing.record),
        more=doing.more,
        times=doing.times,
        detail=doing.detail,
        vault=doing.vault,
    )


def about(line: Done) -> str:
    """Return what a line concerns, in the screen's language: the record, how many more, how often."""
    kind = KINDS.get(line.kind)
    parts = [
        tr(kind.label) if kind else "",
        line.title,
        ngettext("and {n} more", "and {n} more", line.more).format(n=line.more) if line.more else "",
        ngettext("{n} time", "{n} times", line.times).format(n=line.times) if line.times > 1 else "",
        _place(line.detail),
    ]
    return " · ".join(part for part in parts if part)


def _place(detail: str) -> str:
    """Return where words were kept, from `kind.field:matter`; other details are read elsewhere."""
    place, _colon, matter = detail.partition(":")
    kind_name, _dot, name = place.partition(".")
    kind = KINDS.get(kind_name)
    if kind is None or name not in kind.names or matter not in {m.value for m in Matter}:
        return ""
    return f"{tr(kind.field(name).label)} · {tr(Matter(matter).label)}"


def days(lines: Iterable[Done]) -> list[tuple[date, list[Done]]]:
    """Return the lines by the day on which they were done."""
    found: dict[date, list[Done]] = {}
    for line in lines:
        found.setdefault(line.when.astimezone().date(), []).append(line)
    return list(found.items())
