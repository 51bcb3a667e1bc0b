"""The two kinds of error on the screen: the world's fault in plain words, and a bug with no values in it."""

import faulthandler
import sys
import threading
import traceback
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from cima_desktop import log
from cima_desktop.i18n import _
from cima_desktop.model.errors import KnownError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

_shown: "list[QMessageBox]" = []


def install() -> None:
    """Send every exception that nobody expected, on any thread, to the log (type and place only) and a dialog."""
    sys.excepthook = report
    threading.excepthook = _thread_hook
    sys.unraisablehook = _unraisable_hook
    qInstallMessageHandler(_qt_message)
    if sys.stderr is not None:  # a windowed program on Windows has none
        faulthandler.enable()  # files, lines and functions; never a value


def show_error(error: KnownError, near: QWidget | None = None) -> None:
    """Say a known error in the window it happened in, without getting in the way; in a dialog where there is none."""
    widget = near or QApplication.activeWindow() or next(iter(_main_windows()), None)
    while widget is not None:
        show = getattr(widget, "show_problem", None)
        if callable(show):
            show(error)
            return
        widget = widget.parentWidget()
    _dialog("Warning", error.sentence(), error.advice(), "")


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log a bug and tell the person; a known error that slipped through is shown as what it is."""
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    if isinstance(error, KnownError):
        show_error(error)
        return
    log.report(kind, error, trace)
    if QApplication.instance() is not None and threading.current_thread() is threading.main_thread():
        _dialog(
            "Critical",
            _("Something in the program went wrong."),
            _(
                "What was saved is safe. If it happens again, close the program, open it again, "
                "and tell whoever helps you with computers."
            ),
            f"{kind.__name__}\n" + _places(trace),
        )


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    return "\n".join(f"{f.filename.replace(chr(92), '/').rsplit('/', 1)[-1]}:{f.lineno} {f.name}" for f in frames)


def _main_windows() -> list[QWidget]:
    return [
        widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and hasattr(widget, "show_problem")
    ]


def _dialog(icon: str, line: str, advice: str, details: str) -> None:
    """Show a dialog and go on; a second one waits for nobody and replaces nothing."""
    if len(_shown) >= 3:  # a fault in painting would otherwise bury the person
        return
    from PySide6.QtWidgets import QMessageBox  # lazy: start-up need not pay for what goes wrong

    box = QMessageBox(QMessageBox.Icon[icon], "CIMA", line, QMessageBox.StandardButton.Ok, QApplication.activeWindow())
    box.setInformativeText(advice)
    box.setDetailedText(details)
    box.finished.connect(lambda: _shown.remove(box))
    box.finished.connect(box.deleteLater)
    _shown.append(box)
    box.open()


def _thread_hook(args: Any) -> None:
    report(args.exc_type, args.exc_value, args.exc_traceback)


def _unraisable_hook(args: Any) -> None:
    log.logger("gui").error(
        "A bug was met where nothing could be raised.", exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
    )


def _qt_message(kind: QtMsgType, context: QMessageLogContext, _message: str) -> None:
    """Note that Qt complained, and which part of it; its message may quote what was typed, so it is dropped."""
    if kind in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
        log.logger(f"qt.{context.category or 'default'}").warning("Qt complained.")
