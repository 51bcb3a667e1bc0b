"""Writes packaging/requirements.txt and requirements-dev.txt from pyproject.toml: names, versions and hashes only.

Universal: one file serves Linux, macOS and Windows and every Python that is supported, with markers where a package
is needed on one of them only. Versions chosen by hand are in packaging/pins.txt.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILES = {"requirements.txt": ["build"], "requirements-dev.txt": ["build", "dev"]}
HEAD = "# Written by `make lock` from pyproject.toml and pins.txt; do not edit.\n"
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade", "--quiet"]
NAMES_ONLY = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--no-config"]


def lock(extras: list[str]) -> str:
    """Return the text of a requirement file for the program and `extras`."""
    command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *NAMES_ONLY, "-c", str(HERE / "pins.txt")]
    command += [f"--extra={extra}" for extra in extras]
    return HEAD + subprocess.check_output([*command, str(HERE.parent / "pyproject.toml")], text=True)


if __name__ == "__main__":
    for file_name, file_extras in FILES.items():
        (HERE / file_name).write_text(lock(file_extras), encoding="utf-8", newline="\n")
