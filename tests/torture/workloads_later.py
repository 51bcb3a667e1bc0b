"""Workloads of what a vault does besides keeping records: a new key, backups, a vault restored, attachments."""

import hashlib
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from cima_desktop.model.attachments import Attachment
from cima_desktop.model.ids import derived_id
from cima_desktop.services import attachments, backups, keys, messenger, restoring
from cima_desktop.services.attachment_source import FileSource
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Edit
from cima_desktop.vault import TESTING_COST, porter
from cima_desktop.vault import restoring as swap
from cima_desktop.vault.backups import PREFIX
from tests.torture.workloads import (
    LOST,
    PASSPHRASE,
    THIRD,
    UNOPENABLE,
    WRONG,
    Finding,
    Tell,
    Workload,
    attempt,
    attempted,
    did,
    judge_people,
    make_vault,
    opened,
    opens_with,
    sound,
)

DAY = "2026-11-26"
SCAN_BYTES = 1_500_000
BACKUPS = 2


def _in_this_process() -> None:
    """Let the errands to other disks be done here, where every call is counted, and not in a messenger's process."""
    messenger.carry = lambda source, target, heard=None, quiet=0.0: porter.carry(source, target)


# --- somebody's key is taken away ------------------------------------------------------------------------------------


def make_shared_vault(place: Path) -> None:
    """Make a vault that two people open."""
    make_vault(place)
    with opened(place) as session:
        session.vault.access.add_passphrase("Beto", THIRD, TESTING_COST)


def take_a_key_away(place: Path, tell: Tell) -> None:
    """Remove one of them, which gives the whole database a new key."""
    with attempted(place, tell) as session:
        if session is not None:
            beto = next(holder for holder in keys.holders(session) if holder.label == "Beto")
            attempt(place, tell, "remove", lambda: keys.remove(session, beto.slot_id))


def judge_the_new_key(place: Path, told: Sequence[str]) -> list[Finding]:
    """Whoever stays opens the vault, always; whoever was removed does not, and neither file of keys says otherwise."""
    found = judge_people(place, [])
    if "remove" in did(told):
        for name in ("vault.keys", "vault.keys.old"):
            (place / "vault" / "vault.keys").write_bytes((place / "vault" / name).read_bytes())
            if opens_with(place, THIRD):
                found.append((WRONG, f"{name} still opens for somebody who was removed"))
    return found


# --- backups, and a vault made of one --------------------------------------------------------------------------------


def make_backups(place: Path, tell: Tell) -> None:
    """Save and make a backup, twice."""
    with attempted(place, tell) as session:
        for n in range(BACKUPS if session else 0):
            assert session is not None
            edits = [Edit("person", derived_id("0"), {"city": f"c{n}"})]
            attempt(place, tell, f"save{n}", partial(session.store.save, "Changed", edits))
            attempt(place, tell, f"backup{n}", partial(backups.make, session))


def _backups_in(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob(f"{PREFIX}*") if path.is_dir() and not path.name.startswith("."))


def judge_backups(place: Path, told: Sequence[str]) -> list[Finding]:
    """Every backup that has its name opens whole, with what was saved before it; the vault is as it was."""
    with opened(place) as session:
        found = sound(session)
    made = _backups_in(place)
    wanted = sum(f"backup{n}" in did(told) for n in range(BACKUPS))
    if len(made) < wanted:
        found.append((LOST, "a backup"))
    for number, backup in enumerate(made):
        room = place / f"room{number}"
        shutil.copytree(backup, room / "vault")
        with opened(room) as session:
            found += sound(session)
            if session.store.count("person") != 1:
                found.append((LOST, "somebody in a backup"))
    return found


def make_vault_with_backup(place: Path) -> None:
    """Make a vault with a backup, and save once more."""
    make_vault(place)
    make_backups(place, lambda _line: None)


def restore_it(place: Path, tell: Tell) -> None:
    """Make a vault of the backup, and put it in the place of the present one."""
    _in_this_process()

    def restore() -> None:
        restoring.restore(_backups_in(place)[0], place / "restored", _open_there, place / "vault")

    if attempt(place, tell, "restore", restore):
        attempt(place, tell, "exchange", lambda: restoring.exchange(place / "restored", place / "vault"))


def _open_there(folder: Path) -> Session:
    return open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)


def judge_the_restored(place: Path, told: Sequence[str]) -> list[Finding]:
    """There is a vault to open, the old or the restored one; the old one is never gone; so are none of the backups."""
    swap.settle(place / "vault", DAY)
    with opened(place) as session:
        found = sound(session)
        if session.store.count("person") != 1:
            found.append((LOST, "somebody"))
    homes = [path.parent for path in place.glob("*/vault.db") if ".unfinished-" not in path.parent.name]
    for home in homes:
        with _open_there(home) as session:
            found += sound(session)
    if "restore" in did(told) and len(homes) < 2:
        found.append((LOST, "one of the two vaults"))
    if len(_backups_in(place)) != BACKUPS:
        found.append((LOST, "a backup"))
    return found


# --- an attachment ---------------------------------------------------------------------------------------------------


def _scan() -> bytes:
    return hashlib.shake_128(b"a scan").digest(SCAN_BYTES)


def make_vault_and_scan(place: Path) -> None:
    """Make a vault, and a file beside it."""
    make_vault(place)
    (place / "scan.pdf").write_bytes(_scan())


def attach_it(place: Path, tell: Tell) -> None:
    """Attach the file."""
    with attempted(place, tell) as session:
        if session is not None:
            source = FileSource(place / "scan.pdf")
            attempt(place, tell, "attach", lambda: attachments.add(session, derived_id("0"), source))


def judge_the_attached(place: Path, told: Sequence[str]) -> list[Finding]:
    """It is there with every byte, or there is nothing of it."""
    with opened(place) as session:
        found = sound(session)
        kept = session.store.all(Attachment)
        if "attach" in did(told) and len(kept) != 1:
            found.append((LOST, "the attachment"))
        for each in kept:
            if b"".join(session.store.read_bytes(each.digest)) != _scan():
                found.append((UNOPENABLE, "the attachment's bytes"))
    return found


LATER = (
    Workload("re-key", make_shared_vault, take_a_key_away, judge_the_new_key),
    Workload("backup", make_vault, make_backups, judge_backups),
    Workload("restore", make_vault_with_backup, restore_it, judge_the_restored),
    Workload("attachment", make_vault_and_scan, attach_it, judge_the_attached),
)
