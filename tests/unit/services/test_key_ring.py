"""The keyring is off until asked, and leaves nothing behind; the practice vault has no keys of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys
from cima_desktop.services.keys import CODE, KEYRING, PERSON, Holder
from cima_desktop.services.session import Session, open_practice
from cima_desktop.vault import TESTING_COST, keyring_slot
from cima_desktop.vault.errors import DiskFullError, WrongKeyringEntryError
from tests.keyrings import FakeKeyring, install
from tests.unit.services.key_doors import FIRST, HERS, refuses


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
    assert again.who == "Prueba"
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


@pytest.mark.parametrize("ending", [keys.remove, keys.freeze])
def test_who_has_left_does_not_come_in_by_a_keyring(
    session: Session, enter: Callable[..., Session], ring: FakeKeyring, ending: Callable[[Session, bytes], object]
) -> None:
    hers = keys.add_person(session, "Eva", HERS, TESTING_COST)
    with enter(passphrase=HERS) as her_session:
        keys.use_keyring(her_session)
    with enter(keyring=True) as by_ring, pytest.raises(keys.OwnKeyError):
        ending(by_ring, hers)
    with enter(passphrase=FIRST) as mine:
        keys.rename(mine, hers, "Eva María")
        ending(mine, hers)
        assert KEYRING not in [h.kind for h in keys.holders(mine)]
    assert ring.kept == {}
    with pytest.raises(WrongKeyringEntryError):
        enter(keyring=True)
