"""What comes with the program: once, the same in every vault, never above what a person did (ADR 0035)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import FieldType
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Organization
from cima_desktop.services import deciding, erasing, practice
from cima_desktop.services.directory import attorneys, settling, shipping
from cima_desktop.services.directory.shipping import Shipment, Shipped
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.vault.errors import ReadOnlyDiskError
from tests import exchange_pair as pair

KEY = "consulate-mexico-raleigh"
ID = shipping.by_key()[KEY].id
OTHER = shipping.by_key()["eoir-line"].id


def entry(session: Session, record: RecordId = ID) -> Organization:
    return session.store.need(Organization, record)


def edit(session: Session, record: RecordId = ID, **values: Any) -> None:
    session.store.save("Edited", [Edit("organization", record, values)])


def changed(key: str = KEY, **values: Any) -> Shipment:
    """Return what a newer program brings: other values of one entry."""
    entries = [
        attrs.evolve(each, values={**each.values, **values}, changed=frozenset(values)) if each.key == key else each
        for each in shipping.shipment().entries
    ]
    return Shipment(version=shipping.shipment().version + 1, entries=tuple(entries))


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Shipment]:
    """Let the program be a newer one from now on, when it is called."""
    made = changed(phone="828-555-0188")

    def update() -> Shipment:
        monkeypatch.setattr(shipping, "shipment", lambda: made)
        return made

    return update


# the file


def test_every_entry_can_be_kept_as_it_is_and_says_that_nobody_checked_it(session: Session) -> None:
    every = shipping.shipment()
    assert len({each.id for each in every.entries}) == len(every.entries) >= 18
    for each in every.entries:
        values = shipping.kept_values(session, each)
        assert values["shipped"] == each.key
        assert values["name"]
        assert values["services"] or values["sort"]
        assert "checked_on" not in values
        note = each.spoken["note"]
        assert "no lo hemos revisado" in note["es"]
        assert "have not checked it" in note["en"]
        for name, words in each.spoken.items():
            assert set(words) == {"es", "en"}
            assert KINDS["organization"].field(name).type is FieldType.LONG_TEXT


# bringing in


def test_everything_comes_once_and_makes_no_step_of_undo(session: Session) -> None:
    assert shipping.is_due(session)
    touched = shipping.bring_in(session)
    assert touched is not None
    assert len(touched.ids) == len(shipping.shipment().entries) == session.store.count("organization")
    assert session.store.undo_act() == ""
    assert shipping.bring_in(session) is None
    assert not shipping.is_due(session)
    assert entry(session).phone == "+19197963637"


def test_what_a_person_deleted_or_erased_does_not_come_back(session: Session, newer: Callable[[], Shipment]) -> None:
    shipping.bring_in(session)
    session.store.delete("Gone", [ID])
    word = erasing.preview(session, [OTHER]).word or OTHER
    erasing.erase(session, [OTHER], "asked", word, word)
    number = session.store.count("organization")
    newer()
    assert shipping.bring_in(session) is None
    assert session.store.count("organization") == number
    assert session.store.get(Organization, ID) is None


def test_a_newer_program_brings_its_new_entries_and_leaves_the_others(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipping.bring_in(session)
    edit(session, phone="828-555-0101")
    old = shipping.shipment()
    more = Shipped(key="new", values={"name": "Línea inventada"}, spoken={}, changed=frozenset())
    monkeypatch.setattr(shipping, "shipment", lambda: Shipment(version=9, entries=(*old.entries, more)))
    touched = shipping.bring_in(session)
    assert touched is not None
    assert touched.ids == {more.id}
    assert entry(session).phone == "+18285550101"


def test_a_vault_that_is_only_looked_at_gets_nothing(session: Session) -> None:
    session.store.refuse_changes(ReadOnlyDiskError)
    assert not shipping.is_due(session)
    assert shipping.bring_in(session) is None
    assert settling.settle(session) == []


def test_a_disk_that_refuses_leaves_it_for_the_next_opening(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_facts: object, **_more: object) -> None:
        raise ReadOnlyDiskError

    with monkeypatch.context() as patch:
        patch.setattr(session.store, "save", refuse)
        with pytest.raises(KnownError):
            shipping.bring_in(session)
    assert shipping.is_due(session)
    assert shipping.bring_in(session)


def test_a_program_that_was_stopped_before_it_noted_so_brings_nothing_twice(session: Session) -> None:
    shipping.bring_in(session)
    session.store.meta_set(shipping._BROUGHT, "")
    assert shipping.bring_in(session) is None
    assert session.store.count("organization") == len(shipping.shipment().entries)


def test_the_practice_directory_stands_beside_it_and_is_visibly_made_up(session: Session) -> None:
    for file in practice.desk_files():
        if file.name[:2] in ("10", "70"):
            session.store.save(practice.FILL_ACT, practice.edits(file, session.today()), undoable=False)
    made_up = session.store.all(Organization)
    assert len(made_up) == 3
    assert all("de práctica" in each.name and each.phone.startswith("+18285550") for each in made_up)
    (firm,) = [each.id for each in made_up if "Bufete" in each.name]
    known = {each.attorney.name: each for each in attorneys.lawyers(session, firm)}
    assert known["Lic. Estrella Inventada"].summary.yes["explained"] == (3, 3)
    assert known["Lic. Cometa Imaginario"].is_due
    shipping.bring_in(session)
    assert session.store.count("organization") == 3 + len(shipping.shipment().entries)


# news


def test_a_newer_number_is_offered_and_waits_for_a_person(session: Session, newer: Callable[[], Shipment]) -> None:
    shipping.bring_in(session)
    assert shipping.news(session, entry(session)) is None
    newer()
    shipping.bring_in(session)
    assert entry(session).phone == "+19197963637"
    offered = shipping.news(session, entry(session))
    assert offered is not None
    assert offered.values == {"phone": "+18285550188"}
    shipping.take(session, offered)
    assert entry(session).phone == "+18285550188"
    assert entry(session).checked_on == ""
    assert shipping.news(session, entry(session)) is None


def test_what_was_declined_is_not_offered_again(session: Session, newer: Callable[[], Shipment]) -> None:
    shipping.bring_in(session)
    edit(session, phone="828-555-0101")
    newer()
    offered = shipping.news(session, entry(session))
    assert offered is not None
    shipping.leave(session, offered)
    assert shipping.news(session, entry(session)) is None
    assert entry(session).phone == "+18285550101"


def test_an_entry_of_ones_own_has_no_news(session: Session) -> None:
    record = pair.add(session, "organization", name="Clínica", shipped="nobody knows this key")
    assert shipping.news(session, entry(session, record)) is None


# words


def test_the_programs_words_are_said_in_her_language_until_somebody_writes(session: Session) -> None:
    shipping.bring_in(session)
    spoken = shipping.by_key()[KEY].spoken["how_to"]
    assert [shipping.words_in(entry(session), "how_to", each) for each in ("es", "en")] == [spoken["es"], spoken["en"]]
    assert spoken["es"] in entry(session).how_to
    assert spoken["en"] in entry(session).how_to
    assert shipping.words_in(entry(session), "street", "es") == entry(session).street
    edit(session, how_to="Pregunte por Toño")
    assert {shipping.words_in(entry(session), "how_to", each) for each in ("es", "en")} == {"Pregunte por Toño"}


# two vaults


def meet(one: Session, other: Session, folder: Path) -> None:
    """Have each take in everything of the other's, and settle."""
    for number, (here, there) in enumerate(((one, other), (other, one))):
        folder.mkdir(exist_ok=True)
        pair.take(there, pair.bundle(here, [there], folder / f"{number}.cima"))
    for each in (one, other):
        settling.settle(each)


def open_questions(*sessions: Session) -> list[int]:
    return [deciding.count(each, anew=True) for each in sessions]


@pytest.fixture
def two(ana: Session, beto: Session) -> tuple[Session, Session]:
    for each in (ana, beto):
        shipping.bring_in(each)
    return ana, beto


def test_two_vaults_bring_in_the_same_and_have_nothing_to_decide(two: tuple[Session, Session], tmp_path: Path) -> None:
    meet(*two, tmp_path / "hand")
    assert open_questions(*two) == [0, 0]
    assert entry(two[0]) == entry(two[1])
    assert all(each.store.count("organization") == len(shipping.shipment().entries) for each in two)
    assert [settling.settle(each) for each in two] == [[], []]


def test_what_one_person_changed_stands_above_what_the_other_program_brought(
    two: tuple[Session, Session], tmp_path: Path
) -> None:
    ana, beto = two
    edit(ana, phone="828-555-0101", languages={"en"}, street="")
    meet(ana, beto, tmp_path / "hand")
    for each in two:
        found = entry(each)
        assert (found.phone, found.languages, found.street) == ("+18285550101", frozenset({"en"}), "")
    assert open_questions(*two) == [0, 0]
    meet(ana, beto, tmp_path / "again")
    assert open_questions(*two) == [0, 0]
    assert [settling.settle(each) for each in two] == [[], []]


def test_what_one_person_deleted_stays_deleted(two: tuple[Session, Session], tmp_path: Path) -> None:
    ana, beto = two
    ana.store.delete("Gone", [ID])
    meet(ana, beto, tmp_path / "hand")
    assert [each.store.get(Organization, ID) for each in two] == [None, None]
    assert open_questions(*two) == [0, 0]
    assert [settling.settle(each) for each in two] == [[], []]


def test_what_two_people_wrote_is_left_to_people(two: tuple[Session, Session], tmp_path: Path) -> None:
    ana, beto = two
    edit(ana, phone="828-555-0101")
    edit(beto, phone="828-555-0102")
    beto.store.delete("Gone", [OTHER])
    edit(ana, OTHER, hours="Siempre")
    meet(ana, beto, tmp_path / "hand")
    for each in two:
        assert set(each.store.conflicted()) == {(ID, "phone")}
        assert each.store.snapshot(OTHER).contested
        assert entry(each, OTHER).hours == "Siempre"


def test_of_two_versions_of_the_program_the_newer_counts(
    ana: Session, beto: Session, tmp_path: Path, newer: Callable[[], Shipment]
) -> None:
    shipping.bring_in(ana)
    newer()
    shipping.bring_in(beto)
    meet(ana, beto, tmp_path / "hand")
    assert [entry(each).phone for each in (ana, beto)] == ["+18285550188"] * 2
    assert open_questions(ana, beto) == [0, 0]
