"""The one door for slow work: a single worker thread that owns the vault.

Every call into the services goes through `Tasks.run`. Calls are done one at a time in the order they were asked for;
what comes of them is told on the main thread.
"""

import queue
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, Signal, Slot

from cima_desktop.gui import errors
from cima_desktop.model.errors import KnownError

T = TypeVar("T")
Tick = Callable[[int, int], None]


class Cancelled(Exception):
    """Raised by a call's tick when the person has cancelled it."""


class Job:
    """One call that was asked for: what to do, and whom to tell."""

    def __init__(
        self,
        call: Callable[..., Any],
        then: Callable[[Any], object] | None,
        failed: Callable[[KnownError], object] | None,
        progress: Tick | None,
        ended: Callable[[], object] | None,
    ) -> None:
        self.call, self.then, self.failed, self.progress, self.ended = call, then, failed, progress, ended
        self._cancel = threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None

    @property
    def cancelled(self) -> bool:
        """Return whether the person no longer wants it."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask it to stop; what it did up to its next tick stands, and `then` is not called."""
        self._cancel.set()


class Tasks(QObject):
    """The worker thread and the way back from it."""

    busy_changed = Signal(bool)
    _ended = Signal(object)
    _progressed = Signal(object, int, int)

    def __init__(self, parent: QObject | None = None, name: str = "vault") -> None:
        super().__init__(parent)
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._open: list[Job] = []  # asked for and not yet told; touched by the main thread only
        self._latest: dict[str, Job] = {}
        self._is_over = False
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def run(
        self,
        call: Callable[..., T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
        progress: Tick | None = None,
        latest: str = "",
        ended: Callable[[], object] | None = None,
    ) -> Job:
        """Do `call()` on the worker and tell the outcome on the main thread.

        With `progress`, the call gets a `tick(done, total)` to call now and then. `latest` names a stream of calls of
        which only the newest matters (a search while typing): a newer one cancels the older. Without `failed`, a
        KnownError is shown to the person; any other exception is a bug and goes to the excepthook. `ended` is called
        last, whatever happened. After the end of the worker nothing is done any more.
        """
        job = Job(call, then, failed, progress, ended)
        if self._is_over:
            job.cancel()
            return job
        if latest:
            if older := self._latest.get(latest):
                older.cancel()
            self._latest[latest] = job
        self._open.append(job)
        if len(self._open) == 1:
            self.busy_changed.emit(True)
        self._queue.put(job)
        return job

    def cancel_all(self) -> None:
        """Cancel everything that was asked for, as at a lock."""
        for job in self._open:
            job.cancel()

    def is_idle(self) -> bool:
        """Return whether everything asked for has been told."""
        return not self._open

    def wait_idle(self, seconds: float = 30) -> None:
        """Wait, with the window alive, until everything asked for has been told.

        Raises:
            TimeoutError: something is still running.
        """
        end = time.monotonic() + seconds
        while self._open:
            if time.monotonic() > end:
                raise TimeoutError
            _live_on()

    def finish(self) -> None:
        """Wait, with the window alive and however long it takes, until all is done and told; then end the worker."""
        try:
            while self._open:
                _live_on()
        finally:
            self.shutdown()

    def let_go(self) -> None:
        """End the worker without waiting for it; what it is at may finish, and nobody is told."""
        self._is_over = True
        self.cancel_all()
        self._queue.put(None)

    def shutdown(self) -> None:
        """Let what was asked for finish, then end the worker; safe to call twice."""
        self._is_over = True
        self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            if not job.cancelled:
                self._do(job)
            if shiboken6.isValid(self):
                self._ended.emit(job)

    def _do(self, job: Job) -> None:
        def tick(done: int, total: int) -> None:
            if job.cancelled:
                raise Cancelled
            self._progressed.emit(job, done, total)

        try:
            job.result = job.call(tick) if job.progress else job.call()
        except Cancelled:
            job.cancel()
        except BaseException as error:
            job.error = error

    @Slot(object, int, int)
    def _tell_progress(self, job: Job, done: int, total: int) -> None:
        if job.progress and not job.cancelled and alive(job.progress):
            job.progress(done, total)

    @Slot(object)
    def _tell(self, job: Job) -> None:
        self._open.remove(job)
        self._latest = {key: other for key, other in self._latest.items() if other is not job}
        try:
            self._tell_outcome(job)
        finally:
            if job.ended and alive(job.ended):
                job.ended()
            if not self._open:
                self.busy_changed.emit(False)

    def _tell_outcome(self, job: Job) -> None:
        if isinstance(job.error, KnownError):
            if job.cancelled:
                return
            if job.failed is None:
                errors.show_error(job.error)
            elif alive(job.failed):
                job.failed(job.error)
        elif job.error is not None:
            raise job.error  # a bug: out of this slot it reaches the excepthook
        elif job.then and not job.cancelled and alive(job.then):
            job.then(job.result)


def _live_on() -> None:
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    time.sleep(0.001)


def alive(callback: Callable[..., object]) -> bool:
    """Return whether the widget whose method a callback is still exists.

    A function or lambda belongs to nobody and is always told, because some must be: what was noted for a page that is
    gone has to be taken back. It looks for itself whether its widget is there.
    """
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
