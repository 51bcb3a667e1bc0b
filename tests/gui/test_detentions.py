"""The screen of a detention in the window: begun in seconds, everything in sight, nothing typed for a search kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from cima_desktop.gui.views.cases.dial_dialog import DialDialog
from cima_desktop.gui.views.detention.beginning_dialog import BeginningDialog
from cima_desktop.gui.views.detention.detentions import DetentionsPage
from cima_desktop.gui.views.detention.scene_view import SceneView
from cima_desktop.gui.views.detention.sheet_dialog import DetentionSheetDialog
from cima_desktop.gui.views.detention.state_dialog import HearingDialog, StateDialog
from cima_desktop.model.cases import Contact
from cima_desktop.model.detention import Detention, LocatorCheck, Told
from cima_desktop.model.work import Task
from cima_desktop.model.workups import Appointment
from cima_desktop.services.practice import practice_id
from cima_desktop.services.reads import DETENTION_SHEET
from tests.gui.detention_desk import begin, dialog_of, filled, line, named, page_of, press, words
from tests.gui.program_driver import Driver


@pytest.fixture
def desk(opened: Driver) -> Driver:
    return filled(opened)


def test_from_ctrl_k_to_the_screen_by_keyboard_and_what_is_missing_is_said(desk: Driver) -> None:
    command = next(c for c in desk.window.commands._offered if c.key == "detained")
    command.run()
    dialog = dialog_of(desk, BeginningDialog)
    who = dialog.focusWidget()
    assert isinstance(who, QLineEdit)
    QTest.keyClicks(who, "Lucio Inventado")
    QTest.keyClick(who, Qt.Key.Key_Tab)
    dialog.done_button.click()  # type: ignore[attr-defined]
    desk.settle()
    page = desk.window.desk.current_page()
    assert isinstance(page, DetentionsPage)
    assert page.card.head.name_label.text() == "Lucio Inventado"
    assert len(desk.ask(lambda s: s.store.all(Task))) == 9
    assert not page.card.scene_view.plan_bar.isHidden()

    says_what_is_missing(desk)


def says_what_is_missing(desk: Driver) -> None:
    before = desk.ask(lambda s: s.store.count("detention"))
    page_of(desk).begin()
    dialog = dialog_of(desk, BeginningDialog)
    assert isinstance(dialog, BeginningDialog)
    line(dialog, "detained_place_edit").setText("Una calle inventada")
    dialog.finish()
    desk.settle()
    assert "¿A quién detuvieron?" in dialog.who_row.problem_label.text()
    line(dialog, "detained_on_edit").setText("algún día")
    dialog.picker.set_text("Lucio Inventado")
    dialog.finish()
    desk.settle()
    assert dialog.isVisible()
    assert line(dialog, "detained_place_edit").text() == "Una calle inventada"
    assert desk.ask(lambda s: s.store.count("detention")) == before
    dialog.reject()


def test_from_a_persons_card_a_plan_and_a_case(desk: Driver) -> None:
    people = desk.people()
    people.open_record(practice_id("marta"))
    desk.settle()
    people.card.detained_action.trigger()
    dialog = dialog_of(desk, BeginningDialog)
    assert isinstance(dialog, BeginningDialog)
    assert dialog.picker.text() == "Marta Ficticia"
    dialog.finish()
    desk.settle()
    assert [d.person for d in desk.ask(lambda s: s.store.all(Detention))] == [practice_id("marta")]
    desk.desk.open("plan", practice_id("imaginario-plan"))
    desk.settle()
    named(desk.window, "detained_button").click()  # type: ignore[attr-defined]
    dialog = dialog_of(desk, BeginningDialog)
    assert isinstance(dialog, BeginningDialog)
    assert dialog.picker.value() == ""
    dialog.reject()
    case = desk.add("case", person=practice_id("tono"), need="detention", number="26-ABCDE", opened_on="2026-11-20")
    desk.desk.open("case", case)
    desk.settle()
    page = desk.window.desk.current_page()
    page.card.detained_action.trigger()  # type: ignore[union-attr]
    dialog = dialog_of(desk, BeginningDialog)
    assert isinstance(dialog, BeginningDialog)
    dialog.finish()
    desk.settle()
    made = [(d.person, d.case) for d in desk.ask(lambda s: s.store.all(Detention))]
    assert (practice_id("tono"), case) in made


def test_everything_is_on_the_screen_and_one_press_away(desk: Driver) -> None:
    view = begin(desk)
    all_in_sight(view)
    tasks_are_started_once_and_done(desk, view)
    passwords_come_on_demand(desk, view)
    before_calling_the_card_is_shown(desk, view)


def all_in_sight(view: SceneView) -> None:
    children = words(view.child_list)
    assert "Nina Imaginario De Práctica" in children
    assert "1. Berta De Mentira (Primera opción)" in children
    assert "(828) 555-0172" in children
    assert "Nuez" in children
    assert "No dejar mensaje" in children
    school = words(view.school_list)
    assert "Escuela Imaginaria" in school
    assert "Casimiro De Papel" in school
    assert "Barquito" not in school
    assert "Metformina" in words(view.health_list)
    assert "$950" in words(view.money_list)
    assert "Tomasa Imaginaria" in words(view.near_list)
    assert "Abuela Inventada" in words(view.near_list)
    assert "Lic. Inventada" in words(view.law_list)


def tasks_are_started_once_and_done(desk: Driver, view: SceneView) -> None:
    view.tasks_button.click()
    desk.settle()
    assert view.tasks_button.isHidden()
    assert "Berta De Mentira" in words(view.task_list)
    press(desk, view.task_list, 0, "Hecho")
    done = [task for task in desk.ask(lambda s: s.store.all(Task)) if task.done_on]
    assert len(done) == 1


def passwords_come_on_demand(desk: Driver, view: SceneView) -> None:
    press(desk, view.school_list, 0, "Mostrar la contraseña para recoger")
    assert "Barquito" in view.deeds.secret_bar.label.text()
    view.code_button.click()
    desk.settle()
    assert "Luciérnaga" in view.deeds.secret_bar.label.text()


def test_one_press_notes_who_was_told_and_where_was_looked(desk: Driver) -> None:
    view = begin(desk)
    press(desk, view.child_list, 1, "Se le avisó")
    assert [t.name for t in desk.ask(lambda s: s.store.all(Told))] == ["Berta De Mentira"]
    assert "Se le avisó el" in words(view.child_list)
    press(desk, view.way_list, 0, "No aparece")
    assert [c.result for c in desk.ask(lambda s: s.store.all(LocatorCheck))] == ["not_found"]
    assert "Vuelva a buscar" in view.again_label.text()
    press(desk, view.way_list, 1, "La encontramos")
    assert view.again_label.isHidden()
    assert desk.ask(lambda s: s.store.all(Detention))[0].state == "held"

    somebody_else_was_told(desk, view)
    consulate_only_after_the_family_agreed(desk, view)


def somebody_else_was_told(desk: Driver, view: SceneView) -> None:
    part = view.tell_part
    part.tell_button.click()
    desk.settle()
    assert desk.ask(lambda s: s.store.count("told")) == 1
    part.who_box.set_value("employer")
    part.name_edit.setText("Construcciones De Cuento")
    QTest.keyClick(part.name_edit, Qt.Key.Key_Return)
    desk.settle()
    assert "Construcciones De Cuento" in words(part.told_list)
    assert part.name_edit.text() == ""


def consulate_only_after_the_family_agreed(desk: Driver, view: SceneView) -> None:
    row = len(view.law_list.rows()) - 1
    assert "Pregunte primero a la familia" in words(view.law_list)
    press(desk, view.law_list, row, "La familia está de acuerdo")
    press(desk, view.law_list, row, "Se le avisó")
    assert "consulate" in {t.who for t in desk.ask(lambda s: s.store.all(Told))}


def test_the_fund_a_hearing_and_the_end(desk: Driver) -> None:
    view = begin(desk)
    view.fund_button.click()
    desk.settle()
    assert not view.fund_button.isEnabled()
    view.hearing_button.click()
    hearing = dialog_of(desk, HearingDialog)
    line(hearing, "hearing_what_edit").setText("Fianza")
    line(hearing, "hearing_at_edit").setText("a la luna")
    hearing.done_button.click()  # type: ignore[attr-defined]
    desk.settle()
    assert hearing.isVisible()
    line(hearing, "hearing_at_edit").setText("9:30 am")
    hearing.done_button.click()  # type: ignore[attr-defined]
    desk.settle()
    assert [a.at for a in desk.ask(lambda s: s.store.all(Appointment))] == ["09:30"]
    page = page_of(desk)
    page.card.state_action.trigger()
    state = dialog_of(desk, StateDialog)
    box = named(state, "detention_state_box")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("closed"))
    box.activated.emit(box.currentIndex())
    state.done_button.click()  # type: ignore[attr-defined]
    desk.settle()
    assert state.isVisible()
    line(state, "detention_reason_edit").setText("La familia ya no lo necesita")
    state.done_button.click()  # type: ignore[attr-defined]
    desk.settle()
    assert desk.ask(lambda s: s.store.all(Detention))[0].is_over
    assert page.table.rows.rowCount() == 0
    a_search_finds_by_name_and_by_place(desk)


def before_calling_the_card_is_shown(desk: Driver, view: SceneView) -> None:
    press(desk, view.child_list, 1, "Llamar…")
    dialog = dialog_of(desk, DialDialog)
    assert isinstance(dialog, DialDialog)
    assert not dialog.card.isHidden()
    dialog.reject()
    assert desk.ask(lambda s: s.store.all(Contact)) == []


def a_search_finds_by_name_and_by_place(desk: Driver) -> None:
    other = desk.add("detention", person=practice_id("marta"), facility="Centro inventado", state="held")
    page = page_of(desk)
    for typed in ("ficticia", "centro inv"):
        page.search_box.setText(typed)
        page.reload()
        desk.settle()
        assert [getattr(page.table.rows.row(n), "id", "") for n in range(page.table.rows.rowCount())] == [other]


def test_the_page_for_the_telephone_is_printed_and_noted(desk: Driver) -> None:
    begin(desk)
    page_of(desk).card.sheet_action.trigger()
    dialog = dialog_of(desk, DetentionSheetDialog)
    assert isinstance(dialog, DetentionSheetDialog)
    assert dialog.done_button.isEnabled()
    desk.ask(dialog.note)
    assert [deed.what for deed in desk.ask(lambda s: s.store.deeds())] == [DETENTION_SHEET]
    dialog.reject()
