"""Where files live: what ships with the program, what belongs to the person using it, and the program itself.

Nothing here creates a folder; whoever writes a file does, so that looking never leaves a trace.
"""

import os
import sys
from functools import cache
from pathlib import Path

APP_NAME = "cima-desktop"
BUNDLE = ".cima"
"""What the names of bundles for other coordinators end in."""


@cache
def _shipped(folder: str) -> Path:
    """Return a folder that ships with the program: frozen build, installed wheel or checkout, in that order."""
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).resolve().parent
    roots = [Path(frozen)] if frozen else []
    for root in [*roots, package / "_data", package.parent]:
        if (root / folder).is_dir():
            return root / folder
    return package.parent / folder


def resources() -> Path:
    """Return the folder of icons, fonts, document packs, help pages, word lists and practice data."""
    return _shipped("resources")


def translations() -> Path:
    """Return the folder of gettext catalogues."""
    return _shipped("translations")


def own_program() -> list[str]:
    """Return the command that starts this program again; its arguments come after.

    `-P`: a folder that happens to be the working one is never taken for the program.
    """
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "cima_desktop"]


def own_libraries() -> dict[str, str]:
    """Return what a process started with `own_program` must have in its environment to find what this one found."""
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def user_data() -> Path:
    """Return this person's data folder (vaults, own clauses); `CIMA_HOME` moves all of it, for a stick or a test."""
    return _user("data")


def user_config() -> Path:
    """Return the folder of settings that hold no personal data."""
    return _user("config")


def user_log() -> Path:
    """Return the folder of the redacted log."""
    return _user("log")


def default_vault() -> Path:
    """Return the folder of the vault that opens when no other is named."""
    return user_data() / "vault"


def practice_vault() -> Path:
    """Return the folder of the practice vault, which holds only made-up families."""
    return user_data() / "practice"


def _user(kind: str) -> Path:
    home = os.environ.get("CIMA_HOME")
    if home:
        return Path(home) / kind
    import platformdirs  # lazy: only the real folders need it, and start-up is counted in milliseconds

    folders = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
    return Path({"data": folders.user_data_dir, "config": folders.user_config_dir, "log": folders.user_log_dir}[kind])
