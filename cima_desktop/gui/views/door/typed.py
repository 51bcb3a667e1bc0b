"""What a door asks a vault to be opened with, and what can be known of the ways in before it is open."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSPHRASE, CODE, SHARES = "passphrase", "code", "shares"
"""The ways in whose fields somebody types in."""


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """One attempt to open: what was typed or chosen, of one way in. It is never shown, not even in a traceback."""

    passphrase: str = ""
    slot_id: bytes = b""
    key_file: Path | None = None
    recovery_code: str = ""
    shares: tuple[str, ...] = ()
    keyring: bool = False

    def given(self) -> dict[str, Any]:
        """Return what was typed or chosen, as the services take it."""
        return {
            "passphrase": self.passphrase,
            "recovery_code": self.recovery_code,
            "shares": self.shares,
            "key_file": self.key_file,
        }


@dataclass(frozen=True, slots=True)
class DoorPerson:
    """Somebody with a passphrase: the slot's id, the name that stands on it, and what the door must know of it."""

    slot_id: bytes
    name: str
    needs_file: bool = False
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class DoorWays:
    """The ways into one vault, as anyone who holds its key file can read them."""

    people: tuple[DoorPerson, ...] = ()
    has_passphrase: bool = True
    has_code: bool = True
    has_shares: bool = False
    has_keyring: bool = False
