"""People come, change, are frozen and leave; papers are proved before they count; the keyring is off until asked."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys
from cima_desktop.services.keys import CODE, KEYRING, PERSON, SHARES, Holder
from cima_desktop.services.session import Session, open_practice, open_vault
from cima_desktop.store import steps
from cima_desktop.vault import TESTING_COST, create_vault, keyring_slot
from cima_desktop.vault.errors import (
    DiskFullError,
    FrozenSlotError,
    KeyFileNeededError,
    RekeyRoomError,
    WrongKeyringEntryError,
    WrongPassphraseError,
    WrongSharesError,
)
from cima_desktop.vault.recovery import RecoveryCodeError
from cima_desktop.vault.shares import ShareCountError, ShareError
from tests.keyrings import FakeKeyring, install

TODAY = date(2026, 11, 21)
FIRST = "siete lluvias verdes sobre el puente viejo"
HERS = "nueve mapaches tocan la marimba azul"
OTHER = "cuatro ballenas leen un diario de papel"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = create_vault(tmp_path / "vault", FIRST, "Ana", TESTING_COST, steps=steps())
    with Session(made.vault, today=lambda: TODAY) as opened:
        yield opened


@pytest.fixture
def enter(session: Session) -> Callable[..., Session]:
    """Return a function that closes the vault and opens it again another way."""

    def entered(**way: object) -> Session:
        session.close()
        opened = open_vault(session.folder, floor=TESTING_COST, **way)  # type: ignore[arg-type]
        opened.today = lambda: TODAY
        return opened

    return entered


def holder(session: Session, label: str) -> Holder:
    return next(h for h in keys.holders(session) if h.label == label)


def refuses(error: type[KnownError], deed: Callable[[], object], session: Session) -> None:
    """Make sure that `deed` is refused in both languages and changes nothing."""
    before = (session.folder / "vault.keys").read_bytes()
    with pytest.raises(error) as caught:
        deed()
    assert caught.value.sentence("es") != caught.value.sentence("en")
    assert caught.value.advice("es") != caught.value.advice("en")
    assert (session.folder / "vault.keys").read_bytes() == before


# --- people ---------------------------------------------------------------------------------------------------------


def test_a_person_comes_and_opens_with_their_own_passphrase(session: Session, enter: Callable[..., Session]) -> None:
    slot_id = keys.add_person(session, "  Beto\u0000 ", HERS, TESTING_COST)
    found = keys.holders(session)
    assert [(h.kind, h.label, h.mine, h.frozen, h.needs_file) for h in found] == [
        (PERSON, "Ana", True, False, False),
        (CODE, "", False, False, False),
        (PERSON, "Beto", False, False, False),
    ]
    assert [h.is_person for h in found] == [True, False, True]
    with enter(passphrase=HERS, slot_id=slot_id) as again:
        assert again.who == "Beto"
        assert holder(again, "Beto").mine


def test_a_person_with_a_key_file(session: Session, enter: Callable[..., Session], tmp_path: Path) -> None:
    file = keys.new_key_file()
    keys.save_key_file(tmp_path / "llave", file)
    assert keys.read_key_file(tmp_path / "llave") == file
    keys.add_person(session, "Carmen", HERS, TESTING_COST, file)
    assert holder(session, "Carmen").needs_file
    with pytest.raises(KnownError):
        keys.add_person(session, "Dora", OTHER, TESTING_COST, b"not a key file")
    enter(passphrase=HERS, key_file=tmp_path / "llave").close()
    with pytest.raises(KeyFileNeededError):
        enter(passphrase=HERS)
    with pytest.raises(KnownError):
        enter(passphrase=HERS, key_file=tmp_path / "not there")


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 81])
def test_names_that_cannot_be_shown_are_refused(session: Session, name: str) -> None:
    refuses(keys.NameNeededError, lambda: keys.add_person(session, name, HERS, TESTING_COST), session)
    refuses(keys.NameNeededError, lambda: keys.rename(session, holder(session, "Ana").slot_id, name), session)


@pytest.mark.parametrize("name", ["Ana", "ana", " ÁNA "])
def test_two_keys_of_one_name_are_refused(session: Session, name: str) -> None:
    refuses(keys.NameTakenError, lambda: keys.add_person(session, name, HERS, TESTING_COST), session)


@pytest.mark.parametrize("weak", ["", "corta", "contraseña123", "mexico2024 mexico2024"])
def test_weak_passphrases_are_refused_everywhere(session: Session, weak: str) -> None:
    for deed in (
        lambda: keys.add_person(session, "Beto", weak, TESTING_COST),
        lambda: keys.change_passphrase(session, FIRST, weak, TESTING_COST),
    ):
        refuses(keys.WeakPassphraseError, deed, session)


def test_a_passphrase_is_changed_and_the_old_one_is_dead(session: Session, enter: Callable[..., Session]) -> None:
    refuses(WrongPassphraseError, lambda: keys.change_passphrase(session, HERS, OTHER, TESTING_COST), session)
    keys.change_passphrase(session, FIRST, HERS, TESTING_COST)
    assert holder(session, "Ana").mine
    file = keys.new_key_file()
    keys.change_passphrase(session, HERS, OTHER, TESTING_COST, key_file=file)
    keys.change_passphrase(session, OTHER, HERS, TESTING_COST, old_key_file=file)
    with pytest.raises(WrongPassphraseError):
        enter(passphrase=FIRST)
    enter(passphrase=HERS).close()


def test_a_name_is_corrected(session: Session, enter: Callable[..., Session]) -> None:
    slot_id = keys.add_person(session, "Beto", HERS, TESTING_COST)
    keys.rename(session, slot_id, "Roberta")
    keys.rename(session, slot_id, "roberta")  # its own name is not taken
    assert b"Beto" not in (session.folder / "vault.keys").read_bytes()
    with enter(passphrase=HERS) as again:
        assert again.who == "roberta"


def test_freezing_is_at_once_and_thawing_needs_nobody(session: Session, enter: Callable[..., Session]) -> None:
    slot_id = keys.add_person(session, "Beto", HERS, TESTING_COST)
    keys.freeze(session, slot_id)
    assert holder(session, "Beto").frozen
    with pytest.raises(FrozenSlotError):
        enter(passphrase=HERS)
    again = enter(passphrase=FIRST)
    keys.thaw(again, slot_id)
    again.close()
    enter(passphrase=HERS).close()


def test_nobody_freezes_or_removes_their_own_key_or_what_is_not_there(session: Session) -> None:
    mine, paper = holder(session, "Ana").slot_id, holder(session, "").slot_id
    for own in (keys.freeze, keys.remove):
        refuses(keys.OwnKeyError, lambda own=own: own(session, mine), session)  # type: ignore[misc]
    for deed in (keys.freeze, keys.thaw, keys.remove, lambda s, i: keys.rename(s, i, "X")):
        refuses(keys.NoSuchKeyError, lambda deed=deed: deed(session, bytes(8)), session)  # type: ignore[misc]
    for of_people in (keys.freeze, keys.thaw, lambda s, i: keys.rename(s, i, "X")):
        refuses(keys.NoSuchKeyError, lambda deed=of_people: deed(session, paper), session)  # type: ignore[misc]


def test_who_leaves_opens_nothing_and_old_backups_are_named(session: Session, enter: Callable[..., Session]) -> None:
    old = session.vault.access.key_id
    slot_id = keys.add_person(session, "Beto", HERS, TESTING_COST)
    session.store.meta_set(
        "backups:list", json.dumps([{"name": "a.cima", "at": "2026-11-01T10:00:00+00:00", "key": old}])
    )
    assert keys.old_backups(session) == ()
    ticks: list[tuple[int, int]] = []
    removed = keys.remove(session, slot_id, lambda done, of: ticks.append((done, of)))
    assert removed == keys.Removed((keys.OldBackup("a.cima", "2026-11-01T10:00:00+00:00"),), copy_left=False)
    assert ticks[-1][0] == ticks[-1][1]
    assert [h.label for h in keys.holders(session)] == ["Ana", ""]
    assert keys.old_backups(session) == removed.old_backups
    with pytest.raises(WrongPassphraseError):
        enter(passphrase=HERS)
    again = enter(passphrase=FIRST)
    assert again.check().ok
    assert keys.rekey(again).old_backups == removed.old_backups
    again.close()


def test_no_room_for_a_re_key_leaves_the_person(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    slot_id = keys.add_person(session, "Beto", HERS, TESTING_COST)
    monkeypatch.setattr("cima_desktop.vault.rekey.free_bytes", lambda _folder: 0)
    refuses(RekeyRoomError, lambda: keys.remove(session, slot_id), session)
    assert not holder(session, "Beto").frozen


@pytest.mark.parametrize("note", ["", "nonsense", "{}", "[1]", '[{"name": "x"}]', "null"])
def test_a_note_about_backups_that_cannot_be_read_says_nothing(session: Session, note: str) -> None:
    session.store.meta_set("backups:list", note)
    assert keys.old_backups(session) == ()


# --- papers ---------------------------------------------------------------------------------------------------------


def test_setup_is_finished_when_the_code_was_typed_back(tmp_path: Path) -> None:
    with keys.create_unproved(tmp_path / "new", FIRST, "Ana", TESTING_COST) as made:
        assert not keys.setup_finished(made)
        assert keys.rehearsal(made).last is None
        code = keys.offer_code(made)
        assert not keys.accept_code(made, session_code_of_another())
        assert not keys.setup_finished(made)
        assert keys.accept_code(made, code)
        assert keys.setup_finished(made)
    with open_vault(tmp_path / "new", recovery_code=code, floor=TESTING_COST) as again:
        assert keys.setup_finished(again)
        assert keys.opened_by_paper(again)


def session_code_of_another() -> str:
    from cima_desktop.vault.recovery import render

    return render(bytes(32))


def test_setup_with_shares_leaves_no_code_that_nobody_saw(tmp_path: Path) -> None:
    with keys.create_unproved(tmp_path / "new", FIRST, "Ana", TESTING_COST) as made:
        offer = keys.offer_shares(made, 2, ["Rosa", "", "  Tomás\n"])
        assert [(s.holder, s.number) for s in offer.shares] == [("Rosa", 1), ("", 2), ("Tomás", 3)]
        assert offer.vault == "new"
        assert keys.shares_kept(made) is None
        assert keys.accept_shares(made, [offer.shares[2].words, offer.shares[0].words])
        assert keys.setup_finished(made)
        assert [h.kind for h in keys.holders(made)] == [PERSON, SHARES]
        assert keys.shares_kept(made) == keys.SharesKept(2, ("Rosa", "", "Tomás"))
    words = [s.words for s in offer.shares]
    for pair in (words[:2], words[1:], words[::2]):
        with open_vault(tmp_path / "new", shares=pair, floor=TESTING_COST) as again:
            assert keys.opened_by_paper(again)
    with pytest.raises(ShareError):
        open_vault(tmp_path / "new", shares=words[:1], floor=TESTING_COST)


def test_somebody_who_forgot_gets_in_by_paper_and_gets_a_new_passphrase(
    session: Session, enter: Callable[..., Session]
) -> None:
    keys.add_person(session, "Beto", HERS, TESTING_COST)
    code = keys.offer_code(session)
    keys.accept_code(session, code)
    mine = holder(session, "Ana").slot_id
    refuses(keys.NoSuchKeyError, lambda: keys.replace_passphrase(session, mine, OTHER, TESTING_COST), session)
    again = enter(recovery_code=code)
    assert keys.opened_by_paper(again)
    keys.freeze(again, holder(again, "Beto").slot_id)
    for not_so in (holder(again, "Beto").slot_id, holder(again, "").slot_id):
        with pytest.raises(keys.NoSuchKeyError):
            keys.replace_passphrase(again, not_so, OTHER, TESTING_COST)
    with pytest.raises(keys.WeakPassphraseError):
        keys.replace_passphrase(again, mine, "corta", TESTING_COST)
    keys.replace_passphrase(again, mine, OTHER, TESTING_COST)
    again.close()
    with pytest.raises(WrongPassphraseError):
        enter(passphrase=FIRST)
    with enter(passphrase=OTHER) as last:
        assert last.who == "Ana"


def test_both_papers_side_by_side_and_each_replaced_alone(session: Session, enter: Callable[..., Session]) -> None:
    code = keys.offer_code(session)
    assert keys.accept_code(session, code)
    first = keys.offer_shares(session, 2, ["", ""])
    assert keys.accept_shares(session, [s.words for s in first.shares])
    assert [h.kind for h in keys.holders(session)] == [PERSON, CODE, SHARES]
    second = keys.offer_shares(session, 2, ["", "", ""])
    assert not keys.accept_shares(session, [s.words for s in first.shares])
    assert keys.accept_shares(session, [s.words for s in second.shares[1:]])
    enter(recovery_code=code).close()
    with pytest.raises(WrongSharesError):
        enter(shares=[s.words for s in first.shares])
    again = enter(shares=[s.words for s in second.shares])
    keys.remove(again, next(h.slot_id for h in keys.holders(again) if h.kind == CODE))
    again.close()
    with enter(passphrase=FIRST) as last:
        shares_id = next(h.slot_id for h in keys.holders(last) if h.kind == SHARES)
        refuses(keys.LastPaperError, lambda: keys.remove(last, shares_id), last)


def test_an_offer_can_be_withdrawn_and_one_offer_ends_another(session: Session) -> None:
    code = keys.offer_code(session)
    offer = keys.offer_shares(session, 2, ["", ""])
    with pytest.raises(RuntimeError):
        keys.accept_code(session, code)
    keys.withdraw(session)
    with pytest.raises(RuntimeError):
        keys.accept_shares(session, [s.words for s in offer.shares])
    with pytest.raises(ShareCountError):
        keys.offer_shares(session, 3, ["", ""])


def test_shares_stay_kept_when_the_note_about_them_is_damaged(session: Session) -> None:
    offer = keys.offer_shares(session, 3, ["", "", ""])
    keys.accept_shares(session, [s.words for s in offer.shares])
    session.store.meta_set("keys:shares", "[]")
    kept = keys.shares_kept(session)
    assert kept is not None
    assert kept.holders == ()


def test_a_rehearsal_changes_nothing_but_its_date_and_comes_again_in_a_year(session: Session) -> None:
    code = keys.offer_code(session)
    keys.accept_code(session, code)
    assert keys.rehearsal(session) == keys.Rehearsal(CODE, TODAY, TODAY + timedelta(days=365), is_due=False)
    session.today = lambda: TODAY + timedelta(days=365)
    assert keys.rehearsal(session).is_due
    refuses(RecoveryCodeError, lambda: keys.rehearse(session, ["nonsense"]), session)
    assert not keys.rehearse(session, [session_code_of_another()])
    assert keys.rehearsal(session).is_due
    before = (session.folder / "vault.keys").read_bytes()
    assert keys.rehearse(session, [code.lower()])
    assert not keys.rehearsal(session).is_due
    assert (session.folder / "vault.keys").read_bytes() == before


def test_the_paper_that_was_tried_longest_ago_is_due_first(session: Session) -> None:
    assert keys.rehearsal(session) == keys.Rehearsal(CODE, None, TODAY, is_due=True)
    offer = keys.offer_shares(session, 2, ["", ""])
    keys.accept_shares(session, [s.words for s in offer.shares])
    assert keys.rehearsal(session).kind == CODE
    session.store.meta_set("keys:rehearsed", json.dumps({"code": "2026-11-20", "shares": "2025-01-01"}))
    assert keys.rehearsal(session) == keys.Rehearsal(SHARES, date(2025, 1, 1), date(2026, 1, 1), is_due=True)
    assert keys.rehearse(session, [s.words for s in offer.shares])
    assert keys.rehearsal(session).kind == CODE
    refuses(ShareError, lambda: keys.rehearse(session, [offer.shares[0].words] * 2), session)
    session.store.meta_set("keys:rehearsed", "damaged")
    assert keys.rehearsal(session).last is None
    session.store.meta_set("keys:rehearsed", '{"code": "yesterday"}')
    assert keys.rehearsal(session).last is None


# --- the keyring ----------------------------------------------------------------------------------------------------


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> FakeKeyring:
    return install(monkeypatch, FakeKeyring())


def test_the_keyring_is_off_until_asked_and_leaves_nothing_when_stopped(
    session: Session, enter: Callable[..., Session], ring: FakeKeyring
) -> None:
    assert keys.keyring_state(session) == keys.KeyringState(False, None)
    assert ring.kept == {}
    keys.use_keyring(session)
    keys.use_keyring(session)  # once is enough
    assert keys.keyring_state(session).in_use
    assert [h.kind for h in keys.holders(session)] == [PERSON, CODE, KEYRING]
    again = enter(keyring=True)
    assert again.who == "Ana"
    assert holder_of(again, KEYRING).mine
    keys.rekey(again)
    again.close()
    with enter(keyring=True) as still:
        keys.stop_keyring(still)
        assert keys.keyring_state(still) == keys.KeyringState(False, None)
    assert ring.kept == {}
    with pytest.raises(WrongKeyringEntryError):
        enter(keyring=True)


def holder_of(session: Session, kind: str) -> Holder:
    return next(h for h in keys.holders(session) if h.kind == kind)


def test_a_removed_keyring_key_takes_its_entry_along(session: Session, ring: FakeKeyring) -> None:
    keys.use_keyring(session)
    keys.remove(session, holder_of(session, KEYRING).slot_id)
    assert ring.kept == {}


def test_a_disk_that_refuses_leaves_nothing_in_the_keyring(
    session: Session, ring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("cima_desktop.vault.keyfile.write_atomically", full)
    refuses(DiskFullError, lambda: keys.use_keyring(session), session)
    assert ring.kept == {}


def test_another_computer_has_a_keyring_of_its_own(
    session: Session, ring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.use_keyring(session)
    elsewhere = install(monkeypatch, FakeKeyring())
    assert not keys.keyring_state(session).in_use
    keys.use_keyring(session)
    assert [h.kind for h in keys.holders(session)].count(KEYRING) == 2
    keys.stop_keyring(session)
    assert (elsewhere.kept, len(ring.kept)) == ({}, 1)
    assert [h.kind for h in keys.holders(session)].count(KEYRING) == 1


def test_a_computer_without_a_keyring_says_why(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_slot, "_BACKENDS", ())
    state = keys.keyring_state(session)
    assert not state.in_use
    assert isinstance(state.problem, keyring_slot.KeyringMissingError)
    refuses(keyring_slot.KeyringMissingError, lambda: keys.use_keyring(session), session)


# --- the practice vault ---------------------------------------------------------------------------------------------


def test_the_keys_of_the_practice_vault_stay_as_they_are(tmp_path: Path, ring: FakeKeyring) -> None:
    with open_practice(tmp_path / "practice") as practice:
        mine = keys.holders(practice)[0]
        assert keys.setup_finished(practice)
        assert not keys.rehearsal(practice).is_due
        state = keys.keyring_state(practice)
        assert (state.in_use, type(state.problem).__name__) == (False, "PracticeKeysError")
        for deed in (
            lambda: keys.use_keyring(practice),
            lambda: keys.add_person(practice, "Beto", HERS, TESTING_COST),
            lambda: keys.change_passphrase(practice, FIRST, HERS, TESTING_COST),
            lambda: keys.replace_passphrase(practice, mine.slot_id, HERS, TESTING_COST),
            lambda: keys.rename(practice, mine.slot_id, "X"),
            lambda: keys.freeze(practice, mine.slot_id),
            lambda: keys.remove(practice, mine.slot_id),
            lambda: keys.rekey(practice),
        ):
            with pytest.raises(KnownError) as caught:
                deed()
            assert type(caught.value).__name__ == "PracticeKeysError"
        assert ring.kept == {}


def test_a_holder_tells_what_it_is() -> None:
    ana = Holder(bytes(8), PERSON, "Ana", False, False, True)
    assert ana.is_person
    assert not replace(ana, kind=KEYRING).is_person
