"""Tables in and lists out, in the window: nothing taken in or let out before somebody has said so."""

from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from cima_desktop.gui.language import say
from cima_desktop.gui.views.files.files_part import FilesPart
from cima_desktop.gui.views.files.import_dialog import ImportDialog
from cima_desktop.gui.views.files.leaving import CalendarDialog, EverythingDialog, FileDialog, ListDialog
from cima_desktop.gui.widgets.buttons import IconButton
from cima_desktop.services import backups
from cima_desktop.services.backups import NoBackupFirstError
from cima_desktop.services.files import review
from cima_desktop.vault.backup_errors import BackupError
from tests.gui.program_driver import Driver

D = TypeVar("D", bound=QWidget)
TABLE = (
    "Nombre,Apellidos,Tel,Nacimiento,Estatus,Dirección\n"
    "Ana,López Gil,8285550101,3/4/1990,x,1 Calle\n"
    "Beto,Ruiz,12,4/5/1980,x,1 Calle\n"
    "Eva,Sol,8285550103,,x,2 Calle\n"
)


def shown(kind: type[D]) -> D:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def part(opened: Driver) -> FilesPart:
    page = opened.page("exchange")
    page.open_section("files")
    part: FilesPart = page.parts["files"]
    return part


@pytest.fixture
def dialog(part: FilesPart, opened: Driver, tmp_path: Path) -> ImportDialog:
    file = tmp_path / "familias.csv"
    file.write_text(TABLE, encoding="utf-8")
    part.take_file(str(file))
    opened.settle()
    return shown(ImportDialog)


def press(list_of: FilesPart, title: str) -> None:
    for line in list_of.deeds_list.lines:
        if title in say(line.title):
            line.deeds[0].run()
            return
    raise AssertionError(title)


def mapped(dialog: ImportDialog, driver: Driver) -> None:
    dialog.mapping.surnames_list.buttons["apart"].click()
    dialog.mapping.dates_list.buttons["month"].click()
    dialog.done_button.click()
    driver.settle()


def test_a_table_is_taken_in_step_by_step(dialog: ImportDialog, opened: Driver, tmp_path: Path) -> None:
    opened.add(given_names="Eva", paternal_surname="Sol", phone="+18285550103")
    boxes = [box.value() if box else None for box in dialog.mapping.boxes]
    assert boxes == ["given_names", "~surnames", "phone", "birth_date", None, "street"]
    assert dialog.mapping.homes_row.isVisible()
    dialog.done_button.click()
    assert dialog.error_label.text() == "Diga cómo se leen los apellidos."
    dialog.mapping.surnames_list.buttons["apart"].click()
    assert not dialog.error_label.isVisible()
    dialog.done_button.click()
    assert dialog.error_label.text() == "Diga qué número de las fechas va primero."
    mapped(dialog, opened)
    table = dialog.review.table
    assert table.rows.rowCount() == 3
    assert dialog.done_button.text() == "Agregar 1 fila"
    assert "Teléfono" in dialog.review.words_label.text()
    table.choose_line(1)
    assert "Este número de teléfono no puede ser correcto" in dialog.review.doubt_label.text()
    dialog.review.decision_list.buttons[review.ADD].click()
    assert dialog.done_button.text() == "Agregar 2 filas"
    table.choose_line(2)
    assert "ya está aquí" in dialog.review.doubt_label.text()
    assert set(dialog.review.decision_list.buttons) == {review.ADD, review.FILL, review.LEAVE}
    assert opened.ask(lambda s: s.store.count("person")) == 1
    dialog.done_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.count("person")) == 3
    assert "Se agregaron 2 personas." in dialog.done_label.text()
    assert dialog.rest_button.isVisible()
    dialog.rest_button.click()
    shown(QFileDialog).reject()
    dialog.take_rest(str(tmp_path / "rest.csv"))
    opened.settle()
    assert "Eva" in (tmp_path / "rest.csv").read_text(encoding="utf-8")
    assert dialog.rest_button.text().strip() == "Se guardó 1 fila"
    dialog.done_button.click()
    assert dialog.review.decisions == {}
    assert opened.people().table.rows.rowCount() == 3


def test_one_may_go_back_and_decide_for_all(dialog: ImportDialog, opened: Driver) -> None:
    mapped(dialog, opened)
    dialog.review.filter_chips.set_value(review.FAULTY)
    dialog.review.filter_chips.chosen.emit(review.FAULTY)
    dialog.review.all_add_button.click()
    assert dialog.review.taken() == 3
    dialog.review.filter_chips.set_value("all")
    dialog.review.filter_chips.chosen.emit("all")
    dialog.review.all_leave_button.click()
    dialog.done_button.click()
    assert "No se va a agregar ninguna fila" in dialog.error_label.text()
    dialog.back_button.click()
    assert dialog.mapping.isVisible()
    dialog.mapping.kind_box.set_value("household")
    dialog.mapping.kind_box.edited.emit()
    assert dialog.mapping.value().kind == "household"
    dialog.reject()
    opened.settle()
    assert opened.ask(lambda s: s.store.count("person")) == 0


def test_words_of_a_row_are_said_again_in_the_other_language(dialog: ImportDialog, opened: Driver) -> None:
    mapped(dialog, opened)
    opened.desk.look_chosen.emit("language", "en")
    opened.settle()
    assert dialog.done_button.text() == "Take in 2 rows"
    assert "Given names: Ana" in dialog.review.words_label.text()
    dialog.reject()


def test_where_no_backup_can_be_made_one_is_asked(
    dialog: ImportDialog, opened: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: object) -> None:
        raise NoBackupFirstError(BackupError())

    monkeypatch.setattr(backups, "before", refused)
    mapped(dialog, opened)
    assert not dialog.without_box.isVisible()
    dialog.done_button.click()
    opened.settle()
    assert dialog.without_box.isVisible()
    assert opened.ask(lambda s: s.store.count("person")) == 0
    dialog.without_box.set_value(True)
    dialog.done_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.count("person")) == 2
    dialog.reject()


def test_a_file_that_is_no_table_is_said_and_nothing_is_left(part: FilesPart, opened: Driver, tmp_path: Path) -> None:
    file = tmp_path / "foto.csv"
    file.write_bytes(b"%PDF-1.7")
    part.take_file(str(file))
    opened.settle()
    dialog = shown(ImportDialog)
    assert "no se puede leer como tabla" in dialog.error_label.text()
    assert not dialog.done_button.isVisible()
    dialog.reject()


def test_a_lock_takes_the_rows_away(dialog: ImportDialog, opened: Driver) -> None:
    mapped(dialog, opened)
    review_part = dialog.review
    opened.lock()
    assert review_part.decisions == {}
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, ImportDialog) and w.isVisible()]


def test_a_file_may_be_dropped(part: FilesPart, opened: Driver, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Nombre\nAna\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    either = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    enters = QDragEnterEvent(QPoint(5, 5), either, data, buttons, keys)
    part.dragEnterEvent(enters)
    assert enters.dropAction() is Qt.DropAction.CopyAction  # the original stays
    part.dropEvent(QDropEvent(QPointF(5, 5), either, data, buttons, keys))
    opened.settle()
    shown(ImportDialog).reject()


def answered(dialog: FileDialog, target: Path) -> None:
    dialog.holder_edit.set_value("Lic. Ejemplo")
    dialog.why_edit.set_value("cita")
    dialog.take_target(str(target))
    dialog.sure_box.set_value(True)


def test_a_list_leaves_exactly_as_it_is_shown(opened: Driver, tmp_path: Path) -> None:
    for name in ("Ana", "Beto", "Eva"):
        opened.add(given_names=name, phone="+18285550101", interpreter=name == "Eva")
    page = opened.people()
    page.filter_chips.set_value("interpreter")
    page.filter_chips.chosen.emit("interpreter")
    opened.settle()
    button = page.findChild(IconButton, "people_save_list_button")
    assert isinstance(button, IconButton)
    button.click()
    opened.settle()
    dialog = shown(ListDialog)
    dialog.finish()
    assert dialog.error_label.text() == "Escriba para quién es."
    dialog.fields_list.set_value(())
    answered(dialog, tmp_path / "lista.csv")
    dialog.finish()
    assert dialog.error_label.text() == "Marque al menos una columna."
    assert not (tmp_path / "lista.csv").exists()
    dialog.fields_list.set_value(("given_names",))
    dialog.finish()
    opened.settle()
    assert (tmp_path / "lista.csv").read_text(encoding="utf-8-sig").split() == ["Nombres", "Eva"]
    assert "quedó escrito" in page.message_bar.label.text()
    (line,) = opened.ask(lambda s: s.store.bundles())
    assert line.reason == "Lic. Ejemplo – cita"


def test_cards_ask_for_their_own_parts_and_place(opened: Driver, part: FilesPart, tmp_path: Path) -> None:
    rosa = opened.add(given_names="Rosa", phone="+18285550101")
    leo = opened.add(given_names="Leo")
    opened.add("relationship", person=rosa, other=leo, relation="kept_apart")
    press(part, "Personas")
    opened.settle()
    dialog = shown(ListDialog)
    assert "2 de estos registros" in dialog.apart_label.text()
    answered(dialog, tmp_path / "a.csv")
    dialog.form_box.set_value("vcf3")
    dialog.form_box.edited.emit()
    assert dialog.target == ""  # its ending is another one now
    assert not dialog.fields_row.isVisible()
    assert dialog.file_name() == "person.vcf"
    dialog.take_target(str(tmp_path / "a.vcf"))
    dialog.finish()
    opened.settle()
    text = (tmp_path / "a.vcf").read_text(encoding="utf-8")
    assert "VERSION:3.0" in text
    assert "8285550101" not in text


def test_an_empty_list_is_said(opened: Driver, part: FilesPart) -> None:
    press(part, "Organizaciones")
    opened.settle()
    assert part.message_bar.label.text() == "Esta lista está vacía: no hay nada que guardar."
    page = opened.page("documents")
    page.findChild(IconButton, "documents_save_list_button").click()
    opened.settle()
    assert page.message_bar.label.text() == "Esta lista está vacía: no hay nada que guardar."


def test_the_days_that_come_are_counted_and_saved(opened: Driver, part: FilesPart, tmp_path: Path) -> None:
    person = opened.add(given_names="Ana")
    opened.add("task", about=person, what="Llamar a Rosa", due_on="2100-01-01")
    press(part, "calendario")
    opened.settle()
    dialog = shown(CalendarDialog)
    assert dialog.count_label.text() == "Viene 1 día."
    assert dialog.much_list.value() == "plain"
    answered(dialog, tmp_path / dialog.file_name())
    dialog.finish()
    opened.settle()
    text = (tmp_path / "calendar.ics").read_text(encoding="utf-8")
    assert "SUMMARY:Cita" in text
    assert "Rosa" not in text


def test_everything_is_written_or_its_fault_is_said(opened: Driver, part: FilesPart, tmp_path: Path) -> None:
    opened.add(given_names="Ana")
    press(part, "Todo")
    dialog = shown(EverythingDialog)
    assert dialog.file_name().endswith(".zip")
    assert dialog.interrupted_label.isHidden()
    dialog.form_list.buttons["folder"].click()
    assert not dialog.file_name().endswith(".zip")
    (tmp_path / "todo").mkdir()
    answered(dialog, tmp_path / "todo")
    dialog.finish()
    opened.settle()
    assert "Ya hay un archivo o una carpeta" in dialog.error_label.text()
    assert dialog.done_button.isEnabled()
    dialog.form_list.buttons["zip"].click()
    dialog.take_target(str(tmp_path / "todo"))
    dialog.finish()
    opened.settle()
    assert (tmp_path / "todo.zip").exists()
    assert "Todo quedó escrito: 1 registros" in part.message_bar.label.text()


def test_what_a_stopped_program_may_have_left_is_said(opened: Driver, part: FilesPart) -> None:
    opened.ask(lambda s: s.store.note_bundle("out", b"1" * 16, sort="open", state="making", facts={"mark": "0a1b2c3d"}))
    press(part, "Todo")
    dialog = shown(EverythingDialog)
    opened.settle()
    assert not dialog.interrupted_label.isHidden()
    assert ".cima-part" in dialog.interrupted_label.text()


@pytest.mark.parametrize("state", ["practice", "copy"])
def test_nothing_leaves_practice_or_a_helper_copy(
    opened: Driver, part: FilesPart, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.add(given_names="Ana")
    session: Any = opened.desk.session
    if state == "practice":
        monkeypatch.setattr(type(session), "practice", property(lambda _self: True))
    else:
        monkeypatch.setattr(session, "ending", object())
    for title in ("Personas", "calendario", "Todo"):
        press(part, title)
        opened.settle()
        assert part.message_bar.isVisible()
        part.message_bar.hide_message()
    page: Any = opened.people()
    page.findChild(IconButton, "people_save_list_button").click()
    assert page.message_bar.isVisible()
    if state == "copy":
        press(part, "Agregar")
        assert not part.message_bar.isHidden()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, FileDialog | QFileDialog) and w.isVisible()]


def test_a_table_is_chosen_with_a_dialog(opened: Driver, part: FilesPart) -> None:
    press(part, "Agregar")
    shown(QFileDialog).reject()
    opened.settle()
