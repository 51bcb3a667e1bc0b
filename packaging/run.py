"""Opens CIMA Desktop, or, where no window can be opened, does the main job without one into out/.

`make run` calls it with the Python of .venv. It says in one line why there is no window.
"""

import os
import subprocess
import sys
from pathlib import Path

import debian_libs

ROOT = Path(__file__).resolve().parent.parent
PROBE = "from PySide6.QtWidgets import QApplication; QApplication([])"
TOLD_BY_A_VARIABLE = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "Qt could not start"


def why_no_window() -> str:
    """Return why no window can be opened here, or nothing when one can."""
    linux = sys.platform.startswith("linux")
    if linux and not any(os.environ.get(name) for name in TOLD_BY_A_VARIABLE):
        absent = debian_libs.provide(debian_libs.OFFSCREEN)
        return debian_libs.sentence(absent) if absent else "neither DISPLAY nor WAYLAND_DISPLAY is set"
    absent = debian_libs.provide(debian_libs.OFFSCREEN, debian_libs.WINDOW)
    probe = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=False)
    if probe.returncode == 0:
        return ""
    return debian_libs.sentence(absent) if absent else _last_line(probe.stderr)


def main() -> int:
    """Open the app and return its exit status; or make the practice family's papers."""
    program = [sys.executable, "-m", "cima_desktop"]
    reason = why_no_window()
    if not reason:
        return subprocess.run(program, check=False).returncode
    print(f"No display here: {reason}. Making a made-up family's papers and a screenshot in out/ instead.", flush=True)
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([*program, "practice", "--out", str(ROOT / "out")], env=offscreen, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
