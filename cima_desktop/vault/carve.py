"""Reading what can be read of a damaged database, page by page, without the engine (R09).

The engine follows the trees from the first page down, so a bad one can hide thousands of good ones. Here each page
is taken by itself: its seal is checked, it is decrypted, and the rows in it are read if it is a leaf of a table or an
index. What a row belongs to is not asked; whoever reads them knows their own by their shape and by their hashes.

Layouts: SQLCipher 4 (page = ciphertext, 16 bytes IV, 64 bytes HMAC-SHA512; the first 16 bytes of the file are the
salt) and sqlite.org/fileformat2.html, sections 1.6 and 2.1.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from cima_desktop.vault.journal import PAGE_BYTES, mac_key_of
from cima_desktop.vault.memory import HeldKey

Cell = None | int | float | str | bytes
Row = tuple[Cell, ...]
"""The columns of a row as stored; of a table's own row the row id comes first."""

_SALT_BYTES, _IV_BYTES, _MAC_BYTES = 16, 16, 64
_RESERVED = _IV_BYTES + _MAC_BYTES
_USABLE = PAGE_BYTES - _RESERVED
_TABLE_LEAF, _INDEX_LEAF = 0x0D, 0x0A
_MIN_LOCAL = (_USABLE - 12) * 32 // 255 - 23
_MOST_LOCAL = {_TABLE_LEAF: _USABLE - 35, _INDEX_LEAF: (_USABLE - 12) * 64 // 255 - 23}
_MOST_BYTES = 64 * 1024 * 1024
_MOST_MOVED = 2000
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


@dataclass
class Pages:
    """The pages of one file; `bad` holds the numbers (from 1) of those that cannot be read, once all were looked at."""

    file: BinaryIO
    size: int
    cipher_key: bytes
    mac_key: bytes
    bad: list[int] = field(default_factory=list)
    moved: dict[int, int] = field(default_factory=dict)
    """Pages found in the place of another: their own number, and where they lie."""
    proved: bool = True
    """False when the salt is lost, and with it every seal: pages are then taken unproved, and so are their rows."""

    @property
    def number(self) -> int:
        """How many whole pages the file has."""
        return self.size // PAGE_BYTES

    def page(self, number: int) -> bytes | None:
        """Return a page in clear (without its reserved end), None when it is not whole."""
        place = self.moved.get(number, number)
        sealed = self._sealed(place)
        return self._clear(sealed, number) if self._is_whole(sealed, number) else None

    def survey(self) -> None:
        """Look at every page, and look among those in a wrong place for their own numbers."""
        self.bad = [n for n in range(1, self.number + 1) if not self._is_whole(self._sealed(n), n)]
        if len(self.bad) == self.number:  # the salt stands at the head of the file only, in sixteen bytes
            self.proved, self.bad = False, []
        elif 1 < len(self.bad) <= _MOST_MOVED:
            self._find_moved()
        if self.size % PAGE_BYTES:
            self.bad.append(self.number + 1)

    def _find_moved(self) -> None:
        for place in self.bad:
            sealed = self._sealed(place)
            own = next((n for n in self.bad if n != place and self._is_whole(sealed, n)), None)
            if own is not None:
                self.moved[own] = place
        self.bad = [n for n in self.bad if n not in self.moved]

    def _sealed(self, number: int) -> bytes:
        self.file.seek((number - 1) * PAGE_BYTES)
        return self.file.read(PAGE_BYTES)

    def _is_whole(self, page: bytes, number: int) -> bool:
        if len(page) != PAGE_BYTES or not self.proved:
            return len(page) == PAGE_BYTES
        start = _SALT_BYTES if number == 1 else 0
        told = page[start:-_MAC_BYTES] + number.to_bytes(4, "little")
        return hmac.compare_digest(hmac.digest(self.mac_key, told, "sha512"), page[-_MAC_BYTES:])

    def _clear(self, page: bytes, number: int) -> bytes:
        start = _SALT_BYTES if number == 1 else 0
        iv = page[_USABLE : _USABLE + _IV_BYTES]
        opened = Cipher(AES(self.cipher_key), CBC(iv)).decryptor()
        clear = opened.update(page[start:_USABLE]) + opened.finalize()
        return bytes(start) + clear


def pages_of(file: BinaryIO, size: int, key: HeldKey) -> Pages:
    """Return the pages of a database file under `key`, each of them looked at."""
    file.seek(0)
    salt = file.read(_SALT_BYTES)
    with key.lend() as clear:
        found = Pages(file, size, bytes(clear), mac_key_of(clear, salt))
    found.survey()
    return found


def rows(pages: Pages) -> Iterator[Row]:
    """Yield every row that can be read, page by page; a row that goes on in a bad page is left out."""
    for number in range(1, pages.number + 1):
        page = pages.page(number)
        if page is not None:
            yield from _rows_in(pages, page, 100 if number == 1 else 0)


def _rows_in(pages: Pages, page: bytes, head: int) -> Iterator[Row]:
    kind = page[head]
    if kind not in _MOST_LOCAL:
        return
    count = int.from_bytes(page[head + 3 : head + 5], "big")
    for i in range(min(count, _USABLE // 2)):
        at = head + 8 + 2 * i
        try:
            row = _row_at(pages, page, kind, int.from_bytes(page[at : at + 2], "big"))
        except (IndexError, ValueError):  # no page of rows after all, such as the middle of a long text
            return
        if row is not None:
            yield row


def _row_at(pages: Pages, page: bytes, kind: int, at: int) -> Row | None:
    size, at = _varint(page, at)
    own: Row = ()
    if kind == _TABLE_LEAF:
        number, at = _varint(page, at)
        own = (_signed(number),)
    payload = _payload(pages, page, at, size, _MOST_LOCAL[kind])
    return None if payload is None else own + _columns(payload)


def _payload(pages: Pages, page: bytes, at: int, size: int, most: int) -> bytes | None:
    """Return a row's bytes, from its page and the chain of pages it goes on in; None when one of those is bad."""
    if size > _MOST_BYTES:
        raise ValueError("no row is so long")
    if size <= most:
        if at + size > _USABLE:
            raise ValueError("beyond the page")
        return page[at : at + size]
    local = _MIN_LOCAL + (size - _MIN_LOCAL) % (_USABLE - 4)
    local = local if local <= most else _MIN_LOCAL
    found = bytearray(page[at : at + local])
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    while len(found) < size:
        more = pages.page(following) if 0 < following <= pages.number else None
        if more is None:
            return None
        found += more[4:_USABLE]
        following = int.from_bytes(more[:4], "big")
    return bytes(found[:size])


def _columns(payload: bytes) -> Row:
    end, at = _varint(payload, 0)
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    found: list[Cell] = []
    for kind in kinds:
        length = _INTEGERS.get(kind) or (0 if kind in (0, 8, 9) else 8 if kind == 7 else max(0, kind - 12) // 2)
        data = payload[at : at + length]
        if len(data) != length or kind in (10, 11):
            raise ValueError("no row")
        found.append(_cell(kind, data))
        at += length
    return tuple(found)


def _cell(kind: int, data: bytes) -> Cell:
    if kind in (0, 7):
        return None  # a number with a fraction is in no table of ours
    if kind in (8, 9):
        return kind - 8
    if kind in _INTEGERS:
        return int.from_bytes(data, "big", signed=True)
    return data.decode("utf-8", "surrogatepass") if kind % 2 else data


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for i in range(8):
        byte = data[at + i]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + i + 1
    return value << 8 | data[at + 8], at + 9


def _signed(value: int) -> int:
    return value - 2**64 if value >= 2**63 else value
