"""Vaults made once and copied: to make one, with every table, costs ten times what opening a copy does."""

import shutil
from pathlib import Path

from cima_desktop.model.kinds import KINDS
from cima_desktop.store import steps
from cima_desktop.vault import TESTING_COST, Cost, CreatedVault, ballast, create_vault, open_vault

_made: dict[tuple[object, ...], tuple[Path, str]] = {}
_home: list[Path] = []


def keep_in(home: Path) -> None:
    """Say where the templates lie, as the tests do; without, each vault is made for itself."""
    _home[:] = [home]


def vault(
    folder: Path, passphrase: str, label: str, cost: Cost = TESTING_COST, *, which: str = "vault"
) -> CreatedVault:
    """Return a new vault, opened. Two of the same `which` and words are copies of each other: never let them meet."""
    if not _home:
        return create_vault(folder, passphrase, label, cost, steps=steps())
    declared = tuple((name, kind.names) for name, kind in sorted(KINDS.items()))  # some tests declare more
    key = (passphrase, label, which, cost, declared)
    if key not in _made:
        template = _home[0] / str(len(_made))
        made = create_vault(template, passphrase, label, cost, steps=steps())
        made.vault.close()
        _made[key] = template, made.recovery_code
    template, code = _made[key]
    copy(template, folder)
    return CreatedVault(open_vault(folder, steps=steps(), floor=cost, passphrase=passphrase), code)


def copy(template: Path, folder: Path) -> None:
    """Copy a closed vault. The room set aside is left out: laying it anew costs nothing, copying it half the time."""
    shutil.copytree(template, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(ballast.NAME))
