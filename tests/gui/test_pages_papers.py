"""Papers, what needs doing, settings, help and the palette on a real vault."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cima_desktop import paths
from cima_desktop.gui.views.help import HelpPage, page_text
from cima_desktop.gui.views.papers.documents import DocumentsPage
from cima_desktop.gui.views.records.rows_list import Deed, Line, LineRow, RowsList
from cima_desktop.gui.views.settings.settings import SettingsPage
from cima_desktop.gui.views.start import StartPage
from cima_desktop.gui.widgets.offers import Found
from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.papers import Copy, Signing
from tests.gui.keyboard import write
from tests.gui.program_driver import Driver


def deed(rows: RowsList, line: int = 0, which: int = 0) -> None:
    """Do something with a line of a list."""
    rows.lines[line].deeds[which].run()


def a_paper(driver: Driver, state: str = "printed") -> tuple[RecordId, RecordId]:
    """Put a plan with one paper into the vault; return both ids."""
    home = driver.add("household", name="Casa Prueba")
    ana = driver.add(given_names="Ana", paternal_surname="Tzoc")
    plan = driver.add("plan", name="Plan de Ana", household=home, parent1=ana)
    paper = driver.add(
        "document", plan=plan, name="Poder de prueba", sort="care_poa", person=ana, state=state, made_on="2026-11-20"
    )
    return plan, paper


def test_a_signing_is_recorded_and_a_copy_followed(opened: Driver) -> None:
    _plan, paper = a_paper(opened)
    page = opened.page("documents")
    assert isinstance(page, DocumentsPage)
    opened.settle()
    page.card.sign_button.click()
    opened.settle()
    page.card.sign_form.do_button.click()
    opened.settle()
    assert not page.card.sign_form.rows["signed_on"].problem_label.isHidden()
    page.card.sign_form.rows["signed_on"].editor.set_value("2026-11-20")
    page.card.sign_form.rows["original_place"].editor.set_value("En casa de Lola")
    page.card.sign_form.do_button.click()
    opened.settle()
    signings = opened.ask(lambda s: s.store.children(Signing, document=paper))
    assert [(s.signed_on, s.original_place) for s in signings] == [("2026-11-20", "En casa de Lola")]
    page.card.copy_button.click()
    opened.settle()
    write("La escuela", page.card.copy_form.rows["holder"].editor.box())
    page.card.copy_form.do_button.click()
    opened.settle()
    assert [c.holder for c in opened.ask(lambda s: s.store.children(Copy, document=paper))] == ["La escuela"]
    deed(page.card.copies_list)
    opened.settle()
    assert opened.ask(lambda s: s.store.children(Copy, document=paper))[0].returned_on


def test_half_a_signing_survives_the_lock(opened: Driver) -> None:
    a_paper(opened)
    page = opened.page("documents")
    opened.settle()
    page.card.sign_button.click()
    opened.settle()
    editor = page.card.sign_form.rows["original_place"].editor
    editor.setFocus()
    write("En casa de L", editor.box())
    opened.lock()
    opened.unlock()
    page = opened.window.desk.current_page()
    assert isinstance(page, DocumentsPage)
    editor = page.card.sign_form.rows["original_place"].editor
    assert editor.raw() == "En casa de L"
    assert editor.cursor_position() == 12


def test_papers_are_filtered_by_state_and_by_who_has_a_copy(opened: Driver) -> None:
    _plan, paper = a_paper(opened)
    opened.add("copy", document=paper, holder="Escuela Inventada")
    page = opened.page("documents")
    page.filter_chips.set_value("signed")
    page.reload()
    opened.settle()
    assert page.table.rows.rowCount() == 0
    page.filter_chips.set_value("all")
    page.search_box.setText("escuela")
    QTest.keyClick(page.search_box, Qt.Key.Key_Return)
    opened.settle()
    assert page.table.rows.rowCount() == 1


def test_the_start_page_says_what_needs_doing(opened: Driver) -> None:
    a_paper(opened)
    opened.add("task", about=new_id(), what="Llamar a la abogada", due_on="2020-01-01")
    page = opened.page("start")
    assert isinstance(page, StartPage)
    assert page.stack.currentIndex() == 0
    assert [card.number_label.text() for card in page.cards][1] == "1"
    assert page.cards[3].chip.word() != ""
    assert len(page.todo_list.findChildren(LineRow)) == len(page.todo_list.lines) >= 3


def test_what_was_begun_before_a_crash_is_offered(opened: Driver) -> None:
    page = opened.people()
    page.begin()
    write("después de las 6", page.card.form.editor("safe_hours").box())
    page.card.form.keep_draft()
    opened.settle()
    page.card.clear()
    start = opened.page("start")
    assert len(start.half_list.lines) == 1
    deed(start.half_list)
    opened.settle()
    form = opened.people().card.form
    assert form.is_new()
    assert form.editor("safe_hours").raw() == "después de las 6"


def test_settings_hold_at_once(opened: Driver) -> None:
    page = opened.page("settings")
    assert isinstance(page, SettingsPage)
    page.parts["look"].ui.scheme_box.setCurrentIndex(2)
    page.parts["look"].ui.scheme_box.activated.emit(2)
    assert opened.program.settings.scheme == "dark"
    page.parts["look"].ui.size_slider.setValue(150)
    assert opened.program.settings.text_size == 150


def test_an_attorney_is_added_and_approves(opened: Driver) -> None:
    page = opened.page("settings")
    assert isinstance(page, SettingsPage)
    page.open_section("reviewers")
    part = page.parts["reviewers"]
    part.add_button.click()
    opened.settle()
    assert not part.rows["name"].problem_label.isHidden()
    for name, words in {"name": "Lic. Prueba", "bar_number": "00000", "code": "12345678"}.items():
        part.rows[name].editor.set_value(words)
    part.add_button.click()
    opened.settle()
    assert len(part.reviewers_list.lines) == 1
    page.open_section("wording")
    opened.settle()
    wording = page.parts["wording"]
    template = next(t for t in wording._templates if t.signed)
    wording.open_paper(template)
    opened.settle()
    wording.code_edit.set_value("wrong code")
    wording.approve_button.click()
    opened.settle()
    assert wording.message_bar.property("tone") == "bad"
    wording.code_edit.set_value("12345678")
    wording.approve_button.click()
    opened.settle()
    assert wording.template is not None
    assert wording.template.approval is not None
    assert wording.code_edit.value() == ""


def test_help_opens_for_the_screen_and_follows_no_link_away(opened: Driver) -> None:
    opened.people()
    opened.window.help_requested.emit("people")
    page = opened.window.desk.current_page()
    assert isinstance(page, HelpPage)
    assert page.topic == ("people" if page_text("people") else "start")
    before = page.topic
    page.browser.anchorClicked.emit(QUrl("https://example.invalid/"))
    assert page.topic == before
    assert page.browser.loadResource(2, QUrl("file:///etc/passwd")) is None
    assert page_text("../settings") == ""


def test_the_palette_finds_people_and_opens_them(opened: Driver) -> None:
    ana = opened.add(given_names="Ana", paternal_surname="Tzoc")
    found: list[object] = []
    opened.program.guide.search("tzoc", found.extend)
    opened.settle()
    assert len(found) == 1
    found[0].open()  # type: ignore[attr-defined]
    opened.settle()
    assert opened.people().record_id() == ana


@pytest.mark.parametrize("name", ["<b>x</b>", "<img src='file:///etc/passwd'>"])
def test_markup_in_a_name_is_shown_as_typed(opened: Driver, name: str) -> None:
    person = opened.add(given_names=name)
    page = opened.people()
    page.open_record(person)
    opened.settle()
    assert page.card.head.name_label.text() == name
    assert page.card.head.name_label.textFormat() == Qt.TextFormat.PlainText


def test_no_name_is_in_a_window_title_or_in_the_settings(opened: Driver) -> None:
    person = opened.add(given_names="Xochiquétzal")
    opened.people().open_record(person)
    opened.settle()
    assert "Xochi" not in opened.window.windowTitle()
    opened.lock()
    for file in paths.user_config().rglob("*"):
        assert b"Xochi" not in file.read_bytes()


def test_with_large_text_list_and_record_take_turns(opened: Driver) -> None:
    opened.add(given_names="Ana", paternal_surname="Tzoc")
    page = opened.people()
    assert page.panes.left.isVisibleTo(page)
    assert page.panes.right.isVisibleTo(page)
    opened.window.look.set_text_size(200)
    opened.settle()
    assert not page.panes.right.isVisibleTo(page)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    opened.settle()
    assert page.panes.is_alone()
    assert page.card.form.editor("given_names").isVisibleTo(page)
    page.panes.back_button.click()
    opened.settle()
    assert page.table.isVisibleTo(page)
    assert page.table.hasFocus()


def test_a_contact_found_in_the_palette_leads_to_its_plan(opened: Driver) -> None:
    plan, _paper = a_paper(opened)
    opened.add("emergency_contact", plan=plan, name="Tía Lola", phone="828-555-0142")
    found: list[Found] = []
    opened.program.guide.search("555 0142", found.extend)
    opened.settle()
    (hit,) = found
    hit.open()
    opened.settle()
    assert opened.window.desk.current_key() == "plans"


def test_a_line_with_three_buttons_puts_them_below_where_there_is_no_room(qtbot: QtBot) -> None:
    deeds = [Deed(words=N_("Open"), run=list, icon="arrow-right", small=place > 0) for place in range(3)]
    row = LineRow(Line(title=N_("Documents"), deeds=deeds))
    qtbot.addWidget(row)
    row.resize(600, 60)
    row.show()
    buttons = row.findChildren(QAbstractButton)
    assert {each.parentWidget() for each in buttons} == {row}
    row.resize(300, 60)
    assert row not in {each.parentWidget() for each in buttons}
