"""Writing a bundle from the window: where to, how far it is, and a way to stop."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cima_desktop import paths
from cima_desktop.gui.tasks import Job
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.file_dialogs import choose_new_file
from cima_desktop.i18n import N_
from cima_desktop.services import sharing_export
from cima_desktop.services.sharing_terms import Leaving


class Writing(QObject):
    """At most one bundle on its way."""

    begun = Signal()
    progressed = Signal(int, int)
    written = Signal(object)
    """The `Left` of a file that is there."""
    refused = Signal(object)
    """Why there is none."""
    stopped = Signal()

    def __init__(self, desk: Desk, near: QWidget) -> None:
        super().__init__(near)
        self._desk, self._near = desk, near
        self._job: Job | None = None
        self._leaving: Leaving | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether a file is being written."""
        return self._job is not None

    def ask_place(self, leaving: Leaving | None) -> None:
        """Ask where the file should go, then write it."""
        self._leaving = leaving
        self._desk.ask(
            sharing_export.file_name,
            lambda name: choose_new_file(self._near, N_("Where should the file go?"), name, self.write),
        )

    def write(self, place: str) -> None:
        """Write the file to the place that was chosen."""
        leaving, path = self._leaving, with_ending(place)
        if leaving is None or self.is_busy:
            return
        self.begun.emit()
        self._job = self._desk.draw(
            lambda session, tick: sharing_export.export(session, leaving, path, tick),
            self.written.emit,
            self.refused.emit,
            self.progressed.emit,
            self._ended,
        )

    def stop(self) -> None:
        """Stop; no file is left."""
        if self._job is not None:
            self._job.cancel()

    def _ended(self) -> None:
        was_stopped = self._job is not None and self._job.cancelled
        self._job = None
        if was_stopped and not self._desk.is_closing:
            self.stopped.emit()


def with_ending(place: str) -> Path:
    """Return the file that was chosen, with the ending that bundles have."""
    chosen = Path(place)
    return chosen if chosen.suffix == paths.BUNDLE else chosen.with_name(f"{chosen.name}{paths.BUNDLE}")
