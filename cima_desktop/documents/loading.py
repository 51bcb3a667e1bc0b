"""How a document pack is found and read, with the organization's own clauses laid over it."""

import re
import tomllib
from pathlib import Path
from typing import Any

from cima_desktop import paths
from cima_desktop.documents import pack_check
from cima_desktop.documents.errors import PackError, PackSyntaxError
from cima_desktop.documents.pack import Pack, PaperSpec

_LINE = re.compile(r"at line (\d+)")


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

    Raises:
        PackError: something in it may not be so; the sentence names file and line or block.
    """
    root = (folder or shipped_packs()) / pack
    head = pack_check.read_head(read_toml(root / "pack.toml"), pack)
    files = sorted(p for p in root.glob("*.toml") if p.name != "pack.toml")
    read = (pack_check.read_paper(read_toml(file), file.stem, head.phrases) for file in files)
    shipped = tuple(sorted(read, key=lambda spec: (spec.order, spec.sort)))
    overlays = own or own_clauses(pack)
    papers = tuple(_with_own(spec, overlays / f"{spec.sort}.own.toml") for spec in shipped)
    return Pack(id=pack, version=head.version, name=head.name, state=head.state, papers=papers, shipped=shipped)


def _with_own(spec: PaperSpec, file: Path) -> PaperSpec:
    return pack_check.with_own_clauses(spec, read_toml(file), file.name) if file.is_file() else spec


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        PackSyntaxError: it is not TOML; the sentence names the line.
        PackError: it cannot be read at all.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(file=file.name) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise PackSyntaxError(file=file.name, line=line) from error
