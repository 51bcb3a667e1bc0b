"""Making a bundle: one run through what goes into it, signed and sealed as it flows."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from cima_desktop.exchange import age
from cima_desktop.exchange.header import Header, packed
from cima_desktop.exchange.layout import HEADER_DOMAIN, LENGTH, MAGIC, MOST_SECTIONS, end_statement, padding_after
from cima_desktop.exchange.sections import END, PADDING, Changes, Head, Objects, Piece, Section, framed
from cima_desktop.vault.files import replacing

Sign = Callable[[bytes], bytes]


@attrs.frozen
class Written:
    """What was written: bytes of the file, its mark (`Outline.mark`, by which the sender knows it again), sections."""

    size: int
    mark: bytes
    sections: int


def write_bundle(
    out: age.Sink,
    header: Header,
    boxes: Sequence[str],
    sign: Sign,
    sections: Iterable[Section],
    tick: age.Tick = age.silent,
) -> Written:
    """Write a bundle for the holders of `boxes`, in the order of sections given; the first must be `Objects`.

    `sign` signs with the key whose public half is in the header. `tick` hears how many bytes were written. What was
    written so far is worth nothing when this raises.

    Raises:
        ValueError: the header does not fit the rules, the boxes, or the totals of what was given.
        OSError: the disk refused; what `sections` and `tick` raise comes through as well.
    """
    if len(boxes) != len(header.recipients):
        raise ValueError("a box for each recipient")
    plain = _Plain(header, sign, sections)
    sealed = age.seal(plain.pieces(), out, boxes, tick)
    return Written(sealed.size, sealed.mark, plain.sections)


def save_bundle(
    path: Path,
    header: Header,
    boxes: Sequence[str],
    sign: Sign,
    sections: Iterable[Section],
    tick: age.Tick = age.silent,
) -> Written:
    """Do what `write_bundle` does into a file that is whole and durable, or not there.

    Raises:
        ValueError, OSError: as above.
    """
    with replacing(path) as part:
        return write_bundle(part, header, boxes, sign, sections, tick)


class _Plain:
    """The plaintext as it comes into being; nothing keeps all of it."""

    def __init__(self, header: Header, sign: Sign, given: Iterable[Section]) -> None:
        self._header, self._sign, self._given = header, sign, given
        self._transcript = hashlib.sha256()
        self._length = self.sections = 0
        self._totals = [0, 0, 0]

    def pieces(self) -> Iterator[bytes]:
        """Yield all of it, in order."""
        header = packed(self._header)
        start = MAGIC + LENGTH.pack(len(header)) + header
        yield self._told(start + self._sign(HEADER_DOMAIN + start))
        for head, data in framed(self._counted()):
            yield self._told(head)
            yield self._told(data)
            self.sections += 1
        if self._totals != [self._header.changes, self._header.pieces, self._header.size]:
            raise ValueError("the header promises something else")
        yield from self._padding()
        self.sections += 1
        if self.sections > MOST_SECTIONS:
            raise ValueError("too many sections")
        yield self._end()

    def _told(self, data: bytes) -> bytes:
        self._transcript.update(data)
        self._length += len(data)
        return data

    def _counted(self) -> Iterator[Section]:
        is_first = True
        for section in self._given:
            if is_first and not (isinstance(section, Objects) and section.items):
                raise ValueError("cards come first")
            is_first = False
            if isinstance(section, Changes):
                self._totals[0] += len(section.raws)
            elif isinstance(section, Piece):
                self._totals[1] += 1
                self._totals[2] += len(section.data)
            yield section
        if is_first:
            raise ValueError("cards come first")

    def _padding(self) -> Iterator[bytes]:
        left = padding_after(self._length)
        yield self._told(Head(PADDING, 0, left, left).packed())
        while left:
            part = bytes(min(left, age.CHUNK))
            yield self._told(part)
            left -= len(part)

    def _end(self) -> bytes:
        digest = self._transcript.digest()
        data = digest + self._sign(end_statement(self._header.bundle_id, self.sections, digest))
        return Head(END, 0, len(data), len(data)).packed() + data
