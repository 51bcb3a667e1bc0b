"""An organization's own clauses: words of its attorney that replace shipped ones, kept beside them, never over them."""

import json
from pathlib import Path

from cima_desktop.documents import pack_check
from cima_desktop.documents.loading import read_toml
from cima_desktop.documents.pack import FORMAT, PaperSpec, Text
from cima_desktop.vault.errors import known_faults
from cima_desktop.vault.files import write_atomically

_HEAD = "# Own clauses. Each replaces the words of the part with the same id; delete an entry to go back.\n"


def own_file(folder: Path, sort: str) -> Path:
    """Return the file that holds the own clauses of one kind of paper; it need not exist."""
    return folder / f"{sort}.own.toml"


def read_own(folder: Path, sort: str) -> dict[str, Text]:
    """Return the own clauses of one kind of paper by block id.

    Raises:
        PackError: the file cannot be read.
    """
    file = own_file(folder, sort)
    if not file.is_file():
        return {}
    entries = read_toml(file).get("block", [])
    return {str(e.get("id", "")): Text(str(e.get("en", "")), str(e.get("es", ""))) for e in entries}


def write_own_clause(folder: Path, spec: PaperSpec, block_id: str, text: Text) -> None:
    """Keep the organization's own words for one block; checked before anything is written.

    Raises:
        PackBlockError: there is no such block, a language is missing, or a placeholder is unknown.
        VaultError: the disk refused; the old file is untouched.
    """
    clauses = {**read_own(folder, spec.sort), block_id: text}
    _write(folder, spec, clauses)


def drop_own_clause(folder: Path, spec: PaperSpec, block_id: str) -> None:
    """Go back to the shipped words of one block.

    Raises:
        VaultError: the disk refused; the old file is untouched.
    """
    clauses = read_own(folder, spec.sort)
    if clauses.pop(block_id, None) is not None:
        _write(folder, spec, clauses)


def _write(folder: Path, spec: PaperSpec, clauses: dict[str, Text]) -> None:
    file = own_file(folder, spec.sort)
    blocks = [{"id": block_id, "en": text.en, "es": text.es} for block_id, text in sorted(clauses.items())]
    pack_check.with_own_clauses(spec, {"format": FORMAT, "block": blocks}, file.name)
    said = "".join(
        "\n[[block]]\n" + "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in block.items())
        for block in blocks
    )
    with known_faults(folder):
        if not blocks:
            file.unlink(missing_ok=True)
            return
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(file, f"{_HEAD}format = {FORMAT}\n{said}".encode())
