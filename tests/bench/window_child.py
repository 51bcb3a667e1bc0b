"""One run of a window in a process of its own, measured from inside: what `bench_window` starts.

`python tests/bench/window_child.py label|namespace|locked|list|keys|lock SIZE PASSPHRASE` prints one line of JSON;
`CIMA_HOME` says where the vault and its SIZE people are. Nothing is imported here that the bare window would not
import too.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

PAGE = 4096
KEYS = 200
WHAT, SIZE, PASSPHRASE = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def memory() -> dict[str, float]:
    """Return what this process holds, in MiB: all of it, and its own share of what it shares."""
    with open("/proc/self/smaps_rollup", encoding="ascii") as file:
        kib = {line.split()[0]: int(line.split()[1]) for line in file if line.startswith(("Rss:", "Pss:"))}
    return {"rss": kib["Rss:"] / 1024, "pss": kib["Pss:"] / 1024}


def bytes_read() -> int:
    """Return how many bytes this process has read from files."""
    with open("/proc/self/io", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("rchar"))


def tell(**found: object) -> None:
    """Print what was found and end at once: what a process does on its way out is not measured."""
    whole = time.process_time()
    import json

    print(json.dumps({**found, "whole": whole}), flush=True)
    os._exit(0)


def until(ready: Callable[[], bool]) -> None:
    """Let the window live until something is so; nothing is spent on waiting."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    tick = QTimer()
    tick.start(200)  # lest nothing happens at all
    while not ready():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def painted(window: Any) -> None:
    """Let a window be painted."""
    from PySide6.QtWidgets import QApplication

    while not window.windowHandle().isExposed():
        QApplication.processEvents()
    QApplication.processEvents()


def label() -> None:
    """Show a bare window with a label: the floor."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("CIMA"))
    window.resize(1366, 768)
    window.show()
    painted(window)
    tell(**memory(), app=bool(app))


def namespace() -> None:
    """Show the bare window in a program that names one constant of Qt: Python then makes all 1,200 of them."""
    from PySide6.QtCore import Qt

    if Qt.AlignmentFlag.AlignLeft:
        label()


def program(then: Callable[[Any], None]) -> None:
    """Start the program as `python -m cima_desktop` does, and go on with `then` where it would wait for events."""
    from PySide6.QtWidgets import QApplication

    from cima_desktop.vault.cost import TESTING_COST, Cost

    Cost.FLOOR = TESTING_COST  # the passphrase costs nothing here, so that all the rest is measured
    from cima_desktop import app

    made: list[Any] = []

    class Watched(app.Program):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            made.append(self)

    app.Program = Watched  # type: ignore[misc]

    def run() -> int:
        painted(made[0].window)
        then(made[0])
        return 0

    QApplication.exec = staticmethod(run)  # type: ignore[method-assign]
    from cima_desktop.__main__ import main

    sys.argv[1:] = []
    main()


def opened(running: Any) -> dict[str, float]:
    """Open the vault when all is read in, wait for the list of people, and return what that took."""
    from cima_desktop.gui.widgets.ahead import Ahead

    ahead = running.findChild(Ahead)
    until(ahead.is_done)
    door = running.window._cover
    door.ui.passphrase_edit.setText(PASSPHRASE)
    before = time.process_time()
    door.open()
    until(lambda: running.desk is not None and running.window.desk.current_page() is not None)
    table = running.window.desk.current_page().table
    until(lambda: table.rows.rowCount() > 0)
    running.window.repaint()
    usable = time.process_time() - before
    until(running.tasks.is_idle)
    painted(running.window)
    return {"usable": usable, "quiet": time.process_time() - before}


def show_list(running: Any) -> None:
    """Open the vault, and count what the first page of the list reads from the disk."""
    took, until_quiet = opened(running), time.process_time()
    held = memory()
    store = running.desk.session.store
    page = running.window.desk.current_page()
    counted: list[int] = []

    def read() -> int:
        store._db.execute("PRAGMA shrink_memory")  # as after opening: nothing in the cache
        before = bytes_read()
        page.fetch("", "all", None)(running.desk.session)
        return (bytes_read() - before) // PAGE

    running.tasks.run(read, counted.append)
    running.tasks.wait_idle()
    running.tasks.run(running.desk.session.close)  # or the next opening would look for damage first
    running.tasks.wait_idle()
    tell(**took, **held, pages=counted[0], until_quiet=until_quiet)


def type_names(running: Any) -> None:
    """Type into the filter of the people, and measure each key until the list has been painted again."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtTest import QTest

    from tests.bench.bench_search import typed

    opened(running)
    page = running.window.desk.current_page()
    box, rows = page.search_box, page.table.rows
    answered: list[bool] = []
    rows.shown.connect(lambda: answered.append(True))
    seen, quiet = [], []
    for number, words in enumerate(typed(SIZE)[:KEYS]):
        running.tasks.wait_idle()
        if not words.startswith(box.text()):
            answered.clear()
            box.clear()
            until(lambda: bool(answered))
            running.tasks.wait_idle()
        QCoreApplication.processEvents()
        answered.clear()
        before = time.process_time()
        QTest.keyClicks(box, words[len(box.text()) :])
        until(lambda: bool(answered))
        page.table.viewport().repaint()
        list_painted = time.process_time() - before
        until(running.tasks.is_idle)
        QCoreApplication.processEvents()
        if number >= KEYS // 10:
            seen.append(list_painted)
            quiet.append(time.process_time() - before)
    running.tasks.run(running.desk.session.close)
    running.tasks.wait_idle()
    tell(seen=seen, quiet=quiet)


def lock(running: Any) -> None:
    """Type half a name, lock, and measure until the cover is painted; beside it a bare widget, shown and drawn."""
    from PySide6.QtWidgets import QWidget

    opened(running)
    running.handover._heirs = None  # what is measured here ends with the cover
    page = running.window.desk.current_page()
    page.begin()
    running.tasks.wait_idle()
    page.card.form.editor("safe_hours").box().insert("por la tarde")
    before = time.process_time()
    running.lock("asked")
    running.window.repaint()
    covered = time.process_time() - before
    until(lambda: running.desk is None)
    before = time.process_time()
    bare = QWidget()
    bare.resize(running.window.size())
    bare.show()
    painted(bare)
    bare.grab()
    tell(covered=covered, bare=time.process_time() - before)


RUNS: dict[str, Callable[[], None]] = {
    "label": label,
    "namespace": namespace,
    "locked": lambda: program(lambda _running: tell(**memory())),
    "list": lambda: program(show_list),
    "keys": lambda: program(type_names),
    "lock": lambda: program(lock),
}

if __name__ == "__main__":
    RUNS[WHAT]()
