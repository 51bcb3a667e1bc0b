"""Locking: nothing typed is lost, nothing can stop it, and everything comes back (V4–V6, S21, S22)."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QExposeEvent, QKeyEvent, QRegion
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMessageBox, QPlainTextEdit, QTableView, QWidget

from cima_desktop.gui.views.door.covering import Blank
from cima_desktop.gui.views.door.lock_watch import LockWatch
from cima_desktop.gui.views.door.unlock import UnlockView
from cima_desktop.gui.views.records.people import PeoplePage
from cima_desktop.gui.widgets.field_editor import FieldEditor
from cima_desktop.settings import Settings
from tests.gui.keyboard import CTRL, press, write
from tests.gui.program_driver import Driver

CANARY = "Xochiquétzal"


def box(editor: FieldEditor) -> QLineEdit | QPlainTextEdit:
    """Return what is typed into."""
    found = editor.box()
    assert found is not None
    return found


def type_into(driver: Driver, editor: FieldEditor, words: str) -> None:
    """Put the cursor into a field and type."""
    editor.setFocus()
    write(words, box(editor))


def test_a_thousand_letters_typed_then_locked_come_back_with_the_cursor(opened: Driver) -> None:
    person = opened.add(given_names="Ana", paternal_surname="Ejemplo")
    page = opened.people()
    page.open_record(person)
    opened.settle()
    words = "ñandú " * 166 + "fin."
    page.card.open_tab("notes")
    opened.settle()
    page.card.notes_tab.note_edit.setFocus()
    write(words, page.card.notes_tab.note_edit)
    cursor = page.card.notes_tab.note_edit.textCursor()
    cursor.setPosition(77)
    page.card.notes_tab.note_edit.setTextCursor(cursor)

    opened.lock()
    assert isinstance(opened.cover(), UnlockView)
    opened.unlock()

    back = opened.window.desk.current_page()
    assert isinstance(back, PeoplePage)
    page = back
    assert page.card.tab() == "notes"
    assert page.card.notes_tab.note_edit.toPlainText() == words
    assert page.card.notes_tab.note_edit.textCursor().position() == 77
    assert QApplication.focusWidget() is page.card.notes_tab.note_edit


def test_half_a_date_stays_with_the_cursor_in_the_same_field(opened: Driver) -> None:
    person = opened.add(given_names="Ana", paternal_surname="Ejemplo")
    page = opened.people()
    page.open_record(person)
    opened.settle()
    editor = page.card.form.editor("birth_date")
    type_into(opened, editor, "4 de marz")
    box(editor).setCursorPosition(3)  # type: ignore[union-attr]

    opened.lock()
    opened.unlock()

    editor = opened.people().card.form.editor("birth_date")
    assert editor.raw() == "4 de marz"
    assert editor.cursor_position() == 3
    assert editor.isAncestorOf(QApplication.focusWidget())  # type: ignore[arg-type]
    assert not editor.parentWidget().problem_label.isHidden()  # type: ignore[union-attr]


def test_a_new_person_without_a_name_survives_the_lock(opened: Driver) -> None:
    page = opened.people()
    page.begin()
    type_into(opened, page.card.form.editor("safe_hours"), "después de las 6")

    opened.lock()
    opened.unlock()

    form = opened.people().card.form
    assert form.is_new()
    assert form.editor("safe_hours").raw() == "después de las 6"
    assert opened.ask(lambda s: s.store.count("person")) == 0


def test_forced_locks_while_typing_lose_no_letter(opened: Driver) -> None:
    person = opened.add(given_names="Ana")
    opened.people().open_record(person)
    opened.settle()
    typed = ""
    for part in ("Ana ", "María ", "de los ", "Ángeles"):
        editor = opened.people().card.form.editor("given_names")
        if not typed:
            box(editor).clear()
        editor.setFocus()
        box(editor).setCursorPosition(len(editor.raw()))  # type: ignore[union-attr]
        write(part, box(editor))
        typed += part
        opened.lock()
        opened.unlock()
        kept = opened.people().card.form.editor("given_names").raw()
        assert kept.strip() == typed.strip()
        typed = kept if kept.endswith(" ") else kept + " "
        if not kept.endswith(" "):
            write(" ", box(opened.people().card.form.editor("given_names")))
    assert opened.people().card.form.editor("given_names").raw().strip() == "Ana María de los Ángeles"


def test_no_dialog_can_stop_the_lock(opened: Driver) -> None:
    class Stubborn(QDialog):
        def reject(self) -> None:
            """Refuse to go."""

        def closeEvent(self, event: QEvent) -> None:
            event.ignore()

    dialog = Stubborn(opened.window)
    dialog.setModal(True)
    dialog.open()
    question = QMessageBox(QMessageBox.Icon.Question, "CIMA", "…", parent=opened.window)
    question.open()
    opened.lock()
    assert not dialog.isVisible()
    assert not question.isVisible()
    assert isinstance(opened.cover(), UnlockView)
    assert opened.program.desk is None


def test_after_the_lock_nothing_of_the_vault_is_left_in_any_widget(opened: Driver) -> None:
    person = opened.add(given_names=CANARY, paternal_surname="Ejemplo", phone="+18285550187")
    opened.people().open_record(person)
    opened.households()
    opened.page("start")
    opened.lock()
    for widget in QApplication.allWidgets():
        for words in texts_of(widget):
            assert CANARY not in words
            assert "555-0187" not in words  # a number that no sentence gives as an example


def texts_of(widget: QWidget) -> list[str]:
    """Return everything a widget says."""
    found = [widget.windowTitle(), widget.accessibleName(), widget.toolTip()]
    if isinstance(widget, QLabel | QLineEdit):
        found.append(widget.text())
    if isinstance(widget, QPlainTextEdit):
        found.append(widget.toPlainText())
    if isinstance(widget, QTableView) and widget.model() is not None:
        model = widget.model()
        found += [str(model.index(r, c).data()) for r in range(model.rowCount()) for c in range(model.columnCount())]
    return found


def test_the_clipboard_is_left_alone(opened: Driver) -> None:
    QApplication.clipboard().setText("828")
    opened.lock()
    assert QApplication.clipboard().text() == "828"


def test_ctrl_l_covers_the_window_at_once(opened: Driver) -> None:
    opened.page("start")
    press(Qt.Key.Key_L, CTRL)
    assert isinstance(opened.cover(), Blank)
    opened.settle()
    assert isinstance(opened.door(), UnlockView)


def test_the_door_says_why_it_is_locked(opened: Driver) -> None:
    opened.lock("sleep")
    assert not opened.door().message_bar.isHidden()


def test_a_wrong_passphrase_says_so_and_keeps_what_was_typed(driver: Driver) -> None:
    driver.unlock("not the passphrase")
    assert driver.program.desk is None
    assert not driver.door().message_bar.isHidden()
    assert driver.door().ui.passphrase_edit.text() == "not the passphrase"


def test_the_recovery_code_opens_the_vault(driver: Driver) -> None:
    door = driver.door()
    door.use("code")
    door.ui.code_edit.setText(driver.code.lower().replace("-", " "))
    door.open()
    driver.settle()
    assert driver.program.desk is not None


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def watch(minutes: int = 10) -> tuple[LockWatch, Clock, list[str]]:
    """Return a watch, its clock, and what it told."""
    clock = Clock()
    made = LockWatch(Settings(place_minutes={"office": minutes, "outreach": 2, "home": 5}), clock)
    told: list[str] = []
    made.away.connect(told.append)
    made.start()
    return made, clock, told


def tick(made: LockWatch, clock: Clock, seconds: int) -> None:
    """Let the clock go on second by second."""
    for _second in range(seconds):
        clock.now += 1
        made.tick()


def test_ten_idle_minutes_lock_to_the_second(qapp: QApplication) -> None:
    made, clock, told = watch()
    tick(made, clock, 599)
    assert told == []
    tick(made, clock, 1)
    assert told == ["idle"]
    made.stop()


def test_a_key_begins_the_wait_again(qapp: QApplication) -> None:
    made, clock, told = watch()
    tick(made, clock, 500)
    made.eventFilter(made, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"))
    tick(made, clock, 599)
    assert told == []
    tick(made, clock, 1)
    assert told == ["idle"]


def test_eight_hours_of_sleep_lock_before_the_first_paint_and_swallow_the_first_key(qapp: QApplication) -> None:
    made, clock, told = watch()
    clock.now += 8 * 3600
    made.eventFilter(made, QExposeEvent(QRegion()))
    assert told == ["sleep"]
    made, clock, told = watch()
    clock.now += 8 * 3600
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    assert made.eventFilter(made, key)
    assert told == ["sleep"]


def test_a_clock_set_back_does_not_keep_the_vault_open(qapp: QApplication) -> None:
    made, clock, told = watch()
    clock.now -= 3600
    made.tick()
    tick(made, clock, 600)
    assert told == ["idle"]


def test_the_idle_lock_of_the_program_leads_to_the_door(opened: Driver) -> None:
    opened.program.watch.away.emit("idle")
    opened.settle()
    assert isinstance(opened.cover(), UnlockView)
