"""What has to be done between the door and the desk: a new passphrase after paper, and the paper way back itself.

The vault is open behind it and its desk is there, so locking, idling and closing work as they always do; only the
cover is not taken away before it is done.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.desk import ANYTHING, Desk
from cima_desktop.gui.views.door.new_passphrase import NewPassphrase
from cima_desktop.gui.views.door.paper_setup import PaperSetup
from cima_desktop.services import keys
from cima_desktop.services.session import Session


def _due(session: Session) -> tuple[bool, bool]:
    """Tell whether the person came in by paper, and whether the way back on paper is still to be made."""
    return keys.opened_by_paper(session), not keys.setup_finished(session)


class Threshold(QObject):
    """Shows one cover after the other, then lets in; lives as long as the desk."""

    def __init__(self, desk: Desk, show: Callable[[QWidget], object], let_in: Callable[[], object]) -> None:
        super().__init__(desk)
        self._desk, self._show, self._let_in = desk, show, let_in
        self._by_paper = self._unfinished = False

    def cross(self) -> None:
        """Find out what is due and do it."""
        self._desk.ask(_due, self._found, lambda _error: self._let_in())

    def _found(self, due: tuple[bool, bool]) -> None:
        self._by_paper, self._unfinished = due
        self._go_on()

    def _go_on(self) -> None:
        if self._by_paper:
            self._by_paper = False
            cover = NewPassphrase(self._desk)
            cover.done.connect(self._go_on)
            self._show(cover)
        elif self._unfinished:
            self._unfinished = False
            setup = PaperSetup(self._desk)
            setup.proved.connect(self._go_on)
            self._show(setup)
        else:
            self._let_in()
            self._desk.changed.emit(ANYTHING)
