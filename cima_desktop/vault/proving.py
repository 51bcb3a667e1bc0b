"""Trying a passphrase inside an open vault, without opening anything: whose is it?"""

from pathlib import Path

from cima_desktop.vault import keyfile
from cima_desktop.vault.cost import Cost
from cima_desktop.vault.memory import wipe
from cima_desktop.vault.slots import Passphrase

_ANY_COST = Cost(0, 0, 0)
"""Inside an open vault the floor has been judged at the door."""


def opens_slot(folder: Path, slot_id: bytes, passphrase: str) -> None:
    """Make sure that a passphrase opens one slot of a vault.

    Raises:
        WrongPassphraseError: it does not; a subclass says when a key file is missing.
        FrozenSlotError: it would, but the slot was frozen.
    """
    wipe(keyfile.unlock(folder, Passphrase(passphrase), _ANY_COST, slot_id).key)
