import threading

import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui.tasks import Tasks, Tick
from cima_desktop.model.errors import KnownError
from tests.gui.shell_desk import Desk


def test_calls_are_done_in_order_off_the_main_thread_and_told_on_it(tasks: Tasks) -> None:
    told: list[tuple[int, bool, bool]] = []
    main = threading.get_ident()
    for n in range(5):
        tasks.run(
            lambda n=n: (n, threading.get_ident()),
            lambda done: told.append((done[0], done[1] != main, threading.get_ident() == main)),
        )
    assert not tasks.is_idle()
    tasks.wait_idle()
    assert told == [(n, True, True) for n in range(5)]


def test_a_newer_search_replaces_the_older(tasks: Tasks) -> None:
    gate = threading.Event()
    told: list[str] = []
    tasks.run(gate.wait)
    for words in ("m", "ma", "mar"):
        tasks.run(lambda words=words: words, told.append, latest="search")
    tasks.run(lambda: "other", told.append, latest="other")
    gate.set()
    tasks.wait_idle()
    assert told == ["mar", "other"]


def test_a_known_error_goes_to_whoever_asked_or_to_the_window(tasks: Tasks, desk: Desk) -> None:
    def fail() -> None:
        raise KnownError("The disk is full.")

    heard: list[KnownError] = []
    ended: list[str] = []
    tasks.run(fail, failed=heard.append, ended=lambda: ended.append("first"))
    tasks.run(fail)
    tasks.wait_idle()
    assert [error.message for error in heard] == ["The disk is full."]
    assert ended == ["first"]
    assert desk.page.message_bar.label.text().startswith(i18n.tr("The disk is full."))


def test_a_bug_reaches_the_hook_and_the_worker_goes_on(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[int] = []
    ended: list[str] = []

    def bug() -> int:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        tasks.run(bug, told.append, ended=lambda: ended.append("bug"))
        tasks.run(lambda: 7, told.append)
        tasks.wait_idle()
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]
    assert told == [7]
    assert ended == ["bug"]


def test_progress_is_told_and_a_cancelled_call_stops_at_its_next_tick(tasks: Tasks) -> None:
    seen: list[tuple[int, int]] = []
    told: list[str] = []
    reached, go_on = threading.Event(), threading.Event()

    def work(tick: Tick) -> str:
        tick(1, 3)
        reached.set()
        go_on.wait()
        tick(2, 3)
        return "finished"

    tasks.run(lambda tick: tick(3, 3), told.append, progress=lambda done, total: seen.append((done, total)))
    tasks.wait_idle()
    assert seen == [(3, 3)]
    job = tasks.run(work, told.append, progress=lambda done, total: seen.append((done, total)))
    reached.wait()
    job.cancel()
    go_on.set()
    tasks.wait_idle()
    assert told == [None]
    assert (2, 3) not in seen


def test_after_cancelling_all_nothing_is_told_but_that_it_ended(tasks: Tasks) -> None:
    gate = threading.Event()
    told: list[object] = []
    tasks.run(gate.wait, then=lambda _: told.append("waited"))
    tasks.run(lambda: 1, then=lambda _: told.append(1), ended=lambda: told.append("ended"))
    tasks.cancel_all()
    gate.set()
    tasks.wait_idle()
    assert told == ["ended"]


class Asker(QObject):
    """Wants to be told something."""

    def hear(self, _answer: object) -> None:
        raise AssertionError("told although deleted")


def test_a_deleted_widget_is_not_told(tasks: Tasks) -> None:
    asker = Asker()
    gate = threading.Event()
    tasks.run(gate.wait, asker.hear)
    shiboken6.delete(asker)
    gate.set()
    tasks.wait_idle()
    assert tasks.is_idle()


def test_busy_is_told_at_the_first_and_the_last_call(tasks: Tasks) -> None:
    told: list[bool] = []
    tasks.busy_changed.connect(told.append)
    for _n in range(3):
        tasks.run(lambda: None)
    tasks.wait_idle()
    assert told == [True, False]
