"""The outer file: age version 1, read and written by `pyrage` in small pieces, so that no other thread has to wait.

Plaintext comes out of a generator and goes into a function; it is never a file.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, Protocol

import attrs

from cima_desktop.exchange.errors import NotABundleError, NotForYouError, TamperedError, TruncatedError

CHUNK = 65536
"""age seals the plaintext in chunks of this many bytes; a bundle is made of whole ones."""
_SEALED_CHUNK = CHUNK + 16
_NONCE = 16
_FIRST_LINE = b"age-encryption.org/v1\n"
_STANZA, _LAST_LINE = b"-> ", b"--- "
_MOST_HEADER = 16 * 1024
_NO_KEY_FITS = "No matching keys found"
Tick = Callable[[int], object]


class Sink(Protocol):
    """Takes every byte it is given, or raises."""

    def write(self, data: bytes, /) -> object:
        """Take bytes."""


def silent(_done: int) -> None:
    """Nobody wants to know how far it is."""


@attrs.frozen
class Outline:
    """What anybody can see of a file, without a key."""

    size: int
    header: int
    """Bytes of the header of age."""
    stanzas: int
    """Receivers, and perhaps one more that stands for nobody."""
    mark: bytes
    """Digest of that header: no two files have the same."""

    @property
    def sealed(self) -> int:
        """Bytes of all sealed chunks."""
        return max(0, self.size - self.header - _NONCE)


def outline(file: BinaryIO) -> Outline:
    """Look at a file from its beginning.

    Raises:
        NotABundleError: it is not an age file, or one whose header has no end in sight.
        TruncatedError: it ends within its header.
        OSError: the disk refused.
    """
    size = file.seek(0, 2)
    file.seek(0)
    begin = file.read(_MOST_HEADER)
    if not begin.startswith(_FIRST_LINE[: len(begin)]):
        raise NotABundleError
    lines = begin.split(b"\n")
    last = next((n for n, line in enumerate(lines[:-1]) if line.startswith(_LAST_LINE)), 0)
    if not last:
        raise TruncatedError if size < _MOST_HEADER else NotABundleError
    header = b"\n".join(lines[: last + 1]) + b"\n"
    stanzas = sum(line.startswith(_STANZA) for line in lines[:last])
    return Outline(size, len(header), stanzas, hashlib.sha256(header).digest())


class _End:
    """One end of pyrage's work; it keeps the first fault, which pyrage may swallow or put into other words."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self._work = work
        self._fault: BaseException | None = None

    def read(self, length: int) -> Any:
        """Be pulled from."""
        return self._do(length)

    def write(self, data: bytes) -> Any:
        """Be pushed into."""
        return self._do(data)

    def flush(self) -> None:
        """Nothing is held back here."""

    def raise_fault(self) -> None:
        """Raise what went wrong at this end, as it was."""
        if self._fault is not None:
            raise self._fault

    def _do(self, value: object) -> Any:
        self.raise_fault()  # pyrage comes back to flush what it holds
        try:
            return self._work(value)
        except BaseException as error:
            self._fault = error
            raise


# --- sealing ---------------------------------------------------------------------------------------------------------


@attrs.frozen
class Sealed:
    """What was written."""

    size: int
    mark: bytes
    """As in the outline of the file."""


def seal(pieces: Iterator[bytes], out: Sink, boxes: Sequence[str], tick: Tick = silent) -> Sealed:
    """Encrypt pieces to the X25519 recipients `boxes`; `tick` hears how many bytes were written.

    Raises:
        ValueError: a box is none.
        OSError: the disk refused; what `pieces` and `tick` raise comes through as well.
    """
    import pyrage  # lazy: the start page comes by here, and opens no bundle

    try:
        recipients = [pyrage.x25519.Recipient.from_str(box) for box in boxes]
    except pyrage.RecipientError:
        raise ValueError("no box") from None
    writing = _Writing(pieces, out, tick)
    plain, sealed = _End(writing.pull), _End(writing.push)
    try:
        pyrage.encrypt_io(plain, sealed, recipients)
    finally:  # pyrage says it in other words, and nothing at all when the last bytes cannot be written
        plain.raise_fault()
        sealed.raise_fault()
    begin = bytes(writing.begin)
    header = begin[: begin.index(b"\n", begin.index(b"\n" + _LAST_LINE) + 1) + 1]
    return Sealed(writing.size, hashlib.sha256(header).digest())


class _Writing:
    def __init__(self, pieces: Iterator[bytes], out: Sink, tick: Tick) -> None:
        self._pieces, self._out, self._tick = pieces, out, tick
        self._held = memoryview(b"")
        self.size = 0
        self.begin = bytearray()

    def pull(self, length: int) -> bytes:
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._held = memoryview(piece)
        part, self._held = self._held[:length], self._held[length:]
        return bytes(part)

    def push(self, data: bytes) -> int:
        self._out.write(data)
        self.size += len(data)
        if len(self.begin) < _MOST_HEADER:
            self.begin += data
        self._tick(self.size)
        return len(data)


# --- unsealing -------------------------------------------------------------------------------------------------------


def unseal(
    file: BinaryIO, seen: Outline, secrets: Sequence[str], push: Callable[[bytes], None], tick: Tick = silent
) -> None:
    """Decrypt a file piece by piece into `push`; `tick` hears how many bytes of it were read.

    Raises:
        NotForYouError: none of the X25519 identities `secrets` opens it.
        TruncatedError: it ends too early.
        TamperedError: it is not what was sealed.
        OSError: the disk refused; what `push` and `tick` raise comes through as well.
    """
    import pyrage  # lazy, as above

    if seen.size < seen.header + _NONCE:
        raise TruncatedError
    identities = [pyrage.x25519.Identity.from_str(secret) for secret in secrets]
    file.seek(0)
    reading = _Reading(file, seen, push, tick)
    sealed, plain = _End(reading.pull), _End(reading.push)
    try:
        pyrage.decrypt_io(sealed, plain, identities)
    except (pyrage.DecryptError, OSError) as error:
        sealed.raise_fault()
        plain.raise_fault()
        raise reading.diagnosis(error) from None


class _Reading:
    def __init__(self, file: BinaryIO, seen: Outline, push: Callable[[bytes], None], tick: Tick) -> None:
        self._file, self._seen, self._push, self._tick = file, seen, push, tick
        self._read = self._received = 0
        self._is_open = False

    def pull(self, length: int) -> bytes:
        """Give the header and the nonce by themselves: whoever asks for more has found a key that fits."""
        begin = self._seen.header + _NONCE
        self._is_open = self._read >= begin
        if not self._is_open:
            length = min(length, begin - self._read)
        data = self._file.read(length)
        self._read += len(data)
        self._tick(self._read)
        return data

    def push(self, data: bytes) -> int:
        self._received += len(data)
        self._push(data)
        return len(data)

    def diagnosis(self, error: Exception) -> Exception:
        """Say what is wrong with the file. Whole chunks make it possible to tell a cut from a change."""
        if not self._is_open:
            return NotForYouError() if str(error) == _NO_KEY_FITS else TamperedError()
        chunks, rest = divmod(self._seen.sealed, _SEALED_CHUNK)
        is_cut = self._read == self._seen.size and (rest > 0 or self._received == chunks * CHUNK)
        return TruncatedError() if is_cut else TamperedError()
