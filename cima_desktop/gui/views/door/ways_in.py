"""The ways into a vault (passphrase, paper, keyring, practice): one at a time, whichever cover asks."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import shiboken6
from PySide6.QtCore import QObject

from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.views.door.typed import DoorPerson, DoorWays, Typed
from cima_desktop.model.errors import KnownError
from cima_desktop.vault.cost import Cost

if TYPE_CHECKING:
    from cima_desktop.services.session import Session


class Door(Protocol):
    """A cover with ways in."""

    def set_busy(self, busy: bool) -> None:
        """Offer no way in while one of them is being gone."""

    def show_problem(self, error: KnownError) -> None:
        """Say why it did not open."""


class WaysIn(QObject):
    """Opens a vault on its thread and hands the session over; `is_open` tells whether one was taken."""

    def __init__(
        self,
        tasks: Tasks,
        folder: Path,
        floor: Cost,
        arrived: Callable[["Session"], object],
        is_open: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._tasks, self._folder, self._floor = tasks, folder, floor
        self._arrived, self._is_open = arrived, is_open
        self._is_busy = False

    def by(self, door: Door, typed: Typed) -> None:
        """Open the vault with what was typed or chosen."""
        folder, floor = self._folder, self._floor

        def call() -> "Session":
            from cima_desktop.services.session import open_vault  # lazy: a locked window is painted without it

            return open_vault(folder, **typed.given(), keyring=typed.keyring, slot_id=typed.slot_id, floor=floor)

        self._go(call, door)

    def practice(self, door: Door | None = None) -> None:
        """Open the vault of made-up families."""

        def call() -> "Session":
            from cima_desktop.services.session import open_practice  # lazy: a locked window is painted without it

            return open_practice()

        self._go(call, door)

    def remove(self, door: Door, typed: str, then: Callable[[], object]) -> None:
        """Remove the helper copy behind the door, which has ended."""
        folder, floor = self._folder, self._floor

        def call() -> None:
            from cima_desktop.services.helper_copy import remove  # lazy: a locked window is painted without it

            remove(folder, typed, floor=floor)

        self._tasks.run(call, lambda _nothing: then(), door.show_problem)

    def _go(self, call: Callable[[], "Session"], door: Door | None) -> None:
        """Go one way. A door stays shut for the others until this one has ended, and for good once it has led in."""
        if self._is_busy or self._is_open():
            return
        self._is_busy = True
        if door is not None:
            door.set_busy(True)

        def ended() -> None:
            self._is_busy = False
            if door is not None and shiboken6.isValid(door) and not self._is_open():
                door.set_busy(False)

        self._tasks.run(call, self._arrived, door.show_problem if door is not None else None, ended=ended)


def ways_into(folder: Path) -> DoorWays:
    """Return the ways into a vault, as its key file tells them to anyone.

    Raises:
        VaultError: there is no vault, or its key file cannot be read.
    """
    from cima_desktop.vault import slots as kinds  # lazy, too
    from cima_desktop.vault import vault_info  # lazy: the libraries of the vault are read in after the first paint

    slots = vault_info(folder).slots
    has = {slot.kind for slot in slots}
    return DoorWays(
        people=tuple(DoorPerson(s.slot_id, s.label, s.needs_file, s.frozen) for s in slots if s.kind in kinds.PEOPLE),
        has_passphrase=not has.isdisjoint(kinds.PEOPLE),
        has_code=kinds.RECOVERY in has,
        has_shares=kinds.SHARES in has,
        has_keyring=kinds.KEYRING in has,
    )
