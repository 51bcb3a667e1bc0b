"""The desk without a mouse: find somebody, read, change, write in somebody new."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from cima_desktop.gui.views.door.unlock import UnlockView
from cima_desktop.model.people import Person
from tests.gui.keyboard import CTRL, ENTER, TAB, focused, press, write
from tests.gui.program_driver import PASSPHRASE, Driver


def test_the_door_is_opened_by_typing(driver: Driver) -> None:
    driver.settle()
    assert focused() is driver.door().ui.passphrase_edit
    write(PASSPHRASE)
    press(ENTER)
    driver.settle()
    assert driver.program.desk is not None


def test_somebody_is_found_and_changed_in_a_few_keys(opened: Driver) -> None:
    person = opened.add(given_names="José", paternal_surname="Muñoz")
    opened.add(given_names="Ana", paternal_surname="Tzoc")
    opened.people()
    press(Qt.Key.Key_F, CTRL)
    write("munoz")
    press(ENTER)
    opened.settle()
    press(Qt.Key.Key_Down)
    press(ENTER)
    opened.settle()
    assert isinstance(focused(), QLineEdit)
    press(TAB, times=2)
    write("García")
    press(Qt.Key.Key_S, CTRL)
    opened.settle()
    assert opened.ask(lambda s: s.store.need(Person, person)).maternal_surname == "García"


def test_ctrl_n_and_ctrl_enter_write_in_one_after_the_other(opened: Driver) -> None:
    opened.people()
    press(Qt.Key.Key_N, CTRL)
    opened.settle()
    for name in ("Ana", "Eva"):
        write(name)
        press(ENTER, CTRL)
        opened.settle()
    assert sorted(p.given_names for p in opened.ask(lambda s: s.store.all(Person))) == ["Ana", "Eva"]


def test_the_arrow_keys_move_in_the_list_and_tab_leaves_it(opened: Driver) -> None:
    opened.add(given_names="Ana")
    opened.add(given_names="Eva")
    page = opened.people()
    page.table.setFocus()
    press(Qt.Key.Key_Down)
    opened.settle()
    assert page.card.head.name_label.text() == "Eva"
    press(TAB)
    assert not page.table.hasFocus()
    assert QApplication.focusWidget() is not None


def test_ctrl_l_locks_from_inside_a_field(opened: Driver) -> None:
    page = opened.people()
    page.begin()
    write("Ana", page.card.form.editor("given_names").box())
    press(Qt.Key.Key_L, CTRL)
    opened.settle()
    assert isinstance(opened.cover(), UnlockView)
    opened.unlock()
    assert [p.given_names for p in opened.ask(lambda s: s.store.all(Person))] == ["Ana"]


def test_f1_opens_the_help(opened: Driver) -> None:
    opened.people()
    press(Qt.Key.Key_F1)
    opened.settle()
    assert opened.window.desk.current_key() == "help"
