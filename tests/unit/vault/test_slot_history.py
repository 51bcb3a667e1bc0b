"""After any history of people and re-keys, exactly the slots that remain open the vault (exchange 23)."""

import random
from collections.abc import Callable

import pytest

from cima_desktop.vault import TESTING_COST, CreatedVault, Vault
from cima_desktop.vault.errors import FrozenSlotError
from tests.unit.vault.leaving import PASSPHRASE, enter, refused

STEPS, ASKED_EVERY = 40, 8


class Team:
    """People with keys, as the vault should know them; Ana is the one who does everything."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.here: dict[str, str] = {}
        self.frozen: set[str] = set()
        self.gone: list[str] = []
        self._count = 0

    def add(self, _name: str) -> None:
        self._count += 1
        self.here[f"N{self._count}"] = f"frase número {self._count}"
        self.vault.access.add_passphrase(f"N{self._count}", self.here[f"N{self._count}"], TESTING_COST)

    def freeze(self, name: str) -> None:
        self.vault.access.freeze(self.slot_of(name))
        self.frozen.add(name)

    def thaw(self, name: str) -> None:
        self.vault.access.thaw(self.slot_of(name))
        self.frozen.discard(name)

    def remove(self, name: str) -> None:
        self.vault.access.remove_slot(self.slot_of(name))
        self._forget(name)

    def leave(self, name: str) -> None:
        self.vault.change_key(without=self.slot_of(name))
        self._forget(name)

    def rekey(self, _name: str) -> None:
        self.vault.change_key()

    def slot_of(self, name: str) -> bytes:
        return next(s.slot_id for s in self.vault.access.slots if s.label == name)

    def _forget(self, name: str) -> None:
        self.gone.append(self.here.pop(name))
        self.frozen.discard(name)

    def ask_everybody(self) -> None:
        self.vault.close()
        folder = self.vault.folder
        for name, passphrase in self.here.items():
            if name in self.frozen:
                with pytest.raises(FrozenSlotError):
                    enter(folder, passphrase=passphrase)
            else:
                enter(folder, passphrase=passphrase).close()
        assert all(refused(folder, passphrase) for passphrase in self.gone)
        self.vault = enter(folder, passphrase=PASSPHRASE)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_history_exactly_the_slots_that_remain_open(created: CreatedVault, seed: int) -> None:
    chance, team = random.Random(seed), Team(created.vault)
    deeds: list[Callable[[str], None]] = [
        team.add, team.add, team.freeze, team.thaw, team.remove, team.leave, team.rekey,
    ]  # fmt: skip
    for step in range(STEPS):
        deed = chance.choice(deeds) if team.here else team.add
        deed(chance.choice(list(team.here) or [""]))
        if step % ASKED_EVERY == ASKED_EVERY - 1:
            team.ask_everybody()
    assert len(team.gone) > 3
    team.vault.close()
