"""The change log and its tables: read, save, history, undo, search. SQL lives here and in `vault` only."""

from cima_desktop.store.arriving import BadArrivalError, Staged
from cima_desktop.store.bin import BinEntry
from cima_desktop.store.blobs import BytesMissingError
from cima_desktop.store.bundles import BundleNote
from cima_desktop.store.change import Raw, Ref
from cima_desktop.store.coming import Coming, ComingField, ComingRow, Comparison
from cima_desktop.store.core import ErasedError, InBinError
from cima_desktop.store.doings import Doing, Place
from cima_desktop.store.drafts import Draft, Drafts
from cima_desktop.store.erasing import Tombstone
from cima_desktop.store.figures import Figure
from cima_desktop.store.have import BadHaveSetError, HaveSet
from cima_desktop.store.history import Entry
from cima_desktop.store.lists import ListRow, Page
from cima_desktop.store.migrations import STEPS
from cima_desktop.store.peers import NewCard, Peer, Trust
from cima_desktop.store.reading import Snapshot, Version
from cima_desktop.store.reads import Look
from cima_desktop.store.register import Deed
from cima_desktop.store.revoking import NewRevocation, Told
from cima_desktop.store.saving import Edit
from cima_desktop.store.search import Hit
from cima_desktop.store.store import Store
from cima_desktop.store.taking_back import UndoPreview
from cima_desktop.store.undo import CannotRedoError, CannotUndoError
from cima_desktop.store.upkeep import Report
from cima_desktop.vault.migrations import Step

__all__ = [
    "BadArrivalError",
    "BadHaveSetError",
    "BinEntry",
    "BundleNote",
    "BytesMissingError",
    "CannotRedoError",
    "CannotUndoError",
    "Coming",
    "ComingField",
    "ComingRow",
    "Comparison",
    "Deed",
    "Doing",
    "Draft",
    "Drafts",
    "Edit",
    "Entry",
    "ErasedError",
    "Figure",
    "HaveSet",
    "Hit",
    "InBinError",
    "ListRow",
    "Look",
    "NewCard",
    "NewRevocation",
    "Page",
    "Peer",
    "Place",
    "Raw",
    "Ref",
    "Report",
    "Snapshot",
    "Staged",
    "Store",
    "Told",
    "Tombstone",
    "Trust",
    "UndoPreview",
    "Version",
    "steps",
]


def steps() -> tuple[Step, ...]:
    """Return the store's migrations, to hand to `create_vault` and `open_vault`."""
    return STEPS
