"""A log that can be handed to a stranger: type and place of what happened, never a value.

Every record's arguments are dropped and its message must be a fixed sentence; a traceback is written as
file, line and function, without the exception's text and without locals.
"""

import logging
import sys
import traceback
from types import TracebackType

from cima_desktop import paths

NAME = "cima"
_LIMIT_BYTES = 256 * 1024


def logger(room: str) -> logging.Logger:
    """Return the logger of a room of the house ("vault", "gui")."""
    return logging.getLogger(f"{NAME}.{room}")


def where(trace: TracebackType | None) -> str:
    """Return the places of a traceback, innermost last, with no values in it."""
    frames = traceback.extract_tb(trace)
    return " > ".join(f"{f.filename.replace(chr(92), '/').rsplit('/', 1)[-1]}:{f.lineno}:{f.name}" for f in frames)


class RedactingFormatter(logging.Formatter):
    """Formats a record as time, level, room and its fixed sentence; arguments and exception texts are dropped."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line without any value in it."""
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {record.msg}"
        if record.exc_info and record.exc_info[0] is not None:
            line += f" [{record.exc_info[0].__name__} at {where(record.exc_info[2])}]"
        return line


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log a bug and say its type and place on standard error; never its text, which may quote a record."""
    logger("program").error("A bug was met.", exc_info=(kind, error, trace))
    if sys.stderr is not None:  # a windowed program on Windows has none
        print(f"cima-desktop: {kind.__name__}: {where(trace)}", file=sys.stderr)


class _Journal(logging.Handler):
    """Opens the log's file when the first line is written: most runs have nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        if self._file is None:
            self._file = _open()
        self._file.handle(record)


def _open() -> logging.Handler:
    from logging.handlers import RotatingFileHandler  # lazy: 8 ms that start-up need not pay

    folder = paths.user_log()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made: logging.Handler = RotatingFileHandler(
            folder / "cima.log", maxBytes=_LIMIT_BYTES, backupCount=2, encoding="utf-8"
        )
    except OSError:  # a read-only disk must not keep the vault from opening
        made = logging.NullHandler()
    made.setFormatter(RedactingFormatter())
    return made


def start() -> None:
    """Send the program's log to a small rotating file in the log folder; where none can be written, to nowhere."""
    root = logging.getLogger(NAME)
    root.setLevel(logging.INFO)
    root.propagate = False
    root.handlers[:] = [_Journal()]
