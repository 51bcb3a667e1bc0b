"""The people one exchanges with, in the window: cards, words that nobody clicks through, and a vault that is lost."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from cima_desktop.exchange import cards, words
from cima_desktop.gui.views.exchange.compare_dialog import CompareDialog
from cima_desktop.gui.views.exchange.held_dialog import HeldDialog
from cima_desktop.gui.views.exchange.my_card import ChangeKeyDialog, MyWordsDialog, NamesDialog
from cima_desktop.gui.views.exchange.peer_dialog import PeerDialog
from cima_desktop.gui.views.exchange.peers_part import PeersPart
from cima_desktop.gui.views.exchange.revoke_dialog import AfterDialog, AskedDialog, RevokeDialog
from cima_desktop.services import comparing, own_card, peers, revoking
from cima_desktop.store import Peer, Trust
from tests.gui.program_driver import Driver
from tests.gui.test_accessibility_desk import unnamed
from tests.unit.exchange.card_making import card, revocation

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def part(opened: Driver) -> PeersPart:
    """Return the section, in sight, in English."""
    opened.window.look.set_language("en")
    page = opened.page("exchange")
    page.open_section("peers")
    opened.settle()
    found = page.parts["peers"]
    assert isinstance(found, PeersPart)
    return found


def press(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)


def take(opened: Driver, part: PeersPart, number: int, person: str) -> Peer:
    made = card(number, person=person, label="")
    part.taking.take_text(cards.as_text(made))
    opened.settle()
    return opened.ask(lambda s: s.store.peer(made.device))


def check(opened: Driver, number: int) -> None:
    made = card(number)
    text = words.qr_text(made.fingerprint)
    opened.ask(lambda s: comparing.compare(s, made.device, "qr", text))


def dialog(opened: Driver, sort: type[D]) -> D:
    opened.settle()
    found = QApplication.activeModalWidget()
    assert isinstance(found, sort)
    assert unnamed(found) == []
    return found


def titles(rows: Any) -> list[str]:
    return [str(line.title() if callable(line.title) else line.title) for line in rows.lines]


def test_the_story_stands_there_until_somebody_is_known(opened: Driver, part: PeersPart) -> None:
    assert part.story.isVisibleTo(part)
    assert part.card.name_label.text() == "Mesa de prueba"
    take(opened, part, 2, "Rosa Prueba")
    assert not part.story.isVisibleTo(part)
    assert titles(part.people_list) == ["Rosa Prueba"]
    assert "Rosa Prueba" in part.message_bar.label.text()
    part.message_bar.button.click()
    dialog(opened, CompareDialog).reject()
    take(opened, part, 2, "Rosa Prueba")
    assert "was here already" in part.message_bar.label.text()
    part.taking.take_text("no card")
    opened.settle()
    assert "not a card" in part.message_bar.label.text()


def test_words_are_heard_one_by_one(opened: Driver, part: PeersPart) -> None:
    peer = take(opened, part, 2, "Rosa Prueba")
    right = words.words_of(peer.fingerprint, "es")
    part.compare(peer)
    asked = dialog(opened, CompareDialog)
    asked.finish()
    assert asked.error_label.isVisible()
    asked.how_box.set_value("voice")
    asked.how_box.edited.emit()
    asked.language_box.set_value("es")
    asked.finish()
    opened.settle()
    assert not asked.done_button.isVisible()
    picking = asked.picking
    press(picking.buttons[0], Qt.Key.Key_0)
    picking.back_button.click()
    assert picking.picked == []
    for word in right:
        texts = [button.accessibleName() for button in picking.buttons]
        press(picking.buttons[0], Qt.Key(Qt.Key.Key_1 + texts.index(word)))
    opened.settle()
    assert "They are the same" in asked.result_bar.label.text()
    assert unnamed(asked) == []
    asked.finish()
    opened.settle()
    known = opened.ask(lambda s: s.store.peer(peer.id))
    assert (known.trust, known.checked_how) == (Trust.CHECKED, "voice")
    assert [chip for chip, _tone in part.people_list.lines[0].chips] == ["Compared"]


def test_other_words_stop_it(opened: Driver, part: PeersPart) -> None:
    peer = take(opened, part, 2, "Rosa Prueba")
    part.compare(peer)
    asked = dialog(opened, CompareDialog)
    asked.how_box.set_value("words")
    asked.how_box.edited.emit()
    asked.finish()
    opened.settle()
    for _word in range(13):
        asked.picking.none_button.click()
    opened.settle()
    assert "Stop" in asked.result_bar.label.text()
    assert "1, 2, 3" in asked.result_bar.label.text()
    asked.again_button.click()
    asked.way_box.set_value("typed")
    asked.finish()
    asked.typed_edit.set_value("one two three")
    asked.finish()
    opened.settle()
    assert "Thirteen words" in asked.error_label.text()
    asked.typed_edit.set_value(" ".join(words.words_of(bytes(32), "en")))
    asked.finish()
    opened.settle()
    assert asked.again_button.isVisible()
    assert opened.ask(lambda s: s.store.peer(peer.id)).trust is Trust.SEEN


def test_a_telephone_reads_the_qr_code(opened: Driver, part: PeersPart) -> None:
    peer = take(opened, part, 2, "Rosa Prueba")
    part.compare(peer)
    asked = dialog(opened, CompareDialog)
    asked.how_box.set_value("qr")
    asked.how_box.edited.emit()
    assert not asked.language_row.isVisible()
    asked.finish()
    asked.typed_edit.set_value(words.qr_text(bytes(32)))
    asked.finish()
    opened.settle()
    assert asked.result_bar.label.text() == "Stop. These are not the words of this card."
    asked.again_button.click()
    asked.finish()
    asked.typed_edit.set_value(words.qr_text(peer.fingerprint).lower())
    asked.finish()
    opened.settle()
    asked.finish()
    assert opened.ask(lambda s: s.store.peer(peer.id)).checked_how == "qr"


def test_a_vault_revoked_meanwhile_is_not_compared(opened: Driver, part: PeersPart) -> None:
    peer = take(opened, part, 2, "Rosa Prueba")
    part.compare(peer)
    asked = dialog(opened, CompareDialog)
    asked.how_box.set_value("words")
    asked.finish()
    opened.settle()
    opened.ask(lambda s: revoking.revoke(s, peer.id, "lost"))
    for _word in range(13):
        asked.picking.none_button.click()
    opened.settle()
    assert "no longer trusted" in asked.error_label.text()


def test_my_words_are_shown_in_both_languages_and_printed(
    opened: Driver, part: PeersPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    part.card.words_button.click()
    shown = dialog(opened, MyWordsDialog)
    mine = opened.ask(own_card.mine)
    for language in ("es", "en"):
        shown.language_chips.set_value(language)
        shown.language_chips.chosen.emit(language)
        assert shown.words.words() == mine.words[language]
    painted = shown.qr.grab().toImage()
    assert painted.pixelColor(2, 2).name() == "#ffffff"
    assert any(painted.pixelColor(x, painted.height() // 2).name() == "#000000" for x in range(painted.width()))
    printer = QPrinter()
    printer.setOutputFileName("/nowhere/words.pdf")
    session = opened.desk.session
    shown._paper.print_on(printer, lambda: own_card.card_text(session).encode())
    assert "makes a file" in shown.error_label.text()
    shown.finish()


def test_my_card_is_given_out(opened: Driver, part: PeersPart, tmp_path: Path) -> None:
    part.card.save(tmp_path / "mine.cima-card")
    opened.settle()
    assert "was saved" in part.message_bar.label.text()
    mine = opened.ask(own_card.own_card)
    assert cards.from_file((tmp_path / "mine.cima-card").read_bytes()).raw == mine
    part.card.copy_button.click()
    opened.settle()
    assert cards.from_text(QGuiApplication.clipboard().text()).raw == mine
    part.taking.paste_button.click()
    opened.settle()
    assert "this vault itself" in part.message_bar.label.text()
    part.card.save(tmp_path / "no" / "mine")
    opened.settle()
    assert "could not be saved" in part.message_bar.label.text()


def test_names_and_key_are_changed(opened: Driver, part: PeersPart) -> None:
    before = opened.ask(own_card.mine)
    part.card.rename_button.click()
    asked = dialog(opened, NamesDialog)
    asked.person_edit.set_value("")
    asked.finish()
    opened.settle()
    assert "needs a name" in asked.error_label.text()
    asked.person_edit.set_value("Lucía Ejemplo")
    asked.label_edit.set_value("Casa")
    asked.finish()
    opened.settle()
    assert part.card.name_label.text() == "Lucía Ejemplo · Casa"
    opened.desk.session.today = lambda: date.today() + timedelta(days=200)
    part.read()
    opened.settle()
    assert part.card.due_bar.isVisible()
    part.card.due_bar.button.click()
    dialog(opened, ChangeKeyDialog).finish()
    opened.settle()
    after = opened.ask(own_card.mine)
    assert after.words == before.words
    assert after.card.box != before.card.box


def test_old_keys_go_only_when_somebody_says_so(
    opened: Driver, part: PeersPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.ask(own_card.change_key)
    monkeypatch.setattr(own_card, "KEPT_FOR", timedelta(0))
    part.card.change_button.click()
    asked = dialog(opened, ChangeKeyDialog)
    assert "1 key" in asked.gone_label.text()
    asked.finish()
    opened.settle()
    assert len(opened.ask(lambda s: s.store.own_boxes())) == 1


def test_a_vault_is_no_longer_trusted(opened: Driver, part: PeersPart) -> None:
    peer = take(opened, part, 2, "Rosa Prueba")
    check(opened, 2)
    home = opened.add("household", name="Casa Prueba")
    records = {home: ()}
    opened.ask(lambda s: s.store.note_bundle("out", bytes(16), sort="chosen", peers=[peer.id], records=records))
    opened.ask(lambda s: peers.know_cards(s, [card(4, person="Inés Muestra").raw], peer.id))
    part.details(opened.ask(lambda s: s.store.peer(peer.id)))
    details = dialog(opened, PeerDialog)
    details.deeds["held"].click()
    held = dialog(opened, HeldDialog)
    assert held.print_button.isEnabled()
    held.finish()
    part.revoke(peer)
    asked = dialog(opened, RevokeDialog)
    assert asked.cancel_button.isDefault()
    asked.finish()
    opened.settle()
    assert "Choose why" in asked.error_label.text()
    asked.reason_box.set_value("taken")
    asked.finish()
    after = dialog(opened, AfterDialog)
    opened.settle()
    assert "Inés Muestra" in after.introduced_label.text()
    after.held_button.click()
    dialog(opened, HeldDialog).finish()
    after.key_button.click()
    dialog(opened, ChangeKeyDialog).reject()
    after.access_button.click()
    opened.settle()
    assert opened.window.desk.current_page().section() == "access"  # type: ignore[union-attr]
    assert opened.ask(lambda s: s.store.peer(peer.id)).trust is Trust.REVOKED
    part.details(opened.ask(lambda s: s.store.peer(peer.id)))
    details = dialog(opened, PeerDialog)
    assert set(details.deeds) == {"held", "after"}
    details.deeds["after"].click()
    dialog(opened, AfterDialog).finish()


def test_details_say_why_and_let_things_be_taken_back(opened: Driver, part: PeersPart) -> None:
    peer = take(opened, part, 2, "Rosa Prueba")
    check(opened, 2)
    part.read()
    opened.settle()
    part.details(opened.ask(lambda s: s.store.peer(peer.id)))
    details = dialog(opened, PeerDialog)
    details.scope_box.set_value("chosen")
    details.finish()
    opened.settle()
    known = opened.ask(lambda s: s.store.peer(peer.id))
    assert known.scope == "chosen"
    part.details(known)
    dialog(opened, PeerDialog).finish()
    part.details(known)
    details = dialog(opened, PeerDialog)
    details.deeds["back"].click()
    opened.settle()
    known = opened.ask(lambda s: s.store.peer(peer.id))
    assert known.trust is Trust.SEEN
    part.details(known)
    details = dialog(opened, PeerDialog)
    details.deeds["remove"].click()
    opened.settle()
    assert not part.people_list.lines


def test_what_a_colleague_says_is_decided_by_a_person(opened: Driver, part: PeersPart) -> None:
    for number, person in ((2, "Rosa Prueba"), (3, "Beto Ejemplo"), (4, "Luz Prueba")):
        take(opened, part, number, person)
    check(opened, 2)
    own = opened.ask(own_card.mine).card.device
    told = [revocation(2, device).raw for device in (card(3).device, card(4).device, own)]
    opened.ask(lambda s: revoking.hear(s, told))
    start = opened.page("start")
    assert any("no longer trusts" in title for title in titles(start.todo_list))
    opened.page("exchange")
    assert len(part.asked_list.lines) == 3
    by_title = {title: line for title, line in zip(titles(part.asked_list), part.asked_list.lines, strict=True)}
    next(line for title, line in by_title.items() if "Beto" in title).deeds[0].run()
    dialog(opened, AskedDialog).finish()
    opened.settle()
    assert opened.ask(lambda s: s.store.peer(card(3).device)).trust is Trust.REVOKED
    next(line for title, line in by_title.items() if "Luz" in title).deeds[0].run()
    asked = dialog(opened, AskedDialog)
    assert "nothing would be put aside" in asked.outside_label.text()
    asked.trust_button.click()
    opened.settle()
    assert opened.ask(lambda s: s.store.peer(card(4).device)).trust is Trust.SEEN
    next(line for title, line in by_title.items() if "this vault" in title).deeds[0].run()
    opened.settle()
    assert not part.asked_list.lines


def dropped(part: PeersPart, data: QMimeData) -> None:
    where, copy, left = QPointF(5, 5), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(where.toPoint(), copy, data, left, none)
    part.taking.dragEnterEvent(entering)
    assert entering.isAccepted()
    part.taking.dropEvent(QDropEvent(where, copy, data, left, none))


def test_a_card_is_dropped(opened: Driver, part: PeersPart, tmp_path: Path) -> None:
    file = tmp_path / "rosa.cima-card"
    file.write_text(cards.as_text(card(2, person="Rosa Prueba")), encoding="ascii")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    dropped(part, data)
    opened.settle()
    assert len(part.people_list.lines) == 1
    data.setUrls([QUrl.fromLocalFile(str(file))] * 2)
    dropped(part, data)
    assert "one card at a time" in part.message_bar.label.text()
    data = QMimeData()
    data.setText(cards.as_text(card(3, person="Beto Ejemplo")))
    dropped(part, data)
    opened.settle()
    assert len(part.people_list.lines) == 2


def test_who_is_shown_can_be_forgotten(opened: Driver, part: PeersPart) -> None:
    take(opened, part, 2, "Rosa Prueba")
    part.forget()
    assert not part.people_list.lines
    assert part.card.name_label.text() == ""


def test_the_practice_vault_says_why_it_exchanges_with_nobody(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened.desk.session.vault, "practice", True)
    opened.window.look.set_language("en")
    page = opened.page("exchange")
    page.open_section("peers")
    opened.settle()
    part = page.parts["peers"]
    assert not part.own.isVisible()
    assert "exchanges with nobody" in part.message_bar.label.text()
