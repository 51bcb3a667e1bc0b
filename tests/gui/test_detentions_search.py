"""What is typed to find somebody: shaped, copied, wiped, and kept only because the family asked (law facts, 8)."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from cima_desktop.gui.views.detention.scene_view import SceneView
from cima_desktop.model.detention import LocatorCard
from cima_desktop.services.practice import practice_id
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.gui.detention_desk import begin, filled, line, page_of, press, words
from tests.gui.program_driver import Driver

CANARY, NUMBER = "Xochiquetzalia", "087654321"


@pytest.fixture
def desk(opened: Driver) -> Driver:
    return filled(opened)


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


def test_the_inputs_of_a_search_are_shaped_copied_and_wiped(desk: Driver) -> None:
    change = Edit("person", practice_id("tono"), {"maternal_surname": "De la Cruz"})
    desk.ask(lambda s: s.store.save("Changed", [change]))
    view = begin(desk)
    every_shape_of_the_name_can_be_copied(desk, view)
    typed(desk, view)
    the_number_is_read_shown_and_copied(desk, view)
    leaving_the_page_wipes_it(desk, view)


def the_number_is_read_shown_and_copied(desk: Driver, view: SceneView) -> None:
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


def every_shape_of_the_name_can_be_copied(desk: Driver, view: SceneView) -> None:
    assert "ANTONIO · IMAGINARIO-DE LA CRUZ" in words(view.locator_box.name_list)
    few = len(view.locator_box.name_list.rows())
    view.locator_box.more_button.click()
    assert len(view.locator_box.name_list.rows()) > few
    press(desk, view.locator_box.name_list, 0, "Copiar el apellido")
    assert QGuiApplication.clipboard().text() == "IMAGINARIO-DE LA CRUZ"


def leaving_the_page_wipes_it(desk: Driver, view: SceneView) -> None:
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
