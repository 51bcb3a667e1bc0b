"""A switch of language in the middle of work: every word follows, and nothing that was typed is lost (I2)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTabBar, QWidget

from cima_desktop import i18n
from cima_desktop.gui.tables.record_table_model import DETAIL_ROLE
from cima_desktop.gui.widgets.chip import Chip
from tests.gui.keyboard import write
from tests.gui.program_driver import Driver

_ACROSS = Qt.Orientation.Horizontal


def test_a_switch_in_the_middle_of_a_field_loses_nothing(opened: Driver) -> None:
    person = opened.add(given_names="Ana", paternal_surname="Tzoc", language="es", birth_date="1990-03-04")
    page = opened.people()
    page.open_record(person)
    opened.settle()
    form = page.card.form
    for name, words in {"safe_hours": "después de las 6", "other_phone": "828555", "city": "Brev"}.items():
        form.editor(name).setFocus()
        write(words, form.editor(name).box())
    box = form.editor("city").box()
    assert isinstance(box, QLineEdit)
    box.setCursorPosition(2)
    opened.window.look.set_language("en")
    opened.settle()
    assert i18n.language() == "en"
    assert form.editor("safe_hours").raw() == "después de las 6"
    assert form.editor("other_phone").raw() == "828555"
    assert form.editor("city").raw() == "Brev"
    assert box.cursorPosition() == 2
    assert box.hasFocus()
    assert "Mar" in form.editor("birth_date").raw()
    assert page.title_label.text() == "People"
    assert page.table.rows.headerData(0, _ACROSS) == "Person"
    assert page.table.rows.index(0, 0).data(DETAIL_ROLE).startswith("Spanish")
    opened.window.look.set_language("es")
    opened.settle()
    assert page.title_label.text() != "People"
    assert form.editor("city").raw() == "Brev"


def test_every_page_says_its_words_again(opened: Driver, two_tongues: None) -> None:
    home = opened.add("household", name="Casa Prueba")
    opened.add(given_names="Ana", paternal_surname="Tzoc", household=home)
    for key in ("start", "people", "households", "documents", "exchange", "settings", "help", "served"):
        page = opened.page(key)
        opened.window.look.set_language("es")
        opened.settle()
        spanish = words_of(page)
        assert any("«" in words for words in spanish), key
        opened.window.look.set_language("en")
        opened.settle()
        left = [words for words in words_of(page) if "«" in words]
        assert left == [], key


def words_of(page: QWidget) -> list[str]:
    """Return the words of every label, button and tab of a page that is in sight."""
    found: list[str] = []
    for widget in page.findChildren(QWidget):
        if widget.isVisibleTo(page):
            if isinstance(widget, QLabel | QAbstractButton):
                found.append(widget.text())
            if isinstance(widget, QTabBar):
                found += [widget.tabText(i) for i in range(widget.count())]
            if isinstance(widget, Chip):
                found.append(widget.word())
            if isinstance(widget, QComboBox):
                found.append(widget.currentText())
            found += [widget.toolTip(), widget.accessibleName()]
    return [words for words in found if words]
