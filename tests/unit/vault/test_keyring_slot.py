"""Only keyrings that are known to keep a secret are used, by name; all else is refused, and nothing is left (S17)."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import keyring.errors
import pytest

from cima_desktop.vault import keyring_slot
from cima_desktop.vault.keyring_slot import (
    KeyringError,
    KeyringForgetsError,
    KeyringLockedError,
    KeyringMissingError,
    forget,
    get,
    new_secret,
    put,
)
from tests.keyrings import FakeKeyring, install

VAULT, SLOT = bytes(16), bytes(8)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> FakeKeyring:
    return install(monkeypatch, FakeKeyring())


def test_what_is_put_is_got_and_can_be_forgotten(ring: FakeKeyring) -> None:
    secret = new_secret()
    assert (len(secret), secret != new_secret()) == (32, True)
    put(VAULT, SLOT, secret)
    assert ring.kept == {("CIMA Desktop", f"{VAULT.hex()}.{SLOT.hex()}"): secret.hex()}
    assert get(VAULT, SLOT) == secret
    assert get(VAULT, bytes([1] * 8)) is None
    assert forget(VAULT, SLOT)
    assert forget(VAULT, SLOT)
    assert get(VAULT, SLOT) is None
    assert ring.kept == {}


@pytest.mark.parametrize("kept", ["", "zz", "00" * 31, "ñ", "00" * 33])
def test_an_entry_that_cannot_be_ours_is_none(ring: FakeKeyring, kept: str) -> None:
    ring.kept["CIMA Desktop", f"{VAULT.hex()}.{SLOT.hex()}"] = kept
    assert get(VAULT, SLOT) is None


class Forgetful(FakeKeyring):
    """What the null back-end does: it says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Changing(FakeKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[:-1])


class Locked(FakeKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.get_password(service, username)


class Broken(FakeKeyring):
    """Writes, and then the bus goes away."""

    def get_password(self, service: str, username: str) -> str | None:
        raise OSError("the bus is gone")


@pytest.mark.parametrize(
    ("backend", "error"),
    [
        (Forgetful, KeyringForgetsError),
        (Changing, KeyringForgetsError),
        (Locked, KeyringLockedError),
        (Broken, KeyringError),
    ],
)
def test_a_keyring_that_does_not_keep_is_refused(
    backend: type[FakeKeyring], error: type[KeyringError], monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = install(monkeypatch, backend())
    with pytest.raises(error) as caught:
        put(VAULT, SLOT, new_secret())
    assert type(caught.value) is error
    assert ring.kept == {}
    assert caught.value.sentence("es") != caught.value.sentence("en")


def test_what_cannot_be_taken_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, Locked())
    assert not forget(VAULT, SLOT)
    with pytest.raises(KeyringLockedError):
        get(VAULT, SLOT)
    monkeypatch.setattr(keyring_slot, "_BACKENDS", ())
    assert not forget(VAULT, SLOT)


# --- the library's own choice is never asked ------------------------------------------------------------------------


@pytest.fixture
def traps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """Offer the library every back-end that must not be used: plug-ins, environment, configuration, chainer."""
    used: list[str] = []

    class Plaintext:
        priority = 99

        def __init__(self) -> None:
            used.append("plaintext")

        def set_password(self, service: str, username: str, password: str) -> None:
            (tmp_path / "keyring_pass.cfg").write_text(password)

        def get_password(self, service: str, username: str) -> str | None:
            return (tmp_path / "keyring_pass.cfg").read_text()

    module = ModuleType("keyrings_alt_file")
    module.PlaintextKeyring = Plaintext  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyrings_alt_file", module)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyrings_alt_file.PlaintextKeyring")
    (tmp_path / "python_keyring").mkdir()
    (tmp_path / "python_keyring" / "keyringrc.cfg").write_text(
        "[backend]\ndefault-keyring=keyrings_alt_file.PlaintextKeyring\n"
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def asked(*_: object, **__: object) -> object:
        used.append("asked")
        return Plaintext()

    for name in ("get_keyring", "set_password", "get_password", "delete_password"):
        monkeypatch.setattr(keyring, name, asked)
        monkeypatch.setattr(f"keyring.core.{name}", asked)
    monkeypatch.setattr("keyring.backend.get_all_keyring", asked)
    yield used
    assert not (tmp_path / "keyring_pass.cfg").exists()


def test_on_a_computer_without_a_keyring_nothing_else_is_taken(
    traps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    with pytest.raises(KeyringMissingError):
        put(VAULT, SLOT, new_secret())
    with pytest.raises(KeyringMissingError):
        get(VAULT, SLOT)
    assert traps == []


def test_the_four_that_may_be_used_are_named_and_none_else() -> None:
    names = {f"{module}.{name}" for _system, module, name in keyring_slot._BACKENDS}
    assert names == {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
    }


def test_a_back_end_of_no_worth_or_without_its_system_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    class Worthless:
        priority = 0

    class Unusable:
        @property
        def priority(self) -> int:
            raise RuntimeError

    module = ModuleType("some_keyrings")
    module.Worthless, module.Unusable = Worthless, Unusable()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "some_keyrings", module)
    rows = [(sys.platform, "some_keyrings", "Worthless"), (sys.platform, "some_keyrings", "Unusable")]
    rows += [(sys.platform, "no.such.module", "X"), ("another system", "some_keyrings", "Worthless")]
    monkeypatch.setattr(keyring_slot, "_BACKENDS", tuple(rows))
    with pytest.raises(KeyringMissingError):
        keyring_slot.system_keyring()
