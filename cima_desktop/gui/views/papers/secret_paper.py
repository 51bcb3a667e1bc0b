"""Printing what opens the vault: from memory, on paper only, and nothing of it is kept once it is printed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.papers.print_papers import NoFileError, PrintRun, new_printer
from cima_desktop.gui.views.papers.printers import choose_printer, makes_a_file
from cima_desktop.i18n import N_

PAPER_ONLY = N_(
    "On paper only: print it or write it down by hand. Never save it as a file, type it into a message or photograph"
    " it: whoever finds such a copy could open the vault."
)


class SecretPaper(QObject):
    """Asks for a printer and prints; a printer that makes a file is refused, for the secret would stay in it."""

    printed = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._near = desk, parent
        self._run: PrintRun | None = None

    def ask(self, make: Callable[[], bytes]) -> None:
        """Let the person choose a printer, then print the PDF that `make` draws on the vault's thread."""
        printer = new_printer()
        choose_printer(printer, lambda: self.print_on(printer, make), self._near)

    def print_on(self, printer: QPrinter, make: Callable[[], bytes]) -> None:
        """Print on paper."""
        if makes_a_file(printer):
            self.refused.emit(NoFileError())
            return
        self._desk.ask(lambda _session: make(), lambda pdf: self._start(printer, pdf), self.refused.emit)

    def _start(self, printer: QPrinter, pdf: bytes) -> None:
        run = self._run = PrintRun(self._desk, pdf, printer, self)
        run.done.connect(self.printed)
        run.failed.connect(self.refused)
        run.start()
