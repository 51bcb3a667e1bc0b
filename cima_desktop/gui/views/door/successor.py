"""The process that held a key ends, and a fresh one that never had it takes its window's place (S10).

The vault is shut before the fresh process begins, so the file is free for it. It is our own program, told by its
arguments which folder is locked and why; it draws the door where the old window stands (the settings say where) and
then says so through a pipe. Only then is the old window taken away. Where the fresh one does not come, the old process
keeps the window and shows the door itself.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal
from PySide6.QtWidgets import QWidget

from cima_desktop import log, paths

PAINTED = b"painted\n"
PATIENCE_MS = 15_000
"""A slow disk may take this long to start a program; the old window is blank meanwhile."""
_OUTPUT = 1


def door_arguments(folder: Path, reason: str) -> list[str]:
    """Return what makes the program begin at the door of a vault and say why it is locked."""
    return ["--vault", str(folder), "--locked", reason]


class Successor(QObject):
    """One fresh process: `painted` or `failed` is told once, unless it was abandoned before."""

    painted = Signal()
    failed = Signal()

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._said = b""
        self._is_told = False
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.errorOccurred.connect(lambda _error: self._tell(False))
        self._process.finished.connect(lambda _status, _how: self._tell(False))
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(lambda: self._tell(False))

    def start(self) -> None:
        """Start it."""
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYINSTALLER_RESET_ENVIRONMENT", "1")  # or a one-file build would lose its own files with us
        self._process.setProcessEnvironment(environment)
        self._clock.start(PATIENCE_MS)
        self._process.start(self._command[0], self._command[1:])
        self._process.closeWriteChannel()

    def abandon(self) -> None:
        """End it, and tell nobody."""
        self._is_told = True
        self._clock.stop()
        self._process.kill()
        self._process.waitForFinished(1000)

    def _read(self) -> None:
        self._said += self._process.readAllStandardOutput().data()
        if PAINTED in self._said:
            self._tell(True)

    def _tell(self, is_there: bool) -> None:
        if self._is_told:
            return
        if is_there:
            self._is_told = True
            self._clock.stop()
            self.painted.emit()
        else:
            self.abandon()
            self.failed.emit()


Heirs = Callable[[str], Successor]
"""Makes the process that follows, given why the vault is locked."""


def heirs_of(folder: Path) -> Heirs:
    """Return what makes the processes that follow this one at the door of `folder`."""
    return lambda reason: Successor([*paths.own_program(), *door_arguments(folder, reason)])


def leave() -> None:
    """End this process at once: nothing of the program, a dialog or a library runs after the vault is handed over."""
    os._exit(0)


class Handover(QObject):
    """Lets another process follow at each lock; tells `stayed` with the reason where none does."""

    stayed = Signal(str)

    def __init__(self, window: QWidget, heirs: Heirs | None, left: Callable[[], object] = leave) -> None:
        super().__init__(window)
        self._window, self._heirs, self._left = window, heirs, left
        self._heir: Successor | None = None

    def begin(self, reason: str) -> None:
        """Start the process that follows; the vault must be shut."""
        if self._heirs is None:
            self.stayed.emit(reason)
            return
        heir = self._heir = self._heirs(reason)
        heir.painted.connect(self._give_way)
        heir.failed.connect(lambda: self._stay(reason))
        heir.start()

    def abandon(self) -> None:
        """End the one that was to follow, as when the window is closed meanwhile."""
        if self._heir is not None:
            self._heir.abandon()

    def _give_way(self) -> None:
        """End with everything this process remembers: the door stands in another one."""
        self._window.hide()
        self._left()

    def _stay(self, reason: str) -> None:
        log.logger("lock").warning("No fresh process could be started; this one shows the locked door itself.")
        self._heir = None
        self.stayed.emit(reason)


def say_painted() -> None:
    """Tell the process before this one that the door is drawn, and let go of the pipe between the two."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.write(_OUTPUT, PAINTED)
        os.dup2(nowhere, _OUTPUT)
    except OSError:  # it was ended meanwhile, and nobody listens: the door stands here all the same
        os.dup2(nowhere, _OUTPUT)
    finally:
        os.close(nowhere)
