"""One way to open the vault: a key slot, and the secrets that fit it.

Every slot owns an X25519 key pair. The private half is wrapped by a key derived from what the person has
(passphrase, recovery code, shares, keyring entry); the data key is sealed to the public half. So the data key can
be changed when somebody leaves without the others having to be in the room, and a slot can be frozen and thawed.
The layout is specified in docs/formats/vault-keys.md.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
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
from cima_desktop.vault.errors import (
    DamagedKeysError,
    FrozenSlotError,
    KeyFileNeededError,
    PassphraseTooLongError,
    WrongKeyFileError,
    WrongKeyringEntryError,
    WrongPassphraseError,
    WrongSharesError,
)
from cima_desktop.vault.memory import random_buffer, wipe

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
SLOT_ID_BYTES = 8
WRAPPED_BYTES = KEY_BYTES + 16
SEALED_BYTES = KEY_BYTES + WRAPPED_BYTES
PASSPHRASE = "passphrase"  # noqa: S105 - the name of a kind
WITH_FILE = "passphrase+file"
RECOVERY = "recovery"
SHARES = "shares"
KEYRING = "keyring"
KINDS: dict[str, bool] = {PASSPHRASE: True, WITH_FILE: True, RECOVERY: False, SHARES: False, KEYRING: False}
"""Every kind of slot, and whether it carries Argon2id parameters. A new kind is a row here and a `Secret`."""
FIRST_KINDS = frozenset({PASSPHRASE, RECOVERY})
"""The kinds of format 1."""
PEOPLE = frozenset({PASSPHRASE, WITH_FILE})
PAPERS = frozenset({RECOVERY, SHARES})
FROZEN = bytes(SEALED_BYTES)
"""What stands in the place of the sealed key of a frozen slot."""

_MAX_PASSPHRASE_BYTES = 1_000_000
_FILE_INFO = b"cima-vault passphrase and file slot 1"
_SEAL_INFO = b"cima-vault sealed key 1"


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot as it lies in the key file; byte lengths are the module's constants.

    `bound` is the label that the wrapping of a slot made in format 1 is bound to, and empty in all others.
    """

    kind: str
    slot_id: bytes
    label: str
    salt: bytes
    cost: Cost | None
    nonce: bytes
    public: bytes
    wrapped: bytes
    sealed: bytes
    bound: str = ""

    @property
    def frozen(self) -> bool:
        """Whether the slot gives out no key for now."""
        return self.sealed == FROZEN

    def bound_to(self, vault_id: bytes) -> bytes:
        """Return what the wrapping authenticates: the vault and what of the slot never changes."""
        about = [self.kind, self.slot_id, self.bound, self.salt, cost_list(self.cost), self.nonce, self.public]
        return bytes(msgpack.packb([vault_id, *about]))


def cost_list(cost: Cost | None) -> list[int]:
    """Return the parameters as the file keeps them: [KiB, passes, lanes], or an empty list."""
    return [cost.memory_kib, cost.iterations, cost.lanes] if cost else []


class Secret(Protocol):
    """What a person has that opens a slot of its kind."""

    @property
    def kind(self) -> str:
        """The kind of slot that is made with it."""

    @property
    def opens(self) -> frozenset[str]:
        """The kinds of slot it is tried on."""

    def derive_into(self, slot: Slot, vault_id: bytes, kek: bytearray) -> None:
        """Fill `kek` (32 bytes) with the slot's wrapping key."""

    def refusal(self, tried: Sequence[Slot]) -> WrongPassphraseError:
        """Return what to say when it opened none of the slots it was tried on."""


class Passphrase:
    """A typed passphrase (NFC, UTF-8, stretched by Argon2id with the slot's salt and cost), and perhaps a stick file.

    A slot that wants a file costs as much to try without one.
    """

    opens = PEOPLE

    def __init__(self, text: str, stick_file: bytes | None = None) -> None:
        if len(text) > _MAX_PASSPHRASE_BYTES:
            raise PassphraseTooLongError
        self._bytes = bytearray(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass"))
        if len(self._bytes) > _MAX_PASSPHRASE_BYTES:
            raise PassphraseTooLongError
        self.kind = PASSPHRASE if stick_file is None else WITH_FILE
        self._file = hashlib.sha256(stick_file or b"").digest()

    def derive_into(self, slot: Slot, vault_id: bytes, kek: bytearray) -> None:
        """Fill `kek` with Argon2id of the passphrase, mixed with the file where the slot wants one."""
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
        if slot.kind == WITH_FILE:
            both = kek + self._file
            HKDF(SHA256(), KEY_BYTES, salt=slot.salt, info=_FILE_INFO + vault_id).derive_into(both, kek)
            wipe(both)

    def refusal(self, tried: Sequence[Slot]) -> WrongPassphraseError:
        """Say that a file is missing, or that the two do not fit, where one of the slots wants a file."""
        if all(slot.kind != WITH_FILE for slot in tried):
            return WrongPassphraseError()
        return KeyFileNeededError() if self.kind == PASSPHRASE else WrongKeyFileError()


class _RandomSecret:
    """Thirty-two random bytes; no slow hash is needed over 256 random bits."""

    kind: str
    _wrong: type[WrongPassphraseError] = WrongPassphraseError

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.opens = frozenset({self.kind})

    def derive_into(self, slot: Slot, vault_id: bytes, kek: bytearray) -> None:
        """Fill `kek` with HKDF of the secret."""
        info = f"cima-vault {self.kind} slot 1".encode() + vault_id
        HKDF(SHA256(), KEY_BYTES, salt=slot.salt, info=info).derive_into(self._secret, kek)

    def refusal(self, _tried: Sequence[Slot]) -> WrongPassphraseError:
        """Return what to say when it opened nothing."""
        return self._wrong()


class RecoverySecret(_RandomSecret):
    """What a printed recovery code says."""

    kind = RECOVERY


class SharesSecret(_RandomSecret):
    """What enough shares together say."""

    kind = SHARES
    _wrong = WrongSharesError


class KeyringSecret(_RandomSecret):
    """What the keyring of this computer's user holds."""

    kind = KEYRING
    _wrong = WrongKeyringEntryError


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


def freeze(slot: Slot) -> Slot:
    """Return `slot` giving out nothing until it is sealed again; a copy of the slot made before still does."""
    return replace(slot, sealed=FROZEN)


def open_slot(slot: Slot, secret: Secret, vault_id: bytes) -> bytearray | None:
    """Return the data key (32 bytes, the caller wipes it), or None when the secret does not fit.

    Raises:
        FrozenSlotError: the secret fits, but the slot was frozen.
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
        if slot.frozen:
            raise FrozenSlotError
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
