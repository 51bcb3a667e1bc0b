"""The store: everything the services may ask of the records of an open vault."""

import time

from cima_desktop.store.acknowledging import Acknowledging
from cima_desktop.store.alike import Alike
from cima_desktop.store.clock import Now
from cima_desktop.store.deciding import Deciding
from cima_desktop.store.doings import Doings
from cima_desktop.store.drafts import Drafts
from cima_desktop.store.erasing import Erasing
from cima_desktop.store.everything import Everything
from cima_desktop.store.extracts import Extracts
from cima_desktop.store.field_erasing import FieldErasing
from cima_desktop.store.figures import Figures
from cima_desktop.store.gathering import Gathering
from cima_desktop.store.history import History
from cima_desktop.store.incoming import Incoming
from cima_desktop.store.lists import Lists
from cima_desktop.store.own_keys import OwnKeys
from cima_desktop.store.peers import Peers
from cima_desktop.store.reading import Reading
from cima_desktop.store.revoking import Revoking
from cima_desktop.store.search import Finder
from cima_desktop.store.tables import check_columns
from cima_desktop.store.undo import Undo
from cima_desktop.store.upkeep import Upkeep
from cima_desktop.vault.vault import Vault


class Store(
    Finder,
    Acknowledging,
    Alike,
    Deciding,
    Reading,
    Lists,
    History,
    Undo,
    Doings,
    Upkeep,
    FieldErasing,
    Erasing,
    Figures,
    Gathering,
    Everything,
    Extracts,
    Peers,
    Revoking,
    OwnKeys,
    Incoming,
):
    """The records of an open vault; for the vault's own thread only."""

    def __init__(self, vault: Vault, clock: Now = time.time, actor: str = "") -> None:
        """Take the vault over, and bring its views up to date when the program has changed.

        Raises:
            DeclarationError: a field was declared without its migration.
        """
        check_columns(vault.db)
        super().__init__(vault, clock, actor)
        self.drafts = Drafts(vault, clock)
        self.bring_up_to_date()
