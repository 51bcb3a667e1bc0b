"""Read PDFs back, so that tests can say what a person would see on the paper."""

import unicodedata
from collections.abc import Iterator

import attrs
import pypdfium2

from cima_desktop.documents import fonts, furniture
from cima_desktop.documents.door import cleaned
from cima_desktop.documents.preview import PreviewPages


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    with PreviewPages(pdf) as pages:
        return [pages.text(n) for n in range(len(pages))]


def squeezed(text: str) -> str:
    """Return text without any white space, in one Unicode form, as two texts are compared."""
    return "".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())


def whole(pdf: bytes) -> str:
    """Return all text of a PDF, squeezed."""
    return squeezed("".join(pages_of(pdf)))


def printed(text: str) -> str:
    """Return what the paper shows for a text: cleaned, with a sign for what no font can draw."""
    faces = fonts.chain(fonts.REGULAR)
    kept = cleaned(text)
    shown = (c if c.isspace() or any(c in face.glyphs for face in faces) else fonts.REPLACEMENT for c in kept)
    return "".join(shown)


def missing_words(text: str, found: str) -> list[str]:
    """Return the words of `text` that are not in the squeezed text of a paper."""
    return [word for word in printed(text).split() if squeezed(word) not in found]


@attrs.frozen
class Placed:
    """A stretch of text and where it stands, in points from the lower left corner."""

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float


def placed(pdf: bytes) -> Iterator[Placed]:
    """Yield every stretch of text with its place."""
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        words = page.get_textpage()
        for n in range(words.count_rects()):
            box = words.get_rect(n)
            yield Placed(number, words.get_text_bounded(*box).strip(), *box)
        words.close()
        page.close()
    document.close()


def outside(pdf: bytes) -> list[Placed]:
    """Return the text that stands outside the margins of the page."""
    left, right = furniture.SIDE - 1, furniture.PAGE_WIDTH - furniture.SIDE + 1
    marks = {"DRAFT", "BORRADOR", "PRACTICE", "PRÁCTICA", "DRAFT / BORRADOR", "PRÁCTICA / PRACTICE"}
    return [
        p
        for p in placed(pdf)
        if p.text and p.text not in marks and (p.left < left or p.right > right or p.bottom < 35 or p.top > 757)
    ]


def white(pdf: bytes, page: int, left: float, bottom: float, right: float, top: float) -> bool:
    """Tell whether an area of a page is untouched paper."""
    with PreviewPages(pdf) as pages:
        shown = pages.page(page, 72.0)
        height = shown.height
        pixels = bytes(shown.buffer)
    for y in range(int(height - top) + 1, int(height - bottom) - 1):
        row = pixels[y * shown.stride + int(left + 1) * 4 : y * shown.stride + int(right - 1) * 4]
        if any(row[n] != 255 for n in range(len(row)) if n % 4 != 3):
            return False
    return True
