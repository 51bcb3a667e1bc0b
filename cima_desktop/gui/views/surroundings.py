"""Says, once a vault is open, what is unsafe about its disk or wrong with the computer's clock."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from cima_desktop.gui.views.desk import Desk
from cima_desktop.model.errors import KnownError
from cima_desktop.services import surroundings


class Surroundings(QObject):
    """Looks once, on the vault's thread: a disk that does not answer keeps nobody waiting."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.ask(surroundings.of_session, self._say)

    def _say(self, cautions: Sequence[KnownError]) -> None:
        if cautions:
            self._desk.cautioned.emit(cautions)
