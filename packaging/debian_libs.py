"""Looks for the system libraries and tools the program and its tests need, and installs Debian's packages of them.

`python packaging/debian_libs.py LIST…` exits 0 when all are there in the end, and else 1 after one sentence that
names what is missing. Standard library only: it runs before anything is installed.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OFFSCREEN = HERE / "debian-libs.txt"
WINDOW = HERE / "debian-window-libs.txt"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _is_there(wanted: str) -> bool:
    """Tell whether this machine has a library (`libGL.so.1`), a file (`/usr/include/stdio.h`) or a command (`gcc`)."""
    if ".so" in wanted:
        return _loads(wanted)
    return Path(wanted).exists() if wanted.startswith("/") else shutil.which(wanted) is not None


def missing(*lists: Path) -> list[str]:
    """Return the Debian packages in `lists` of which this machine lacks what is looked for."""
    if not sys.platform.startswith("linux"):
        return []
    lines = [line.split() for file in lists for line in file.read_text(encoding="utf-8").splitlines()]
    return [words[0] for words in lines if words and words[0] != "#" and not _is_there(words[1])]


def _as_root() -> list[str] | None:
    """Return what to put before a command to run it as root without asking, or None when that cannot be done."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install(packages: list[str]) -> bool:
    """Install Debian packages when this account may; return whether it was tried and done."""
    apt = shutil.which("apt-get")
    before = _as_root() if apt else None
    if apt is None or before is None:
        return False
    print(f"Installing Debian packages: {' '.join(packages)}", flush=True)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if subprocess.run([*before, *quiet, *command], stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


def provide(*lists: Path) -> list[str]:
    """Install what is missing when this account may; return what is missing still."""
    wanted = missing(*lists)
    if wanted and install(wanted):
        wanted = missing(*lists)
    return wanted


def sentence(packages: list[str]) -> str:
    """Return one sentence that says what to install."""
    return f"Something from the system is missing here; on Debian or Ubuntu: apt-get install {' '.join(packages)}"


if __name__ == "__main__":
    still_missing = provide(*(Path(name) for name in sys.argv[1:]))
    if still_missing:
        sys.exit(sentence(still_missing))
