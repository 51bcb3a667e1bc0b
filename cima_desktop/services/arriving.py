"""Taking in what another coordinator sent: checked whole, kept in the vault, shown, and then decided (Y4, Y7–Y11).

A file is read twice: once to see that it is whole, meant for this vault and signed by somebody who is known here, and
once to put it aside in the vault, so that the stick can go. Nothing of it counts until a person has decided. Taking in
goes batch by batch and can be stopped, or killed, and gone on with; an import can be undone on any later day.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs

from cima_desktop.exchange.bundle import Bundle, Changes, Objects, Piece, Section, open_bundle
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.services import arriving_told, backups, peers
from cima_desktop.services.arriving_choice import SETTLED, Entry
from cima_desktop.services.arriving_review import entries
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.session import Session
from cima_desktop.store import BundleNote, Comparison
from cima_desktop.store.bundles import DONE, IN, READING, REFUSED, TAKING, UNDONE, WAITING
from cima_desktop.store.peers import Peer

Tick = Callable[[int, int], None]

BEFORE = N_("Made before a bundle was taken in.")
"""Said of the backup in the list of backups."""
BEFORE_UNDO = N_("Made before an import was undone.")
AHEAD = timedelta(days=1)


class PracticeTakesNothingError(KnownError):
    """A bundle was to be taken into the practice vault."""

    message = N_("The practice vault takes in no bundles, because anybody can open it.")
    remedy = N_("Lock it, open your own vault, and take the bundle in there.")


class UnreadableFileError(KnownError):
    """A file cannot be opened."""

    message = N_("The file cannot be read.")
    remedy = N_("Check that it is there and that you may open it. If it is on a stick, put the stick in again.")


class OlderBundle(KnownError):
    """A caution: something newer from the same sender is in already."""

    message = N_("This bundle is older than one of the same sender that was taken in before, made on {day}.")
    remedy = N_("That does no harm: nothing newer is replaced by it.")


class MadeLater(KnownError):
    """A caution: the bundle says it was made on a day that has not come yet."""

    message = N_("This bundle says it was made on {day}, which has not come yet.")
    remedy = N_("One of the two computers has a wrong clock. Nothing is lost by that, but days may be wrong.")
