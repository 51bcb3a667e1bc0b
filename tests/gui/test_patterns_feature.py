"""The story of an employer of three people in the window: by keyboard, in both languages (tests/features)."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytest_bdd import given, parsers, scenarios, then, when

from cima_desktop import i18n
from cima_desktop.gui import language
from cima_desktop.gui.views.figures.figures import FiguresPage
from cima_desktop.gui.views.figures.finding_card import FindingCard
from cima_desktop.gui.views.figures.patterns_part import PatternsPart
from cima_desktop.gui.views.records.contact_card import SafeContactCard
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.i18n import tr
from cima_desktop.services.patterns import matching
from cima_desktop.services.patterns.finding import NOT_SAME, SAME, Finding, findings
from cima_desktop.services.session import Session
from tests.gui.keyboard import ENTER, TAB, focused, press
from tests.gui.program_driver import Driver
from tests.unit.services.test_patterns_finding import claim

scenarios("../features/patterns.feature")

MOST = 120


class PatternsDesk:
    """The page of patterns and figures, driven by keys alone."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        driver.ask(_fill)
        page = driver.page("figures")
        assert isinstance(page, FiguresPage)
        self.page = page

    @property
    def part(self) -> PatternsPart:
        """Return the section of patterns."""
        part = self.page.parts["patterns"]
        assert isinstance(part, PatternsPart)
        return part

    @property
    def card(self) -> FindingCard:
        """Return the card of one employer."""
        return self.part.card

    def do(self, words: str) -> None:
        """Press Tab until a button with these words, or a name that begins with them, has the focus; press Enter."""
        for _press in range(MOST):
            widget = QApplication.focusWidget() or self.page.section_list
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            if words in (text, widget.accessibleName()) or widget.accessibleName().startswith(f"{words}:"):
                press(ENTER)
                self.driver.settle()
                return
            widget.setFocus()
            press(TAB)
        raise AssertionError(f"no key leads to {words}")

    def found(self) -> Finding:
        """Return the only employer that is found."""
        (finding,) = self.driver.ask(findings)
        return finding


def _fill(session: Session) -> None:
    claim(session, "Luz", "Montaña Inventada LLC", employer_phone="8285550171")
    claim(session, "Tono", "Montana Imbentada Construction")
    claim(session, "Marta", "M. Inventada", employer_phone="8285550171")


def words_of(widget: QWidget) -> str:
    """Return everything that can be read on a widget."""
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


@pytest.fixture
def desk(opened: Driver) -> PatternsDesk:
    return PatternsDesk(opened)


@given(parsers.parse("a desk in {code} with three cases about one employer, spelled three ways"))
def a_desk(desk: PatternsDesk, qapp: QApplication, code: str) -> None:
    language.switch(qapp, code)
    assert i18n.language() == code


@when("the page of patterns is opened")
def the_page_is_opened(desk: PatternsDesk) -> None:
    desk.page.section_list.setFocus()
    desk.do(tr("Look"))


@then("one employer is found, with three cases and the reasons")
def one_is_found(desk: PatternsDesk) -> None:
    assert focused() is desk.card.back_button
    shown = words_of(desk.card)
    assert all(name in shown for name in ("Luz", "Tono", "Marta"))
    assert tr(matching.SAME_PHONE) in shown


@then("nothing was decided yet")
def nothing_was_decided(desk: PatternsDesk) -> None:
    assert {each.decision for each in desk.found().members} == {""}
    assert not desk.card.findChildren(SafeContactCard)


@when("all of them are said to be the same")
def all_the_same(desk: PatternsDesk) -> None:
    desk.do(tr("All of these are the same"))
    assert {each.decision for each in desk.found().members} == {SAME}


@when("the first says yes to meeting the others, and the second no")
def they_are_asked(desk: PatternsDesk) -> None:
    desk.card.back_button.setFocus()
    desk.do(tr("Yes"))
    desk.card.back_button.setFocus()
    first = desk.card.asked_list.rows()[1]
    no = next(b for b in first.findChildren(QAbstractButton) if b.text().strip() == tr("No"))
    desk.do(no.accessibleName())
    assert [each.may_meet for each in desk.found().members] == [True, False, None]


@then("only the telephone of the first is shown, with how to call safely")
def only_one_telephone(desk: PatternsDesk) -> None:
    (card,) = desk.card.findChildren(SafeContactCard)
    assert "555-0101" in words_of(card)
    assert len(card.findChildren(Chip)) == 2


@when("the last is said not to be the same")
def not_the_same(desk: PatternsDesk) -> None:
    row = desk.card.members_list.rows()[-1]
    other = next(b for b in row.findChildren(QAbstractButton) if b.text().strip() == tr("Not the same"))
    desk.card.back_button.setFocus()
    desk.do(other.accessibleName())


@then("two cases are left, and the third can be brought back")
def two_are_left(desk: PatternsDesk) -> None:
    found = desk.found()
    assert len(found.members) == 2
    assert [each.decision for each in found.told_apart] == [NOT_SAME]
    desk.do(tr("It is the same after all"))
    assert len(desk.found().members) == 3
