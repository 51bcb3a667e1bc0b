"""No paper leaves without a note, no note is undone, and nothing stale is handed out."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.documents.pack import Text
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.papers import Copy, Document
from cima_desktop.services import approvals, interview, leaving, offers, packets, plans, signings
from cima_desktop.services.families import import_bytes
from cima_desktop.services.session import Session
from cima_desktop.store import CannotUndoError, Edit
from cima_desktop.vault.errors import DiskFullError
from tests.unit.services.conftest import as_bytes

CODE = "codigo-de-prueba"


@pytest.fixture
def plan(session: Session, family_file: dict[str, Any]) -> RecordId:
    return import_bytes(session, as_bytes(family_file)).plan


def enrolled(session: Session) -> RecordId:
    return approvals.enroll(session, "Abogada Inventada", "00000", "NC", CODE)


def approve(session: Session, _plan: RecordId) -> None:
    approvals.approve(session, "money_poa", enrolled(session), CODE)


def own_words(session: Session, _plan: RecordId) -> None:
    block = approvals.wording("money_poa")[0].block
    approvals.set_own_clause(session, "money_poa", block, Text(en="Own.", es="Propias."), enrolled(session), CODE)


def someone_moves(session: Session, plan: RecordId) -> None:
    parent = plans.family(session, plan).parent1.id
    session.store.save("x", [Edit("person", parent, {"street": "9 Otra Calle", "city": "Marshall"})])


def someone_is_binned(session: Session, plan: RecordId) -> None:
    session.store.delete("x", [plans.family(session, plan).plan.successor1])  # type: ignore[list-item]


CHANGES: list[Callable[[Session, RecordId], object]] = [
    approve,
    own_words,
    someone_moves,
    someone_is_binned,
    lambda s, p: s.store.save("x", [Edit("plan", p, {"open_case": True})]),
    lambda s, p: s.store.delete("x", [p]),
    lambda s, _p: s.store.undo(),  # the papers themselves
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_stale_packet_does_not_leave(
    session: Session, plan: RecordId, tmp_path: Path, change: Callable[[Session, RecordId], object]
) -> None:
    packet = packets.make_wanted(session, plan, "en")
    assert packets.still_right(session, packet)
    change(session, plan)
    assert not packets.still_right(session, packet)
    with pytest.raises(packets.StalePacketError):
        packets.save_readable(session, packet, tmp_path / "out", "María")
    with pytest.raises(packets.StalePacketError):
        packets.begin_print(session, packet, [packet.papers[0].document], "María")
    assert not (tmp_path / "out").exists()
    assert session.store.all(Copy) == []


def test_a_packet_made_while_an_approval_held_is_stale_when_it_ends(session: Session, plan: RecordId) -> None:
    approve(session, plan)
    packet = packets.make_wanted(session, plan, "en")
    session.today = lambda: date(2027, 11, 21)
    assert packets.still_right(session, packet)
    session.today = lambda: date(2027, 11, 22)
    assert not packets.still_right(session, packet)


def test_what_no_paper_says_makes_nothing_stale(session: Session, plan: RecordId) -> None:
    packet = packets.make_wanted(session, plan, "en")
    interview.remember_step(session, plan, "wish")
    packets.record_print(session, [packet.papers[0].document], "María")
    plans.ask_lawyer(session, plan, "", "¿Y la casa?")
    assert packets.still_right(session, packet)


def test_a_revocation_is_stale_when_another_copy_is_known(session: Session, plan: RecordId) -> None:
    made = packets.make_wanted(session, plan, "en")
    signed = next(p.document for p in made.papers if p.paper.sort == "child_care_poa")
    signings.sign(session, signed, {"signed_on": "2026-11-20"})
    revocation = signings.revoke(session, signed, "en")
    assert packets.still_right(session, revocation)
    signings.give_copy(session, signed, {"holder": "Escuela Inventada", "form": "copy", "method": "hand"})
    assert not packets.still_right(session, revocation)


def test_printing_is_noted_before_it_begins_and_is_no_step_of_undo(session: Session, plan: RecordId) -> None:
    packet = packets.make_wanted(session, plan, "en")
    first = packet.papers[0].document
    begun = packets.begin_print(session, packet, [first], "María")
    assert begun.touched
    assert [c.method for c in session.store.children(Copy, document=first)] == ["print"]
    with pytest.raises(CannotUndoError):  # the step that made the papers
        session.store.undo()
    assert session.store.need(Document, first).state == "printed"
    with pytest.raises(ValueError, match="not in the packet"):
        packets.begin_print(session, packet, [plan], "María")


def test_what_the_printer_did_not_take_is_corrected(session: Session, plan: RecordId) -> None:
    packet = packets.make_wanted(session, plan, "en")
    one, two = (p.document for p in packet.papers[:2])
    packets.begin_print(session, packet, [two], "María")
    begun = packets.begin_print(session, packet, [one, two], "Lucía")
    packets.take_back(session, begun)
    assert session.store.need(Document, one).state == "made"
    assert session.store.need(Document, two).state == "printed"
    assert [c.holder for c in session.store.all(Copy)] == ["María"]
    assert session.store.undo_act() == packets.MAKE_ACT


def test_a_paper_that_is_gone_is_not_noted_as_printed(session: Session, plan: RecordId) -> None:
    packet = packets.make_wanted(session, plan, "en")
    one, two = (p.document for p in packet.papers[:2])
    session.store.delete("x", [two])
    with pytest.raises(NotFoundError):
        packets.record_print(session, [one, two], "María")
    assert session.store.all(Copy) == []


def test_notes_and_files_agree_when_the_disk_fills_up_in_the_middle(
    session: Session, plan: RecordId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = packets.make_wanted(session, plan, "en")
    real, left = os.replace, [2]

    def full(source: Any, target: Any) -> None:
        if not left[0]:
            raise OSError(28, "no space")
        left[0] -= 1
        real(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(DiskFullError):
        packets.save_readable(session, packet, tmp_path, "María")
    monkeypatch.undo()
    written = {p.document for p in packet.papers[:2]}
    assert {f.name for f in tmp_path.glob("*.pdf")} == {p.file_name for p in packet.papers[:2]}
    assert {c.document for c in session.store.all(Copy)} == written
    states = {p.document: session.store.need(Document, p.document).state for p in packet.papers}
    assert {d for d, state in states.items() if state == "printed"} == written


def test_notes_say_too_much_rather_than_too_little(
    session: Session, plan: RecordId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = packets.make_wanted(session, plan, "en")

    def refuse(*_arguments: object) -> None:
        raise KnownError

    monkeypatch.setattr(leaving, "write_files", refuse)
    monkeypatch.setattr(leaving, "take_back", refuse)
    with pytest.raises(KnownError):
        packets.save_readable(session, packet, tmp_path, "María")
    assert len(session.store.all(Copy)) == len(packet.papers)


def test_a_file_that_cannot_be_looked_at_counts_as_written(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "file").write_bytes(b"x")
    assert leaving._is_there(tmp_path / "folder.pdf", b"x")
    assert leaving._is_there(tmp_path / "file", b"x")
    assert not leaving._is_there(tmp_path / "file", b"y")
    assert not leaving._is_there(tmp_path / "file" / "inside", b"x")


def test_whoever_is_in_the_bin_stops_the_papers_that_name_them(session: Session, plan: RecordId) -> None:
    family = plans.family(session, plan)
    parent, household, child = family.parent1.id, family.household.id, family.children[0].person.id
    agent, backup = family.plan.agent, family.children[0].carers[1].person.id
    for gone, wanted in [
        (parent, {"missing:parent1"}),
        (household, {"missing:household"}),
        (child, {"missing:children"}),
        (backup, {"missing:successor1", *(f"missing:person:{c.person.id}" for c in family.children)}),
        (agent, {"missing:agent", *(f"missing:person:{c.person.id}" for c in family.children)}),
    ]:
        session.store.delete("x", [RecordId(gone)])
        rules = {f.rule for f in plans.standing(session, plan).findings}
        assert {r for r in rules if r.startswith("missing:")} == wanted
        assert not any(o.paper.sort == "child_care_poa" for o in offers.offers(session, plan).open)
        session.store.undo()
    assert plans.family(session, plan).missing == ()
