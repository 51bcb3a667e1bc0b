"""The cases page: the list, the card of a case, its course, contacts, and the safe-contact card before a call."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from cima_desktop.gui.views.cases.case_parts import CASE_PARTS, CasePart
from cima_desktop.gui.views.cases.case_sharing_tab import CaseSharingTab
from cima_desktop.gui.views.cases.cases import CasesPage
from cima_desktop.gui.views.cases.contact_form import ContactForm
from cima_desktop.gui.views.cases.contacts_tab import ContactsTab
from cima_desktop.gui.views.cases.course_dialogs import DeedDialog
from cima_desktop.gui.views.cases.dial_dialog import DialDialog
from cima_desktop.gui.views.cases.private_notes_tab import PrivateNotesTab
from cima_desktop.gui.views.cases.turns_tab import TurnsTab
from cima_desktop.gui.views.consulta.consulta import ConsultaPage
from cima_desktop.gui.views.records.referrals_list import LoopDialog, ask_loop
from cima_desktop.gui.widgets.check_list import RadioList
from cima_desktop.model.cases import Case, Contact, PrivateNote
from cima_desktop.model.ids import RecordId
from cima_desktop.model.sharing import Referral
from cima_desktop.model.work import Task
from cima_desktop.services import myself
from cima_desktop.services.consulta.intake import Intake, open_case
from tests.gui.program_driver import Driver

LUZ = {"given_names": "Luz", "paternal_surname": "Inventada", "phone": "8285550161", "voicemail_ok": False}
D = TypeVar("D", bound=QDialog)


def begin_case(opened: Driver, **facts: object) -> RecordId:
    """Open a case of Luz, as Ana who sits at the desk."""
    if not opened.ask(myself.me):
        opened.ask(lambda s: myself.add_me(s, "Ana de Prueba"))
    values = {"need": "housing", "urgency": "days", "next_step": "Llamar a la corte", "person_values": LUZ, **facts}
    made = opened.ask(lambda s: open_case(s, Intake(**values)))  # type: ignore[arg-type]
    opened.desk.changed.emit(made.touched)
    opened.settle()
    return made.case


def cases(opened: Driver) -> CasesPage:
    """Show the cases."""
    page = opened.page("cases")
    assert isinstance(page, CasesPage)
    return page


def dialog(opened: Driver, kind: type[D]) -> D:
    """Return the dialog in sight."""
    opened.settle()
    (found,) = (d for d in opened.window.findChildren(kind) if d.isVisible())
    return found


def choose(answers: object, key: str) -> None:
    """Choose an answer of a list as a person does."""
    assert isinstance(answers, RadioList)
    answers.buttons[key].click()


def test_a_case_shows_whose_it_is_how_urgent_and_only_the_parts_it_needs(opened: Driver) -> None:
    case = begin_case(opened)
    page = cases(opened)
    assert page.card.head.name_label.text().startswith("Luz Inventada · ")
    assert page.card.record_id() == case
    course = page.card.course_card
    assert course.close_button.isVisibleTo(page)
    assert not course.reopen_button.isVisibleTo(page)
    assert "Ana de Prueba" in course.next_label.text()
    assert [part.key for part in CASE_PARTS if page.card.tabs.isTabVisible(page.card.keys.index(part.key))][:3] == [
        "housing",
        "contact",
        "case_turn",
    ]


def test_a_work_up_opens_by_a_need_or_by_its_record() -> None:
    part = CasePart("housing", "Housing", "nowhere:Nothing", frozenset({"housing"}))
    assert part.is_wanted(Case(need="housing"), frozenset())
    assert part.is_wanted(Case(need="food", other_needs=frozenset({"housing"})), frozenset())
    assert part.is_wanted(Case(need="food"), frozenset({"housing"}))
    assert not part.is_wanted(Case(need="food"), frozenset({"contact"}))


def test_the_list_is_filtered_and_searched_by_person_and_number(opened: Driver) -> None:
    case = begin_case(opened)
    begin_case(opened, person_values={"given_names": "Marta"}, urgency="routine", need="food")
    page = cases(opened)
    assert page.table.rows.rowCount() == 2
    page.filter_chips._buttons()[2].click()
    opened.settle()
    assert page.table.rows.rowCount() == 1
    page.filter_chips._buttons()[0].click()
    opened.settle()
    assert page.table.rows.rowCount() == 2
    page.search_box.setText("marta")
    opened.qtbot.waitUntil(lambda: page.table.rows.rowCount() == 1)
    opened.settle()
    assert page.card.record_id() != case
    page.open_record(case)
    opened.settle()
    assert page.card.record_id() == case


def test_closing_and_opening_again_ask_why(opened: Driver) -> None:
    case = begin_case(opened)
    page = cases(opened)
    page.card.course_card.close_button.click()
    asked = dialog(opened, DeedDialog)
    asked.done_button.click()
    opened.settle()
    assert not asked.error_label.isHidden()
    choose(asked.editors["reason"], "solved")
    asked.done_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.need(Case, case)).state == "closed"
    assert page.card.course_card.reopen_button.isVisibleTo(page)
    page.card.course_card.reopen_button.click()
    asked = dialog(opened, DeedDialog)
    asked.editors["words"].set_value("Volvió el casero")
    asked.done_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.need(Case, case)).state == "open"
    page.card.open_tab("case_turn")
    opened.settle()
    tab = page.card.tabs.currentWidget()
    assert isinstance(tab, TurnsTab)
    assert len(tab.turns_list.lines) == 3


def test_urgency_waiting_going_on_and_handing_over_by_their_buttons(opened: Driver) -> None:
    case = begin_case(opened)
    beto = opened.add("volunteer", name="Beto de Prueba", active=True)
    course = cases(opened).card.course_card
    course.urgency_button.click()
    asked = dialog(opened, DeedDialog)
    choose(asked.editors["urgency"], "today")
    asked.done_button.click()
    course.wait_button.click()
    asked = dialog(opened, DeedDialog)
    asked.editors["words"].set_value("La fecha de la corte")
    asked.done_button.click()
    opened.settle()
    found = opened.ask(lambda s: s.store.need(Case, case))
    assert (found.urgency, found.state, found.waiting_for) == ("today", "waiting", "La fecha de la corte")
    assert "La fecha de la corte" in course.state_label.text()
    course.go_on_button.click()
    opened.settle()
    course.over_button.click()
    asked = dialog(opened, DeedDialog)
    asked.editors["to"].set_value(beto)
    asked.done_button.click()
    opened.settle()
    found = opened.ask(lambda s: s.store.need(Case, case))
    assert (found.state, found.navigator) == ("open", beto)


def test_the_number_is_seen_only_after_the_safe_contact_card_was_read(opened: Driver) -> None:
    case = begin_case(opened)
    page = cases(opened)
    page.card.course_card.call_button.click()
    dial = dialog(opened, DialDialog)
    assert "555-0161" not in " ".join(label.text() for label in dial.findChildren(QLabel) if label.isVisibleTo(dial))
    assert "555-0161" not in dial.card.accessibleName()
    assert not dial.done_button.isEnabled()
    dial.finish()  # not even Enter notes a call nobody could make
    assert opened.ask(lambda s: s.store.all(Contact)) == []
    dial.show_button.click()
    assert dial.card.number_label.isVisibleTo(dial)
    assert dial.card.number_label.text() == "(828) 555-0161"
    dial.done_button.click()
    opened.settle()
    assert not dial.error_label.isHidden()  # without an outcome nothing is kept
    choose(dial.contact_form.outcome_list, "no_answer")
    dial.done_button.click()
    opened.settle()
    (contact,) = opened.ask(lambda s: s.store.all(Contact))
    assert (contact.about, contact.way, contact.outcome) == (case, "call", "no_answer")


def test_contacts_are_added_from_the_card_with_words_that_may_be_kept(opened: Driver) -> None:
    begin_case(opened)
    page = cases(opened)
    page.card.open_tab("contact")
    opened.settle()
    tab = page.card.tabs.currentWidget()
    assert isinstance(tab, ContactsTab)
    tab.keep_button.click()
    opened.settle()
    assert tab.none_label.isVisibleTo(tab)
    choose(tab.contact_form.outcome_list, "reached")
    tab.contact_form.words_edit.set_value("123-45-6789")
    tab.keep_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.all(Contact)) == []  # a Social Security number is not written down
    tab.contact_form.words_edit.set_value("Puede a las 6")
    tab.keep_button.click()
    opened.settle()
    assert len(tab.contacts_list.lines) == 1
    assert tab.contact_form.outcome_list.value() == ""


def test_a_private_note_half_written_comes_back_and_is_kept(opened: Driver) -> None:
    case = begin_case(opened)
    page = cases(opened)
    page.card.open_tab("private_note")
    opened.settle()
    tab = page.card.tabs.currentWidget()
    assert isinstance(tab, PrivateNotesTab)
    tab.note_edit.set_value("Solo aquí")
    opened.lock()
    opened.unlock()
    page = cases(opened)
    page.open_record(case)
    page.card.open_tab("private_note")
    opened.settle()
    tab = page.card.tabs.currentWidget()
    assert isinstance(tab, PrivateNotesTab)
    assert tab.note_edit.value() == "Solo aquí"
    tab.keep_button.click()
    opened.settle()
    assert [note.words for note in opened.ask(lambda s: s.store.all(PrivateNote))] == ["Solo aquí"]
    assert len(tab.notes_list.lines) == 1


def test_the_sharing_part_tells_each_consent_and_leads_to_the_person(opened: Driver) -> None:
    case = begin_case(opened)
    person = RecordId(opened.ask(lambda s: s.store.need(Case, case)).person)
    opened.add(
        "consent",
        person=person,
        purpose="lawyer",
        agreed=True,
        how="written",
        given_on="2020-01-01",
        expires_on="2020-02-01",
    )
    page = cases(opened)
    page.card.open_tab("consent")
    opened.settle()
    tab = page.card.tabs.currentWidget()
    assert isinstance(tab, CaseSharingTab)
    chips = [line.chips[0] for line in tab.consents_list.lines]
    assert ("The consent is over", "warn") in chips
    assert [line.title for line in tab.consents_list.lines] == ["Lawyer", "Referral"]  # no case leaves for the others
    tab.person_button.click()
    opened.settle()
    assert opened.window.desk.current_key() == "people"


def test_a_referral_is_asked_about_and_asked_again(opened: Driver) -> None:
    case = begin_case(opened)
    made = opened.add("referral", about=case, question="¿Renta?", state="accepted")
    page = cases(opened)
    ask_loop(opened.desk, page, opened.ask(lambda s: s.store.need(Referral, made)))
    asked = dialog(opened, LoopDialog)
    asked.done_button.click()
    opened.settle()
    assert not asked.error_label.isHidden()
    asked.editors["got_there"].set_value(True)
    asked.again_edit.setText("1 ene 2031")
    asked.done_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.need(Referral, made)).got_there is True
    assert "2031-01-01" in [task.due_on for task in opened.ask(lambda s: s.store.all(Task))]


def test_a_new_case_begins_with_a_first_visit(opened: Driver) -> None:
    begin_case(opened)
    cases(opened).begin()
    opened.settle()
    page = opened.window.desk.current_page()
    assert isinstance(page, ConsultaPage)
    assert page.is_asking()


def test_a_contact_form_begins_with_a_call(opened: Driver) -> None:
    form = ContactForm()
    opened.qtbot.addWidget(form)
    assert form.answers() == ("call", "", "")
    assert form.outcome_list.focusPolicy() is not Qt.FocusPolicy.ClickFocus
