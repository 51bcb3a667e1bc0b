"""The key file is canonical, bounded, authenticated and kept twice (S15, S16, K02)."""

import hashlib
import itertools
import resource
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgpack
import pytest

from cima_desktop.vault import TESTING_COST, Cost, CreatedVault, Vault, create_vault, keyfile, open_vault, slots
from cima_desktop.vault.errors import (
    DamagedKeysError,
    KeyFileMissingError,
    LastSlotError,
    NewerVaultError,
    NotEnoughMemoryError,
    PassphraseTooLongError,
    VaultMissingError,
    WrongPassphraseError,
)
from cima_desktop.vault.slots import Passphrase, RecoverySecret

PASSPHRASE = "lumo chade rito"
Change = Callable[[list[Any]], None]


def unlock(folder: Path, passphrase: str = PASSPHRASE) -> bytes:
    return bytes(keyfile.unlock(folder, Passphrase(passphrase), TESTING_COST).key)


def summed(data: bytes) -> bytes:
    return data + hashlib.sha256(data).digest()[:8]


def forged(data: bytes, change: Change) -> bytes:
    """Return a key file whose body was changed and whose unkeyed sum is right, as a forger would make it."""
    magic, rest = data.split(b"\n", 1)
    body = msgpack.unpackb(rest[:-40])
    change(body)
    return summed(magic + b"\n" + msgpack.packb(body) + rest[-40:-8])


def put(folder: Path, data: bytes) -> None:
    (folder / keyfile.NAME).write_bytes(data)
    (folder / keyfile.OLD_NAME).write_bytes(data)


def set_cost(cost: list[Any]) -> Change:
    def change(body: list[Any]) -> None:
        body[4][0][4] = cost

    return change


def test_what_is_written_is_read_back(folder: Path) -> None:
    data = (folder / keyfile.NAME).read_bytes()
    keys = keyfile.parse(data)
    assert data.startswith(b"cima-vault-keys 2\n")
    assert [(s.kind, s.label, s.cost) for s in keys.slots] == [
        ("passphrase", "Ana", TESTING_COST),
        ("recovery", "", None),
    ]
    assert keys.encoded(bytearray(unlock(folder))) == data


def test_every_single_byte_change_is_refused_and_the_other_generation_opens(folder: Path) -> None:
    path = folder / keyfile.NAME
    whole, key = path.read_bytes(), unlock(folder)
    for i in range(len(whole)):
        mutant = bytearray(whole)
        mutant[i] ^= 1 << i % 8
        with pytest.raises((DamagedKeysError, NewerVaultError)):
            keyfile.parse(bytes(mutant))
        path.write_bytes(mutant)
        assert unlock(folder) == key, i


def test_every_cut_is_refused(folder: Path) -> None:
    whole = (folder / keyfile.NAME).read_bytes()
    for length in range(len(whole)):
        with pytest.raises(DamagedKeysError):
            keyfile.parse(whole[:length])
    with pytest.raises(DamagedKeysError):
        keyfile.parse(whole + b"\0")


def test_every_single_byte_forgery_with_a_right_sum_opens_nothing_else(folder: Path) -> None:
    whole, key = (folder / keyfile.NAME).read_bytes(), unlock(folder)
    opened = 0
    for i in range(len(b"cima-vault-keys 2\n"), len(whole) - 8):
        mutant = bytearray(whole[:-8])
        mutant[i] ^= 1 << i % 7
        put(folder, summed(bytes(mutant)))
        try:
            opened += unlock(folder) == key
        except (DamagedKeysError, WrongPassphraseError, NotEnoughMemoryError):
            continue
    assert opened == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.append(0),
        lambda body: body.__setitem__(0, 1),
        lambda body: body.__setitem__(0, True),
        lambda body: body.__setitem__(1, b"short"),
        lambda body: body.__setitem__(2, -1),
        lambda body: body.__setitem__(3, 1.5),
        lambda body: body.__setitem__(3, {}),
        lambda body: body.__setitem__(4, []),
        lambda body: body.__setitem__(4, body[4] * 33),
        lambda body: body.__setitem__(4, [body[4][0], body[4][0]]),
        lambda body: body.__setitem__(4, [{"kind": 1}]),
        lambda body: body.__setitem__(5, b"1"),
        lambda body: body.__setitem__(5, msgpack.ExtType(4, b"")),
        lambda body: body[4][0].__setitem__(0, "magic"),
        lambda body: body[4][0].__setitem__(2, "x" * 201),
        lambda body: body[4][0].pop(),
        lambda body: body[4][1].__setitem__(4, [64, 1, 1]),
    ],
)
def test_what_is_not_in_the_format_is_refused(folder: Path, change: Change) -> None:
    with pytest.raises(DamagedKeysError):
        keyfile.parse(forged((folder / keyfile.NAME).read_bytes(), change))


def test_a_longer_spelling_of_the_same_body_is_refused(folder: Path) -> None:
    magic, rest = (folder / keyfile.NAME).read_bytes().split(b"\n", 1)
    body = rest[:-40]
    assert body[0] == 0x96  # an array of six, in one byte
    longer = summed(magic + b"\n" + b"\xdc\x00\x06" + body[1:] + rest[-40:-8])
    with pytest.raises(DamagedKeysError):
        keyfile.parse(longer)


def test_the_right_passphrase_notices_a_forged_file(folder: Path) -> None:
    put(folder, forged((folder / keyfile.NAME).read_bytes(), lambda body: body.__setitem__(2, 99)))
    with pytest.raises(DamagedKeysError):
        unlock(folder)


def test_a_key_sealed_by_somebody_else_is_noticed(folder: Path) -> None:
    keys = keyfile.parse((folder / keyfile.NAME).read_bytes())
    other = slots.seal(keys.slots[0], bytearray(secrets.token_bytes(32)), keys.vault_id)
    for sealed in (other.sealed, bytes(32) + other.sealed[32:], b"\1" * 80):
        data = replace(keys, slots=(replace(other, sealed=sealed),)).encoded(bytearray(32))
        put(folder, data)
        with pytest.raises(DamagedKeysError):
            unlock(folder)


def test_a_later_format_is_named_as_such(folder: Path) -> None:
    put(folder, summed(b"cima-vault-keys 3\n" + b"something new" * 9))
    with pytest.raises(NewerVaultError):
        unlock(folder)


@pytest.mark.parametrize(
    "cost",
    [[1, 3, 4], [64 * 1024 * 1024, 3, 4], [65536, 0, 4], [65536, 21, 4], [65536, 3, 0], [65536, 3, 17], [16, 1, 4]],
)
def test_a_cost_outside_the_bounds_is_refused_before_any_memory_is_taken(folder: Path, cost: list[int]) -> None:
    put(folder, forged((folder / keyfile.NAME).read_bytes(), set_cost(cost)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(DamagedKeysError):
        keyfile.unlock(folder, Passphrase(PASSPHRASE))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # in KiB


def test_a_file_cannot_ask_for_the_testing_cost(folder: Path) -> None:
    with pytest.raises(DamagedKeysError):
        open_vault(folder, passphrase=PASSPHRASE)


def test_the_floor_itself_opens(tmp_path: Path) -> None:
    create_vault(tmp_path / "real", PASSPHRASE).vault.close()
    with open_vault(tmp_path / "real", passphrase=PASSPHRASE) as vault:
        assert vault.closed_cleanly


def test_a_computer_without_the_memory_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Passphrase, "derive_into", exhausted)
    with pytest.raises(NotEnoughMemoryError):
        open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)


def test_normal_forms_of_a_passphrase_are_one(tmp_path: Path) -> None:
    create_vault(tmp_path / "v", "coraz\u00f3n ni\u00f1o", "", TESTING_COST).vault.close()
    assert unlock(tmp_path / "v", "corazo\u0301n nin\u0303o")


def test_a_thousand_wrong_passphrases_get_one_answer_and_change_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    odd = ["", "\0", PASSPHRASE + "\0", PASSPHRASE.upper(), PASSPHRASE + " ", "\ud800", "x" * 999_999, "é", "e\u0301"]
    for wrong in [*odd, *(f"try {i}" for i in range(991))]:
        with pytest.raises(WrongPassphraseError) as caught:
            keyfile.unlock(folder, Passphrase(wrong), TESTING_COST)
        assert caught.value.message == WrongPassphraseError.message
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("long", ["x" * 1_000_001, "ñ" * 600_000])
def test_a_passphrase_beyond_a_megabyte_is_refused(long: str) -> None:
    with pytest.raises(PassphraseTooLongError):
        Passphrase(long)


def test_missing_files_are_told_apart(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(VaultMissingError):
        keyfile.read(tmp_path)
    (folder / keyfile.NAME).unlink()
    assert unlock(folder)  # the second generation
    (folder / keyfile.OLD_NAME).unlink()
    with pytest.raises(KeyFileMissingError):
        keyfile.read(folder)


def test_opening_heals_a_damaged_generation(folder: Path, reopen: Callable[..., Vault]) -> None:
    whole = (folder / keyfile.NAME).read_bytes()
    (folder / keyfile.NAME).write_bytes(whole[:-1])
    (folder / keyfile.OLD_NAME).unlink()
    with pytest.raises(DamagedKeysError):
        reopen()
    (folder / keyfile.OLD_NAME).write_bytes(whole)
    reopen()
    assert (folder / keyfile.NAME).read_bytes() == whole


def test_a_changed_passphrase_is_dead_in_both_generations(created: CreatedVault, reopen: Callable[..., Vault]) -> None:
    created.vault.access.change_passphrase(PASSPHRASE, "nueva frase", TESTING_COST)
    (created.vault.folder / keyfile.NAME).write_bytes(b"damaged")
    with pytest.raises(WrongPassphraseError):
        reopen()
    vault = reopen(passphrase="nueva frase")
    assert [s.label for s in vault.access.slots] == ["Ana", ""]
    vault.access.change_passphrase("nueva frase", "otra")
    assert vault.access.slot_id == vault.access.slots[0].slot_id


def test_changing_needs_the_old_passphrase(created: CreatedVault) -> None:
    before = (created.vault.folder / keyfile.NAME).read_bytes()
    with pytest.raises(WrongPassphraseError):
        created.vault.access.change_passphrase("wrong", "new")
    assert (created.vault.folder / keyfile.NAME).read_bytes() == before


def test_a_slot_can_be_asked_for_by_name(created: CreatedVault, reopen: Callable[..., Vault]) -> None:
    second = created.vault.access.add_passphrase("Beto", "otra persona", TESTING_COST)
    assert reopen(passphrase="otra persona", slot_id=second).access.slot_id == second
    with pytest.raises(WrongPassphraseError):
        reopen(slot_id=second)


def test_the_vault_opens_exactly_by_the_slots_that_remain(tmp_path: Path) -> None:
    made = create_vault(tmp_path / "v", PASSPHRASE, "Ana", TESTING_COST)
    made.vault.access.add_passphrase("Beto", "otra persona", TESTING_COST)
    made.vault.close()
    ways: list[dict[str, str]] = [
        {"passphrase": PASSPHRASE},
        {"recovery_code": made.recovery_code},
        {"passphrase": "otra persona"},
    ]
    data = (tmp_path / "v" / keyfile.NAME).read_bytes()
    subsets = [kept for size in (1, 2, 3) for kept in itertools.combinations(range(3), size)]
    for kept in subsets:
        put(tmp_path / "v", data)
        opener = ways[kept[0]]
        with open_vault(tmp_path / "v", floor=TESTING_COST, **opener) as vault:  # type: ignore[arg-type]
            for index, slot in enumerate(vault.access.slots):
                if index not in kept:
                    vault.access.remove_slot(slot.slot_id)
        for index, way in enumerate(ways):
            if index in kept:
                open_vault(tmp_path / "v", floor=TESTING_COST, **way).close()  # type: ignore[arg-type]
            else:
                with pytest.raises(WrongPassphraseError):
                    open_vault(tmp_path / "v", floor=TESTING_COST, **way)  # type: ignore[arg-type]


def test_the_last_slot_stays(created: CreatedVault) -> None:
    access = created.vault.access
    access.remove_slot(access.slots[1].slot_id)
    with pytest.raises(LastSlotError):
        access.remove_slot(access.slots[0].slot_id)


def test_a_slot_takes_a_new_data_key_without_its_owner(folder: Path) -> None:
    keys = keyfile.parse((folder / keyfile.NAME).read_bytes())
    fresh = bytearray(secrets.token_bytes(32))
    resealed = slots.seal(keys.slots[0], fresh, keys.vault_id)
    assert slots.open_slot(resealed, Passphrase(PASSPHRASE), keys.vault_id) == fresh
    assert slots.open_slot(resealed, Passphrase("wrong"), keys.vault_id) is None


def test_a_slot_does_not_fit_another_vault(folder: Path) -> None:
    keys = keyfile.parse((folder / keyfile.NAME).read_bytes())
    assert slots.open_slot(keys.slots[0], Passphrase(PASSPHRASE), bytes(16)) is None
    assert slots.open_slot(keys.slots[1], RecoverySecret(bytes(32)), keys.vault_id) is None


def test_a_passphrase_slot_always_has_a_cost(folder: Path) -> None:
    keys = keyfile.parse((folder / keyfile.NAME).read_bytes())
    with pytest.raises(ValueError, match="passphrase"):
        slots.open_slot(replace(keys.slots[0], cost=None), Passphrase(PASSPHRASE), keys.vault_id)


def test_cost_bounds() -> None:
    assert Cost.FLOOR.within_ceiling()
    assert Cost.CEILING.within_ceiling()
    assert Cost.FLOOR.at_least(Cost.FLOOR)
    assert not TESTING_COST.at_least(Cost.FLOOR)
    assert keyfile.seconds(-5.0) == 0
    assert keyfile.seconds(time.time()) > 1_700_000_000


def test_a_write_that_does_not_read_back_is_not_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = keyfile.parse((folder / keyfile.NAME).read_bytes())
    key = bytearray(unlock(folder))

    def lying_disk(path: Path, data: bytes) -> None:
        path.write_bytes(data[:-1])

    monkeypatch.setattr(keyfile, "write_atomically", lying_disk)
    with pytest.raises(DamagedKeysError):
        keyfile.write(folder, keys.succeeded_by(keys.slots), key)
    monkeypatch.undo()
    assert unlock(folder) == bytes(key)  # by the generation before
