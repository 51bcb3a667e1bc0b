"""P5 and P6: a bilingual packet against the same text on a bare canvas, and the preview of its first page."""

import io
import statistics
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from cima_desktop import paths
from cima_desktop.documents.loading import load
from cima_desktop.documents.paper import papers_for
from cima_desktop.documents.preview import PreviewPages
from cima_desktop.documents.render import Making, make_packet
from cima_desktop.model.family import Family
from tests import builders
from tests.bench.measure import Row, in_turn, ms

SORTS = ("cover_sheet", "child_care_poa", "child_health")
DPI = 110.0
STOCK = "Stock"
FIRST = """
from cima_desktop.documents.render import warm_up
from tests.bench import bench_documents as b
from tests.bench.measure import cpu
packet = b.twelve_pages()
warm_up(packet.pack)
print(cpu(packet), min(cpu(packet) for _ in range(5)))
"""
Line = tuple[float, float, str]


def _family(children: int = 1) -> Family:
    made = []
    for number in range(children):
        name = f"Sofía {'ABCDEFGHIJKL'[number]}. López Ramírez"
        made.append(builders.child(name, carers=(builders.carer(name),)))
    return builders.family(children=tuple(made), parents=1)


class Packet:
    """The papers of one packet, made as the program makes them (the pack is already loaded)."""

    def __init__(self, family: Family, sorts: tuple[str, ...] = ()) -> None:
        self.pack, self.family = load(), family
        self.papers = [p for p in papers_for(self.pack, family) if not sorts or p.sort in sorts]
        self.making = Making(language="both", made_on=builders.TODAY, code="TEST")

    def __call__(self) -> bytes:
        return make_packet(self.pack, self.papers, self.family, self.making)[1]


def twelve_pages() -> Packet:
    """Return a packet of twelve pages in two columns: cover, care of the children, health care."""
    return Packet(_family(), SORTS)


def _lines(pdf: bytes) -> list[list[Line]]:
    """Return each page's lines of text with their places."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        words = page.get_textpage()
        boxes = [words.get_rect(n) for n in range(words.count_rects())]
        pages.append([(box[0], box[1], words.get_text_bounded(*box).strip()) for box in boxes])
    return pages


def _stock_font() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    file = paths.resources() / "fonts" / "AtkinsonHyperlegibleNext-Regular.ttf"
    pdfmetrics.registerFont(TTFont(STOCK, str(file), shapable=False))


def _bare(pages: list[list[Line]]) -> bytes:
    """Draw lines whose breaks are known, as the library does it: the floor."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    for page in pages:
        canvas.setFont(STOCK, 10)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _first_and_next(processes: int = 5) -> tuple[float, float]:
    """Return the medians over several fresh processes, because each has one first packet only."""
    seconds = []
    for _ in range(processes):
        command = [sys.executable, "-c", FIRST]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
        seconds.append([float(word) for word in done.stdout.split()])
    first, later = zip(*seconds, strict=True)
    return statistics.median(first), statistics.median(later)


def _open_and_draw(pdf: bytes) -> object:
    with PreviewPages(pdf) as pages:
        return pages.page(0, DPI).width


def _draw(document: Any) -> object:
    return document[0].render(scale=DPI / 72).width


def rows() -> list[Row]:
    """Measure the packet and the preview."""
    import pypdfium2

    packet = twelve_pages()
    pdf = packet()
    lines = _lines(pdf)
    _stock_font()
    ours, floor = in_turn(packet, partial(_bare, lines))
    all_papers, one = in_turn(Packet(_family(5)), packet, rounds=3)
    first, later = _first_and_next()
    document = pypdfium2.PdfDocument(pdf)
    shown, bare = in_turn(partial(_open_and_draw, pdf), partial(_draw, document))
    what = f"{len(lines)}-page bilingual packet, warm"
    return [
        Row("P5", what, ms(ours), f"{ms(floor)} the same text on a bare canvas", ours / floor, "≤ 2.3", 2.3),
        Row("P5", "first packet in the running app", ms(first), f"{ms(later)} a warm one", first / later, "≤ 1.3", 1.3),
        Row("P5", "all papers for 5 children", ms(all_papers), f"{ms(one)} one packet", all_papers / one, "≤ 10", 10),
        Row("P6", "preview of page 1", ms(shown), f"{ms(bare)} PDFium’s bare render", shown / bare, "≤ 1.5", 1.5),
    ]
