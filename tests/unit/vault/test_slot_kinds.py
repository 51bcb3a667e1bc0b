"""Every kind of slot: opened by what fits, frozen and thawed, renamed, and read from files of every format (K02)."""

import itertools
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.vault import (
    TESTING_COST,
    Cost,
    CreatedVault,
    Vault,
    create_vault,
    keyfile,
    open_vault,
    recovery,
    rekey,
    shares,
    slots,
    stick,
    vault_info,
)
from cima_desktop.vault.errors import (
    DamagedKeysError,
    FrozenSlotError,
    LastSlotError,
    NewerVaultError,
    NotEnoughMemoryError,
    TooManySlotsError,
    VaultError,
    WrongKeyringEntryError,
    WrongPassphraseError,
    WrongSharesError,
)
from cima_desktop.vault.slots import KeyringSecret, Passphrase, RecoverySecret, Secret, SharesSecret
from tests.unit.vault.test_keyfile import forged, summed
from tests.vectors.vaults.make import PASSPHRASE as RELEASED_PASSPHRASE

PASSPHRASE = "lumo chade rito"
VECTORS = Path(__file__).parents[2] / "vectors"
FILE, CODE, SHARED, ENTRY = stick.new_file(), bytes([1] * 32), bytes([2] * 32), bytes([3] * 32)
WAYS: dict[str, Callable[[], Secret]] = {
    "passphrase": lambda: Passphrase(PASSPHRASE),
    "passphrase+file": lambda: Passphrase("tres gatos", FILE),
    "recovery": lambda: RecoverySecret(CODE),
    "shares": lambda: SharesSecret(SHARED),
    "keyring": lambda: KeyringSecret(ENTRY),
}


@dataclass
class Doors:
    """A vault with a slot of every kind, by kind; its key file can be put back."""

    folder: Path
    ids: dict[str, bytes]
    data: bytes

    def put_back(self) -> None:
        for name in (keyfile.NAME, keyfile.OLD_NAME):
            (self.folder / name).write_bytes(self.data)

    def open(self, kind: str) -> Vault:
        return open_vault(self.folder, secret=WAYS[kind](), floor=TESTING_COST)

    def opens(self, kind: str) -> bool:
        try:
            self.open(kind).close()
        except (WrongPassphraseError, FrozenSlotError):
            return False
        return True


@pytest.fixture
def doors(tmp_path: Path) -> Doors:
    vault = create_vault(tmp_path / "v", PASSPHRASE, "Ana", TESTING_COST).vault
    access = vault.access
    ids = {"passphrase": access.slots[0].slot_id}
    ids["passphrase+file"] = access.add_passphrase("Carmen", "tres gatos", TESTING_COST, FILE)
    access.replace_kind(WAYS["recovery"](), "")
    for kind in ("shares", "keyring"):
        access.add(access.new_slot(WAYS[kind](), ""))
    ids.update({s.kind: s.slot_id for s in access.slots if s.kind not in ids})
    vault.close()
    return Doors(vault.folder, ids, (vault.folder / keyfile.NAME).read_bytes())


def test_every_subset_of_kinds_opens_by_what_remains_and_nothing_else(doors: Doors) -> None:
    for size in range(1, len(WAYS) + 1):
        for kept in itertools.combinations(WAYS, size):
            doors.put_back()
            with doors.open(kept[0]) as vault:
                for kind in WAYS:
                    if kind not in kept:
                        vault.access.remove_slot(doors.ids[kind])
            assert [kind for kind in WAYS if doors.opens(kind)] == list(kept)


def test_every_subset_of_kinds_frozen_opens_by_the_others(doors: Doors) -> None:
    for frozen in itertools.combinations(WAYS, 3):
        doors.put_back()
        free = [kind for kind in WAYS if kind not in frozen]
        with doors.open(free[0]) as vault:
            for kind in frozen:
                vault.access.freeze(doors.ids[kind])
        assert [kind for kind in WAYS if doors.opens(kind)] == free
        with doors.open(free[1]) as vault:
            assert [s.kind for s in vault.access.slots if s.frozen] == [k for k in _in_file(vault) if k in frozen]
            vault.access.thaw(doors.ids[frozen[0]])
        assert doors.opens(frozen[0])


def _in_file(vault: Vault) -> list[str]:
    return [s.kind for s in vault.access.slots]


def test_every_kind_opens_after_a_re_key_and_the_removed_one_never(doors: Doors) -> None:
    for gone in WAYS:
        doors_now = copy_of(doors, gone)
        stays = [kind for kind in WAYS if kind != gone]
        with doors_now.open(stays[0]) as vault:
            vault.change_key(without=doors.ids[gone])
        assert [kind for kind in WAYS if doors_now.opens(kind)] == stays


def copy_of(doors: Doors, name: str) -> Doors:
    shutil.copytree(doors.folder, doors.folder.with_name(name))
    return replace(doors, folder=doors.folder.with_name(name))


@pytest.mark.parametrize(
    ("secret", "error"),
    [
        (SharesSecret(bytes(32)), WrongSharesError),
        (KeyringSecret(bytes(32)), WrongKeyringEntryError),
        (KeyringSecret(SHARED), WrongKeyringEntryError),  # a secret fits its own kind alone
        (RecoverySecret(SHARED), WrongPassphraseError),
    ],
)
def test_what_does_not_fit_says_so_in_its_own_words(
    doors: Doors, secret: Secret, error: type[WrongPassphraseError]
) -> None:
    with pytest.raises(WrongPassphraseError) as caught:
        open_vault(doors.folder, secret=secret, floor=TESTING_COST)
    assert type(caught.value) is error


def test_one_way_in_at_a_time(doors: Doors) -> None:
    with pytest.raises(ValueError, match="one of"):
        open_vault(doors.folder, secret=WAYS["keyring"](), passphrase="x")


def test_a_frozen_person_is_told_only_with_the_right_passphrase(doors: Doors) -> None:
    with doors.open("recovery") as vault:
        vault.access.freeze(doors.ids["passphrase"])
    with pytest.raises(FrozenSlotError) as caught:
        doors.open("passphrase")
    assert "frozen" in caught.value.sentence("en")
    with pytest.raises(WrongPassphraseError):
        open_vault(doors.folder, passphrase="wrong", floor=TESTING_COST)
    assert [s.frozen for s in vault_info(doors.folder).slots] == [True, False, False, False, False]
    (doors.folder / keyfile.NAME).write_bytes(b"damaged")  # nor by the second copy
    with pytest.raises(FrozenSlotError):
        doors.open("passphrase")


def test_two_people_with_one_passphrase_are_frozen_apart(doors: Doors) -> None:
    with doors.open("recovery") as vault:
        vault.access.add_passphrase("Dora", PASSPHRASE, TESTING_COST)
        vault.access.freeze(doors.ids["passphrase"])
    with doors.open("passphrase") as vault:
        assert vault.access.slot_id not in doors.ids.values()


def test_somebody_frozen_at_the_door_stays_outside(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    from cima_desktop.vault.connection import connect

    def late(path: Path, held: Any) -> object:
        monkeypatch.undo()
        with doors.open("recovery") as other:
            other.access.freeze(doors.ids["passphrase"])
        return connect(path, held)

    monkeypatch.setattr(rekey, "connect", late)
    with pytest.raises(FrozenSlotError):
        doors.open("passphrase")


def test_the_last_slot_that_gives_the_key_is_not_frozen(created: CreatedVault) -> None:
    access = created.vault.access
    first, paper = (s.slot_id for s in access.slots)
    access.freeze(paper)
    with pytest.raises(LastSlotError):
        access.freeze(first)
    with pytest.raises(LastSlotError):
        access.remove_slot(first)


def test_a_name_is_corrected_without_its_owner_and_the_old_one_is_gone(doors: Doors) -> None:
    with doors.open("recovery") as vault:
        vault.access.rename(doors.ids["passphrase"], "Anahí")
    data = (doors.folder / keyfile.NAME).read_bytes()
    assert "Anahí".encode() in data
    assert b"\xa3Ana" not in data
    assert doors.opens("passphrase")


def test_more_slots_than_a_reader_takes_are_never_written(created: CreatedVault) -> None:
    access, folder = created.vault.access, created.vault.folder
    slot = access.new_slot(RecoverySecret(CODE), "ñ" * 200)
    keys = keyfile.read(folder)[0]
    many = tuple(replace(slot, slot_id=n.to_bytes(8, "big")) for n in range(keyfile.MAX_SLOTS + 1))
    key = keyfile.unlock(folder, Passphrase(PASSPHRASE), TESTING_COST).key
    before = (folder / keyfile.NAME).read_bytes()
    for slots_of_it in (many, tuple(replace(s, bound="€" * 200) for s in many[:60])):  # too many; too large
        with pytest.raises(TooManySlotsError):
            keyfile.write(folder, keys.succeeded_by(slots_of_it), key)
    assert (folder / keyfile.NAME).read_bytes() == before


def test_a_new_slot_that_does_not_open_is_not_written(created: CreatedVault, monkeypatch: pytest.MonkeyPatch) -> None:
    from cima_desktop.vault import access

    before = (created.vault.folder / keyfile.NAME).read_bytes()
    monkeypatch.setattr(access, "open_slot", lambda *_: None)
    with pytest.raises(DamagedKeysError):
        created.vault.access.add_passphrase("Beto", "otra persona", TESTING_COST)
    assert (created.vault.folder / keyfile.NAME).read_bytes() == before


# --- files of both formats, and hostile ones ------------------------------------------------------------------------


def test_a_vault_of_format_1_opens_and_becomes_format_2_at_its_first_change(tmp_path: Path) -> None:
    shutil.copytree(VECTORS / "vaults" / "0.1.0", tmp_path / "v")
    old = (tmp_path / "v" / keyfile.NAME).read_bytes()
    assert old.startswith(b"cima-vault-keys 1\n")
    secret = Passphrase(RELEASED_PASSPHRASE)
    unlocked = keyfile.unlock(tmp_path / "v", secret)
    assert unlocked.keys.encoded(unlocked.key) == old
    assert (unlocked.keys.format, unlocked.slot.bound, unlocked.slot.label) == (1, "Prueba", "Prueba")
    renamed = replace(unlocked.slot, label="Otra persona")
    later = unlocked.keys.succeeded_by((renamed, *unlocked.keys.slots[1:]))
    keyfile.write(tmp_path / "v", later, unlocked.key)
    assert (tmp_path / "v" / keyfile.NAME).read_bytes().startswith(b"cima-vault-keys 2\n")
    again = keyfile.unlock(tmp_path / "v", secret)
    assert (again.key, again.slot.label, again.slot.bound) == (unlocked.key, "Otra persona", "Prueba")


def test_the_committed_file_of_format_2_opens_by_every_kind(tmp_path: Path) -> None:
    kept = json.loads((VECTORS / "keys" / "format-2.json").read_text(encoding="utf-8"))
    data = bytes.fromhex(kept["file"])
    (tmp_path / keyfile.NAME).write_bytes(data)
    ways: list[Secret] = [
        Passphrase(kept["passphrase"]),
        Passphrase(kept["with_file"], stick.checked(bytes.fromhex(kept["stick_file"]))),
        RecoverySecret(recovery.parse(kept["code"])),
        *(SharesSecret(shares.combine(pair)) for pair in itertools.combinations(kept["shares"], 2)),
        KeyringSecret(bytes.fromhex(kept["keyring"])),
    ]
    for way in ways:
        unlocked = keyfile.unlock(tmp_path, way, TESTING_COST)
        assert unlocked.key.hex() == kept["key"]
        assert unlocked.keys.encoded(unlocked.key) == data
    assert unlocked.keys.slots[-1].frozen
    pending = keyfile.parse(bytes.fromhex(kept["file_with_pending"]))
    assert rekey.open_pending(pending, bytearray.fromhex(kept["key"])).hex() == kept["before"]
    with pytest.raises(DamagedKeysError):
        rekey.open_pending(pending, bytearray(32))


def test_every_single_byte_of_a_file_with_every_kind_matters(doors: Doors) -> None:
    whole = doors.data
    for place in range(len(whole)):
        mutant = bytearray(whole)
        mutant[place] ^= 1 << place % 8
        with pytest.raises((DamagedKeysError, NewerVaultError)):
            keyfile.parse(bytes(mutant))


def test_every_forged_byte_with_a_right_sum_opens_nothing_else(doors: Doors) -> None:
    right = keyfile.unlock(doors.folder, WAYS["shares"](), TESTING_COST).key
    secrets = [WAYS[kind]() for kind in ("shares", "keyring")]
    (doors.folder / keyfile.OLD_NAME).unlink()
    for place in range(len(b"cima-vault-keys 2\n"), len(doors.data) - 8):
        mutant = bytearray(doors.data[:-8])
        mutant[place] ^= 1 << place % 7
        (doors.folder / keyfile.NAME).write_bytes(summed(bytes(mutant)))
        for secret in secrets:
            try:
                opened = keyfile.unlock(doors.folder, secret, TESTING_COST).key
            except (VaultError, NotEnoughMemoryError):
                continue
            pytest.fail(f"byte {place} opened {opened == right}")


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body[4][0].pop(),
        lambda body: body[4][0].append(""),
        lambda body: body[4][0].__setitem__(9, "x" * 201),
        lambda body: body[4][0].__setitem__(9, b""),
        lambda body: body[4][1].__setitem__(4, []),  # a file beside a passphrase that costs nothing
        lambda body: body[4][2].__setitem__(4, [65536, 3, 4]),
        lambda body: body[4][3].__setitem__(0, "Shares"),
        lambda body: body.__setitem__(5, b"1" * 59),
    ],
)
def test_what_format_2_does_not_know_is_refused(doors: Doors, change: Callable[[list[Any]], None]) -> None:
    with pytest.raises(DamagedKeysError):
        keyfile.parse(forged(doors.data, change))


def test_format_1_knows_only_the_kinds_it_had(doors: Doors) -> None:
    def as_first(body: list[Any], kinds: tuple[int, ...]) -> None:
        body[0] = 1
        body[4] = [body[4][n][:9] for n in kinds]

    data = doors.data.replace(b"cima-vault-keys 2", b"cima-vault-keys 1", 1)
    kinds = [s.kind for s in keyfile.parse(doors.data).slots]
    old = tuple(n for n, kind in enumerate(kinds) if kind in slots.FIRST_KINDS)
    assert keyfile.parse(forged(data, lambda body: as_first(body, old))).format == 1
    for new in (n for n, kind in enumerate(kinds) if kind not in slots.FIRST_KINDS):
        change: Callable[[list[Any]], None] = partial(as_first, kinds=(new,))
        with pytest.raises(DamagedKeysError):
            keyfile.parse(forged(data, change))
    with pytest.raises(DamagedKeysError):  # the number in the magic line and the one in the body differ
        keyfile.parse(forged(data, lambda body: body.__setitem__(4, [row[:9] for row in body[4][:1]])))


@pytest.mark.parametrize("cost", [[1, 3, 4], [64 * 1024 * 1024, 3, 4], [65536, 0, 4], [65536, 2, 4]])
def test_a_passphrase_with_a_file_has_the_same_floor_and_ceiling(doors: Doors, cost: list[int]) -> None:
    kinds = [s.kind for s in keyfile.parse(doors.data).slots]
    place = kinds.index("passphrase+file")
    data = forged(doors.data, lambda body: body[4][place].__setitem__(4, cost))
    for name in (keyfile.NAME, keyfile.OLD_NAME):
        (doors.folder / name).write_bytes(data)
    with pytest.raises(DamagedKeysError):
        keyfile.unlock(doors.folder, Passphrase("tres gatos", FILE), Cost.FLOOR, doors.ids["passphrase+file"])
