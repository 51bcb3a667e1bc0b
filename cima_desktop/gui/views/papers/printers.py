"""Choosing a printer: one that prints on paper, asked for in a dialog that a lock can close."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget


def makes_a_file(printer: QPrinter) -> bool:
    """Tell whether a printer writes a file that stays on this computer, as far as that can be known."""
    return bool(printer.outputFileName()) or printer.outputFormat() == QPrinter.OutputFormat.PdfFormat


def choose_printer(printer: QPrinter, chosen: Callable[[], object], parent: QWidget) -> QPrintDialog:
    """Let the person choose a printer, with a dialog that a lock can close."""
    chooser = QPrintDialog(printer, parent)
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    chooser.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    chooser.accepted.connect(chosen)
    QDialog.open(chooser)  # its own takes a slot of C++
    return chooser
