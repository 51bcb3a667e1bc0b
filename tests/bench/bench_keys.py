"""Unlocking apart from the slow hash, and another data key for the whole vault, against what the disk alone costs."""

import os
import shutil
import statistics
import time
from collections.abc import Callable
from functools import partial
from math import inf
from pathlib import Path
from tempfile import mkdtemp

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from cima_desktop.store import steps
from cima_desktop.vault import TESTING_COST, Cost, Vault, create_vault, keyfile, open_vault
from cima_desktop.vault.slots import Passphrase
from tests.bench.measure import Row, cpu, in_turn, is_quick, ms
from tests.bench.people import scratch

PASSPHRASE = "a bench has no secrets"
SIZE_MB = 20 if is_quick() else 100
ROUNDS = 3 if is_quick() else 5
_MB = 1024 * 1024


def _vault(cost: Cost = TESTING_COST) -> Vault:
    return create_vault(Path(mkdtemp(dir=scratch())) / "vault", PASSPHRASE, "Ana", cost, steps=steps()).vault


def _unlock() -> Row:
    """Measure a whole opening at the floor's cost against the bare hash."""
    vault = _vault(Cost.FLOOR)
    vault.close()
    salt, cost = bytes(16), Cost.FLOOR

    def bare() -> None:
        hashing = Argon2id(
            salt=salt, length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
        )
        hashing.derive(PASSPHRASE.encode())

    def whole() -> None:
        open_vault(vault.folder, passphrase=PASSPHRASE, steps=steps()).close()

    ours, floor = in_turn(whole, bare, rounds=9)
    return Row("K1", "unlock against its hash alone", ms(ours), ms(floor), ours / floor, "<= 1.15", 1.15)


def _unlock_apart() -> Row:
    """Measure the key file's part of an opening without the slow hash: read, unwrap, authenticate."""
    vault = _vault()
    vault.close()
    secret = Passphrase(PASSPHRASE)
    keyfile.unlock(vault.folder, secret, TESTING_COST)
    spent = statistics.median(
        cpu(lambda: keyfile.unlock(vault.folder, secret, TESTING_COST)) for _ in range(50 * ROUNDS)
    )
    whole = partial(open_vault, vault.folder, passphrase=PASSPHRASE, steps=steps(), floor=TESTING_COST)
    opening = statistics.median(cpu(lambda: whole().close()) for _ in range(5 * ROUNDS))
    return Row(
        "K2", "opening apart from the hash; of it the key file", ms(opening), ms(spent), opening / spent, "", inf
    )


def _seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _rekey() -> Row:
    """Measure a re-key, all its checks included, against copying the file and syncing it, by the clock."""
    vault = _vault()
    with vault.transaction() as db:
        db.execute("CREATE TABLE filling (n INTEGER PRIMARY KEY, words BLOB)")
        db.executemany("INSERT INTO filling (words) VALUES (?)", ((os.urandom(3000),) for _ in range(SIZE_MB * 256)))
    size = vault.path.stat().st_size / _MB

    def copied() -> None:
        """Copy as many bytes as the vault has; the vault itself is never opened as a file while it is open."""
        target = source.with_name("copy")
        shutil.copyfile(source, target)
        with target.open("rb") as file:
            os.fsync(file.fileno())
        target.unlink()

    source = vault.folder.with_name("as large")
    with source.open("wb") as file:
        for _ in range(int(size)):
            file.write(os.urandom(_MB))
    ours, floor = zip(*((_seconds(vault.change_key), _seconds(copied)) for _ in range(ROUNDS)), strict=True)
    vault.close()
    per, bare = (statistics.median(values) * 100 / size for values in (ours, floor))
    return Row("K3", "re-key of 100 MB against copy + fsync (clock)", ms(per), ms(bare), per / bare, "", inf)


def rows() -> list[Row]:
    """Return the rows of the table."""
    return [_unlock(), _unlock_apart(), _rekey()]
