"""Printing the very pages that were read on the screen: noted first, then painted from memory, one by one, at 300 dpi.

A lock or a closed dialog ends the painting; the note stays, unless no page at all went to the printer.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QProgressBar, QWidget

from cima_desktop.documents.preview import Bitmap, PreviewPages
from cima_desktop.gui.language import bind
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.papers.printers import choose_printer, makes_a_file
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services import packets
from cima_desktop.services.packets import Leaving, MadePaper, Packet

DPI = 300


class PrinterRefusedError(KnownError):
    """The printer did not take the pages."""

    message = N_("The printer did not take the pages.")
    remedy = N_("Check that it is on and has paper, then print again. The papers are still here.")


def new_printer() -> QPrinter:
    """Return a printer set up for papers that may be recorded: letter size, one-sided, pages as they are."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setDuplex(QPrinter.DuplexMode.DuplexNone)
    printer.setResolution(DPI)
    printer.setFullPage(True)
    printer.setDocName("CIMA")  # the queue shows this name to others: nobody's name belongs in it
    return printer


class NoFileError(KnownError):
    """A printer was chosen that writes a file instead of printing."""

    message = N_("That printer makes a file, which anyone who finds it can read.")
    remedy = N_("Choose a printer that prints on paper. Nothing was printed.")


class PrintRun(QObject):
    """Draws pages on the worker and paints each as it comes."""

    progressed = Signal(int, int)
    done = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, pdf: bytes, printer: QPrinter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._pdf, self._printer = desk, pdf, printer
        self._painter = QPainter()
        self._pages: PreviewPages | None = None
        self._total = self.sent = 0
        self._is_over = False
        desk.closing.connect(self.stop)

    def start(self) -> None:
        """Begin to print."""
        self._desk.ask(lambda _session: PreviewPages(self._pdf), self._opened)

    def stop(self) -> None:
        """Send no more pages; neither `done` nor `failed` is told."""
        if not self._is_over and self._painter.isActive():
            self._printer.abort()
        self._end()

    def _opened(self, pages: PreviewPages) -> None:
        if self._is_over:
            self._desk.tasks.run(pages.close)
            return
        self._pages, self._total = pages, len(pages)
        if not self._painter.begin(self._printer):
            self._finish(PrinterRefusedError())
            return
        self._next(0)

    def _next(self, page: int) -> None:
        pages = self._pages
        if pages is None or page >= self._total:
            self._finish(None)
            return
        self._desk.ask(lambda _session: pages.page(page, DPI), lambda bitmap: self._paint(page, bitmap))

    def _paint(self, page: int, bitmap: Bitmap) -> None:
        if self._is_over:
            return
        if page and not self._printer.newPage():
            self._finish(PrinterRefusedError())
            return
        picture = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        self._painter.drawImage(QRectF(self._painter.viewport()), picture)
        self.sent = page + 1
        self.progressed.emit(page + 1, self._total)
        self._next(page + 1)

    def _end(self) -> None:
        self._is_over = True
        if self._painter.isActive():
            self._painter.end()
        pages, self._pages = self._pages, None
        if pages is not None:
            self._desk.tasks.run(pages.close)

    def _finish(self, error: KnownError | None) -> None:
        self._end()
        if error is not None:
            self.failed.emit(error)
        else:
            self.done.emit()


class PrintDialog(PlainDialog):
    """Says what printing means, asks for whom, notes it, and prints."""

    printed = Signal()
    stopped = Signal()
    """Printing was stopped after pages had gone out: the note stays."""

    def __init__(self, desk: Desk, packet: Packet, papers: Sequence[MadePaper], parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Print"),
            N_(
                "Choose one-sided. The computer’s own print queue may keep the pages for a while; print only on a"
                " printer you trust, and take the pages with you."
            ),
            N_("Choose the printer…"),
            parent,
        )
        self._desk, self._packet = desk, packet
        self._documents = [p.document for p in papers]
        self._pdf = packet.joined if len(papers) > 1 else papers[0].pdf
        self._run: PrintRun | None = None
        self._leaving: Leaving | None = None
        self._is_closed = False
        self.printer_of: Callable[[], QPrinter] = new_printer
        self.holder_edit = LineEdit(limit=300)
        guarded(self.holder_edit, words=False)
        self.holder_edit.setObjectName("print_holder_edit")
        self.add_row(N_("Who are they for?"), self.holder_edit, N_("Noted in the plan’s record of copies."))
        self.progress_bar = QProgressBar()
        self.progress_bar.setTextVisible(False)
        bind(self.progress_bar, QWidget.setAccessibleName, N_("How many pages are sent"))
        self.progress_bar.hide()
        self.rows.addWidget(self.progress_bar)
        self.rejected.connect(self._stop)

    def finish(self) -> None:
        if not self.holder_edit.value().strip():
            self.say(N_("Write who the papers are for."))
            return
        self._printer = self.printer_of()
        if self._printer.outputFileName():
            self.begin()  # a printer that was told where to print asks nothing more
        else:
            choose_printer(self._printer, self._chosen, self)

    def begin(self) -> None:
        """Note the print, then send the pages to the printer that was chosen."""
        self.error_label.hide()
        self.done_button.setEnabled(False)
        self.progress_bar.show()
        packet, documents, holder = self._packet, self._documents, self.holder_edit.value().strip()
        desk = self._desk

        def noted(leaving: Leaving) -> None:
            if self._is_closed:  # the dialog is gone, and nothing was sent
                desk.do(lambda session: packets.take_back(session, leaving))
            else:
                self._noted(leaving)

        desk.do(lambda session: packets.begin_print(session, packet, documents, holder), noted, self.show_problem)

    def show_problem(self, error: KnownError) -> None:
        self.progress_bar.hide()
        super().show_problem(error)

    def _chosen(self) -> None:
        if makes_a_file(self._printer):
            self.show_problem(NoFileError())
        else:
            self.begin()

    def _noted(self, leaving: Leaving) -> None:
        self._leaving = leaving
        self._run = PrintRun(self._desk, self._pdf, self._printer, self)
        self._run.progressed.connect(self._progressed)
        self._run.done.connect(self._printed)
        self._run.failed.connect(self._refused)
        self._run.start()

    def _progressed(self, done: int, total: int) -> None:
        self.progress_bar.setMaximum(total)
        self.progress_bar.setValue(done)

    def _printed(self) -> None:
        self._leaving = None
        self.printed.emit()
        self.accept()

    def _refused(self, error: KnownError) -> None:
        self._take_back()
        self.show_problem(error)

    def _stop(self) -> None:
        """The dialog was closed, by the person or by a lock."""
        self._is_closed = True
        if self._run is not None and self._leaving is not None:
            self._run.stop()
            if self._run.sent:
                self.stopped.emit()
            self._take_back()

    def _take_back(self) -> None:
        """Correct the note when no page at all has gone out."""
        leaving, self._leaving = self._leaving, None
        if leaving is not None and self._run is not None and not self._run.sent:
            self._desk.do(lambda session: packets.take_back(session, leaving))
