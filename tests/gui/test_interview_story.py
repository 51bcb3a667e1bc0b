"""The whole story by keyboard alone: a new plan, a family of three, its papers; and coming back after a lock."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from cima_desktop.gui.views.plans.plans import StartDialog
from cima_desktop.i18n import tr
from cima_desktop.model.findings import Severity
from cima_desktop.model.plans import Plan
from cima_desktop.services import plans
from tests.gui.keyboard import CTRL, ENTER, focused, press, write
from tests.gui.plan_desk import PlanDesk, new_session


def begin(pd: PlanDesk, name: str) -> None:
    """Start a plan from the page."""
    QTest.keyClick(pd.page.new_button, Qt.Key.Key_Space)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, StartDialog))
    write(name, dialog.name_edit)
    QTest.keyClick(dialog.name_edit, ENTER)
    pd.settle()
    pd.page.activateWindow()
    pd.qtbot.waitUntil(pd.page.isActiveWindow)
    pd.body.focus_first()


def at(name: str) -> bool:
    """Tell whether the cursor is in an answer."""
    here: QWidget | None = QApplication.focusWidget()
    while here is not None and not here.objectName().startswith(("answer.", "person.")):
        here = here.parentWidget()
    return here is not None and (here.objectName() == name or here.objectName().startswith(f"{name}."))


def go(pd: PlanDesk, name: str) -> None:
    """Press Enter until the cursor is in an answer."""
    for _step in range(30):
        if at(name):
            return
        press(ENTER)
        pd.settle()
    raise AssertionError(f"Enter never came to {name}; it is in {focused().objectName()}")


def say(pd: PlanDesk, **answers: str) -> None:
    """Write answers of the screen in sight, one after the other."""
    for name, words in answers.items():
        go(pd, f"answer.{name}")
        write(words)


def tell(pd: PlanDesk, **answers: str) -> None:
    """Write facts of the person in sight."""
    for name, words in answers.items():
        go(pd, f"person.{name}")
        write(words)


def choose(pd: PlanDesk, name: str, letters: str) -> None:
    """Choose from a box by its first letters."""
    go(pd, name)
    box = focused()
    assert isinstance(box, QComboBox)
    write(letters)


def onward(pd: PlanDesk, wanted: str) -> None:
    """Go to the next screen, which must be `wanted`."""
    press(ENTER, CTRL)
    pd.settle()
    assert pd.key == wanted or pd.key.startswith(wanted), (pd.key, wanted)


def pick(pd: PlanDesk, name: str, words: str) -> None:
    """Type a name into a picker and take the new person it offers."""
    go(pd, name)
    write(words)
    pd.qtbot.wait(120)
    pd.settle()
    press(Qt.Key.Key_Up)
    press(ENTER)
    pd.settle()


def tell_of_the_family(pd: PlanDesk) -> None:
    """Answer the first section: the home, one parent, two children."""
    say(pd, street="12 Calle Inventada", city="Asheville", county="Buncombe", zip="28806")
    onward(pd, "parent1-name")
    say(pd, given_names="María", paternal_surname="Ejemplo", maternal_surname="Ñúñez")
    onward(pd, "parent1-contact")
    say(pd, phone="828 555 0101")
    choose(pd, "answer.language", tr("Spanish"))
    onward(pd, "parent1-signing")
    say(pd, birth_date="2 mayo 1990")
    go(pd, "answer.id_kind")
    press(Qt.Key.Key_2)
    onward(pd, "parent2-status")
    choose(pd, "answer.parent2_status", tr("There is one parent only"))
    onward(pd, "children")
    say(pd, given_names="Ana", paternal_surname="Ejemplo", birth_date="4 mar 2015")
    press(ENTER)
    go(pd, "answer.given_names")
    say(pd, given_names="Beto", paternal_surname="Ejemplo", birth_date="9 jun 2018")
    onward(pd, "courts")


def tell_of_the_care(pd: PlanDesk) -> None:
    """Answer the questions about courts, and who would care for the children."""
    for _question in range(4):
        press(Qt.Key.Key_2)
        press(ENTER)
    pd.settle()
    assert pd.key == "apart"
    onward(pd, "questions")
    onward(pd, "carers.")
    pick(pd, "answer.person", "Lucía Prueba")
    choose(pd, "answer.relation", tr("Aunt or uncle"))
    tell(pd, given_names="Lucía", paternal_surname="Prueba", phone="828 555 0102", city="Hendersonville")
    go(pd, "answer.person")
    onward(pd, "carers.")
    onward(pd, "care-powers")
    press(Qt.Key.Key_Space)
    onward(pd, "care-dates")
    press(Qt.Key.Key_1)
    for wanted in ("sheet-school.", "sheet-health.", "sheet-days.") * 2:
        onward(pd, wanted)


def tell_of_the_rest(pd: PlanDesk) -> None:
    """Answer what the papers need of the first day, of money, and of dates."""
    for wanted in ("adult.", "medicine", "emergency_contact"):
        onward(pd, wanted)
    say(pd, name="Tío Prueba", phone="828 555 0103")
    onward(pd, "first_day_task")
    onward(pd, "helpers")
    say(pd, hotline_phone="828 555 0104")
    onward(pd, "agent")
    pick(pd, "answer.agent", "Marta Prueba")
    tell(pd, given_names="Marta", paternal_surname="Prueba")
    onward(pd, "successor1")
    pick(pd, "answer.successor1", "Inés Prueba")
    onward(pd, "successor2")
    onward(pd, "money-subjects")
    press(Qt.Key.Key_Space)
    for field in ("compensation", "revokes_prior"):
        go(pd, f"answer.{field}")
        press(Qt.Key.Key_1)
    for wanted in ("money-accounts", "money-attorney", "asset", "plan_document", "wish", "away", "dates"):
        onward(pd, wanted)
    say(pd, review_due="1 mar 2027")
    onward(pd, "review")


def test_a_family_of_three_from_nothing_to_its_papers(qtbot: QtBot, tmp_path: Path) -> None:
    pd = PlanDesk(qtbot, lambda: new_session(tmp_path / "vault"))
    begin(pd, "Familia Ejemplo")
    assert pd.key == "household"
    tell_of_the_family(pd)
    tell_of_the_care(pd)
    tell_of_the_rest(pd)
    check_the_family(pd)
    press(ENTER)  # the button that makes the packet has the cursor
    pd.settle()
    assert pd.page.rooms.currentWidget() is pd.page.packet
    make_by_keyboard(pd)
    pd.close()


def check_the_family(pd: PlanDesk) -> None:
    """Look at what the vault holds now."""
    standing = pd.ask(lambda session: plans.standing(session, session.store.all(Plan)[0].id))
    family = standing.family
    assert [c.person.full_name() for c in family.children] == ["Ana Ejemplo", "Beto Ejemplo"]
    assert family.parent1.full_name() == "María Ejemplo Ñúñez"
    assert family.parent1.phone == "+18285550101"
    assert family.parent1.birth_date == "1990-05-02"
    assert family.household.county == "Buncombe"
    assert [[c.person.title() for c in child.carers] for child in family.children] == [["Lucía Prueba"]] * 2
    assert {c.link.relation for child in family.children for c in child.carers} == {"aunt_uncle"}
    assert family.agent is not None
    assert family.agent.full_name() == "Marta Prueba"
    assert [c.name for c in family.contacts] == ["Tío Prueba"]
    assert not [f for f in standing.findings if f.severity is Severity.BLOCK]


def make_by_keyboard(pd: PlanDesk) -> None:
    """Make every paper that is offered, and look at the first page."""
    assert len(pd.page.packet.offer_list.chosen()) > 8
    press(ENTER, CTRL)
    pd.qtbot.waitUntil(lambda: pd.page.packet.preview.packet is not None, timeout=60_000)
    pd.settle()
    preview = pd.page.packet.preview
    assert preview.packet is not None
    assert len(preview.packet.papers) == len({p.document for p in preview.packet.papers})
    pd.qtbot.waitUntil(lambda: pd.page.packet.preview.pages.current_page() == 0)
    press(Qt.Key.Key_Right)
    assert preview.pages.current_page() == 1
