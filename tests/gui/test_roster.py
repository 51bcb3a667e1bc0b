"""The roster in the window: who helps, what each may do, and who is asked."""

from datetime import timedelta

from PySide6.QtCore import Qt

from cima_desktop.gui.language import say
from cima_desktop.gui.views.roster.assign_dialog import AssignDialog
from cima_desktop.gui.views.roster.assigned_list import AssignedList, ReportDialog
from cima_desktop.gui.views.roster.needs_dialog import NeedsDialog
from cima_desktop.model.volunteers import Assignment, Training, Volunteer, VolunteerContact
from cima_desktop.services.roster import assigning
from tests.gui.keyboard import press, write
from tests.gui.program_driver import Driver
from tests.gui.roster_desk import a_shift, chosen, click, dialog, every, helper, rows, the_rota, today, volunteers


def test_a_volunteer_is_written_with_the_keyboard_and_helps_at_once(opened: Driver) -> None:
    page = volunteers(opened)
    page.begin()
    write("Ana de Práctica")
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    opened.settle()

    (made,) = every(opened, Volunteer)
    assert (made.name, made.active) == ("Ana de Práctica", True)
    assert page.count_label.text() == "1 persona voluntaria"


def test_a_role_filters_the_list_and_what_to_know_is_said(opened: Driver) -> None:
    day = today(opened)
    soon = (day + timedelta(days=10)).isoformat()
    ana = helper(opened, "Ana", roles=frozenset({"verifier"}), most_a_week=0, rests_from=day.isoformat())
    helper(opened, "Beto", roles=frozenset({"driver"}))
    opened.add("training", volunteer=ana, course="agreement", done_on="2026-01-05", until=soon)
    page = volunteers(opened)
    assert page.table.rows.rowCount() == 2

    page.filter_chips.set_value("verifier")
    page.reload()
    opened.settle()

    assert [row.volunteer.id for row in rows(page.table)] == [ana]
    words = page.table.rows.columns[2].words(page.table.rows.row(0))
    assert words == "Descansa, Renovar, Semana llena"
    page.search_box.setText("Beto")
    page.reload()
    opened.settle()
    assert page.table.rows.rowCount() == 0


def test_a_training_is_added_renewed_and_taken_away(opened: Driver) -> None:
    ana = helper(opened, "Ana", "agreement")
    page = volunteers(opened)
    page.open_record(ana)
    page.card.open_tab("trainings")
    opened.settle()
    tab = page.card.training_tab

    click(tab.trainings_list, "Renovar")
    opened.settle()
    tab.form.rows["until"].editor.set_raw("2027-06-01")
    tab.form.do_button.click()
    opened.settle()

    assert [each.until for each in every(opened, Training)] == ["", "2027-06-01"]
    assert every(opened, Training)[1].course == "agreement"
    assert len(tab.trainings_list.lines) == 2
    click(tab.trainings_list, "Quitar", 1)
    opened.settle()
    assert len(tab.trainings_list.lines) == 1


def test_a_half_written_training_waits_with_its_volunteer(opened: Driver) -> None:
    ana, beto = helper(opened, "Ana"), helper(opened, "Beto")
    page = volunteers(opened)
    page.open_record(ana)
    page.card.open_tab("trainings")
    opened.settle()
    tab = page.card.training_tab
    tab.add_button.click()
    opened.settle()
    tab.form.rows["given_by"].editor.set_raw("La coordinación")
    page.open_record(beto)
    opened.settle()
    assert tab.form.isHidden()

    page.open_record(ana)
    opened.settle()
    tab.add_button.click()
    opened.settle()
    assert tab.form.rows["given_by"].editor.raw() == "La coordinación"


def test_how_somebody_is_reached_is_kept_apart_and_wiped_at_a_lock(opened: Driver) -> None:
    ana = helper(opened, "Ana")
    page = volunteers(opened)
    page.open_record(ana)
    page.card.open_tab("reach")
    opened.settle()
    tab = page.card.reach_tab
    tab.form.rows["phone"].editor.set_value("+18285550151")
    tab.form.do_button.click()
    opened.settle()

    (kept,) = every(opened, VolunteerContact)
    assert (kept.volunteer, kept.phone) == (ana, "+18285550151")
    page.card.open_tab("summary")
    page.card.open_tab("reach")
    opened.settle()
    assert tab.form.rows["phone"].editor.value() == "+18285550151"
    page.card.clear()
    assert tab.form.rows["phone"].editor.value() == ""


# --- asking somebody -------------------------------------------------------------------------------------------------


def test_somebody_is_asked_says_yes_and_it_is_done_with_how_it_went(opened: Driver) -> None:
    helper(opened, "Ana", "agreement", "accompaniment")
    luz = opened.add(given_names="Luz", county="Buncombe")
    listed = AssignedList(opened.desk)
    opened.qtbot.addWidget(listed)
    listed.show_about(luz)
    opened.settle()
    assert not listed.nobody_label.isHidden()

    listed.ask_button.click()
    asking = dialog(opened, AssignDialog)
    assert asking.done_button.isEnabled()
    asking.finish()
    opened.settle()
    (task,) = every(opened, Assignment)
    assert (task.sort, task.state, task.leads) == ("accompany", "asked", True)

    click(listed.tasks_list, "Dijo que sí")
    opened.settle()
    click(listed.tasks_list, "Hecho")
    report = dialog(opened, ReportDialog)
    report.report_edit.set_value("Llegaron a tiempo.")
    report.finish()
    opened.settle()
    (task,) = every(opened, Assignment)
    assert (task.state, task.report) == ("done", "Llegaron a tiempo.")
    listed.clear()
    assert listed.tasks_list.lines == ()


def test_who_is_not_trained_or_rests_is_asked_only_when_pressed_once_more(opened: Driver) -> None:
    helper(opened, "Ana", rests_from="2026-01-01")
    luz = opened.add(given_names="Luz")
    asking = AssignDialog(opened.desk, luz, "ride", opened.window)
    asking.open()
    opened.settle()

    asking.finish()
    opened.settle()
    assert every(opened, Assignment) == []
    assert "Descansa" in asking.error_label.text()
    assert asking.done_button.accessibleName() == "Pedirle de todos modos"
    asking.finish()
    opened.settle()
    assert len(every(opened, Assignment)) == 1
    assert asking.isHidden()


def test_who_is_chosen_after_a_warning_is_not_asked_by_it(opened: Driver) -> None:
    helper(opened, "Ana")
    helper(opened, "Beto")
    luz = opened.add(given_names="Luz")
    asking = AssignDialog(opened.desk, luz, "ride", opened.window)
    asking.open()
    opened.settle()
    asking.finish()
    asking.table.choose_line(1)
    assert asking.error_label.isHidden()

    asking.finish()
    opened.settle()
    assert every(opened, Assignment) == []
    asking.reject()


def test_a_group_that_is_full_is_said_in_the_dialog(opened: Driver) -> None:
    for name in ("Ana", "Beto"):
        helper(opened, name, "agreement", "accompaniment")
    case = opened.add("case", need="housing")
    about = opened.add("accompaniment", case=case, most=1)
    for _time in range(2):
        asking = AssignDialog(opened.desk, about, "accompany", opened.window)
        asking.open()
        opened.settle()
        asking.finish()
        opened.settle()

    assert "como máximo 1" in asking.error_label.text()
    assert len(every(opened, Assignment)) == 1
    asking.reject()


def test_a_day_that_is_no_day_is_pointed_out(opened: Driver) -> None:
    helper(opened, "Ana", "agreement")
    asking = AssignDialog(opened.desk, opened.add(given_names="Luz"), "other", opened.window)
    asking.open()
    opened.settle()
    asking.fields["on"].editor.set_raw("3/4")
    asking.finish()

    assert "Día" in asking.error_label.text()
    assert every(opened, Assignment) == []
    asking.reject()


def test_what_needs_somebody_is_counted_and_somebody_is_asked_from_there(opened: Driver) -> None:
    helper(opened, "Ana", "agreement", "accompaniment")
    case = opened.add("case", need="housing")
    opened.add("accompaniment", case=case, meeting_point="La entrada")
    page = volunteers(opened)
    assert page.needs_button.accessibleName() == "Lo que necesita a alguien (1)"

    page.needs_button.click()
    listed = dialog(opened, NeedsDialog)
    click(listed.needs_list, "Pedir")
    asking = dialog(opened, AssignDialog)
    asking.finish()
    opened.settle()
    assert say(listed.needs_list.lines[0].chips[0][0]) == "Se le pidió a 1, sin respuesta"
    (task,) = every(opened, Assignment)
    opened.desk.do(lambda s: assigning.answer(s, task.id, "accepted"))
    opened.settle()
    assert listed.needs_list.lines == ()
    assert not listed.none_label.isHidden()
    listed.accept()


def test_what_somebody_has_before_them_stands_on_their_card(opened: Driver) -> None:
    ana = helper(opened, "Ana", "agreement", most_a_week=3, rests_from="2020-01-01", rests_until="2020-02-01")
    luz = opened.add(given_names="Luz")
    opened.ask(lambda s: assigning.assign(s, ana, luz, "ride", on=s.today().isoformat()))
    a_shift(opened, ana)
    page = volunteers(opened)
    page.open_record(ana)
    page.card.open_tab("duties")
    opened.settle()
    tab = page.card.duties_tab

    assert tab.load_label.text().startswith("1 de 3 esta semana")
    assert tab.rest_label.text() == "Descansa del 1 ene 2020 al 1 feb 2020."
    assert (len(tab.tasks_list.lines), len(tab.shifts_list.lines)) == (1, 1)
    click(tab.shifts_list, "Abrir")
    opened.settle()
    assert chosen(the_rota(opened).table).name == "Ana de Práctica"


def test_a_case_has_a_part_with_what_volunteers_do_for_it(opened: Driver) -> None:
    helper(opened, "Ana", "agreement", "driving")
    luz = opened.add(given_names="Luz")
    case = opened.add("case", person=luz, need="housing", opened_on="2026-01-05")
    page = opened.page("cases")
    page.open_record(case)
    opened.settle()
    page.card.open_tab("assignment")
    opened.settle()
    tab = page.card.tabs.currentWidget()
    tab.assigned_list.ask_button.click()
    asking = dialog(opened, AssignDialog)
    assert asking.sort() == "ride"
    asking.finish()
    opened.settle()

    assert [each.about for each in every(opened, Assignment)] == [case]
    assert len(tab.assigned_list.tasks_list.lines) == 1
