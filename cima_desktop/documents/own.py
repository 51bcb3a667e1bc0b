"""An organization's own clauses: words of its attorney that replace shipped ones, kept beside them, never over them."""

import json
import os
from itertools import count
from pathlib import Path

from cima_desktop.documents import pack_check
from cima_desktop.documents.loading import own_file, read_toml
from cima_desktop.documents.pack import FORMAT, PaperSpec, Text
from cima_desktop.vault.errors import known_faults
from cima_desktop.vault.files import write_atomically

_HEAD = "# Own clauses. Each replaces the words of the part with the same id; delete an entry to go back.\n"


def read_own(folder: Path, sort: str) -> dict[str, Text]:
    """Return the own clauses of one kind of paper by block id.

    Raises:
        PackError: the file cannot be read.
    """
    file = own_file(folder, sort)
    return pack_check.own_texts(read_toml(file), file.name) if os.path.lexists(file) else {}


def set_aside(folder: Path, sort: str) -> Path | None:
    """Rename a file of own clauses that cannot be used, so that the shipped words come back; nothing is lost.

    Returns:
        Its new place, or None when there was none.

    Raises:
        VaultError: the disk refused.
    """
    file = own_file(folder, sort)
    if not os.path.lexists(file):
        return None
    places = (file.with_name(f"{file.name}.broken{number}") for number in count(1))
    aside = next(place for place in places if not os.path.lexists(place))
    with known_faults(folder):
        file.rename(aside)
    return aside


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
