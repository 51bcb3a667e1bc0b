"""The note of a backup: read strictly, bound to the key, and no byte of it can be changed unseen."""

import hashlib
from dataclasses import replace

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.vault import note
from cima_desktop.vault.access import key_id
from cima_desktop.vault.backup_errors import ChangedBackupError
from cima_desktop.vault.errors import NewerVaultError
from cima_desktop.vault.note import Inside, Outside

KEY = bytes(range(32))
VAULT = bytes(16)
OUTSIDE = Outside(VAULT, 1_795_000_000, key_id(bytearray(KEY), VAULT), 8192, b"d" * 32, b"k" * 32)
INSIDE = Inside(41, 5, (("note", 2), ("person", 300)))
DATA = note.written(OUTSIDE, INSIDE, bytearray(KEY))


def summed(head: bytes) -> bytes:
    return head + hashlib.sha256(head).digest()[:8]


def test_what_was_written_is_read() -> None:
    read = note.parse(DATA)
    assert read.outside == OUTSIDE
    assert read.open(bytearray(KEY)) == INSIDE


def test_no_count_and_no_kind_stands_in_clear() -> None:
    assert b"person" not in DATA
    assert b"note" not in DATA.replace(b"backup note", b"")


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused(at: int, change: int) -> None:
    data = bytearray(DATA)
    data[at] ^= change
    with pytest.raises(ChangedBackupError):
        note.parse(bytes(data))
    if at < len(DATA) - 8:
        with pytest.raises((ChangedBackupError, NewerVaultError)):  # with the sum made right again
            note.parse(summed(bytes(data[:-8]))).open(bytearray(KEY))


@given(st.binary(max_size=300))
def test_anything_else_is_refused(data: bytes) -> None:
    for each in (data, summed(data), summed(b"cima-backup 1\n" + data)):
        with pytest.raises(ChangedBackupError):
            note.parse(each)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(ChangedBackupError):
        note.parse(DATA).open(bytearray(32))


def test_a_later_format_says_so() -> None:
    with pytest.raises(NewerVaultError):
        note.parse(summed(b"cima-backup 2\nwhatever"))


@pytest.mark.parametrize("facts", [{"size": -1}, {"made": 2**41}, {"digest": b"short"}, {"key_id": "00"}])
def test_a_note_out_of_bounds_is_refused(facts: dict[str, object]) -> None:
    bad = replace(OUTSIDE, **facts)  # type: ignore[arg-type]
    with pytest.raises(ChangedBackupError):
        note.parse(note.written(bad, INSIDE, bytearray(KEY)))


def test_one_too_long_or_with_a_map_is_refused() -> None:
    for body in (msgpack.packb({1: 2}), msgpack.packb([OUTSIDE.parts(), bytes(12), 5]), bytes(70_000)):
        with pytest.raises(ChangedBackupError):
            note.parse(summed(b"cima-backup 1\n" + body))
