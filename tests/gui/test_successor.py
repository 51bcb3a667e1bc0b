"""At a lock the process that held the key ends, and a fresh one stands at the door (S10; S09 for the process)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cima_desktop import paths
from cima_desktop.gui.views.door import successor
from cima_desktop.gui.views.door.covering import Blank
from cima_desktop.gui.views.door.first_run import FirstRun
from cima_desktop.gui.views.door.successor import Successor, door_arguments, heirs_of
from cima_desktop.store import steps
from cima_desktop.vault import TESTING_COST, open_vault
from tests.gui.plan_desk import opened_session
from tests.gui.program_driver import PASSPHRASE, Driver, make_vault
from tests.gui.test_safety_doors import opens
from tests.unit.vault.test_memory import memory_of

ROOT = Path(__file__).resolve().parents[2]
CANARY = "Xochiquetzal"
CHILD = Path(__file__).with_name("lock_child.py")


class Heir(Successor):
    """A process that is started when the test says so, and not at all."""

    def __init__(self, reason: str) -> None:
        super().__init__(["no-such-program"])
        self.reason = reason
        self.started = self.abandoned = False

    def start(self) -> None:
        self.started = True

    def abandon(self) -> None:
        self.abandoned = True


class Estate:
    """Who follows, and whether this process has ended."""

    def __init__(self) -> None:
        self.heirs: list[Heir] = []
        self.ended = 0

    def make(self, reason: str) -> Heir:
        self.heirs.append(Heir(reason))
        return self.heirs[-1]

    def leave(self) -> None:
        self.ended += 1


@pytest.fixture
def estate() -> Estate:
    return Estate()


@pytest.fixture
def heired(qtbot: QtBot, tmp_path: Path, estate: Estate) -> Iterator[Driver]:
    """Return an open program that has somebody to follow it."""
    made = Driver(qtbot, tmp_path / "vault")
    made.program.handover._heirs, made.program.handover._left = estate.make, estate.leave
    made.unlock()
    yield made
    made.finish()


def test_the_old_window_stays_blank_until_the_fresh_one_is_drawn_then_the_process_ends(
    heired: Driver, estate: Estate
) -> None:
    heired.lock("idle")
    assert [(heir.reason, heir.started) for heir in estate.heirs] == [("idle", True)]
    assert isinstance(heired.cover(), Blank)
    assert heired.window.isVisible()
    assert opens(heired.folder)  # the file is free before the fresh one begins
    estate.heirs[0].painted.emit()
    assert not heired.window.isVisible()
    assert estate.ended == 1


def test_where_nobody_follows_the_door_is_shown_here_and_the_next_lock_tries_again(
    heired: Driver, estate: Estate
) -> None:
    heired.lock("sleep")
    estate.heirs[0].failed.emit()
    assert not heired.door().message_bar.isHidden()
    assert estate.ended == 0
    heired.unlock()
    heired.lock()
    assert [heir.reason for heir in estate.heirs] == ["sleep", "asked"]
    estate.heirs[1].failed.emit()


def test_closing_the_blank_window_ends_the_one_that_was_to_follow(heired: Driver, estate: Estate) -> None:
    heired.lock()
    heired.window.close()
    assert estate.heirs[0].abandoned
    assert estate.ended == 0


def test_closing_the_program_starts_nobody(heired: Driver, estate: Estate) -> None:
    heired.window.close()
    assert estate.heirs == []


def test_practice_ends_its_process_too(qtbot: QtBot, tmp_path: Path, estate: Estate) -> None:
    driver = Driver(qtbot, tmp_path / "none", make=False)
    driver.program.handover._heirs, driver.program.handover._left = estate.make, estate.leave
    driver.program.ways.practice()
    driver.settle()
    driver.lock()
    assert isinstance(driver.cover(), Blank)
    estate.heirs[0].failed.emit()
    assert isinstance(driver.cover(), FirstRun)
    driver.finish()


def test_the_process_that_follows_is_our_own_program(tmp_path: Path) -> None:
    heir = heirs_of(tmp_path)("idle")
    assert heir._command == [*paths.own_program(), "--vault", str(tmp_path), "--locked", "idle"]


def told(qtbot: QtBot, script: str) -> str:
    """Return what a successor tells whose program is `script`."""
    words: list[str] = []
    heir = Successor([sys.executable, "-c", script])
    heir.painted.connect(lambda: words.append("painted"))
    heir.failed.connect(lambda: words.append("failed"))
    heir.start()
    qtbot.waitUntil(lambda: bool(words), timeout=30_000)
    heir.abandon()
    return " ".join(words)


def test_a_program_that_says_something_else_or_ends_is_no_successor(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = "import time; time.sleep(60)"
    assert told(qtbot, f"print('painted', flush=True); {wait}") == "painted"
    assert told(qtbot, "print('hello')") == "failed"
    assert told(qtbot, "input()") == "failed"  # nobody types anything into it
    monkeypatch.setattr(successor, "PATIENCE_MS", 100)
    assert told(qtbot, wait) == "failed"


@contextmanager
def locking(folder: Path, how: str = "") -> Iterator["Run"]:
    """Run the program, have it lock, and end whatever is left of it."""
    run = Run(folder, how)
    try:
        yield run
    finally:
        run.end()


class Run:
    """A program that locks, and what it says of itself."""

    def __init__(self, folder: Path, how: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(CHILD), "--vault", str(folder)],
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "CIMA_TEST_PASSPHRASE": PASSPHRASE,
                "CIMA_TEST_NAME": CANARY,
                "CIMA_TEST_HOW": how,
            },
        )
        self.fresh = 0

    def hear(self, word: str) -> int:
        """Wait for a word; return the number of the process that said it."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            said, _space, number = line.strip().rpartition(" ")
            if said == "fresh":
                self.fresh = int(number)
            if said == word:
                return int(number)
        raise AssertionError(word)

    def end(self) -> None:
        """End both processes, and only them."""
        self.process.kill()
        self.process.wait()
        if self.fresh:
            os.kill(self.fresh, 9)
        if self.process.stderr is not None:
            self.process.stderr.close()


def names_kept(folder: Path) -> list[str]:
    """Return whom the vault knows."""
    session = opened_session(folder)
    hits = session.store.search(CANARY, kinds=("person",))
    session.close()
    return [hit.title for hit in hits]


def key_of(folder: Path) -> bytes:
    """Return the key of a vault."""
    vault = open_vault(folder, passphrase=PASSPHRASE, steps=steps(), floor=TESTING_COST)
    with vault._key.lend() as clear:
        key = bytes(clear)
    vault.close()
    return key


def test_after_the_lock_there_is_another_process_without_key_passphrase_or_name(tmp_path: Path) -> None:
    make_vault(tmp_path / "v")
    with locking(tmp_path / "v") as run:
        old = run.hear("typed")
        fresh = run.hear("fresh")  # it stands at the door, and says why
        assert fresh != old
        assert run.process.wait(30) == 0
        assert not Path(f"/proc/{old}").exists()
        key = key_of(tmp_path / "v")
        needles = [key, key.hex().encode(), key.hex().encode("utf-16-le")]
        needles += [word.encode(code) for word in (CANARY, PASSPHRASE) for code in ("utf-8", "utf-16-le")]
        pieces = memory_of(fresh)
        assert sum(map(len, pieces)) > 10_000_000
        assert [piece.count(needle) for needle in needles for piece in pieces if needle in piece] == []
        assert any("Abrir la bóveda".encode("utf-16-le") in piece for piece in pieces)  # the search finds what is there
    assert names_kept(tmp_path / "v") == [CANARY]


def test_a_successor_that_is_killed_leaves_the_old_window_locked(tmp_path: Path) -> None:
    make_vault(tmp_path / "v")
    with locking(tmp_path / "v", "dies") as run:
        old = run.hear("typed")
        assert run.hear("stayed") == old
        run.fresh = 0
        assert names_kept(tmp_path / "v") == [CANARY]  # the file is free although the process lives


def test_a_process_killed_between_lock_and_successor_leaves_a_vault_that_opens(tmp_path: Path) -> None:
    make_vault(tmp_path / "v")
    with locking(tmp_path / "v", "cut") as run:
        run.hear("killed")
        run.process.wait(30)
        assert names_kept(tmp_path / "v") == [CANARY]


def test_a_crash_of_qt_leaves_a_vault_that_opens_the_draft_in_it_and_no_word_in_the_report(tmp_path: Path) -> None:
    make_vault(tmp_path / "v")
    with locking(tmp_path / "v", "abort") as run:
        run.hear("typed")
        assert run.process.stderr is not None
        report = run.process.stderr.read()
        assert run.process.wait(30) == -6
    assert "Fatal Python error: Aborted" in report
    assert "lock_child.py" in report
    assert CANARY not in report
    session = opened_session(tmp_path / "v")
    assert [d.fields["given_names"] for d in session.store.drafts.all().values() if d.fields] == [CANARY]
    session.close()


def test_the_arguments_say_where_and_why_and_nothing_else(tmp_path: Path) -> None:
    assert door_arguments(tmp_path, "idle") == ["--vault", str(tmp_path), "--locked", "idle"]
    assert isinstance(successor.heirs_of(tmp_path)("idle"), QObject)
