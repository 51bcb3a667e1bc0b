"""The program in a process of its own, as a person uses it: opens the vault, types, locks; says on stderr what happens.

`python tests/gui/lock_child.py --vault FOLDER` is the one that holds the key. The fresh process that follows runs the
same file with `--locked WHY`, and only stands at the door. Each line on stderr is a word and a process number.
"""

import ctypes
import os
import sys
from collections.abc import Callable
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from cima_desktop.vault.cost import TESTING_COST, Cost

Cost.FLOOR = TESTING_COST  # before the program takes it for its least

from cima_desktop import app, paths  # noqa: E402
from cima_desktop.vault.memory import protect_process  # noqa: E402
from tests.gui.keyboard import write  # noqa: E402

HOW = os.environ.get("CIMA_TEST_HOW", "")
"""What goes wrong on purpose: the fresh one "dies" undrawn, or the old one ("cut") once the vault is shut,
or a bug of Qt ends it while somebody types ("abort")."""

_PR_SET_PTRACER = 0x59616D61


def say(word: str) -> None:
    """Say a word and which process says it."""
    print(word, os.getpid(), file=sys.stderr, flush=True)


def once(ready: Callable[[], bool], then: Callable[[], object]) -> None:
    """Do something when something is so."""
    if ready():
        then()
    else:
        QTimer.singleShot(10, lambda: once(ready, then))


class Person:
    """Sits at the program."""

    def __init__(self, program: Any) -> None:
        self.program = program
        # Taken out of the surroundings, so that the fresh process cannot know them from there.
        self.passphrase, self.name = os.environ.pop("CIMA_TEST_PASSPHRASE"), os.environ.pop("CIMA_TEST_NAME")

    def open(self) -> None:
        """Open the vault."""
        door = self.program.window._cover
        door.ui.passphrase_edit.setText(self.passphrase)
        door.open()
        once(lambda: self.program.desk is not None and self.program.tasks.is_idle(), self.type)

    def type(self) -> None:
        """Type a name that would be known again."""
        page = self.program.window.show_page("people")
        page.begin()
        editor = page.card.form.editor("given_names")
        editor.setFocus()
        write(self.name, editor.box())
        say("typed")
        if HOW == "abort":
            page.card.form.keep_draft()
            once(self.program.tasks.is_idle, os.abort)
        else:
            QTimer.singleShot(0, self.lock)

    def lock(self) -> None:
        """Lock."""
        self.program.lock("idle")
        say("covered")
        if HOW == "cut":
            self.program.handover._heirs = lambda _reason: _kill_us()
        once(lambda: hasattr(self.program.window._cover, "message_bar"), self.stayed)

    def stayed(self) -> None:
        """Say that this process shows the door itself."""
        say("stayed" if not self.program.window._cover.message_bar.isHidden() else "silent")


class Watched(app.Program):
    """The program, with somebody at it where it is the first one."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if "--locked" in sys.argv:
            once(lambda: self.window._cover is not None and self.window.isVisible(), self._tell)
        else:
            person = Person(self)
            once(lambda: self.window._cover is not None and self.window.isVisible(), person.open)

    def _tell(self) -> None:
        cover: Any = self.window._cover
        say("fresh" if cover is not None and not cover.message_bar.isHidden() else "silent")


def _kill_us() -> None:
    """Die at once, as by `kill -9`."""
    say("killed")
    os.kill(os.getpid(), 9)


def main() -> int:
    """Run the program until it ends by itself; its memory is open to the test, whoever started it."""
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, -1, 0, 0, 0)
    app.Program = Watched  # type: ignore[misc]
    paths.own_program = lambda: [sys.executable, __file__]  # who follows is watched, too
    if HOW == "abort":
        protect_process()
    if HOW == "dies" and "--locked" in sys.argv:
        app.say_painted = _kill_us  # type: ignore[attr-defined]
    status = app.run(sys.argv[1:])
    QApplication.processEvents()
    return status


if __name__ == "__main__":
    sys.exit(main())
