"""A keyring in memory, in the place of this computer's own."""

import sys
from types import ModuleType
from typing import TypeVar

import pytest
from keyring.errors import PasswordDeleteError

from cima_desktop.vault import keyring_slot


class FakeKeyring:
    """Keeps entries as the system's keyrings do."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("No such password!")


R = TypeVar("R", bound=FakeKeyring)


def install(patch: pytest.MonkeyPatch, ring: R) -> R:
    """Let `ring` be the only back-end there is; return it."""

    class Made:
        priority = 5

        def __new__(cls) -> R:  # type: ignore[misc]
            return ring

    module = ModuleType("fake_keyring")
    module.Made = Made  # type: ignore[attr-defined]
    patch.setitem(sys.modules, "fake_keyring", module)
    patch.setattr(keyring_slot, "_BACKENDS", ((sys.platform, "fake_keyring", "Made"),))
    return ring
