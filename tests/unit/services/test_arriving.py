"""Reading what another coordinator sent: what is refused leaves nothing, what is good waits, twice is once."""

from pathlib import Path

import pytest

from cima_desktop.exchange.errors import (
    AppendedError,
    BundleError,
    ForwardedError,
    IllFormedError,
    NotABundleError,
    NotForYouError,
    OwnBundleError,
    RevokedSenderError,
    TamperedError,
    TruncatedError,
    UnknownSenderError,
)
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import new_id
from cima_desktop.services import approvals, arriving, arriving_taking, own_card, peers, revoking
from cima_desktop.services.arriving import NeverSentError, NoCardError, UnreadableFileError
from cima_desktop.services.own_card import PracticePeersError
from cima_desktop.services.session import Session, open_practice
from cima_desktop.store import Trust
from tests import exchange_pair as pair


class Stopped(Exception):
    """Somebody pressed the button."""


@pytest.fixture
def file(tmp_path: Path, ana: Session, beto: Session) -> Path:
    pair.add(ana, given_names="Rosa", paternal_surname="Ejemplo", phone="+18285550101")
    return pair.bundle(ana, [beto], tmp_path / "one.cima", note="Van los cambios.")


def nothing_waits(session: Session) -> bool:
    tables = ("arrival", "arrival_blob", "bundle", "bundle_rec")
    left = [session.vault.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    return left == [0, 0, 0, 0]


def test_a_good_bundle_waits_and_changes_nothing(beto: Session, ana: Session, file: Path) -> None:
    before = beto.store.last_saved_at
    received = arriving.receive(beto, file)
    assert received.before == ""
    note = received.arrival.note
    assert (note.state, note.reason, note.facts["changes"]) == ("waiting", "Van los cambios.", 1)
    assert received.arrival.sender is not None
    assert received.arrival.sender.person == "Ana Prueba"
    assert beto.store.last_saved_at == before
    assert [each.note.n for each in arriving.waiting(beto)] == [note.n]
    file.unlink()  # the stick can go
    assert arriving_taking.take_in(beto, note.n, backup=False).records == 1


def test_the_same_bundle_twice_is_only_looked_up(beto: Session, file: Path) -> None:
    first = arriving.receive(beto, file)
    again = arriving.receive(beto, file)
    assert again.before == "waiting"
    assert again.arrival.note.n == first.arrival.note.n
    arriving_taking.take_in(beto, first.arrival.note.n, backup=False)
    assert arriving.receive(beto, file).before == "done"
    assert len(arriving.decided(beto)) == 1


def test_what_was_refused_is_known_when_it_comes_again(beto: Session, file: Path) -> None:
    n = arriving.receive(beto, file).arrival.note.n
    arriving_taking.refuse(beto, n)
    assert arriving.receive(beto, file).before == "refused"
    assert arriving.waiting(beto) == []


def test_names_and_what_the_peer_has_are_believed(beto: Session, ana: Session, file: Path) -> None:
    arriving.receive(beto, file)
    assert set(beto.store.author_names().values()) <= {"Beto Muestra"}
    assert beto.store.peer(own_card.present_card(ana).device).have == ana.store.own_have()
    n = arriving.waiting(beto)[0].note.n
    (record,) = [row.id for row in beto.store.compare(n).rows]
    assert {change.who for change in beto.store.coming(n, record).fields} == {"Ana Prueba"}


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (lambda data: b"", NotABundleError),
        (lambda data: b"not a bundle at all", NotABundleError),
        (lambda data: data[: len(data) // 2], TruncatedError),
        (lambda data: data[:-1], TruncatedError),
        (lambda data: data[:-40] + bytes([data[-40] ^ 1]) + data[-39:], TamperedError),
        (lambda data: data + b"more", AppendedError),
    ],
)
def test_a_file_that_is_wrong_leaves_nothing(beto: Session, file: Path, damage, error) -> None:  # type: ignore[no-untyped-def]
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(BundleError) as caught:
        arriving.receive(beto, file)
    assert isinstance(caught.value, error | TamperedError | TruncatedError)
    assert nothing_waits(beto)


def test_somebody_else_s_bundle_is_refused(tmp_path: Path, ana: Session, beto: Session, file: Path) -> None:
    with pair.vault_of(tmp_path / "carla", "Carla Ejemplo") as carla:
        pair.acquaint(ana, carla)
        with pytest.raises(NotForYouError):
            arriving.receive(carla, file)
        with pytest.raises(OwnBundleError):
            arriving.receive(ana, pair.bundle(ana, [ana], tmp_path / "own.cima"))
        fingerprint = own_card.present_card(carla).fingerprint
        for_carla = pair.bundle(ana, [beto], tmp_path / "passed.cima", recipients=(fingerprint,))
        with pytest.raises(ForwardedError):
            arriving.receive(beto, for_carla)
        assert nothing_waits(carla)


def test_a_stranger_is_refused_and_the_card_in_the_file_can_be_looked_at(tmp_path: Path, beto: Session) -> None:
    with pair.vault_of(tmp_path / "dora", "Dora Prueba") as dora:
        pair.add(dora, given_names="Inés")
        file = pair.bundle(dora, [beto], tmp_path / "stranger.cima")
        with pytest.raises(UnknownSenderError):
            arriving.receive(beto, file)
        card = arriving.card_in(beto, file)
        assert card is not None
        assert card.person == "Dora Prueba"
        assert card.public == dora.store.own_public_key()
        assert nothing_waits(beto)
        assert [peer.person for peer in beto.store.peers()] == ["Ana Prueba"]


def test_a_file_without_its_sender_s_card_shows_none(tmp_path: Path, beto: Session, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    with pair.vault_of(tmp_path / "dora", "Dora Prueba") as dora:
        pair.add(dora, given_names="Inés")
        monkeypatch.setattr(peers, "cards_of", lambda _session, _devices: [])
        file = pair.bundle(dora, [beto], tmp_path / "bare.cima")
        assert arriving.card_in(beto, file) is None


def test_a_revoked_sender_is_refused(ana: Session, beto: Session, file: Path) -> None:
    revoking.revoke(beto, own_card.present_card(ana).device, "lost")
    with pytest.raises(RevokedSenderError):
        arriving.receive(beto, file)
    assert nothing_waits(beto)


def test_changes_of_a_device_without_a_card_are_refused(tmp_path: Path, ana: Session, beto: Session) -> None:
    with pair.vault_of(tmp_path / "carla", "Carla Ejemplo") as carla:
        pair.acquaint(ana, carla)
        record = pair.add(carla, given_names="Luis")
        pair.take(ana, pair.bundle(carla, [ana], tmp_path / "from-carla.cima"))
        known = pair.bundle(ana, [beto], tmp_path / "with-card.cima")
        assert arriving.receive(beto, known).arrival.note.facts["changes"] == 1
        assert beto.store.peer(own_card.present_card(carla).device).trust is Trust.INTRODUCED
        with pair.vault_of(tmp_path / "elena", "Elena Muestra") as elena:
            pair.acquaint(ana, elena)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(peers, "cards_of", lambda s, _devices: [own_card.own_card(s)])
                bare = pair.bundle(ana, [elena], tmp_path / "without-card.cima", records=[record])
            with pytest.raises(NoCardError):
                arriving.receive(elena, bare)
            assert nothing_waits(elena)


@pytest.mark.parametrize("item", [b"\xc1", b"", b"\x93\xa4card\x01", b"\x93\xa5names\x01\xa1x"])
def test_what_it_tells_is_read_strictly_or_left(tmp_path: Path, ana: Session, beto: Session, item: bytes) -> None:
    pair.add(ana, given_names="Rosa")
    try:
        file = pair.bundle(ana, [beto], tmp_path / "odd.cima", objects=[item])
    except ValueError:
        return  # the format has no room for nothing
    try:
        arriving.receive(beto, file)
    except IllFormedError:
        assert nothing_waits(beto)
    else:
        assert len(arriving.waiting(beto)) == 1


def test_stopping_leaves_nothing_and_it_can_be_read_again(beto: Session, file: Path) -> None:
    seen: list[tuple[int, int]] = []

    def stop_late(done: int, total: int) -> None:
        seen.append((done, total))
        if done > total // 2:
            raise Stopped

    with pytest.raises(Stopped):
        arriving.receive(beto, file, stop_late)
    assert nothing_waits(beto)
    arriving.receive(beto, file)
    assert len(arriving.waiting(beto)) == 1
    assert all(0 <= done <= total for done, total in seen)


def test_a_file_that_is_gone_or_a_folder_is_said_in_words(beto: Session, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.cima", tmp_path):
        for read in (lambda p=path: arriving.receive(beto, p), lambda p=path: arriving.card_in(beto, p)):
            with pytest.raises(UnreadableFileError):
                read()


def test_a_stick_that_is_pulled_out_while_it_is_read(beto: Session, file: Path) -> None:
    def pulled(done: int, total: int) -> None:
        if done > total // 2:
            raise OSError

    with pytest.raises(UnreadableFileError):
        arriving.receive(beto, file, pulled)
    assert nothing_waits(beto)


def test_a_bundle_that_was_being_read_when_the_program_died_is_begun_anew(beto: Session, file: Path) -> None:
    real = beto.store.end_staging

    def die(n: int) -> None:
        beto.store.set_bundle(n, facts={})
        raise KeyboardInterrupt

    beto.store.end_staging = die  # type: ignore[method-assign]
    beto.store.discard_arrival, discard = lambda n: None, beto.store.discard_arrival  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        arriving.receive(beto, file)
    beto.store.end_staging, beto.store.discard_arrival = real, discard  # type: ignore[method-assign]
    assert arriving.waiting(beto) == []
    assert arriving.decided(beto) == []
    received = arriving.receive(beto, file)
    assert received.before == ""
    assert arriving_taking.take_in(beto, received.arrival.note.n, backup=False).records == 1


def test_the_practice_vault_takes_nothing_in(tmp_path: Path, file: Path) -> None:
    with open_practice(tmp_path / "practice") as practice, pytest.raises(PracticePeersError):
        arriving.receive(practice, file)


def test_every_refusal_is_two_sentences_in_both_languages() -> None:
    for error in (UnreadableFileError(), NoCardError(), NeverSentError(), arriving_taking.NothingTakenInError()):
        assert isinstance(error, KnownError)
        for language in ("es", "en"):
            assert error.sentence(language).endswith(".")
            assert error.advice(language).endswith(".")


def test_whoever_was_sent_a_bundle_too_cannot_stand_in_for_it(tmp_path: Path, ana: Session, beto: Session) -> None:
    record, number = pair.add(ana, given_names="Rosa"), bytes(range(16))
    with pair.vault_of(tmp_path / "mala", "Mala Ejemplo") as mala:
        for here in (ana, beto):
            pair.acquaint(here, mala)
        true = pair.bundle(ana, [beto, mala], tmp_path / "true.cima", bundle_id=number)
        false = pair.bundle(mala, [beto], tmp_path / "false.cima", bundle_id=number)
        pair.take(beto, false)
        received = arriving.receive(beto, true)
    assert (received.before, received.arrival.sender and received.arrival.sender.person) == ("", "Ana Prueba")
    arriving_taking.take_in(beto, received.arrival.note.n, backup=False)
    assert beto.store.kind_of_id(record) == "person"


def test_a_sender_who_uses_one_number_twice_has_sent_two_bundles(tmp_path: Path, ana: Session, beto: Session) -> None:
    number = bytes(range(16))
    pair.take(beto, pair.bundle(ana, [beto], tmp_path / "empty.cima", bundle_id=number))
    pair.add(ana, given_names="Rosa")
    file = pair.bundle(ana, [beto], tmp_path / "full.cima", bundle_id=number)
    assert arriving.receive(beto, file).before == ""
    assert arriving.receive(beto, file).before == "waiting"


def test_nobody_approves_papers_from_elsewhere(tmp_path: Path, ana: Session, beto: Session) -> None:
    reviewer = approvals.enroll(ana, "Lic. Prueba", "12345", "NC", "a code of their own")
    for sort in [each.sort for each in approvals.templates(ana)]:
        approvals.approve(ana, sort, reviewer, "a code of their own")
    with pytest.raises(NeverSentError):
        arriving.receive(beto, pair.bundle(ana, [beto], tmp_path / "approved.cima"))
    assert nothing_waits(beto)
    assert all(each.approval is None for each in approvals.templates(beto))


@pytest.mark.parametrize("kind", ["approval", "reviewer", "note"])
def test_nor_is_an_attorney_of_this_vault_changed(tmp_path: Path, ana: Session, beto: Session, kind: str) -> None:
    reviewer = approvals.enroll(beto, "Lic. Prueba", "12345", "NC", "a code of their own")
    raw = pair.raw_of(ana, reviewer, kind, {"name": "Otra"})
    with pytest.raises(NeverSentError):
        arriving.receive(beto, pair.bundle_of(ana, beto, tmp_path / "one.cima", [raw]))
    other = pair.raw_of(ana, new_id(), "note", {"words": "approval"})
    assert arriving.receive(beto, pair.bundle_of(ana, beto, tmp_path / "other.cima", [other])).before == ""
