"""Bundles made and taken apart by hand, from docs/formats/bundle.md alone: nothing here calls the code under test.

People in them are made up; the keys are fixed and guard nothing.
"""

import hashlib
import io
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgpack
import pyrage
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cima_desktop.store.change import Body, Code, Op, Raw, erased, make


class Party(NamedTuple):
    """Somebody with a signing key and a box."""

    key: Ed25519PrivateKey
    secret: str
    box: str

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    @property
    def device(self) -> bytes:
        return hashlib.sha256(b"app.device.v1\0" + self.public).digest()[:16]

    @property
    def fingerprint(self) -> bytes:
        return hashlib.sha256(b"app.identity.v1\0" + self.public).digest()


def _party(seed: int, secret: str, box: str) -> Party:
    return Party(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32), secret, box)


ANA = _party(
    1,
    "AGE-SECRET-KEY-1X3ZNM3YLLNMW2Z5VNDYSH2SKTZUVRK30RMR4HTQT5PURU4N8G90Q9YK35W",
    "age1cc5tpl34amsan365kxg52225xjvvnf8p4pxtgu2zh2gj78lnf93s4xy3tg",
)
"""Sends."""
BETO = _party(
    2,
    "AGE-SECRET-KEY-102RYP5MPYN9YLDTYWS7ARJWA7VGQNTC8EK42P7XT33EZKYN2TF8SF7NVU4",
    "age1z200kvl6rk8qzgeg6luujttyenkfkm27m450vwraj7jvejjgd44sp99jt8",
)
"""Receives."""
CARMEN = _party(
    3,
    "AGE-SECRET-KEY-18RQX70E3PF4YCRRN24RU5MAQ40FSLHZDFZ9SAS2VTK87A09ASMQS8PZVVT",
    "age19gr83jqddqwwjfjuklqm6splwd6x3hg99sgeq3e4538d5xre4g8qkc20nm",
)
"""Receives too, or is a stranger."""
MAGIC = b"CIMABND1"
CHUNK = 65536
BUNDLE_ID = bytes(range(16))
MADE_MS = 1_795_260_000_000
FILE = bytes(range(256)) * 4
"""An attachment of two pieces."""
CUT = 600


def changes() -> list[Raw]:
    """Return three changes of made-up people; the last one was erased."""
    made = []
    for number, name in enumerate(("Rosa López", "Ñusta 😀 Tzʼutujil", "Nadie")):
        ops = (Op(Code.SET, "given_names", name), Op(Code.SET, "phone", f"+1828555010{number}"))
        body = Body(bytes([number]) * 16, ANA.device, MADE_MS << 16, (), bytes(16), "person", ops)
        made.append(make(body, ANA.key.sign, bytes([number]) * 16).raw)
    return [*made[:2], erased(made[2])]


def change_bytes(raw: Raw) -> bytes:
    """Return a change as it stands in a section."""
    content = b"" if raw.salt is None or raw.payload is None else raw.salt + raw.payload
    return struct.pack("<HHI", len(raw.header), len(raw.sig), len(content)) + raw.header + raw.sig + content


def piece_bytes(data: bytes, offset: int, length: int) -> bytes:
    """Return a stretch of a file as it stands in a section."""
    return hashlib.sha256(data).digest() + struct.pack("<QQ", offset, len(data)) + data[offset : offset + length]


def object_bytes(*items: bytes) -> bytes:
    """Return objects as they stand in a section."""
    return b"".join(struct.pack("<I", len(item)) + item for item in items)


@dataclass
class Part:
    """A section; lengths that are None are the right ones."""

    kind: bytes
    data: bytes
    flags: int = 0
    plain: int | None = None
    stored: int | None = None

    def packed(self) -> bytes:
        stored = len(self.data) if self.stored is None else self.stored
        plain = stored if self.plain is None else self.plain
        return self.kind + struct.pack("<BII", self.flags, stored, plain) + self.data


def squeezed(kind: bytes, content: bytes) -> Part:
    """Return a section with compressed content."""
    return Part(kind, zstandard.ZstdCompressor(level=3).compress(content), 1, len(content))


def _header() -> list[Any]:
    return [
        1, 1, BUNDLE_ID, ANA.device, ANA.public, [BETO.fingerprint], MADE_MS, "chosen", "peer", b"", b"", "CIMA 1",
        3, 2, len(FILE), "Va la familia de Rosa. 😀",
    ]  # fmt: skip


def _parts() -> list[Part]:
    return [
        Part(b"K", object_bytes(b"a card", b"names")),
        squeezed(b"C", b"".join(map(change_bytes, changes()))),
        Part(b"B", piece_bytes(FILE, 0, CUT)),
        Part(b"B", piece_bytes(FILE, CUT, CUT)),
        Part(b"P", bytes(300)),
    ]


Signer = Callable[[bytes], bytes]


@dataclass
class Draft:
    """A bundle in the making; every part can be spoilt before it is signed, or after."""

    header: Any = field(default_factory=_header)
    parts: list[Part] = field(default_factory=_parts)
    sign: Signer = ANA.key.sign
    magic: bytes = MAGIC
    tail: bytes = b""
    transcript: bytes | None = None
    count: int | None = None
    end: Part | None = None

    def start(self) -> bytes:
        """Return magic, header and signature."""
        packed = self.header if isinstance(self.header, bytes) else msgpack.packb(self.header)
        start = self.magic + struct.pack("<I", len(packed)) + packed
        return start + self.sign(b"app.bundle.header.v1\0" + start)

    def plaintext(self) -> bytes:
        """Return all of it."""
        body = self.start() + b"".join(part.packed() for part in self.parts)
        digest = self.transcript or hashlib.sha256(body).digest()
        count = len(self.parts) if self.count is None else self.count
        said = b"app.bundle.end.v1\0" + BUNDLE_ID + struct.pack("<Q", count) + digest
        end = self.end or Part(b"Z", digest + self.sign(said))
        return body + end.packed() + self.tail

    def padded(self, chunks: int = 1) -> "Draft":
        """Fill whole chunks of age, as a writer would; return itself."""
        self.parts[-1] = Part(b"P", b"")
        self.parts[-1] = Part(b"P", bytes(chunks * CHUNK - len(self.plaintext())))
        return self

    def sealed(self, *boxes: str) -> bytes:
        """Return the file, for Beto unless told otherwise."""
        return sealed(self.plaintext(), *boxes)


def sealed(plaintext: bytes, *boxes: str) -> bytes:
    """Encrypt a plaintext, as anybody can who knows a box."""
    out = io.BytesIO()
    recipients = [pyrage.x25519.Recipient.from_str(box) for box in boxes or (BETO.box,)]
    pyrage.encrypt_io(io.BytesIO(plaintext), out, recipients)
    return out.getvalue()


# --- an independent reader -------------------------------------------------------------------------------------------


class Decoded(NamedTuple):
    """What the format page lets somebody read out of a plaintext."""

    header: list[Any]
    objects: list[bytes]
    changes: list[Raw]
    files: dict[bytes, bytes]
    padding: int


def decoded(plaintext: bytes) -> Decoded:
    """Read a plaintext and check what the page says of it."""
    assert plaintext.startswith(MAGIC)
    (length,) = struct.unpack_from("<I", plaintext, 8)
    at = 12 + length
    header = msgpack.unpackb(plaintext[12:at])
    sender = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32).public_key()
    sender.verify(plaintext[at : at + 64], b"app.bundle.header.v1\0" + plaintext[:at])
    found = Decoded(header, [], [], {}, 0)
    padding = 0
    for count, (kind, content, begin) in enumerate(_sections(plaintext, at + 64)):
        if kind == b"Z":
            digest = hashlib.sha256(plaintext[:begin]).digest()
            assert content[:32] == digest
            sender.verify(content[32:], b"app.bundle.end.v1\0" + header[2] + struct.pack("<Q", count) + digest)
            assert begin + 106 == len(plaintext)
        elif kind == b"K":
            found.objects.extend(_objects(content))
        elif kind == b"C":
            found.changes.extend(_changes(content))
        elif kind == b"B":
            found.files[content[:32]] = found.files.get(content[:32], b"") + content[48:]
        else:
            assert kind == b"P"
            assert not any(content)
            padding += len(content)
    assert all(hashlib.sha256(data).digest() == digest for digest, data in found.files.items())
    return found._replace(padding=padding)


def _sections(plaintext: bytes, at: int) -> Iterator[tuple[bytes, bytes, int]]:
    while at < len(plaintext):
        flags, stored, plain = struct.unpack_from("<BII", plaintext, at + 1)
        data = plaintext[at + 10 : at + 10 + stored]
        content = zstandard.ZstdDecompressor().decompress(data) if flags & 1 else data
        assert len(content) == plain
        yield plaintext[at : at + 1], content, at
        at += 10 + stored


def _objects(content: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(content):
        (length,) = struct.unpack_from("<I", content, at)
        yield content[at + 4 : at + 4 + length]
        at += 4 + length


def _changes(content: bytes) -> Iterator[Raw]:
    at = 0
    while at < len(content):
        header, sig, rest = struct.unpack_from("<HHI", content, at)
        at += 8
        pieces: Sequence[bytes] = [
            content[at : at + header],
            content[at + header : at + header + sig],
            content[at + header + sig : at + header + sig + rest],
        ]
        at += header + sig + rest
        yield Raw(pieces[0], pieces[1], pieces[2][:16] or None, pieces[2][16:] or None)
