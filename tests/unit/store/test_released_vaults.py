"""Every vault of a released layout opens, whole, with the program of today (D02, R19)."""

import shutil
from pathlib import Path

import pytest

from cima_desktop.model.plans import Plan
from cima_desktop.services.plans import family
from cima_desktop.services.session import open_vault
from tests.vectors.vaults.make import FAMILIES, PASSPHRASE

VAULTS = Path(__file__).parents[2] / "vectors" / "vaults"
RELEASED = sorted(p.name for p in VAULTS.iterdir() if (p / "vault.db").exists())


def test_there_are_released_vaults() -> None:
    assert RELEASED


@pytest.mark.parametrize("version", RELEASED)
def test_a_released_vault_opens_whole(version: str, tmp_path: Path) -> None:
    shutil.copytree(VAULTS / version, tmp_path / "vault")
    with open_vault(tmp_path / "vault", passphrase=PASSPHRASE) as session:
        plans = session.store.all(Plan)
        assert len(plans) == len(FAMILIES)
        assert all(family(session, plan.id).children for plan in plans)
        assert session.check().ok
        assert session.store.search("prueba")
    with open_vault(tmp_path / "vault", passphrase=PASSPHRASE) as again:
        assert again.store.count("plan") == len(FAMILIES)
