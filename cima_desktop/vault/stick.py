"""The file on a USB stick that some people need beside their passphrase: a small random file of our own.

The layout is specified in docs/formats/vault-keys.md.
"""

import hashlib
import os
import secrets
from pathlib import Path

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.vault.errors import VaultError, VaultExistsError, known_faults
from cima_desktop.vault.files import sync_folder, write_all

_MAGIC = b"cima-vault-stick-file 1\n"
_RANDOM_BYTES = 32
_SUM_BYTES = 8
FILE_BYTES = len(_MAGIC) + _RANDOM_BYTES + _SUM_BYTES


class NotAStickFileError(KnownError):
    """The chosen file is not one that this program made, or it is damaged."""

    message = N_("That is not a key file for a USB stick, or it is damaged.")
    remedy = N_("Choose the file that CIMA Desktop saved on your USB stick when your key was made.")


class StickFileGoneError(KnownError):
    """The stick is not there, or may not be read."""

    message = N_("The key file on the USB stick cannot be read.")
    remedy = N_("Plug the USB stick in, wait a moment, and choose the file again.")


class StickFileTakenError(VaultExistsError):
    """A file is there already; it may be the only copy of somebody's key."""

    message = N_("There is already a file with that name, and it was left as it is.")
    remedy = N_("Choose another name. The file that is there may be somebody’s key.")


def new_file() -> bytes:
    """Return a new file that nobody else has."""
    head = _MAGIC + secrets.token_bytes(_RANDOM_BYTES)
    return head + _sum(head)


def checked(data: bytes) -> bytes:
    """Return `data` when it is a whole stick file.

    Raises:
        NotAStickFileError: it is anything else.
    """
    whole = len(data) == FILE_BYTES and data.startswith(_MAGIC) and _sum(data[:-_SUM_BYTES]) == data[-_SUM_BYTES:]
    if not whole:
        raise NotAStickFileError
    return data


def read_file(path: Path) -> bytes:
    """Return the stick file at `path`; of a larger file no more is read than shows that it is another.

    Raises:
        StickFileGoneError: the disk does not give it.
        NotAStickFileError: it is another file.
    """
    if path.exists() and not path.is_file():  # a pipe would keep the program waiting for ever
        raise NotAStickFileError
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise StickFileGoneError from error
    return checked(data)


def save_file(path: Path, data: bytes) -> None:
    """Write a stick file where there is none yet, durable and readable by this user alone, and read it back.

    Raises:
        StickFileTakenError: there is a file.
        VaultError: the disk refused, or gave something else back; nothing is left there.
    """
    with known_faults(path.parent):
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError as error:
            raise StickFileTakenError from error
        try:
            try:
                write_all(handle, checked(data))
                os.fsync(handle)
            finally:
                os.close(handle)
            if path.read_bytes() != data:
                raise VaultError
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def _sum(head: bytes) -> bytes:
    return hashlib.sha256(head).digest()[:_SUM_BYTES]
