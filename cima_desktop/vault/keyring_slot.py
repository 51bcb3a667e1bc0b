"""The keyring of this computer's user, which can hold a random secret that opens a slot.

Convenience, not protection: whoever is logged in, and every program they run, can read it. The `keyring` library would
take any back-end an environment variable, a configuration file or an installed plug-in names, some of which keep the
secret in a readable file or nowhere; so the four that are known to be kept by the system are made here by name.
"""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Protocol

from cima_desktop import log
from cima_desktop.i18n import N_
from cima_desktop.vault.errors import VaultError

SERVICE = "CIMA Desktop"
SECRET_BYTES = 32
_BACKENDS: tuple[tuple[str, str, str], ...] = (
    ("linux", "keyring.backends.SecretService", "Keyring"),
    ("linux", "keyring.backends.kwallet", "DBusKeyring"),
    ("darwin", "keyring.backends.macOS", "Keyring"),
    ("win32", "keyring.backends.Windows", "WinVaultKeyring"),
)
"""System, module and class of the only back-ends that are ever used."""

_log = log.logger("vault")


class KeyringError(VaultError):
    """The keyring cannot be used now."""

    message = N_("The keyring of this computer reported an error.")
    remedy = N_("The vault opens with your passphrase, as before. Nothing was left in the keyring.")


class KeyringMissingError(KeyringError):
    """The system has none of the keyrings that are known to keep a secret."""

    message = N_("This computer has no keyring that CIMA Desktop can trust.")
    remedy = N_("The vault opens with your passphrase, as before.")


class KeyringLockedError(KeyringError):
    """The keyring is locked, and its question was not answered."""

    message = N_("The keyring of this computer is locked.")
    remedy = N_("Unlock it and try again, or open the vault with your passphrase.")


class KeyringForgetsError(KeyringError):
    """What was written could not be read back."""

    message = N_("The keyring of this computer did not keep what was put into it.")
    remedy = N_("It cannot be used for the vault. The vault opens with your passphrase, as before.")


class Backend(Protocol):
    """What is used of a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return an entry."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Write an entry."""

    def delete_password(self, service: str, username: str) -> None:
        """Take an entry away."""


def system_keyring() -> Backend:
    """Return the keyring of this system, made by name; asks for nothing yet.

    Raises:
        KeyringMissingError: there is none that can be trusted.
    """
    for system, module, name in _BACKENDS:
        backend = _made(module, name) if sys.platform == system else None
        if backend is not None:
            return backend
    raise KeyringMissingError


def _made(module: str, name: str) -> Backend | None:
    try:
        kind = getattr(import_module(module), name)
        usable = kind.priority > 0  # raises RuntimeError where the system's part is missing
        made: Backend | None = kind() if usable else None
    except (ImportError, RuntimeError, OSError):
        return None
    return made


def new_secret() -> bytes:
    """Return a new random secret for the keyring."""
    return secrets.token_bytes(SECRET_BYTES)


def put(vault_id: bytes, slot_id: bytes, secret: bytes) -> None:
    """Write the secret of a slot, read it back and compare.

    Raises:
        KeyringError: it was not kept; nothing is left in the keyring.
    """
    backend, name = system_keyring(), _name(vault_id, slot_id)
    try:
        with _known_faults():
            backend.set_password(SERVICE, name, secret.hex())
            kept = backend.get_password(SERVICE, name)
        if kept != secret.hex():
            raise KeyringForgetsError
    except BaseException:
        _take_away(backend, name)
        raise


def get(vault_id: bytes, slot_id: bytes) -> bytes | None:
    """Return the secret of a slot, or None when this computer's keyring has none that could be one.

    Raises:
        KeyringError: missing, locked or broken.
    """
    backend = system_keyring()
    with _known_faults():
        kept = backend.get_password(SERVICE, _name(vault_id, slot_id))
    try:
        secret = bytes.fromhex(kept or "")
    except ValueError:
        return None
    return secret if len(secret) == SECRET_BYTES else None


def forget(vault_id: bytes, slot_id: bytes) -> bool:
    """Take the secret of a slot away; return whether it is gone. What stays opens nothing once its slot is out."""
    try:
        return _take_away(system_keyring(), _name(vault_id, slot_id))
    except KeyringMissingError:
        return False


def _take_away(backend: Backend, name: str) -> bool:
    from keyring.errors import PasswordDeleteError  # lazy: only who uses a keyring needs the library

    try:
        with _known_faults():
            with suppress(PasswordDeleteError):  # there was none
                backend.delete_password(SERVICE, name)
            return backend.get_password(SERVICE, name) is None
    except KeyringError:
        _log.warning("an entry in the keyring could not be taken away")
        return False


def _name(vault_id: bytes, slot_id: bytes) -> str:
    return f"{vault_id.hex()}.{slot_id.hex()}"


@contextmanager
def _known_faults() -> Iterator[None]:
    """Turn whatever a keyring throws into a sentence: the four of them reach into D-Bus and other people's code."""
    from keyring.errors import KeyringLocked  # lazy, as above

    try:
        yield
    except KeyringLocked as error:
        raise KeyringLockedError from error
    except Exception as error:
        raise KeyringError from error
