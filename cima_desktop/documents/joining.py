"""All papers of a packet in one file that tells no more than they do: no clock, no other program's name."""

import hashlib
import io
import re
from collections.abc import Sequence
from functools import cache

from cima_desktop.documents.boxes import Canvas
from cima_desktop.i18n import LANGUAGES, N_, tr

NEUTRAL_AUTHOR = "CIMA Desktop"
JOINED_TITLE = N_("The family’s papers")
_DAY = "D:20000101000000+00'00'"
_ROOM = 400
"""So many characters stand in for the facts of the file until they are written over, place for place."""
_INFO = re.compile(rb"/Info (\d+) 0 R")
_ID = re.compile(rb"/ID\s?\[<[0-9A-Fa-f]{32}><[0-9A-Fa-f]{32}>\]")


def facts(canvas: Canvas, title: str) -> None:
    """Set what a file says of itself: its title, and the program as the only author."""
    canvas.setTitle(title)
    canvas.setAuthor(NEUTRAL_AUTHOR)
    canvas.setSubject("")
    canvas.setCreator(NEUTRAL_AUTHOR)
    canvas.setProducer(NEUTRAL_AUTHOR)


def join(pdfs: Sequence[bytes], language: str = "en") -> bytes:
    """Return all papers in one file, in order; the same papers give the same bytes.

    Args:
        pdfs: the papers.
        language: of the file's title and of its language mark.
    """
    import pypdfium2  # lazy: loads a library of its own

    whole = pypdfium2.PdfDocument(_empty(language))
    try:
        for pdf in pdfs:
            part = pypdfium2.PdfDocument(pdf)
            whole.import_pages(part)
            part.close()
        if pdfs:
            whole.del_page(0)
        buffer = io.BytesIO()
        whole.save(buffer)
    finally:
        whole.close()
    number = hashlib.sha256(b"".join(hashlib.sha256(pdf).digest() for pdf in pdfs)).hexdigest()[:32]
    return _neutral(buffer.getvalue(), tr(JOINED_TITLE, language), number)


def warm() -> None:
    """Load what joining needs, and lay out the empty pages that papers are put beside."""
    for language in LANGUAGES:
        join((), language)


@cache
def _empty(language: str) -> bytes:
    """Return a file of one empty page to put the others in."""
    from reportlab.pdfgen import canvas as pdf  # lazy: see fonts.warm

    buffer = io.BytesIO()
    canvas = pdf.Canvas(buffer, invariant=1, lang=language)
    facts(canvas, "")
    canvas.setKeywords("-" * _ROOM)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _neutral(pdf: bytes, title: str, number: str) -> bytes:
    """Return the file with neutral facts and a number made from its papers; no byte changes its place.

    The library that joins has no way to set them: it writes its own name and a random number.

    Raises:
        RuntimeError: it writes files of another shape, so nothing can be promised about them.
    """
    named = _INFO.search(pdf, pdf.rfind(b"trailer"))
    numbered = _ID.search(pdf, pdf.rfind(b"trailer"))
    head = re.search(rb"[\r\n]" + named[1] + rb" 0 obj\s", pdf) if named else None
    if not head or not numbered:
        raise RuntimeError("a joined file without facts about itself")
    end = pdf.index(b"endobj", head.end())
    said = _said(title).ljust(end - head.end())
    mark = f"/ID[<{number}><{number}>]".encode().ljust(numbered.end() - numbered.start())
    if len(said) != end - head.end():
        raise RuntimeError("no room for the facts of a joined file")
    return b"".join((pdf[: head.end()], said, pdf[end : numbered.start()], mark, pdf[numbered.end() :]))


def _said(title: str) -> bytes:
    shown = "".join(f"{unit:02X}" for unit in b"\xfe\xff" + title.encode("utf-16-be"))
    author = f"({NEUTRAL_AUTHOR})"
    return (
        f"<</Author{author}/CreationDate({_DAY})/Creator{author}/ModDate({_DAY})/Producer{author}/Title<{shown}>>>"
    ).encode()
