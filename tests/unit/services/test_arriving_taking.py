"""Taking in all, some or none; stopping and going on; taking back on a later day, and in again."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Organization, Person
from cima_desktop.services import (
    arriving,
    arriving_people,
    arriving_review,
    arriving_taking,
    arriving_told,
    backups,
    deciding,
    erasing,
    holds,
)
from cima_desktop.services.arriving_taking import NothingLeftError, NothingTakenInError
from cima_desktop.services.backups import NoBackupFirstError
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Edit
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.backup_errors import BackupError
from tests import exchange_pair as pair


class Stopped(Exception):
    """Somebody pressed the button."""


class Died(BaseException):
    """The program was killed."""


def die(*_facts: object) -> None:
    raise Died


def people(session: Session) -> set[str]:
    return {person.title() for person in session.store.all(Person)}


def many(session: Session, number: int) -> list[RecordId]:
    """Put schools into a vault."""
    ids = [pair.rid_of(i) for i in range(number)]
    edits = (Edit("organization", record, {"name": f"Escuela {place}"}) for place, record in enumerate(ids))
    session.store.save_many(pair.ACT, edits)
    return ids


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have few records take several batches."""
    monkeypatch.setattr("cima_desktop.store.arriving.BATCH", 50)


def test_all_some_and_none(ana: Session, beto: Session, tmp_path: Path) -> None:
    one, two = pair.add(ana, given_names="Rosa"), pair.add(ana, given_names="Luis")
    taken = pair.take(beto, pair.bundle(ana, [beto], tmp_path / "one.cima"), declined=[two])
    assert (taken.records, taken.declined) == (1, 1)
    assert people(beto) == {"Rosa"}
    again = pair.receive(beto, pair.bundle(ana, [beto], tmp_path / "two.cima"))
    rows = {row.id: row.sort for row in beto.store.compare(again.note.n).rows}
    assert rows == {two: "declined"}  # not asked again as if it were new
    assert one not in rows
    arriving_taking.refuse(beto, again.note.n)
    assert people(beto) == {"Rosa"}
    assert [each.note.state for each in arriving.decided(beto)] == ["refused", "done"]


def test_what_was_declined_can_be_taken_in_after_all(ana: Session, beto: Session, tmp_path: Path) -> None:
    two = pair.add(ana, given_names="Luis")
    pair.add(ana, given_names="Rosa")
    n = pair.receive(beto, pair.bundle(ana, [beto], tmp_path / "one.cima")).note.n
    arriving_taking.take_in(beto, n, [two], backup=False)
    assert arriving_taking.can_redo(beto.store.bundle(n))
    arriving_taking.redo(beto, n, backup=False)
    assert people(beto) == {"Rosa", "Luis"}
    with pytest.raises(NothingLeftError):
        arriving_taking.redo(beto, n, backup=False)


def test_nothing_wanted_can_still_be_taken_in_later(ana: Session, beto: Session, tmp_path: Path) -> None:
    pair.add(ana, given_names="Rosa")
    n = pair.receive(beto, pair.bundle(ana, [beto], tmp_path / "one.cima")).note.n
    with pytest.raises(NothingTakenInError):
        arriving_taking.undo(beto, n, backup=False)
    with pytest.raises(NothingLeftError):
        arriving_taking.redo(beto, n, backup=False)
    arriving_taking.refuse(beto, n)
    with pytest.raises(NothingLeftError):
        arriving_taking.take_in(beto, n, backup=False)
    arriving_taking.redo(beto, n, backup=False)
    assert people(beto) == {"Rosa"}


def test_undone_on_a_later_day_later_work_stays_and_it_can_come_again(
    ana: Session, beto: Session, tmp_path: Path
) -> None:
    rosa = pair.add(ana, given_names="Rosa", phone="+18285550101")
    luis = pair.add(ana, given_names="Luis")
    plan = pair.add(ana, "plan", name="Familia Prueba", parent1=luis)
    first = pair.bundle(ana, [beto], tmp_path / "one.cima")
    n = pair.receive(beto, first).note.n
    arriving_taking.take_in(beto, n, backup=False)
    own = pair.add(beto, given_names="Propia")
    pair.add(beto, "note", about=rosa, words="Llamar por la tarde.")
    seen = arriving_taking.undo_preview(beto, n)
    assert seen.records >= 1
    assert ("person", "Rosa") in seen.kept
    arriving_taking.undo(beto, n, backup=False)
    assert "Luis" not in people(beto)
    assert {"Rosa", "Propia"} <= people(beto)
    assert beto.store.kind_of_id(plan) == ""
    assert beto.store.kind_of_id(own) == "person"
    assert arriving.receive(beto, first).before == "undone"
    arriving_taking.redo(beto, n, backup=False)
    assert people(beto) == {"Rosa", "Luis", "Propia"}
    assert arriving.arrival(beto, n).note.state == "done"
    assert beto.check().ok


def test_stopped_between_two_batches_it_says_how_far_and_goes_on(
    ana: Session, beto: Session, tmp_path: Path, small_batches: None
) -> None:
    many(ana, 120)
    n = pair.receive(beto, pair.bundle(ana, [beto], tmp_path / "many.cima")).note.n
    ticks: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        ticks.append((done, total))
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        arriving_taking.take_in(beto, n, tick=stop, backup=False)
    far = arriving_taking.how_far(beto, n)
    assert 0 < far.done < far.total == 120
    assert [each.note.state for each in arriving.waiting(beto)] == ["taking"]
    beto.close()  # a lock, another day
    with open_vault(beto.folder, passphrase=pair.PASSPHRASE, floor=TESTING_COST) as again:
        assert [each.note.n for each in arriving.waiting(again)] == [n]
        taken = arriving_taking.take_in(again, n, backup=False)
        assert taken.records == 120
        assert len(again.store.all(Organization)) == 120
        assert arriving_taking.how_far(again, n).done == 120
        assert arriving.waiting(again) == []
        assert again.check().ok


def test_stopped_it_can_all_be_taken_back(ana: Session, beto: Session, tmp_path: Path, small_batches: None) -> None:
    many(ana, 120)
    own = pair.add(beto, given_names="Propia")
    n = pair.receive(beto, pair.bundle(ana, [beto], tmp_path / "many.cima")).note.n

    def stop(done: int, _total: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        arriving_taking.take_in(beto, n, tick=stop, backup=False)
    arriving_taking.undo(beto, n, backup=False)
    assert people(beto) == {"Propia"}
    assert beto.store.all(Organization) == []
    assert arriving.waiting(beto) == []
    assert beto.store.kind_of_id(own) == "person"


def test_people_who_are_one_are_joined_and_others_are_asked_about(ana: Session, beto: Session, tmp_path: Path) -> None:
    facts: dict[str, Any] = {
        "given_names": "Jorge",
        "paternal_surname": "Prueba",
        "birth_date": "1980-01-01",
        "phone": "+18285550120",
    }
    here, other = pair.add(beto, **facts), pair.add(beto, given_names="Inés", paternal_surname="Muestra")
    there = pair.add(ana, **facts)
    double = pair.add(ana, given_names="Inés", paternal_surname="Muestra")
    n = pair.receive(beto, pair.bundle(ana, [beto], tmp_path / "twins.cima")).note.n
    arriving_review.keep_ticks(beto, n, {}, {there: here})
    taken = arriving_taking.take_in(beto, n, joins={there: here}, backup=False)
    joined = {beto.store.need(Person, each).same_as for each in (here, there)}
    assert joined in ({"", here}, {"", there})
    assert set(beto.store.doubts(double)) == {other}
    assert taken.questions == deciding.count(beto) == 1


def test_a_join_that_cannot_be_is_left_to_be_decided(ana: Session, beto: Session, tmp_path: Path) -> None:
    here, there = pair.add(beto, given_names="Jorge"), pair.add(ana, given_names="Jorge")
    gone = pair.add(beto, given_names="Otro")
    beto.store.delete("Moved to the bin", [gone])
    n = pair.receive(beto, pair.bundle(ana, [beto], tmp_path / "twins.cima")).note.n
    taken = arriving_taking.take_in(beto, n, joins={there: gone, here: there}, backup=False)
    assert taken.records == 1
    assert gone in beto.store.doubts(there)


def test_an_erasure_of_theirs_erases_nothing_here_until_somebody_says_so(
    ana: Session, beto: Session, tmp_path: Path
) -> None:
    rosa, luis = pair.add(ana, given_names="Rosa"), pair.add(ana, given_names="Luis")
    pair.take(beto, pair.bundle(ana, [beto], tmp_path / "one.cima"))
    told = [pair.erased(rosa, luis), pair.erased(RecordId("ab" * 16))]
    pair.take(beto, pair.bundle(ana, [beto], tmp_path / "two.cima", objects=told))
    there = {each.id: each for each in arriving_told.erased_there(beto)}
    assert set(there) == {rosa, luis}
    assert (there[rosa].kind, there[rosa].title, there[rosa].reason) == ("person", "Rosa", "asked")
    arriving_told.keep(beto, luis)
    holds.place(beto, "served", rosa)
    with pytest.raises(holds.HeldError):
        erasing.erase(beto, [rosa], "asked", "Rosa", "Rosa")
    assert [each.id for each in arriving_told.erased_there(beto)] == [rosa]
    holds.release(beto, holds.in_force(beto)[0].id, "La licenciada lo dijo por escrito.")
    erasing.erase(beto, [rosa], "asked", "Rosa", "Rosa")
    assert arriving_told.erased_there(beto) == []
    assert people(beto) == {"Luis"}


def test_without_a_backup_nothing_is_begun_unless_a_person_says_so(
    ana: Session, beto: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.add(beto, given_names="Propia")
    pair.add(ana, given_names="Rosa")
    n = pair.receive(beto, pair.bundle(ana, [beto], tmp_path / "one.cima")).note.n

    def refuse(*_args: object, **_more: object) -> None:
        raise NoBackupFirstError(BackupError())

    monkeypatch.setattr(backups, "before", refuse)
    with pytest.raises(NoBackupFirstError):
        arriving_taking.take_in(beto, n)
    assert beto.store.bundle(n).state == "waiting"
    arriving_taking.take_in(beto, n, backup=False)
    for turn in (arriving_taking.undo, arriving_taking.redo):
        with pytest.raises(NoBackupFirstError):
            turn(beto, n)
        turn(beto, n, backup=False)
    assert people(beto) == {"Propia", "Rosa"}


def test_a_restored_vault_goes_on_as_a_new_device_and_nothing_is_lost(
    ana: Session, beto: Session, tmp_path: Path
) -> None:
    """Beto's vault is put back to an earlier day; what it had sent since comes back from Ana."""
    beto.close()
    shutil.copytree(beto.folder, tmp_path / "backup")
    with open_vault(beto.folder, passphrase=pair.PASSPHRASE, floor=TESTING_COST) as later:
        after = pair.add(later, given_names="Después del respaldo")
        pair.take(ana, pair.bundle(later, [ana], tmp_path / "after.cima"))
    with open_vault(tmp_path / "backup", passphrase=pair.PASSPHRASE, floor=TESTING_COST) as restored:
        restored.store.begin_new_device()  # what `services.restoring` does
        new = pair.add(restored, given_names="Con la llave nueva")
        back = pair.receive(restored, pair.bundle(ana, [restored], tmp_path / "back.cima"))
        assert arriving_review.review(restored, back.note.n).cautions == ()
        arriving_taking.take_in(restored, back.note.n, backup=False)
        assert restored.store.kind_of_id(after) == "person"
        taken = pair.take(ana, pair.bundle(restored, [ana], tmp_path / "forth.cima"))
        assert taken.records == 1
        assert ana.store.kind_of_id(new) == "person"


def test_what_was_erased_elsewhere_is_asked_however_much_came_since(
    ana: Session, beto: Session, tmp_path: Path
) -> None:
    rosa, luis = pair.add(ana, given_names="Rosa"), pair.add(ana, given_names="Luis")
    pair.take(beto, pair.bundle(ana, [beto], tmp_path / "both.cima"))
    n = pair.receive(beto, pair.bundle(ana, [beto], tmp_path / "told.cima", objects=[pair.erased(rosa)])).note.n
    arriving_told.take(beto, n, beto.store.peers()[0].id, [pair.erased(luis)])  # another section of it
    for number in range(120):
        beto.store.note_bundle("in", number.to_bytes(16, "big"), sort="table", state="done")
    assert {each.id for each in arriving_told.erased_there(beto)} == {rosa, luis}
    arriving_told.keep(beto, rosa)
    assert [each.id for each in arriving_told.erased_there(beto)] == [luis]
    beto.store.discard_arrival(n)
    assert arriving_told.erased_there(beto) == []


@pytest.fixture
def twins(ana: Session, beto: Session, tmp_path: Path) -> tuple[int, RecordId, RecordId]:
    """Return the number of a bundle that waits, who is here, and the same person who comes with it."""
    here, there = pair.add(beto, given_names="Jorge"), pair.add(ana, given_names="Jorge")
    return pair.receive(beto, pair.bundle(ana, [beto], tmp_path / "twins.cima")).note.n, here, there


def is_joined(session: Session, one: RecordId, other: RecordId) -> bool:
    return set(session.store.one_person(one)) == {one, other}


def test_killed_between_the_last_batch_and_the_joins_they_are_done_at_the_next_opening(
    beto: Session, twins: tuple[int, RecordId, RecordId], monkeypatch: pytest.MonkeyPatch
) -> None:
    n, here, there = twins
    with monkeypatch.context() as patch:
        patch.setattr(arriving_people, "settle", die)
        with pytest.raises(Died):
            arriving_taking.take_in(beto, n, joins={there: here}, backup=False)
    assert beto.store.bundle(n).state == "done"
    assert not is_joined(beto, here, there)
    arriving_taking.settle_rest(beto)
    assert is_joined(beto, here, there)
    last = beto.store.history(here)[0].change_id, beto.store.history(there)[0].change_id
    beto.store.meta_set(arriving_taking.UNSETTLED, str(n))  # killed before that was noted
    arriving_taking.settle_rest(beto)
    arriving_taking.settle_rest(beto)
    assert last == (beto.store.history(here)[0].change_id, beto.store.history(there)[0].change_id)


def test_an_import_is_taken_back_with_the_joins_that_were_chosen_for_it(
    beto: Session, twins: tuple[int, RecordId, RecordId]
) -> None:
    n, here, there = twins
    arriving_taking.take_in(beto, n, joins={there: here}, backup=False)
    assert is_joined(beto, here, there)
    assert arriving_taking.undo_preview(beto, n).kept == ()
    arriving_taking.undo(beto, n, backup=False)
    assert beto.store.kind_of_id(there) == ""
    assert beto.store.need(Person, here).same_as == ""
    arriving_taking.redo(beto, n, backup=False)
    assert is_joined(beto, here, there)
