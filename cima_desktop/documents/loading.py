"""How a document pack is found and read, with the organization's own clauses laid over it."""

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from cima_desktop import paths
from cima_desktop.documents import pack_check
from cima_desktop.documents.errors import PackError, PackSyntaxError
from cima_desktop.documents.pack import Pack, PaperSpec
from cima_desktop.documents.wording import with_printed
from cima_desktop.i18n import N_

MOST_BYTES = 1_000_000
"""Thirty times the largest file that ships."""
TOO_LARGE = N_("The document texts in “{file}” are too large to be read.")
OWN_REMEDY = N_(
    "Only this paper is stopped. Ask whoever edited the file to correct it, or set the file aside to go back to the "
    "words that came with the program."
)
_LINE = re.compile(r"at line (\d+)")
_ENDLESS_KEY = re.compile(r"(?:[\w\"'-]{1,64}[ \t]*\.[ \t]*){100}")
"""A name of a hundred parts: reading it takes the square of its length."""


def shipped_packs() -> Path:
    """Return the folder of the packs that ship with the program."""
    return paths.resources() / "packs"


def own_clauses(pack: str) -> Path:
    """Return the folder of an organization's own clauses for a pack; it need not exist."""
    return paths.user_data() / "packs" / pack


def load(pack: str = "us-nc", *, folder: Path | None = None, own: Path | None = None) -> Pack:
    """Read and check a pack, with the organization's own clauses laid over it.

    Args:
        pack: its id.
        folder: the folder of all packs; the shipped one when not given.
        own: the folder of own clauses; the person's own when not given.

    A file of own clauses that cannot be used stops its own paper only, and is noted in `Pack.faults`.

    Raises:
        PackError: something that ships may not be so; the sentence names file and line or block.
    """
    root = (folder or shipped_packs()) / pack
    head = pack_check.read_head(read_toml(root / "pack.toml"), pack)
    files = sorted(p for p in root.glob("*.toml") if p.name != "pack.toml")
    read = (pack_check.read_paper(read_toml(file), file.stem, head.phrases) for file in files)
    words = {"pack.name": head.name, "pack.state": head.state}
    shipped = tuple(with_printed(spec, words) for spec in sorted(read, key=lambda spec: (spec.order, spec.sort)))
    papers, faults = [], {}
    for spec in shipped:
        file = own_file(own or own_clauses(pack), spec.sort)
        try:
            papers.append(with_printed(_with_own(spec, file), words) if os.path.lexists(file) else spec)
        except PackError as error:
            faults[spec.sort] = type(error)(error.message, OWN_REMEDY, **error.facts)
    return Pack(
        id=pack,
        version=head.version,
        name=head.name,
        state=head.state,
        papers=tuple(papers),
        shipped=shipped,
        faults=faults,
    )


def own_file(folder: Path, sort: str) -> Path:
    """Return the file that holds the own clauses of one kind of paper; it need not exist."""
    return folder / f"{sort}.own.toml"


def _with_own(spec: PaperSpec, file: Path) -> PaperSpec:
    return pack_check.with_own_clauses(spec, read_toml(file), file.name)


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        PackSyntaxError: it is not TOML; the sentence names the line.
        PackError: it cannot be read at all, or is larger or deeper than any pack.
    """
    text = _text_of(file)
    if _ENDLESS_KEY.search(text):
        raise PackError(file=file.name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise PackSyntaxError(file=file.name, line=line) from error
    except (RecursionError, ValueError) as error:  # brackets in brackets in brackets; a number of 5,000 digits
        raise PackError(file=file.name) from error


def _text_of(file: Path) -> str:
    try:
        if not file.is_file():  # a folder, or a pipe that would be waited on for ever
            raise PackError(file=file.name)
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise PackError(TOO_LARGE, file=file.name)
        return data.decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(file=file.name) from error
