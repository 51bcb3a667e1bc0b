"""The directory in the window: finding, checking, safety notes, lawyers, sending somebody there, the slip."""

from typing import TypeVar

import attrs
import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from cima_desktop.gui.views.desk import ANYTHING
from cima_desktop.gui.views.directory import bringing
from cima_desktop.gui.views.directory.bringing import Bringing
from cima_desktop.gui.views.directory.directory import DirectoryPage
from cima_desktop.gui.views.directory.refer_dialog import ReferDialog, refer_about
from cima_desktop.gui.views.directory.slip_dialog import InterviewDialog, SlipDialog
from cima_desktop.gui.views.start import StartPage
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.model.directory import Attorney, AttorneyFeedback
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Organization
from cima_desktop.model.sharing import Referral
from cima_desktop.services import reads
from cima_desktop.services.directory import shipping
from cima_desktop.services.directory.shipping import Shipment
from cima_desktop.vault.errors import ReadOnlyDiskError
from tests.gui.keyboard import ENTER, press, write
from tests.gui.program_driver import Driver

D = TypeVar("D", bound=QWidget)


@pytest.fixture
def page(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> DirectoryPage:
    """Return the directory of a vault into which nothing is brought by itself."""
    monkeypatch.setattr(shipping, "shipment", lambda: Shipment(version=0, entries=()))
    found = opened.page("directory")
    assert isinstance(found, DirectoryPage)
    return found


def names(page: DirectoryPage) -> list[str]:
    rows = [page.table.rows.row(number) for number in range(page.table.rows.rowCount())]
    return [row.name for row in rows if row is not None]


def told(widget: QWidget) -> str:
    """Return every word a part shows."""
    return " | ".join(label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget))


def button(widget: QWidget, words: str) -> QPushButton:
    """Return the one button whose spoken name begins so."""
    found = [b for b in widget.findChildren(QPushButton) if b.accessibleName().startswith(words) and b.isVisible()]
    assert len(found) == 1, [b.accessibleName() for b in widget.findChildren(QPushButton)]
    return found[0]


def dialog(driver: Driver, of: type[D]) -> D:
    driver.settle()
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, of) and each.isVisible()]
    assert len(found) == 1
    return found[0]


def choose(driver: Driver, page: DirectoryPage, record: RecordId) -> None:
    page.open_of("organization", record)
    driver.settle()


def get(driver: Driver, record: RecordId) -> Organization:
    return driver.ask(lambda s: s.store.need(Organization, record))


# finding


def test_lists_and_words_narrow_the_directory_together(opened: Driver, page: DirectoryPage) -> None:
    opened.add("organization", name="Despensa", services=frozenset({"food"}), counties=frozenset({"Madison"}))
    opened.add("organization", name="Clínica", services=frozenset({"health"}), counties=frozenset({"Buncombe"}))
    opened.add("organization", name="Línea", services=frozenset({"food"}), cost="free")
    assert names(page) == ["Clínica", "Despensa", "Línea"]
    assert "3" in page.count_label.text()
    page.criteria_bar.service_box.set_value("food")
    page.criteria_bar.service_box.edited.emit()
    opened.settle()
    assert names(page) == ["Despensa", "Línea"]
    page.criteria_bar.cost_box.set_value("full")
    page.criteria_bar.cost_box.edited.emit()
    opened.settle()
    assert names(page) == []
    assert page.no_match.isVisible()
    page.open_of("organization", opened.ask(lambda s: s.store.page("organization").rows[0].id))
    opened.settle()
    assert len(names(page)) == 3
    assert not page.criteria_bar.is_set()


def test_a_new_organization_is_typed_kept_and_checked_and_then_only_the_old_ones_are_shown(
    opened: Driver, page: DirectoryPage
) -> None:
    opened.add("organization", name="Despensa", checked_on="2025-01-05")
    page.open_of("organization", "")
    opened.settle()
    write("Ñandú, clínica nueva")
    page.card.form.flush()
    opened.settle()
    assert names(page) == ["Despensa", "Ñandú, clínica nueva"]
    card = page.card.standing_card
    assert "Sin revisar" in card.checked_chip.word()
    card.check_button.click()
    opened.settle()
    assert "Comprobado el" in card.checked_chip.word()
    assert card.checked_chip.tone() == "good"
    assert names(page) == ["Ñandú, clínica nueva", "Despensa"]
    page.filter_chips.set_value("stale")
    page.filter_chips.chosen.emit("stale")
    opened.settle()
    assert names(page) == ["Despensa"]


# how old it is


def test_safety_notes_are_framed_and_follow_what_is_typed(opened: Driver, page: DirectoryPage) -> None:
    values = {"guards": "yes", "reports": "yes", "safety": "Hay una patrulla.", "checked_on": "2025-01-05"}
    record = opened.add("organization", name="Despensa", **values)
    choose(opened, page, record)
    assert "vuelva a preguntar" in page.card.standing_card.checked_chip.word()
    assert "Editado por última vez" in page.card.standing_card.edited_label.text()
    said = page.card.safety_card.words_label.text()
    for words in ("guardias", "agencias", "Hay una patrulla."):
        assert words in said
    plain = opened.add("organization", name="Clínica")
    choose(opened, page, plain)
    assert not page.card.safety_card.isVisible()
    assert not {"checked_on", "checked_by", "shipped"} & page.card.form.rows.keys()


# what comes with the program


def test_the_attendant_brings_them_in_while_nobody_waits_and_looks_again_after_an_import(opened: Driver) -> None:
    attendant = opened.desk.findChild(Bringing)
    assert attendant is not None
    assert attendant._timer.isActive()
    attendant.step()
    opened.settle()
    assert opened.ask(lambda s: s.store.count("organization")) == len(shipping.shipment().entries)
    assert not attendant._timer.isActive()
    opened.add("person", given_names="Luz")
    assert not attendant._timer.isActive()
    opened.desk.changed.emit(ANYTHING)
    opened.settle()
    assert attendant._timer.isActive()
    attendant.step()
    opened.settle()
    assert not attendant._timer.isActive()


def test_a_disk_that_refuses_is_left_alone(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_session: object) -> None:
        raise ReadOnlyDiskError

    monkeypatch.setattr(shipping, "bring_in", refuse)
    bringing.bring(opened.desk)
    opened.settle()
    assert opened.ask(lambda s: s.store.count("organization")) == 0


def test_a_newer_number_is_taken_over_or_left(opened: Driver) -> None:
    page = opened.page("directory")
    opened.settle()
    old = shipping.shipment()
    assert len(names(page)) == len(old.entries)
    fresh = [
        attrs.evolve(each, values={**each.values, "phone": "828-555-0188"}, changed=frozenset({"phone"}))
        for each in old.entries
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipping, "shipment", lambda: Shipment(version=9, entries=tuple(fresh)))
        card = page.card.standing_card
        for taken, one in ((True, fresh[0]), (False, fresh[1])):
            before = get(opened, one.id).phone
            choose(opened, page, one.id)
            assert "(828) 555-0188" in card.news_label.text()
            (card.take_button if taken else card.leave_button).click()
            opened.settle()
            assert not card.take_button.isVisible()
            assert get(opened, one.id).phone == ("+18285550188" if taken else before)


# lawyers


@pytest.fixture
def firm(opened: Driver, page: DirectoryPage) -> RecordId:
    record = opened.add("organization", name="Bufete Luna", services=frozenset({"immigration"}))
    choose(opened, page, record)
    page.open_part("attorneys")
    opened.settle()
    return record


def test_from_a_name_to_an_answer_that_counts(opened: Driver, page: DirectoryPage, firm: RecordId) -> None:
    tab = page.card.attorneys_tab
    assert tab.empty_label.isVisible()
    tab.add_button.click()
    opened.settle()
    write("Estrella Inventada")
    tab.add_form.do_button.click()
    opened.settle()
    card = tab.card
    assert card.isVisible()
    assert card.name_label.text() == "Estrella Inventada"
    card.form.editor("may_list").set_value(True)
    card.form.rows["may_list"].edited.emit()
    card.flush()
    opened.settle()
    card.bar_button.click()
    opened.settle()
    made = opened.ask(lambda s: s.store.all(Attorney))[0]
    today = opened.desk.session.today().isoformat()
    assert (made.organization, made.interviewed_on, made.bar_checked_on) == (firm, today, today)
    card.said_button.click()
    opened.settle()
    card.said_form.rows["words"].editor.set_value("Contestó pronto")
    card.said_form.do_button.click()
    opened.settle()
    assert "Contestó pronto" in told(card.said_list)
    button(card.said_list, "Cuenta").click()
    opened.settle()
    assert opened.ask(lambda s: s.store.all(AttorneyFeedback))[0].state == "kept"
    card.back_button.click()
    opened.settle()
    assert "Estrella Inventada" in told(tab.lawyers_list)


def test_a_name_in_an_answer_is_refused_beside_its_field(opened: Driver, page: DirectoryPage, firm: RecordId) -> None:
    opened.add("person", given_names="Luz", paternal_surname="Inventada")
    lawyer = opened.add("attorney", name="Estrella", organization=firm)
    page.card.open_lawyer(lawyer)
    opened.settle()
    card = page.card.attorneys_tab.card
    card.said_button.click()
    opened.settle()
    card.said_form.rows["words"].editor.set_value("Luz Inventada esperó mucho")
    card.said_form.do_button.click()
    opened.settle()
    assert "Luz Inventada" in told(card.said_form)
    assert opened.ask(lambda s: s.store.all(AttorneyFeedback)) == []
    card.said_form.leave_button.click()
    opened.settle()
    assert not card.said_form.isVisible()


def test_a_sum_of_three_answers_and_red_flags_are_for_us_and_the_interview_is_blank(
    opened: Driver, page: DirectoryPage, firm: RecordId
) -> None:
    lawyer = opened.add("attorney", name="Estrella", organization=firm, red_flags=frozenset({"no_receipt"}))
    for answer in (True, True, False):
        opened.add("attorney_feedback", attorney=lawyer, explained=answer, state="kept")
    page.open_of("attorney", lawyer)
    opened.settle()
    card = page.card.attorneys_tab.card
    assert card.record_id() == lawyer
    assert "2 de 3" in told(card.summary_list)
    assert "sin recibo" in told(card.summary_list)
    card.bin_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.get(Attorney, lawyer)) is None
    assert page.card.attorneys_tab.empty_label.isVisible()
    page.card.attorneys_tab.sheet_button.click()
    shown = dialog(opened, InterviewDialog)
    opened.settle()
    assert shown.done_button.isEnabled()
    before = opened.ask(lambda s: len(s.store.deeds()))
    opened.ask(shown.note)
    assert opened.ask(lambda s: len(s.store.deeds())) == before
    shown.reject()


def test_a_lawyer_who_is_due_is_opened_from_the_first_page_and_wiped_at_a_lock(
    opened: Driver, page: DirectoryPage, firm: RecordId
) -> None:
    lawyer = opened.add("attorney", name="Cometa Imaginario", organization=firm, next_check_on="2026-01-02")
    start = opened.page("start")
    assert isinstance(start, StartPage)
    assert "Cometa Imaginario" in told(start)
    opened.desk.open("attorney", lawyer)
    opened.settle()
    assert page.card.attorneys_tab.card.record_id() == lawyer
    assert "Cometa" in told(page.card)
    page.wipe()
    page.card.open_tab("attorneys")
    for name in ("Cometa", "Bufete Luna"):
        assert name not in told(page.card)


# sending somebody there


def test_somebody_is_sent_there_by_keyboard_and_gets_a_slip_in_her_language(
    opened: Driver, page: DirectoryPage
) -> None:
    record = opened.add("organization", name="Clínica", reports="yes")
    person = opened.add("person", given_names="Luz", paternal_surname="Inventada", language="en")
    choose(opened, page, record)
    page.card.standing_card.refer_button.click()
    asking = dialog(opened, ReferDialog)
    asking.finish()
    opened.settle()
    assert asking.error_label.text()
    asking.person_picker.box.setFocus()
    write("Luz")
    asking.person_picker.search()
    opened.settle()
    press(ENTER)
    asking.question_edit.setFocus()
    write("Una cita")
    asking.finish()
    shown = dialog(opened, SlipDialog)
    opened.settle()
    (referral,) = opened.ask(lambda s: s.store.all(Referral))
    assert (referral.about, referral.organization, referral.question) == (person, record, "Una cita")
    assert shown.language_box.value() == "en"
    assert "agencias" in shown.warning_label.text()
    opened.ask(shown.note)
    assert [deed.record for deed in opened.ask(lambda s: s.store.deeds(reads.SLIP))] == [person]
    shown.reject()


def test_from_a_case_the_organization_is_asked_and_another_is_put_on_the_slip(
    opened: Driver, page: DirectoryPage
) -> None:
    place = opened.add("organization", name="Clínica")
    about = opened.add("person", given_names="Luz")
    asking = refer_about(opened.desk, page, page.card.references, about, about)
    assert not asking.person_picker.isVisible()
    asking.finish()
    assert asking.error_label.text()
    asking.organization_picker.set_value(place, "Clínica")
    asking.question_edit.set_value("Es indocumentada")
    asking.finish()
    opened.settle()
    assert opened.ask(lambda s: s.store.all(Referral)) == []
    asking.question_edit.set_value("Una cita")
    asking.finish()
    shown = dialog(opened, SlipDialog)
    opened.settle()
    assert opened.ask(lambda s: s.store.all(Referral))[0].about == about
    other = opened.add("organization", name="Despensa", safety="Hay una patrulla.")
    assert not shown.warning_label.isVisible()
    for _time in range(2):
        shown.more_picker.chosen.emit(other)
        opened.settle()
    assert shown._wanted.organizations == (place, other)
    assert "patrulla" in shown.warning_label.text()
    shown.reject()
