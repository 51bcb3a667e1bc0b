"""What is wrong with a vault, by name: pages, parts and records that are hit; and saving what can be saved (B5, B6)."""

from collections.abc import Callable
from pathlib import Path

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.backup_register import home_of
from cima_desktop.services.session import Session
from cima_desktop.store import Store, damage, steps
from cima_desktop.store.salvaging import Salvage, gather, take_over
from cima_desktop.vault import Cost, salvage
from cima_desktop.vault.carve import Pages, rows
from cima_desktop.vault.check import VIEWS
from cima_desktop.vault.errors import DamagedKeysError, KeyFileMissingError
from cima_desktop.vault.placing import make_folder
from cima_desktop.vault.salvage import NothingReadableError
from cima_desktop.vault.slots import PAPERS

_PARTS = {
    "change": N_("the record of changes"),
    "rec": N_("the index of records"),
    "listing": N_("the lists"),
    "find": N_("the search"),
    "dial": N_("the search by telephone"),
    "blob": N_("attachments"),
    "blob_piece": N_("attachments"),
    "draft": N_("what is half typed"),
    "meta": N_("the vault’s own notes"),
    "device": N_("the signing keys"),
}
_OTHER = N_("the vault’s own notes")


class CopyNotSalvagedError(KnownError):
    """A helper copy was to be rebuilt, perhaps without its end."""

    message = N_("A helper copy is not rebuilt. Nothing was read or changed.")
    remedy = N_("Whoever made it can make another one from the vault it was made from.")


@attrs.frozen(kw_only=True)
class Hit:
    """A record that cannot be read whole: its kind, its number in this vault, and its title, for the screen only."""

    kind: str
    number: int
    title: str


@attrs.frozen(kw_only=True)
class Diagnosis:
    """What a check found. `findings` and `parts` are messages; pages are counted from 1."""

    findings: tuple[str, ...]
    pages: tuple[int, ...]
    parts: tuple[str, ...]
    records: tuple[Hit, ...]

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings


@attrs.frozen(kw_only=True)
class Salvaged:
    """A new vault with what could be saved, closed: where it is, pages that were bad of how many, and the numbers."""

    folder: Path
    pages: int
    bad_pages: int
    proved: bool
    outcome: Salvage


def diagnose(session: Session) -> Diagnosis:
    """Examine the vault, and where there is damage, name what is hit."""
    health = session.vault.check()
    views = session.store.check() if health.ok else []
    findings = (*health.findings, *((VIEWS,) if views else ()))
    if health.ok:
        return Diagnosis(findings=findings, pages=(), parts=(), records=())
    found = damage.locate(session.vault.pages())
    parts = dict.fromkeys(_part(name) for name in found.tables)
    hits = tuple(Hit(kind=kind, number=n, title=title) for kind, n, title in found.records)
    return Diagnosis(findings=findings, pages=found.pages, parts=tuple(parts), records=hits)


def mend(session: Session) -> int:
    """Make lists and search again from the record of changes; return how many records there are."""
    return session.store.rebuild()


def _part(table: str) -> str:
    kind = KINDS.get(table.removeprefix("k_"))
    if kind is not None:
        return kind.plural
    return _PARTS.get(table) or _PARTS.get(table.split("_", maxsplit=1)[0], _OTHER)


def rescue(
    damaged: Path,
    into: Path,
    *,
    passphrase: str = "",
    recovery_code: str = "",
    keys_from: Path | None = None,
    floor: Cost = Cost.FLOOR,
) -> Salvaged:
    """Rebuild what can be read of a damaged vault, which is closed, in the new folder `into`; the old one is only read.

    Args:
        damaged: the folder of the damaged vault.
        into: a folder that is not there or empty.
        passphrase: what opens its key file, or
        recovery_code: the printed code.
        keys_from: the folder of a backup whose key file stands in for one that is lost; when it is not given, the
            newest backup on this disk is.
        floor: the weakest key file that is accepted.

    Raises:
        CopyNotSalvagedError: it is a helper copy.
        NothingReadableError: no record could be read with this key.
        VaultError: the keys do not open, somebody has the vault open, or the disk refused; nothing is left behind.
    """

    def unlock(folder: Path) -> salvage.Unlocked:
        return salvage.unlock(folder, passphrase=passphrase, recovery_code=recovery_code, floor=floor)

    way = _way_in(damaged, keys_from, unlock)
    try:
        _refuse_copy(way)
        return make_folder(into.absolute(), lambda build: _rebuilt(damaged, into, build, way))
    finally:
        way.held.drop()


def _refuse_copy(way: salvage.Unlocked) -> None:
    """Refuse a helper copy: where its end stands may be the part that is damaged. No paper opens one, unlike a vault.

    Raises:
        CopyNotSalvagedError: it is one.
    """
    if not any(slot.kind in PAPERS for slot in way.keys.slots):
        raise CopyNotSalvagedError


def _rebuilt(damaged: Path, into: Path, build: Path, way: salvage.Unlocked) -> Salvaged:
    with salvage.pages_in(damaged, way.held) as pages:
        wreck = gather(rows(pages), pages.proved)
        if not wreck.changes:
            raise NothingReadableError
        with salvage.new_vault(build, way, steps(), wreck.counter) as vault:
            store = Store(vault)
            outcome = take_over(vault, store, wreck)
            store.begin_new_device()
        return _told(into, pages, outcome)


def _way_in(damaged: Path, keys_from: Path | None, unlock: Callable[[Path], salvage.Unlocked]) -> salvage.Unlocked:
    try:
        return unlock(keys_from or damaged)
    except (DamagedKeysError, KeyFileMissingError):
        spare = next(iter(backups_with_keys(damaged)), None)
        if keys_from is not None or spare is None:
            raise
        return unlock(spare)


def _told(into: Path, pages: Pages, outcome: Salvage) -> Salvaged:
    return Salvaged(folder=into, pages=pages.number, bad_pages=len(pages.bad), proved=pages.proved, outcome=outcome)


def backups_with_keys(damaged: Path) -> list[Path]:
    """Return the backups on this disk whose key file could stand in for a lost one, newest first."""
    from cima_desktop.vault import keyfile, porter  # lazy: only a vault that does not open asks

    home = home_of(damaged)
    if not home.is_dir():
        return []
    rows_there = sorted(porter.look(home), key=lambda row: row["made"], reverse=True)
    return [home / row["name"] for row in rows_there if (home / row["name"] / keyfile.NAME).is_file()]
