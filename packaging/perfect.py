"""Fails when a file on the perfect list ([tool.perfect] in pyproject.toml) has an untested line or branch.

Reads the JSON report that `coverage json -o FILE` writes: `python packaging/perfect.py FILE`.
"""

import json
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def gaps(report: dict[str, Any], patterns: list[str]) -> list[str]:
    """Return a line for each listed file that is not wholly covered, and for each pattern that names no file."""
    files = {name.replace("\\", "/"): facts for name, facts in report["files"].items()}
    found = []
    for pattern in patterns:
        listed = [name for name in sorted(files) if fnmatch(name, pattern)]
        if not listed:
            found.append(f"{pattern}: no such file was measured")
        for name in listed:
            lines, branches = files[name]["missing_lines"], files[name].get("missing_branches", [])
            if lines or branches:
                found.append(f"{name}: lines {_some(lines)}; branches {_some(branches)}")
    return found


def _some(places: list[Any], limit: int = 12) -> str:
    """Return the first places, and how many more there are."""
    shown = ", ".join(str(place) for place in places[:limit]) or "none"
    return shown if len(places) <= limit else f"{shown} and {len(places) - limit} more"


def main(report: str) -> int:
    """Print each gap; return 1 when there is one."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["perfect"]["files"]
    found = gaps(json.loads(Path(report).read_text(encoding="utf-8")), patterns)
    for gap in found:
        print(gap, file=sys.stderr)
    print(f"perfect files: {len(patterns)} patterns, {len(found)} gaps")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
