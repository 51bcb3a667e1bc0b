"""Printing the very pages that were read on the screen: painted from memory, one after the other, at 300 dpi."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QProgressBar, QWidget

from cima_desktop.documents.preview import Bitmap, PreviewPages
from cima_desktop.gui.language import bind
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview_lawyer import PlainDialog
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.services import packets

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
        self._total = 0
        self._is_stopped = False

    def start(self) -> None:
        """Begin to print."""
        self._desk.ask(lambda _session: PreviewPages(self._pdf), self._opened)

    def stop(self) -> None:
        """Send no more pages."""
        self._is_stopped = True

    def _opened(self, pages: PreviewPages) -> None:
        self._pages, self._total = pages, len(pages)
        if not self._painter.begin(self._printer):
            self._finish(PrinterRefusedError())
            return
        self._next(0)

    def _next(self, page: int) -> None:
        pages = self._pages
        if pages is None or page >= self._total or self._is_stopped:
            self._finish(None)
            return
        self._desk.ask(lambda _session: pages.page(page, DPI), lambda bitmap: self._paint(page, bitmap))

    def _paint(self, page: int, bitmap: Bitmap) -> None:
        if page and not self._printer.newPage():
            self._finish(PrinterRefusedError())
            return
        picture = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        self._painter.drawImage(QRectF(self._painter.viewport()), picture)
        self.progressed.emit(page + 1, self._total)
        self._next(page + 1)

    def _finish(self, error: KnownError | None) -> None:
        if self._painter.isActive():
            if self._is_stopped:
                self._printer.abort()
            self._painter.end()
        pages, self._pages = self._pages, None
        if pages is not None:
            self._desk.tasks.run(pages.close)
        if error is not None:
            self.failed.emit(error)
        else:
            self.done.emit()


class PrintDialog(PlainDialog):
    """Says what printing means, asks for whom, and notes it."""

    printed = Signal()

    def __init__(self, desk: Desk, documents: Sequence[RecordId], pdf: bytes, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Print"),
            N_(
                "Choose one-sided. The computer’s own print queue may keep the pages for a while; print only on a"
                " printer you trust, and take the pages with you."
            ),
            N_("Choose the printer…"),
            parent,
        )
        self._desk, self._documents, self._pdf = desk, list(documents), pdf
        self._run: PrintRun | None = None
        self.printer_of: Callable[[], QPrinter] = new_printer
        self.holder_edit = LineEdit(limit=300)
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
        if self._printer.outputFormat() == QPrinter.OutputFormat.PdfFormat and self._printer.outputFileName():
            self.begin()  # a printer that was told where to print asks nothing more
            return
        chooser = QPrintDialog(self._printer, self)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
        chooser.accepted.connect(self.begin)
        chooser.setModal(True)
        chooser.show()

    def begin(self) -> None:
        """Send the pages to the printer that was chosen."""
        self.done_button.setEnabled(False)
        self.progress_bar.show()
        self._run = PrintRun(self._desk, self._pdf, self._printer, self)
        self._run.progressed.connect(self._progressed)
        self._run.done.connect(self._note)
        self._run.failed.connect(self.show_problem)
        self._run.start()

    def _progressed(self, done: int, total: int) -> None:
        self.progress_bar.setMaximum(total)
        self.progress_bar.setValue(done)

    def _stop(self) -> None:
        if self._run is not None:
            self._run.done.disconnect(self._note)
            self._run.stop()

    def _note(self) -> None:
        documents, holder = self._documents, self.holder_edit.value().strip()
        self._desk.do(lambda session: packets.record_print(session, documents, holder), lambda _touched: self._noted())

    def _noted(self) -> None:
        self.printed.emit()
        self.accept()
