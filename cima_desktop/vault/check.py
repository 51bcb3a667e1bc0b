"""The health check: every page's seal, the tables' structure, the vault's own row, and what the store adds.

No single check finds everything: `cipher_integrity_check` misses a missing last page, `quick_check` misses what
it does not visit. An old page or an old file put back under the same key is found by nothing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlcipher3.dbapi2 as engine

from cima_desktop.i18n import N_
from cima_desktop.vault.database import Database

Examination = Callable[[Database], Sequence[str]]
"""A further check: returns catalogue messages (marked N_), one a fault, none when all is well."""

PAGES = N_("Some pages of the vault file are damaged.")
STRUCTURE = N_("Some tables of the vault do not hold together.")
REFERENCES = N_("Some records point to records that are not there.")
OWN_ROW = N_("The vault's own notes about itself are missing or wrong.")
VIEWS = N_("Some lists or search results differ from the record of changes. They can be made again from it.")
UNREADABLE = N_("Part of the vault could not be read.")

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Health:
    """The result: `findings` are catalogue messages without values, safe to log."""

    findings: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def examine(db: Database, vault_id: bytes, more: Sequence[Examination] = ()) -> Health:
    """Run every check on an open vault; an engine error in one of them is a finding, not an end."""
    findings: list[str] = []
    for examination in (page_findings, _reference_findings, lambda db: _row_findings(db, vault_id), *more):
        try:
            found = examination(db)
        except engine.Error:
            found = [UNREADABLE]
        findings += [message for message in found if message not in findings]
    return Health(tuple(findings))


def bad_pages(db: Database) -> list[int]:
    """Return the numbers, from 1, of the pages whose seal is broken, as the engine names them."""
    told = (str(row[0]) for row in db.execute("PRAGMA cipher_integrity_check").fetchall())
    return sorted({int(found.group()) for words in told if (found := _NUMBER.search(words))})


def page_findings(db: Database) -> list[str]:
    """Return what is wrong with the pages (seals) and the trees in them."""
    found = []
    if db.execute("PRAGMA cipher_integrity_check").fetchall():
        found.append(PAGES)
    try:
        sound = db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except engine.DatabaseError:
        sound = False
    return found if sound else [*found, STRUCTURE]


def _reference_findings(db: Database) -> list[str]:
    return [REFERENCES] if db.execute("PRAGMA foreign_key_check").fetchone() else []


def _row_findings(db: Database, vault_id: bytes) -> list[str]:
    rows = db.execute("SELECT id, counter FROM vault_state").fetchall()
    right = len(rows) == 1 and rows[0][0] == vault_id and rows[0][1] >= 0
    return [] if right else [OWN_ROW]
