"""Damaged, cut, forged, mixed-up and missing files: each is refused in words, noticed, or does no harm.

What nobody can notice is left out: an old page or an old file put back under the same key (docs/threat-model.md).
"""

import hashlib
import random
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cima_desktop import paths
from cima_desktop.model.errors import KnownError
from cima_desktop.services import families
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import steps
from cima_desktop.vault import TESTING_COST, create_vault
from cima_desktop.vault.errors import reading_faults
from tests.torture.engine import Point
from tests.torture.workloads import LOST, PASSPHRASE, SECOND, UNOPENABLE, WRONG, Finding
from tests.vectors.vaults.make import FAMILIES

PAGE = 4096
PATIENCE_SECONDS = 60
SPOILT = ("vault.db", "vault.keys", "vault.keys.old", "vault.db-journal")


@dataclass(frozen=True)
class Sound:
    """A vault that is in order, another one to take pieces from, and what the first one holds."""

    folder: Path
    other: Path
    code: str
    content: str


def make_sound(room: Path) -> Sound:
    """Make two vaults with a family each."""
    made = []
    for name in ("sound", "other"):
        vault = create_vault(room / name / "vault", PASSPHRASE, "Ana", TESTING_COST, steps=steps())
        with Session(vault.vault) as session:
            families.import_file(session, paths.resources() / "practice" / FAMILIES[name == "other"])
        (room / name / "vault" / "vault.spare").unlink(missing_ok=True)
        made.append(vault.recovery_code)
    with open_vault(room / "sound" / "vault", passphrase=PASSPHRASE, floor=TESTING_COST) as session:
        content = _content(session)
    return Sound(room / "sound" / "vault", room / "other" / "vault", made[0], content)


def _content(session: Session) -> str:
    """Return a fingerprint of every change and every title."""
    seal = hashlib.sha256()
    for raw in session.store.all_changes():
        for part in raw:
            seal.update(repr(part).encode())
    for kind in ("person", "plan", "household"):
        for row in session.store.page(kind).rows:
            seal.update(repr(row).encode())
    return seal.hexdigest()


def _flip(data: bytearray, chance: random.Random, _other: bytes) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _burst(data: bytearray, chance: random.Random, _other: bytes) -> None:
    at = chance.randrange(len(data))
    data[at : at + chance.choice((1, 16, 512, PAGE))] = chance.randbytes(chance.choice((1, 16, 512, PAGE)))


def _cut(data: bytearray, chance: random.Random, _other: bytes) -> None:
    del data[chance.randrange(len(data)) :]


def _cut_at_a_page(data: bytearray, chance: random.Random, _other: bytes) -> None:
    del data[chance.randrange(1 + len(data) // PAGE) * PAGE :]


def _append(data: bytearray, chance: random.Random, _other: bytes) -> None:
    data += chance.randbytes(chance.choice((1, 100, PAGE, 3 * PAGE)))


def _zero(data: bytearray, chance: random.Random, _other: bytes) -> None:
    at = chance.randrange(1 + len(data) // PAGE) * PAGE
    data[at : at + PAGE] = bytes(len(data[at : at + PAGE]))


def _swap(data: bytearray, chance: random.Random, _other: bytes) -> None:
    one, two = (chance.randrange(1 + len(data) // PAGE) * PAGE for _ in range(2))
    first, second = bytes(data[one : one + PAGE]), bytes(data[two : two + PAGE])
    if len(first) == len(second):
        data[one : one + PAGE], data[two : two + PAGE] = second, first


def _transplant(data: bytearray, chance: random.Random, other: bytes) -> None:
    at = chance.randrange(1 + min(len(data), len(other)) // PAGE) * PAGE
    data[at : at + PAGE] = other[at : at + PAGE]


def _empty(data: bytearray, _chance: random.Random, _other: bytes) -> None:
    data.clear()


MUTATIONS: Sequence[Callable[[bytearray, random.Random, bytes], None]] = (
    *[_flip] * 6,
    *[_burst] * 3,
    _cut,
    _cut_at_a_page,
    _append,
    _zero,
    _swap,
    _transplant,
    _empty,
)


def mutants(sound: Sound, count: int) -> Iterator[Point]:
    """Yield a vault with something wrong in it, `count` times; the same ones each time."""
    for number in range(count):
        yield f"mutant {number}", partial(_judge_mutant, sound, random.Random(number))


def _judge_mutant(sound: Sound, chance: random.Random, place: Path) -> list[Finding]:
    folder = place / "vault"
    shutil.copytree(sound.folder, folder)
    names = [chance.choice(SPOILT)] if chance.random() < 0.9 else ["vault.keys", "vault.keys.old"]
    for name in names:
        file, other = folder / name, sound.other / name
        data = bytearray(file.read_bytes() if file.exists() else b"") or bytearray(chance.randbytes(2 * PAGE))
        chance.choice(MUTATIONS)(data, chance, other.read_bytes() if other.exists() else bytes(PAGE))
        file.write_bytes(data)
    return [(kind, f"{names[0]}, {what}") for kind, what in judge(folder, sound, {"passphrase": PASSPHRASE})]


def judge(folder: Path, sound: Sound, secret: dict[str, str]) -> list[Finding]:
    """Open a vault and read all of it: refused in words, found by the check, or unharmed; never anything else."""

    def too_long(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(PATIENCE_SECONDS)
    try:
        with reading_faults(folder), open_vault(folder, floor=TESTING_COST, **secret) as session:  # type: ignore[arg-type]
            is_found = not session.check().ok
            if _content(session) != sound.content and not is_found:
                return [(LOST, "other records than before, and nobody noticed")]
    except KnownError:
        return []
    except BaseException as error:
        return [(WRONG, f"crashed {type(error).__name__}")]
    finally:
        signal.alarm(0)
    return []


# --- keys that are wrong, old, missing or somebody else's ------------------------------------------------------------


def key_matrix(sound: Sound, room: Path) -> Iterator[Point]:
    """Yield every mix of key files with every secret: the vault opens exactly when it should."""
    changed = room / "changed"
    if not changed.exists():
        shutil.copytree(sound.folder, changed)
        with open_vault(changed, passphrase=PASSPHRASE, floor=TESTING_COST) as session:
            session.vault.access.change_passphrase(PASSPHRASE, SECOND, TESTING_COST)
    sources: dict[str, Path | None] = {
        "new": changed / "vault.keys", "old": sound.folder / "vault.keys", "foreign": sound.other / "vault.keys",
        "missing": None, "empty": Path("/dev/null"), "a database": sound.other / "vault.db",
    }  # fmt: skip
    secrets = {
        "the new passphrase": {"passphrase": SECOND}, "the old passphrase": {"passphrase": PASSPHRASE},
        "a wrong passphrase": {"passphrase": "nobody's"}, "no passphrase": {"passphrase": "\0"},
        "the code": {"recovery_code": sound.code}, "half a code": {"recovery_code": sound.code[:20]},
    }  # fmt: skip
    opens = {("new", "the new passphrase"), ("old", "the old passphrase"), ("new", "the code"), ("old", "the code")}
    for first, one in sources.items():
        for second, two in sources.items():
            for words, secret in secrets.items():
                must = _may(opens, first, second, words)
                yield f"{first} beside {second}, {words}", partial(_judge_keys, changed, (one, two), secret, must)


def _may(opens: set[tuple[str, str]], first: str, second: str, words: str) -> frozenset[bool]:
    """Return whether it must open: the first file decides; where that one is no key file of ours, the second may."""
    if first in {"new", "old"}:
        return frozenset({(first, words) in opens} | ({True} if (second, words) in opens else set()))
    if first == "foreign":
        return frozenset({False} | {(second, words) in opens})
    return frozenset({(second, words) in opens})


def _judge_keys(
    changed: Path, files: tuple[Path | None, ...], secret: dict[str, str], may: frozenset[bool], place: Path
) -> list[Finding]:
    folder = place / "vault"
    shutil.copytree(changed, folder)
    for name, source in zip(("vault.keys", "vault.keys.old"), files, strict=True):
        (folder / name).unlink()
        if source is not None:
            shutil.copyfile(source, folder / name)
    before = (folder / "vault.db").read_bytes()
    try:
        open_vault(folder, floor=TESTING_COST, **secret).close()  # type: ignore[arg-type]
        opened = True
    except KnownError:
        opened = False
    except Exception as error:
        return [(WRONG, f"crashed {type(error).__name__}")]
    found = [] if opened in may else [(UNOPENABLE if not opened else WRONG, "opens" if opened else "does not open")]
    if not opened and (folder / "vault.db").read_bytes() != before:
        found.append((LOST, "a refused vault was changed"))
    return found
