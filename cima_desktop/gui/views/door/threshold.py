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


def _due(session: Session) -> tuple[str, bool]:
    """Return the kind of paper the person came in by ("" for none), and whether paper is still to be made."""
    mine = next((holder.kind for holder in keys.holders(session) if holder.mine), "")
    return mine if mine in (keys.CODE, keys.SHARES) else "", not keys.setup_finished(session)


class Threshold(QObject):
    """Shows one cover after the other, then lets in; lives as long as the desk."""

    def __init__(self, desk: Desk, show: Callable[[QWidget], object], let_in: Callable[[], object]) -> None:
        super().__init__(desk)
        self._desk, self._show, self._let_in = desk, show, let_in
        self._by_paper, self._unfinished = "", False

    def cross(self) -> None:
        """Find out what is due and do it."""
        self._desk.ask(_due, self._found, lambda _error: self._let_in())

    def _found(self, due: tuple[str, bool]) -> None:
        self._by_paper, self._unfinished = due
        if kind := self._by_paper:  # paper that opened the vault is tried; where the disk refuses the date, no matter
            self._desk.write(lambda s: keys.note_proved(s, kind), failed=lambda _error: None)
        self._go_on()

    def _go_on(self) -> None:
        if self._by_paper:
            self._by_paper = ""
            cover = NewPassphrase(self._desk)
            cover.left.connect(self._go_on)
            cover.replaced.connect(lambda: self._desk.lock_wanted.emit("new passphrase"))
            self._show(cover)
        elif self._unfinished:
            self._unfinished = False
            setup = PaperSetup(self._desk)
            setup.proved.connect(self._go_on)
            self._show(setup)
        else:
            self._let_in()
            self._desk.changed.emit(ANYTHING)
