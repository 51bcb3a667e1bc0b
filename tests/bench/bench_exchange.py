"""P7: what two coordinators hand each other. Export against reading the rows, import against KeePassXC's merge.

The floor of the export is reading every change of the vault. KeePassXC merges as many other entries into as many, as
a whole process that opens and writes its file; ours is the whole way of an import: checking every signature, keeping
what came, the dry run, and taking it in, with every list and index kept up.
"""

import base64
import hashlib
import os
import resource
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from tempfile import mkdtemp
from xml.sax.saxutils import escape

from cima_desktop import store as store_room
from cima_desktop.model.ids import derived_id
from cima_desktop.store import Edit, Raw, Store
from cima_desktop.vault import create_vault
from cima_desktop.vault.cost import TESTING_COST
from tests.bench.measure import Row, cpu, exponent, in_turn, is_quick, ms, resident_mib
from tests.bench.people import PASSPHRASE, person, scratch, vault_of

SIZES = (1_000, 10_000) if is_quick() else (1_000, 10_000, 100_000)
MERGED = 1_000 if is_quick() else 10_000
EDITS = 1_000
_SECTION = 2_000
_fresh = count()


def fresh_vault(people: int = 0, tag: str = "other") -> Store:
    """Return a vault with other made-up people than those of the bench."""
    made = create_vault(scratch() / f"x-{next(_fresh)}", PASSPHRASE, cost=TESTING_COST, steps=store_room.steps())
    store = Store(made.vault)
    store.save_many("Bench", (Edit("person", derived_id(tag, str(i)), person(i + 500_000)) for i in range(people)))
    return store


def sections(raws: Iterator[Raw]) -> Iterator[list[Raw]]:
    """Yield changes as the sections of a bundle bring them."""
    while some := list(islice(raws, _SECTION)):
        yield some


def import_all(target: Store, raws: Iterator[Raw]) -> None:
    """Go the whole way of an import: check, keep, compare, take in."""
    n = target.begin_arrival(secrets.token_bytes(16), sort="delta")
    for some in sections(raws):
        staged = target.stage(n, some)
        assert not staged.refused
        assert not staged.unknown
    target.end_staging(n)
    target.compare(n)
    target.take_in(n, ())


def export_row() -> Row:
    """Gather everything for a peer that has nothing, against reading the rows."""
    store = vault_of(MERGED)

    def ours() -> None:
        for _raw in store.gather(None):
            pass

    def floor() -> None:
        for _row in store._db.execute("SELECT * FROM change"):
            pass

    mine, least = in_turn(ours, floor, 7)
    return Row("P7", f"gather {MERGED:,} records", ms(mine), f"rows {ms(least)}", mine / least, "≤ 3", 3)


def _xml(path: Path, tag: str, first: int) -> None:
    """Write entries as KeePass's own XML."""

    def name(number: int) -> str:
        return base64.b64encode(hashlib.md5(f"{tag}{number}".encode(), usedforsecurity=False).digest()).decode()

    at = "2026-11-20T10:00:00Z"
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8" standalone="yes"?><KeePassFile><Meta/><Root><Group>')
        file.write(f"<UUID>{name(-1)}</UUID><Name>Root</Name>")
        for number in range(first, first + MERGED):
            fields = person(number)
            texts = {"Title": f"{fields['given_names']} {fields['paternal_surname']}", **fields}
            strings = "".join(f"<String><Key>{k}</Key><Value>{escape(v)}</Value></String>" for k, v in texts.items())
            times = f"<LastModificationTime>{at}</LastModificationTime><CreationTime>{at}</CreationTime>"
            file.write(f"<Entry><UUID>{name(number)}</UUID><Times>{times}</Times>{strings}</Entry>")
        file.write("</Group></Root></KeePassFile>")


def _keepassxc(*arguments: str) -> float:
    """Return the CPU seconds of one command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        ["keepassxc-cli", *arguments],
        input=b"bench\nbench\n",
        check=True,
        capture_output=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def keepassxc_merge() -> Callable[[], float]:
    """Return what merges as many other entries into as many, once for each call."""
    folder = Path(mkdtemp(dir=scratch()))
    for tag, first in (("a", 0), ("b", 500_000)):
        _xml(folder / f"{tag}.xml", tag, first)
        _keepassxc("import", "-p", "--decryption-time", "100", str(folder / f"{tag}.xml"), str(folder / f"{tag}.kdbx"))

    def merge() -> float:
        shutil.copy(folder / "a.kdbx", folder / "m.kdbx")
        return _keepassxc("merge", str(folder / "m.kdbx"), str(folder / "b.kdbx"))

    return merge


def import_row() -> Row:
    """Import as many other people into as many, against KeePassXC; in turn, best of three each."""
    source = vault_of(MERGED)
    merge = keepassxc_merge()
    ours, theirs = [], []
    for _ in range(3):
        target = fresh_vault(MERGED)
        target.know_device(source.own_public_key(), "bench")
        ours.append(cpu(lambda target=target: import_all(target, source.gather(None))))  # type: ignore[misc]
        theirs.append(merge())
    mine, least = min(ours), min(theirs)
    return Row(
        "P7",
        f"import {MERGED:,} into {MERGED:,}, all checked",
        ms(mine),
        f"keepassxc merge {ms(least)}",
        least / mine,
        "≥ 4 ahead",
        4,
        at_least=True,
    )


def growth_rows() -> list[Row]:
    """Import into an empty vault at each size: how the time grows, and what memory it takes."""
    costs: list[float] = []
    memory = 0.0
    for size in SIZES:
        source, target = vault_of(size), fresh_vault()
        target.know_device(source.own_public_key(), "bench")
        before = resident_mib()
        costs.append(cpu(lambda s=source, t=target: import_all(t, s.gather(None))))  # type: ignore[misc]
        memory = max(0.0, resident_mib() - before)
    power = exponent(SIZES, costs)
    said = f"{SIZES[0]:,} to {SIZES[-1]:,}"
    rows = [
        Row("P7", f"import grows, {said}", f"n^{power:.2f}", "", power, "≤ 1.1", 1.1),
        Row("P7", f"memory after importing {SIZES[-1]:,}", f"{memory:.0f} MiB", "", memory, "≤ 110", 110),
    ]
    if SIZES[-1] == 100_000:
        ratio = costs[-1] / costs[-2]
        rows.append(Row("P7", "import 100k against 10k", ms(costs[-1]), ms(costs[-2]), ratio, "≤ 12", 12))
    return rows


def delta_rows() -> list[Row]:
    """Find and gather 1,000 edits in the largest vault, against reading every row of it."""
    store = vault_of(SIZES[-1])
    have = store.own_have()
    for number in range(EDITS):
        store.save("Bench", [Edit("person", derived_id("bench", str(number)), {"city": f"Town {number}"})])
    found = sum(1 for _raw in store.gather(have))

    def ours() -> None:
        for _raw in store.gather(have):
            pass

    def floor() -> None:
        for _row in store._db.execute("SELECT * FROM change"):
            pass

    mine, least = in_turn(ours, floor, 3)
    what = f"delta of {EDITS:,} edits at {SIZES[-1]:,} ({found:,} changes)"
    return [Row("P7", what, ms(mine), f"rows {ms(least)}", mine / least, "≤ 3", 3)]


def rows() -> list[Row]:
    """Measure everything of the exchange that needs no window."""
    return [export_row(), import_row(), *growth_rows(), *delta_rows()]
