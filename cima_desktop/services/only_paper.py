"""Leaving only paper: every passphrase and keyring goes out of the key file at once; records and papers stay (V10).

It hides nothing and destroys nothing. A copy of the key file made before still opens with what it opened with then.
"""

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.key_papers import paper_proved
from cima_desktop.services.key_ring import refuse_practice
from cima_desktop.services.session import Session
from cima_desktop.vault import keyring_slot, slots

_PAPER = (slots.RECOVERY, slots.SHARES)


class NoPaperProvedError(KnownError):
    """Nobody has shown yet that they hold a paper that opens the vault."""

    message = N_("No paper that opens this vault has been tried yet, so no passphrase was taken away.")
    remedy = N_("Try the recovery sheet or the shares in Settings first, or make new ones. Then do this again.")


def only_paper(session: Session) -> bool:
    """Take away every way in but the papers, in one writing of the key file, then the entries in this keyring.

    The session goes on working until it is closed; whoever calls this closes it.

    Returns:
        Whether this computer's keyring holds none of the entries any more; one that stayed opens nothing here.

    Raises:
        PracticeKeysError, HelperCopyReadOnlyError, NoPaperProvedError: nothing was changed.
        VaultError: the disk refused; everything opens as before.
    """
    _refuse(session)
    access = session.vault.access
    gone = [slot for slot in access.slots if slot.kind not in _PAPER]
    access.remove_slot(*(slot.slot_id for slot in gone))
    rings = [slot for slot in gone if slot.kind == slots.KEYRING]
    return all([keyring_slot.forget(session.vault.id, slot.slot_id) for slot in rings])  # a list: each one is tried


def only_paper_problem(session: Session) -> KnownError | None:
    """Return what keeps `only_paper` from being done, or None."""
    try:
        _refuse(session)
    except KnownError as problem:
        return problem
    return None


def _refuse(session: Session) -> None:
    refuse_practice(session)
    refuse_in_copy(session)
    if not paper_proved(session):
        raise NoPaperProvedError
