"""The encrypted file, its keys and its migrations. Only this package and the store import sqlcipher3.

A vault is a folder holding `vault.db` and `vault.keys`. Begin with `create_vault` or `open_vault`.

The names below are imported from their modules when they are first used, because the window is painted before the
engine and the cipher libraries are needed.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cima_desktop.vault.check import Examination, Health
    from cima_desktop.vault.cost import TESTING_COST, Cost
    from cima_desktop.vault.database import Cursor, Database
    from cima_desktop.vault.errors import VaultError, engine_error
    from cima_desktop.vault.migrations import Step
    from cima_desktop.vault.opening import (
        PRACTICE_PASSPHRASE,
        CreatedVault,
        VaultSummary,
        create_practice_vault,
        create_vault,
        open_vault,
        vault_info,
    )
    from cima_desktop.vault.vault import Vault

_HOMES = {
    "check": ("Examination", "Health"),
    "cost": ("TESTING_COST", "Cost"),
    "database": ("Cursor", "Database"),
    "errors": ("VaultError", "engine_error"),
    "migrations": ("Step",),
    "opening": (
        "PRACTICE_PASSPHRASE",
        "CreatedVault",
        "VaultSummary",
        "create_practice_vault",
        "create_vault",
        "open_vault",
        "vault_info",
    ),
    "vault": ("Vault",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "PRACTICE_PASSPHRASE",
    "TESTING_COST",
    "Cost",
    "CreatedVault",
    "Cursor",
    "Database",
    "Examination",
    "Health",
    "Step",
    "Vault",
    "VaultError",
    "VaultSummary",
    "create_practice_vault",
    "create_vault",
    "engine_error",
    "open_vault",
    "vault_info",
]


def __getattr__(name: str) -> object:
    """Import what is asked for from the module it lives in."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
