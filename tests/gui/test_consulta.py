"""The desk of Consulta: the queue, the first visit, one's own order, what is due, and the hand-off with its receipt."""

from datetime import date, datetime, time
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from cima_desktop.gui.views.consulta.consulta import ConsultaPage
from cima_desktop.gui.views.consulta.hand_off_dialogs import HandOffSheetDialog, ReadDialog, WriteDialog
from cima_desktop.model.cases import Case, HandOff, Visit
from cima_desktop.model.ids import RecordId
from cima_desktop.model.work import Task
from cima_desktop.services import myself, reads
from cima_desktop.services.consulta import handing_off, queue
from cima_desktop.services.consulta.intake import Intake, open_case
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.gui.keyboard import press, write
from tests.gui.program_driver import Driver

LUZ = {"given_names": "Luz", "paternal_surname": "Inventada", "phone": "8285550161"}
ALT = Qt.KeyboardModifier.AltModifier
D = TypeVar("D", bound=QDialog)


def consulta(opened: Driver) -> ConsultaPage:
    """Show the desk, at which Ana sits."""
    if not opened.ask(myself.me):
        opened.ask(lambda s: myself.add_me(s, "Ana de Prueba"))
    page = opened.page("consulta")
    assert isinstance(page, ConsultaPage)
    return page


def begin_case(opened: Driver, **facts: object) -> RecordId:
    """Open a case of somebody new."""
    values = {"need": "housing", "person_values": LUZ, **facts}
    made = opened.ask(lambda s: open_case(s, Intake(**values)))  # type: ignore[arg-type]
    opened.desk.changed.emit(made.touched)
    opened.settle()
    return made.case


def dialog(opened: Driver, kind: type[D]) -> D:
    """Return the dialog in sight."""
    opened.settle()
    (found,) = (d for d in opened.window.findChildren(kind) if d.isVisible())
    return found


def test_a_visit_is_taken_becomes_a_case_and_is_done(opened: Driver) -> None:
    page = consulta(opened)
    write("Marta", page.queue_card.arrive_edit)
    press(Qt.Key.Key_Return)
    opened.settle()
    assert page.queue_card.arrive_edit.value() == ""
    take, new_case, left = page.queue_card.rows_list.lines[0].deeds
    assert left.small
    take.run()
    opened.settle()
    new_case.run()
    opened.settle()
    assert page.is_asking()
    assert not page.hand_off_button.isVisibleTo(page)
    assert page.intake.who.rows["given_names"].editor.raw() == "Marta"
    page.intake.save()
    opened.settle()
    assert not page.intake.rows["need"].problem_label.isHidden()  # what is needed must be said
    page.intake.rows["need"].editor.set_raw("food")
    page.intake.save()
    opened.settle()
    (visit,) = opened.ask(lambda s: s.store.all(Visit))
    (case,) = opened.ask(lambda s: s.store.all(Case))
    assert (visit.case, visit.person, visit.state) == (case.id, case.person, "with")
    consulta(opened)
    look, done, _back = page.queue_card.rows_list.lines[0].deeds
    done.run()
    opened.settle()
    (back,) = page.queue_card.rows_list.lines[0].deeds
    back.run()
    opened.settle()
    assert opened.ask(lambda s: s.store.all(Visit))[0].state == "waiting"
    look.run()
    opened.settle()
    assert opened.window.desk.current_key() == "cases"


def test_who_left_is_no_longer_counted(opened: Driver) -> None:
    page = consulta(opened)
    page.queue_card.arrive_button.click()
    opened.settle()
    assert page.queue_card.count_label.text().startswith("1 ")
    page.queue_card.rows_list.lines[0].deeds[2].run()
    opened.settle()
    assert page.queue_card.count_label.text().startswith("0 ")
    write("123-45-6789", page.queue_card.arrive_edit)
    page.queue_card.arrive()
    opened.settle()
    assert opened.ask(lambda s: s.store.count("visit")) == 1  # a Social Security number is no name


def test_a_taken_person_can_be_let_go_and_leads_to_her_open_case(opened: Driver) -> None:
    page = consulta(opened)
    case = begin_case(opened)
    person = RecordId(opened.ask(lambda s: s.store.need(Case, case)).person)
    page.begin()
    opened.settle()
    page.intake.who.take(person)
    opened.settle()
    assert page.intake.who.person == person
    other = page.intake.who.taken_list.lines[0].deeds[0]
    hers = page.intake.who.taken_list.lines[1].deeds[0]
    page.leave()
    page.begin()
    opened.settle()
    assert page.intake.who.person == person  # the draft remembers who was taken
    other.run()
    assert page.intake.who.person == ""
    assert not page.intake.who.take_marked()
    hers.run()
    opened.settle()
    assert opened.window.desk.current_key() == "cases"


def test_a_person_shows_her_cases_and_begins_a_new_one(opened: Driver) -> None:
    consulta(opened)
    case = begin_case(opened)
    person = RecordId(opened.ask(lambda s: s.store.need(Case, case)).person)
    people = opened.people()
    people.open_record(person)
    people.card.open_tab("cases")
    opened.settle()
    assert len(people.card.cases_tab.cases_list.lines) == 1
    people.card.cases_tab.new_button.click()
    opened.settle()
    page = opened.window.desk.current_page()
    assert isinstance(page, ConsultaPage)
    assert page.intake.who.person == person
    page.intake.rows["need"].editor.set_raw("food")
    page.intake.save()
    opened.settle()
    assert opened.ask(lambda s: (s.store.count("case"), s.store.count("person"))) == (2, 1)


def test_throwing_away_forgets_the_draft(opened: Driver) -> None:
    page = consulta(opened)
    page.begin()
    opened.settle()
    write("Rosa", page.intake.who.rows["given_names"].editor.box())
    page.intake.keep_draft()
    opened.settle()
    assert opened.ask(lambda s: list(s.store.drafts.all())) == ["intake:walk-in"]
    page.intake.leave_button.click()
    opened.settle()
    assert not page.is_asking()
    assert opened.ask(lambda s: s.store.drafts.all()) == {}


def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_typed_is_lost(opened: Driver) -> None:
    page = consulta(opened)
    page.begin()
    opened.settle()
    page.intake.rows["need"].editor.set_raw("food")
    page.intake.save()
    opened.settle()
    assert page.intake.message_bar.isVisibleTo(page)  # nobody to help
    write("12", page.intake.who.rows["phone"].editor.box())
    page.intake.save()
    opened.settle()
    assert not page.intake.who.rows["phone"].problem_label.isHidden()
    page.intake.who.rows["phone"].editor.set_raw("")
    write("Rosa", page.intake.who.rows["given_names"].editor.box())
    write("mañana tal vez", page.intake.rows["due_on"].editor.box())
    page.intake.save()
    opened.settle()
    assert not page.intake.rows["due_on"].problem_label.isHidden()
    assert opened.ask(lambda s: s.store.count("case")) == 0
    assert page.intake.who.rows["given_names"].editor.raw() == "Rosa"


def test_ones_own_cases_are_moved_by_keyboard(opened: Driver) -> None:
    page = consulta(opened)
    first, second = begin_case(opened, urgency="today"), begin_case(opened, urgency="week")
    page = consulta(opened)
    card = page.mine_card
    card.list.setFocus()
    card.list.setCurrentRow(1)
    assert card.chosen() == second
    press(Qt.Key.Key_Up, ALT)
    opened.settle()
    assert (card.chosen(), card.list.currentRow()) == (second, 0)
    press(Qt.Key.Key_Down, ALT)
    opened.settle()
    assert (card.chosen(), card.list.currentRow()) == (second, 1)
    card.up_button.click()
    opened.settle()
    assert card.list.currentRow() == 0
    card.list.itemActivated.emit(card.list.item(1))
    opened.settle()
    assert opened.window.desk.current_page().record_id() == first  # type: ignore[union-attr]


def test_tasks_urgent_cases_and_appointments_stand_on_the_desk(opened: Driver) -> None:
    page = consulta(opened)
    case = begin_case(opened, urgency="today", next_step="Llamar", next_due=date.today().isoformat())
    beto = opened.add("volunteer", name="Beto de Prueba")
    opened.add("task", about=case, what="De Beto", due_on="2020-01-01", whose=beto)
    opened.add("appointment", sort="hearing", about=case, on=date.today().isoformat(), at="09:00", what="Desalojo")
    assert [len(card.rows_list.lines) for card in (page.urgent_card, page.tasks_card, page.meetings_card)] == [1, 1, 1]
    page.tasks_card.whose_chips._buttons()[1].click()
    opened.settle()
    assert len(page.tasks_card.rows_list.lines) == 2
    page.tasks_card.rows_list.lines[0].deeds[0].run()
    opened.settle()
    assert [task.what for task in opened.ask(lambda s: s.store.all(Task)) if task.done_on] == ["De Beto"]
    for card in (page.urgent_card, page.tasks_card):
        consulta(opened)
        card.rows_list.lines[0].deeds[-1].run()
        opened.settle()
        assert opened.window.desk.current_key() == "cases"


def test_a_shift_is_handed_off_printed_and_read_by_the_next(opened: Driver) -> None:
    page = consulta(opened)
    begin_case(opened, urgency="today")
    opened.ask(lambda s: queue.arrive(s, "Marta"))
    page.hand_off_button.click()
    write_dialog = dialog(opened, WriteDialog)
    assert len(write_dialog.matters_list.value()) == 2
    write_dialog.matters_list.set_value(("0",))
    write_dialog.words_edit.set_value("Falta tóner")
    write_dialog.done_button.click()
    sheet = dialog(opened, HandOffSheetDialog)
    pages = sheet._pdf
    sheet.phones_box.click()
    opened.settle()
    assert sheet._pdf != pages
    sheet.close()
    (line,) = page.hand_offs_card.rows_list.lines
    line.deeds[0].run()
    mine = dialog(opened, ReadDialog)
    assert mine.done_button.text().strip() in ("Cerrar", "Close")
    mine.done_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.all(HandOff))[0].read_by == ""
    beto = opened.add("volunteer", name="Beto de Prueba")
    me = opened.ask(myself.my_id)
    opened.ask(lambda s: s.store.save("Left", [Edit("volunteer", me, {"opens_as": ""})]))
    opened.ask(lambda s: myself.i_am(s, beto))
    consulta(opened)
    page.hand_offs_card.rows_list.lines[0].deeds[0].run()
    theirs = dialog(opened, ReadDialog)
    theirs.done_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.all(HandOff))[0].read_by == beto
    assert page.hand_offs_card.rows_list.lines[0].faint


def test_an_empty_hand_off_is_refused_inside_the_dialog(opened: Driver) -> None:
    page = consulta(opened)
    page.write_hand_off()
    asked = dialog(opened, WriteDialog)
    assert asked.none_label.isVisibleTo(asked)
    asked.done_button.click()
    opened.settle()
    assert not asked.error_label.isHidden()
    asked.words_edit.set_value("123-45-6789")
    asked.done_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.count("hand_off")) == 0


def test_printing_a_hand_off_is_noted(opened: Driver) -> None:
    consulta(opened)
    made = opened.ask(lambda s: handing_off.write(s, "x", []))
    dialog_open = HandOffSheetDialog(opened.desk, made, opened.window)
    opened.ask(dialog_open.note)
    assert [deed.record for deed in opened.ask(lambda s: s.store.deeds(reads.HAND_OFF))] == [made]
    opened.settle()
    dialog_open.close()
    opened.settle()


def test_the_search_key_goes_to_where_somebody_arrives(opened: Driver) -> None:
    page = consulta(opened)
    page.begin()
    opened.settle()
    page.focus_search()
    assert not page.is_asking()
    assert QApplication.focusWidget() is page.queue_card.arrive_edit


def set_clock(session: Session, at: str) -> None:
    """Let it be a time of the day at the desk."""
    session.now = lambda: datetime.combine(session.today(), time.fromisoformat(at))


def test_a_long_wait_is_told_in_hours(opened: Driver) -> None:
    page = consulta(opened)
    opened.ask(lambda s: set_clock(s, "09:00"))
    opened.ask(lambda s: queue.arrive(s, "Marta"))
    for at, told in (("09:30", "30"), ("11:15", "2:15")):
        opened.ask(partial(set_clock, at=at))
        page.read()
        opened.settle()
        (line,) = page.queue_card.rows_list.lines
        assert callable(line.detail)
        assert told in line.detail()
