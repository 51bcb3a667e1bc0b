"""A question goes by file, and so does the answer (C6)."""

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.sharing import Referral
from cima_desktop.services import referrals
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Choice, Problem
from cima_desktop.store.change import NO_ACTOR, Body, Code, Op, make
from tests.unit.services.exchanging import a_peer, hand_on, look, make_vault, meet, opened, put, take_in
from tests.unit.store.making import sealed


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Session, Session]]:
    with make_vault(tmp_path / "here", "Ana") as here, make_vault(tmp_path / "there", "Beto") as there:
        meet(here, there)
        meet(there, here)
        yield here, there


def refer(here: Session, there: Session, folder: Path) -> tuple[RecordId, RecordId]:
    """Ask the other one to help, and let them take it in; return the person and the referral."""
    rosa = put(here, "person", given_names="Rosa", phone="8285550101", street="12 Calle Inventada", city="Arden")
    choice = Choice(
        to=(here.store.peers()[0].id,),
        preset=Preset.REFERRAL,
        records=(rosa,),
        referral=new_id(),
        question="¿La pueden acompañar el martes?",
        without_consent="Lo pidió por teléfono",
    )
    file = hand_on(here, choice, folder).path
    assert opened(there, file).header.sort == "referral"
    take_in(there, file)
    return rosa, choice.referral


def test_asked_accepted_and_known_to_both(two: tuple[Session, Session], tmp_path: Path) -> None:
    here, there = two
    rosa, referral = refer(here, there, tmp_path)
    (asked,) = referrals.about(there, rosa)
    assert (asked.state, asked.question, asked.receiver) == ("asked", "¿La pueden acompañar el martes?", "Beto")
    assert there.store.title_of(rosa) == "Rosa"
    assert referrals.asker(there, referral) == there.store.peers()[0].id
    assert referrals.asker(here, referral) == b""
    referrals.answer(there, referral, True, "Sí, a las diez")
    put(there, "note", about=rosa, words="Solo aquí")
    choice = referrals.answering(there, referral)
    leaving = look(there, choice)
    assert [going.id for going in leaving.selection.going] == [referral]
    assert leaving.ready
    file = hand_on(there, choice, tmp_path).path
    answer = opened(here, file)
    assert answer.header.sort == "answer"
    assert answer.records() == {referral}
    take_in(here, file)
    known = here.store.need(Referral, referral)
    assert (known.state, known.reason, known.answered_on) == ("accepted", "Sí, a las diez", "2026-11-21")
    assert not here.store.snapshot(referral).conflicts


def test_declined_with_a_reason(two: tuple[Session, Session], tmp_path: Path) -> None:
    here, there = two
    _rosa, referral = refer(here, there, tmp_path)
    referrals.answer(there, referral, False, "No hay lugar")
    take_in(here, hand_on(there, referrals.answering(there, referral), tmp_path).path)
    assert here.store.need(Referral, referral).state == "declined"


def test_withdrawn_here_and_answered_there_is_an_ordinary_conflict(
    two: tuple[Session, Session], tmp_path: Path
) -> None:
    here, there = two
    _rosa, referral = refer(here, there, tmp_path)
    referrals.withdraw(here, referral, "Ya no hace falta")
    referrals.answer(there, referral, True, "Sí")
    take_in(here, hand_on(there, referrals.answering(there, referral), tmp_path).path)
    states = {version.value for version in here.store.snapshot(referral).conflicts["state"]}
    assert states == {"withdrawn", "accepted"}


def test_an_answer_without_somebody_who_asked_goes_nowhere(two: tuple[Session, Session]) -> None:
    here, _there = two
    rosa = put(here, "person", given_names="Rosa")
    own = put(here, "referral", about=rosa, question="¿?", state="asked")
    assert look(here, referrals.answering(here, own)).problems == (Problem.NOBODY,)
    assert referrals.asker(here, new_id()) == b""
    referrals.withdraw(here, own)
    assert here.store.need(Referral, own).state == "withdrawn"
    for gone in (lambda: referrals.answer(here, new_id(), True, ""), lambda: referrals.answering(here, new_id())):
        with pytest.raises(NotFoundError):
            gone()


def test_no_other_record_and_nobody_else_takes_the_road_of_an_answer(
    two: tuple[Session, Session], tmp_path: Path
) -> None:
    here, there = two
    rosa, referral = refer(here, there, tmp_path)
    asker, other = there.store.peers()[0].id, a_peer(there, "Caro").id
    sound = referrals.answering(there, referral)
    for choice in (
        attrs.evolve(sound, answers=rosa),
        attrs.evolve(sound, answers=new_id()),
        attrs.evolve(sound, to=(other,)),
        attrs.evolve(sound, to=(asker, other)),
        attrs.evolve(sound, preset=Preset.PEER),
    ):
        leaving = look(there, choice)
        assert leaving.problems == (Problem.NOT_ASKED_BY,)
        assert not leaving.selection.going
    there.store.delete("x", [referral])
    assert look(there, sound).problems == (Problem.NOT_ASKED_BY,)


def test_nobody_takes_a_question_over_with_an_earlier_stamp(two: tuple[Session, Session], tmp_path: Path) -> None:
    here, there = two
    _rosa, referral = refer(here, there, tmp_path)
    asker = there.store.peers()[0].id
    with make_vault(tmp_path / "third", "Caro") as third:
        meet(third, there)
        meet(there, third)
        log = third.store._log
        for op in (Op(Code.SET, "~act", "x"), Op(Code.SET, "question", "¿Y a mí?")):
            body = Body(bytes.fromhex(referral), log.device.id, 1 << 16, (), NO_ACTOR, "referral", (op,))
            made = make(body, lambda _header: bytes(64))
            assert there.store.import_changes([sealed(made, log.device.key)]).new == 1
            assert referrals.asker(there, referral) == asker
