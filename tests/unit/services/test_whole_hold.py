"""A legal hold on the whole vault: everything that would take something away stops, and undo does not end it (A3)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from cima_desktop.model.ids import RecordId
from cima_desktop.services import backup_register as register
from cima_desktop.services import backups, erasing, holds, retention
from cima_desktop.services.holds import HeldError
from cima_desktop.services.session import Session
from tests.unit.store.making import edit, person

LATER = timedelta(days=4000)


@pytest.fixture
def rosa(session: Session) -> RecordId:
    """Return a person in a vault that is held as a whole."""
    made = person(session.store, "Rosa", "Ejemplo")
    edit(session.store, made, city="Marshall")
    holds.place(session, "served")
    return made


@pytest.mark.parametrize(
    "erase",
    [
        lambda s, r: erasing.erase(s, [r], "asked", "Rosa Ejemplo", "Rosa Ejemplo"),
        lambda s, r: erasing.erase(s, [r], "bin", "Rosa Ejemplo", "Rosa Ejemplo"),
        lambda s, r: erasing.erase_field(s, r, "city", "x", "x"),
    ],
)
def test_nothing_is_erased(session: Session, rosa: RecordId, erase: Callable[[Session, RecordId], object]) -> None:
    changes = session.store.all_changes()
    assert erasing.preview(session, [rosa]).is_held
    with pytest.raises(HeldError):
        erase(session, rosa)
    assert session.store.all_changes() == changes
    assert session.store.title_of(rosa) == "Rosa Ejemplo"


def test_neither_the_bin_nor_a_clock_offers_anything(session: Session, rosa: RecordId) -> None:
    other = person(session.store, "Eva", "Ejemplo")
    session.store.delete("Deleted", [rosa])
    session.today = lambda: date.today() + LATER
    assert retention.due(session) == []
    kept = retention.kept(session, other)
    assert kept is not None
    assert (kept.rule, kept.is_due) == ("held", False)
    [hold] = holds.in_force(session)
    holds.release(session, hold.id, "La abogada, ayer")
    assert {(due.id, due.why) for due in retention.due(session)} >= {(rosa, "bin"), (other, "time")}


def test_no_backup_of_before_is_thinned_here_or_at_another_place(
    session: Session, near: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stick = tmp_path_factory.mktemp("stick")
    backups.add_place(session, stick)
    for number in range(3):
        person(session.store, f"Ana {number}", "Ejemplo")
        backups.make(session)
    carry(session)
    before = {b.name for b in register.kept(session)}
    holds.place(session, "served")
    turned(session, 400)
    person(session.store, "Leo", "Ejemplo")
    newest = backups.make(session).name
    carry(session)
    home = register.home_of(session.folder)
    for place in (home, stick):
        there = {p.name for p in place.iterdir()}
        assert newest in there
        assert there & before == ({p.name for p in place.iterdir()} - {newest})
    assert {p.name for p in home.iterdir()} >= before
    [hold] = holds.in_force(session)
    holds.release(session, hold.id, "La abogada, ayer")
    backups.make(session)
    carry(session)
    assert not before & {p.name for place in (home, stick) for p in place.iterdir()}


def carry(session: Session) -> None:
    for errand in backups.errands(session):
        done = backups.run(errand)
        assert done.trouble is None
        backups.settle(session, done)


def turned(session: Session, days: int) -> None:
    """Let days pass."""
    then = date.today() + timedelta(days=days)
    session.today = lambda: then


def test_undo_neither_ends_a_hold_nor_takes_a_release_back(session: Session, rosa: RecordId) -> None:
    for _ever in range(5):
        session.store.undo()
    assert session.store.count("person") == 0  # what was undone is in the bin, not erased
    assert holds.vault_is_held(session)
    for _ever in range(5):
        session.store.redo()
    [hold] = holds.in_force(session)
    holds.release(session, hold.id, "La abogada, ayer")
    for _ever in range(5):
        session.store.undo()
    assert not holds.vault_is_held(session)
