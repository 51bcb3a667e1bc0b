"""The change log and its tables: read, save, history, undo, search. SQL lives here and in `vault` only."""

from cima_desktop.store.bin import BinEntry
from cima_desktop.store.blobs import BytesMissingError
from cima_desktop.store.change import Raw, Ref
from cima_desktop.store.core import InBinError
from cima_desktop.store.drafts import Draft, Drafts
from cima_desktop.store.history import Entry
from cima_desktop.store.lists import ListRow, Page
from cima_desktop.store.migrations import STEPS
from cima_desktop.store.reading import Snapshot, Version
from cima_desktop.store.saving import Edit
from cima_desktop.store.search import Hit
from cima_desktop.store.store import Store
from cima_desktop.store.undo import CannotRedoError, CannotUndoError
from cima_desktop.store.upkeep import Report
from cima_desktop.vault.migrations import Step

__all__ = [
    "BinEntry",
    "BytesMissingError",
    "CannotRedoError",
    "CannotUndoError",
    "Draft",
    "Drafts",
    "Edit",
    "Entry",
    "Hit",
    "InBinError",
    "ListRow",
    "Page",
    "Raw",
    "Ref",
    "Report",
    "Snapshot",
    "Store",
    "Version",
    "steps",
]


def steps() -> tuple[Step, ...]:
    """Return the store's migrations, to hand to `create_vault` and `open_vault`."""
    return STEPS
