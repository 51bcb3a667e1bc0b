"""P7: what two coordinators hand each other. Export against reading the rows, import against KeePassXC's merge.

The floor of an export is reading every change of the vault. KeePassXC merges as many other entries into as many, as
a whole process that opens and writes its file. Ours is the whole way of an import from the file on: both passes over
it, every signature, keeping what came, the dry run, and taking it in, with every list and index kept up. The backup
before that is not in it; `bench_backups` has it.
"""

import base64
import gc
import hashlib
import os
import resource
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain, count, islice
from pathlib import Path
from tempfile import mkdtemp
from xml.sax.saxutils import escape

from cima_desktop import store as store_room
from cima_desktop.exchange.bundle import Changes, Header, Objects, Standing, open_bundle, save_bundle
from cima_desktop.model.ids import derived_id
from cima_desktop.store import Edit, HaveSet, Raw, Store
from cima_desktop.store.device import device_id
from cima_desktop.vault import create_vault
from cima_desktop.vault.cost import TESTING_COST
from tests.bench.measure import Row, cpu, exponent, in_turn, is_quick, ms, resident_mib
from tests.bench.people import PASSPHRASE, person, scratch, vault_of
from tests.bundles import BETO, MADE_MS

SIZES = (1_000, 10_000) if is_quick() else (1_000, 10_000, 100_000)
MERGED = 1_000 if is_quick() else 10_000
EDITS = 1_000
ROUNDS = 3 if is_quick() else 7
_SECTION = 2_000
_fresh = count()


def fresh_vault(people: int = 0, tag: str = "other") -> Store:
    """Return a vault with other made-up people than those of the bench."""
    made = create_vault(scratch() / f"x-{next(_fresh)}", PASSPHRASE, cost=TESTING_COST, steps=store_room.steps())
    store = Store(made.vault)
    store.save_many("Bench", (Edit("person", derived_id(tag, str(i)), person(i + 500_000)) for i in range(people)))
    return store


def batches(raws: Iterator[Raw]) -> Iterator[list[Raw]]:
    """Yield changes as an export hands them to the writer."""
    while some := list(islice(raws, _SECTION)):
        yield some


def export_all(store: Store, path: Path, have: HaveSet | None = None) -> None:
    """Write what somebody lacks who has `have` into a bundle, durable."""
    public = store.own_public_key()
    header = Header(
        bundle_id=secrets.token_bytes(16), sender=device_id(public), sender_key=public,
        recipients=(BETO.fingerprint,), made_ms=MADE_MS, sort="delta", purpose="peer", program="bench",
        changes=store.gather_count(have)[0], pieces=0, size=0,
    )  # fmt: skip
    told = Objects((b"card",))
    changes = (Changes(tuple(some)) for some in batches(store.gather(have)))
    save_bundle(path, header, [BETO.box], store.sign, chain([told], changes))


def import_all(target: Store, path: Path) -> None:
    """Go the whole way of an import."""
    n = target.begin_arrival(secrets.token_bytes(16), sort="delta")

    def stage(section: object) -> None:
        if isinstance(section, Changes):
            staged = target.stage(n, section.raws)
            assert not staged.refused
            assert not staged.unknown

    with path.open("rb") as file:
        open_bundle(file, [BETO.secret], [BETO.fingerprint], lambda *_: Standing.KNOWN).read(stage)
    target.end_staging(n)
    target.compare(n)
    target.take_in(n, ())


def bundle_of(size: int) -> Path:
    """Return a bundle with everything of the vault with so many people, made once a run."""
    path = scratch() / f"all-{size}.cima"
    if not path.exists():
        export_all(vault_of(size), path)
    return path


def read_rows(store: Store) -> None:
    """Do what no export can do without."""
    for _row in store._db.execute("SELECT * FROM change"):
        pass


def export_row() -> Row:
    """Make a bundle of everything, against reading the rows."""
    store = vault_of(MERGED)
    made = count()
    mine, least = in_turn(
        lambda: export_all(store, scratch() / f"e{next(made)}.cima"), lambda: read_rows(store), ROUNDS
    )
    return Row("P7", f"export {MERGED:,} records", ms(mine), f"rows {ms(least)}", mine / least, "≤ 3", 3)


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
    source, bundle = vault_of(MERGED), bundle_of(MERGED)
    merge = keepassxc_merge()
    ours, theirs = [], []
    for _ in range(3):
        target = fresh_vault(MERGED)
        target.know_device(source.own_public_key(), "bench")
        ours.append(cpu(lambda target=target: import_all(target, bundle)))  # type: ignore[misc]
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
        bundle, before = bundle_of(size), resident_mib()
        costs.append(cpu(lambda t=target, b=bundle: import_all(t, b)))  # type: ignore[misc]
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
    found = store.gather_count(have)[0]
    made = count()
    mine, least = in_turn(
        lambda: export_all(store, scratch() / f"d{next(made)}.cima", have), lambda: read_rows(store), 3
    )
    what = f"export {EDITS:,} edits at {SIZES[-1]:,} ({found:,} changes)"
    return [Row("P7", what, ms(mine), f"rows {ms(least)}", mine / least, "≤ 3", 3)]


class Course:
    """An export and an import in a thread of their own, and what is being done in it now."""

    def __init__(self) -> None:
        self.now = ""
        self.thread = threading.Thread(target=self._go)

    def _go(self) -> None:
        store, path = fresh_vault(MERGED, "course"), scratch() / "course.cima"
        store.own_public_key()
        target = fresh_vault()
        target.know_device(store.own_public_key(), "bench")
        gc.collect()
        gc.freeze()  # as the program does once its window stands
        self.now = "export"
        export_all(store, path)
        self.now = "import"
        import_all(target, path)
        self.now = "over"


def freeze_rows() -> list[Row]:
    """Measure the longest time another thread has to wait: what the window would be frozen for."""
    course, longest = Course(), {"export": 0.0, "import": 0.0}
    course.thread.start()
    last = time.perf_counter()
    while course.now != "over" and course.thread.is_alive():
        doing = course.now
        time.sleep(0.002)
        last, before = time.perf_counter(), last
        if doing in longest:
            longest[doing] = max(longest[doing], last - before)
    course.thread.join()
    gc.unfreeze()
    return [
        Row("P7", f"longest freeze, {doing} of {MERGED:,}", ms(worst), "", worst * 1000, "≤ 50 ms", 50)
        for doing, worst in longest.items()
    ]


def rows() -> list[Row]:
    """Measure everything of the exchange that needs no window."""
    return [export_row(), import_row(), *growth_rows(), *delta_rows(), *freeze_rows()]
