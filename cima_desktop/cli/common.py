"""What every command stands on: how a vault is named and opened, and what a command answers."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from cima_desktop import i18n, paths
from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import KnownError

_PASSPHRASE_LIMIT = 1024 * 1024

Answer = tuple[dict[str, Any], list[str]]
"""What a script would want, and the lines a person reads; `ok: False` in the first makes the exit status 1."""


class NoPassphraseError(KnownError):
    """No passphrase could be had."""

    message = N_("A passphrase is needed, and there is no terminal to ask for it.")
    remedy = N_("Name a file that holds it with --passphrase-file.")


def shared_options() -> argparse.ArgumentParser:
    """Return the options that every command takes."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--vault",
        type=Path,
        metavar="PATH",
        default=argparse.SUPPRESS,
        help=tr(N_("the vault’s folder (your own vault when not given)")),
    )
    ways = common.add_mutually_exclusive_group()
    for option, told in (
        ("--passphrase-file", N_("read the passphrase from this file’s first line")),
        ("--recovery-code-file", N_("open with the recovery code in this file’s first line")),
        ("--shares-file", N_("open with the recovery shares in this file, the words of one share a line")),
    ):
        ways.add_argument(option, type=Path, metavar="FILE", default=argparse.SUPPRESS, help=tr(told))
    common.add_argument(
        "--key-file",
        type=Path,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help=tr(N_("the file on the USB stick that belongs to the passphrase")),
    )
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=tr(N_("answer as JSON")))
    common.add_argument(
        "--words-in", choices=i18n.LANGUAGES, default=argparse.SUPPRESS, help=tr(N_("language of the answers"))
    )
    return common


def add_without_backup(parser: argparse.ArgumentParser) -> None:
    """Let a command that makes a backup first go on where none can be made."""
    words = tr(N_("go on although no backup can be made first"))
    parser.add_argument("--without-backup", action="store_true", help=words)


def folder_of(wanted: argparse.Namespace) -> Path:
    """Return the folder of the vault that is meant."""
    return getattr(wanted, "vault", None) or paths.default_vault()


def passphrase_of(wanted: argparse.Namespace, *, twice: bool = False) -> str:
    """Return the passphrase, from the file that was named or as typed; `twice` asks for it once more.

    Raises:
        KnownError: there is none to be had.
    """
    return secret_of(getattr(wanted, "passphrase_file", None), twice=twice)


def secret_of(file: Path | None, *, twice: bool = False) -> str:
    """Return a passphrase from a file or as typed; `twice` asks for it once more.

    Raises:
        KnownError: there is none to be had.
    """
    if file is not None:
        return line_of(file)
    if not sys.stdin.isatty():
        raise NoPassphraseError
    asked = getpass.getpass(tr(N_("Passphrase: ")))
    if twice and getpass.getpass(tr(N_("The same once more: "))) != asked:
        raise KnownError(N_("The two are not the same."), N_("Nothing was made. Try again."))
    return asked


def line_of(file: Path) -> str:
    """Return the first line of a file that holds a secret.

    Raises:
        KnownError: it cannot be read.
    """
    return lines_of(file)[0].rstrip("\r")


def lines_of(file: Path) -> list[str]:
    """Return the lines of a file with a secret; there is at least one.

    Raises:
        KnownError: it cannot be read.
    """
    try:
        with file.open("rb") as source:
            data = source.read(_PASSPHRASE_LIMIT)
        return data.decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KnownError(
            N_("The passphrase file cannot be read."), N_("Check that it is there, is text, and that you may open it.")
        ) from error


def way_in(wanted: argparse.Namespace) -> dict[str, Any]:
    """Return what the vault is to be opened with, by the way in that was named, as the services take it.

    Raises:
        KnownError: it cannot be read, or there is no passphrase to be had.
    """
    code, shares = getattr(wanted, "recovery_code_file", None), getattr(wanted, "shares_file", None)
    if code is not None:
        return {"recovery_code": line_of(code) or " "}
    if shares is not None:
        return {"shares": [line for line in lines_of(shares) if line.strip()] or [""]}
    return {"passphrase": passphrase_of(wanted), "key_file": getattr(wanted, "key_file", None)}


def opened(wanted: argparse.Namespace) -> Any:
    """Open the vault that is meant, by the way in that was named, and return its session."""
    from cima_desktop.services.session import open_vault  # lazy: --help should not load the engine

    return open_vault(folder_of(wanted), **way_in(wanted))
