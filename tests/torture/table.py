"""The table of figures."""

import json
from collections import Counter
from collections.abc import Sequence

from tests.torture.engine import Row
from tests.torture.workloads import LEAKED, LOST, UNOPENABLE, WRONG

COLUMNS = (LOST, LEAKED, UNOPENABLE, WRONG)
_MOST = 12


def is_clean(row: Row) -> bool:
    """Tell whether nothing went wrong, and something was tried."""
    return row.points > 0 and not row.findings


def as_table(rows: Sequence[Row], *, head: bool = True) -> str:
    """Return rows as lines of text, with what was found beneath each."""
    lines = []
    if head:
        lines = [
            f"{'trial':<24}{'points':>8}" + "".join(f"{name:>15}" for name in COLUMNS) + f"{'seconds':>9}{'MiB':>7}"
        ]
    for row in rows:
        counts = "".join(f"{row.count(name):>15}" for name in COLUMNS)
        lines.append(
            f"{row.name:<24}{row.points:>8}{counts}{row.seconds:>9.1f}{row.peak_mib:>7.0f}  {row.note}".rstrip()
        )
        lines += [f"    {kind}: {what} (×{times})" for (kind, what), times in _gathered(row)]
    return "\n".join(lines)


def _gathered(row: Row) -> list[tuple[tuple[str, str], int]]:
    """Return what was found, alike things once, each with the first point it was found at."""
    first: dict[tuple[str, str], str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for kind, what in row.findings:
        alike = (kind, what.partition(": ")[2])
        first.setdefault(alike, what)
        counts[alike] += 1
    return [((kind, first[kind, what]), n) for (kind, what), n in counts.most_common(_MOST)]


def as_json(rows: Sequence[Row]) -> str:
    """Return rows as one line of JSON, for the tests of the harness."""
    return json.dumps([{"name": row.name, "points": row.points, "findings": row.findings} for row in rows])
