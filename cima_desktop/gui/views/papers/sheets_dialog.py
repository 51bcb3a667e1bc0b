"""A paper of our own: looked at from memory, printed on purpose, noted first; nothing of it becomes a file."""

from collections.abc import Callable

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from cima_desktop import i18n
from cima_desktop.documents.preview import Bitmap
from cima_desktop.documents.sheets import Sheets
from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.papers.preview import INCH_POINTS, Opened, image_of, open_pdf
from cima_desktop.gui.views.papers.print_papers import NoFileError, PrintRun, new_printer
from cima_desktop.gui.views.papers.printers import choose_printer, makes_a_file
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.page_preview import PagePreview
from cima_desktop.i18n import N_
from cima_desktop.services.session import Session

_LANGUAGES = (("both", N_("Both languages")), ("es", N_("Spanish")), ("en", N_("English")))


class SheetsDialog(PlainDialog):
    """The pages in sight are the pages that are printed. Subclasses make them and note the print."""

    def __init__(self, desk: Desk, words: tuple[Text, Text], name: str, parent: QWidget | None = None) -> None:
        """Show the dialog; `words` are its title and what the paper is for, `name` begins the names of its parts."""
        super().__init__(*words, N_("Print…"), parent)
        self._desk = desk
        self._opened: Opened | None = None
        self._pdf = b""
        self._run: PrintRun | None = None
        self._is_closed = False
        self.printer_of: Callable[[], QPrinter] = new_printer
        self.language_box = ChoiceBox(list(_LANGUAGES), empty=None)
        self.language_box.setObjectName(f"{name}_language_box")
        self.language_box.set_value(i18n.language())
        self.add_row(N_("Language of the paper"), self.language_box)
        self.pages = PagePreview()
        self.pages.setObjectName(f"{name}_pages")
        self.pages.setMinimumSize(S(360), S(200))
        self.rows.addWidget(Framed(self.pages), 1)
        self.language_box.edited.connect(self.read)
        self.pages.page_wanted.connect(self._draw)
        self.finished.connect(self._close)
        self.done_button.setEnabled(False)
        self.read()

    def make(self, session: Session, language: str) -> Sheets:
        """Make the paper in "es", "en" or "both"."""
        raise NotImplementedError

    def note(self, session: Session) -> None:
        """Note that it is about to be printed."""
        raise NotImplementedError

    def read(self) -> None:
        """Make the paper in the language that is chosen."""
        language = self.language_box.value()
        self.done_button.setEnabled(False)

        def made(session: Session) -> tuple[Sheets, Opened]:
            sheets = self.make(session, language)
            return sheets, open_pdf(sheets.pdf)

        self._desk.ask(made, self._show, self.show_problem, latest="sheets")

    def finish(self) -> None:
        printer = self.printer_of()
        if printer.outputFileName():
            self._begin(printer)  # a printer that was told where to print asks nothing more
        else:
            choose_printer(printer, lambda: self._chosen(printer), self)

    def _chosen(self, printer: QPrinter) -> None:
        if makes_a_file(printer):
            self.show_problem(NoFileError())
        else:
            self._begin(printer)

    def _begin(self, printer: QPrinter) -> None:
        """Note the print, then send the pages that are in sight."""
        pdf = self._pdf
        self.done_button.setEnabled(False)

        def noted(_nothing: object) -> None:
            if self._is_closed:
                return
            self._run = PrintRun(self._desk, pdf, printer, self)
            self._run.done.connect(self.accept)
            self._run.failed.connect(self.show_problem)
            self._run.start()

        self._desk.write(self.note, noted, self.show_problem)

    def _show(self, made: tuple[Sheets, Opened]) -> None:
        sheets, opened = made
        self._let_go()
        if self._is_closed:
            self._desk.tasks.run(opened.pages.close)
            return
        self._pdf, self._opened = sheets.pdf, opened
        self.pages.show_pages(opened.sizes)
        self.done_button.setEnabled(True)

    def _draw(self, page: int, width: int) -> None:
        opened = self._opened
        if opened is None:
            return
        dpi = width / opened.sizes[page][0] * INCH_POINTS

        def arrived(bitmap: Bitmap) -> None:
            if opened is self._opened:
                self.pages.set_page(page, image_of(bitmap))

        self._desk.ask(lambda _session: opened.pages.page(page, dpi), arrived)

    def _close(self) -> None:
        self._is_closed = True
        if self._run is not None:
            self._run.stop()
        self.pages.clear()
        self._pdf = b""
        self._let_go()

    def _let_go(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            self._desk.tasks.run(opened.pages.close)  # on the thread that draws, after what it still draws
