"""Looks after an opening for what a kill or a lock came in between: says that a bundle was taken in only by half, and
finishes one of which only the people were still to be joined.
"""

from PySide6.QtCore import QObject

from cima_desktop.gui.views.desk import Desk
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services import arriving_taking
from cima_desktop.services.session import Session
from cima_desktop.store.bundles import TAKING


class HalfTakenIn(KnownError):
    """A caution: an import was stopped and nobody has decided how it goes on."""

    message = N_("A bundle was taken in only by half, because that was stopped.")
    remedy = N_("Open Exchange, Receive, and go on with it or take it back.")


class ArrivalWatch(QObject):
    """Asks once, when a vault was opened."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.ask(_look, self._tell, latest="arrival_watch")

    def _tell(self, is_half: bool) -> None:
        if is_half:
            self._desk.cautioned.emit([HalfTakenIn()])


def _look(session: Session) -> bool:
    arriving_taking.settle_rest(session)
    return any(note.state == TAKING for note in session.store.arrivals())
