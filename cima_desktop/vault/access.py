"""Who can open a vault, seen from inside: the slots of the key file and how they change."""

import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cima_desktop.vault import keyfile, recovery
from cima_desktop.vault.cost import Cost
from cima_desktop.vault.errors import DamagedKeysError, LastSlotError, WrongPassphraseError, known_faults
from cima_desktop.vault.keyfile import KeyFile
from cima_desktop.vault.memory import HeldKey, wipe
from cima_desktop.vault.slots import RECOVERY, Passphrase, RecoverySecret, Secret, Slot, make_slot, open_slot

_ID_INFO = b"cima-vault key id 1"
_ANY_COST = Cost(0, 0, 0)
"""Inside an open vault the floor has been judged at the door."""


@dataclass(frozen=True, slots=True)
class SlotSummary:
    """What anyone may know of a slot: its id (8 bytes), its kind and the name its owner gave it."""

    slot_id: bytes
    kind: str
    label: str


class Access:
    """The ways into an open vault. `slot_id` is the one that was used; every change is written at once, twice."""

    def __init__(self, folder: Path, keys: KeyFile, slot_id: bytes, key: HeldKey) -> None:
        self.slot_id = slot_id
        self._folder = folder
        self._keys = keys
        self._key = key
        self._offered = bytearray()

    @property
    def vault_id(self) -> bytes:
        """The id of the vault the key file belongs to, 16 bytes."""
        return self._keys.vault_id

    @property
    def key_id(self) -> str:
        """A name of the data key (16 hex digits) that tells nothing of it: which backups open with today's keys."""
        with self._key.lend() as key:
            return key_id(key, self.vault_id)

    @property
    def slots(self) -> tuple[SlotSummary, ...]:
        """The ways to open this vault."""
        return summaries(self._keys)

    def prove_code(self, code: str) -> bool:
        """Say whether a recovery code typed back opens this vault (the rehearsal at set-up)."""
        secret = RecoverySecret(recovery.parse(code))
        return self._opens(secret)

    def change_passphrase(self, old: str, new: str, cost: Cost | None = None) -> None:
        """Replace the passphrase of the slot that `old` opens; the slot keeps its label.

        Raises:
            WrongPassphraseError: `old` opens nothing.
        """
        cost = cost or next((s.cost for s in self._keys.slots if s.cost), None) or Cost.FLOOR
        unlocked = keyfile.unlock(self._folder, Passphrase(old), Cost(0, 0, 0))
        wipe(unlocked.key)
        new_id = self._put(Passphrase(new), unlocked.slot.label, cost, instead_of=unlocked.slot.slot_id)
        if self.slot_id == unlocked.slot.slot_id:
            self.slot_id = new_id

    def add_passphrase(self, label: str, passphrase: str, cost: Cost) -> bytes:
        """Give another person a way in; return the new slot's id."""
        return self._put(Passphrase(passphrase), label, cost)

    def offer_recovery_code(self) -> str:
        """Return a new recovery code to be printed; nothing is written, and the code of before goes on working."""
        self.withdraw_offer()
        self._offered = bytearray(secrets.token_bytes(recovery.CODE_BYTES))
        return recovery.render(bytes(self._offered))

    def accept_recovery_code(self, typed: str, label: str = "") -> bool:
        """Make the offered code the only one, if `typed` (from the new sheet) is that code; else change nothing.

        The new slot is tried before it is written, and it replaces the old ones in one writing of the key file.

        Returns:
            Whether it was the offered code.

        Raises:
            RecoveryCodeError: what was typed is no code at all; names the groups.
            RuntimeError: no code was offered.
            VaultError: the disk refused; the code of before still works.
        """
        if not self._offered:
            raise RuntimeError("no recovery code was offered")
        code = recovery.parse(typed)
        if not hmac.compare_digest(code, self._offered):
            return False
        keep = tuple(s for s in self._keys.slots if s.kind != RECOVERY)
        self._store((*keep, self._proved_slot(RecoverySecret(code), label)))
        self.withdraw_offer()
        return True

    def withdraw_offer(self) -> None:
        """Forget the offered code, if there is one; the code of before goes on working."""
        wipe(self._offered)
        self._offered = bytearray()

    def _proved_slot(self, secret: RecoverySecret, label: str) -> Slot:
        with self._key.lend() as key:
            new = make_slot(secret, label, None, key=key, vault_id=self.vault_id)
            opened = open_slot(new, secret, self.vault_id) or bytearray()
            proved = hmac.compare_digest(opened, key)
            wipe(opened)
        if not proved:
            raise DamagedKeysError
        return new

    def remove_slot(self, slot_id: bytes) -> None:
        """Take a way in away. Copies of the key file made earlier still open; only a re-key ends those.

        Raises:
            LastSlotError: nobody could open the vault any more.
        """
        keep = tuple(s for s in self._keys.slots if s.slot_id != slot_id)
        if not keep:
            raise LastSlotError
        self._store(keep)

    def _opens(self, secret: Secret) -> bool:
        try:
            unlocked = keyfile.unlock(self._folder, secret, Cost(0, 0, 0))
        except WrongPassphraseError:
            return False
        wipe(unlocked.key)
        return True

    def _put(self, secret: Secret, label: str, cost: Cost | None, instead_of: bytes = b"") -> bytes:
        with known_faults(self._folder), self._key.lend() as key:
            new = make_slot(secret, label, cost, key=key, vault_id=self.vault_id)
        slots = self._keys.slots
        self._store(tuple(new if s.slot_id == instead_of else s for s in slots) + (() if instead_of else (new,)))
        return new.slot_id

    def _store(self, slots: tuple[Slot, ...]) -> None:
        keys = self._keys.succeeded_by(slots)
        with known_faults(self._folder), self._key.lend() as key:
            keyfile.write(self._folder, keys, key)
        self._keys = keys


def key_id(key: bytearray, vault_id: bytes) -> str:
    """Return the name of a data key: HKDF-SHA256 under its own label, so that nothing can be learned of the key."""
    name = bytearray(8)
    HKDF(SHA256(), len(name), salt=vault_id, info=_ID_INFO).derive_into(key, name)
    return name.hex()


def summaries(keys: KeyFile) -> tuple[SlotSummary, ...]:
    """Return what anyone may know of the slots."""
    return tuple(SlotSummary(s.slot_id, s.kind, s.label) for s in keys.slots)
