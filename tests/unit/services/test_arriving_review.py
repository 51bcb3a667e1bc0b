"""What an arrival would change, as a person decides about it."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.exchange import told
from cima_desktop.model.display import author_text
from cima_desktop.model.ids import RecordId
from cima_desktop.services import arriving_people, arriving_review, arriving_taking, own_card
from cima_desktop.services.arriving_review import (
    ErasedCaution,
    FutureCaution,
    OlderCaution,
    Review,
    TwinCaution,
)
from cima_desktop.services.chronicle import chronicle
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import ComingRow, Edit
from cima_desktop.store.core import actor_id
from cima_desktop.vault import TESTING_COST
from tests import exchange_pair as pair


def reviewed(session: Session, file: Path) -> Review:
    return arriving_review.review(session, pair.receive(session, file).note.n)


def row_of(review: Review, record: RecordId) -> ComingRow:
    return next(row for row in review.compared.rows if row.id == record)


def sorts(review: Review) -> dict[str, str]:
    return {row.title: row.sort for row in review.compared.rows}


@pytest.fixture
def rosa(ana: Session, beto: Session, tmp_path: Path) -> RecordId:
    """A person both have."""
    record = pair.add(ana, given_names="Rosa", paternal_surname="Ejemplo", phone="+18285550101")
    pair.take(beto, pair.bundle(ana, [beto], tmp_path / "first.cima"))
    return record


def test_each_field_says_old_new_who_when_and_which_device(
    ana: Session, beto: Session, rosa: RecordId, tmp_path: Path
) -> None:
    own_card.rename(ana, "Ana Prueba", "Laptop de la oficina")
    pair.add(ana, record=rosa, phone="+18285550102", other_languages=["mam"])
    review = reviewed(beto, pair.bundle(ana, [beto], tmp_path / "second.cima"))
    assert sorts(review) == {"Rosa Ejemplo": "changed"}
    (detail,) = arriving_review.details(beto, review.arrival.note.n, [row_of(review, rosa)], review.titles)
    changes = {change.name: change for change in detail.coming.fields}
    assert (changes["phone"].old, changes["phone"].new) == ("+18285550101", "+18285550102")
    assert changes["phone"].who == "Ana Prueba"
    assert detail.vaults[changes["phone"].device] == "Ana Prueba · Laptop de la oficina"
    assert (changes["other_languages"].sort, changes["other_languages"].new) == ("added", "mam")
    assert beto.store.snapshot(rosa).record.phone == "+18285550101"  # type: ignore[attr-defined]


def test_two_answers_show_both_and_who_wrote_ours(ana: Session, beto: Session, rosa: RecordId, tmp_path: Path) -> None:
    pair.add(ana, record=rosa, phone="+18285550102")
    pair.add(beto, record=rosa, phone="+18285550103")
    review = reviewed(beto, pair.bundle(ana, [beto], tmp_path / "second.cima"))
    assert sorts(review) == {"Rosa Ejemplo": "conflict"}
    (detail,) = arriving_review.details(beto, review.arrival.note.n, [row_of(review, rosa)], review.titles)
    (change,) = detail.coming.fields
    assert (change.sort, change.old, change.new) == ("conflict", "+18285550103", "+18285550102")
    assert detail.ours["phone"].who == "Beto Muestra"


def test_a_family_is_one_entry_with_its_parts(ana: Session, beto: Session, tmp_path: Path) -> None:
    parent = pair.add(ana, given_names="María", paternal_surname="Muestra")
    plan = pair.add(ana, "plan", name="Familia Muestra", parent1=parent)
    medicine = pair.add(ana, "medicine", plan=plan, person=parent, name="Salbutamol")
    note = pair.add(ana, "note", about=parent, words="Prefiere que le llamen por la tarde.")
    review = reviewed(beto, pair.bundle(ana, [beto], tmp_path / "family.cima"))
    entries = {entry.id: entry for entry in review.entries}
    assert set(entries) == {parent, plan}
    assert [part.id for part in entries[plan].parts] == [medicine]
    assert [part.id for part in entries[parent].parts] == [note]
    (detail,) = arriving_review.details(beto, review.arrival.note.n, [row_of(review, medicine)], review.titles)
    assert detail.names == {plan: "Familia Muestra", parent: "María Muestra"}


def test_parts_of_what_is_here_stand_under_it_although_it_did_not_come(
    ana: Session, beto: Session, tmp_path: Path
) -> None:
    plan = pair.add(ana, "plan", name="Familia Muestra")
    pair.take(beto, pair.bundle(ana, [beto], tmp_path / "first.cima"))
    wish = pair.add(ana, "wish", plan=plan, words="Siempre juntos.")
    other = pair.add(ana, "wish", plan=plan, words="Que sigan en la escuela.")
    (entry,) = reviewed(beto, pair.bundle(ana, [beto], tmp_path / "second.cima")).entries
    assert (entry.id, entry.kind, entry.title, entry.row) == (plan, "plan", "Familia Muestra", None)
    assert {part.id for part in entry.parts} == {wish, other}


def test_a_part_of_a_part_stands_under_the_whole(ana: Session, beto: Session, tmp_path: Path) -> None:
    person = pair.add(ana, given_names="Luis")
    pair.take(beto, pair.bundle(ana, [beto], tmp_path / "first.cima"))
    file = pair.add(ana, "attachment", about=person, name="acta.pdf")
    pair.add(ana, "saved_copy", attachment=file, holder="La escuela")
    (entry,) = reviewed(beto, pair.bundle(ana, [beto], tmp_path / "second.cima")).entries
    assert entry.id == person
    assert {part.kind for part in entry.parts} == {"attachment", "saved_copy"}


def test_records_that_name_each_other_in_a_ring_are_shown_all_the_same(
    ana: Session, beto: Session, tmp_path: Path
) -> None:
    one, two = pair.add(ana, "note", about="0" * 32, words="uno"), pair.add(ana, "note", about="0" * 32, words="dos")
    pair.add(ana, "note", one, about=two)
    pair.add(ana, "note", two, about=one)
    review = reviewed(beto, pair.bundle(ana, [beto], tmp_path / "ring.cima"))
    assert {row.id for entry in review.entries for row in entry.rows} == {one, two}


def test_a_deletion_is_shown_and_not_ticked(ana: Session, beto: Session, rosa: RecordId, tmp_path: Path) -> None:
    ana.store.delete("Moved to the bin", [rosa])
    review = reviewed(beto, pair.bundle(ana, [beto], tmp_path / "second.cima"))
    assert sorts(review) == {"Rosa Ejemplo": "deleted"}
    assert review.entries[0].sorts == ("deleted",)


def test_who_may_be_here_already_is_said_with_reasons(ana: Session, beto: Session, tmp_path: Path) -> None:
    facts: dict[str, Any] = {
        "given_names": "Jorge",
        "paternal_surname": "Prueba",
        "birth_date": "1980-01-01",
        "phone": "+18285550120",
    }
    here = pair.add(beto, **facts)
    there, alone = pair.add(ana, **facts), pair.add(ana, given_names="Otra", paternal_surname="Persona")
    review = reviewed(beto, pair.bundle(ana, [beto], tmp_path / "twin.cima"))
    assert set(review.fresh_people) == {there, alone}
    found = arriving_people.twins(beto, review.arrival.note.n, [*review.fresh_people, RecordId("0" * 32)])
    assert [like.id for like in found[there]] == [here]
    assert found[there][0].reasons
    assert alone not in found


def test_ticks_are_there_again_after_a_lock(ana: Session, beto: Session, rosa: RecordId, tmp_path: Path) -> None:
    pair.add(ana, record=rosa, phone="+18285550102")
    n = pair.receive(beto, pair.bundle(ana, [beto], tmp_path / "second.cima")).note.n
    arriving_review.keep_ticks(beto, n, {"base": "none", "also": [], "but": [rosa]}, {rosa: rosa})
    beto.close()
    with open_vault(beto.folder, passphrase=pair.PASSPHRASE, floor=TESTING_COST) as again:
        review = arriving_review.review(again, n)
    assert review.choice.kept_as() == {"base": "none", "also": [], "but": [rosa]}
    assert review.joins == {rosa: rosa}


def test_an_older_bundle_and_one_of_tomorrow_are_pointed_out(ana: Session, beto: Session, tmp_path: Path) -> None:
    pair.add(ana, given_names="Rosa")
    late = int((datetime.now(UTC) + timedelta(days=30)).timestamp() * 1000)
    first = pair.bundle(ana, [beto], tmp_path / "future.cima", made_ms=late)
    n = pair.receive(beto, first).note.n
    assert [type(each) for each in arriving_review.review(beto, n).cautions] == [FutureCaution]
    arriving_taking.take_in(beto, n, backup=False)
    pair.add(ana, given_names="Luis")
    older = pair.bundle(ana, [beto], tmp_path / "older.cima")
    assert [type(each) for each in reviewed(beto, older).cautions] == [OlderCaution]


def test_what_was_erased_there_is_told(ana: Session, beto: Session, rosa: RecordId, tmp_path: Path) -> None:
    file = pair.bundle(ana, [beto], tmp_path / "erased.cima", objects=[pair.erased(rosa)])
    assert [type(each) for each in reviewed(beto, file).cautions] == [ErasedCaution]


def test_a_vault_whose_folder_was_copied_signs_with_a_new_key_once_that_shows(
    ana: Session, beto: Session, rosa: RecordId, tmp_path: Path
) -> None:
    """Beto's folder is copied by hand; both go on under one key. Ana hears of both, and tells Beto of the other."""
    beto.close()
    shutil.copytree(beto.folder, tmp_path / "twin")
    with (
        open_vault(beto.folder, passphrase=pair.PASSPHRASE, floor=TESTING_COST) as one,
        open_vault(tmp_path / "twin", passphrase=pair.PASSPHRASE, floor=TESTING_COST) as twin,
    ):
        mine = pair.add(one, given_names="De este lado")
        theirs = pair.add(twin, given_names="Del otro lado")
        pair.take(ana, pair.bundle(one, [ana], tmp_path / "one.cima"))
        pair.take(ana, pair.bundle(twin, [ana], tmp_path / "two.cima"))
        assert ana.store.kind_of_id(mine) == ana.store.kind_of_id(theirs) == "person"
        before = own_card.present_card(one)
        back = pair.bundle(ana, [one], tmp_path / "back.cima")
        review = reviewed(one, back)
        assert [type(each) for each in review.cautions] == [TwinCaution]
        after = own_card.present_card(one)
        assert after.device != before.device
        again = arriving_review.review(one, review.arrival.note.n)
        assert [type(each) for each in again.cautions] == [TwinCaution]
        assert own_card.present_card(one).device == after.device
        arriving_taking.take_in(one, review.arrival.note.n, backup=False)
        assert one.store.kind_of_id(theirs) == one.store.kind_of_id(mine) == "person"
        assert before.fingerprint in one.store.own_fingerprints()


def test_an_older_bundle_is_pointed_out_however_much_came_since(ana: Session, beto: Session, tmp_path: Path) -> None:
    pair.take(beto, pair.bundle(ana, [beto], tmp_path / "new.cima"))
    for number in range(120):
        beto.store.note_bundle("in", number.to_bytes(16, "big"), sort="table", state="done")
    old = pair.bundle(ana, [beto], tmp_path / "old.cima", made_ms=1_790_000_000_000)
    assert [type(each) for each in reviewed(beto, old).cautions] == [OlderCaution]


def test_what_was_taken_back_here_and_comes_home_again_is_no_copy_of_this_vault(
    ana: Session, beto: Session, tmp_path: Path
) -> None:
    key = ana.store.own_public_key()
    pair.add(ana, given_names="Inés")
    n = ana.store.note_bundle("in", bytes(16), sort="table", state="done")
    ana.store.save_through(n, pair.ACT, [Edit("person", pair.rid_of(1), {"given_names": "Rosa"})])
    pair.take(beto, pair.bundle(ana, [beto], tmp_path / "out.cima"))
    arriving_taking.undo(ana, n, backup=False)
    review = reviewed(ana, pair.bundle(beto, [ana], tmp_path / "home.cima"))
    assert [each.sort for each in review.compared.rows] == ["declined"]
    assert review.cautions == ()
    assert ana.store.own_public_key() == key


def test_killed_when_a_copy_shows_the_key_is_new_and_noted_or_neither(
    ana: Session, beto: Session, rosa: RecordId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana.close()
    shutil.copytree(ana.folder, tmp_path / "copy")
    with open_vault(tmp_path / "copy", passphrase=pair.PASSPHRASE, floor=TESTING_COST) as copy:
        pair.add(copy, given_names="Luis")
        pair.take(beto, pair.bundle(copy, [beto], tmp_path / "copy.cima"))
    with open_vault(ana.folder, passphrase=pair.PASSPHRASE, floor=TESTING_COST) as again:
        key = again.store.own_public_key()
        n = pair.receive(again, pair.bundle(beto, [again], tmp_path / "back.cima")).note.n

        def die(*_facts: object, **_more: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(type(again.store), "_set_bundle", die)
            with pytest.raises(KeyboardInterrupt):
                arriving_review.review(again, n)
        assert again.store.own_public_key() == key
        assert TwinCaution in [type(each) for each in arriving_review.review(again, n).cautions]
        assert again.store.own_public_key() != key


def test_a_name_that_a_peer_put_under_a_change_is_never_that_of_who_works_here(
    ana: Session, beto: Session, rosa: RecordId, tmp_path: Path
) -> None:
    pair.take(ana, pair.bundle(beto, [ana], tmp_path / "there.cima"))
    pair.add(beto, record=rosa, city="Marion")
    raw = pair.raw_of(beto, rosa, "person", {"ask_for": "Alguien"}, author="Ana Prueba")
    names = told.tell({bytes.fromhex(actor_id("Ana Prueba")): "Ana Prueba"}, ())
    file = pair.bundle_of(beto, ana, tmp_path / "signed.cima", [raw], objects=names)
    review = reviewed(ana, file)
    (detail,) = arriving_review.details(ana, review.arrival.note.n, [row_of(review, rosa)], review.titles)
    (field,) = detail.coming.fields
    assert author_text(field.who, detail.vaults[field.device], "en") == "Ana Prueba (in the vault of Beto Muestra)"
    arriving_taking.take_in(ana, review.arrival.note.n, backup=False)
    newest = chronicle(ana, rosa, "en")[0]
    assert newest.who == "Ana Prueba (in the vault of Beto Muestra)"
    assert chronicle(ana, rosa, "es")[-1].who == "Ana Prueba"
    assert all(not each.vault for each in ana.store.doings(who="Ana Prueba").rows)
    assert "Beto Muestra" in {each.vault for each in ana.store.doings().rows}
    assert author_text("", "Beto Muestra", "es") == "en la bóveda de Beto Muestra"
