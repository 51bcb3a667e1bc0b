"""The sections of a bundle: what each holds as bytes, and how it is framed and compressed (docs/formats/bundle.md)."""

import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import attrs

from cima_desktop.exchange.errors import IllFormedError, TamperedError, TooBigError
from cima_desktop.store.change import HASH_BYTES, MAX_HEADER, MAX_PAYLOAD, SALT_BYTES, Raw

CHANGES, PIECE, OBJECTS, PADDING, END = b"CBKPZ"
CONTENT = (CHANGES, PIECE, OBJECTS)
COMPRESSED, OPTIONAL = 1, 2
"""Flags: the data is one zstd frame; a reader that does not know the type passes over the section."""
MOST_SECTION = 4 * 1024 * 1024
MOST_GROWTH = 32
"""What would shrink to less than this part of itself is not compressed, so a small file cannot become a big one."""
MOST_PIECE = MOST_OBJECT = 1024 * 1024
LEAST_SIG, MOST_SIG = 64, 640
"""A signature that many changes share is longer than one."""
_GOOD_SECTION = 1024 * 1024
_LEVEL = 3
_ZSTD = b"\x28\xb5\x2f\xfd"
_HEAD = struct.Struct("<BBII")
HEAD_BYTES = _HEAD.size
_CHANGE = struct.Struct("<HHI")
_FILE = struct.Struct(f"<{HASH_BYTES}sQQ")
_OBJECT = struct.Struct("<I")


@attrs.frozen
class Changes:
    """Changes as they were signed."""

    raws: tuple[Raw, ...]


@attrs.frozen
class Piece:
    """A stretch of an attachment: its digest, where the stretch begins, how long all of it is, and the bytes."""

    digest: bytes
    offset: int
    total: int
    data: bytes


@attrs.frozen
class Objects:
    """Cards, revocations and whatever else is told, each with a form and a signature of its own."""

    items: tuple[bytes, ...]


Section = Changes | Piece | Objects


class Head(NamedTuple):
    """What stands before the data of a section."""

    kind: int
    flags: int
    stored: int
    plain: int

    def packed(self) -> bytes:
        """Return it as bytes."""
        return _HEAD.pack(*self)


def head(data: bytes) -> Head:
    """Read a head; what follows it is bounded from here on.

    Raises:
        TooBigError: more is promised than any honest section holds.
        TamperedError: it is no head.
    """
    made = Head(*_HEAD.unpack(data))
    if made.kind != PADDING and max(made.stored, made.plain) > MOST_SECTION:
        raise TooBigError
    is_compressed = bool(made.flags & COMPRESSED)
    if made.flags > COMPRESSED + OPTIONAL or (made.kind in CONTENT and made.flags & OPTIONAL):
        raise TamperedError
    if is_compressed is (made.stored == made.plain) or made.stored > made.plain:
        raise TamperedError
    if made.plain > made.stored * MOST_GROWTH:
        raise TooBigError
    return made


# --- writing ---------------------------------------------------------------------------------------------------------


def framed(sections: Iterable[Section]) -> Iterator[tuple[bytes, bytes]]:
    """Yield head and data of sections of a good size: what is of one kind and follows each other goes together.

    Raises:
        ValueError: something is longer than the format allows.
    """
    kind, gathered = PADDING, bytearray()
    for item_kind, item in _items(sections):
        full = len(gathered) + len(item) > _GOOD_SIZES[item_kind]
        if gathered and (item_kind != kind or full):
            yield _stored(kind, bytes(gathered))
            gathered.clear()
        kind = item_kind
        gathered += item
    if gathered:
        yield _stored(kind, bytes(gathered))


_GOOD_SIZES = {CHANGES: _GOOD_SECTION, OBJECTS: _GOOD_SECTION, PIECE: 0}


def _items(sections: Iterable[Section]) -> Iterator[tuple[int, bytes]]:
    for section in sections:
        if isinstance(section, Changes):
            yield from ((CHANGES, _change(raw)) for raw in section.raws)
        elif isinstance(section, Objects):
            yield from ((OBJECTS, _object(item)) for item in section.items)
        else:
            yield PIECE, _piece(section)


def _change(raw: Raw) -> bytes:
    content = b"" if raw.salt is None or raw.payload is None else raw.salt + raw.payload
    _check(_is_change(len(raw.header), len(raw.sig), len(content)))
    return _CHANGE.pack(len(raw.header), len(raw.sig), len(content)) + raw.header + raw.sig + content


def _object(item: bytes) -> bytes:
    _check(1 <= len(item) <= MOST_OBJECT)
    return _OBJECT.pack(len(item)) + item


def _piece(piece: Piece) -> bytes:
    _check(_is_piece(piece))
    return _FILE.pack(piece.digest, piece.offset, piece.total) + piece.data


def _check(good: bool) -> None:
    if not good:
        raise ValueError("the format has no room for this")


def _stored(kind: int, plain: bytes) -> tuple[bytes, bytes]:
    if kind != PIECE:  # attachments are pictures and PDF: compressed already
        import zstandard  # lazy: only a bundle that is made or read needs it

        small = zstandard.ZstdCompressor(level=_LEVEL).compress(plain)
        if len(small) < len(plain) <= len(small) * MOST_GROWTH:
            return Head(kind, COMPRESSED, len(small), len(plain)).packed(), small
    return Head(kind, 0, len(plain), len(plain)).packed(), plain


# --- reading ---------------------------------------------------------------------------------------------------------


def opened(begun: Head, data: bytes) -> Section:
    """Read a section of content, strictly.

    Raises:
        IllFormedError: in every other case; nothing else is ever raised.
    """
    plain = _unpacked(begun, data)
    if begun.kind == CHANGES:
        return Changes(tuple(_read_changes(plain)))
    if begun.kind == OBJECTS:
        return Objects(tuple(_read_objects(plain)))
    return _read_piece(plain)


def _unpacked(begun: Head, data: bytes) -> bytes:
    """Return the content: exactly one frame that says its own length, the one in the head, and nothing after it."""
    if not begun.flags & COMPRESSED:
        return data
    import zstandard  # lazy, as above

    try:
        # The library trusts the length in the frame and ignores `max_output_size`: look before it does.
        said = zstandard.get_frame_parameters(data)
        _demand(data.startswith(_ZSTD) and said.content_size == begun.plain)
        return zstandard.ZstdDecompressor().decompress(data, allow_extra_data=False)
    except zstandard.ZstdError:
        raise IllFormedError from None


def _read_changes(plain: bytes) -> Iterator[Raw]:
    at = 0
    while at < len(plain):
        _demand(at + _CHANGE.size <= len(plain))
        lengths = _CHANGE.unpack_from(plain, at)
        _demand(_is_change(*lengths))
        header = at + _CHANGE.size
        sig, content = header + lengths[0], header + lengths[0] + lengths[1]
        at = content + lengths[2]
        _demand(at <= len(plain))
        salt, payload = plain[content : content + SALT_BYTES], plain[content + SALT_BYTES : at]
        kept = (salt, payload) if lengths[2] else (None, None)
        yield Raw(plain[header:sig], plain[sig:content], *kept)


def _read_objects(plain: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(plain):
        _demand(at + _OBJECT.size <= len(plain))
        (length,) = _OBJECT.unpack_from(plain, at)
        at += _OBJECT.size + length
        _demand(1 <= length <= MOST_OBJECT and at <= len(plain))
        yield plain[at - length : at]


def _read_piece(plain: bytes) -> Piece:
    _demand(len(plain) >= _FILE.size)
    digest, offset, total = _FILE.unpack_from(plain)
    piece = Piece(digest, offset, total, plain[_FILE.size :])
    _demand(_is_piece(piece))
    return piece


def _demand(good: bool) -> None:
    if not good:
        raise IllFormedError


def _is_change(header: int, sig: int, content: int) -> bool:
    """Judge lengths; what they hold is for the store to judge."""
    fits = 1 <= header <= MAX_HEADER and LEAST_SIG <= sig <= MOST_SIG
    return fits and (content == 0 or SALT_BYTES < content <= SALT_BYTES + MAX_PAYLOAD)


def _is_piece(piece: Piece) -> bool:
    """A piece lies inside its file, and only a file of no bytes has a piece of none."""
    fits = len(piece.digest) == HASH_BYTES and piece.offset + len(piece.data) <= piece.total < 2**63
    return fits and len(piece.data) <= MOST_PIECE and (len(piece.data) > 0 or piece.total == 0)
