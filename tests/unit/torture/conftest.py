"""What the self-tests of the torture run stand on: the compiled shim, and a way to run a script with it."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.killing import ROOT
from tests.torture import shim

TOOLS = ("gcc", "strace")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the compiled shim."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    assert missing == [], "python packaging/debian_libs.py packaging/debian-torture-libs.txt installs them"
    return shim.build(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def with_shim(library: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Return a way to run Python with the shim loaded."""

    def run(script: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", script, *map(str, arguments)]
        environment = {**shim.preloaded(library), "PYTHONPATH": str(ROOT)}
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)

    return run
