"""Receiving in the window: files come in by four ways, a refusal is said where it happened, what is good waits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from cima_desktop.gui import language
from cima_desktop.gui.language import say
from cima_desktop.gui.widgets.file_dialogs import choose_file
from cima_desktop.services import own_card, revoking
from tests import exchange_pair as pair
from tests.gui.receiving_desk import ReceivingDesk, drag


def test_a_dropped_bundle_is_checked_and_opens_the_review(receiving: ReceivingDesk) -> None:
    record = receiving.write(given_names="Rosa", paternal_surname="Ejemplo")
    file = receiving.bundle()
    part = receiving.part()
    assert drag(part.drop_zone, file) == (True, True)
    receiving.settle()
    review = receiving.review()
    assert [row.id for row in review.list.table.rows._rows] == [record]
    assert receiving.ask(lambda s: s.store.kind_of_id(record)) == ""
    receiving.press(review.later_button)
    assert len(part.waiting_list.lines) == 1
    assert len(part.arrivals_part.arrivals_list.lines) == 0
    receiving.deed(part.waiting_list, "Look through")
    receiving.press(receiving.review().take_button)
    assert receiving.ask(lambda s: s.store.kind_of_id(record)) == "person"
    receiving.press(receiving.review().work.close_button)
    assert not part.waiting_list.lines
    assert len(part.arrivals_part.arrivals_list.lines) == 1


def test_a_bundle_can_be_dropped_anywhere_on_the_window(receiving: ReceivingDesk) -> None:
    receiving.write(given_names="Rosa")
    file = receiving.bundle()
    receiving.people()
    assert drag(receiving.window, file) == (True, True)
    receiving.settle()
    assert receiving.window.desk.current_key() == "exchange"
    receiving.press(receiving.review().later_button)
    other = receiving.files / "letter.pdf"
    other.write_bytes(b"%PDF")
    assert drag(receiving.window, other) == (False, False)
    assert drag(receiving.window, file, other) == (False, False)
    receiving.lock()
    assert drag(receiving.window, file) == (False, False)


def test_the_program_can_be_started_with_a_bundle(receiving: ReceivingDesk) -> None:
    receiving.write(given_names="Rosa")
    file = receiving.bundle()
    receiving.lock()
    receiving.program.bundle = file
    receiving.unlock(pair.PASSPHRASE)
    assert receiving.window.desk.current_key() == "exchange"
    receiving.press(receiving.review().later_button)
    receiving.lock()
    receiving.unlock(pair.PASSPHRASE)  # only once
    assert len(receiving.part().waiting_list.lines) == 1


def test_a_file_can_be_chosen(receiving: ReceivingDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    receiving.write(given_names="Rosa")
    file = receiving.bundle()
    asked = []

    def chosen(parent, title, then):  # type: ignore[no-untyped-def]
        dialog = choose_file(parent, title, then)
        asked.append(dialog)
        return dialog

    monkeypatch.setattr("cima_desktop.gui.views.exchange.receive_part.choose_file", chosen)
    receiving.press(receiving.part().drop_zone.choose_button)
    asked[0].fileSelected.emit(str(file))
    asked[0].close()
    receiving.settle()
    receiving.press(receiving.review().later_button)


def _refusals(desk: ReceivingDesk) -> Iterator[Path]:
    """Yield files that are refused, each for another reason; the last leaves Ana without trust."""
    desk.write(given_names="Rosa")
    file = desk.bundle()
    whole = file.read_bytes()
    for data in (whole[: len(whole) // 2], whole + b"more", b"Esto no es un paquete.", b""):
        file.write_bytes(data)
        yield file
    file.unlink()
    yield file
    file.write_bytes(whole)
    device = own_card.present_card(desk.ana).device
    desk.ask(lambda session: revoking.revoke(session, device, "lost"))
    yield file


def test_what_is_refused_is_said_in_place_in_both_languages(receiving: ReceivingDesk, qapp: QApplication) -> None:
    part = receiving.part()
    said = set()
    for file in _refusals(receiving):
        part.take_file(str(file))
        receiving.settle()
        assert part.message_bar.isVisible()
        for tongue in ("es", "en"):
            language.switch(qapp, tongue)
            words = part.message_bar.label.text()
            assert words.count(". ") >= 1
            said.add(words)
        assert not part.waiting_list.lines
        assert part.drop_zone.isEnabled()
        assert not part.stranger.isVisible()
    assert len(said) >= 10


def test_a_stranger_s_card_can_be_added_from_the_file_and_nothing_else(receiving: ReceivingDesk) -> None:
    with pair.vault_of(receiving.files / "dora", "Dora Prueba") as dora:
        pair.add(dora, given_names="Inés")
        beto = receiving.ask(own_card.present_card)
        file = pair.bundle_for([beto], dora, receiving.files / "stranger.cima")
    part = receiving.part()
    part.take_file(str(file))
    receiving.settle()
    assert part.message_bar.isVisible()
    assert part.stranger.isVisible()
    assert "Dora Prueba" in part.stranger.who_label.text()
    assert not part.waiting_list.lines
    receiving.press(part.stranger.add_button)
    assert receiving.window.desk.current_page().section() == "peers"  # type: ignore[union-attr]
    assert "Dora Prueba" in {peer.person for peer in receiving.ask(lambda s: s.store.peers())}
    review = receiving.receive(file)
    assert review.head.trust_chip.tone() == "warn"
    receiving.press(review.later_button)


def test_the_same_bundle_again_is_told_and_harmless(receiving: ReceivingDesk) -> None:
    receiving.write(given_names="Rosa")
    file = receiving.bundle()
    review = receiving.receive(file)
    receiving.press(review.take_button)
    receiving.press(review.work.close_button)
    part = receiving.part()
    part.take_file(str(file))
    receiving.settle()
    assert part.message_bar.isVisible()
    assert part.message_bar.property("tone") == "info"
    assert len(receiving.ask(lambda s: s.store.bundles("in"))) == 1


def test_reading_can_be_stopped(receiving: ReceivingDesk) -> None:
    receiving.write(given_names="Rosa")
    file = receiving.bundle()
    part = receiving.part()
    part.take_file(str(file))
    part.take_file(str(file))  # a second one meanwhile is not heard
    assert part.stop_button.isVisible()
    part.stop_button.click()
    receiving.settle()
    assert not part.waiting_list.lines
    assert receiving.ask(lambda s: s.store.bundles("in")) == []
    receiving.press(receiving.receive(file).later_button)


def test_a_lock_while_it_waits_keeps_everything(receiving: ReceivingDesk) -> None:
    record = receiving.write(given_names="Rosa", paternal_surname="Ejemplo")
    review = receiving.receive(receiving.bundle())
    review.list.tick([record], False)
    assert not review.take_button.isEnabled()
    receiving.press(review.later_button)
    receiving.lock()
    receiving.unlock(pair.PASSPHRASE)
    part = receiving.part()
    receiving.deed(part.waiting_list, "Look through")
    review = receiving.review()
    assert review.list.choice is not None
    assert not review.list.choice.is_ticked(record)
    receiving.lock()  # with the review open
    assert not shiboken6.isValid(review) or not review.isVisible()
    receiving.unlock(pair.PASSPHRASE)
    assert len(receiving.part().waiting_list.lines) == 1


def test_what_waits_is_said_on_the_first_page(receiving: ReceivingDesk) -> None:
    receiving.write(given_names="Rosa")
    receiving.press(receiving.receive(receiving.bundle()).later_button)
    start = receiving.page("start")
    assert len(start.arrivals_list.lines) == 1
    receiving.deed(start.arrivals_list, "Open")
    assert receiving.window.desk.current_page().section() == "receive"  # type: ignore[union-attr]


def test_every_word_of_the_section_is_in_the_language_of_the_screen(
    receiving: ReceivingDesk, two_tongues: None, qapp: QApplication
) -> None:
    receiving.write(given_names="Rosa")
    receiving.press(receiving.receive(receiving.bundle()).later_button)
    part = receiving.part()
    assert say(part.waiting_list.lines[0].detail).startswith("«")
    language.switch(qapp, "en")
    assert "«" not in say(part.waiting_list.lines[0].detail)
