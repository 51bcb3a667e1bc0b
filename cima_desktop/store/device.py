"""This vault's own signing key, and the keys of the devices whose changes it knows."""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cima_desktop.store.change import ID_BYTES
from cima_desktop.vault.database import Database


@dataclass(frozen=True, slots=True)
class Device:
    """A device that can sign here; `n` is its row, `key` its private key."""

    n: int
    id: bytes
    key: Ed25519PrivateKey


def device_id(public: bytes) -> bytes:
    """Return the id of the device with this public key: nobody can put another key under a known id."""
    return hashlib.sha256(b"app.device.v1\0" + public).digest()[:ID_BYTES]


def fingerprint(public: bytes) -> bytes:
    """Return what people compare of the device with this public key: its words and its QR code come from it."""
    return hashlib.sha256(b"app.identity.v1\0" + public).digest()


def succession_text(old: bytes, new: bytes) -> bytes:
    """Return what a device signs so that another one can say it follows it (docs/formats/identity.md)."""
    return b"app.succession.v1\0" + old + new


def new_device(db: Database, now_ms: int, label: str = "") -> Device:
    """Make a signing key and keep it in the vault; whatever signed here before signs no more.

    Called for a new vault, and after a backup was restored: two copies of a vault must not sign as one device. The last
    thing the old key signs is that this one follows it; and the key for receiving is made anew when it is next wanted.
    """
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    old = own_device(db)
    follows = b""
    if old is not None:
        before = old.key.public_key().public_bytes_raw()
        follows = before + old.key.sign(succession_text(before, public))
    db.execute("UPDATE device SET secret = NULL WHERE secret IS NOT NULL")
    db.execute("UPDATE box SET retired = ? WHERE retired = 0", (max(1, now_ms),))
    db.execute(
        "INSERT INTO device (id, sign_pub, secret, own, label, made, follows) VALUES (?, ?, ?, 1, ?, ?, ?)",
        (device_id(public), public, key.private_bytes_raw(), label, now_ms, follows),
    )
    n = db.execute("SELECT n FROM device WHERE id = ?", (device_id(public),)).fetchone()[0]
    return Device(n, device_id(public), key)


def own_device(db: Database) -> Device | None:
    """Return the device that signs here now, or None in a vault nothing was ever saved in."""
    row = db.execute("SELECT n, id, secret FROM device WHERE secret IS NOT NULL").fetchone()
    return Device(row[0], row[1], Ed25519PrivateKey.from_private_bytes(row[2])) if row else None


def know(db: Database, public: bytes, label: str, now_ms: int) -> bytes:
    """Take note of another device's public key; return its id."""
    db.execute(
        "INSERT INTO device (id, sign_pub, label, made) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET label = ?",
        (device_id(public), public, label, now_ms, label),
    )
    return device_id(public)
