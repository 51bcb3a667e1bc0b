"""One way to open the vault: a key slot, and the secrets that fit it.

Every slot owns an X25519 key pair. The private half is wrapped by a key derived from what the person has
(passphrase, recovery code, later a share or a keyring entry); the data key is sealed to the public half. So
the data key can be changed when somebody leaves without the others having to be in the room.
The layout is specified in docs/formats/vault-keys.md.
"""

import secrets
import unicodedata
from dataclasses import dataclass, replace
from typing import Protocol

import msgpack
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cima_desktop.vault.cost import Cost
from cima_desktop.vault.errors import DamagedKeysError, PassphraseTooLongError
from cima_desktop.vault.memory import random_buffer, wipe

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
SLOT_ID_BYTES = 8
WRAPPED_BYTES = KEY_BYTES + 16
SEALED_BYTES = KEY_BYTES + WRAPPED_BYTES
PASSPHRASE = "passphrase"  # noqa: S105 - the name of a kind
RECOVERY = "recovery"
KINDS: dict[str, bool] = {PASSPHRASE: True, RECOVERY: False}
"""Every kind of slot, and whether it carries Argon2id parameters. A new kind is a row here and a `Secret`."""

_MAX_PASSPHRASE_BYTES = 1_000_000
_RECOVERY_INFO = b"cima-vault recovery slot 1"
_SEAL_INFO = b"cima-vault sealed key 1"


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot as it lies in the key file; byte lengths are the module's constants."""

    kind: str
    slot_id: bytes
    label: str
    salt: bytes
    cost: Cost | None
    nonce: bytes
    public: bytes
    wrapped: bytes
    sealed: bytes

    def bound_to(self, vault_id: bytes) -> bytes:
        """Return what the wrapping authenticates: the vault and all of the slot that is not ciphertext."""
        about = [self.kind, self.slot_id, self.label, self.salt, cost_list(self.cost), self.nonce, self.public]
        return bytes(msgpack.packb([vault_id, *about]))


def cost_list(cost: Cost | None) -> list[int]:
    """Return the parameters as the file keeps them: [KiB, passes, lanes], or an empty list."""
    return [cost.memory_kib, cost.iterations, cost.lanes] if cost else []


class Secret(Protocol):
    """What a person has that opens a slot of its kind."""

    @property
    def kind(self) -> str:
        """The kind of slot it fits."""

    def derive_into(self, slot: Slot, vault_id: bytes, kek: bytearray) -> None:
        """Fill `kek` (32 bytes) with the slot's wrapping key."""


class Passphrase:
    """A typed passphrase: NFC-normalised, UTF-8, stretched by Argon2id with the slot's salt and cost."""

    kind = PASSPHRASE

    def __init__(self, text: str) -> None:
        if len(text) > _MAX_PASSPHRASE_BYTES:
            raise PassphraseTooLongError
        self._bytes = bytearray(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass"))
        if len(self._bytes) > _MAX_PASSPHRASE_BYTES:
            raise PassphraseTooLongError

    def derive_into(self, slot: Slot, vault_id: bytes, kek: bytearray) -> None:
        """Fill `kek` with Argon2id of the passphrase."""
        cost = slot.cost
        if cost is None:  # the file's parser never lets this through
            raise ValueError(slot.kind)
        stretched = Argon2id(
            salt=slot.salt,
            length=KEY_BYTES,
            iterations=cost.iterations,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
            ad=vault_id,
        )
        stretched.derive_into(self._bytes, kek)  # type: ignore[arg-type] # takes any buffer


class RecoverySecret:
    """The 32 random bytes behind a printed recovery code; no slow hash is needed over 256 random bits."""

    kind = RECOVERY

    def __init__(self, code: bytes) -> None:
        self._code = code

    def derive_into(self, slot: Slot, vault_id: bytes, kek: bytearray) -> None:
        """Fill `kek` with HKDF of the code."""
        HKDF(SHA256(), KEY_BYTES, salt=slot.salt, info=_RECOVERY_INFO + vault_id).derive_into(self._code, kek)


def make_slot(secret: Secret, label: str, cost: Cost | None, *, key: bytearray, vault_id: bytes) -> Slot:
    """Return a new slot of `secret`'s kind that gives out `key`; `label` is a name shown at the door."""
    inner = random_buffer(KEY_BYTES)
    blank = Slot(
        kind=secret.kind,
        slot_id=secrets.token_bytes(SLOT_ID_BYTES),
        label=label,
        salt=secrets.token_bytes(SALT_BYTES),
        cost=cost if KINDS[secret.kind] else None,
        nonce=secrets.token_bytes(NONCE_BYTES),
        public=X25519PrivateKey.from_private_bytes(inner).public_key().public_bytes_raw(),
        wrapped=b"",
        sealed=b"",
    )
    kek = bytearray(KEY_BYTES)
    try:
        secret.derive_into(blank, vault_id, kek)
        wrapped = AESGCM(kek).encrypt(blank.nonce, inner, blank.bound_to(vault_id))
    finally:
        wipe(kek)
        wipe(inner)
    return seal(replace(blank, wrapped=wrapped), key, vault_id)


def seal(slot: Slot, key: bytearray, vault_id: bytes) -> Slot:
    """Return `slot` giving out `key` from now on; needs nobody's secret, only the slot's public half."""
    ephemeral = X25519PrivateKey.generate()
    point = ephemeral.public_key().public_bytes_raw()
    box_key = _box_key(ephemeral.exchange(X25519PublicKey.from_public_bytes(slot.public)), point, slot.public)
    try:
        # The box key is used for this one message only, so a fixed nonce is safe.
        box = AESGCM(box_key).encrypt(bytes(NONCE_BYTES), key, vault_id + slot.slot_id)
    finally:
        wipe(box_key)
    return replace(slot, sealed=point + box)


def open_slot(slot: Slot, secret: Secret, vault_id: bytes) -> bytearray | None:
    """Return the data key (32 bytes, the caller wipes it), or None when the secret does not fit.

    Raises:
        DamagedKeysError: the secret fits, but what it should give out was changed.
    """
    kek = bytearray(KEY_BYTES)
    inner = bytearray(KEY_BYTES)
    try:
        secret.derive_into(slot, vault_id, kek)
        try:
            AESGCM(kek).decrypt_into(slot.nonce, slot.wrapped, slot.bound_to(vault_id), inner)
        except InvalidTag:
            return None
        return _unseal(slot, inner, vault_id)
    finally:
        wipe(kek)
        wipe(inner)


def _unseal(slot: Slot, private: bytearray, vault_id: bytes) -> bytearray:
    point, box = slot.sealed[:KEY_BYTES], slot.sealed[KEY_BYTES:]
    key = bytearray(KEY_BYTES)
    try:
        shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(point))
        box_key = _box_key(shared, point, slot.public)
        AESGCM(box_key).decrypt_into(bytes(NONCE_BYTES), box, vault_id + slot.slot_id, key)
    except (InvalidTag, ValueError) as error:  # ValueError: a point of low order
        raise DamagedKeysError from error
    wipe(box_key)
    return key


def _box_key(shared: bytes, point: bytes, public: bytes) -> bytearray:
    box_key = bytearray(KEY_BYTES)
    HKDF(SHA256(), KEY_BYTES, salt=point + public, info=_SEAL_INFO).derive_into(shared, box_key)
    return box_key
