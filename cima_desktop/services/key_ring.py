"""This computer's keyring as a way in: off unless somebody turns it on, and never for the practice vault."""

from dataclasses import dataclass

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.session import Session
from cima_desktop.vault import keyring_slot, slots
from cima_desktop.vault.access import SlotSummary


class PracticeKeysError(KnownError):
    """The keys of the practice vault are published."""

    message = N_("The practice vault opens for everybody, so its keys stay as they are.")
    remedy = N_("Do this in your own vault.")


@dataclass(frozen=True, slots=True)
class KeyringState:
    """Whether this computer's keyring opens the vault, and what keeps it from being used (None: nothing)."""

    in_use: bool
    problem: KnownError | None


def refuse_practice(session: Session) -> None:
    """Leave the keys of the practice vault, and of a helper copy, as they are.

    Raises:
        PracticeKeysError: it is the practice vault.
        HelperCopyReadOnlyError: it is a helper copy: another way in could outlast its end.
    """
    refuse_in_copy(session)
    if session.practice:
        raise PracticeKeysError


def keyring_state(session: Session) -> KeyringState:
    """Tell whether this computer's keyring opens the vault, or could; it is asked only for what it should have."""
    if session.practice:
        return KeyringState(False, PracticeKeysError())
    try:
        keyring_slot.system_keyring()
        return KeyringState(bool(_own_entries(session)), None)
    except keyring_slot.KeyringError as problem:
        return KeyringState(False, problem)


def use_keyring(session: Session) -> None:
    """Let whoever is logged in at this computer open the vault without a passphrase, through its keyring.

    Raises:
        KeyringError: missing, locked, or it did not keep what it was given; nothing was left behind.
        VaultError: the disk refused; nothing was left behind.
    """
    refuse_practice(session)
    if _own_entries(session):
        return
    access = session.vault.access
    material = keyring_slot.new_secret()
    slot = access.new_slot(slots.KeyringSecret(material), session.who)
    keyring_slot.put(session.vault.id, slot.slot_id, material)
    try:
        access.add(slot)
    except BaseException:
        keyring_slot.forget(session.vault.id, slot.slot_id)
        raise


def stop_keyring(session: Session) -> None:
    """Let this computer's keyring open the vault no more, and take its entry away.

    Raises:
        KeyringError: it cannot be asked which entry is its own; nothing was changed.
    """
    for slot in _own_entries(session):
        session.vault.access.remove_slot(slot.slot_id)
        keyring_slot.forget(session.vault.id, slot.slot_id)


def _own_entries(session: Session) -> list[SlotSummary]:
    """Return the keyring slots whose secret lies in the keyring of this computer."""
    found = [s for s in session.vault.access.slots if s.kind == slots.KEYRING]
    return [s for s in found if keyring_slot.get(session.vault.id, s.slot_id) is not None]
