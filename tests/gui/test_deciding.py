"""The page of decisions: everything needed to decide, and every answer."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from cima_desktop.gui.views.deciding.decisions import DecisionsPage
from cima_desktop.gui.views.desk import ANYTHING
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Plan
from cima_desktop.services import deciding
from tests.gui.keyboard import press
from tests.gui.program_driver import Driver
from tests.laptops import LABEL, delete_and_edit, disagree


def page_of(driver: Driver) -> DecisionsPage:
    page = driver.page("decisions")
    assert isinstance(page, DecisionsPage)
    return page


def told(widget: QWidget) -> str:
    """Return every word a part shows."""
    return " | ".join(label.text() for label in widget.findChildren(Label) if not label.isHidden())


def button(widget: QWidget, words: str) -> QPushButton:
    """Return the one button whose spoken name begins so."""
    found = [b for b in widget.findChildren(QPushButton) if b.accessibleName().startswith(words) and not b.isHidden()]
    assert len(found) == 1, [b.accessibleName() for b in widget.findChildren(QPushButton)]
    return found[0]


def changed(driver: Driver) -> None:
    driver.desk.changed.emit(ANYTHING)
    driver.settle()


@pytest.fixture
def torn(opened: Driver, tmp_path: Path) -> RecordId:
    """Return somebody about whose town two laptops disagree."""
    ana = opened.add(given_names="Ana", city="Marion")
    opened.ask(lambda s: disagree(s.store, tmp_path / "other", ana, {"city": "Sylva"}, {"city": "Canton"}))
    changed(opened)
    return ana


def number(driver: Driver) -> str:
    sidebar = driver.window.desk.sidebar
    return str(sidebar._numbers.get("decisions", 0))


def test_a_quiet_vault_says_so(opened: Driver) -> None:
    page = page_of(opened)
    assert not page.empty.isHidden()
    assert page.cards == []
    assert number(opened) == "0"


def test_the_number_beside_the_page_follows_what_waits(opened: Driver, torn: RecordId) -> None:
    assert number(opened) == "1"
    page = page_of(opened)
    (card,) = page.cards
    assert LABEL in told(card)
    for words in ("Ana", "Sylva", "Canton"):
        assert words in told(card)
    keep = [b for b in card.buttons if "Canton" in b.accessibleName()]
    keep[0].click()
    opened.settle()
    assert page.cards == []
    assert number(opened) == "0"
    assert opened.ask(lambda s: s.store.need(Person, torn).city) == "Canton"
    page.message_bar.button.click()  # undo
    opened.settle()
    assert number(opened) == "1"
    assert len(page.cards) == 1


def test_no_answer_is_chosen_beforehand(opened: Driver, tmp_path: Path) -> None:
    ana = opened.add(given_names="Ana")
    opened.ask(lambda s: disagree(s.store, tmp_path / "other", ana, {"voicemail_ok": False}, {"voicemail_ok": True}))
    (card,) = page_of(opened).cards
    assert len(card.buttons) == 2
    assert not any(b.isDefault() or b.isChecked() or b.autoDefault() for b in card.buttons)
    assert not any(b.hasFocus() for b in card.buttons)
    assert card.third.editor.value() is None
    press(Qt.Key.Key_Return)
    opened.settle()
    assert number(opened) == "1"


def test_a_third_value_is_written(opened: Driver, torn: RecordId) -> None:
    page = page_of(opened)
    (card,) = page.cards
    card.third.open_button.click()
    card.third.editor.set_raw("Bryson")
    card.third.save_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.need(Person, torn).city) == "Bryson"
    assert page.cards == []


def test_a_third_value_that_cannot_be_says_why_and_stays(opened: Driver, tmp_path: Path) -> None:
    ana = opened.add(given_names="Ana", birth_date="1990-01-01")
    opened.ask(
        lambda s: disagree(s.store, tmp_path / "other", ana, {"birth_date": "1990-01-02"}, {"birth_date": "1990-01-03"})
    )
    (card,) = page_of(opened).cards
    card.third.begin()
    card.third.editor.set_raw("31 de febrero")
    card.third.save_button.click()
    opened.settle()
    assert not card.third.row.problem_label.isHidden()
    assert number(opened) == "1"


def test_what_is_being_written_stays_while_something_else_changes(opened: Driver, torn: RecordId) -> None:
    page = page_of(opened)
    (card,) = page.cards
    card.third.begin()
    card.third.editor.set_raw("Brys")
    opened.add(given_names="Otra")
    assert page.cards == [card]
    assert card.third.editor.raw() == "Brys"


def test_an_answer_that_is_refused_says_why_on_its_card(opened: Driver, tmp_path: Path) -> None:
    home, parent = opened.add("household", name="Casa"), opened.add(given_names="Rosa")
    plan = opened.add("plan", name="Plan", household=home, parent1=parent)
    opened.ask(lambda s: disagree(s.store, tmp_path / "other", plan, {"exclusions": "Una"}, {"exclusions": "Otra"}))
    (card,) = page_of(opened).cards
    card.buttons[0].click()
    opened.settle()
    assert not card.error_label.isHidden()
    assert card.isEnabled()
    assert number(opened) == "1"


@pytest.mark.parametrize("keep", [True, False])
def test_a_deletion_that_met_an_edit_is_decided(opened: Driver, tmp_path: Path, keep: bool) -> None:
    ana = opened.add(given_names="Ana")
    opened.ask(lambda s: delete_and_edit(s.store, tmp_path / "other", ana, city="Canton"))
    page = page_of(opened)
    (card,) = page.cards
    assert LABEL in told(card)
    card.buttons[0 if keep else 1].click()
    opened.settle()
    assert page.cards == []
    assert (opened.ask(lambda s: s.store.get(Person, ana)) is not None) is keep


def test_a_gap_is_closed_either_way(opened: Driver) -> None:
    home, parent = opened.add("household", name="Casa"), opened.add(given_names="Rosa")
    agent = opened.add(given_names="Elena")
    plan = opened.add("plan", name="Plan", household=home, parent1=parent, agent=agent)
    touched = opened.ask(lambda s: s.store.delete("Deleted", [agent]))
    opened.desk.changed.emit(touched)
    opened.settle()
    page = page_of(opened)
    (card,) = page.cards
    assert "Elena" in told(card)
    card.buttons[1].click()
    opened.settle()
    assert opened.ask(lambda s: s.store.need(Plan, plan).agent) == ""
    page.message_bar.button.click()
    opened.settle()
    page.cards[0].buttons[0].click()
    opened.settle()
    assert opened.ask(lambda s: s.store.get(Person, agent)) is not None
    assert page.cards == []


def test_the_cursor_goes_on_to_the_next_card(opened: Driver, tmp_path: Path) -> None:
    ana = opened.add(given_names="Ana")
    opened.ask(
        lambda s: disagree(
            s.store,
            tmp_path / "other",
            ana,
            {"city": "Sylva", "county": "Jackson"},
            {"city": "Canton", "county": "Haywood"},
        )
    )
    page = page_of(opened)
    first, second = page.cards
    first.buttons[0].setFocus()
    first.buttons[0].click()
    opened.settle()
    assert page.cards == [second]
    assert second.buttons[0].hasFocus()


def test_a_card_leads_to_its_record(opened: Driver, torn: RecordId) -> None:
    (card,) = page_of(opened).cards
    button(card, "Abrir el registro").click()
    opened.settle()
    assert opened.people().record_id() == torn
    row = opened.people().table.rows.row(0)
    assert row is not None
    assert row.undecided


def test_much_is_shown_a_part_at_a_time(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    one = opened.add(given_names="Ana", paternal_surname="Ficticia")
    others = [opened.add(given_names="Ana", paternal_surname="Ficticia") for _ in range(2)]
    opened.ask(lambda s: deciding.set_down(s, one, others))
    monkeypatch.setattr(deciding.undecided, "__defaults__", (1,))
    page = page_of(opened)
    assert len(page.cards) == 1
    assert not page.more_label.isHidden()
    assert number(opened) == "2"


def test_everything_is_wiped_at_a_lock(opened: Driver, torn: RecordId) -> None:
    page = page_of(opened)
    assert page.cards
    page.wipe()
    assert page.cards == []


def test_typing_over_one_value_keeps_the_one_that_was_not_on_the_screen(opened: Driver, tmp_path: Path) -> None:  # 11
    ana = opened.add(given_names="Ana", city="Marion")
    page = opened.people()
    page.open_record(ana)
    opened.settle()
    editor = page.card.form.editor("city")
    editor.set_raw("Bryson")
    editor.changed.emit()
    opened.ask(lambda s: disagree(s.store, tmp_path / "other", ana, {"county": "Jackson"}, {"city": "Canton"}))
    changed(opened)
    assert editor.raw() == "Bryson"
    page.card.form.flush()
    opened.settle()
    conflicts = opened.ask(lambda s: s.store.snapshot(ana).conflicts)
    assert {version.value for version in conflicts["city"]} == {"Bryson", "Canton"}
    assert number(opened) == "1"


def test_an_answer_replaces_only_the_values_on_its_card(opened: Driver, torn: RecordId, tmp_path: Path) -> None:  # 11
    page = page_of(opened)
    (card,) = page.cards
    opened.ask(lambda s: disagree(s.store, tmp_path / "late", torn, {"given_names": "Ana"}, {"city": "Murphy"}))
    next(b for b in card.buttons if "Sylva" in b.accessibleName()).click()
    opened.settle()
    (left,) = page.cards
    assert {version.value for version in left.decision.versions} == {"Sylva", "Murphy"}
