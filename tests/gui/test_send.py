"""A newcomer hands records on: to whom, what for, exactly what, and then a file (Y1, Y5, Y6, C5, C6, Y12)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cima_desktop.gui.language import say
from cima_desktop.gui.views.exchange.register_part import RegisterDialog
from cima_desktop.gui.views.exchange.send_frame import DONE, LOOK, WHAT, WHO
from cima_desktop.gui.views.exchange.send_part import SendPart
from cima_desktop.gui.views.records.referrals_list import AnswerDialog
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Plan
from cima_desktop.model.sharing import Consent, Referral
from cima_desktop.services import families
from cima_desktop.services.session import Session
from tests.gui.program_driver import Driver
from tests.unit.services.conftest import family_of_three
from tests.unit.services.exchanging import a_peer, put


class Sender(Driver):
    """The program with a family in the vault and two cards."""

    def begin(self) -> None:
        self.unlock()
        self.plan, self.maria = self.ask(_fill)
        self.settle()

    @property
    def part(self) -> SendPart:
        part = self.page("exchange").parts["send"]
        assert isinstance(part, SendPart)
        return part

    def choose(self, purpose: str) -> SendPart:
        """Hand the plan on to Beto for a purpose, and look at it."""
        self.desk.open("share", self.plan)
        self.settle()
        part = self.part
        part.who_step.peers_list.boxes[self.beto].click()
        part.next_button.click()
        self.settle()
        part.what_step.purpose_list.buttons[purpose].click()
        self.settle()
        part.next_button.click()
        self.settle()
        return part

    @property
    def beto(self) -> str:
        return self.peer("Beto")

    def peer(self, name: str) -> str:
        return self.ask(lambda s: next(p.id.hex() for p in s.store.peers() if p.person == name))


def _fill(session: Session) -> tuple[RecordId, RecordId]:
    families.import_bytes(session, json.dumps(family_of_three()).encode(), backup=False)
    a_peer(session, "Beto")
    a_peer(session, "Dora", compared=False)
    maria = next(p.id for p in session.store.all(Person) if p.given_names == "María")
    return session.store.all(Plan)[0].id, maria


@pytest.fixture
def sender(qtbot: QtBot, tmp_path: Path) -> Iterator[Sender]:
    driver = Sender(qtbot, tmp_path / "vault")
    driver.begin()
    yield driver
    driver.finish()


def words(part: SendPart) -> str:
    """Return everything that stands on the page on which one looks."""
    lines = [box.box.text() for box in part.look_step.going_list.blocks]
    for block in part.look_step.going_list.blocks:
        lines += [box.accessibleName() for box in block.field_boxes.values()]
    return "\n".join(lines)


def write(part: SendPart, place: Path) -> None:
    """Choose a place, as the dialog would."""
    assert part.leaving is not None
    part.writing._leaving = part.leaving
    part.writing.write(str(place))


def test_the_story(sender: Sender, tmp_path: Path) -> None:
    part = sender.choose("host")
    assert part.step() == LOOK
    assert "Inhalador" in words(part)
    assert "12 Calle Inventada" not in words(part)
    assert "Calle Inventada, Asheville" in words(part)
    assert not part.next_button.isEnabled()  # nobody was asked yet
    part.look_step.consent_edit.setText("No puede esperar")
    part.look_step.consent_edit.editingFinished.emit()
    sender.settle()
    assert part.next_button.isEnabled()
    part.next_button.click()
    sender.settle()
    assert part.step() == DONE
    write(part, tmp_path / "para beto")
    sender.settle()
    assert (tmp_path / "para beto.cima").exists()
    assert "para beto.cima" in part.done_step.file_label.text()
    register = sender.page("exchange").parts["register"]
    sender.page("exchange").open_section("register")
    sender.settle()
    assert len(register.lines_list.lines) == 1
    register.open_line(1)
    sender.settle()
    assert register.detail.isVisible()
    assert len(register.detail.records_list.lines) > 5
    register.detail.back_button.click()
    assert register.lines_list.isVisible()
    part.done_step.again_button.click()
    sender.settle()
    assert not part.choice.records


def test_what_is_unticked_stays_and_can_be_ticked_again(sender: Sender) -> None:
    part = sender.choose("lawyer")
    block = next(b for b in part.look_step.going_list.blocks if "María" in b.box.text())
    block.field_boxes["birth_date"].click()
    sender.settle()
    block = next(b for b in part.look_step.going_list.blocks if "María" in b.box.text())
    assert "birth_date" not in block.field_boxes
    assert part.look_step.all_button.isVisible()
    luis = next(b for b in part.look_step.going_list.blocks if b.box.text().startswith("Luis"))
    luis.box.click()
    sender.settle()
    assert not any(b.box.text().startswith("Luis") for b in part.look_step.going_list.blocks)
    part.look_step.all_button.click()
    sender.settle()
    assert any(b.box.text().startswith("Luis") for b in part.look_step.going_list.blocks)


def test_whom_one_has_not_compared_words_with_needs_a_yes(sender: Sender) -> None:
    sender.desk.open("share", sender.maria)
    sender.settle()
    part = sender.part
    part.who_step.peers_list.boxes[sender.peer("Dora")].click()
    part.next_button.click()
    sender.settle()
    part.next_button.click()
    sender.settle()
    assert part.look_step.compared_box.isVisible()
    assert not part.next_button.isEnabled()
    part.look_step.compared_box.click()
    sender.settle()
    assert part.next_button.isEnabled()
    part.back_button.click()
    part.back_button.click()
    assert part.step() == WHO


def test_a_lock_keeps_the_choice(sender: Sender) -> None:
    part = sender.choose("host")
    part.what_step.reason_edit.setText("Una noche")
    part._go(WHAT)
    sender.lock()
    sender.unlock()
    sender.page("exchange").open_section("send")
    sender.settle()
    again = sender.part
    assert again.choice.preset.value == "host"
    assert again.choice.records == (sender.plan,)
    assert again.choice.reason == "Una noche"
    assert again.who_step.value() == (bytes.fromhex(sender.beto),)
    again.next_button.click()
    sender.settle()
    again.over_button.click()
    sender.settle()
    assert not again.choice.records


def test_without_cards_the_way_to_them_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    driver = Driver(qtbot, tmp_path / "vault")
    driver.unlock()
    page = driver.page("exchange")
    page.open_section("send")
    driver.settle()
    part = page.parts["send"]
    assert part.who_step.empty.isVisible()
    assert not part.next_button.isVisible()
    part.who_step.empty.button.click()
    driver.settle()
    assert page.section() == "peers"
    driver.finish()


def test_what_cannot_be_written_is_said_and_nothing_is_lost(sender: Sender, tmp_path: Path) -> None:
    sender.desk.open("share", sender.maria)
    sender.settle()
    part = sender.part
    part.who_step.peers_list.boxes[sender.beto].click()
    for _step in range(3):
        part.next_button.click()
        sender.settle()
    (tmp_path / "there.cima").write_bytes(b"x")
    write(part, tmp_path / "there.cima")
    sender.settle()
    assert part.message_bar.isVisible()
    assert (tmp_path / "there.cima").read_bytes() == b"x"
    part.next_button.click()
    sender.settle()
    sender.add(given_names="Nueva")
    write(part, tmp_path / "new.cima")
    sender.settle()
    assert part.step() == LOOK  # something was saved meanwhile: it is shown anew
    assert not (tmp_path / "new.cima").exists()
    part.next_button.click()
    sender.settle()
    write(part, tmp_path / "gone" / "new.cima")
    sender.settle()
    assert part.message_bar.isVisible()


def test_records_are_chosen_by_name(sender: Sender) -> None:
    page = sender.page("exchange")
    page.open_section("send")
    sender.settle()
    part = sender.part
    part.who_step.peers_list.boxes[sender.beto].click()
    part.next_button.click()
    sender.settle()
    step = part.what_step
    assert not step.picker_row.isVisible()  # everything they lack needs no names
    step.purpose_list.buttons["peer"].click()
    assert step.picker_row.isVisible()
    assert not part.next_button.isEnabled()
    step.add_record(sender.maria)
    sender.settle()
    assert part.next_button.isEnabled()
    assert len(step.records_list.lines) == 1
    found: list[object] = []
    step.picker._references.find("", "Ejemplo", found.extend)
    step.picker._references.name("", sender.maria, found.append)
    sender.settle()
    assert "María Ejemplo Muñoz" in found
    assert len(found) > 2
    step.records_list.lines[0].deeds[0].run()
    sender.settle()
    assert not part.next_button.isEnabled()


def test_a_question_with_words_that_do_not_leave_stays_on_its_page(sender: Sender) -> None:
    sender.desk.open("refer", sender.plan)
    sender.settle()
    part = sender.part
    part.who_step.peers_list.boxes[sender.beto].click()
    part.next_button.click()
    sender.settle()
    assert part.what_step.question_row.isVisible()
    part.what_step.question_edit.setPlainText("No tiene papeles y cruzó la frontera en mayo")
    part.next_button.click()
    sender.settle()
    assert part.step() == WHAT
    part.what_step.question_edit.setPlainText("¿La pueden acompañar?")
    part.next_button.click()
    sender.settle()
    assert part.step() == LOOK
    assert "¿La pueden acompañar?" in words(part)


def test_a_consent_is_noted_on_the_persons_card(sender: Sender) -> None:
    page = sender.people()
    page.open_record(sender.maria)
    sender.settle()
    page.open_part("sharing")
    sender.settle()
    tab = page.card.sharing_tab
    assert tab.no_consents.isVisible()
    tab.consent_button.click()
    sender.settle()
    tab.form.rows["purpose"].editor.set_value("host")
    tab.form.rows["agreed"].editor.set_value(True)
    tab.form.rows["how"].editor.set_value("written")
    tab.form.do_button.click()
    sender.settle()
    (consent,) = sender.ask(lambda s: s.store.children(Consent, person=sender.maria))
    assert (consent.purpose, consent.agreed) == ("host", True)
    assert len(tab.consents_list.lines) == 1
    tab.consents_list.lines[0].deeds[0].run()
    sender.settle()
    assert tab.no_consents.isVisible()
    tab.begin_consent()
    tab.form.rows["purpose"].editor.set_value("host")
    tab.form.rows["agreed"].editor.set_value(True)
    tab.form.rows["how"].editor.set_value("witness")
    tab.form.do_button.click()
    sender.settle()
    (line,) = tab.consents_list.lines
    assert "ante una persona testigo con nombre" in say(line.detail)  # a yes that does not count is not shown as one
    assert not any(tone == "good" for _words, tone in line.chips)
    tab.begin_consent()
    page.leave()
    tab.form.leave_button.click()
    assert not tab.form.isVisible()
    sender.households()


def test_a_referral_is_answered_withdrawn_and_shown(sender: Sender) -> None:
    own = sender.ask(lambda s: put(s, "referral", about=sender.maria, question="¿Nos ayudan?", state="asked"))
    page = sender.people()
    page.open_record(sender.maria)
    page.open_part("sharing")
    sender.settle()
    shown = page.card.sharing_tab.referrals_list
    (line,) = shown.rows_list.lines
    line.deeds[0].run()
    sender.settle()
    assert sender.ask(lambda s: s.store.need(Referral, own)).state == "withdrawn"
    dialog = AnswerDialog(page.window())
    sender.qtbot.addWidget(dialog)
    given: list[tuple[bool, str]] = []
    dialog.answer = lambda accept, reason: given.append((accept, reason))
    dialog.finish()
    dialog.answer_list.buttons["declined"].click()
    dialog.finish()
    assert not given  # a no needs its reason
    dialog.reason_edit.setPlainText("No hay lugar")
    dialog.finish()
    dialog.answer_list.buttons["accepted"].click()
    dialog.finish()
    assert given == [(False, "No hay lugar"), (True, "No hay lugar")]


def test_the_register_is_looked_at_before_it_is_printed(sender: Sender) -> None:
    sender.ask(lambda s: s.store.note_bundle("out", b"1" * 16, sort="chosen", purpose="peer", state="left"))
    page = sender.page("exchange")
    page.open_section("register")
    sender.settle()
    register = page.parts["register"]
    register.print_button.click()
    sender.settle()
    dialog = page.window().findChild(RegisterDialog)
    assert dialog is not None
    assert dialog.done_button.isEnabled()
    sender.ask(dialog.note)
    dialog.reject()
    register.way_chips.set_value("in")
    register.read()
    sender.settle()
    assert register.empty_label.isVisible()
