"""The seal around the tests holds."""

import os
import socket
from pathlib import Path

import pytest

from cima_desktop import i18n, paths


def test_a_connection_is_refused_and_remembered(network_attempts: list[str]) -> None:
    with socket.socket(socket.AF_INET) as plug, pytest.raises(PermissionError, match="no network code"):
        plug.connect(("127.0.0.1", 9))
    assert network_attempts == ["socket.connect"]
    network_attempts.clear()


def test_a_name_lookup_is_refused(network_attempts: list[str]) -> None:
    with pytest.raises(PermissionError, match="no network code"):
        socket.getaddrinfo("example.invalid", 80)
    network_attempts.clear()


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_home_and_a_spanish_screen(turn: int) -> None:
    assert i18n.language() == "es"
    home = Path(os.environ["CIMA_HOME"])
    assert list(home.iterdir()) == []
    assert home in paths.user_data().parents
    (home / f"left by turn {turn}").touch()
    i18n.use("en")
