"""A bundle is made of exactly what was shown, or there is no file (Y1, Y12, Y14; property 14)."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cima_desktop.exchange import age, told
from cima_desktop.model.attachments import Attachment
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import new_id
from cima_desktop.model.people import Household, Person
from cima_desktop.model.sharing import PURPOSES
from cima_desktop.services import sharing_export
from cima_desktop.services.exchange_register import STATES
from cima_desktop.services.session import open_vault
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
from tests.unit.services.exchanging import (
    Two,
    a_peer,
    hand_on,
    look,
    make_vault,
    meet,
    opened,
    put,
    take_in,
    two_vaults,
)

PURPOSEFUL = [preset for preset in Preset if not PURPOSES[preset].whole]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with two_vaults(tmp_path_factory.mktemp("two")) as made:
        yield made


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


def test_a_vault_with_more_than_can_be_told_sends_all_the_same(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what it has, the other side sends more, never less."""
    told = two.sent(Choice(to=two.to, lacking=True))
    monkeypatch.setattr(sharing_export, "MOST_HAVE", len(told.header.have) - 1)
    arrived = two.sent(Choice(to=two.to, lacking=True))
    assert (arrived.header.have, len(arrived.raws)) == (b"", len(told.raws))


def test_only_colleagues_who_receive_everything_learn_what_is_here(two: Two) -> None:
    assert not two.sent(Choice(to=two.to, preset=Preset.HOST, records=(two.plan,), without_consent="x")).header.have
    two.here.store.set_scope(two.to[0], "chosen")
    try:
        assert not two.sent(Choice(to=two.to, records=(two.plan,))).header.have
    finally:
        two.here.store.set_scope(two.to[0], "all")


def test_nobody_receives_bytes_by_naming_their_fingerprint(tmp_path: Path) -> None:
    with make_vault(tmp_path / "here", "Ana") as here, make_vault(tmp_path / "there", "Beto") as there:
        to_there, to_here = meet(here, there).id, meet(there, here).id
        caro = a_peer(here, "Caro").id
        rosa, scan, data = put(here, "person", given_names="Rosa"), new_id(), b"%PDF-1.4 invented" * 9

        def edit(digest: str, size: int) -> Edit:
            return Edit("attachment", scan, {"about": rosa, "name": "carta.pdf", "digest": digest, "size": size})

        here.store.save_with_bytes("x", edit, [data])
        take_in(there, hand_on(here, Choice(to=(to_there,), records=(rosa,)), tmp_path).path)
        known = there.store.need(Attachment, scan)
        assert known.digest
        assert not there.store.has_bytes(known.digest)
        mine = put(there, "person", given_names="Suya")
        put(there, "attachment", about=mine, name="suya.pdf", size=len(data), digest=known.digest)
        take_in(here, hand_on(there, Choice(to=(to_here,), records=(mine,)), tmp_path).path)
        for record, receiver, there_are in ((mine, to_there, 0), (mine, caro, 1), (rosa, to_there, 1)):
            assert look(here, Choice(to=(receiver,), records=(record,), files=True)).files == there_are
        here.store.extract(
            "x", {each.id: ("digest",) for each in here.store.children(Attachment, about=mine)}, "lawyer"
        )
        assert look(here, Choice(to=(to_there,), records=(mine,), files=True)).files == 0
        take_in(there, hand_on(here, Choice(to=(to_there,), records=(rosa,), files=True), tmp_path).path)
        assert there.store.has_bytes(known.digest)


def test_an_extract_opens_no_record_to_whoever_had_it(tmp_path: Path) -> None:
    with make_vault(tmp_path / "here", "Ana") as here, make_vault(tmp_path / "there", "Beto") as there:
        to_there, to_here = meet(here, there).id, meet(there, here).id
        here.store.set_scope(to_there, "chosen")
        there.store.set_scope(to_here, "chosen")
        rosa, sol, luna = (put(here, "person", given_names=name) for name in ("Rosa", "Sol", "Luna"))
        asked = Choice(
            to=(to_there,),
            preset=Preset.REFERRAL,
            records=(rosa,),
            referral=new_id(),
            question="¿?",
            without_consent="x",
        )
        for choice in (asked, Choice(to=(to_there,), records=(sol,))):
            take_in(there, hand_on(here, choice, tmp_path).path)
        notes = {each: put(there, "note", about=each, words="Solo de Beto") for each in (rosa, sol)}
        back = {going.id for going in look(there, Choice(to=(to_here,), lacking=True)).selection.going}
        assert notes[sol] in back
        assert not {rosa, notes[rosa]} & back
        there.store.save("x", [Edit("person", rosa, {"ask_for": "la tía"})])  # so that something whole of her comes
        take_in(here, hand_on(there, Choice(to=(to_here,), records=(rosa,)), tmp_path).path)
        put(here, "note", about=rosa, words="Solo de Ana")
        lost = Choice(to=(to_there,), records=(luna,))
        (tmp_path / "no").write_bytes(b"")
        with pytest.raises(KnownError):
            export(here, look(here, lost), tmp_path / "no" / "x.cima")
        proposed = {going.id for going in look(here, Choice(to=(to_there,), lacking=True)).selection.going}
        assert not {rosa, luna} & proposed


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
