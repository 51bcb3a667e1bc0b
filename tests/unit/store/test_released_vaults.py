"""Every vault of a released layout opens, whole, with the program of today (D02, R19)."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cima_desktop.model.attachments import Attachment
from cima_desktop.model.ids import RecordId
from cima_desktop.model.plans import Plan
from cima_desktop.model.sharing import Consent, Referral
from cima_desktop.model.work import Note
from cima_desktop.services import holds, reads
from cima_desktop.services.plans import family
from cima_desktop.services.session import Session, open_vault
from cima_desktop.vault import TESTING_COST
from tests.vectors.vaults.make import ATTACHMENT, ERASED, FAMILIES, NOTE, PASSPHRASE, REFERRAL, TASK, make

VAULTS = Path(__file__).parents[2] / "vectors" / "vaults"
RELEASED = sorted(p.name for p in VAULTS.iterdir() if (p / "vault.db").exists())


def opened(folder: Path) -> Session:
    return open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)


def test_there_are_released_vaults() -> None:
    assert RELEASED == ["0.1.0", "step-5", "step-6"]


@pytest.mark.parametrize("version", RELEASED)
def test_a_released_vault_opens_whole(version: str, tmp_path: Path) -> None:
    shutil.copytree(VAULTS / version, tmp_path / "vault")
    with opened(tmp_path / "vault") as session:
        plans = session.store.all(Plan)
        assert len(plans) == len(FAMILIES)
        assert all(family(session, plan.id).children for plan in plans)
        assert session.check().ok
        assert session.store.search("prueba")
    with opened(tmp_path / "vault") as again:
        assert again.store.count("plan") == len(FAMILIES)


def kept(folder: Path) -> Path:
    shutil.copytree(VAULTS / "step-5", folder)
    return folder


def kept_6(folder: Path) -> Path:
    shutil.copytree(VAULTS / "step-6", folder)
    return folder


def made(folder: Path) -> Path:
    make(folder)
    return folder


@pytest.mark.parametrize("vault", [kept, made])
def test_one_of_everything_that_the_fifth_layout_holds_is_there(vault: Callable[[Path], Path], tmp_path: Path) -> None:
    folder = vault(tmp_path / "vault")
    assert sorted(p.name for p in folder.iterdir()) == ["vault.db", "vault.keys", "vault.keys.old"]
    assert (folder / "vault.keys").read_bytes().startswith(b"cima-vault-keys 2\n")
    with opened(folder) as session:
        [attachment] = session.store.all(Attachment)
        assert b"".join(session.store.read_bytes(attachment.digest)) == ATTACHMENT[1]
        note = next(n for n in session.store.all(Note) if n.words == NOTE)
        assert [look.who for look in reads.seen_by(session, note.id)] == ["Prueba"]
        [hold] = holds.in_force(session)
        assert holds.is_held(session, attachment.about)
        assert hold.reason == "lawyer"
        assert [(f.kind, f.n) for f in session.store.figures() if not f.field] == [("person", 1)]
        [(tombstones,)] = session.vault.db.execute("SELECT count(*) FROM erase").fetchall()
        assert tombstones == 1
        assert session.store.search(ERASED) == []
        assert session.check().ok


@pytest.mark.parametrize("vault", [kept_6, made])
def test_one_of_everything_that_the_sixth_layout_holds_is_there(vault: Callable[[Path], Path], tmp_path: Path) -> None:
    with opened(vault(tmp_path / "vault")) as session:
        [consent], [referral] = session.store.all(Consent), session.store.all(Referral)
        assert (consent.agreed, referral.question) == (True, REFERRAL)
        assert len(session.store.one_person(RecordId(consent.person))) == 2
        assert [row.title for row in session.store.page("task", span=("0 2026-12-24", "0 2026-12-25")).rows] == [TASK]
        assert session.check().ok
