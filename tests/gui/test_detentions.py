"""The screen of a detention in the window: begun in seconds, everything in sight, nothing typed for a search kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton, QWidget

from cima_desktop.gui.language import say
from cima_desktop.gui.views.cases.dial_dialog import DialDialog
from cima_desktop.gui.views.detention.beginning_dialog import BeginningDialog
from cima_desktop.gui.views.detention.detentions import DetentionsPage
from cima_desktop.gui.views.detention.scene_view import SceneView
from cima_desktop.gui.views.detention.sheet_dialog import DetentionSheetDialog
from cima_desktop.gui.views.detention.state_dialog import HearingDialog, StateDialog
from cima_desktop.gui.views.records.rows_list import RowsList
from cima_desktop.model.cases import Contact
from cima_desktop.model.detention import Detention, LocatorCard, LocatorCheck, Told
from cima_desktop.model.work import Task
from cima_desktop.model.workups import Appointment
from cima_desktop.services.practice import desk_files, edits, practice_id
from cima_desktop.services.reads import DETENTION_SHEET
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.gui.program_driver import Driver

CANARY, NUMBER = "Xochiquetzalia", "087654321"


@pytest.fixture
def desk(opened: Driver) -> Driver:
    """Return the window with the made-up family of the practice desk, of which nobody was detained yet."""

    def fill(session: Session) -> object:
        wanted = {"10-roster.json", "60-detention.json"}
        made = [each for file in desk_files() if file.name in wanted for each in edits(file, session.today())]
        gone = {"detention", "told", "locator_check", "task"}
        return session.store.save("Filled", [each for each in made if each.kind not in gone])

    opened.ask(fill)
    return opened


def page_of(desk: Driver) -> DetentionsPage:
    page = desk.page("detentions")
    assert isinstance(page, DetentionsPage)
    return page


def begin(desk: Driver, person: str = "tono") -> SceneView:
    detention = desk.add("detention", person=practice_id(person), on=None, state="looking")
    page = page_of(desk)
    page.open_record(detention)
    desk.settle()
    return page.card.scene_view


def dialog_of(desk: Driver, kind: type[QDialog]) -> QDialog:
    desk.settle()
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def named(where: QWidget, name: str) -> QWidget:
    found = where.findChild(QWidget, name)
    assert found is not None, name
    return found


def line(where: QWidget, name: str) -> QLineEdit:
    found = named(where, name)
    box = found if isinstance(found, QLineEdit) else found.findChild(QLineEdit)
    assert box is not None, name
    return box


def words(shown: RowsList) -> str:
    return "\n".join(
        say(part)
        for line in shown.lines
        for part in (line.title, line.detail, *(chip for chip, _tone in line.chips), *(d.words for d in line.deeds))
    )


def press(desk: Driver, shown: RowsList, row: int, name: str) -> None:
    buttons = [b for b in shown.rows()[row].findChildren(QPushButton) if b.text().strip() == name]
    assert len(buttons) == 1, (row, name)
    buttons[0].setFocus()
    QTest.keyClick(buttons[0], Qt.Key.Key_Return)
    desk.settle()


def test_from_ctrl_k_to_the_screen_by_keyboard(desk: Driver) -> None:
    command = next(c for c in desk.window.commands._offered if c.key == "detained")
    command.run()
    dialog = dialog_of(desk, BeginningDialog)
    who = dialog.focusWidget()
    assert isinstance(who, QLineEdit)
    QTest.keyClicks(who, "Lucio Inventado")
    QTest.keyClick(who, Qt.Key.Key_Tab)
    dialog.done_button.click()  # type: ignore[attr-defined]
    desk.settle()
    page = desk.window.desk.current_page()
    assert isinstance(page, DetentionsPage)
    assert page.card.head.name_label.text() == "Lucio Inventado"
    assert len(desk.ask(lambda s: s.store.all(Task))) == 9
    assert not page.card.scene_view.plan_bar.isHidden()


def test_the_dialog_says_what_is_missing_and_keeps_what_was_typed(desk: Driver) -> None:
    page_of(desk).begin()
    dialog = dialog_of(desk, BeginningDialog)
    assert isinstance(dialog, BeginningDialog)
    line(dialog, "detained_place_edit").setText("Una calle inventada")
    dialog.finish()
    desk.settle()
    assert "¿A quién detuvieron?" in dialog.who_row.problem_label.text()
    line(dialog, "detained_on_edit").setText("algún día")
    dialog.picker.set_text("Lucio Inventado")
    dialog.finish()
    desk.settle()
    assert dialog.isVisible()
    assert line(dialog, "detained_place_edit").text() == "Una calle inventada"
    assert desk.ask(lambda s: s.store.all(Detention)) == []
    dialog.reject()


def test_from_a_persons_card_and_from_a_plan(desk: Driver) -> None:
    people = desk.people()
    people.open_record(practice_id("marta"))
    desk.settle()
    people.card.detained_action.trigger()
    dialog = dialog_of(desk, BeginningDialog)
    assert isinstance(dialog, BeginningDialog)
    assert dialog.picker.text() == "Marta Ficticia"
    dialog.finish()
    desk.settle()
    assert [d.person for d in desk.ask(lambda s: s.store.all(Detention))] == [practice_id("marta")]
    desk.desk.open("plan", practice_id("imaginario-plan"))
    desk.settle()
    named(desk.window, "detained_button").click()  # type: ignore[attr-defined]
    dialog = dialog_of(desk, BeginningDialog)
    assert isinstance(dialog, BeginningDialog)
    assert dialog.picker.value() == ""
    dialog.reject()


def test_from_a_case(desk: Driver) -> None:
    case = desk.add("case", person=practice_id("tono"), need="detention", number="26-ABCDE", opened_on="2026-11-20")
    desk.desk.open("case", case)
    desk.settle()
    page = desk.window.desk.current_page()
    page.card.detained_action.trigger()  # type: ignore[union-attr]
    dialog = dialog_of(desk, BeginningDialog)
    assert isinstance(dialog, BeginningDialog)
    dialog.finish()
    desk.settle()
    made = desk.ask(lambda s: s.store.all(Detention))[0]
    assert (made.person, made.case) == (practice_id("tono"), case)


def test_everything_is_on_the_screen(desk: Driver) -> None:
    view = begin(desk)
    children = words(view.child_list)
    assert "Nina Imaginario De Práctica" in children
    assert "1. Berta De Mentira (Primera opción)" in children
    assert "(828) 555-0172" in children
    assert "Nuez" in children
    assert "No dejar mensaje" in children
    school = words(view.school_list)
    assert "Escuela Imaginaria" in school
    assert "Casimiro De Papel" in school
    assert "Barquito" not in school
    assert "Metformina" in words(view.health_list)
    assert "$950" in words(view.money_list)
    assert "Tomasa Imaginaria" in words(view.near_list)
    assert "Abuela Inventada" in words(view.near_list)
    assert "Lic. Inventada" in words(view.law_list)


def test_the_tasks_are_started_once_and_done(desk: Driver) -> None:
    view = begin(desk)
    view.tasks_button.click()
    desk.settle()
    assert view.tasks_button.isHidden()
    assert "Berta De Mentira" in words(view.task_list)
    press(desk, view.task_list, 0, "Hecho")
    done = [task for task in desk.ask(lambda s: s.store.all(Task)) if task.done_on]
    assert len(done) == 1


def test_passwords_come_on_demand(desk: Driver) -> None:
    view = begin(desk)
    press(desk, view.school_list, 0, "Mostrar la contraseña para recoger")
    assert "Barquito" in view.deeds.secret_bar.label.text()
    view.code_button.click()
    desk.settle()
    assert "Luciérnaga" in view.deeds.secret_bar.label.text()


def test_one_press_notes_who_was_told_and_where_was_looked(desk: Driver) -> None:
    view = begin(desk)
    press(desk, view.child_list, 1, "Se le avisó")
    assert [t.name for t in desk.ask(lambda s: s.store.all(Told))] == ["Berta De Mentira"]
    assert "Se le avisó el" in words(view.child_list)
    press(desk, view.way_list, 0, "No aparece")
    assert [c.result for c in desk.ask(lambda s: s.store.all(LocatorCheck))] == ["not_found"]
    assert "Vuelva a buscar" in view.again_label.text()
    press(desk, view.way_list, 1, "La encontramos")
    assert view.again_label.isHidden()
    assert desk.ask(lambda s: s.store.all(Detention))[0].state == "held"


def test_somebody_else_was_told(desk: Driver) -> None:
    part = begin(desk).tell_part
    part.tell_button.click()
    desk.settle()
    assert desk.ask(lambda s: s.store.all(Told)) == []
    part.who_box.set_value("employer")
    part.name_edit.setText("Construcciones De Cuento")
    QTest.keyClick(part.name_edit, Qt.Key.Key_Return)
    desk.settle()
    assert "Construcciones De Cuento" in words(part.told_list)
    assert part.name_edit.text() == ""


def test_the_consulate_only_after_the_family_agreed(desk: Driver) -> None:
    view = begin(desk)
    row = len(view.law_list.rows()) - 1
    assert "Pregunte primero a la familia" in words(view.law_list)
    press(desk, view.law_list, row, "La familia está de acuerdo")
    press(desk, view.law_list, row, "Se le avisó")
    assert [t.who for t in desk.ask(lambda s: s.store.all(Told))] == ["consulate"]


def test_the_fund_a_hearing_and_the_end(desk: Driver) -> None:
    view = begin(desk)
    view.fund_button.click()
    desk.settle()
    assert not view.fund_button.isEnabled()
    view.hearing_button.click()
    hearing = dialog_of(desk, HearingDialog)
    line(hearing, "hearing_what_edit").setText("Fianza")
    line(hearing, "hearing_at_edit").setText("a la luna")
    hearing.done_button.click()  # type: ignore[attr-defined]
    desk.settle()
    assert hearing.isVisible()
    line(hearing, "hearing_at_edit").setText("9:30 am")
    hearing.done_button.click()  # type: ignore[attr-defined]
    desk.settle()
    assert [a.at for a in desk.ask(lambda s: s.store.all(Appointment))] == ["09:30"]
    page = page_of(desk)
    page.card.state_action.trigger()
    state = dialog_of(desk, StateDialog)
    box = named(state, "detention_state_box")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("closed"))
    box.activated.emit(box.currentIndex())
    state.done_button.click()  # type: ignore[attr-defined]
    desk.settle()
    assert state.isVisible()
    line(state, "detention_reason_edit").setText("La familia ya no lo necesita")
    state.done_button.click()  # type: ignore[attr-defined]
    desk.settle()
    assert desk.ask(lambda s: s.store.all(Detention))[0].is_over
    assert page.table.rows.rowCount() == 0


def test_before_calling_the_card_is_shown(desk: Driver) -> None:
    view = begin(desk)
    press(desk, view.child_list, 1, "Llamar…")
    dialog = dialog_of(desk, DialDialog)
    assert isinstance(dialog, DialDialog)
    assert not dialog.card.isHidden()
    dialog.reject()
    assert desk.ask(lambda s: s.store.all(Contact)) == []


def test_a_search_finds_by_name_and_by_place(desk: Driver) -> None:
    begin(desk)
    other = desk.add("detention", person=practice_id("marta"), facility="Centro inventado", state="held")
    page = page_of(desk)
    for typed in ("ficticia", "centro inv"):
        page.search_box.setText(typed)
        page.reload()
        desk.settle()
        assert [page.table.rows.row(n).id for n in range(page.table.rows.rowCount())] == [other]


def test_the_page_for_the_telephone_is_printed_and_noted(desk: Driver) -> None:
    begin(desk)
    page_of(desk).card.sheet_action.trigger()
    dialog = dialog_of(desk, DetentionSheetDialog)
    assert isinstance(dialog, DetentionSheetDialog)
    assert dialog.done_button.isEnabled()
    desk.ask(dialog.note)
    assert DETENTION_SHEET in {deed.code for deed in desk.ask(lambda s: s.store.deeds())}
    dialog.reject()


# what is typed for a search


def typed(desk: Driver, view: SceneView) -> None:
    for name, text in (
        ("locator_given_names_edit", CANARY),
        ("locator_country_edit", CANARY),
        ("locator_number_edit", f"A {NUMBER}"),
    ):
        box = line(view, name)
        box.clear()
        QTest.keyClicks(box, text)
    desk.settle()


def test_the_number_is_read_shown_and_copied_with_the_guards_marks(desk: Driver) -> None:
    view = begin(desk)
    typed(desk, view)
    assert view.locator_box.number_label.text() == "A 087 654 321"
    view.locator_box.copy_button.click()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == NUMBER
    assert data.hasFormat("x-kde-passwordManagerHint")
    box = line(view, "locator_number_edit")
    box.clear()
    QTest.keyClicks(box, "123-45-6789")
    view.locator_box._check_number()
    assert "Seguro Social" in view.locator_box.number_row.problem_label.text()
    assert view.locator_box.copy_button.isHidden()


def test_every_shape_of_the_name_can_be_copied(desk: Driver) -> None:
    change = Edit("person", practice_id("tono"), {"maternal_surname": "De la Cruz"})
    desk.ask(lambda s: s.store.save("Changed", [change]))
    view = begin(desk)
    assert "ANTONIO · IMAGINARIO-DE LA CRUZ" in words(view.locator_box.name_list)
    few = len(view.locator_box.name_list.rows())
    view.locator_box.more_button.click()
    assert len(view.locator_box.name_list.rows()) > few
    press(desk, view.locator_box.name_list, 0, "Copiar el apellido")
    assert QGuiApplication.clipboard().text() == "IMAGINARIO-DE LA CRUZ"


def test_leaving_the_page_wipes_it(desk: Driver) -> None:
    view = begin(desk)
    typed(desk, view)
    desk.page("people")
    assert {line(view, f"locator_{n}_edit").text() for n in ("given_names", "country", "number")} == {""}
    page_of(desk)
    assert line(view, "locator_given_names_edit").text() == "Antonio"
    assert line(view, "locator_number_edit").text() == ""


def everything(session: Session) -> str:
    rows = session.vault.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return "\n".join(repr(session.vault.db.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in rows)


def test_nothing_typed_for_a_search_is_in_the_vault_after_a_lock(desk: Driver) -> None:
    view = begin(desk)
    typed(desk, view)
    view.tell_part.name_edit.setText("Palabra suelta")
    view.tell_part.name_edit.setModified(True)
    desk.lock()
    on_disk = b"".join(file.read_bytes() for file in desk.folder.rglob("*") if file.is_file())
    assert CANARY.encode() not in on_disk
    assert NUMBER.encode() not in on_disk
    desk.unlock()
    inside = desk.ask(everything)
    assert CANARY not in inside
    assert NUMBER not in inside
    assert "654 321" not in inside
    assert CANARY not in "".join(w.text() for w in desk.window.findChildren(QLineEdit))


def test_kept_only_because_the_family_asked_and_never_the_number(desk: Driver) -> None:
    view = begin(desk)
    typed(desk, view)
    part = view.locator_box.keep_part
    part.begin_button.click()
    desk.settle()
    part.keep_button.click()
    desk.settle()
    assert "¿Quién de la familia" in part.asked_row.problem_label.text()
    assert desk.ask(lambda s: s.store.all(LocatorCard)) == []
    part.asked_edit.setText("Tomasa")
    part.until_edit.setText("1 ene 2099")
    part.keep_button.click()
    desk.settle()
    assert "90" in part.until_row.problem_label.text()
    part.until_edit.set_value(desk.ask(lambda s: s.today()))
    part.keep_button.click()
    desk.settle()
    card = desk.ask(lambda s: s.store.all(LocatorCard))[0]
    assert card.country == CANARY
    assert NUMBER not in desk.ask(everything)
    assert part.form.isHidden()
    press(desk, part.card_list, 0, "Borrarlo ahora")
    assert desk.ask(lambda s: s.store.all(LocatorCard)) == []
    assert CANARY not in desk.ask(everything)
