"""The pages of the desk on a real vault: lists, cards, what needs doing, papers, settings, help."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.modeltest import ModelTester

from cima_desktop.gui.tables.columns import Column, listed
from cima_desktop.gui.tables.record_table_model import ROW_ROLE, SORT_ROLE, RecordTableModel
from cima_desktop.gui.views.records.people import PAGE
from cima_desktop.gui.views.records.rows_list import RowsList
from cima_desktop.gui.views.settings.settings import SettingsPage
from cima_desktop.gui.views.start import StartPage
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.model.ids import new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Person
from cima_desktop.model.work import Note, Task
from cima_desktop.services import keys
from cima_desktop.store import Edit
from tests.gui.keyboard import write
from tests.gui.program_driver import Driver

SURNAMES = ("Muñoz", "García", "Pérez-Tzoc", "Íñiguez")


def numbered() -> list[Column]:
    """Return columns for rows that are numbers."""
    return [Column(key="n", title="n", text=str, sort=lambda n: n, stretch=True), Column(key="x", title="x")]


def _check(tester: ModelTester, model: RecordTableModel) -> None:
    tester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt writes no types here


def test_the_table_model_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = RecordTableModel(numbered())
    pages = {None: ([3, 1, 2], 3), 3: ([5, 4], None)}
    model.set_source(lambda cursor, deliver: deliver(*pages[cursor]))
    _check(qtmodeltester, model)
    model.fetchMore(model.index(-1, -1))
    assert [model.index(r, 0).data() for r in range(model.rowCount())] == ["3", "1", "2", "5", "4"]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert [model.index(r, 0).data(SORT_ROLE) for r in range(5)] == [5, 4, 3, 2, 1]
    assert model.index(0, 0).data(ROW_ROLE) == 5
    _check(qtmodeltester, model)


def test_an_answer_that_comes_too_late_is_not_shown() -> None:
    model = RecordTableModel(numbered())
    waiting = []
    model.set_source(lambda cursor, deliver: waiting.append(deliver))
    model.reload()
    waiting[1](["new"], None)
    waiting[0](["old"], None)
    assert model.row(0) == "new"
    model.clear()
    waiting[1](["late"], None)
    assert model.rowCount() == 0


def test_columns_come_from_the_declaration() -> None:
    assert [column.key for column in listed(KINDS["person"])] == ["phone", "language", "county"]


def names(driver: Driver) -> list[str]:
    """Return the names in the list of people."""
    rows = driver.people().table.rows
    return [rows.index(r, 0).data() for r in range(rows.rowCount())]


def test_people_are_found_without_accents_in_either_order_and_by_telephone(opened: Driver) -> None:
    opened.add(given_names="José", paternal_surname="Muñoz", maternal_surname="García", phone="+18285550119")
    opened.add(given_names="Ana", paternal_surname="Tzoc")
    page = opened.people()
    for words in ("munoz garcia", "García Muñoz", "Munios", "555-0119", "(828) 555 01 19"):
        page.search_box.setText(words)
        QTest.keyClick(page.search_box, Qt.Key.Key_Return)
        opened.settle()
        assert names(opened)[:1] == ["José Muñoz García"], words
        assert page.table.rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).count(",") >= 1


def test_no_match_clears_the_card(opened: Driver) -> None:
    opened.add(given_names="Ana", paternal_surname="Tzoc")
    page = opened.people()
    assert page.card.head.name_label.text() == "Ana Tzoc"
    page.search_box.setText("zzz")
    QTest.keyClick(page.search_box, Qt.Key.Key_Return)
    opened.settle()
    assert page.right_stack.currentWidget() is not page.detail
    assert page.card.head.name_label.text() == ""
    assert page.card.form.editor("given_names").raw() == ""


def test_an_empty_vault_offers_the_first_step(opened: Driver) -> None:
    opened.ask(keys.note_proved)  # as in every vault whose paper was typed back
    page = opened.people()
    assert page.left_stack.currentWidget() is page._empty_card
    page.empty.button.click()
    assert page.card.form.is_new()
    start = opened.page("start")
    assert isinstance(start, StartPage)
    assert start.stack.currentIndex() == 1


def test_a_long_list_is_fetched_page_by_page(opened: Driver) -> None:
    edits = [
        Edit("person", new_id(), {"given_names": f"Ana {n}", "paternal_surname": SURNAMES[n % 4]}) for n in range(300)
    ]
    opened.ask(lambda s: s.store.save_many("Added a person", edits))
    page = opened.people()
    assert page.count_label.text().startswith("300")
    assert page.table.rows.rowCount() == PAGE
    for _round in range(300 // PAGE):
        page.table.scrollToBottom()
        opened.settle()
    assert page.table.rows.rowCount() == 300


def test_what_is_saved_shows_in_the_list_and_undo_takes_it_back(opened: Driver) -> None:
    person = opened.add(given_names="Ana", paternal_surname="Tzoc")
    page = opened.people()
    page.open_record(person)
    opened.settle()
    box = page.card.form.editor("given_names").box()
    assert isinstance(box, QLineEdit)
    box.clear()
    write("Eva", box)
    page.card.form.save()
    opened.settle()
    assert names(opened) == ["Eva Tzoc"]
    page.card.undo_button.click()
    opened.settle()
    assert names(opened) == ["Ana Tzoc"]
    assert page.card.form.editor("given_names").raw() == "Ana"
    opened.window.redo_requested.emit()
    opened.settle()
    assert names(opened) == ["Eva Tzoc"]


def test_undoing_a_new_person_clears_the_card(opened: Driver) -> None:
    page = opened.people()
    page.begin()
    write("Ana", page.card.form.editor("given_names").box())
    page.card.form.save()
    opened.settle()
    assert names(opened) == ["Ana"]
    page.card.undo_button.click()
    opened.settle()
    assert names(opened) == []
    assert not page.card.form.isEnabled()


def test_the_bin_gives_back(opened: Driver) -> None:
    person = opened.add(given_names="Ana", paternal_surname="Tzoc")
    page = opened.people()
    page.open_record(person)
    opened.settle()
    page.card.bin_action.trigger()
    opened.settle()
    assert names(opened) == []
    assert not page.message_bar.isHidden()
    page.message_bar.button.click()
    opened.settle()
    assert names(opened) == ["Ana Tzoc"]
    page.card.bin_action.trigger()
    opened.settle()
    settings = opened.page("settings")
    assert isinstance(settings, SettingsPage)
    settings.open_section("bin")
    opened.settle()
    deed(settings.parts["bin"].entries_list)
    opened.settle()
    assert names(opened) == ["Ana Tzoc"]


def deed(rows: RowsList, line: int = 0, which: int = 0) -> None:
    """Do something with a line of a list."""
    rows.lines[line].deeds[which].run()


def test_safe_contact_is_said_beside_the_number(opened: Driver) -> None:
    person = opened.add(
        given_names="Ana", phone="+18285550119", voicemail_ok=False, phone_owner="shared", ask_for="Lola"
    )
    page = opened.people()
    page.open_record(person)
    opened.settle()
    card = page.card.contact_card
    assert not card.isHidden()
    assert card.number_label.text() == "(828) 555-0119"
    assert "Lola" in card.lines_label.text()
    assert [chip.tone() for chip in card.findChildren(Chip)] == ["bad", "warn"]


def test_relatives_and_those_kept_apart(opened: Driver) -> None:
    ana, luis = opened.add(given_names="Ana"), opened.add(given_names="Luis")
    page = opened.people()
    page.open_record(ana)
    page.card.open_tab("relations")
    opened.settle()
    tab = page.card.relations_tab
    tab.other_picker.set_value(luis, "Luis")
    tab.relation_box.set_value("kept_apart")
    tab.add_button.click()
    opened.settle()
    assert [tone for _words, tone in tab.people_list.lines[0].chips] == ["bad"]
    page.open_record(luis)
    opened.settle()
    assert len(tab.people_list.lines) == 1
    deed(tab.people_list, which=1)
    opened.settle()
    assert not tab.people_list.rows()


def test_a_child_can_live_in_two_homes(opened: Driver) -> None:
    one, two = opened.add("household", name="Casa Prueba"), opened.add("household", name="Casa Ejemplo")
    child = opened.add(given_names="Cami", birth_date="2019-05-06", household=one)
    page = opened.households()
    page.open_record(two)
    page.card.open_tab("members")
    opened.settle()
    tab = page.card.members_tab
    tab.person_picker.set_value(child, "Cami")
    tab.add_button.click()
    opened.settle()
    kept = opened.ask(lambda s: s.store.need(Person, child))
    assert (kept.household, kept.other_household) == (one, two)
    assert len(tab.people_list.lines) == 1
    deed(tab.people_list, which=1)
    opened.settle()
    kept = opened.ask(lambda s: s.store.need(Person, child))
    assert (kept.household, kept.other_household) == (one, "")


def test_a_household_is_found_by_who_lives_there(opened: Driver) -> None:
    home = opened.add("household", name="Casa Prueba")
    opened.add(given_names="Íñigo", paternal_surname="Muñoz", household=home)
    page = opened.households()
    page.search_box.setText("inigo")
    QTest.keyClick(page.search_box, Qt.Key.Key_Return)
    opened.settle()
    assert page.table.rows.rowCount() == 1
    assert page.table.rows.index(0, 0).data() == "Casa Prueba"


def test_notes_are_added_and_tasks_done(opened: Driver) -> None:
    ana = opened.add(given_names="Ana")
    page = opened.people()
    page.open_record(ana)
    opened.settle()
    page.card.write_note()
    opened.settle()
    tab = page.card.notes_tab
    write("Trae dos testigos el sábado.", tab.note_edit)
    tab.keep_button.click()
    opened.settle()
    assert [n.words for n in opened.ask(lambda s: s.store.children(Note, about=ana))] == [
        "Trae dos testigos el sábado."
    ]
    assert tab.note_edit.value() == ""
    write("Llamar a la escuela", tab.task_edit)
    tab.task_button.click()
    opened.settle()
    deed(tab.tasks_list)
    opened.settle()
    assert opened.ask(lambda s: s.store.children(Task, about=ana))[0].done_on


def test_history_leads_back(opened: Driver) -> None:
    ana = opened.add(given_names="Ana", city="Marion")
    opened.ask(lambda s: s.store.save("Changed a person", [Edit("person", ana, {"city": "Brevard"})]))
    page = opened.people()
    page.open_record(ana)
    page.card.open_tab("history")
    opened.settle()
    lines = page.card.history_tab.entries_list
    assert len(lines.lines) == 2
    deed(lines, line=1)
    opened.settle()
    assert opened.ask(lambda s: s.store.need(Person, ana)).city == "Marion"
    assert len(lines.lines) == 3
