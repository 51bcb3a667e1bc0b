"""The rota in the window: who is on call, where nobody is, and shifts that change hands."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cima_desktop.gui.language import say
from cima_desktop.gui.views.roster.open_hours_dialog import OpenHoursDialog
from cima_desktop.gui.views.roster.rota import RotaPage
from cima_desktop.gui.views.roster.rota_paper import RotaPaperDialog
from cima_desktop.gui.views.roster.shift_dialog import ShiftDialog
from cima_desktop.gui.views.roster.swap_dialog import SwapDialog
from cima_desktop.model.ids import RecordId
from cima_desktop.model.rota import Hours, week_of
from cima_desktop.model.volunteers import Shift, SwapRequest
from cima_desktop.services.roster import rota, swapping
from cima_desktop.store import Edit
from tests.gui.program_driver import Driver
from tests.gui.roster_desk import a_shift, chosen, click, dialog, every, helper, rows, the_rota, today
from tests.pdf_text import squeezed, whole


def test_a_shift_is_put_on_the_rota_and_one_that_overlaps_is_refused_with_its_reason(opened: Driver) -> None:
    ana = helper(opened, "Ana")
    page = the_rota(opened)
    for start in ("8", "10"):
        page.begin()
        putting = dialog(opened, ShiftDialog)
        putting.who_box.set_value(ana)
        putting.fields["on"].editor.set_value(today(opened).isoformat())
        putting.fields["start"].editor.set_raw(start)
        putting.fields["end"].editor.set_raw("20:00")
        putting.finish()
        opened.settle()

    assert "tiene otro turno a esa hora" in putting.error_label.text()
    assert len(every(opened, Shift)) == 1
    assert [row.name for row in rows(page.table)] == ["Ana de Práctica"]
    putting.reject()


def test_who_is_missing_in_the_dialog_is_asked_for(opened: Driver) -> None:
    page = the_rota(opened)
    page.begin()
    putting = dialog(opened, ShiftDialog)
    putting.fields["start"].editor.set_raw("8")
    putting.fields["end"].editor.set_raw("9")
    putting.finish()

    assert putting.error_label.text() == "Elija quién está de guardia."
    putting.fields["start"].editor.set_raw("a las ocho")
    putting.finish()
    assert "Desde" in putting.error_label.text()
    putting.reject()


def test_enter_changes_the_chosen_shift_and_one_is_taken_off_and_comes_back(opened: Driver) -> None:
    ana = helper(opened, "Ana")
    a_shift(opened, ana)
    page = the_rota(opened)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    changing = dialog(opened, ShiftDialog)
    assert changing.who_box.value() == ana
    changing.fields["end"].editor.set_raw("18:00")
    changing.finish()
    opened.settle()
    assert every(opened, Shift)[0].end == "18:00"

    page.off_button.click()
    opened.settle()
    assert every(opened, Shift) == []
    assert not page.off_button.isEnabled()
    page.message_bar.button.click()
    opened.settle()
    assert len(every(opened, Shift)) == 1


def test_alt_up_calls_somebody_earlier(opened: Driver) -> None:
    ana, beto = helper(opened, "Ana"), helper(opened, "Beto")
    a_shift(opened, ana, order=1)
    second = a_shift(opened, beto, order=2)
    page = the_rota(opened)
    page.table.choose(lambda row: row.id == second)

    QTest.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    opened.settle()

    assert {each.volunteer: each.order for each in every(opened, Shift)} == {ana: 2, beto: 1}
    assert chosen(page.table).id == second
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    opened.settle()
    assert {each.volunteer: each.order for each in every(opened, Shift)} == {ana: 1, beto: 2}


def test_gaps_are_said_a_week_ahead_and_filled_from_there(opened: Driver) -> None:
    ana = helper(opened, "Ana")
    day = today(opened)
    for n in range(-1, 9):
        on = (day + timedelta(days=n)).isoformat()
        a_shift(opened, ana, "00:00", "00:00", on=on, desk="verifiers")
    page = the_rota(opened)
    words = [say(line.title) for line in page.side.gaps_list.lines]
    assert len(words) == 1
    assert words[0].startswith("Nadie contesta la Línea desde el")

    click(page.side.gaps_list, "Cubrir")
    filling = dialog(opened, ShiftDialog)
    assert filling.fields["desk"].editor.value() == "linea"
    assert filling.fields["on"].editor.value() == day.isoformat()
    filling.reject()


def test_the_open_hours_of_consulta_are_kept_and_make_gaps(opened: Driver) -> None:
    page = the_rota(opened)
    page.hours_button.click()
    asking = dialog(opened, OpenHoursDialog)
    asking.days_list.set_value([str(n) for n in range(7)])
    asking.finish()
    opened.settle()
    assert "día, hora de inicio" in asking.error_label.text()
    asking.fields["start"].editor.set_raw("9")
    asking.fields["end"].editor.set_raw("17:00")
    asking.finish()
    opened.settle()

    expected = Hours(days=frozenset(range(7)), start="09:00", end="17:00")
    assert opened.ask(lambda s: rota.wanted(s, "consulta")) == expected
    page.hours_button.click()
    again = dialog(opened, OpenHoursDialog)
    assert again.fields["end"].editor.value() == "17:00"
    again.days_list.set_value(())
    again.finish()
    opened.settle()
    assert opened.ask(lambda s: rota.wanted(s, "consulta")) is None


def test_a_week_is_copied_and_it_is_said_what_was_left_out(opened: Driver) -> None:
    ana, beto = helper(opened, "Ana"), helper(opened, "Beto")
    a_shift(opened, ana)
    a_shift(opened, beto)
    opened.ask(lambda s: s.store.save("Filled the practice vault", [_resting(beto)]))
    page = the_rota(opened)
    page.after_button.click()
    opened.settle()
    assert page.monday == week_of(today(opened)) + timedelta(days=7)
    assert page.table.rows.rowCount() == 0

    page.copy_button.click()
    opened.settle()
    assert page.table.rows.rowCount() == 1
    assert page.message_bar.label.text().startswith("Se copió 1 turno. Se dejó fuera 1")
    page.now_button.click()
    opened.settle()
    assert page.monday == week_of(today(opened))
    page.before_button.click()
    opened.settle()
    page.copy_button.click()
    opened.settle()
    assert page.message_bar.label.text().startswith("En esa semana no hay turnos")


def _resting(who: RecordId) -> Edit:
    return Edit("volunteer", who, {"active": False})


def test_a_shift_changes_hands_when_somebody_says_yes(opened: Driver) -> None:
    roles = frozenset({"operator"})
    ana = helper(opened, "Ana", "agreement", "hotline", roles=roles)
    beto = helper(opened, "Beto", "agreement", "hotline", roles=roles)
    a_shift(opened, ana)
    page = the_rota(opened)
    page.swap_button.click()
    asking = dialog(opened, SwapDialog)
    assert chosen(asking.table).name == "Beto de Práctica"
    asking.finish()
    opened.settle()
    assert [each.state for each in every(opened, SwapRequest)] == ["asked"]
    assert not page.side.swaps_card.isHidden()

    click(page.side.swaps_list, "Dijo que sí")
    opened.settle()
    assert every(opened, Shift)[0].volunteer == beto
    assert page.side.swaps_card.isHidden()


@pytest.mark.parametrize(("words", "state"), [("Dijo que no", "declined"), ("Retirar", "withdrawn")])
def test_a_request_is_declined_or_withdrawn(opened: Driver, words: str, state: str) -> None:
    ana, beto = helper(opened, "Ana"), helper(opened, "Beto")
    shift = a_shift(opened, ana)
    opened.ask(lambda s: swapping.ask(s, shift, beto))
    page = the_rota(opened)

    click(page.side.swaps_list, words)
    opened.settle()

    assert [each.state for each in every(opened, SwapRequest)] == [state]
    assert every(opened, Shift)[0].volunteer == ana


def test_where_nobody_can_take_it_the_dialog_says_so(opened: Driver) -> None:
    a_shift(opened, helper(opened, "Ana"))
    page = the_rota(opened)
    page.swap_button.click()
    asking = dialog(opened, SwapDialog)

    assert not asking.done_button.isEnabled()
    assert not asking.nobody_label.isHidden()
    asking.finish()
    assert every(opened, SwapRequest) == []
    asking.reject()


def test_the_paper_for_the_wall_has_numbers_only_when_they_are_ticked(opened: Driver) -> None:
    ana = helper(opened, "Ana")
    opened.add("volunteer_contact", volunteer=ana, phone="+18285550151")
    a_shift(opened, ana)
    page = the_rota(opened)
    page.print_button.click()
    paper = dialog(opened, RotaPaperDialog)
    assert squeezed("Ana de Práctica") in whole(paper._pdf)
    assert "555" not in whole(paper._pdf)

    paper.numbers_box.click()
    opened.settle()
    assert squeezed("(828) 555-0151") in whole(paper._pdf)
    paper.reject()
    opened.settle()


def test_what_cannot_be_counted_on_is_marked_in_the_week(opened: Driver) -> None:
    ana = helper(opened, "Ana")
    a_shift(opened, ana)
    a_shift(opened, ana, "10:00", "12:00", desk="consulta")
    gone = helper(opened, "Beto", active=False)
    a_shift(opened, gone)
    page = the_rota(opened)
    marks = {row.name: page.table.rows.columns[2].words(row) for row in rows(page.table)}

    assert marks["Beto de Práctica"] == "Beto de Práctica, No está"
    assert "Dos a la vez" in marks["Ana de Práctica"]


def test_gaps_and_renewals_stand_on_the_first_page(opened: Driver) -> None:
    day = today(opened)
    ana = helper(opened, "Ana")
    opened.add("training", volunteer=ana, course="agreement", done_on="2026-01-05", until=day.isoformat())
    a_shift(opened, ana)
    page = opened.page("start")
    titles = [say(line.title) for line in page.todo_list.lines]

    assert any(title.startswith("Nadie contesta la Línea") for title in titles)
    assert "Ana de Práctica: Acuerdo de confidencialidad firmado" in titles
    click(page.todo_list, "Abrir", next(n for n, t in enumerate(titles) if t.startswith("Nadie contesta")))
    opened.settle()
    assert isinstance(opened.window.desk.current_page(), RotaPage)


@pytest.mark.parametrize("key", ["volunteers", "rota"])
def test_a_lock_leaves_nothing_of_it_in_the_window(opened: Driver, key: str) -> None:
    ana = helper(opened, "Ana")
    a_shift(opened, ana)
    page = opened.page(key)
    wipe: Callable[[], None] = page.wipe
    wipe()

    assert page.table.rows.rowCount() == 0
