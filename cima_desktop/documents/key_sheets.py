"""The papers that open a vault: a recovery code on one sheet, or a sheet of words for each trusted person.

Bytes in memory only: nothing here knows a path, and whoever prints them must not write them anywhere either.
"""

import io
from collections.abc import Sequence
from datetime import date

import attrs

from cima_desktop.documents import fonts, joining
from cima_desktop.documents.boxes import MUTED, Box, Canvas, Columns, Rule, Stack, para
from cima_desktop.documents.door import Style
from cima_desktop.documents.furniture import INCH, PAGE_HEIGHT, PAGE_WIDTH
from cima_desktop.i18n import LANGUAGES, N_, day_text, tr

_TITLE_ONE = N_("Recovery code of a vault")
_TITLE_SHARE = N_("Recovery share {number} of {total}")
_FOR = N_("For")
_VAULT = N_("Vault")
_MADE = N_("Made on {day}")
_WHAT_CODE = N_("Whoever holds this sheet can open the vault. Keep it away from the computer, with somebody you trust.")
_WHAT_SHARE = N_(
    "Any {threshold} of the {total} shares open the vault together. One alone opens nothing. Keep yours at home or with"
    " you, away from the computer and from the other shares."
)
_NEVER = N_("Never photograph this sheet. Type it only at the door of the vault, and never save it in a file.")
_HOW = N_("To open the vault: at its door choose “{button}”.")
_TYPE_CODE = N_("Type the groups in order. Small letters, spaces and dashes do not matter.")
_TYPE_SHARE = N_(
    "Type the words of {threshold} shares, each in its own field. The first four letters of a word are enough; accents"
    " and capital letters do not matter."
)
_LOST = N_("If it is lost or somebody saw it: make a new paper, and change the vault’s key in the settings.")
_QR = N_("The same words as a picture, for a reader without internet.")
_BUTTON_CODE = N_("Use the printed recovery code")
_BUTTON_SHARE = N_("Use the shares of trusted people")

_SIDE = 0.7 * INCH
_WIDTH = PAGE_WIDTH - 2 * _SIDE
_TITLE = Style(face=fonts.BOLD, size=19.0, leading=24.0)
_SECOND = Style(face=fonts.BOLD, size=14.0, leading=19.0, color=MUTED)
_FACT = Style(size=11.5, leading=16.0)
_TEXT = Style(size=10.0, leading=13.0)
_SMALL = Style(size=9.0, leading=12.0, color=MUTED)
_WORD = Style(face=fonts.BOLD, size=13.5, leading=19.5)
_NUMBER = Style(size=10.0, leading=19.5, color=MUTED)
_CODE_COLUMNS, _WORD_COLUMNS = 3, 3
_QR_SIZE = 1.75 * INCH


@attrs.frozen(repr=False)
class Sheet:
    """One holder's sheet: whose it is (may be empty), its number, how many there are and how many are needed."""

    holder: str
    number: int
    total: int
    threshold: int
    words: str
    vault: str = ""


@attrs.define
class _Square:
    """A QR code, drawn as rectangles."""

    rows: Sequence[Sequence[int]]
    before: float = 0.0
    keep: bool = False

    def height(self, width: float) -> float:
        """Return the height."""
        return _QR_SIZE

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Never cut."""
        return None

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the dark squares, a row of neighbours at once."""
        side = _QR_SIZE / len(self.rows)
        canvas.setFillGray(0.0)
        for down, row in enumerate(self.rows):
            begin = None
            for across, dark in enumerate([*row, 0]):
                if dark and begin is None:
                    begin = across
                elif not dark and begin is not None:
                    canvas.rect(x + begin * side, top - (down + 1) * side, (across - begin) * side, side, 0, 1)
                    begin = None


def code_sheet(code: str) -> bytes:
    """Return the sheet of a recovery code as PDF: its groups, both languages, what to do."""
    boxes: list[Box] = [*_titles(_TITLE_ONE), _grid(code.split("-"), _CODE_COLUMNS)]
    boxes += _said((_WHAT_CODE, _NEVER, _HOW, _TYPE_CODE, _LOST), _BUTTON_CODE)
    return _drawn([Stack(tuple(boxes))])


def share_sheets(sheets: Sequence[Sheet], day: date) -> bytes:
    """Return a page for each holder as PDF: words and QR code, both languages, what to do."""
    return _drawn([_share_page(sheet, day) for sheet in sheets])


def _share_page(sheet: Sheet, day: date) -> Stack:
    counted = {"number": sheet.number, "total": sheet.total, "threshold": sheet.threshold}
    boxes: list[Box] = list(_titles(_TITLE_SHARE, **counted))
    if sheet.holder:
        boxes.append(para(f"{_both(_FOR)}: {sheet.holder}", _FACT, before=4.0))
    days = {language: day_text(day, language) for language in LANGUAGES}
    made = " · ".join(tr(_MADE, language).format(day=days[language]) for language in LANGUAGES)
    boxes += [para(f"{_both(_VAULT)}: {sheet.vault}", _FACT), para(made, _FACT)]
    boxes.append(_grid(sheet.words.split(), _WORD_COLUMNS))
    said = _said((_WHAT_SHARE, _NEVER, _HOW, _TYPE_SHARE, _LOST), _BUTTON_SHARE, **counted)
    square = Stack((_square(sheet.words), para(_both(_QR, joint="\n"), _SMALL, before=5.0)))
    boxes.append(Columns((Stack(tuple(said)), square), (72, 28), gutter=22.0, before=12.0))
    return Stack(tuple(boxes))


def _titles(title: str, **facts: object) -> list[Box]:
    first, second = (tr(title, language).format(**facts) for language in LANGUAGES)
    return [para(first, _TITLE), para(second, _SECOND), Rule(space=7.0, weight=1.2)]


def _both(message: str, joint: str = " · ") -> str:
    return joint.join(tr(message, language) for language in LANGUAGES)


def _grid(words: Sequence[str], columns: int) -> Box:
    """Return words in numbered columns, read downwards."""
    deep = -(-len(words) // columns)
    cells: list[Stack] = []
    for column in range(columns):
        part = range(column * deep, min((column + 1) * deep, len(words)))
        numbers = Stack(tuple(para(str(place + 1), _NUMBER) for place in part))
        shown = Stack(tuple(para(words[place], _WORD) for place in part))
        cells.append(Stack((Columns((numbers, shown), (16, 84), gutter=4.0),)))
    return Columns(tuple(cells), (1,) * columns, gutter=10.0, before=14.0)


def _said(messages: Sequence[str], button: str, **facts: object) -> list[Box]:
    """Return what to do, in each language."""
    boxes: list[Box] = []
    for language in LANGUAGES:
        named = {**facts, "button": tr(button, language)}
        for place, message in enumerate(messages):
            boxes.append(para(tr(message, language).format(**named), _TEXT, before=3.0 if place else 12.0))
    return boxes


def _square(words: str) -> _Square:
    import segno  # lazy: only these sheets have one

    # Capitals are a smaller alphabet, so the squares are larger and easier to read.
    return _Square([list(row) for row in segno.make_qr(words.upper(), error="m").matrix])


def _drawn(pages: Sequence[Stack]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas as Made  # lazy: see fonts.warm

    buffer = io.BytesIO()
    for face in (fonts.REGULAR, fonts.BOLD):
        fonts.chain(face)
    canvas = Made(
        buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, lang=LANGUAGES[0], initialFontName=fonts.REGULAR
    )
    joining.facts(canvas, "CIMA")
    for page in pages:
        page.draw(canvas, _SIDE, PAGE_HEIGHT - _SIDE, _WIDTH)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
