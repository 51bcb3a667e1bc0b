"""Attachments in the large (R10, B09): 0 B to 200 MB in bounded memory, hundreds of mangled files, killed at any write.

Each function does one form and returns its figures; what must not happen raises.
"""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from cima_desktop import store as store_room
from cima_desktop.documents.received import CannotShowError, Patience, Received
from cima_desktop.model.attachments import MOST_IN_FILE, Attachment
from cima_desktop.model.ids import derived_id
from cima_desktop.services import attachments
from cima_desktop.services.attachment_source import FileSource, TooBigError
from cima_desktop.services.session import Session
from cima_desktop.store import Edit, Store
from cima_desktop.vault import TESTING_COST, create_vault, open_vault
from tests import received_files as files

ROOT = Path(__file__).resolve().parents[2]
SIZES = (0, 1, 4095, 4096, 262_143, 262_144, 262_145, 1_000_000, 50_000_000, MOST_IN_FILE)
MOST_MIB = 64.0
WORDS = "ocho palabras que nadie adivina"
PERSON = derived_id("torture", "person")


def peak_mib() -> float:
    """Return the most memory this process has held since it was last asked to forget that (Linux)."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def _new_vault(folder: Path) -> Session:
    session = Session(create_vault(folder, WORDS, "Prueba", TESTING_COST, steps=store_room.steps()).vault)
    session.store.save("Added", [Edit("person", PERSON, {"given_names": "Ana"})])
    return session


def _write(file: Path, size: int) -> str:
    """Write a file of a size; return its fingerprint."""
    made, block = hashlib.sha256(), hashlib.shake_128(str(size).encode()).digest(1_000_000)
    with open(file, "wb") as out:
        for begin in range(0, size, len(block)):
            part = (begin.to_bytes(8, "big") + block[8:])[: size - begin]
            made.update(part)
            out.write(part)
    return made.hexdigest()


def all_sizes(folder: Path, sizes: Sequence[int] = SIZES) -> dict[str, float]:
    """Add, save and compare files from nothing to the limit; return memory in MiB and seconds for the largest."""
    figures: dict[str, float] = {}
    with _new_vault(folder / "vault") as session:
        for size in sizes:
            source, target = folder / "source.bin", folder / "target.bin"
            digest = _write(source, size)
            Path("/proc/self/clear_refs").write_text("5", "ascii")
            before, began = peak_mib(), time.monotonic()
            record = attachments.add(session, PERSON, FileSource(source)).record
            figures["seconds to add the largest"] = time.monotonic() - began
            attachments.save_readable(session, record, target, "Torture")
            grown = peak_mib() - before
            figures["most MiB while adding and saving"] = max(
                grown, figures.get("most MiB while adding and saving", 0.0)
            )
            assert session.store.need(Attachment, record).digest == digest
            assert target.stat().st_size == size
            with open(target, "rb") as saved:
                assert hashlib.file_digest(saved, "sha256").hexdigest() == digest
        with open(folder / "source.bin", "ab") as longer:
            longer.truncate(MOST_IN_FILE + 1)
        try:
            attachments.add(session, PERSON, FileSource(folder / "source.bin"))
        except TooBigError:
            figures["above the limit refused"] = 1.0
        assert session.check().ok
    assert figures["most MiB while adding and saving"] < MOST_MIB
    assert figures["above the limit refused"] == 1.0
    return figures


def mangled(count: int = 500) -> dict[str, float]:
    """Look at damaged files of every kind; each is seen or refused with a sentence, none stops this process."""
    room, figures = random.Random(19), {"seen": 0.0, "refused": 0.0, "longest seconds": 0.0}
    whole = [("pdf", files.pdf(2)), *((m, files.picture(m, (90, 70))) for m in ("png", "jpeg", "gif", "webp", "tiff"))]
    bad = [("pdf", files.bomb_pdf(2000)), ("pdf", files.endless_pdf()), ("png", files.huge_png())]
    for number in range(count):
        media, data = bad[number] if number < len(bad) else room.choice(whole)
        bent = bytearray(data)
        if number >= len(bad):
            for _n in range(room.randrange(1, 4)):
                bent[room.randrange(len(bent))] = room.randrange(256)
            if number % 3 == 0:
                del bent[room.randrange(len(bent) // 2, len(bent) + 1) :]
        began = time.monotonic()
        seen = Received(media, len(bent), Patience(opening=8, page=4))
        try:
            seen.feed(bytes(bent))
            seen.open()
            seen.page(0, 200)
            figures["seen"] += 1
        except CannotShowError:
            figures["refused"] += 1
        finally:
            seen.close()
        figures["longest seconds"] = max(figures["longest seconds"], time.monotonic() - began)
    assert figures["longest seconds"] < 15
    return figures


_ADDER = """
import sys
from pathlib import Path
from tests.torture.attachments import PERSON, WORDS
from cima_desktop import store as store_room
from cima_desktop.services import attachments
from cima_desktop.services.attachment_source import FileSource
from cima_desktop.services.session import Session
from cima_desktop.vault import TESTING_COST, open_vault

vault = open_vault(Path(sys.argv[1]), passphrase=WORDS, floor=TESTING_COST, steps=store_room.steps())
session = Session(vault)
print("ready", flush=True)
for name in sys.argv[2:]:
    attachments.add(session, PERSON, FileSource(Path(name)))
    print(name, flush=True)
"""


def killed(folder: Path, kills: int = 60, megabytes: int = 40) -> dict[str, float]:
    """Kill the adding of large files at random moments: what was acknowledged is whole, nothing else is there."""
    room, acknowledged = random.Random(3), 0
    for run in range(kills):
        place = folder / f"run-{run}"
        place.mkdir()
        _new_vault(place / "vault").close()
        sources = [place / f"{n}.bin" for n in range(2)]
        for source in sources:
            _write(source, megabytes * 1_000_000 + len(source.name))
        done = _add_until_killed(place / "vault", sources, room.uniform(0, 2.5))
        acknowledged += len(done)
        with open_vault(place / "vault", passphrase=WORDS, floor=TESTING_COST, steps=store_room.steps()) as vault:
            store = Store(vault)
            kept = {each.name: each for each in store.all(Attachment)}
            assert done <= set(kept)
            assert store.check() == store.check_bytes() == []
            for each in kept.values():
                assert sum(map(len, store.read_bytes(each.digest))) == each.size
            assert store.drop_unreferenced() == 0
        shutil.rmtree(place)
    return {"kills": float(kills), "acknowledged": float(acknowledged), "lost": 0.0}


def _add_until_killed(vault: Path, sources: list[Path], seconds: float) -> set[str]:
    """Let a process add files and kill it after a while; return the names it had acknowledged."""
    adder = subprocess.Popen(
        [sys.executable, "-c", _ADDER, str(vault), *map(str, sources)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert adder.stdout is not None
    adder.stdout.readline()
    time.sleep(seconds)
    adder.send_signal(signal.SIGKILL)
    done = {Path(line.decode().strip()).name for line in adder.stdout}
    adder.wait()
    adder.stdout.close()
    return done
