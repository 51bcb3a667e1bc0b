"""Whether somebody says yes themselves: by the passphrase of their own key, or by telephone, which is said everywhere.

A passphrase is tried against the one key whose name stands with the volunteer; it opens nothing and is not kept.
"""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.text import fold
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services import myself
from cima_desktop.services.session import Session
from cima_desktop.vault.proving import opens_slot
from cima_desktop.vault.slots import PEOPLE

HERE, THERE, TELEPHONE = "passphrase", "file", "telephone"


class NoKeyHereError(KnownError):
    """A volunteer has no passphrase of their own in this vault."""

    message = N_("This person has no passphrase of their own in this vault.")
    remedy = N_("Let them say it by telephone, or release it in their own vault and hand on the file.")


@attrs.frozen(kw_only=True)
class Proof:
    """How somebody says yes: a passphrase, or none for the telephone."""

    passphrase: str = attrs.field(default="", repr=False)
    by_telephone: bool = False


def way_of(session: Session, volunteer: str, proof: Proof, record: RecordId) -> str:
    """Return how somebody said yes to a record, after proving it.

    Raises:
        NoKeyHereError: they have no passphrase in this vault.
        WrongPassphraseError, FrozenSlotError: it is not theirs.
    """
    if proof.by_telephone:
        return TELEPHONE
    if not session.practice:  # whoever practises need not know anybody's passphrase
        opens_slot(session.folder, _slot(session, volunteer), proof.passphrase)
    return THERE if _is_from_elsewhere(session, record) else HERE


def has_key(session: Session, volunteer: str) -> bool:
    """Tell whether a volunteer can prove here who they are."""
    return session.practice or bool(_slot_or_none(session, volunteer))


def _slot(session: Session, volunteer: str) -> bytes:
    found = _slot_or_none(session, volunteer)
    if not found:
        raise NoKeyHereError
    return found


def _slot_or_none(session: Session, volunteer: str) -> bytes:
    """Return the key of a volunteer: the one with their name on it, or the one that is used by who sits here."""
    access = session.vault.access
    people = {fold(slot.label): slot.slot_id for slot in access.slots if slot.kind in PEOPLE}
    there = session.store.get(Volunteer, volunteer)
    named = people.get(fold(there.opens_as), b"") if there is not None and there.opens_as else b""
    mine = access.slot_id if myself.my_id(session) == volunteer and access.slot_id in people.values() else b""
    return named or mine


def _is_from_elsewhere(session: Session, record: RecordId) -> bool:
    """Tell whether a record was begun in another vault."""
    history = session.store.history(record)
    return bool(history) and bool(history[-1].vault)
