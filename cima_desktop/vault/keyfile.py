"""The key file `vault.keys`: who can open the vault, in one canonical binary form that is kept twice.

magic line · msgpack body · HMAC-SHA256 under the data key · first 8 bytes of SHA-256 of all before.
The unkeyed sum tells a damaged file from a wrong passphrase; the HMAC tells a forged one.
The layout is specified in docs/formats/vault-keys.md.
"""

import contextlib
import hashlib
import hmac
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import msgpack
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cima_desktop.vault import slots as slot_rules
from cima_desktop.vault.cost import Cost
from cima_desktop.vault.errors import (
    DamagedKeysError,
    FrozenSlotError,
    KeyFileMissingError,
    NewerVaultError,
    TooManySlotsError,
    VaultMissingError,
    engine_error,
)
from cima_desktop.vault.files import write_atomically
from cima_desktop.vault.memory import wipe
from cima_desktop.vault.slots import Secret, Slot

NAME = "vault.keys"
OLD_NAME = "vault.keys.old"
FORMAT = 2
_FIRST_FORMAT = 1
VAULT_ID_BYTES = 16
MAX_SLOTS = 64
MAX_LABEL = 200
_FAMILY = b"cima-vault-keys "
_MAGICS = {number: _FAMILY + b"%d\n" % number for number in (_FIRST_FORMAT, FORMAT)}
_MAC_BYTES = 32
_SUM_BYTES = 8
_MAX_FILE = 64 * 1024
_MAC_INFO = b"cima-vault key file mac 1"
_PENDING_BYTES = (0, slot_rules.NONCE_BYTES + slot_rules.WRAPPED_BYTES)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The parsed key file.

    `generation` grows by one with every change; `created` is in whole seconds since 1970 UTC; `pending` is empty
    except while the database is being re-keyed, when it holds the data key of before, sealed under this one.
    """

    vault_id: bytes
    generation: int
    created: int
    slots: tuple[Slot, ...]
    pending: bytes = b""
    mac: bytes = b""
    format: int = FORMAT

    def body(self) -> bytes:
        """Return the canonical msgpack body."""
        rows = [
            [s.kind, s.slot_id, s.label, s.salt, slot_rules.cost_list(s.cost), s.nonce, s.public, s.wrapped, s.sealed]
            + ([] if self.format == _FIRST_FORMAT else [s.bound])
            for s in self.slots
        ]
        return bytes(msgpack.packb([self.format, self.vault_id, self.generation, self.created, rows, self.pending]))

    def encoded(self, key: bytearray) -> bytes:
        """Return the bytes of the file, authenticated under the data key."""
        head = _MAGICS[self.format] + self.body()
        return _summed(head + _mac(key, self.vault_id, head))

    def is_authentic(self, key: bytearray) -> bool:
        """Say whether the file's HMAC was made with this data key."""
        return hmac.compare_digest(self.mac, _mac(key, self.vault_id, _MAGICS[self.format] + self.body()))

    def succeeded_by(self, slots: tuple[Slot, ...], pending: bytes = b"") -> "KeyFile":
        """Return the next generation, with these slots, in today's format."""
        generation = self.generation + 1
        return replace(self, generation=generation, slots=slots, pending=pending, mac=b"", format=FORMAT)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What the door gave: the key file, the slot that opened and the data key, which the caller wipes."""

    keys: KeyFile
    slot: Slot
    key: bytearray


def _mac(key: bytearray, vault_id: bytes, head: bytes) -> bytes:
    mac_key = bytearray(_MAC_BYTES)
    HKDF(SHA256(), _MAC_BYTES, salt=vault_id, info=_MAC_INFO).derive_into(key, mac_key)
    try:
        return hmac.digest(mac_key, head, "sha256")
    finally:
        wipe(mac_key)


def _summed(data: bytes) -> bytes:
    return data + hashlib.sha256(data).digest()[:_SUM_BYTES]


def parse(data: bytes) -> KeyFile:
    """Return the key file that `data` encodes; anything but the one canonical encoding is refused.

    Raises:
        NewerVaultError: a later format.
        DamagedKeysError: anything else that is not exactly a key file, or asks for a cost above the ceiling.
    """
    number = next((n for n, magic in _MAGICS.items() if data.startswith(magic)), 0)
    if not number:
        if data.startswith(_FAMILY) and _summed(data[:-_SUM_BYTES]) == data:
            raise NewerVaultError
        raise DamagedKeysError
    head = len(_MAGICS[number])
    shortest = head + _MAC_BYTES + _SUM_BYTES
    if not shortest < len(data) <= _MAX_FILE or _summed(data[:-_SUM_BYTES]) != data:
        raise DamagedKeysError
    body = data[head : -_MAC_BYTES - _SUM_BYTES]
    try:
        keys = _read_body(_unpack(body), number)
    except (ValueError, TypeError, msgpack.UnpackException) as error:
        raise DamagedKeysError from error
    if keys.body() != body:
        raise DamagedKeysError
    return replace(keys, mac=data[-_MAC_BYTES - _SUM_BYTES : -_SUM_BYTES])


def _refuse(*_: object) -> NoReturn:
    raise ValueError("not in this format")


def _unpack(body: bytes) -> Any:
    return msgpack.unpackb(
        body,
        raw=False,
        object_pairs_hook=_refuse,
        ext_hook=_refuse,
        max_str_len=4 * MAX_LABEL,
        max_bin_len=_MAX_FILE,
        max_array_len=MAX_SLOTS,
        max_map_len=0,
        max_ext_len=0,
    )


def _need(condition: bool) -> None:
    if not condition:
        raise ValueError("out of bounds")


def _bytes(value: Any, *lengths: int) -> bytes:
    _need(type(value) is bytes and len(value) in lengths)
    return bytes(value)


def _whole(value: Any, most: int) -> int:
    _need(type(value) is int and 0 <= value <= most)
    return int(value)


def _read_body(value: Any, number: int) -> KeyFile:
    _need(type(value) is list and len(value) == 6)
    said, vault_id, generation, created, rows, pending = value
    _need(type(said) is int and said == number)
    _need(type(rows) is list and 1 <= len(rows) <= MAX_SLOTS)
    slots = tuple(_read_first_slot(row) if number == _FIRST_FORMAT else _read_slot(row) for row in rows)
    _need(len({slot.slot_id for slot in slots}) == len(slots))
    return KeyFile(
        vault_id=_bytes(vault_id, VAULT_ID_BYTES),
        generation=_whole(generation, 2**32),
        created=_whole(created, 2**40),
        slots=slots,
        pending=_bytes(pending, *_PENDING_BYTES),
        format=number,
    )


def _read_first_slot(row: Any) -> Slot:
    """Read a slot of format 1, whose wrapping is bound to its label."""
    _need(type(row) is list and len(row) == 9 and type(row[0]) is str and row[0] in slot_rules.FIRST_KINDS)
    return _read_slot([*row, row[2]])


def _read_slot(row: Any) -> Slot:
    _need(type(row) is list and len(row) == 10)
    kind, slot_id, label, salt, cost, nonce, public, wrapped, sealed, bound = row
    _need(type(kind) is str and kind in slot_rules.KINDS)
    return Slot(
        kind=kind,
        slot_id=_bytes(slot_id, slot_rules.SLOT_ID_BYTES),
        label=_label(label),
        salt=_bytes(salt, slot_rules.SALT_BYTES),
        cost=_read_cost(cost, slot_rules.KINDS[kind]),
        nonce=_bytes(nonce, slot_rules.NONCE_BYTES),
        public=_bytes(public, slot_rules.KEY_BYTES),
        wrapped=_bytes(wrapped, slot_rules.WRAPPED_BYTES),
        sealed=_bytes(sealed, slot_rules.SEALED_BYTES),
        bound=_label(bound),
    )


def _label(value: Any) -> str:
    _need(type(value) is str and len(value) <= MAX_LABEL)
    return str(value)


def _read_cost(value: Any, wanted: bool) -> Cost | None:
    _need(type(value) is list and len(value) == (3 if wanted else 0))
    if not wanted:
        return None
    cost = Cost(*(_whole(number, 2**40) for number in value))
    _need(cost.within_ceiling())
    return cost


def read(folder: Path) -> list[KeyFile]:
    """Return the readable generations of the folder's key file, the current one first.

    Raises:
        VaultMissingError: the folder has neither key file nor database.
        KeyFileMissingError: the folder has a database only.
        DamagedKeysError: a key file is there, but no generation can be read.
        NewerVaultError: the key file is of a later format.
    """
    found: list[KeyFile] = []
    problem: Exception | None = None
    for name in (NAME, OLD_NAME):
        try:
            found.append(parse(_load(folder / name)))
        except FileNotFoundError:
            continue
        except OSError as error:
            problem = engine_error(error, folder) or error
        except NewerVaultError:
            raise
        except DamagedKeysError as error:
            problem = error
    if found:
        return found
    if problem:
        raise problem
    raise KeyFileMissingError if (folder / "vault.db").exists() else VaultMissingError


def _load(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MAX_FILE + 1)


def unlock(folder: Path, secret: Secret, floor: Cost = Cost.FLOOR, slot_id: bytes = b"") -> Unlocked:
    """Return the data key, tried on every slot of the secret's kind (or the one named by `slot_id`).

    The second generation is tried only when the first is damaged or forged, so an old passphrase stays dead.

    Raises:
        WrongPassphraseError: no slot opens; a subclass says what may be missing.
        FrozenSlotError: the only slot that fits is frozen.
        DamagedKeysError: forged, or a slot costs less than `floor`.
    """
    problem: DamagedKeysError | None = None
    for keys in read(folder):
        try:
            return _unlock(keys, secret, floor, slot_id)
        except DamagedKeysError as error:
            problem = error
    raise problem or DamagedKeysError


def _unlock(keys: KeyFile, secret: Secret, floor: Cost, slot_id: bytes) -> Unlocked:
    wanted = [s for s in keys.slots if s.kind in secret.opens and slot_id in (b"", s.slot_id)]
    if any(s.cost and not s.cost.at_least(floor) for s in wanted):
        raise DamagedKeysError
    frozen: FrozenSlotError | None = None
    for slot in wanted:
        try:
            key = slot_rules.open_slot(slot, secret, keys.vault_id)
        except FrozenSlotError as error:  # another slot may have the same passphrase
            frozen = error
            continue
        if key is None:
            continue
        if not keys.is_authentic(key):
            wipe(key)
            raise DamagedKeysError
        return Unlocked(keys, slot, key)
    raise frozen or secret.refusal(wanted)


def write(folder: Path, keys: KeyFile, key: bytearray) -> None:
    """Put `keys` in place, read it back, and only then let go of the generation before.

    Both files end up alike: a slot that was changed or removed must not live on in the second copy. At every
    instant one of the two is whole.

    Raises:
        TooManySlotsError: no reader would take it; nothing was written.
        OSError: the disk refused; the generation before still opens.
    """
    data = keys.encoded(key)
    if len(keys.slots) > MAX_SLOTS or len(data) > _MAX_FILE:
        raise TooManySlotsError
    path = folder / NAME
    write_atomically(path, data)
    _prove(path, data)
    write_atomically(folder / OLD_NAME, data)


def take_back(folder: Path, keys: KeyFile, before: KeyFile, key: bytearray) -> None:
    """Put the generation of before in place again, where a writing of `keys` failed between the two files.

    The room it needs has just become free. A disk that refuses even that keeps `keys`, which is whole.
    """
    path = folder / NAME
    with contextlib.suppress(OSError):
        if _bytes_of(path) == keys.encoded(key):
            write_atomically(path, before.encoded(key))


def heal(folder: Path, keys: KeyFile, key: bytearray, warn: Callable[[str], None]) -> None:
    """Make both generations equal to the one that opened; a disk that refuses is only warned about.

    A later generation under the same key is never written over: somebody changed who can open the vault.
    """
    data = keys.encoded(key)
    try:
        found = {name: _bytes_of(folder / name) for name in (NAME, OLD_NAME)}
        if any(_is_later(there, keys, key) for there in found.values()):
            warn("one copy of the key file is later than the one that opened the vault; both were left alone")
            return
        for name, there in found.items():
            if there != data:
                write_atomically(folder / name, data)
    except OSError:
        warn("the second copy of the key file could not be written")


def _bytes_of(path: Path) -> bytes:
    try:
        return _load(path)
    except FileNotFoundError:
        return b""


def _is_later(there: bytes, keys: KeyFile, key: bytearray) -> bool:
    try:
        found = parse(there)
    except NewerVaultError:
        return True
    except DamagedKeysError:
        return False
    return found.generation > keys.generation and found.is_authentic(key)


def _prove(path: Path, data: bytes) -> None:
    if _load(path) != data:
        raise DamagedKeysError


def seconds(now: float) -> int:
    """Return a time as the key file keeps it: whole seconds, never below zero."""
    return max(0, math.floor(now))
