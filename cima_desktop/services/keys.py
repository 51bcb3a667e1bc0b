"""Who can open the vault: people and their passphrases, the key of the whole vault, and this computer's keyring.

The papers (recovery code and sheets) are in `key_papers`; both are offered here under one roof.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from cima_desktop.i18n import N_, tr
from cima_desktop.model import text
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.services import backups
from cima_desktop.services.backup_register import LIST
from cima_desktop.services.key_papers import (
    CODE,
    SHARES,
    Rehearsal,
    ShareSheet,
    SharesKept,
    SharesOffer,
    accept_code,
    accept_shares,
    code_pdf,
    create_unproved,
    note_proved,
    offer_code,
    offer_shares,
    rehearsal,
    rehearse,
    setup_finished,
    shares_kept,
    shares_pdf,
    withdraw,
)
from cima_desktop.services.key_ring import KeyringState, keyring_state, refuse_practice, stop_keyring, use_keyring
from cima_desktop.services.only_paper import NoPaperProvedError, only_paper, only_paper_problem
from cima_desktop.services.session import Session
from cima_desktop.vault import Cost, keyring_slot, slots, stick, strength
from cima_desktop.vault.errors import LastSlotError, known_faults

__all__ = [
    "CODE",
    "KEYRING",
    "PERSON",
    "SHARES",
    "Holder",
    "KeyringState",
    "NoPaperProvedError",
    "OldBackup",
    "Rehearsal",
    "Removed",
    "ShareSheet",
    "SharesKept",
    "SharesOffer",
    "Tick",
    "accept_code",
    "accept_shares",
    "add_person",
    "change_passphrase",
    "code_pdf",
    "create_unproved",
    "freeze",
    "holders",
    "keyring_state",
    "new_key_file",
    "note_proved",
    "offer_code",
    "offer_shares",
    "old_backups",
    "only_paper",
    "only_paper_problem",
    "opened_by_paper",
    "read_key_file",
    "rehearsal",
    "rehearse",
    "rekey",
    "remove",
    "rename",
    "replace_passphrase",
    "save_key_file",
    "setup_finished",
    "shares_kept",
    "shares_pdf",
    "stop_keyring",
    "thaw",
    "use_keyring",
    "withdraw",
]

PERSON, KEYRING = "person", "keyring"
LONGEST_NAME = 80
_KINDS = {
    slots.PASSPHRASE: PERSON,
    slots.WITH_FILE: PERSON,
    slots.RECOVERY: CODE,
    slots.SHARES: SHARES,
    slots.KEYRING: KEYRING,
}
BEFORE = N_("Made before the vault’s key was changed.")
"""Said of the backup in the list of backups."""

Tick = Callable[[int, int], object]
"""Told how many steps of how many are done."""

new_key_file = stick.new_file
read_key_file = stick.read_file
save_key_file = stick.save_file


class WeakPassphraseError(KnownError):
    """The passphrase is too easy to guess."""

    message = N_("This passphrase is too easy to guess. {hint}")
    remedy = N_("Choose a longer one; five or more words that have nothing to do with each other are good.")


class NameTakenError(KnownError):
    """Two keys of one name could not be told apart at the door."""

    message = N_("There is already a key with that name.")
    remedy = N_("Add a surname or a number, so that both can be told apart at the door.")


class NameNeededError(KnownError):
    """A key has no name, or one that nobody could read at the door."""

    message = N_("Give the key a name of at most {most} letters. It is shown at the door.")
    remedy = N_("It need not be the person’s real name; a first name or an initial will do.")


class OwnKeyError(KnownError):
    """The vault was opened with the key that was to be frozen or removed."""

    message = N_("This is the key you opened the vault with.")
    remedy = N_("Let somebody else do it from their own key, or open the vault with the recovery sheet first.")


class LastPaperError(LastSlotError):
    """Without a paper, a forgotten passphrase would be the end."""

    message = N_("This is the only paper that opens the vault, so it cannot be removed.")
    remedy = N_("Make a new one instead: it takes the place of this one as soon as it is typed back.")


class NoSuchKeyError(NotFoundError):
    """The key that was meant is no longer there, or is not one this can be done with."""

    message = N_("That key is not in this vault, or this cannot be done with it.")
    remedy = N_("Look at the list of keys again.")


@dataclass(frozen=True, slots=True)
class Holder:
    """One way in: `kind` is PERSON, CODE, SHARES or KEYRING; `mine` is the one this vault was opened with."""

    slot_id: bytes
    kind: str
    label: str
    needs_file: bool
    frozen: bool
    mine: bool

    @property
    def is_person(self) -> bool:
        """Tell whether it is somebody's passphrase."""
        return self.kind == PERSON


@dataclass(frozen=True, slots=True)
class OldBackup:
    """A backup under a key of before: its name, and when it was made (ISO 8601, as the backup noted it)."""

    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Removed:
    """What came of a re-key: backups that still open with the old keys, and whether a copy from before an update does.

    `copy_left` is True when such a copy could not be deleted from the vault's folder.
    """

    old_backups: tuple[OldBackup, ...]
    copy_left: bool


def holders(session: Session) -> tuple[Holder, ...]:
    """Return every way into the vault, in the order of the door."""
    access = session.vault.access
    return tuple(
        Holder(s.slot_id, _KINDS[s.kind], s.label, s.needs_file, s.frozen, s.slot_id == access.slot_id)
        for s in access.slots
    )


def opened_by_paper(session: Session) -> bool:
    """Tell whether a recovery code or shares opened the vault, so that somebody needs a new passphrase."""
    return any(h.mine and h.kind in (CODE, SHARES) for h in holders(session))


def add_person(session: Session, name: str, passphrase: str, cost: Cost, key_file: bytes | None = None) -> bytes:
    """Give another person a way in; return the id of their slot.

    Raises:
        NameNeededError, NameTakenError, WeakPassphraseError: nothing was changed.
        VaultError: the disk refused.
    """
    refuse_practice(session)
    name = _usable_name(session, name)
    refuse_weak(passphrase, name)
    return session.vault.access.add_passphrase(name, passphrase, cost, _whole(key_file))


def change_passphrase(
    session: Session,
    old: str,
    new: str,
    cost: Cost,
    old_key_file: bytes | None = None,
    key_file: bytes | None = None,
) -> None:
    """Replace the passphrase that `old` (with its key file, if it needs one) opens; the name stays.

    `key_file` is what the new one needs; without it the new one is a passphrase alone.

    Raises:
        WrongPassphraseError: `old` opens nothing.
        FrozenSlotError: it was frozen.
        WeakPassphraseError: nothing was changed.
    """
    refuse_practice(session)
    refuse_weak(new, session.who)
    session.vault.access.change_passphrase(old, new, cost, (old_key_file, _whole(key_file)))


def replace_passphrase(session: Session, slot_id: bytes, new: str, cost: Cost) -> None:
    """Give a person who forgot their passphrase another one, in a vault that paper has opened.

    Raises:
        NoSuchKeyError: no paper opened the vault, or the key is frozen or nobody's.
        WeakPassphraseError: nothing was changed.
    """
    refuse_practice(session)
    holder = _person(session, slot_id)
    if not opened_by_paper(session) or holder.frozen:
        raise NoSuchKeyError
    refuse_weak(new, holder.label)
    session.vault.access.replace(slot_id, slots.Passphrase(new), cost)


def rename(session: Session, slot_id: bytes, label: str) -> None:
    """Give a person's key another name; the old one is gone from the key file.

    Raises:
        NameNeededError, NameTakenError, NoSuchKeyError: nothing was changed.
    """
    refuse_practice(session)
    found, clean = _person(session, slot_id), _usable_name(session, label, slot_id)
    rings = _rings(session, found)
    for each in (found, *rings):
        session.vault.access.rename(each.slot_id, clean)


def freeze(session: Session, slot_id: bytes) -> None:
    """Let a person's key open nothing for now. A copy of the key file made before still opens until a re-key.

    What they let the keyring of a computer open goes too, and does not come back with the key.

    Raises:
        OwnKeyError, NoSuchKeyError: nothing was changed.
    """
    refuse_practice(session)
    found = _person(session, slot_id)
    _not_mine(found, *_rings(session, found))
    _take_rings(session, found)  # first: a key that shows as frozen must be so altogether
    session.vault.access.freeze(slot_id)


def thaw(session: Session, slot_id: bytes) -> None:
    """Let a frozen key open the vault again, with the passphrase it had."""
    _person(session, slot_id)
    session.vault.access.thaw(slot_id)


def remove(session: Session, slot_id: bytes, tick: Tick = lambda _done, _of: None, *, backup: bool = True) -> Removed:
    """Take a key away and give the vault another data key, so that even a copy of the old key file opens it no more.

    A backup is made first, unless `backup` says that the person goes on without one. With a person's passphrase goes
    what they let the keyring of a computer open.

    Raises:
        NoBackupFirstError: none could be made; nothing was changed.
        OwnKeyError, LastPaperError, NoSuchKeyError: nothing was changed.
        RekeyRoomError, RekeyFailedError: the key is still there, but no keyring entry; the vault opens as before.
        ReopenVaultError: the vault was closed; its next opening puts things in order.
    """
    refuse_practice(session)
    found = _holder(session, slot_id)
    _not_mine(found, *_rings(session, found))
    if found.kind in (CODE, SHARES) and [h.kind in (CODE, SHARES) for h in holders(session)].count(True) == 1:
        raise LastPaperError
    if backup:
        backups.before(session, BEFORE)
    _take_rings(session, found)
    removed = _change_key(session, tick, slot_id)
    if found.kind == KEYRING:
        keyring_slot.forget(session.vault.id, slot_id)
    return removed


def rekey(session: Session, tick: Tick = lambda _done, _of: None, *, backup: bool = True) -> Removed:
    """Give the vault another data key; everybody's passphrase and paper stay as they are.

    Raises:
        NoBackupFirstError, VaultError: as for `remove`.
    """
    refuse_practice(session)
    if backup:
        backups.before(session, BEFORE)
    return _change_key(session, tick)


def old_backups(session: Session) -> tuple[OldBackup, ...]:
    """Return the backups that open with keys of before, so that whoever was removed since can open them."""
    now = session.vault.access.key_id
    try:
        rows = json.loads(session.store.meta_get(LIST, "[]"))
        return tuple(OldBackup(str(row["name"]), str(row["at"])) for row in rows if row["key"] != now)
    except (ValueError, TypeError, KeyError):  # a note that cannot be read says nothing about any backup
        return ()


def _change_key(session: Session, tick: Tick, without: bytes = b"") -> Removed:
    with known_faults(session.folder):
        copy_gone = session.vault.change_key(tick, without)
    return Removed(old_backups(session), copy_left=not copy_gone)


def _holder(session: Session, slot_id: bytes) -> Holder:
    for holder in holders(session):
        if holder.slot_id == slot_id:
            return holder
    raise NoSuchKeyError


def _person(session: Session, slot_id: bytes) -> Holder:
    holder = _holder(session, slot_id)
    if not holder.is_person:
        raise NoSuchKeyError
    return holder


def _not_mine(*going: Holder) -> None:
    if any(holder.mine for holder in going):
        raise OwnKeyError


def _rings(session: Session, person: Holder) -> list[Holder]:
    """Return the keyring entries that a person made: they carry the name on the key."""
    named = [h for h in holders(session) if h.kind == KEYRING and h.label == person.label]
    return named if person.is_person else []


def _take_rings(session: Session, person: Holder) -> None:
    for ring in _rings(session, person):
        session.vault.access.remove_slot(ring.slot_id)
        keyring_slot.forget(session.vault.id, ring.slot_id)


def _usable_name(session: Session, name: str, besides: bytes = b"") -> str:
    clean = text.clean(name)
    if not clean or len(clean) > LONGEST_NAME:
        raise NameNeededError(most=LONGEST_NAME)
    others = (h.label for h in holders(session) if h.is_person and h.slot_id != besides)
    if text.fold(clean) in {text.fold(other) for other in others}:
        raise NameTakenError
    return clean


def refuse_weak(passphrase: str, name: str = "") -> None:
    """Refuse a passphrase that is too easy to guess, by somebody who may know `name`.

    Raises:
        WeakPassphraseError: says what is wrong with it.
    """
    judged = strength.judge(passphrase, (name,) if name else ())
    if not judged.acceptable:
        raise WeakPassphraseError(hint=tr(judged.hint))


def _whole(key_file: bytes | None) -> bytes | None:
    return None if key_file is None else stick.checked(key_file)
