"""A bundle is made of exactly what was shown, or there is no file (Y1, Y12, Y14; property 14)."""

import errno
import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cima_desktop.exchange import age, told
from cima_desktop.model.declared import KINDS
from cima_desktop.model.fields import Field, FieldType, Preset
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.kinds import Kind
from cima_desktop.model.people import Household, Person
from cima_desktop.model.plans import Plan
from cima_desktop.model.sharing import PURPOSES, fields_for
from cima_desktop.services import families, sharing_export
from cima_desktop.services.exchange_register import STATES
from cima_desktop.services.session import Session, open_vault
from cima_desktop.services.sharing_export import (
    FileThereError,
    OwnFolderError,
    PlaceGoneError,
    StaleLeavingError,
    UnsettledError,
    export,
)
from cima_desktop.services.sharing_terms import Choice, Problem
from cima_desktop.store import Edit, have
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.errors import VaultError
from tests.killing import run_and_kill
from tests.unit.services.conftest import family_of_three
from tests.unit.services.exchanging import Arrived, a_peer, hand_on, look, make_vault, meet, opened, put, take_in

PURPOSEFUL = [preset for preset in Preset if not PURPOSES[preset].whole]


@attrs.define
class Two:
    """Two coordinators who know each other, and what the first has."""

    here: Session
    there: Session
    folder: Path
    plan: RecordId

    @property
    def to(self) -> tuple[bytes, ...]:
        """The other one, as a receiver."""
        return (self.here.store.peers()[0].id,)

    def sent(self, choice: Choice) -> Arrived:
        """Return what the other one reads."""
        return opened(self.there, hand_on(self.here, choice, self.folder).path)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("two")
    with make_vault(folder / "here", "Ana") as here, make_vault(folder / "there", "Beto") as there:
        meet(here, there)
        meet(there, here)
        families.import_bytes(here, json.dumps(family_of_three()).encode(), backup=False)
        yield Two(here, there, folder, here.store.all(Plan)[0].id)


def test_whole_records_leave_byte_for_byte(two: Two) -> None:
    arrived = two.sent(Choice(to=two.to, records=(two.plan,), note="Un saludo", reason="vacaciones"))
    assert set(two.here.store.all_changes(two.plan)) <= set(arrived.raws)
    assert (arrived.header.sort, arrived.header.purpose, arrived.header.note) == ("chosen", "peer", "Un saludo")
    assert arrived.header.changes == len(arrived.raws)
    assert b"vacaciones" not in arrived.everything()  # why it left is nobody else's


def test_what_they_lack_comes_with_what_is_here(two: Two) -> None:
    arrived = two.sent(Choice(to=two.to, lacking=True))
    assert {raw.header for raw in arrived.raws} == {raw.header for raw in two.here.store.all_changes()}
    assert have.unpack(arrived.header.have) == two.here.store.own_have()
    assert arrived.header.sort == "delta"
    assert len(arrived.objects) >= 1


def test_only_colleagues_who_receive_everything_learn_what_is_here(two: Two) -> None:
    assert not two.sent(Choice(to=two.to, preset=Preset.HOST, records=(two.plan,), without_consent="x")).header.have
    two.here.store.set_scope(two.to[0], "chosen")
    try:
        assert not two.sent(Choice(to=two.to, records=(two.plan,))).header.have
    finally:
        two.here.store.set_scope(two.to[0], "all")


def test_what_was_said_to_be_there_is_not_sent_again(tmp_path: Path) -> None:
    with make_vault(tmp_path / "here", "Ana") as here, make_vault(tmp_path / "there", "Beto") as there:
        to_there, to_here = (meet(here, there).id,), (meet(there, here).id,)
        rosa = put(here, "person", given_names="Rosa")
        lost = hand_on(here, Choice(to=to_there, lacking=True), tmp_path)
        lost.path.unlink()  # a stick in the river: what was sent is not what is there
        take_in(there, hand_on(here, Choice(to=to_there, lacking=True), tmp_path).path)
        put(there, "note", about=rosa, words="Desde allá")
        take_in(here, hand_on(there, Choice(to=to_here, lacking=True), tmp_path).path)
        assert look(here, Choice(to=to_there, lacking=True)).problems == (Problem.NOTHING,)
        extract = Choice(to=to_there, preset=Preset.HOST, records=(rosa,), without_consent="x")
        take_in(there, hand_on(here, extract, tmp_path).path)
        here.store.save("x", [Edit("person", rosa, {"given_names": "Rosa María"})])
        take_in(there, hand_on(here, Choice(to=to_there, lacking=True), tmp_path).path)
        assert there.store.need(Person, rosa).given_names == "Rosa María"
        assert not there.store.conflicted()  # an extract is no second opinion


def test_names_and_erasures_are_told_as_far_as_they_are_theirs_to_know(tmp_path: Path) -> None:
    with make_vault(tmp_path / "here", "Ana") as here, make_vault(tmp_path / "there", "Beto") as there:
        to = (meet(here, there).id,)
        meet(there, here)
        rosa, erased, other = (put(here, "person", given_names=name) for name in ("Rosa", "Se borra", "Nunca salió"))
        hand_on(here, Choice(to=to, records=(erased,)), tmp_path)
        here.store.erase([erased, other], "asked")
        host = Choice(to=to, preset=Preset.HOST, records=(rosa,), without_consent="x")
        some = told.parse(opened(there, hand_on(here, host, tmp_path).path).objects)
        assert {each.record.hex() for each in some.erased} == {erased}  # the other one was never there
        assert set(some.names.values()) == {"Ana"}
        delta = told.parse(opened(there, hand_on(here, Choice(to=to, lacking=True), tmp_path).path).objects)
        assert {each.record.hex() for each in delta.erased} == {erased, other}
        assert set(delta.names.values()) == {"Ana"}


def test_the_register_says_what_left_to_whom_why_and_with_which_consent(two: Two) -> None:
    person = two.here.store.all(Person)[0]
    consent = put(
        two.here, "consent", person=person.id, purpose="lawyer", agreed=True, how="written", given_on="2026-11-01"
    )
    left = hand_on(two.here, Choice(to=two.to, preset=Preset.LAWYER, records=(person.id,), reason="cita"), two.folder)
    note = two.here.store.bundle(left.note)
    assert (note.way, note.sort, note.purpose, note.state, note.who) == ("out", "chosen", "lawyer", "left", "Ana")
    assert note.peers == two.to
    assert note.reason == "cita"
    assert note.facts["consents"] == [consent]
    assert note.facts["size"] == left.path.stat().st_size
    fields = two.here.store.bundle_records(left.note)[person.id]
    assert "given_names" in fields
    assert "role" not in fields
    assert left.path.suffix == ".cima"


def test_a_rough_place_is_noted_here_and_leaves(two: Two) -> None:
    home = put(two.here, "household", name="Casa", street="99 Vereda Honda", city="Arden")
    arrived = two.sent(Choice(to=two.to, preset=Preset.SCHOOL, records=(home,)))
    assert arrived.said(home) == {"name": ["Casa"], "area": ["Vereda Honda, Arden"]}
    assert two.here.store.need(Household, home).area == "Vereda Honda, Arden"
    assert b"99 Vereda" not in arrived.everything()
    again = two.sent(Choice(to=two.to, preset=Preset.SCHOOL, records=(home,)))
    assert again.raws == arrived.raws  # what was said before and still holds is not said anew


def test_files_leave_with_the_records_they_belong_to(two: Two) -> None:
    rosa, scan = put(two.here, "person", given_names="Rosa"), new_id()
    content = os.urandom(700_001)

    def edit(digest: str, size: int) -> Edit:
        return Edit("attachment", scan, {"about": rosa, "name": "carta.pdf", "digest": digest, "size": size})

    two.here.store.save_with_bytes("x", edit, [content[:300_000], content[300_000:]])
    empty = new_id()
    two.here.store.save_with_bytes(
        "x", lambda digest, size: Edit("attachment", empty, {"about": rosa, "name": "v", "digest": digest}), []
    )
    arrived = two.sent(Choice(to=two.to, records=(rosa,), files=True))
    assert b"".join(piece.data for piece in arrived.pieces) == content
    assert arrived.header.size == len(content)
    assert {piece.total for piece in arrived.pieces} == {len(content), 0}
    assert not two.sent(Choice(to=two.to, records=(rosa,))).pieces


def test_what_changed_since_it_was_looked_at_does_not_leave(two: Two) -> None:
    leaving = look(two.here, Choice(to=two.to, records=(two.plan,)))
    put(two.here, "note", about=two.plan, words="Después")
    path = two.folder / "stale.cima"
    with pytest.raises(StaleLeavingError):
        export(two.here, leaving, path)
    assert not path.exists()


def test_what_is_not_settled_does_not_leave(two: Two) -> None:
    leaving = look(two.here, Choice(to=two.to, preset=Preset.HOST, records=(two.plan,)))
    lines = len(two.here.store.bundles("out"))
    with pytest.raises(UnsettledError) as raised:
        export(two.here, leaving, two.folder / "no.cima")
    assert raised.value.sentence("en") == "The consent of one person or more is missing or over."
    assert len(two.here.store.bundles("out")) == lines


def test_a_file_that_is_there_stays_as_it_is(two: Two) -> None:
    leaving = look(two.here, Choice(to=two.to, records=(two.plan,)))
    path = two.folder / "there.cima"
    path.write_bytes(b"somebody else's")
    with pytest.raises(FileThereError):
        export(two.here, leaving, path)
    assert path.read_bytes() == b"somebody else's"
    with pytest.raises(OwnFolderError):
        export(two.here, leaving, two.here.folder / "x.cima")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.ENOENT, errno.ENOTDIR])
def test_a_disk_that_refuses_leaves_no_file_and_a_line_that_says_so(
    two: Two, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(age, "seal", refuse)
    path = two.folder / f"full-{number}.cima"
    with pytest.raises((VaultError, PlaceGoneError)):
        export(two.here, look(two.here, Choice(to=two.to, records=(two.plan,))), path)
    assert not [each for each in two.folder.iterdir() if f"full-{number}" in each.name]
    assert two.here.store.bundles("out")[0].state == "not_left"


def test_stopping_leaves_no_file(two: Two) -> None:
    class Stopped(Exception):
        pass

    heard: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        heard.append((done, total))
        raise Stopped

    path = two.folder / "stopped.cima"
    with pytest.raises(Stopped):
        export(two.here, look(two.here, Choice(to=two.to, records=(two.plan,))), path, stop)
    assert heard[0][0] <= heard[0][1]
    assert not path.exists()
    assert two.here.store.bundles("out")[0].state == "not_left"
    assert export(two.here, look(two.here, Choice(to=two.to, records=(two.plan,))), path).path == path


def test_a_file_is_called_by_its_day_and_by_nobodys_name(two: Two) -> None:
    name = sharing_export.file_name(two.here)
    assert name.startswith("cima-2026-11-21-")
    assert name != sharing_export.file_name(two.here)


# --- property 14: nothing that was not to leave is in the file, in any form ---------------------------


_LEAST = 10
"""Characters; what is shorter could stand in a file by chance."""


def canary(kind: Kind, field: Field, number: int) -> object:
    """Return a value that occurs nowhere else; None where the shape of the field has too few values for that."""
    if field.type in (FieldType.TEXT, FieldType.LONG_TEXT) and field.max_length >= _LEAST:
        return f"Canto{number:05d}{kind.name}"[: field.max_length]
    if field.type is FieldType.PHONE:
        return f"+1828555{number % 10_000:04d}"
    if field.type is FieldType.DATE:
        return (date(1950, 1, 1) + timedelta(days=number)).isoformat()
    if field.type is FieldType.WORDS and (kind.name, field.name) != ("plan", "children"):
        return frozenset({f"Canto{number:05d}{kind.name}"})
    return None


@attrs.define
class Aviary:
    """A family with something in every field of every kind, and another family of which nothing may leave."""

    two: Two
    plan: RecordId
    records: dict[RecordId, Kind]
    canaries: dict[tuple[RecordId, str], str]

    def text(self, record: RecordId, field: str) -> bytes:
        """Return a canary as it would stand in a change."""
        return self.canaries[record, field].encode()


def birds(two: Two, numbers: Iterator[int]) -> tuple[RecordId, dict[RecordId, Kind], dict[tuple[RecordId, str], str]]:
    """Put a record of every kind into the vault, hanging together; return the plan, the records and their canaries."""
    ids = {name: new_id() for name in KINDS}
    child, carer, home = new_id(), new_id(), ids["household"]
    refs = {
        "person": ids["person"],
        "household": home,
        "plan": ids["plan"],
        "document": ids["document"],
        "attachment": ids["attachment"],
        "reviewer": ids["reviewer"],
    }
    special: dict[tuple[str, str], object] = {
        ("plan", "children"): frozenset({child}),
        ("plan", "agent"): carer,
        ("relationship", "relation"): "relative",
        ("relationship", "other"): child,
        ("consent", "purpose"): "peer",
        ("consent", "agreed"): True,
        ("attachment", "digest"): "",
        **{(kind, name): child for kind in KINDS for name in ("child",)},
        ("caregiver", "person"): carer,
        ("medicine", "person"): child,
    }
    edits, records, canaries = [], {}, {}
    every = [*((ids[name], kind) for name, kind in KINDS.items()), (child, KINDS["person"]), (carer, KINDS["person"])]
    for record, kind in every:
        values: dict[str, object] = {}
        for field in kind.fields:
            value = special.get((kind.name, field.name))
            if value is None and field.type is FieldType.REF:
                value = refs.get(field.refers_to or "plan", "")
            if value is None and (value := canary(kind, field, next(numbers))) is not None:
                canaries[record, field.name] = next(iter(value)) if isinstance(value, frozenset) else str(value)
            if value is not None:
                values[field.name] = value
        edits.append(Edit(kind.name, record, values))
        records[record] = kind
    two.here.store.save_many("x", edits)
    return ids["plan"], records, canaries


@pytest.fixture(scope="module")
def aviary(two: Two) -> Aviary:
    numbers = iter(range(200, 20_000))
    plan, records, canaries = birds(two, numbers)
    _other, other_records, other_canaries = birds(two, numbers)
    return Aviary(two, plan, {**records, **other_records}, {**canaries, **other_canaries})


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data(), preset=st.sampled_from(PURPOSEFUL))
def test_nothing_that_was_not_to_leave_is_in_the_file(aviary: Aviary, data: st.DataObject, preset: Preset) -> None:
    choice = Choice(
        to=aviary.two.to,
        preset=preset,
        records=(aviary.plan,),
        without_consent="w",
        files=True,
        referral=new_id() if preset is Preset.REFERRAL else RecordId(""),
        question="¿?" if preset is Preset.REFERRAL else "",
    )
    going = look(aviary.two.here, choice).selection.going
    for each in data.draw(st.lists(st.sampled_from(going), max_size=3)):
        wanted = data.draw(st.sampled_from(("", *each.fields)))
        if each.id != aviary.plan:
            choice = choice.without(each.id, wanted)
    leaving = look(aviary.two.here, choice)
    content = aviary.two.sent(choice).everything()
    may = {(each.id, field) for each in leaving.selection.going for field in each.fields}
    assert may
    for record, field in aviary.canaries:
        declared = {each.name for each in fields_for(aviary.records[record], preset)}
        allowed = (record, field) in may and field in declared and (record, field) not in choice.withheld
        assert allowed or aviary.text(record, field) not in content
    leaves = {record for record, _field in may}
    for record in aviary.records:
        if record not in leaves:
            assert record.encode() not in content
            assert bytes.fromhex(record) not in content


def test_what_may_leave_does(aviary: Aviary) -> None:
    choice = Choice(to=aviary.two.to, preset=Preset.HOST, records=(aviary.plan,), without_consent="w")
    leaving = look(aviary.two.here, choice)
    content = aviary.two.sent(choice).everything()
    told = [(g.id, f) for g in leaving.selection.going for f in g.fields if (g.id, f) in aviary.canaries]
    assert len(told) > 20
    assert all(aviary.text(*each) in content for each in told)


def test_a_check_code_is_in_no_bundle_at_all(aviary: Aviary) -> None:
    content = aviary.two.sent(Choice(to=aviary.two.to, lacking=True)).everything()
    reviewers = [record for record, kind in aviary.records.items() if kind.name in {"reviewer", "approval"}]
    for record, field in aviary.canaries:
        assert (aviary.text(record, field) in content) is (record not in reviewers)


KILLED = """
import os, signal, sys
from pathlib import Path
from cima_desktop.services import sharing, sharing_export
from cima_desktop.services.session import open_vault
from cima_desktop.services.sharing_terms import Choice, Problem
from cima_desktop.vault import TESTING_COST

with open_vault(Path(sys.argv[1]), passphrase="a passphrase for tests only", floor=TESTING_COST) as session:
    leaving = sharing.preview(session, Choice(to=(session.store.peers()[0].id,), lacking=True))
    die = lambda _done, _all: os.kill(os.getpid(), signal.SIGKILL)
    sharing_export.export(session, leaving, Path(sys.argv[2]), die)
"""


def test_a_kill_in_the_middle_leaves_no_file_and_a_line_that_says_so(tmp_path: Path) -> None:
    with make_vault(tmp_path / "vault", "Ana") as session:
        a_peer(session, "Beto")
        put(session, "person", given_names="Rosa")
    death = run_and_kill(KILLED, [str(tmp_path / "vault"), str(tmp_path / "file.cima")], after=600, seed=1)
    assert (death.killed, death.stderr) == (True, "")
    assert not (tmp_path / "file.cima").exists()
    with open_vault(tmp_path / "vault", passphrase="a passphrase for tests only", floor=TESTING_COST) as session:
        (line,) = session.store.bundles("out")
        assert line.state == "making"
        assert STATES[line.state][1] == "warn"
        leaving = look(session, Choice(to=(session.store.peers()[0].id,), lacking=True))
        assert export(session, leaving, tmp_path / "file.cima").path.exists()
