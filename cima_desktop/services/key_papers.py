"""The papers that open a vault when a passphrase is forgotten: made, typed back, rehearsed once a year (B4)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from cima_desktop.model import text
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.session import Session, create
from cima_desktop.vault import Cost, recovery, shares, slots
from cima_desktop.vault.slots import RecoverySecret, SharesSecret

CODE, SHARES = "code", "shares"
YEARLY = timedelta(days=365)
LONGEST_NAME = 80
_UNPROVED = "recovery.unproved"
_REHEARSED = "keys:rehearsed"
_KEPT = "keys:shares"
_KINDS = {slots.RECOVERY: CODE, slots.SHARES: SHARES}


@dataclass(frozen=True, slots=True)
class ShareSheet:
    """The sheet of one holder: their name (may be empty), the number on it (from 1) and its words with spaces."""

    holder: str
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class SharesOffer:
    """Sheets to be printed now; they exist nowhere else. Any `threshold` of them open the vault called `vault`."""

    vault: str
    threshold: int
    shares: tuple[ShareSheet, ...]


@dataclass(frozen=True, slots=True)
class SharesKept:
    """Who holds the sheets that open this vault (names may be empty), and how many of them are needed."""

    threshold: int
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The paper that was tried longest ago: its kind (CODE, SHARES), the day (None: never), and the next day."""

    kind: str
    last: date | None
    due: date
    is_due: bool


def create_unproved(folder: Path, passphrase: str, label: str, cost: Cost | None = None) -> Session:
    """Make a vault for which no paper was typed back yet, so that `setup_finished` is False; return its session.

    Raises:
        VaultError: the folder is taken, or the disk refused; nothing is left behind.
    """
    session, _never_shown = create(folder, passphrase, label, cost=cost)
    session.store.meta_set(_UNPROVED, "yes")
    return session


def setup_finished(session: Session) -> bool:
    """Tell whether a paper was typed back once; the practice vault needs none."""
    return session.practice or not session.store.meta_get(_UNPROVED)


def paper_proved(session: Session) -> bool:
    """Tell whether a paper of a kind that opens this vault was typed back, so that somebody has it for certain."""
    noted = _rehearsed(session)
    kinds = {_KINDS[s.kind] for s in session.vault.access.slots if s.kind in _KINDS}
    return setup_finished(session) and any(_day(noted.get(kind, "")) for kind in kinds)


def note_proved(session: Session, kind: str = CODE) -> None:
    """Remember that a paper was typed back today."""
    noted = {**_rehearsed(session), kind: session.today().isoformat()}
    session.store.meta_set(_REHEARSED, json.dumps(noted))
    session.store.meta_set(_UNPROVED, "")


def offer_code(session: Session) -> str:
    """Return a new recovery code to print; the one of before goes on working until this one is accepted.

    Raises:
        HelperCopyReadOnlyError: a helper copy has no papers.
    """
    refuse_in_copy(session)
    return session.vault.access.papers.offer_code()


def accept_code(session: Session, typed: str) -> bool:
    """Let the offered code take the place of the old one; tell whether `typed` was that one.

    Raises:
        RecoveryCodeError: names the groups that are mistyped.
        VaultError: the disk refused; the code of before still works.
    """
    is_right = session.vault.access.papers.accept_code(typed)
    if is_right:
        note_proved(session, CODE)
    return is_right


def offer_shares(session: Session, threshold: int, holder_names: Sequence[str]) -> SharesOffer:
    """Return new sheets, one for each name (a name may be empty); those of before work until these are accepted.

    Raises:
        ShareCountError: the numbers make no sense.
        HelperCopyReadOnlyError: a helper copy has no papers.
    """
    refuse_in_copy(session)
    papers = session.vault.access.papers
    made = papers.offer_shares(threshold, len(holder_names))
    names = [text.clean(name)[:LONGEST_NAME] for name in holder_names]
    sheets = tuple(ShareSheet(name, n, " ".join(made[n - 1])) for n, name in enumerate(names, 1))
    papers.note = json.dumps({"threshold": threshold, "holders": names}, ensure_ascii=False)
    return SharesOffer(session.folder.name, threshold, sheets)


def accept_shares(session: Session, typed: Sequence[str]) -> bool:
    """Let the offered sheets take the place of the old ones, once enough of them are typed back.

    Returns:
        Whether they are of the offered set.

    Raises:
        ShareError: names the sheet and, where possible, the word.
        VaultError: the disk refused; the sheets of before still work.
    """
    access = session.vault.access
    note = access.papers.note
    if not access.papers.accept_shares(typed):
        return False
    if not setup_finished(session):  # a code that was made with the vault and never proved
        for slot in access.slots:
            if slot.kind == slots.RECOVERY:
                access.remove_slot(slot.slot_id)
    session.store.meta_set(_KEPT, note)
    note_proved(session, SHARES)
    return True


def withdraw(session: Session) -> None:
    """Forget what was offered; the papers of before go on working."""
    session.vault.access.papers.withdraw()


def shares_kept(session: Session) -> SharesKept | None:
    """Return who holds the sheets, or None when no sheets open this vault."""
    if not any(s.kind == slots.SHARES for s in session.vault.access.slots):
        return None
    try:
        note = json.loads(session.store.meta_get(_KEPT, "{}"))
        return SharesKept(int(note["threshold"]), tuple(map(str, note["holders"])))
    except (ValueError, TypeError, KeyError):  # the sheets work without the note
        return SharesKept(shares.THRESHOLD, ())


def rehearsal(session: Session) -> Rehearsal:
    """Return which paper should be tried next, and whether it is time."""
    noted, today = _rehearsed(session), session.today()
    kinds = {_KINDS[s.kind] for s in session.vault.access.slots if s.kind in _KINDS} or {CODE}
    last, kind = min((noted.get(kind, ""), kind) for kind in kinds)
    day = _day(last)
    due = day + YEARLY if day else today
    return Rehearsal(kind, day, due, is_due=due <= today and not session.practice)


def rehearse(session: Session, typed: Sequence[str]) -> bool:
    """Try a paper: a recovery code as one text, or sheets as several. Nothing changes but the date that is noted.

    Returns:
        Whether it opens this vault.

    Raises:
        RecoveryCodeError, ShareError: what was typed cannot be right; names groups, or sheet and word.
    """
    is_code = len(typed) == 1
    secret = RecoverySecret(recovery.parse(typed[0])) if is_code else SharesSecret(shares.combine(typed))
    opens = session.vault.access.proves(secret)
    if opens:
        note_proved(session, CODE if is_code else SHARES)
    return opens


def code_pdf(code: str) -> bytes:
    """Return the sheet with a recovery code as a PDF in memory; it must never be written to a disk."""
    from cima_desktop.documents.key_sheets import code_sheet  # lazy: reportlab is heavy

    return code_sheet(code)


def shares_pdf(offer: SharesOffer, day: date) -> bytes:
    """Return a page for each holder as a PDF in memory; it must never be written to a disk."""
    from cima_desktop.documents.key_sheets import Sheet, share_sheets  # lazy, as above

    total = len(offer.shares)
    pages = [Sheet(s.holder, s.number, total, offer.threshold, s.words, offer.vault) for s in offer.shares]
    return share_sheets(pages, day)


def _rehearsed(session: Session) -> dict[str, str]:
    try:
        noted = json.loads(session.store.meta_get(_REHEARSED, "{}"))
        return {kind: str(noted[kind]) for kind in (CODE, SHARES) if kind in noted}
    except (ValueError, TypeError):  # a date that cannot be read is no date: it is time to try again
        return {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
