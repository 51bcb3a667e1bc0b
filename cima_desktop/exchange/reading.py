"""Opening a bundle in two runs: the first trusts nothing and parses nothing, the second hands out what was signed.

Both runs decrypt the file anew, because plaintext is never kept. The first remembers a digest after each section; the
second compares it before it looks into the section, so nothing is handed out that was not there when the sender's
signature was checked.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Generator, Sequence
from enum import IntEnum
from typing import BinaryIO

from cima_desktop.exchange import age
from cima_desktop.exchange.errors import (
    AppendedError,
    BundleError,
    ChangedMeanwhileError,
    ForwardedError,
    IllFormedError,
    NewerFormatError,
    NotABundleError,
    OwnBundleError,
    RevokedSenderError,
    TamperedError,
    TooBigError,
    TruncatedError,
    UnknownSenderError,
)
from cima_desktop.exchange.header import FORMAT, MOST_BYTES, Header, Opening, opening, read
from cima_desktop.exchange.layout import END_BYTES, HEADER_DOMAIN, LENGTH, MAGIC, MOST_SECTIONS, end_statement
from cima_desktop.exchange.sections import (
    CONTENT,
    END,
    HEAD_BYTES,
    OPTIONAL,
    PADDING,
    Changes,
    Head,
    Objects,
    Piece,
    Section,
    head,
    opened,
)
from cima_desktop.exchange.signing import SIG_BYTES, fingerprint, is_signed
from cima_desktop.store.change import HASH_BYTES


class Standing(IntEnum):
    """What is known here of a device."""

    UNKNOWN = 0
    KNOWN = 1
    REVOKED = 2


Known = Callable[[bytes, bytes], Standing]
"""Says how a device stands, given its id and its public key."""
Steps = Generator[int, bytes, None]
"""Says how many bytes it wants next, and is sent exactly those."""


def open_bundle(
    file: BinaryIO, secrets: Sequence[str], own: Collection[bytes], known: Known, tick: age.Tick = age.silent
) -> "Bundle":
    """Examine a whole file, to its last byte: made for one of `own` (fingerprints), by a known sender, unchanged.

    Nothing but the header is parsed. `tick` hears how many bytes of the file were read.

    Raises:
        BundleError: one of its kinds, the first that applies.
        OSError: the disk refused; what `tick` raises comes through as well.
    """
    seen = age.outline(file)
    examined = _Examining(own, known)
    _run(examined, lambda push: age.unseal(file, seen, secrets, push, tick))
    return Bundle(file, seen, secrets, examined)


def _run(walk: "_Walk", unseal: Callable[[Callable[[bytes], None]], None]) -> None:
    fed = _Fed(walk.steps())
    try:
        unseal(fed.push)
    except (TamperedError, TruncatedError):
        if fed.is_done:  # the end was there, and age's last chunk behind it is something else
            raise AppendedError from None
        raise
    if not fed.is_done:
        raise TruncatedError if walk.has_begun else NotABundleError


class Bundle:
    """A file that was examined; keep the file open while it is read."""

    def __init__(self, file: BinaryIO, seen: age.Outline, secrets: Sequence[str], examined: "_Examining") -> None:
        self.header: Header = examined.header
        self.outline = seen
        self._file, self._secrets, self._examined = file, secrets, examined

    @property
    def mark(self) -> bytes:
        """Return the digest of everything in it: two files with one id are told apart by it."""
        return self._examined.end[:HASH_BYTES]

    def read(self, each: Callable[[Section], object], tick: age.Tick = age.silent) -> None:
        """Give each section with content to `each`, in order; keep nothing of them when this raises.

        Raises:
            ChangedMeanwhileError: the file is not what was examined.
            IllFormedError: the sender signed something that breaks the format.
            OSError: the disk refused; what `each` and `tick` raise comes through as well.
        """
        walk = _HandingOut(self._examined, each)
        try:
            if age.outline(self._file) != self.outline:
                raise ChangedMeanwhileError
            _run(walk, lambda push: age.unseal(self._file, self.outline, self._secrets, push, tick))
        except BundleError as error:
            if isinstance(error, IllFormedError) or error is walk.outside:
                raise
            raise ChangedMeanwhileError from None


class _Fed:
    """Hands steps as many bytes as they want, whatever the size of the pieces that come in."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._held = bytearray()
        self._wanted = next(steps)
        self.is_done = False

    def push(self, data: bytes) -> None:
        """Take the next piece of the plaintext."""
        self._held += data
        while not self.is_done and len(self._held) >= self._wanted:
            part = bytes(memoryview(self._held)[: self._wanted])
            del self._held[: self._wanted]
            try:
                self._wanted = self._steps.send(part)
            except StopIteration:
                self.is_done = True
        if self.is_done and self._held:
            raise AppendedError


class _Walk(ABC):
    """One run through a plaintext; what is done at each place is for the two kinds of run to say."""

    def __init__(self) -> None:
        self.has_begun = False
        self.transcript = hashlib.sha256()
        self.sections = 0

    def steps(self) -> Steps:
        """Go through all of it."""
        magic = yield len(MAGIC)
        if magic != MAGIC:
            raise NotABundleError
        self.has_begun = True
        length = yield LENGTH.size
        if LENGTH.unpack(length)[0] > MOST_BYTES:
            raise TooBigError
        packed = yield LENGTH.unpack(length)[0]
        sig = yield SIG_BYTES
        self.transcript.update(magic + length + packed + sig)
        self.on_header(packed, magic + length + packed, sig)
        while True:
            packed = yield HEAD_BYTES
            begun = head(packed)
            if begun.kind == END:
                break
            self.sections += 1
            if self.sections > MOST_SECTIONS:
                raise TooBigError
            self.transcript.update(packed)
            yield from self._section(begun)
        if begun != Head(END, 0, END_BYTES, END_BYTES):
            raise TamperedError
        end = yield END_BYTES
        self.on_end(end[:HASH_BYTES], end[HASH_BYTES:])

    def _section(self, begun: Head) -> Steps:
        if begun.kind in CONTENT:
            data = yield begun.stored
            self.transcript.update(data)
        else:
            data, left = b"", begun.stored
            while left:
                part = yield min(left, age.CHUNK)
                self.transcript.update(part)
                left -= len(part)
        self.on_section(begun, data)

    @abstractmethod
    def on_header(self, packed: bytes, start: bytes, sig: bytes) -> None:
        """The header is there, with the bytes that are signed and the signature."""

    @abstractmethod
    def on_section(self, begun: Head, data: bytes) -> None:
        """A section is there; without its data when it is passed over."""

    @abstractmethod
    def on_end(self, digest: bytes, sig: bytes) -> None:
        """The end is there."""


class _Examining(_Walk):
    """The first run."""

    header: Header
    end: bytes

    def __init__(self, own: Collection[bytes], known: Known) -> None:
        super().__init__()
        self._own, self._known = own, known
        self._is_strange = False
        self.marks = bytearray()
        """The digest of everything so far, after the header and after each section."""

    def on_header(self, packed: bytes, start: bytes, sig: bytes) -> None:
        begun = opening(packed)
        if not is_signed(begun.sender_key, sig, HEADER_DOMAIN + start):
            raise TamperedError
        self._judge(begun)
        self.header = read(begun)
        self.marks += self.transcript.digest()

    def _judge(self, begun: Opening) -> None:
        if fingerprint(begun.sender_key) in self._own:
            raise OwnBundleError
        if not set(self._own) & set(begun.recipients):
            raise ForwardedError
        standing = self._known(begun.sender, begun.sender_key)
        if standing is Standing.UNKNOWN:
            raise UnknownSenderError(begun.sender_key)
        if standing is Standing.REVOKED:
            raise RevokedSenderError(begun.sender_key)
        if begun.least_reader > FORMAT:
            raise NewerFormatError

    def on_section(self, begun: Head, data: bytes) -> None:
        self._is_strange |= begun.kind not in (*CONTENT, PADDING) and not begun.flags & OPTIONAL
        self.marks += self.transcript.digest()

    def on_end(self, digest: bytes, sig: bytes) -> None:
        said = end_statement(self.header.bundle_id, self.sections, digest)
        if digest != self.transcript.digest() or not is_signed(self.header.sender_key, sig, said):
            raise TamperedError
        if self._is_strange:
            raise NewerFormatError
        self.end = digest + sig


class _HandingOut(_Walk):
    """The second run."""

    def __init__(self, examined: _Examining, each: Callable[[Section], object]) -> None:
        super().__init__()
        self._examined, self._each = examined, each
        self._totals = [0, 0, 0]
        self._file = _Whole()
        self.outside: BundleError | None = None

    def on_header(self, packed: bytes, start: bytes, sig: bytes) -> None:
        self._compare()

    def on_section(self, begun: Head, data: bytes) -> None:
        self._compare()
        if begun.kind in CONTENT:
            section = opened(begun, data)
            self._judge(section)
            try:
                self._each(section)
            except BundleError as error:
                self.outside = error
                raise

    def on_end(self, digest: bytes, sig: bytes) -> None:
        if digest + sig != self._examined.end:
            raise ChangedMeanwhileError
        header = self._examined.header
        if self._totals != [header.changes, header.pieces, header.size] or not self._file.is_whole:
            raise IllFormedError

    def _compare(self) -> None:
        at = self.sections * HASH_BYTES
        if self._examined.marks[at : at + HASH_BYTES] != self.transcript.digest():
            raise ChangedMeanwhileError

    def _judge(self, section: Section) -> None:
        """Check what no section shows by itself."""
        if self.sections == 1 and not isinstance(section, Objects):
            raise IllFormedError
        if isinstance(section, Changes):
            self._totals[0] += len(section.raws)
        elif isinstance(section, Piece):
            self._totals[1] += 1
            self._totals[2] += len(section.data)
            self._file.take(section)


class _Whole:
    """Sees to it that the pieces of a file follow each other and make up what they are said to be."""

    def __init__(self) -> None:
        self.is_whole = True
        self._digest, self._total, self._length = b"", 0, 0
        self._made = hashlib.sha256()

    def take(self, piece: Piece) -> None:
        """Take the next piece.

        Raises:
            IllFormedError: it does not belong here.
        """
        if self.is_whole:
            self._digest, self._total, self._length = piece.digest, piece.total, 0
            self._made = hashlib.sha256()
        if (piece.digest, piece.total, piece.offset) != (self._digest, self._total, self._length):
            raise IllFormedError
        self._made.update(piece.data)
        self._length += len(piece.data)
        self.is_whole = self._length == self._total
        if self.is_whole and self._made.digest() != self._digest:
            raise IllFormedError
