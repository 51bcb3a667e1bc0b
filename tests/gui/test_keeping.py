"""Keeping, erasing, holds and the day papers are served, as a volunteer meets them."""

from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel

from cima_desktop.gui.views.keeping.erase_dialog import EraseDialog
from cima_desktop.gui.views.keeping.erase_field_dialog import EraseFieldDialog
from cima_desktop.gui.views.keeping.hold_dialog import PlaceDialog, ReleaseDialog
from cima_desktop.gui.views.keeping.settings_holds import HoldsPart
from cima_desktop.gui.views.keeping.settings_keeping import MOST_SHOWN, KeepingPart
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.services import holds, retention
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.gui.program_driver import Driver

D = TypeVar("D", bound=QDialog)
LATER = date(2040, 1, 1)


def shown(driver: Driver, kind: type[D]) -> D:
    """Return the dialog that is open."""
    driver.settle()
    return next(d for d in driver.window.findChildren(kind) if d.isVisible())


def at(driver: Driver, day: date) -> None:
    """Let it be another day."""

    def turn(session: Session) -> None:
        session.today = lambda: day

    driver.ask(turn)


def keeping(driver: Driver) -> KeepingPart:
    """Show the section about keeping."""
    page = driver.page("settings")
    page.open_section("keeping")
    driver.settle()
    part = page.parts["keeping"]
    assert isinstance(part, KeepingPart)
    return part


def holds_part(driver: Driver) -> HoldsPart:
    """Show the section about holds."""
    driver.desk.open("holds", "")
    driver.settle()
    part = driver.page("settings").parts["holds"]
    assert isinstance(part, HoldsPart)
    return part


def mother(driver: Driver, name: str = "Rosa") -> RecordId:
    return driver.add(given_names=name, paternal_surname="Ejemplo")


def test_each_record_says_until_when_and_why(opened: Driver) -> None:
    rosa = mother(opened)
    card = opened.people().card
    opened.people().open_record(rosa)
    opened.settle()
    assert card.kept_line.isVisible()
    assert str(retention_day(opened, rosa).year) in card.kept_line.title_label.text()
    assert card.head.note_label.text() == card.kept_line.title_label.text()
    assert "1 año" in card.kept_line.reason_label.text()
    card.begin()
    opened.settle()
    assert not card.kept_line.isVisible()
    assert not card.head.note_label.isVisible()


def retention_day(driver: Driver, record: RecordId) -> date:
    kept = driver.ask(lambda s: retention.kept(s, record))
    assert kept is not None
    assert kept.day is not None
    return kept.day


def test_erasing_a_person_on_their_card(opened: Driver) -> None:
    rosa = mother(opened)
    opened.add("note", about=rosa, words="Nota")
    page = opened.people()
    page.open_record(rosa)
    opened.settle()
    page.card.kept_line.erase_button.click()
    dialog = shown(opened, EraseDialog)
    told = " ".join(f"{line.title}" for line in dialog.lists.lines if isinstance(line.title, str))
    assert "Backups may still hold it for a while" in told
    assert not dialog.erase_button.isEnabled()
    QTest.keyClicks(dialog.word_edit, "Rosa Ejempl")
    assert not dialog.erase_button.isEnabled()
    dialog.finish()
    QTest.keyClicks(dialog.word_edit, "o")
    QTest.keyClick(dialog.erase_button, Qt.Key.Key_Return)
    opened.settle()
    assert opened.ask(lambda s: s.store.all(Person)) == []
    assert page.card.record_id() == ""
    assert [stone.reason for stone in opened.ask(lambda s: s.store.tombstones())] == ["asked", "asked"]
    assert not opened.ask(lambda s: s.store.erasing_unfinished())


def test_cancel_and_lock_erase_nothing(opened: Driver) -> None:
    rosa = mother(opened)
    page = opened.people()
    page.open_record(rosa)
    opened.settle()
    page.card.kept_line.erase_button.click()
    dialog = shown(opened, EraseDialog)
    QTest.keyClicks(dialog.word_edit, "Rosa Ejemplo")
    QTest.keyClick(dialog.word_edit, Qt.Key.Key_Return)  # Enter in the field is not a yes
    opened.settle()
    assert opened.ask(lambda s: s.store.count("person")) == 1
    page.card.kept_line.erase_button.click()
    opened.settle()
    opened.lock()
    opened.unlock()
    assert opened.ask(lambda s: s.store.count("person")) == 1


def test_what_is_past_its_date_is_told_at_the_start_and_erased_together(opened: Driver) -> None:
    people = [mother(opened, name) for name in ("Rosa", "Elena", "Luz")]
    part = keeping(opened)
    assert part.boxes == []
    assert part.none_label.isVisible()
    at(opened, LATER)
    start = opened.page("start")
    assert len(start.due_list.lines) == 1
    start.due_list.lines[0].deeds[0].run()
    opened.settle()
    assert opened.window.desk.current_key() == "settings"
    assert len(part.boxes) == 3
    assert part.message_bar.isVisible()  # the clock has leapt
    assert not part.erase_button.isEnabled()
    part.boxes[0].click()
    assert part.erase_button.isEnabled()
    part.all_button.click()
    assert len(part.chosen()) == 3
    part.all_button.click()
    assert part.chosen() == []
    part.all_button.click()
    part.boxes[0].click()
    part.erase_button.click()
    dialog = shown(opened, EraseDialog)
    assert dialog.reason_box.value() == "time"
    QTest.keyClicks(dialog.word_edit, "borrar")
    dialog.erase_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.count("person")) == 1
    assert len(part.boxes) == 1
    assert len(people) == 3
    assert any("2 borrados" in label.text() for label in part.years_list.findChildren(QLabel))


def test_very_many_are_shown_in_part(opened: Driver) -> None:
    edits = [Edit("person", new_id(), {"given_names": f"P{n}"}) for n in range(MOST_SHOWN + 7)]
    opened.ask(lambda s: s.store.save_many("Added", edits))
    at(opened, LATER)
    part = keeping(opened)
    assert len(part.boxes) == MOST_SHOWN
    assert "y 7 más" in {label.text() for label in part.findChildren(QLabel)}


def test_the_periods_are_kept_as_they_are_chosen(opened: Driver) -> None:
    form = keeping(opened).periods_form
    form.month_boxes["person"].setValue(6)
    form.month_boxes["person"].editingFinished.emit()
    form.bin_box.setValue(30)
    form.bin_box.editingFinished.emit()
    form.client_file_box.click()
    opened.settle()
    chosen = opened.ask(retention.periods)
    assert (chosen.months["person"], chosen.bin_days, chosen.client_file) == (72, 30, True)
    assert form.month_boxes["person"].value() == 72
    form.client_file_box.click()
    opened.settle()
    assert opened.ask(retention.periods).months["person"] == 6


def test_papers_are_served(opened: Driver) -> None:
    rosa = mother(opened)
    page = opened.page("served")
    page.name_edit.setText("Lic. Ana Torres")
    page.phone_edit.set_value("+18285550130")
    page.keep_button.click()
    opened.settle()
    assert "Lic. Ana Torres, (828) 555-0130" in page.call_label.text()
    assert page.hold_button.isVisible()
    page.hold_button.click()
    opened.settle()
    assert not page.hold_button.isVisible()
    assert page.hold_chip.isVisible()
    footer = opened.window.desk.footer
    assert footer._holds.isVisible()
    assert opened.ask(holds.vault_is_held)
    card = opened.people().card
    opened.people().open_record(rosa)
    opened.settle()
    assert not card.kept_line.erase_button.isEnabled()
    assert "retención" in card.head.note_label.text()
    opened.desk.undo()
    opened.settle()
    assert opened.ask(holds.vault_is_held)
    part = holds_part(opened)
    part.holds_list.lines[0].deeds[0].run()
    dialog = shown(opened, ReleaseDialog)
    dialog.finish()
    opened.settle()
    assert dialog.error_label.isVisible()  # without a reason it stays
    dialog.why_edit.set_value("La abogada Torres, 3 de enero")
    dialog.finish()
    opened.settle()
    assert not opened.ask(holds.vault_is_held)
    assert not footer._holds.isVisible()
    assert part.holds_list.lines[0].deeds == ()


def test_a_telephone_that_is_none_is_not_kept(opened: Driver) -> None:
    page = opened.page("served")
    QTest.keyClicks(page.phone_edit.focusProxy() or page.phone_edit, "12")
    page.keep_button.click()
    opened.settle()
    assert page.phone_row.problem_label.isVisible()
    page.holds_button.click()
    opened.settle()
    assert opened.page("settings").section() == "holds"


def test_a_hold_on_one_family(opened: Driver) -> None:
    rosa = mother(opened)
    other = mother(opened, "Elena")
    page = opened.people()
    page.open_record(rosa)
    opened.settle()
    page.card.kept_line.hold_button.click()
    dialog = shown(opened, PlaceDialog)
    dialog.finish()
    assert dialog.error_label.isVisible()
    dialog.reason_box.set_value("lawyer")
    dialog.finish()
    opened.settle()
    assert opened.ask(lambda s: (holds.is_held(s, rosa), holds.is_held(s, other))) == (True, False)
    part = holds_part(opened)
    assert len(part.holds_list.lines) == 1
    opened.lock()
    opened.unlock()
    assert opened.window.desk.footer._holds.isVisible()


def test_one_field_is_erased_with_its_past(opened: Driver) -> None:
    rosa = opened.add(given_names="Rosa", paternal_surname="Ejemplo", role="secreto")
    page = opened.people()
    page.open_record(rosa)
    opened.settle()
    page.card.kept_line.field_button.click()
    dialog = shown(opened, EraseFieldDialog)
    dialog.finish()
    assert dialog.error_label.isVisible()  # no field was chosen
    dialog.field_box.set_value("role")
    dialog.finish()
    opened.settle()
    assert opened.ask(lambda s: s.store.need(Person, rosa)).role == "secreto"  # the word was not typed
    done: list[object] = []
    dialog.erased.connect(done.append)
    QTest.keyClicks(dialog.word_edit, "borrar")
    dialog.finish()
    opened.settle()
    assert len(done) == 1
    assert opened.ask(lambda s: s.store.need(Person, rosa)).role == ""
    assert page.card.form.values()["role"] == ""


def test_the_bin_leads_to_erasing(opened: Driver) -> None:
    rosa = mother(opened)
    opened.ask(lambda s: s.store.delete("Deleted", [rosa]))
    page = opened.page("settings")
    page.open_section("bin")
    opened.settle()
    part = page.parts["bin"]
    part.entries_list.lines[0].deeds[1].run()
    dialog = shown(opened, EraseDialog)
    QTest.keyClicks(dialog.word_edit, "rosa ejemplo")
    dialog.erase_button.click()
    opened.settle()
    part.read()
    opened.settle()
    assert part.entries_list.lines == ()
    assert opened.ask(lambda s: s.store.tombstones())[0].reason == "bin"


def test_pages_that_show_a_plan_or_paper_let_go_of_it_when_it_is_erased(opened: Driver) -> None:
    rosa = mother(opened)
    home = opened.add("household", name="Casa")
    plan = opened.add("plan", name="Plan", household=home, parent1=rosa)
    paper = opened.add("document", plan=plan, name="Poder", sort="poa", state="made")
    plans, documents = opened.page("plans"), opened.page("documents")
    documents.open_record(paper)
    plans.open_record(plan)
    opened.settle()
    touched = opened.ask(lambda s: s.store.erase([rosa], "asked"))
    opened.desk.changed.emit(touched)
    opened.settle()
    assert plans.plan_detail.plan == ""
    assert documents.card.row is None
    opened.page("start")
    opened.page("households")


def test_an_erasing_that_was_cut_off_is_finished_when_there_is_time(opened: Driver) -> None:
    from cima_desktop.gui.views.keeping.hold_watch import HoldWatch

    rosa = mother(opened)
    opened.ask(lambda s: s.store.erase([rosa], "asked"))
    assert opened.ask(lambda s: s.store.erasing_unfinished())
    watch = opened.desk.findChild(HoldWatch)
    assert watch is not None
    watch.finish()
    opened.settle()
    assert not opened.ask(lambda s: s.store.erasing_unfinished())
