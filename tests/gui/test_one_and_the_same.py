"""People who are one person, and who is noticed while somebody is typed in."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from cima_desktop.gui.views.deciding.beside import BesideDialog, compare
from cima_desktop.gui.views.deciding.decisions import DecisionsPage
from cima_desktop.gui.views.deciding.likely import LikelyBox
from cima_desktop.gui.views.deciding.same_tab import pick_same
from cima_desktop.gui.views.desk import ANYTHING
from cima_desktop.gui.views.interview.interview_person import PersonBody
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Plan
from cima_desktop.model.work import Note
from cima_desktop.services import deciding, joining
from cima_desktop.store import Edit
from tests.gui.keyboard import ENTER, press, write
from tests.gui.plan_desk import PlanDesk, open_at
from tests.gui.program_driver import Driver


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


def number(driver: Driver) -> str:
    sidebar = driver.window.desk.sidebar
    return str(sidebar._numbers.get("decisions", 0))


# people who are one person


@pytest.fixture
def pair(opened: Driver) -> tuple[RecordId, RecordId]:
    """Return two records of one person, the one with the smaller id first."""
    ids = [opened.add(given_names="Rosa", paternal_surname="Ficticia", phone=f"828-555-010{n}") for n in (1, 2)]
    return min(ids), max(ids)


def rows(driver: Driver) -> list[RecordId]:
    table = driver.people().table.rows
    return [row.id for n in range(table.rowCount()) if (row := table.row(n)) is not None]


def test_two_are_joined_from_the_card_and_taken_apart_again(opened: Driver, pair: tuple[RecordId, RecordId]) -> None:
    lead, behind = pair
    page = opened.people()
    page.open_record(behind)
    opened.settle()
    place = page.card.keys.index("same")
    assert not page.card.tabs.isTabVisible(place)
    picker = pick_same(opened.desk, behind, page.card.references, page)
    picker.finish()
    assert not picker.error_label.isHidden()
    picker.other_picker.set_value(lead, "Rosa Ficticia")
    picker.finish()
    opened.settle()
    dialog = opened.window.findChild(BesideDialog)
    assert dialog is not None
    assert "(828) 555-0101" in told(dialog)
    assert "(828) 555-0102" in told(dialog)
    dialog.finish()
    opened.settle()
    assert rows(opened) == [lead]
    page.open_record(lead)
    opened.settle()
    assert page.card.tabs.isTabVisible(place)
    row = page.table.rows.row(0)
    assert row is not None
    assert row.records == 2
    page.card.open_tab("same")
    opened.settle()
    button(page.card.same_tab, "Es otra persona").click()
    opened.settle()
    assert sorted(rows(opened)) == sorted(pair)
    assert not page.card.tabs.isTabVisible(place)


def test_two_people_stay_two_and_are_not_asked_about_again(opened: Driver, pair: tuple[RecordId, RecordId]) -> None:
    opened.ask(lambda s: deciding.set_down(s, pair[0], [pair[1]]))
    page = page_of(opened)
    (card,) = page.cards
    card.buttons[0].click()
    opened.settle()
    dialog = opened.window.findChild(BesideDialog)
    assert dialog is not None
    dialog.two_button.click()
    opened.settle()
    assert page.cards == []
    assert opened.ask(lambda s: s.store.one_person(pair[0])) == (pair[0],)


def test_a_dialog_that_is_put_off_is_set_down(opened: Driver, pair: tuple[RecordId, RecordId]) -> None:
    dialog = compare(opened.desk, *pair, opened.people())
    opened.settle()
    dialog.reject()
    opened.settle()
    assert number(opened) == "1"


def test_who_is_kept_apart_cannot_be_joined_and_it_says_so(opened: Driver, pair: tuple[RecordId, RecordId]) -> None:
    opened.add("relationship", person=pair[0], other=pair[1], relation="kept_apart")
    dialog = compare(opened.desk, *pair, opened.people())
    opened.settle()
    dialog.finish()
    opened.settle()
    assert not dialog.error_label.isHidden()
    assert len(rows(opened)) == 2
    dialog.reject()


# who is here already


def look(driver: Driver, box: LikelyBox) -> None:
    """Let the box look now."""
    box._pause.stop()
    box._look()
    driver.settle()


def test_it_is_her_and_nothing_typed_is_lost(opened: Driver) -> None:
    hers = opened.add(given_names="Rosa", paternal_surname="Ficticia", phone="828-555-0101")
    page = opened.people()
    page.begin()
    form = page.card.form
    first = form.editor("given_names").box()
    write("Rosa", first)
    write("Fictisia", form.editor("paternal_surname").box())
    form.editor("city").setFocus()
    write("Sylva", form.editor("city").box())
    box = page.card.likely_box
    look(opened, box)
    assert not box.isHidden()
    assert "Rosa Ficticia" in told(box)
    town = form.editor("city").box()
    assert town is not None
    assert town.hasFocus()  # nothing was taken from who types
    box.people_list.lines[0].deeds[0].run()
    opened.settle()
    assert page.record_id() == hers
    assert rows(opened) == [hers]
    person = opened.ask(lambda s: s.store.need(Person, hers))
    assert (person.paternal_surname, person.city) == ("Ficticia", "Sylva")
    (note,) = opened.ask(lambda s: s.store.children(Note, about=hers))
    assert "Fictisia" in note.words
    assert box.isHidden()


def test_it_is_noticed_also_after_the_first_words_were_kept(opened: Driver) -> None:
    hers = opened.add(given_names="Rosa", paternal_surname="Ficticia")
    page = opened.people()
    page.begin()
    form, box = page.card.form, page.card.likely_box
    write("Rosa", form.editor("given_names").box())
    form.save()
    opened.settle()
    assert not form.is_new()
    new = form.record_id()
    write("Ficticia", form.editor("paternal_surname").box())
    look(opened, box)
    words = [len(line.deeds) for line in box.people_list.lines]
    assert words == [3]
    box.people_list.lines[0].deeds[2].run()  # later
    opened.settle()
    assert number(opened) == "1"
    assert box.isHidden()
    assert {new, hers} == {*rows(opened)}


def test_what_is_put_away_stays_away(opened: Driver) -> None:
    opened.add(given_names="Rosa", paternal_surname="Ficticia")
    page = opened.people()
    page.begin()
    box = page.card.likely_box
    write("Rosa Ficticia", page.card.form.editor("given_names").box())
    look(opened, box)
    assert not box.isHidden()
    box.close_button.click()
    write(" M", page.card.form.editor("given_names").box())
    assert not box._pause.isActive()
    assert box.isHidden()
    page.begin()
    assert box.isHidden()


def test_an_old_record_is_not_let_go_for_another(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.add(given_names="Rosa", paternal_surname="Ficticia")
    old = opened.add(given_names="Rosa", paternal_surname="Ficticia")
    monkeypatch.setattr(joining, "is_fresh", lambda _session, _person: False)
    box = LikelyBox(opened.desk, opened.window)
    box.watch(old, {"given_names": "Rosa", "paternal_surname": "Ficticia"})
    look(opened, box)
    assert [len(line.deeds) for line in box.people_list.lines] == [2]
    box.people_list.lines[0].deeds[0].run()
    opened.settle()
    dialog = opened.window.findChild(BesideDialog)
    assert dialog is not None
    dialog.finish()
    opened.settle()
    assert len(rows(opened)) == 1


def test_the_interview_notices_who_is_here_already_and_chooses_her(pd: PlanDesk) -> None:
    hers = new_id()
    pd.ask(
        lambda s: s.store.save("Added", [Edit("person", hers, {"given_names": "Rosa", "paternal_surname": "Ficticia"})])
    )
    open_at(pd, "agent")
    body = pd.body
    assert isinstance(body, PersonBody)
    body.form.rows["agent"].editor.setFocus()
    write("Rosita")
    pd.qtbot.wait(150)
    pd.settle()
    press(ENTER)
    pd.settle()
    new = body.facts_keeper.record
    assert new
    assert new != hers
    body.facts.rows["given_names"].editor.set_raw("Rosa")
    body.facts.rows["paternal_surname"].editor.set_raw("Fictisia")
    body.facts.edited.emit()
    body.likely_box._pause.stop()
    body.likely_box._look()
    pd.settle()
    assert not body.likely_box.isHidden()
    body.likely_box.people_list.lines[0].deeds[0].run()
    pd.settle()
    body.flush()
    pd.settle()
    plan = pd.ask(lambda s: s.store.all(Plan)[0])
    assert plan.agent == hers
    assert pd.ask(lambda s: s.store.get(Person, new)) is None
    (note,) = pd.ask(lambda s: s.store.children(Note, about=hers))
    assert "Fictisia" in note.words
    assert body.facts_keeper.record == hers
    assert body.likely_box.isHidden()
