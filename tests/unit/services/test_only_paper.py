"""Leaving only paper: one writing takes every passphrase and the keyring away; nothing else changes (V10)."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from cima_desktop.services import helper_copy, keys
from cima_desktop.services.helper_end import HelperCopyReadOnlyError
from cima_desktop.services.key_ring import PracticeKeysError
from cima_desktop.services.keys import CODE, SHARES, NoPaperProvedError
from cima_desktop.services.session import Session, create, open_practice, open_vault
from cima_desktop.vault import TESTING_COST, files, keyfile
from cima_desktop.vault.errors import DiskFullError, WrongKeyringEntryError, WrongPassphraseError
from tests.keyrings import FakeKeyring, install
from tests.killing import start
from tests.unit.services.conftest import TODAY
from tests.unit.services.key_doors import FIRST, HERS, OTHER, refuses


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Session, str]]:
    """Return a vault whose code was typed back, and that code."""
    session, shown = create(tmp_path / "vault", FIRST, "Prueba", cost=TESTING_COST, today=lambda: TODAY)
    with session:
        assert keys.rehearse(session, [shown])
        yield session, shown


@pytest.fixture
def proved(made: tuple[Session, str]) -> Session:
    """Return the vault."""
    return made[0]


@pytest.fixture
def code(made: tuple[Session, str]) -> str:
    """Return the code of the vault."""
    return made[1]


def opens(folder: Path, **way: object) -> bool:
    try:
        open_vault(folder, floor=TESTING_COST, **way).close()  # type: ignore[arg-type]
    except WrongPassphraseError:
        return False
    return True


def shares_of(session: Session) -> list[str]:
    offer = keys.offer_shares(session, 2, ["Elena", "Marta", ""])
    words = [sheet.words for sheet in offer.shares]
    assert keys.accept_shares(session, words[:2])
    return words


def test_every_passphrase_and_the_keyring_are_gone_and_the_papers_open(
    proved: Session, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring, folder = install(monkeypatch, FakeKeyring()), proved.folder
    file = keys.new_key_file()
    keys.save_key_file(tmp_path / "stick", file)
    keys.add_person(proved, "Beto", HERS, TESTING_COST, file)
    keys.freeze(proved, keys.add_person(proved, "Carmen", OTHER, TESTING_COST))
    keys.use_keyring(proved)
    words = shares_of(proved)
    key = proved.vault.access.key_id
    assert keys.only_paper_problem(proved) is None
    assert keys.only_paper(proved) is True
    assert ring.kept == {}
    assert [h.kind for h in keys.holders(proved)] == [CODE, SHARES]
    assert proved.vault.access.key_id == key  # no record was written anew
    proved.close()
    assert (folder / keyfile.NAME).read_bytes() == (folder / keyfile.OLD_NAME).read_bytes()
    for missing in ("none", keyfile.OLD_NAME, keyfile.NAME):  # neither generation lets an old passphrase in
        (folder / missing).unlink(missing_ok=True)
        for way in ({"passphrase": FIRST}, {"passphrase": HERS, "key_file": tmp_path / "stick"}, {"passphrase": OTHER}):
            assert not opens(folder, **way)
        with pytest.raises(WrongKeyringEntryError):
            open_vault(folder, keyring=True, floor=TESTING_COST)
        assert opens(folder, recovery_code=code)  # and makes both files alike again
    assert opens(folder, shares=(words[2], words[0]))


def test_somebody_comes_back_by_paper_as_a_new_person(proved: Session, code: str, tmp_path: Path) -> None:
    keys.only_paper(proved)
    proved.close()
    with open_vault(proved.folder, recovery_code=code, floor=TESTING_COST) as again:
        assert keys.opened_by_paper(again)
        keys.add_person(again, "Prueba", HERS, TESTING_COST)
    assert opens(proved.folder, passphrase=HERS)
    assert not opens(proved.folder, passphrase=FIRST)


def test_without_a_paper_that_was_tried_nothing_is_taken_away(tmp_path: Path, session: Session) -> None:
    refuses(NoPaperProvedError, lambda: keys.only_paper(session), session)  # its code was shown and never typed back
    assert isinstance(keys.only_paper_problem(session), NoPaperProvedError)
    with keys.create_unproved(tmp_path / "new", FIRST, "Mesa", TESTING_COST) as unproved:
        refuses(NoPaperProvedError, lambda: keys.only_paper(unproved), unproved)


@pytest.mark.parametrize("noted", ["", "[]", '{"code": "gestern"}', '{"shares": "2026-01-01"}', "not json"])
def test_a_date_that_says_nothing_of_this_paper_is_none(proved: Session, noted: str) -> None:
    proved.store.meta_set("keys:rehearsed", noted)
    refuses(NoPaperProvedError, lambda: keys.only_paper(proved), proved)


def test_the_practice_vault_and_a_helper_copy_keep_their_keys(proved: Session, tmp_path: Path) -> None:
    with open_practice() as practice:
        refuses(PracticeKeysError, lambda: keys.only_paper(practice), practice)
    helper_copy.make(proved, (), tmp_path / "copy", name="Ana", passphrase=HERS, cost=TESTING_COST, hours=4)
    with open_vault(tmp_path / "copy", passphrase=HERS, floor=TESTING_COST) as copy:
        refuses(HelperCopyReadOnlyError, lambda: keys.only_paper(copy), copy)


def test_a_keyring_that_does_not_answer_keeps_an_entry_that_opens_nothing(
    proved: Session, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Locked(FakeKeyring):
        def delete_password(self, service: str, username: str) -> None:
            raise OSError("locked")

    install(monkeypatch, Locked())
    keys.use_keyring(proved)
    assert keys.only_paper(proved) is False
    proved.close()
    with pytest.raises(WrongKeyringEntryError):
        open_vault(proved.folder, keyring=True, floor=TESTING_COST)
    assert opens(proved.folder, recovery_code=code)


@pytest.mark.parametrize("full_at", [1, 2])
def test_a_full_disk_leaves_every_way_in(
    proved: Session, code: str, monkeypatch: pytest.MonkeyPatch, full_at: int
) -> None:
    ring, written = install(monkeypatch, FakeKeyring()), 0
    keys.use_keyring(proved)

    def full(path: Path, data: bytes) -> None:
        nonlocal written
        written += 1
        if written == full_at:
            raise OSError(errno.ENOSPC, "no space")
        files.write_atomically(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(keyfile, "write_atomically", full)
        refuses(DiskFullError, lambda: keys.only_paper(proved), proved)
    assert len(ring.kept) == 1
    assert len(keys.holders(proved)) == 3
    proved.close()
    assert opens(proved.folder, passphrase=FIRST)
    assert opens(proved.folder, keyring=True)
    assert opens(proved.folder, recovery_code=code)


def test_a_disk_that_stays_full_leaves_a_key_file_that_paper_opens(
    proved: Session, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0

    def full(path: Path, data: bytes) -> None:
        nonlocal written
        written += 1
        if written > 1:
            raise OSError(errno.ENOSPC, "no space")
        files.write_atomically(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(keyfile, "write_atomically", full)
        with pytest.raises(DiskFullError):
            keys.only_paper(proved)
    proved.close()
    assert opens(proved.folder, recovery_code=code)


_KILL_AT = """
import os, shutil, signal, sys
from pathlib import Path
from cima_desktop.services import keys
from cima_desktop.services.session import open_vault
from cima_desktop.vault import TESTING_COST
source, room = Path(sys.argv[1]), Path(sys.argv[2])
passed = 0

def counted(step, at):
    def passing():
        global passed
        passed += 1
        if passed == at:
            os.kill(os.getpid(), signal.SIGKILL)
    def counting(*all, **named):
        passing()
        done = step(*all, **named)
        passing()
        return done
    return counting

def leave_only_paper(at):
    folder = room / str(at)
    shutil.copytree(source, folder)
    session = open_vault(folder, passphrase=sys.argv[3], floor=TESTING_COST)
    for name in ("replace", "fsync", "open"):
        setattr(os, name, counted(getattr(os, name), at))
    keys.only_paper(session)

at, died = 0, True
while died:
    at += 1
    child = os.fork()
    if not child:
        leave_only_paper(at)
        os._exit(0)
    died = os.waitpid(child, 0)[1] == signal.SIGKILL
print(at - 1)
"""


def test_a_kill_at_every_step_leaves_one_or_the_other(proved: Session, code: str, tmp_path: Path) -> None:
    proved.close()
    room = tmp_path / "room"
    room.mkdir()
    said, errors = start(_KILL_AT, [str(proved.folder), str(room), FIRST]).communicate()
    assert errors == ""
    outcomes = []
    for at in range(1, int(said) + 1):
        outcomes.append(not opens(room / str(at), passphrase=FIRST))
        assert opens(room / str(at), recovery_code=code)
        assert outcomes[-1] is not opens(room / str(at), passphrase=FIRST)  # after it was put in order, too
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}


def test_leaving_it_twice_changes_nothing(proved: Session, code: str) -> None:
    assert keys.only_paper(proved)
    assert keys.only_paper(proved)
    proved.close()
    assert opens(proved.folder, recovery_code=code)
