"""The encrypted file, its keys and its migrations. Only this package and the store import sqlcipher3.

A vault is a folder holding `vault.db` and `vault.keys`. Begin with `create_vault` or `open_vault`.
"""

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
