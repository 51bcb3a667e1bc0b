"""The note in a backup, `backup.cima`: by it anyone can tell bit rot, and who has the key that all records are there.

The layout is specified in docs/formats/backup.md.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

import msgpack
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cima_desktop.vault.access import key_id
from cima_desktop.vault.backup_errors import ChangedBackupError
from cima_desktop.vault.errors import NewerVaultError
from cima_desktop.vault.keyfile import VAULT_ID_BYTES
from cima_desktop.vault.memory import wipe

NAME = "backup.cima"
FORMAT = 1
MOST_BYTES = 64 * 1024
_FAMILY = b"cima-backup "
_MAGIC = _FAMILY + b"1\n"
_SUM_BYTES = 8
_DIGEST_BYTES = 32
_KEY_ID_BYTES = 8
_NONCE_BYTES = 12
_MOST_KINDS = 200
_INFO = b"cima-vault backup note 1"


@dataclass(frozen=True, slots=True)
class Outside:
    """What stands in clear: `made` in seconds since 1970, `size` in bytes, digests are SHA-256."""

    vault_id: bytes
    made: int
    key_id: str
    size: int
    digest: bytes
    keys_digest: bytes

    def parts(self) -> list[object]:
        """Return it as the file keeps it."""
        name = bytes.fromhex(self.key_id)
        return [FORMAT, self.vault_id, self.made, name, self.size, self.digest, self.keys_digest]


@dataclass(frozen=True, slots=True)
class Inside:
    """What only the key shows: the save counter, the last migration, and the number of records of each kind."""

    counter: int
    step: int
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read; `open` gives the rest to whoever has the key."""

    outside: Outside
    nonce: bytes
    sealed: bytes

    def open(self, key: bytearray) -> Inside:
        """Return what is inside.

        Raises:
            ChangedBackupError: another key, or the note was changed.
        """
        about = self.outside
        try:
            if key_id(key, about.vault_id) != about.key_id:
                raise ValueError("another key")
            with _cipher(key, about.vault_id) as cipher:
                clear = cipher.decrypt(self.nonce, self.sealed, _bound(about))
            counter, step, counts = _unpacked(clear)
            return Inside(_whole(counter), _whole(step), tuple(_count(row) for row in counts))
        except (InvalidTag, ValueError, TypeError, msgpack.UnpackException) as error:
            raise ChangedBackupError from error


def written(outside: Outside, inside: Inside, key: bytearray) -> bytes:
    """Return the bytes of a note, sealed under the data key."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    clear = msgpack.packb([inside.counter, inside.step, [list(row) for row in inside.counts]])
    with _cipher(key, outside.vault_id) as cipher:
        sealed = cipher.encrypt(nonce, clear, _bound(outside))
    head = _MAGIC + bytes(msgpack.packb([outside.parts(), nonce, sealed]))
    return head + _sum(head)


def parse(data: bytes) -> Note:
    """Read a note, strictly.

    Raises:
        NewerVaultError: a later format.
        ChangedBackupError: anything else that is not exactly a note.
    """
    head, total = data[:-_SUM_BYTES], data[-_SUM_BYTES:]
    if len(data) > MOST_BYTES or _sum(head) != total or not head.startswith(_FAMILY):
        raise ChangedBackupError
    if not head.startswith(_MAGIC):
        raise NewerVaultError
    try:
        outside, nonce, sealed = _unpacked(head[len(_MAGIC) :])
        return Note(_outside(outside), _bytes(nonce, _NONCE_BYTES), _some_bytes(sealed))
    except (ValueError, TypeError, msgpack.UnpackException) as error:
        raise ChangedBackupError from error


def _outside(parts: Any) -> Outside:
    number, vault_id, made, name, size, digest, keys_digest = parts
    _need(_whole(number) == FORMAT)
    return Outside(
        vault_id=_bytes(vault_id, VAULT_ID_BYTES),
        made=_whole(made, 2**40),
        key_id=_bytes(name, _KEY_ID_BYTES).hex(),
        size=_whole(size),
        digest=_bytes(digest, _DIGEST_BYTES),
        keys_digest=_bytes(keys_digest, _DIGEST_BYTES),
    )


@contextmanager
def _cipher(key: bytearray, vault_id: bytes) -> Iterator[AESGCM]:
    note_key = bytearray(32)
    HKDF(SHA256(), len(note_key), salt=vault_id, info=_INFO).derive_into(key, note_key)
    try:
        yield AESGCM(note_key)
    finally:
        wipe(note_key)


def _bound(outside: Outside) -> bytes:
    return _MAGIC + bytes(msgpack.packb(outside.parts()))


def _sum(head: bytes) -> bytes:
    return hashlib.sha256(head).digest()[:_SUM_BYTES]


def _unpacked(data: bytes) -> Any:
    value = msgpack.unpackb(data, object_pairs_hook=_refuse, ext_hook=_refuse, max_array_len=_MOST_KINDS)
    _need(msgpack.packb(value) == data)
    return value


def _refuse(*_: object) -> NoReturn:
    raise ValueError("not in this format")


def _need(condition: bool) -> None:
    if not condition:
        raise ValueError("out of bounds")


def _whole(value: Any, most: int = 2**62) -> int:
    _need(type(value) is int and 0 <= value <= most)
    return int(value)


def _bytes(value: Any, length: int) -> bytes:
    _need(type(value) is bytes and len(value) == length)
    return bytes(value)


def _some_bytes(value: Any) -> bytes:
    _need(type(value) is bytes)
    return bytes(value)


def _count(row: Any) -> tuple[str, int]:
    name, n = row
    _need(type(name) is str and len(name) <= 64)
    return name, _whole(n)
