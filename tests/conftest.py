"""What every test stands on: no display, no network, a home of its own, Spanish on the screen."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

import hypothesis
import pytest

from cima_desktop import i18n
from cima_desktop.vault import slots
from tests import stretching, templates

# No deadline: a slow machine is not a failure. No database: each run starts from the same place.
hypothesis.settings.register_profile("house", deadline=None, database=None, derandomize=True)
hypothesis.settings.load_profile("house")

_NETWORK = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_attempts: list[str] = []


def _no_network(event: str, args: tuple[object, ...]) -> None:
    """Refuse, and remember, every use of the network; local sockets (the desktop's bus) are let through."""
    if event in _LOOKUPS or (event in _NETWORK and getattr(args[0], "family", None) != getattr(socket, "AF_UNIX", -1)):
        _attempts.append(event)
        raise PermissionError(f"the program has no network code, but something called {event}")


@pytest.fixture(scope="session", autouse=True)
def _sealed_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the person's own settings, keyring and network out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))  # where QSettings would write
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        sys.addaudithook(_no_network)
        templates.keep_in(tmp_path_factory.mktemp("templates"))
        yield


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each test an empty home and a Spanish screen, and fail it when it tried to use the network."""
    monkeypatch.setenv("CIMA_HOME", str(tmp_path_factory.mktemp("home")))
    i18n.use("es")
    _attempts.clear()
    yield
    i18n.use("es")
    assert _attempts == []


@pytest.fixture(scope="session")
def acquainted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the closed vaults of two coordinators who know each other, made once: take copies."""
    from tests import exchange_pair  # lazy: most test runs have no exchange in them

    return exchange_pair.make(tmp_path_factory.mktemp("pair"))


@pytest.fixture
def derived_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch each passphrase once: what asks for the real cost again and again would take the suite minutes."""
    monkeypatch.setattr(slots, "Argon2id", stretching.Remembering)


@pytest.fixture
def network_attempts() -> list[str]:
    """Return the attempts remembered in this test, so that the seal can be tested itself."""
    return _attempts
