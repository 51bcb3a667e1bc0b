"""The story of an alert in the window: by keyboard, in both languages (tests/features/alert.feature)."""

from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabBar, QWidget
from pytest_bdd import given, parsers, scenarios, then, when

from cima_desktop import i18n
from cima_desktop.gui import language
from cima_desktop.gui.views.incidents.incidents import IncidentsPage
from cima_desktop.i18n import tr
from cima_desktop.model.incident_states import State
from cima_desktop.model.incidents import Alert, Incident
from cima_desktop.services.alerts import story
from cima_desktop.services.session import Session
from tests.gui.keyboard import ENTER, TAB, focused, press, write
from tests.gui.linea_desk import CHECKPOINT, Operator
from tests.gui.program_driver import PASSPHRASE, Driver
from tests.unit.services import alerts_desk
from tests.unit.services.alerts_desk import INCIDENT, OMAR, RITA

scenarios("../features/alert.feature")

MOST = 150


class AlertDesk:
    """The window with the page of incidents, driven by keys alone."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.incident = INCIDENT
        driver.ask(self._fill)

    @staticmethod
    def _fill(session: Session) -> None:
        alerts_desk.fill(session)
        session.now = lambda: datetime(2026, 11, 21, 8, 30)

    def take_call(self) -> None:
        """Take a call about a checkpoint, send it to verification, and open its incident."""
        operator = Operator(self.driver)
        operator.begin()
        operator.answer(**{**CHECKPOINT, "place": "4410 US 25", "city": "Arde"})
        operator.press(Qt.Key.Key_F6)
        operator.save()
        [self.incident] = [each.id for each in self.driver.ask(lambda s: s.store.all(Incident)) if each.id != INCIDENT]
        self.show()

    def show(self) -> None:
        """Show the incident."""
        page = self.driver.page("incidents")
        assert isinstance(page, IncidentsPage)
        self.page = page
        page.open_record(self.incident)
        self.driver.settle()
        page.table.setFocus()

    @property
    def card(self) -> Any:
        """Return the card of the incident."""
        return self.page.card

    def to(self, name: str) -> QWidget:
        """Press Tab until something with this object name or these first words has the focus."""
        for _press in range(MOST):
            widget = QApplication.focusWidget()
            if widget is None:
                self.page.setFocus()
                widget = focused()
            words = widget.text() if isinstance(widget, QAbstractButton) else ""
            if widget.objectName() == name or name in (widget.accessibleName(), words):
                return widget
            if widget.accessibleName().startswith(f"{name}:"):
                return widget
            press(TAB)
        raise AssertionError(f"no key leads to {name}")

    def part(self, key: str) -> None:
        """Open a part of the card with the keys of its bar."""
        for _press in range(MOST):
            if isinstance(focused(), QTabBar):
                break
            press(TAB)
        bar = focused()
        assert isinstance(bar, QTabBar)
        while bar.currentIndex():
            press(Qt.Key.Key_Left)
        while self.card.tab() != key:
            press(Qt.Key.Key_Right)
        self.driver.settle()

    def do(self, name: str) -> None:
        """Go to a button and press it."""
        self.to(name)
        press(ENTER)
        self.driver.settle()

    def state(self) -> State:
        """Return where the incident stands."""
        return self.driver.ask(lambda s: story.stand(s, self.incident)).state

    def release(self) -> None:
        """Let Omar release with the passphrase of his key, and Rita by telephone."""
        self.to("release_passphrase_edit")
        write(PASSPHRASE)
        press(ENTER)
        self.driver.settle()
        self.to("release_who_box")
        write("Rita")
        self.driver.settle()
        assert self.card.texts_tab.release_form.who_box.value() == RITA
        self.do("release_button")


@pytest.fixture
def world(opened: Driver) -> dict[str, AlertDesk]:
    return {"desk": AlertDesk(opened)}


@given(parsers.parse("a desk in {code} with its volunteers"), target_fixture="desk")
def a_desk(world: dict[str, AlertDesk], qapp: QApplication, code: str) -> AlertDesk:
    language.switch(qapp, code)
    return world["desk"]


@given("a checkpoint near Arden that waits for a verifier")
def a_checkpoint_waits(desk: AlertDesk) -> None:
    desk.show()
    assert desk.state() is State.TRIAGED


@when("a caller reports a checkpoint on US 25 near Arden, and the operator sends it to verification")
def a_caller_reports(desk: AlertDesk) -> None:
    desk.take_call()
    assert desk.state() is State.TRIAGED


@then("no text for the community can be written yet")
def no_text_yet(desk: AlertDesk) -> None:
    card = desk.card
    assert not card.tabs.isTabVisible(card.keys.index("texts"))
    assert not card.texts_tab.composer.isVisible()


@when("the nearest verifier is sent")
def a_verifier_is_sent(desk: AlertDesk) -> None:
    desk.part("verifying")
    desk.do(tr("Send"))
    assert desk.state() is State.DISPATCHED


@when("the verifier says by telephone that it is confirmed")
def the_verifier_says_so(desk: AlertDesk) -> None:
    desk.do(tr("Outcome…"))
    press(Qt.Key.Key_1)
    desk.to(tr("The verifier saw it"))
    press(Qt.Key.Key_Space)
    desk.do(tr("Sign the outcome"))
    assert desk.state() is State.CONFIRMED


@given("a verifier has confirmed it")
def a_verifier_has_confirmed(desk: AlertDesk) -> None:
    desk.driver.ask(alerts_desk.confirmed)
    desk.page.reload()
    desk.card.read_state()
    desk.driver.settle()


@then("the desk says that it is confirmed and that nobody was told")
def the_desk_says_so(desk: AlertDesk) -> None:
    assert desk.card.state_line.state_label.text() == tr(State.CONFIRMED.label)


@when("the proposed text is written and two people release it")
def the_alert_is_released(desk: AlertDesk) -> None:
    desk.part("texts")
    desk.do("alert_write_button")
    assert desk.state() is State.CONFIRMED
    desk.release()
    assert desk.state() is State.ALERTED


@then("the text can be copied in both languages")
def the_text_can_be_copied(desk: AlertDesk) -> None:
    alert = desk.driver.ask(lambda s: s.store.children(Alert, incident=desk.incident)[0])
    assert alert.composed_by == OMAR
    for words, text in ((tr("Copy in Spanish"), alert.spanish), (tr("Copy in English"), alert.english)):
        desk.do(words)
        assert QApplication.clipboard().text() == text
    assert "CONFIRMADO" in alert.spanish
    assert "CONFIRMED" in alert.english
    assert "US 25, Arden" in alert.spanish
    assert "4410" not in alert.spanish + alert.english


@when("the all clear is written and two people release it")
def the_all_clear_is_released(desk: AlertDesk) -> None:
    desk.to("alert_sort_box")
    write(tr("All clear"))
    desk.driver.settle()
    assert desk.card.texts_tab.composer.sort_box.value() == "all_clear"
    desk.do("alert_write_button")
    desk.release()


@then("the incident is over")
def the_incident_is_over(desk: AlertDesk) -> None:
    assert desk.state() is State.CLEARED
    assert desk.card.state_line.state_label.text() == tr(State.CLEARED.label)
    assert i18n.language() in ("es", "en")


@when("somebody writes the name of a person of this vault into the text")
def somebody_writes_a_name(desk: AlertDesk) -> None:
    desk.driver.add("person", given_names="Zulema", paternal_surname="Inventada")
    desk.part("texts")
    edit = desk.card.texts_tab.composer.english.edit
    desk.to("alert_english_edit")
    edit.moveCursor(QTextCursor.MoveOperation.End)
    write(" Ask for Zulema.")
    desk.do("alert_write_button")


@then("the name is marked and the text is not written")
def the_name_is_marked(desk: AlertDesk) -> None:
    composer = desk.card.texts_tab.composer
    assert composer.english.edit.textCursor().selectedText() == "Zulema"
    assert "Zulema" in composer.message_bar.label.text()
    assert "Zulema" in composer.english.found_label.text()
    assert [each.cursor.selectedText() for each in composer.english.edit.extraSelections()] == ["Zulema"]
    assert not desk.driver.ask(lambda s: s.store.children(Alert, incident=desk.incident))
