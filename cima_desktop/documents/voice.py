"""In which language, and how large, one paper speaks; turns pack texts and values into paragraphs."""

from collections.abc import Sequence

import attrs

from cima_desktop.documents import fonts
from cima_desktop.documents.boxes import MUTED, Para, Stack
from cima_desktop.documents.context import Context
from cima_desktop.documents.door import Span, Style
from cima_desktop.documents.pack import Text
from cima_desktop.documents.template import Pieces, paragraphs
from cima_desktop.i18n import N_, tr

BLANK = "_" * 18
UNKNOWN = "—"
SMALLEST = 9.0
"""Points; what may be recorded must not be smaller (N.C.G.S. 161-14(b)), and nothing else needs to be."""
PAGE = N_("Page {page} of {pages}")


@attrs.frozen
class Looks:
    """The styles of one paper, all from one size."""

    scale: float = 1.0
    air: float = 1.0
    """Share of the usual space between paragraphs."""

    def _style(self, size: float, leading: float, **more: object) -> Style:
        scaled = max(size * self.scale, min(size, SMALLEST))
        return Style(size=scaled, leading=leading * scaled / size, **more)  # type: ignore[arg-type]

    @property
    def body(self) -> Style:
        """Return running text."""
        return self._style(10.0, 13.2)

    @property
    def muted(self) -> Style:
        """Return the second language below the first."""
        return self._style(9.4, 12.4, color=MUTED)

    @property
    def label(self) -> Style:
        """Return the small words that name a value or a line."""
        return self._style(9.0, 11.6, color=MUTED)

    @property
    def strong(self) -> Style:
        """Return a value that must be found at a glance."""
        return self._style(10.0, 13.2, face=fonts.BOLD)

    @property
    def heading(self) -> Style:
        """Return a heading inside the paper."""
        return self._style(11.4, 15.0, face=fonts.BOLD)

    @property
    def title(self) -> Style:
        """Return the paper's title."""
        return self._style(15.0, 18.6, face=fonts.BOLD)

    @property
    def head(self) -> Style:
        """Return the head of a table."""
        return self._style(9.0, 11.6, face=fonts.BOLD)


@attrs.frozen
class Voice:
    """How one paper speaks."""

    languages: tuple[str, ...]
    """The languages it is in, the leading one first."""
    law: bool
    """Whether it is a law paper: two columns side by side, and lines to write on where something is not known."""
    looks: Looks = Looks()
    reading_copy: bool = False

    @property
    def facing(self) -> bool:
        """Tell whether the two languages stand beside each other."""
        return self.law and len(self.languages) == 2

    def say(self, message: str, **facts: object) -> str:
        """Return a catalogue message in the paper's languages: "Date / Fecha"."""
        return joined([tr(message, language).format(**facts) for language in self.languages])

    def text(self, text: Text, context: Context) -> str:
        """Return a short text of the pack in the paper's languages, joined by a stroke."""
        return joined([self.plain(text.get(language), context, language) for language in self.languages])

    def plain(self, template: str, context: Context, language: str) -> str:
        """Return a pack text in one language with its values, without weights."""
        return "".join(
            span.text for pieces in paragraphs(template) for span in self._spans(pieces, context, language, "")
        )

    def value(self, template: str, context: Context) -> str:
        """Return what a value template says; both languages when they differ, nothing when nothing is known."""
        return joined([known(template, context, language) for language in self.languages])

    def paras(self, text: Text, context: Context, language: str, style: Style) -> list[Para]:
        """Return the paragraphs of a pack text in one language."""
        made = []
        for number, pieces in enumerate(paragraphs(text.get(language))):
            spans = self._spans(pieces, context, language, style.face)
            fixed = not any(piece.placeholder for piece in pieces)
            made.append(Para(tuple(spans), style, style.leading * 0.45 if number else 0.0, fixed=fixed))
        return made

    def _spans(self, pieces: Pieces, context: Context, language: str, face: str) -> list[Span]:
        unknown = BLANK if self.law else UNKNOWN
        spans = []
        for piece in pieces:
            words = (context.slot(piece.text).get(language) or unknown) if piece.placeholder else piece.text
            spans.append(Span(words, fonts.BOLD if piece.bold else face))
        return spans

    def stack(self, text: Text, context: Context, style: Style | None = None) -> Stack:
        """Return a text in the paper's languages under each other, the leading one in full ink."""
        boxes: list[Para] = []
        for number, language in enumerate(self.languages):
            first = self.paras(text, context, language, (style or self.looks.body) if not number else self.looks.muted)
            if boxes and first:
                first[0].before = 2.0
                boxes[-1].keep = True
            boxes.extend(first)
        return Stack(tuple(boxes))


def known(template: str, context: Context, language: str) -> str:
    """Return a value template in one language, empty when none of its values is known."""
    pieces = [piece for part in paragraphs(template) for piece in part]
    values = [context.slot(p.text).get(language) if p.placeholder else p.text for p in pieces]
    if any(p.placeholder for p in pieces) and not any(v for p, v in zip(pieces, values, strict=True) if p.placeholder):
        return ""
    return "".join(values)


def joined(parts: Sequence[str]) -> str:
    """Return the same words once, different ones with a stroke between them."""
    return " / ".join(dict.fromkeys(part for part in parts if part))
