"""A vault of its own for each test, a clock one can turn, and short ways to make records."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cima_desktop.store import Store
from cima_desktop.vault import Vault
from tests import templates
from tests.unit.store.carrying import introduce
from tests.unit.store.making import Hands


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def new_vault(tmp_path: Path) -> Iterator[Callable[[str], Vault]]:
    """Return a way to make empty vaults; they are closed at the end."""
    made: list[Vault] = []

    def make(name: str = "vault") -> Vault:
        vault = templates.vault(tmp_path / name, "ocho palabras que nadie adivina", "", which=name).vault
        made.append(vault)
        return vault

    yield make
    for vault in made:
        vault.close()


@pytest.fixture
def new_store(new_vault: Callable[[str], Vault], hands: Hands) -> Callable[[str], Store]:
    return lambda name: Store(new_vault(name), hands.now, actor="Lucía Ejemplo")


@pytest.fixture
def store(new_store: Callable[[str], Store]) -> Store:
    return new_store("vault")


@pytest.fixture
def other(store: Store, new_store: Callable[[str], Store]) -> Store:
    """Return a second store; the two know each other's devices."""
    made = new_store("other")
    introduce(store, made)
    return made
