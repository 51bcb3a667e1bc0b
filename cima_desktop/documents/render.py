"""One paper, or a whole packet, as PDF bytes in memory."""

import io
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import attrs

from cima_desktop.documents import cards, fonts, furniture, joining
from cima_desktop.documents.boxes import Box
from cima_desktop.documents.compose import compose
from cima_desktop.documents.context import Approved, Context, Inside, context_for
from cima_desktop.documents.errors import CancelledError
from cima_desktop.documents.flow import Placed, Sheet, paginate
from cima_desktop.documents.joining import join
from cima_desktop.documents.pack import Pack, PaperSpec, Text
from cima_desktop.documents.paper import Paper, name_of, person_of
from cima_desktop.documents.slots import long_date
from cima_desktop.documents.together import arranged, parted
from cima_desktop.documents.voice import Looks, Voice
from cima_desktop.i18n import tr
from cima_desktop.model.family import Family
from cima_desktop.model.plans import Plan

LARGE = 1.28
COVER = "cover_sheet"
ALMOST_EMPTY = 0.25
TIGHTER = (0.96, 0.92)
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

__all__ = ["Approved", "Inside", "Rendered", "inside_of", "join", "make_packet", "new_code", "render", "warm_up"]


@attrs.frozen(kw_only=True)
class Rendered:
    """A finished paper."""

    paper: Paper
    title: Text
    pdf: bytes = attrs.field(repr=False)
    pages: int
    wording_hash: str
    file_name: str
    """Without any name of a person: `child-health-1-2026-11-21-K7QA.pdf`."""


@attrs.frozen(kw_only=True)
class Making:
    """How papers are to be made; the same for a whole packet."""

    language: str = "both"
    made_on: date
    practice: bool = False
    large: bool | None = None
    """Large type; when not said, for whoever has papers read aloud."""
    code: str = ""
    """Four letters that tell one day's packets apart in file names."""
    cancelled: Callable[[], bool] = lambda: False


def warm_up(pack: Pack) -> None:
    """Make every paper once for nobody, in an idle moment, so that the first real one is as fast as the next.

    Libraries and fonts are loaded then, and the words that are the same for every family are laid out.
    """
    fonts.warm()
    joining.warm()
    nobody = Family(plan=Plan())
    making = Making(made_on=date(2000, 1, 1), code="WARM", large=False)
    for spec in pack.papers:
        render(pack, Paper(sort=spec.sort, scope=spec.scope), nobody, making)


def new_code() -> str:
    """Return four random letters and digits for the file names of one packet."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(4))


def render(
    pack: Pack,
    paper: Paper,
    family: Family,
    making: Making,
    *,
    approval: Approved | None = None,
    packet: Sequence[Inside] = (),
    number: int = 1,
) -> Rendered:
    """Make one paper.

    Args:
        pack: the texts.
        paper: which paper, for whom.
        family: what is known.
        making: language, day and the like.
        approval: the attorney who approved exactly this wording; without it the paper is a draft.
        packet: what lies in the packet, for the cover sheet.
        number: tells papers of one sort apart in the file name.

    Raises:
        TooLongError: a text is longer than any paper.
        CancelledError: the person stopped it.
    """
    spec = pack.spec(paper.sort)
    voice = _voice(spec, paper, family, making)
    facts = context_for(pack, spec, paper, family, made_on=making.made_on, approval=approval, packet=packet)
    around = _around(pack, spec, voice, making, approval)
    pages = _fitted(spec, facts, around, making)
    title = name_of(pack, paper, family)
    return Rendered(
        paper=paper,
        title=title,
        pdf=_drawn(pages, around),
        pages=len(pages),
        wording_hash=spec.wording_hash,
        file_name=f"{spec.sort.replace('_', '-')}-{number}-{making.made_on.isoformat()}-{making.code or 'K7QA'}.pdf",
    )


def _around(
    pack: Pack, spec: PaperSpec, voice: Voice, making: Making, approval: Approved | None
) -> furniture.Furniture:
    return furniture.Furniture(
        pack=pack,
        spec=spec,
        voice=voice,
        made_on=making.made_on,
        approved=_approved(voice, approval),
        practice=making.practice,
    )


def _fitted(spec: PaperSpec, facts: Context, around: furniture.Furniture, making: Making) -> list[list[Placed]]:
    """Return the pages, set a little tighter where that helps.

    It helps where a signature and its certificate come to one page, or a last page with next to nothing on it goes.
    """
    sheet, voice = around.sheet, around.voice

    def set_in(spoken: Voice) -> list[list[Placed]]:
        return paginate(arranged(_boxes(spec, spoken, facts), sheet), sheet, making.cancelled)

    pages = set_in(voice)
    apart = parted(pages)
    ends_well = len(pages) < 2 or _used(pages[-1], sheet) > ALMOST_EMPTY * (sheet.top - sheet.bottom)
    if spec.layout == "card" or (ends_well and not apart):
        return pages
    shorter = pages
    for factor in TIGHTER:
        looks = Looks(voice.looks.scale * factor, air=factor**3)
        again = set_in(attrs.evolve(voice, looks=looks))
        if parted(again) < apart:
            return again
        if not ends_well and len(again) < len(pages) and shorter is pages:
            shorter = again
            if not apart:
                break
    return shorter


def _used(page: list[Placed], sheet: Sheet) -> float:
    return sheet.top - min(placed.top - placed.box.height(sheet.width) for placed in page)


def _boxes(spec: PaperSpec, voice: Voice, facts: Context) -> list[Box]:
    return list(cards.cards(spec, voice, facts) if spec.layout == "card" else compose(spec, voice, facts))


def _voice(spec: PaperSpec, paper: Paper, family: Family, making: Making) -> Voice:
    law = spec.layout == "facing"
    languages = {"both": ("en", "es") if law else ("es", "en"), "en": ("en",), "es": ("es",)}[making.language]
    large = _wants_large(paper, family) if making.large is None else making.large
    looks = Looks(LARGE if large and spec.layout != "card" else 1.0)
    return Voice(languages, law, looks, reading_copy=spec.signed and making.language == "es")


def _wants_large(paper: Paper, family: Family) -> bool:
    readers = [person_of(family, i) for i in (*paper.signers, paper.adult) if i] or [family.parent1]
    return any(person is not None and person.read_aloud for person in readers)


def _approved(voice: Voice, approval: Approved | None) -> str:
    if approval is None:
        return ""
    language = voice.languages[0]
    day = long_date(approval.approved_on, language)
    return tr(furniture.APPROVED_BY, language).format(name=approval.name, bar=approval.bar, day=day)


def _drawn(pages: Sequence[Sequence[Placed]], around: furniture.Furniture) -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # lazy: see fonts.warm

    buffer = io.BytesIO()
    fonts.chain(fonts.REGULAR)
    canvas = Canvas(
        buffer,
        pagesize=(furniture.PAGE_WIDTH, furniture.PAGE_HEIGHT),
        invariant=1,
        pageCompression=1,
        lang=around.voice.languages[0],
        initialFontName=fonts.REGULAR,  # else every page names Helvetica, which is not embedded
    )
    joining.facts(canvas, around.spec.title.get(around.voice.languages[0]))
    sheet = around.sheet
    for number, page in enumerate(pages, start=1):
        around.draw(canvas, number, len(pages))
        for placed in page:
            placed.box.draw(canvas, sheet.left, placed.top, sheet.width)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def inside_of(rendered: Rendered, pack: Pack, family: Family) -> Inside:
    """Return the line of the cover sheet that names a finished paper."""
    spec = pack.spec(rendered.paper.sort)
    signers = [person_of(family, i) for i in rendered.paper.signers]
    signing = ", ".join(person.legal_name() for person in signers if person is not None)
    return Inside(
        title=rendered.title,
        pages=rendered.pages,
        signer=signing if spec.signed else "",
        notary=spec.notarized,
    )


def _lists_papers(pack: Pack, paper: Paper) -> bool:
    return "packet" in pack.spec(paper.sort).lists


def make_packet(
    pack: Pack,
    papers: Sequence[Paper],
    family: Family,
    making: Making,
    *,
    approvals: Mapping[str, Approved] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Rendered], bytes]:
    """Make papers one after the other; those that list the others are made last and keep their place in the file.

    Args:
        pack: the texts.
        papers: which papers.
        family: what is known.
        making: language, day and the like.
        approvals: by sort, the attorneys who approved exactly the present wording.
        progress: told how many of how many are done.

    Raises:
        CancelledError: the person stopped it.
    """
    making = making if making.code else attrs.evolve(making, code=new_code())
    made: list[Rendered] = []
    count: dict[str, int] = {}
    ordered = sorted(papers, key=lambda p: (_lists_papers(pack, p), p.sort == COVER))
    for done, paper in enumerate(ordered):
        if making.cancelled():
            raise CancelledError
        count[paper.sort] = count.get(paper.sort, 0) + 1
        packet = [inside_of(r, pack, family) for r in made] if _lists_papers(pack, paper) else ()
        approval = (approvals or {}).get(paper.sort)
        made.append(render(pack, paper, family, making, approval=approval, packet=packet, number=count[paper.sort]))
        if progress:
            progress(done + 1, len(ordered))
    places = {p.key: place for place, p in enumerate(papers)}
    made.sort(key=lambda r: (r.paper.sort != COVER, places[r.paper.key]))
    return made, join([r.pdf for r in made], "en" if making.language == "en" else "es")
