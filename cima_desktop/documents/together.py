"""What must stay on one page at a signing: the signature and the certificate that the notary gives it (10B-36).

When a page does not hold them with the words above and the interpreter's statement, the statement goes before the
signature and stays with those words; nobody then has to ask which signature a certificate belongs to.
"""

from collections.abc import Iterator, Sequence

import attrs

from cima_desktop.documents.boxes import Box, Framed
from cima_desktop.documents.flow import Placed, Sheet

SIGNATURE, INTERPRETER, CERTIFICATE = "signature", "interpreter", "certificate"


def part_of(box: Box) -> str:
    """Return what a box is in a signing, or nothing."""
    return box.part if isinstance(box, Framed) else ""


def arranged(boxes: Sequence[Box], sheet: Sheet) -> list[Box]:
    """Return the boxes with signatures beside their certificates, wherever one page holds both."""
    made: list[Box] = []
    for group in _groups(boxes):
        made += _arranged(group, sheet)
    return made


def _groups(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Yield the boxes that ask to stay together."""
    group: list[Box] = []
    for box in boxes:
        group.append(box)
        if not box.keep:
            yield group
            group = []
    if group:
        yield group


def _arranged(group: list[Box], sheet: Sheet) -> list[Box]:
    parts = [part_of(box) for box in group]
    if SIGNATURE not in parts or parts[-1] != CERTIFICATE or _fit(group, sheet):
        return group
    at = parts.index(SIGNATURE)
    words, signed = group[:at], group[at:]
    pair = [box for box in signed if part_of(box) != INTERPRETER]
    stated = [box for box in signed if part_of(box) == INTERPRETER]
    if not _fit(pair, sheet):
        return group
    above = [*words, *stated] if _fit([*words, *stated], sheet) else [*_let_go(words), *stated]
    return [*_let_go(above), *pair]


def _fit(boxes: Sequence[Box], sheet: Sheet) -> bool:
    """Tell whether boxes fit a page of their own."""
    need = sum(box.height(sheet.width) + (box.before if n else 0.0) for n, box in enumerate(boxes))
    return need <= sheet.top - sheet.bottom


def _let_go(boxes: Sequence[Box]) -> list[Box]:
    """Return boxes of which the last may be parted from what follows."""
    if not boxes:
        return []
    last = attrs.evolve(boxes[-1], keep=False)  # type: ignore[misc] # every box is an attrs class
    return [*boxes[:-1], last]


def parted(pages: Sequence[Sequence[Placed]]) -> int:
    """Return how many certificates are not on the page of their signature."""
    count, signed_on = 0, -1
    for number, page in enumerate(pages):
        for part in (part_of(placed.box) for placed in page):
            if part == SIGNATURE:
                signed_on = number
            count += part == CERTIFICATE and signed_on not in (-1, number)
    return count
