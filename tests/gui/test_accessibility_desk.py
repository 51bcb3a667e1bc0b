"""Every control of every page has a name, a place in the tab order, and says what it shows (I5)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.exchange.exchange import SECTIONS as EXCHANGE_SECTIONS
from cima_desktop.gui.views.settings.settings import SECTIONS
from tests.gui.program_driver import Driver

PAGES = ("start", "people", "households", "documents", "exchange", "settings", "help", "served")


def tree(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Yield a node and everything below it."""
    yield node
    for number in range(node.childCount()):
        child = node.child(number)
        if child.isValid():
            yield from tree(child)


def unnamed(widget: QWidget) -> list[str]:
    """Return the controls that take the focus and have no name."""
    found = []
    for node in tree(QAccessible.queryAccessibleInterface(widget)):
        state = node.state()
        if state.focusable and not state.invisible and not node.text(QAccessible.Text.Name).strip():
            thing = node.object()
            found.append(f"{type(thing).__name__} {getattr(thing, 'objectName', str)()} {node.role()}")
    return found


def filled(driver: Driver) -> None:
    """Put a family and a paper into the vault."""
    home = driver.add("household", name="Casa Prueba")
    ana = driver.add(given_names="Ana", paternal_surname="Tzoc", phone="+18285550119", household=home)
    plan = driver.add("plan", name="Plan de Ana", household=home, parent1=ana)
    driver.add("document", plan=plan, name="Poder", sort="care_poa", person=ana, state="printed", made_on="2026-11-20")
    driver.add("task", about=ana, what="Llamar")


@pytest.mark.parametrize("key", PAGES)
def test_every_control_of_a_page_has_a_name(opened: Driver, key: str) -> None:
    filled(opened)
    page = opened.page(key)
    opened.settle()
    assert unnamed(page) == []


def test_every_part_of_a_card_has_names(opened: Driver) -> None:
    filled(opened)
    page = opened.people()
    for tab in ("summary", "relations", "plans", "notes", "history"):
        page.card.open_tab(tab)
        opened.settle()
        assert unnamed(page) == [], tab
    homes = opened.households()
    homes.card.open_tab("members")
    opened.settle()
    assert unnamed(homes) == []
    papers = opened.page("documents")
    papers.card.sign_button.click()
    opened.settle()
    assert unnamed(papers) == []


def test_every_section_of_the_settings_has_names(opened: Driver) -> None:
    page = opened.page("settings")
    for section in SECTIONS:
        page.open_section(section.key)
        opened.settle()
        assert unnamed(page) == [], section.key
    page.open_section("wording")
    opened.settle()
    page.parts["wording"].open_paper(page.parts["wording"]._templates[0])
    opened.settle()
    assert unnamed(page) == []


def test_every_section_of_the_exchange_has_names(opened: Driver) -> None:
    page = opened.page("exchange")
    for section in EXCHANGE_SECTIONS:
        page.open_section(section.key)
        opened.settle()
        assert unnamed(page) == [], section.key


def test_the_door_has_names(driver: Driver) -> None:
    assert unnamed(driver.cover()) == []
    driver.door().use("code")
    assert unnamed(driver.cover()) == []


def test_a_control_without_a_name_is_found(driver: Driver) -> None:
    nameless = QWidget(driver.cover())
    nameless.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    nameless.show()
    assert len(unnamed(driver.cover())) == 1


def test_a_row_is_read_as_a_whole(opened: Driver) -> None:
    filled(opened)
    page = opened.people()
    cell = page.table.rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Ana Tzoc" in cell
    assert "(828) 555-0119" in cell


@pytest.mark.parametrize("key", PAGES)
def test_tab_visits_every_control_and_comes_back(opened: Driver, key: str) -> None:
    filled(opened)
    page = opened.page(key)
    opened.settle()
    page.setFocus()
    seen: list[QWidget] = []
    for _step in range(300):
        if not page.focusNextChild():
            break
        widget = opened.window.focusWidget()
        if widget in seen:
            break
        seen.append(widget)
    inside = [widget for widget in seen if page.isAncestorOf(widget)]
    assert len(inside) >= 1
