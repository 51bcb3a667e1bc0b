"""Closing and locking while the worker is busy or a page fails: nothing is lost, and the vault is shut in any case."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.views.door.covering import Blank
from cima_desktop.gui.views.records.people import PeoplePage
from cima_desktop.model.people import Person
from cima_desktop.store import Edit
from tests.gui.keyboard import write
from tests.gui.plan_desk import opened_session
from tests.gui.program_driver import Driver
from tests.gui.test_safety_doors import opens, reported

__all__ = ["reported"]
SLOW = 3.0
SHORT = 1.0


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every limit of a wait shorter than the slow job."""
    real = Tasks.wait_idle
    monkeypatch.setattr(Tasks, "wait_idle", lambda self, seconds=30.0: real(self, min(seconds, SHORT)))


def half_written(driver: Driver) -> PeoplePage:
    """Show a person with half a date and a name that is being changed, neither of them kept yet."""
    person = driver.add(given_names="Ana", paternal_surname="Ejemplo")
    page = driver.people()
    page.open_record(person)
    driver.settle()
    form = page.card.form
    for name, words in (("birth_date", "4 de marz"), ("given_names", " María")):
        form.editor(name).setFocus()
        form.editor(name).set_cursor_position(len(form.editor(name).raw()))
        write(words, form.editor(name).box())
    return page


@pytest.mark.usefixtures("hasty")
def test_closing_waits_for_a_slow_job_and_loses_nothing_that_was_typed(opened: Driver) -> None:
    page = half_written(opened)
    person = page.card.form.record_id()
    seen: list[type] = []
    program, folder = opened.program, opened.folder
    program.tasks.run(lambda: time.sleep(SLOW))
    program.desk.write(lambda s: s.store.meta_set("typed", "words"))  # type: ignore[union-attr]
    QTimer.singleShot(100, lambda: seen.append(type(opened.window._cover)))  # the window lives while it waits
    opened.window.close()
    assert seen == [Blank]
    assert not program.tasks._thread.is_alive()
    session = opened_session(folder)
    assert session.store.meta_get("typed") == "words"
    assert session.store.need(Person, person).given_names == "Ana María"
    assert "4 de marz" in session.store.drafts.all()[f"person:{person}"].fields["birth_date"]
    session.close()


@pytest.mark.usefixtures("hasty")
def test_closing_again_while_it_waits_changes_nothing(opened: Driver) -> None:
    opened.program.tasks.run(lambda: time.sleep(0.3))
    seen: list[bool] = []

    def press_close_again() -> None:
        QApplication.sendEvent(opened.window.windowHandle(), QCloseEvent())
        seen.append(opened.window.isVisible() and opened.window.windowHandle().isVisible())

    QTimer.singleShot(100, press_close_again)
    assert opened.window.close()
    assert seen == [True]
    assert opens(opened.folder)


def test_what_is_only_read_or_drawn_does_not_keep_the_lock_waiting(opened: Driver) -> None:
    asked: list[str] = []
    opened.program.tasks.run(lambda: time.sleep(0.2))
    opened.desk.ask(lambda _s: asked.append("read"))

    def draw(_session: object, tick: Callable[[int, int], None]) -> None:
        asked.append("begun")
        tick(0, 2)
        asked.append("drawn")

    opened.desk.draw(draw, lambda _r: None, lambda _e: None, lambda _d, _t: None, lambda: asked.append("ended"))
    opened.lock()
    assert asked == ["ended"]
    assert opens(opened.folder)


@pytest.mark.parametrize("part", ["place", "leave", "spot", "closing"])
def test_a_page_that_fails_holds_the_lock_back_nowhere(
    opened: Driver, monkeypatch: pytest.MonkeyPatch, reported: list[type], part: str
) -> None:
    page = opened.people()
    if part == "spot":
        monkeypatch.setattr("cima_desktop.gui.views.door.lock.spot_on", lambda _page: 1 / 0)
    elif part == "closing":
        opened.desk.closing.connect(lambda: 1 / 0)
    else:
        monkeypatch.setattr(page, part, lambda: 1 / 0)
    opened.lock()
    assert reported == [ZeroDivisionError]
    assert opened.door().ui.open_button.isEnabled()
    assert opens(opened.folder)
    monkeypatch.undo()
    opened.unlock()
    assert opened.program.desk is not None


def test_a_window_that_cannot_forget_its_pages_still_shows_the_door(
    opened: Driver, monkeypatch: pytest.MonkeyPatch, reported: list[type]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(opened.window, "forget_pages", lambda: 1 / 0)
        opened.lock()
    assert reported == [ZeroDivisionError]
    assert opened.door().isVisible()
    assert opens(opened.folder)
    opened.window.forget_pages()


def test_a_bug_while_saving_does_not_silence_the_form(
    opened: Driver, monkeypatch: pytest.MonkeyPatch, reported: list[type]
) -> None:
    page = half_written(opened)
    person, form = page.card.form.record_id(), page.card.form
    with monkeypatch.context() as patch:
        patch.setattr(opened.desk.session.store, "save", lambda *_a, **_k: 1 / 0)
        form.save()
        opened.settle()
    assert reported == [ZeroDivisionError]
    assert opened.window.desk.footer.saved_state.accessibleName() == form.state.accessibleName()
    form.save()
    opened.settle()
    assert opened.ask(lambda s: s.store.need(Person, person).given_names) == "Ana María"


def test_nothing_is_said_to_be_saved_when_nothing_was_written(opened: Driver) -> None:
    person = opened.add(given_names="Ana")
    state = opened.window.desk.footer.saved_state
    before = state.accessibleName()
    told: list[str] = []
    opened.desk.saved.connect(lambda: told.append("saved"))
    opened.desk.write(lambda s: s.store.save("Changed a person", [Edit("person", person, {"given_names": "Ana"})]))
    opened.settle()
    QApplication.processEvents()
    assert told == []
    assert state.accessibleName() == before
