"""Who can open a vault, seen from inside: the slots of the key file and how they change."""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cima_desktop.vault import keyfile, recovery
from cima_desktop.vault.cost import Cost
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import DamagedKeysError, LastSlotError, VaultError, WrongPassphraseError, known_faults
from cima_desktop.vault.keyfile import KeyFile
from cima_desktop.vault.memory import HeldKey, wipe
from cima_desktop.vault.papers import Papers
from cima_desktop.vault.rekey import Tick, change_key, taken_back
from cima_desktop.vault.slots import (
    WITH_FILE,
    Passphrase,
    RecoverySecret,
    Secret,
    Slot,
    freeze,
    make_slot,
    open_slot,
    seal,
)

_ID_INFO = b"cima-vault key id 1"
_ANY_COST = Cost(0, 0, 0)
"""Inside an open vault the floor has been judged at the door."""


@dataclass(frozen=True, slots=True)
class SlotSummary:
    """What anyone may know of a slot: its id (8 bytes), its kind, the name its owner gave it, and its state."""

    slot_id: bytes
    kind: str
    label: str
    needs_file: bool = False
    frozen: bool = False


class Access:
    """The ways into an open vault. `slot_id` is the one that was used; every change is written at once, twice.

    `papers` offers new recovery codes and sheets.
    """

    def __init__(self, folder: Path, keys: KeyFile, slot_id: bytes, key: HeldKey) -> None:
        self.slot_id = slot_id
        self._folder = folder
        self._keys = keys
        self._key = key
        self.papers = Papers(self)

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

    def proves(self, secret: Secret) -> bool:
        """Say whether `secret` opens this vault, by the key file as it lies on the disk."""
        try:
            unlocked = keyfile.unlock(self._folder, secret, _ANY_COST)
        except WrongPassphraseError:
            return False
        wipe(unlocked.key)
        return True

    def prove_code(self, code: str) -> bool:
        """Say whether a recovery code typed back opens this vault (the rehearsal)."""
        return self.proves(RecoverySecret(recovery.parse(code)))

    def change_passphrase(
        self, old: str, new: str, cost: Cost | None = None, files: tuple[bytes | None, bytes | None] = (None, None)
    ) -> None:
        """Replace the passphrase of the slot that `old` opens; the slot keeps its label.

        `files` are the stick file that `old` needs and the one that `new` will need.

        Raises:
            WrongPassphraseError: `old` opens nothing.
        """
        cost = cost or next((s.cost for s in self._keys.slots if s.cost), None) or Cost.FLOOR
        unlocked = keyfile.unlock(self._folder, Passphrase(old, files[0]), _ANY_COST)
        wipe(unlocked.key)
        self.replace(unlocked.slot.slot_id, Passphrase(new, files[1]), cost)

    def replace(self, slot_id: bytes, secret: Secret, cost: Cost) -> None:
        """Let `secret` open in the place of what opened a slot, which keeps its label."""
        label = next(s.label for s in self._keys.slots if s.slot_id == slot_id)
        new = self._new(secret, label, cost)
        self._store(tuple(new if s.slot_id == slot_id else s for s in self._keys.slots))
        if self.slot_id == slot_id:
            self.slot_id = new.slot_id

    def add_passphrase(self, label: str, passphrase: str, cost: Cost, stick_file: bytes | None = None) -> bytes:
        """Give another person a way in; return the new slot's id."""
        return self.add(self._new(Passphrase(passphrase, stick_file), label, cost))

    def new_slot(self, secret: Secret, label: str) -> Slot:
        """Return a slot that `secret` was proved to open; it is nobody's way in until it is added."""
        return self._new(secret, label, None)

    def add(self, slot: Slot) -> bytes:
        """Add a slot; return its id."""
        self._store((*self._keys.slots, slot))
        return slot.slot_id

    def rename(self, slot_id: bytes, label: str) -> None:
        """Give a slot another name."""
        self._change(slot_id, lambda slot: replace(slot, label=label))

    def freeze(self, slot_id: bytes) -> None:
        """Let a slot give out nothing until it is thawed. Copies of the key file made earlier still do.

        Raises:
            LastSlotError: nobody could open the vault any more.
        """
        self._change(slot_id, freeze)

    def thaw(self, slot_id: bytes) -> None:
        """Let a frozen slot open the vault again; its owner need not be there."""
        with self._key.lend() as key:
            self._change(slot_id, lambda slot: seal(slot, key, self.vault_id))

    def remove_slot(self, *slot_ids: bytes) -> None:
        """Take ways in away, all in one writing. Copies of the key file made earlier still open until a re-key.

        Raises:
            LastSlotError: nobody could open the vault any more.
        """
        self._store(tuple(s for s in self._keys.slots if s.slot_id not in slot_ids))

    def rekey(self, db: Database, tick: Tick, without: bytes = b"") -> None:
        """Give the vault another data key, which the slot with the id `without` does not give out.

        Raises:
            LastSlotError: nobody could open the vault any more.
            VaultError: of `cima_desktop.vault.rekey.change_key`; key and ways in are those of before.
        """
        slots = tuple(s for s in self._keys.slots if s.slot_id != without)
        _refuse_nobody(slots)
        try:
            self._keys = change_key(self._folder, db, self._key, self._keys, slots, tick)
        except VaultError:
            self._keys = taken_back(self._keys)
            raise

    def replace_kind(self, secret: Secret, label: str) -> None:
        """Let `secret` be the only one of its kind: its slot comes in and the old ones go in one writing."""
        keep = tuple(s for s in self._keys.slots if s.kind != secret.kind)
        self._store((*keep, self._new(secret, label, None)))

    def _new(self, secret: Secret, label: str, cost: Cost | None) -> Slot:
        """Return a new slot, after making sure that it opens."""
        with known_faults(self._folder), self._key.lend() as key:
            new = make_slot(secret, label, cost, key=key, vault_id=self.vault_id)
            opened = open_slot(new, secret, self.vault_id) or bytearray()
            proved = hmac.compare_digest(opened, key)
            wipe(opened)
        if not proved:
            raise DamagedKeysError
        return new

    def _change(self, slot_id: bytes, change: Callable[[Slot], Slot]) -> None:
        self._store(tuple(change(s) if s.slot_id == slot_id else s for s in self._keys.slots))

    def _store(self, slots: tuple[Slot, ...]) -> None:
        _refuse_nobody(slots)
        keys = self._keys.succeeded_by(slots)
        with known_faults(self._folder), self._key.lend() as key:
            try:
                keyfile.write(self._folder, keys, key)
            except BaseException:  # whoever is told that it failed goes on with the secrets of before
                keyfile.take_back(self._folder, keys, self._keys, key)
                raise
        self._keys = keys


def _refuse_nobody(slots: Sequence[Slot]) -> None:
    if all(slot.frozen for slot in slots):
        raise LastSlotError


def key_id(key: bytearray, vault_id: bytes) -> str:
    """Return the name of a data key: HKDF-SHA256 under its own label, so that nothing can be learned of the key."""
    name = bytearray(8)
    HKDF(SHA256(), len(name), salt=vault_id, info=_ID_INFO).derive_into(key, name)
    return name.hex()


def summaries(keys: KeyFile) -> tuple[SlotSummary, ...]:
    """Return what anyone may know of the slots."""
    return tuple(SlotSummary(s.slot_id, s.kind, s.label, s.kind == WITH_FILE, s.frozen) for s in keys.slots)
