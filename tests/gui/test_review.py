"""The review in the window: what would change is seen before anything is taken in, and it can all be taken back."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cima_desktop.gui import language
from cima_desktop.gui.tables.record_table_model import CHIPS_ROLE
from cima_desktop.gui.views.exchange.review_dialog import ReviewDialog
from cima_desktop.gui.views.exchange.undo_dialog import UndoDialog
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Person
from cima_desktop.services import arriving_taking, backups
from cima_desktop.services.arriving_choice import Entry
from cima_desktop.services.backups import NoBackupFirstError
from cima_desktop.store import Edit
from cima_desktop.vault.backup_errors import BackupError
from tests import exchange_pair as pair
from tests.gui.receiving_desk import ReceivingDesk

JORGE: dict[str, Any] = {
    "given_names": "Jorge",
    "paternal_surname": "Prueba",
    "birth_date": "1980-01-01",
    "phone": "+18285550120",
}


def shown(review: ReviewDialog) -> str:
    """Return every word in the right pane."""
    return "\n".join(label.text() for label in review.pane.findChildren(QLabel) if label.isVisible())


def choose(desk: ReceivingDesk, review: ReviewDialog, record: RecordId) -> None:
    assert review.list.table.choose(lambda entry: entry.id == record)
    desk.settle()


def names(desk: ReceivingDesk) -> set[str]:
    return {person.title() for person in desk.ask(lambda s: s.store.all(Person))}


def shared(desk: ReceivingDesk, **values: Any) -> RecordId:
    """Return a person whom both have."""
    record = desk.write(**values)
    file = desk.bundle("shared.cima")
    desk.ask(lambda session: pair.take(session, file))
    return record


def test_what_changes_is_seen_from_old_to_new_and_taken_in_and_back(receiving: ReceivingDesk) -> None:
    rosa = shared(receiving, given_names="Rosa", paternal_surname="Ejemplo", phone="+18285550101")
    gone = shared(receiving, given_names="Vieja", paternal_surname="Amiga")
    receiving.write(record=rosa, phone="+18285550102", other_languages=["mam"])
    receiving.ana.store.delete("Moved to the bin", [gone])
    new = receiving.write(given_names="Nueva", paternal_surname="Persona")
    review = receiving.receive(receiving.bundle("changes.cima", note="Van los cambios.\nGracias."))
    assert "Ana Prueba" in review.head.from_label.text()
    assert "Van los cambios." in review.head.note_label.text()
    receiving.press(review.head.note_button)
    assert review.message_bar.label.text() == "Van los cambios.\nGracias."
    choose(receiving, review, rosa)
    assert "(828) 555-0101 → (828) 555-0102" in shown(review)
    assert "Ana Prueba" in shown(review)
    receiving.press(review.pane.blocks[0].whole_button)
    assert "Ejemplo" in shown(review)
    receiving.press(review.pane.blocks[0].whole_button)
    assert "→" in shown(review)
    choice = review.list.choice
    assert choice is not None
    assert choice.is_ticked(rosa)
    assert choice.is_ticked(new)
    assert not choice.is_ticked(gone)
    receiving.press(review.take_button)
    assert review.work.close_button.isVisible()
    assert names(receiving) == {"Rosa Ejemplo", "Vieja Amiga", "Nueva Persona"}
    receiving.press(review.work.close_button)
    part = receiving.part().arrivals_part
    receiving.deed(part.arrivals_list, "Undo this import…")
    dialog = next(each for each in receiving.window.findChildren(UndoDialog) if each.isVisible())
    receiving.press(dialog.done_button)
    assert names(receiving) == {"Rosa Ejemplo", "Vieja Amiga"}
    assert receiving.ask(lambda s: s.store.need(Person, rosa)).phone == "+18285550101"
    receiving.deed(part.arrivals_list, "Take in after all")
    assert "Nueva Persona" in names(receiving)


def test_two_answers_are_both_shown_and_both_kept(receiving: ReceivingDesk) -> None:
    rosa = shared(receiving, given_names="Rosa", phone="+18285550101")
    receiving.write(record=rosa, phone="+18285550102")
    receiving.ask(lambda s: s.store.save(pair.ACT, [Edit("person", rosa, {"phone": "+18285550103"})]))
    review = receiving.receive(receiving.bundle("conflict.cima"))
    words = shown(review)
    for needed in ("(828) 555-0103", "(828) 555-0102", "Beto Muestra", "Ana Prueba"):
        assert needed in words
    receiving.press(review.take_button)
    assert receiving.ask(lambda s: s.store.conflicted()) == [(rosa, "phone")]


def test_a_person_who_is_here_can_be_said_to_be_the_same(receiving: ReceivingDesk) -> None:
    here = receiving.ask(partial(pair.add, **JORGE))
    there = receiving.write(**JORGE)
    review = receiving.receive(receiving.bundle("twin.cima"))
    choose(receiving, review, there)
    assert "Jorge Prueba" in shown(review)
    receiving.deed(review.pane.twins_list, "They are one person")
    receiving.deed(review.pane.twins_list, "Not one person after all")
    receiving.deed(review.pane.twins_list, "They are one person")
    receiving.press(review.later_button)
    receiving.deed(receiving.part().waiting_list, "Look through")  # it is remembered
    review = receiving.review()
    choose(receiving, review, there)
    assert [str(deed.words) for deed in review.pane.twins_list.lines[0].deeds] == ["Not one person after all"]
    receiving.press(review.take_button)
    joined = receiving.ask(lambda s: {s.store.need(Person, each).same_as for each in (here, there)})
    assert joined in ({"", here}, {"", there})


def test_ticks_by_hand_by_space_and_by_the_mouse(receiving: ReceivingDesk) -> None:
    plan = receiving.write("plan", name="Familia Prueba")
    medicine = receiving.write("medicine", plan=plan, name="Salbutamol")
    review = receiving.receive(receiving.bundle("family.cima"))
    choice, table = review.list.choice, review.list.table
    assert choice is not None
    assert choice.count == 2
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert choice.count == 0
    assert not review.take_button.isEnabled()
    place = table.visualRect(table.rows.index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
    assert choice.count == 2
    box = next(block.tick_box for block in review.pane.blocks if block.record == medicine)
    box.click()
    receiving.settle()
    assert (choice.is_ticked(plan), choice.is_ticked(medicine)) == (True, False)
    assert table.rows.index(0, 0).data(int(Qt.ItemDataRole.AccessibleTextRole))
    receiving.press(review.list.none_button)
    assert choice.count == 0
    receiving.press(review.list.all_button)
    assert choice.count == 2
    receiving.press(review.refuse_button)
    receiving.press(review.message_bar.button)
    assert receiving.ask(lambda s: s.store.kind_of_id(plan)) == ""
    assert receiving.part().waiting_list.lines == ()


def test_a_mass_change_and_deletions_want_a_tick_of_their_own(receiving: ReceivingDesk) -> None:
    ids = [shared(receiving, given_names=f"P{i}", paternal_surname="Prueba") for i in range(6)]
    receiving.ana.store.delete("Moved to the bin", ids)
    review = receiving.receive(receiving.bundle("mass.cima"))
    choice = review.list.choice
    assert choice is not None
    assert choice.is_mass
    assert not review.list.all_button.isEnabled()
    review.list.mass_box.click()
    receiving.press(review.list.all_button)
    assert choice.count == 0
    review.list.deletions_box.click()
    receiving.press(review.list.all_button)
    assert choice.count == 6
    receiving.press(review.take_button)
    assert names(receiving) == set()
    assert len(receiving.ask(lambda s: s.store.bin())) == 6


def test_stopped_halfway_it_goes_on_or_is_taken_back(receiving: ReceivingDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cima_desktop.store.arriving.BATCH", 3)
    for i in range(9):
        receiving.write(given_names=f"P{i}")

    def stop_after_the_first(review: ReviewDialog) -> None:
        review.course.progressed.connect(lambda done, _all: review.course.stop() if done else None)

    _slowly(monkeypatch)
    review = receiving.receive(receiving.bundle("many.cima"))
    stop_after_the_first(review)
    receiving.press(review.take_button)
    assert review.work.go_on_button.isVisible()
    assert 0 < len(names(receiving)) < 9
    review.work.close_button.click()
    receiving.lock()
    receiving.unlock(pair.PASSPHRASE)
    assert receiving.window.desk.message_bar.isVisible()
    part = receiving.part()
    assert [str(deed.words) for deed in part.waiting_list.lines[0].deeds] == ["Go on"]
    receiving.deed(part.waiting_list, "Go on")
    review = receiving.review()
    receiving.press(review.work.go_on_button)
    assert len(names(receiving)) == 9
    receiving.press(review.work.close_button)
    more = receiving.write(given_names="Otra")
    for i in range(6):
        receiving.write(given_names=f"Q{i}")
    review = receiving.receive(receiving.bundle("more.cima"))
    stop_after_the_first(review)
    receiving.press(review.take_button)
    receiving.press(review.work.back_button)
    assert len(names(receiving)) == 9
    assert receiving.ask(lambda s: s.store.kind_of_id(more)) == ""
    assert receiving.part().waiting_list.lines == ()


def _slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the worker wait for the window after each step, so that a stop is heard where the test wants it."""
    import threading

    real = arriving_taking.take_in
    heard = threading.Event()

    def take_in(session, n, declined, joins, tick, **more):  # type: ignore[no-untyped-def]
        def slow(done: int, total: int) -> None:
            tick(done, total)
            heard.wait(0.3)

        return real(session, n, declined, joins, slow, **more)

    monkeypatch.setattr(arriving_taking, "take_in", take_in)


def test_without_a_backup_it_asks_first(receiving: ReceivingDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    receiving.write(given_names="Rosa")

    def refuse(*_all: object) -> None:
        raise NoBackupFirstError(BackupError())

    monkeypatch.setattr(backups, "before", refuse)
    review = receiving.receive(receiving.bundle())
    receiving.press(review.take_button)
    assert review.message_bar.isVisible()
    assert names(receiving) == set()
    receiving.press(review.message_bar.button)
    assert names(receiving) == {"Rosa"}
    receiving.press(review.work.close_button)
    part = receiving.part().arrivals_part
    receiving.deed(part.arrivals_list, "Undo this import…")
    dialog = next(each for each in receiving.window.findChildren(UndoDialog) if each.isVisible())
    receiving.press(dialog.done_button)
    assert dialog.error_label.isVisible()
    receiving.press(dialog.done_button)
    assert names(receiving) == set()
    receiving.deed(part.arrivals_list, "Take in after all")
    receiving.press(part.message_bar.button)
    assert names(receiving) == {"Rosa"}


def test_hostile_names_are_shown_as_they_are(receiving: ReceivingDesk) -> None:
    odd = ["<b>Ana</b> <img src='file:///etc/passwd'>", "Zoë \u202eرضا\u202c", "X" * 200, "{who} %s {0}"]
    for name in odd:
        receiving.write(given_names=name, preferred_name=name[:60])
    plan = receiving.write("plan", name="Familia")
    receiving.write("wish", plan=plan, words=("palabra " * 1300)[: KINDS["wish"].field("words").max_length])
    review = receiving.receive(receiving.bundle("odd.cima", note="<i>hola</i> {x} %s\u202e" + "z" * 1900))
    for row in range(review.list.table.rows.rowCount()):
        review.list.table.choose_line(row)
        receiving.settle()
        for label in review.pane.findChildren(QLabel):
            assert label.textFormat() == Qt.TextFormat.PlainText
    assert "<i>hola</i>" in review.head.note_label.text()
    receiving.press(review.take_button)
    assert receiving.ask(lambda s: s.store.kind_of_id(plan)) == "plan"


def test_erased_elsewhere_is_asked_one_by_one(receiving: ReceivingDesk) -> None:
    rosa = shared(receiving, given_names="Rosa")
    luis = shared(receiving, given_names="Luis")
    review = receiving.receive(receiving.bundle("erased.cima", objects=[pair.erased(rosa, luis)]))
    assert review.message_bar.isVisible()
    receiving.press(review.later_button)
    told = receiving.part().told_list
    assert told.isVisible()
    assert len(told.lines.lines) == 2
    receiving.deed(told.lines, "Keep it here")
    assert len(told.lines.lines) == 1
    assert names(receiving) == {"Rosa", "Luis"}
    receiving.part().read()
    receiving.settle()
    assert len(told.lines.lines) == 1


def test_five_thousand_records_stand_in_the_list_and_no_detail_is_read_ahead(
    receiving: ReceivingDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = (
        Edit("organization", pair.rid_of(i), {"name": f"Escuela {i}", "phone": "+18285550101"}) for i in range(5000)
    )
    receiving.ana.store.save_many(pair.ACT, edits)
    review = receiving.receive(receiving.bundle("large.cima"))
    rows = review.list.table.rows
    assert rows.rowCount() == 5000
    asked: list[int] = []
    real: Callable[..., object] = review.course.ask_details

    def ask(entry: Entry, start: int) -> None:
        asked.append(start)
        real(entry, start)

    monkeypatch.setattr(review.course, "ask_details", ask)
    review.list.table.choose_line(4321)
    receiving.settle()
    assert asked == [0]
    assert rows.index(4321, 2).data(CHIPS_ROLE)
    receiving.press(review.take_button)
    assert receiving.ask(lambda s: len(s.store.page("organization", limit=10).rows)) == 10


def test_the_list_with_ticks_is_a_sound_model(receiving: ReceivingDesk, qtmodeltester: ModelTester) -> None:
    receiving.write(given_names="Rosa")
    review = receiving.receive(receiving.bundle())
    qtmodeltester.check(review.list.table.rows)  # type: ignore[no-untyped-call]  # pytest-qt writes no types here


def test_a_switch_of_language_says_every_word_again(
    receiving: ReceivingDesk, two_tongues: None, qapp: QApplication
) -> None:
    receiving.write(given_names="Rosa", phone="+18285550101")
    review = receiving.receive(receiving.bundle())
    words = [label.text() for label in review.findChildren(QLabel) if label.isVisible() and label.text()]
    assert sum("«" in word for word in words) > 5
    language.switch(qapp, "en")
    after = [label.text() for label in review.findChildren(QLabel) if label.isVisible()]
    assert not any("«" in word for word in after)
    assert "«" not in str(review.list.table.rows.headerData(1, Qt.Orientation.Horizontal))
