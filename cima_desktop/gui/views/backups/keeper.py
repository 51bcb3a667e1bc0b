"""Keeps the backups of an open vault: makes them when it is time and before the end, and says how old the last is."""

from functools import partial

from PySide6.QtCore import QObject, QTimer

from cima_desktop.gui import errors
from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.views.backups.backup_words import footer_tone, footer_words
from cima_desktop.gui.views.desk import Desk
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services import backups
from cima_desktop.services.backups import Done, Errand, Status
from cima_desktop.services.session import Session
from cima_desktop.vault.backup_errors import SourceDamagedError

LOOK_MS = 10 * 60 * 1000
"""So often the clock is looked at."""
LAST_QUIET_SECONDS = 20.0
"""At the end of the program a disk that is silent for so long is given up; the next start tries again."""
_HURRY_MS = 3000


class BackupKeeper(QObject):
    """Works for one open vault. Sticks and shares are left to a thread of their own, which nobody waits for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.media = Tasks(self)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_HURRY_MS)
        self._again.timeout.connect(self.tell)
        desk.saved.connect(self._again.start)
        desk.closing.connect(self._end)
        desk.backups_changed.connect(self.tell)
        desk.carry_wanted.connect(self.carry)
        desk.backup_wanted.connect(self.make)
        if backups.is_wanted(desk.session):
            desk.last_acts.append(self.last_act)
            self._timer.start()
            self.tell()

    def tell(self) -> None:
        """Say at the foot of the window how old the last good backup is."""
        if backups.is_wanted(self._desk.session):
            self._desk.ask(_state, self._told, _ignored, latest="backups")

    def look(self) -> None:
        """Make a backup when it is time, unless something else is being asked of the vault."""
        if self._desk.tasks.is_idle() and not self._desk.is_closing:
            self._desk.ask(backups.is_due, self._judged, _ignored)
        else:
            self._again.start()

    def make(self) -> None:
        """Make one because somebody asked for it, and say what is wrong when it cannot be made."""
        self._desk.draw(backups.make, self._made, self._not_made, _unseen, self._nothing)

    def carry(self) -> None:
        """Bring the newest backup to the other places."""
        self._desk.ask(backups.errands, self._send, _ignored)

    def last_act(self, session: Session) -> None:
        """Make a backup before the vault is shut for good; runs on the vault's thread, and no trouble stops the end."""
        if not backups.has_changes(session) and not _is_waiting(session):
            return
        self._desk.parting.emit(N_("Making a backup before the program ends…"))
        try:
            if backups.has_changes(session):
                backups.make(session)
        except KnownError:  # noted in the vault, and told at the next start
            return
        for errand in backups.errands(session):
            self._desk.parting.emit(N_("Bringing the backup to the other places. Leave the stick plugged in…"))
            backups.settle(session, backups.run(errand, quiet=LAST_QUIET_SECONDS))

    def _judged(self, is_due: bool) -> None:
        if is_due:
            self._desk.draw(backups.make, self._made, self._refused, _unseen, self._nothing)

    def _made(self, _kept: object) -> None:
        self._desk.backups_changed.emit()
        self.carry()

    def _refused(self, error: KnownError) -> None:
        """Say at once that the vault is damaged; leave the rest to footer and first page: nobody asked for this one."""
        self._desk.backups_changed.emit()
        if isinstance(error, SourceDamagedError):
            errors.show_error(error)

    def _not_made(self, error: KnownError) -> None:
        self._desk.backups_changed.emit()
        errors.show_error(error)

    def _send(self, errands: list[Errand]) -> None:
        for errand in errands:
            self.media.run(partial(backups.run, errand), self._carried, _ignored)

    def _carried(self, done: Done) -> None:
        if not self._desk.is_closing:
            self._desk.ask(lambda s: backups.settle(s, done), lambda _n: self._desk.backups_changed.emit(), _ignored)

    def _told(self, state: tuple[Status, bool]) -> None:
        status, is_damaged = state
        words = N_("The vault is damaged") if is_damaged else lambda: footer_words(status)
        self._desk.noted.emit(words, "hard-drive-download", footer_tone(status, is_damaged))

    def _end(self) -> None:
        for timer in (self._timer, self._again):
            timer.stop()
        self.media.let_go()

    def _nothing(self) -> None:
        """Do nothing: what came of it has been told."""


def _state(session: Session) -> tuple[Status, bool]:
    health = session.vault.health
    return backups.status(session), health is not None and not health.ok


def _is_waiting(session: Session) -> bool:
    """Tell whether the newest backup has not reached every place yet."""
    status = backups.status(session)
    return any(p.newest is None or p.newest != status.last for p in status.places)


def _ignored(_error: KnownError) -> None:
    """Leave it: what is wrong with a place is noted in the vault, and shown there."""


def _unseen(_done: int, _all: int) -> None:
    """Show nothing: nobody waits for a backup that makes itself."""
