"""Files as somebody might hand them over: good ones of every kind, and ones made to hurt."""

import io
import zlib
from typing import Any

from PIL import Image, ImageDraw

A_PAGE = (612, 792)


def pdf(pages: int = 1, words: str = "Acta inventada") -> bytes:
    """Return a PDF with a line of words on each page."""
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer, pagesize=A_PAGE, invariant=1)
    for number in range(pages):
        drawn.drawString(72, 720, f"{words} {number + 1}")
        drawn.showPage()
    drawn.save()
    return buffer.getvalue()


def locked_pdf() -> bytes:
    """Return a PDF that asks for a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer, encrypt=StandardEncryption("a password", canPrint=0))
    drawn.drawString(72, 720, "nobody sees this")
    drawn.save()
    return buffer.getvalue()


def pdf_of(*objects: bytes) -> bytes:
    """Return a PDF of raw objects, the first being the catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return body + head + table + tail


def _page(content: bytes, resources: bytes = b"<<>>", box: bytes = b"0 0 612 792") -> tuple[bytes, ...]:
    return (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources %s>>" % (box, resources),
        content,
    )


def _stream(data: bytes, facts: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), facts, data)


def bomb_pdf(megabytes: int = 60) -> bytes:
    """Return a small PDF whose content unpacks to very much, packed twice."""
    inner = zlib.compressobj(1)
    piece = b"0 0 m 1 1 l S\n" * 71_429
    once = b"".join([*(inner.compress(piece) for _n in range(megabytes)), inner.flush()])
    return pdf_of(*_page(_stream(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]")))


def endless_pdf() -> bytes:
    """Return a small PDF that asks for more work than anybody waits for: forms that draw forms that draw forms."""
    levels, width = 9, 12
    forms = []
    for level in range(levels):
        below = 6 + level
        draw = b"/F Do " * width if level < levels - 1 else b"0 0 m 600 700 l 300 20 l f "
        facts = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</F %d 0 R>>>>" % below
        forms.append(_stream(draw, facts))
    return pdf_of(*_page(_stream(b"/F Do"), b"<</XObject<</F 5 0 R>>>>"), *forms)


def odd_page_pdf(box: bytes) -> bytes:
    """Return a PDF whose page has another size than any paper."""
    return pdf_of(*_page(_stream(b""), box=box))


def picture(media: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **facts: Any) -> bytes:
    """Return a picture whose left half is red."""
    image = Image.new(mode, size, (0, 0, 0, 0) if mode in ("RGBA", "CMYK") else "white")
    if mode in ("RGB", "RGBA"):
        ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill="red")
    buffer = io.BytesIO()
    image.save(buffer, media, **facts)
    return buffer.getvalue()


def sideways_photo() -> bytes:
    """Return a photo that a telephone took on its side, and says so."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture("jpeg", exif=exif, quality=95)


def fax(pages: int) -> bytes:
    """Return a TIFF of several pages."""
    buffer = io.BytesIO()
    images = [Image.new("1", (200 + n, 300), 1) for n in range(pages)]
    images[0].save(buffer, "tiff", save_all=True, append_images=images[1:], compression="group4")
    return buffer.getvalue()


def huge_png(side: int = 50_000) -> bytes:
    """Return a few bytes that say they are a picture of 2,500 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    data = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
