"""The interview points out what is not written down, and keeps what a person decides to keep (A1)."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from cima_desktop.gui.views.interview.interview_form import AnswerForm
from cima_desktop.gui.views.interview.interview_keeping import AnswerKeeper
from cima_desktop.gui.views.interview.interview_references import DeskReferences
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Person
from cima_desktop.services import guard
from cima_desktop.store import Edit
from cima_desktop.store.register import KEPT_WORDS
from tests.gui.program_driver import Driver


def test_an_answer_waits_for_the_decision_and_is_kept_with_it(qtbot: QtBot, tmp_path: Path) -> None:
    driver = Driver(qtbot, tmp_path / "vault")
    driver.unlock()
    rosa = driver.add(given_names="Rosa", paternal_surname="Prueba")
    form = AnswerForm(KINDS["person"], ["role", "ask_for"], DeskReferences(driver.desk))
    qtbot.addWidget(form)
    keeper = AnswerKeeper(
        driver.desk,
        form,
        lambda session, record, _new, values, seen: guard.save(
            session, "Changed", [Edit("person", record, dict(values), seen)]
        ),
    )
    keeper.show(rosa, "test:rosa")
    driver.settle()
    form.rows["role"].editor.set_raw("Líder; su esposo es indocumentado")
    form.rows["ask_for"].editor.set_raw("Elena")
    keeper.save()
    driver.settle()

    def stored() -> Person:
        return driver.ask(lambda s: s.store.need(Person, RecordId(rosa)))

    assert (stored().role, stored().ask_for) == ("", "Elena")
    assert form.first_wrong() is form.rows["role"]
    line = form.rows["role"].editor.guard
    assert line is not None
    line.keep()
    keeper.save()
    driver.settle()
    assert stored().role == "Líder; su esposo es indocumentado"
    assert [d.detail for d in driver.ask(lambda s: s.store.deeds(KEPT_WORDS))] == ["person.role:status"]
    form.rows["role"].editor.set_raw("Su número es A012345678")
    keeper.save()
    driver.settle()
    assert "012345678" not in repr(driver.ask(lambda s: s.store.drafts.all()))
    assert stored().role == "Líder; su esposo es indocumentado"
    driver.finish()
