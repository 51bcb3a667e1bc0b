"""What every page is given: the open vault, the worker, the settings, and the ways to the other pages."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from cima_desktop.gui import errors
from cima_desktop.gui.tasks import Job, Tasks, Tick, alive
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.services import reads
from cima_desktop.services.session import Session
from cima_desktop.settings import Settings
from cima_desktop.store.reads import PREVIEWED

T = TypeVar("T")
ANYTHING = Touched("", frozenset(), frozenset(), datetime(1970, 1, 1, tzinfo=UTC))
"""Told when something was changed and nobody said what."""


def touches(touched: Touched, *kinds: str) -> bool:
    """Tell whether a save may have changed records of these kinds."""
    return not touched.kinds or bool(touched.kinds & set(kinds))


def touched_of(result: object) -> Touched | None:
    """Return what a call says it touched: `ANYTHING` when it does not say, None when it says nothing was."""
    touched = result if isinstance(result, Touched) else getattr(result, "touched", ANYTHING)
    return touched if touched or touched is ANYTHING else None


class NotKeptError(KnownError):
    """A bug kept a change from being saved."""

    message = N_("This could not be saved, because something in the program went wrong.")
    remedy = N_("What you typed is still here. Try again, or close the program and open it again.")


class Desk(QObject):
    """One for each opened vault. Reads go through `ask`, changes through `do`; nothing else touches the session."""

    changed = Signal(object)
    """A `Touched`: each open view decides whether to read again."""
    saving = Signal()
    saved = Signal()
    not_saved = Signal(object)
    unchanged = Signal()
    """What was to be saved stood there already: nothing was written."""
    looked = Signal()
    """Somebody looked at a record, which is to be noted when there is time."""
    closing = Signal()
    """The vault is about to close: wipe what is shown."""
    lock_wanted = Signal(str)
    """Something beside the pages wants the vault locked now; with the reason, as it is said at the door."""
    held = Signal(int)
    """How many legal holds are in force."""
    undecided = Signal(int)
    """How much waits for a person's decision."""
    cautioned = Signal(object)
    """A list of `KnownError`: what a person should know although everything works."""
    look_chosen = Signal(str, object)
    """How the window is to look, speak or lock from now on, and the value.

    "language", "scheme" or "size"; "place", where the program is used; "minutes", of which the settings already know.
    """
    noted = Signal(object, str, str)
    """Something to say at the foot of the window: the words, an icon and its colour."""
    parting = Signal(object)
    """What is being done before the vault is shut for good, to be said on the cover."""
    backups_changed = Signal()
    """Backups were made, carried or removed."""
    backup_wanted = Signal()
    """Somebody asked for a backup."""
    carry_wanted = Signal()
    """The newest backup is to be brought to the other places."""

    def __init__(self, session: Session, tasks: Tasks, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.tasks = tasks
        self.settings = settings
        self.opener: Callable[[str, str], object] = lambda _kind, _record_id: None
        self.previewer: Callable[[Any], object] = lambda _packet: None
        self.plan_starter: Callable[[], object] = lambda: None
        self.undoer: Callable[[], object] = lambda: None
        self.last_acts: list[Callable[[Session], object]] = []
        """Done on the vault's thread before it is shut for good (not at a lock, which waits for nothing)."""
        self.is_closing = False
        self._reads: list[Job] = []

    @property
    def is_for_looking(self) -> bool:
        """Tell whether this is a helper copy, in which nothing can be changed."""
        return self.session.ending is not None

    def ask(
        self,
        call: Callable[[Session], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        latest: str = "",
        ended: Callable[[], object] | None = None,
    ) -> Job:
        """Read something on the vault's thread; `latest` names a stream in which only the newest answer counts."""

        def done(result: T) -> None:
            if then and alive(then) and not self.is_closing:
                then(result)

        return self._noted(self.tasks.run(self._asked(call), done, failed, latest=latest, ended=ended))

    def draw(
        self,
        call: Callable[[Session, Tick], T],
        then: Callable[[T], object],
        failed: Callable[[KnownError], object],
        progress: Tick,
        ended: Callable[[], object],
    ) -> Job:
        """Do something that takes long and may be stopped, by the person or by a lock; nothing of it is kept then."""
        return self._noted(self.tasks.run(self._asked(call), then, failed, progress, ended=ended))

    def _asked(self, call: Callable[..., T]) -> Callable[..., T]:
        """Return the call with the session put in; what the disk does in it comes back as a known error."""
        session = self.session

        def asked(*ticks: Tick) -> T:
            return session.answer(lambda opened: call(opened, *ticks))

        return asked

    def _noted(self, job: Job) -> Job:
        self._reads = [*(read for read in self._reads if read.result is None and read.error is None), job]
        return job

    def do(
        self,
        call: Callable[[Session], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        ended: Callable[[], object] | None = None,
    ) -> Job:
        """Change something on the vault's thread, then tell every view what was touched."""

        def done(result: T) -> None:
            if then and alive(then):
                then(result)
            self._tell(result)

        return self.write(call, done, failed, ended)

    def write(
        self,
        call: Callable[[Session], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        ended: Callable[[], object] | None = None,
    ) -> Job:
        """Change something on the vault's thread and tell nobody but the footer; a lock never cancels it.

        One of `then` and `failed` is always told: of a bug, which has its own dialog, as a `NotKeptError`.
        """
        told = False
        self.saving.emit()

        def done(result: T) -> None:
            nonlocal told
            told = True
            (self.unchanged if touched_of(result) is None else self.saved).emit()
            if then and alive(then):
                then(result)

        def refused(error: KnownError) -> None:
            nonlocal told
            told = True
            self.not_saved.emit(error)
            if failed is not None and alive(failed):
                failed(error)
            elif failed is None and not isinstance(error, NotKeptError):
                errors.show_error(error)

        def over() -> None:
            if not told:
                refused(NotKeptError())
            if ended is not None and alive(ended):
                ended()

        return self.tasks.run(self._asked(call), done, refused, ended=over)

    def saw(self, record_id: str) -> None:
        """Take note that a record was brought into sight; a lock that follows does not forget it."""
        session = self.session
        self.tasks.run(lambda: reads.saw(session, record_id))
        self.looked.emit()

    def saw_papers(self, documents: Sequence[RecordId]) -> None:
        """Take note that papers were brought into sight."""
        session = self.session
        self.tasks.run(lambda: reads.saw_papers(session, documents, PREVIEWED))
        self.looked.emit()

    def _tell(self, result: object) -> None:
        touched = touched_of(result)
        if touched is not None and not self.is_closing:
            self.changed.emit(touched)

    def open(self, kind: str, record_id: str) -> None:
        """Go to the page that shows a record ("person", "household", "plan", "document"), a section of
        the "settings" or the "exchange", a help topic ("help"), a bundle's file ("bundle"). "share", "refer" and
        "answer" hand the record on.
        """
        self.opener(kind, record_id)

    def open_preview(self, packet: Any) -> None:
        """Show the papers of a packet."""
        self.previewer(packet)

    def open_backups(self) -> None:
        """Go to what is said about backups, and to the button that makes one."""
        self.open("settings", "backups")

    def start_plan(self, _checked: bool = False) -> None:
        """Begin a new family plan."""
        self.plan_starter()

    def undo(self) -> None:
        """Take the newest step back."""
        self.undoer()

    def close(self) -> None:
        """Tell every view to wipe what it shows; nothing is asked of the vault any more."""
        self.is_closing = True
        self.stop_reading()
        self.closing.emit()

    def stop_reading(self) -> None:
        """Let go of everything that is only read or drawn: a lock waits for nothing but what is to be kept."""
        for read in self._reads:
            read.cancel()
