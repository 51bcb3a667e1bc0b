"""Erasing, the only door to it: what would go is shown first, a person says yes in writing, a legal hold refuses.

The word is *erase*, and it promises this much: nothing of it is left in this vault. Copies elsewhere (backups until
they age out, papers, files, other vaults) are named, because nothing here reaches them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.line import Caller
from cima_desktop.model.papers import Copy, Document
from cima_desktop.model.text import fold
from cima_desktop.model.touched import Touched
from cima_desktop.services import holds, restoring
from cima_desktop.services.guard import CLOSED_KINDS, AttorneyOnlyError
from cima_desktop.services.session import Session
from cima_desktop.vault.errors import DiskFullError, VaultError

BACKUP_DAYS = 30
"""For so long a copy made before may still hold what was erased."""

FIELD_ACT = N_("Erased what stood in a field")

REASONS: Mapping[str, str] = {
    "asked": N_("The person asked for it"),
    "time": N_("Its time is over"),
    "mistake": N_("It should never have been written down"),
    "bin": N_("It was in the bin for a long time"),
}
"""Why something is erased: the code that stays, and its words."""

_MENTIONS = 12


class NotConfirmedError(KnownError):
    """What was typed to confirm is not what was asked for."""

    message = N_("The word to confirm is not right, so nothing was erased.")
    remedy = N_("Type it as it is written there, or close the window to keep everything.")


class NotErasedError(KnownError):
    """A kind of record that no erasing removes was to be erased."""

    message = N_("This shows who approved the papers, or what was under a legal hold, so it is not erased.")
    remedy = N_("Nothing was changed.")


class NothingToEraseError(KnownError):
    """Nothing was chosen."""

    message = N_("Nothing was chosen to be erased.")
    remedy = N_("Choose at least one record.")


@attrs.frozen(kw_only=True)
class Named:
    """A record in a preview."""

    id: RecordId
    kind: str
    title: str


@attrs.frozen(kw_only=True)
class LeftBefore:
    """A paper or file that left this vault and that no erasing reaches."""

    paper: str
    holder: str
    method: str
    day: date | None


@attrs.frozen(kw_only=True)
class Preview:
    """What erasing would do; nothing has happened yet.

    `asked` are the records that were chosen and `parts` how many of each kind go with them; `cut` name one of them
    and lose that answer; `mentions` have a text in which the name stands, and keep it; `binding` are signed papers
    that still count; `beside` are folders with an earlier state of this vault. `word` is the name to type, empty for
    several records or one without a name.
    """

    asked: tuple[Named, ...]
    parts: Mapping[str, int]
    cut: tuple[Named, ...]
    mentions: tuple[Named, ...]
    left: tuple[LeftBefore, ...]
    binding: tuple[str, ...]
    is_held: bool
    copies_until: date
    beside: tuple[str, ...]
    word: str


@attrs.frozen(kw_only=True)
class Erased:
    """What was erased: how many records in all, and whether the file could be rewritten at once."""

    records: int
    touched: Touched
    is_finished: bool
    copies_until: date


def preview(session: Session, ids: Sequence[RecordId]) -> Preview:
    """Return what erasing these records would do.

    Raises:
        NothingToEraseError: none was chosen.
        NotFoundError: one is not in this vault.
        NotErasedError: one is of a kind that no erasing removes.
    """
    going = _going(session, ids)
    stopped = holds.held(session)
    asked = tuple(_named(session, record) for record in dict.fromkeys(ids))
    cut = [_named(session, other) for other in session.store.pointing_to(going) if _lets_go(session, other)]
    documents = [found for record in going if (found := session.store.get(Document, record))]
    return Preview(
        asked=asked,
        parts=dict(Counter(session.store.kind_of_id(r) for r in going if r not in {a.id for a in asked})),
        cut=tuple(cut),
        mentions=tuple(_mentions(session, asked, {*going, *(other.id for other in cut)})),
        left=tuple(_left(session, documents)),
        binding=tuple(d.name for d in documents if (until := d.binds_until()) and until >= session.today()),
        is_held=any(stopped.covers(record) for record in going),
        copies_until=session.today() + timedelta(days=BACKUP_DAYS),
        beside=tuple(each.name for each in restoring.vaults_beside(session)),
        word=asked[0].title if len(asked) == 1 and fold(asked[0].title) else "",
    )


def erase(session: Session, ids: Sequence[RecordId], reason: str, typed: str, word: str) -> Erased:
    """Erase records with all that cannot be without them, after a person has typed the word that was shown.

    Args:
        session: the open vault.
        ids: the records, as in the preview.
        reason: a key of `REASONS`.
        typed: what the person typed.
        word: what had to be typed: the name, or the word of the screen's language for several records.

    Raises:
        NotConfirmedError: something else was typed; nothing was erased.
        HeldError: a legal hold covers one of them; nothing was erased.
        NotErasedError, NotFoundError, NothingToEraseError: as for a preview.
        VaultError: the disk refused; nothing was erased.
    """
    _refuse_unconfirmed(typed, word)
    if reason not in REASONS:
        raise ValueError("not a reason")
    return erase_due(session, ids, reason)


def erase_due(session: Session, ids: Sequence[RecordId], reason: str = "time") -> Erased:
    """Erase records whose day for it was said when they were written down; nobody is asked.

    Raises:
        HeldError: a legal hold covers one of them; nothing was erased.
        NotErasedError, NotFoundError, NothingToEraseError: as for a preview.
        VaultError: the disk refused; nothing was erased.
    """
    going = _going(session, ids)
    _refuse_held(session, going)
    for hold in _about(session, going):
        session.store.erase_fields(FIELD_ACT, hold, ["note"])
    chosen = [*ids, *_callers(session, ids)]
    touched = _with_room(session, lambda: session.store.erase(chosen, reason))
    session.store.forget_reads(going)  # those that only wait in memory, too
    return Erased(
        records=len(going),
        touched=touched,
        is_finished=finish(session),
        copies_until=session.today() + timedelta(days=BACKUP_DAYS),
    )


def erase_field(session: Session, record: RecordId, field: str, typed: str, word: str) -> Erased:
    """Erase what stands in one field of a record and everything that stood there before.

    Raises:
        NotConfirmedError: something else was typed than `word`; nothing was erased.
        HeldError: a legal hold covers the record; nothing was erased.
        AttorneyOnlyError: the field is an attorney's; nothing was erased.
        NotFoundError: there is no such record.
        VaultError: the disk refused; nothing was erased.
    """
    _refuse_unconfirmed(typed, word)
    kind = session.store.kind_of_id(record)
    if not kind:
        raise NotFoundError
    if kind in CLOSED_KINDS:
        raise NotErasedError
    if KINDS[kind].field(field).attorney_only:
        raise AttorneyOnlyError
    _refuse_held(session, [record])
    touched = _with_room(session, lambda: session.store.erase_fields(FIELD_ACT, record, [field]))
    return Erased(
        records=1 if touched else 0,
        touched=touched,
        is_finished=finish(session),
        copies_until=session.today() + timedelta(days=BACKUP_DAYS),
    )


def written_fields(session: Session, record: RecordId) -> tuple[str, tuple[str, ...]]:
    """Return the kind of a record and those fields that hold something now or held something once.

    What only an attorney may change, and fields the record cannot be without, are left out.

    Raises:
        NotFoundError: there is no such record.
    """
    kind = session.store.snapshot(record).kind
    written = {name for entry in session.store.history(record) for name, _old, _new in entry.changes}
    open_ = (f for f in kind.fields if not f.attorney_only and not f.required)
    return kind.name, tuple(f.name for f in open_ if f.name in written)


def finish(session: Session) -> bool:
    """Rewrite the file after an erasing, if that is still to do; tell whether nothing is left to do.

    On a disk without room for it, it waits: what was erased is out of every record already.
    """
    try:
        session.store.finish_erasing()
    except VaultError:
        return False
    return not session.store.erasing_unfinished()


def _refuse_unconfirmed(typed: str, word: str) -> None:
    if not is_confirmed(typed, word):
        raise NotConfirmedError


def is_confirmed(typed: str, word: str) -> bool:
    """Tell whether what was typed is the word; accents and capitals do not matter, and no word is ever empty."""
    return bool(fold(word)) and fold(typed) == fold(word)


def _going(session: Session, ids: Sequence[RecordId]) -> list[RecordId]:
    if not ids:
        raise NothingToEraseError
    kinds = {record: session.store.kind_of_id(record) for record in ids}
    if not all(kind in KINDS for kind in kinds.values()):
        raise NotFoundError
    going = session.store.going_with([*ids, *_callers(session, ids)])
    if any(session.store.kind_of_id(record) in CLOSED_KINDS for record in going):
        raise NotErasedError
    return going


def _callers(session: Session, ids: Sequence[RecordId]) -> list[RecordId]:
    """Return what was said of themselves by whoever called about something that goes: mostly the same person."""
    store = session.store
    calls = {other for other in store.pointing_to(store.going_with(ids)) if store.kind_of_id(other) == "call"}
    binned = (each for each in store.binned("caller") if getattr(store.snapshot(each).record, "call", "") in calls)
    return [*(each.id for call in calls for each in store.children(Caller, call=call)), *(binned if calls else ())]


def _refuse_held(session: Session, going: Iterable[RecordId]) -> None:
    stopped = holds.held(session)
    if any(stopped.covers(record) for record in going):
        raise holds.HeldError


def _about(session: Session, going: Iterable[RecordId]) -> list[RecordId]:
    """Return the holds, all over, that were about something that goes: their notes may name it."""
    gone = set(going)
    return [hold.id for hold in holds.all_holds(session) if hold.about in gone]


def _lets_go(session: Session, record: RecordId) -> bool:
    return session.store.kind_of_id(record) not in CLOSED_KINDS and not session.store.snapshot(record).deleted


def _named(session: Session, record: RecordId) -> Named:
    store = session.store
    return Named(id=record, kind=store.kind_of_id(record), title=store.title_of(record))


def _mentions(session: Session, asked: Sequence[Named], inside: set[RecordId]) -> Iterable[Named]:
    """Yield records in which a whole name stands as text; no erasing of another record reaches those."""
    for one in asked[:_MENTIONS]:
        hits = session.store.search(one.title, limit=_MENTIONS) if len(one.title.split()) > 1 else []
        for hit in hits:
            if hit.id not in inside:
                inside.add(hit.id)
                yield Named(id=hit.id, kind=hit.kind, title=hit.title)


def _left(session: Session, documents: Iterable[Document]) -> Iterable[LeftBefore]:
    for document in documents:
        for copy in session.store.children(Copy, document=document.id):
            yield LeftBefore(paper=document.name, holder=copy.holder, method=copy.method, day=iso_date(copy.given_on))


def _with_room(session: Session, erase_now: Callable[[], Touched]) -> Touched:
    """Erase; on a full disk give the reserve back and try once more, because erasing is what makes room."""
    try:
        return erase_now()
    except DiskFullError:
        if not session.vault.use_reserve():
            raise
    return erase_now()
