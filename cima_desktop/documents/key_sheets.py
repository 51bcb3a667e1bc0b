"""The papers that open a vault: a recovery code on one sheet, or a sheet of words for each trusted person.

Bytes in memory only: nothing here knows a path, and whoever prints them must not write them anywhere either.
"""

from collections.abc import Sequence
from datetime import date

import attrs

from cima_desktop.documents.boxes import Box, Columns, Stack, para
from cima_desktop.documents.sheet_parts import FACT, SMALL, TEXT, both, drawn, square, titles, word_grid
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

_CODE_COLUMNS, _WORD_COLUMNS = 3, 3


@attrs.frozen(repr=False)
class Sheet:
    """One holder's sheet: whose it is (may be empty), its number, how many there are and how many are needed."""

    holder: str
    number: int
    total: int
    threshold: int
    words: str
    vault: str = ""


def code_sheet(code: str) -> bytes:
    """Return the sheet of a recovery code as PDF: its groups, both languages, what to do."""
    boxes: list[Box] = [*titles(_TITLE_ONE), word_grid(code.split("-"), _CODE_COLUMNS)]
    boxes += _said((_WHAT_CODE, _NEVER, _HOW, _TYPE_CODE, _LOST), _BUTTON_CODE)
    return drawn([Stack(tuple(boxes))])


def share_sheets(sheets: Sequence[Sheet], day: date) -> bytes:
    """Return a page for each holder as PDF: words and QR code, both languages, what to do."""
    return drawn([_share_page(sheet, day) for sheet in sheets])


def _share_page(sheet: Sheet, day: date) -> Stack:
    counted = {"number": sheet.number, "total": sheet.total, "threshold": sheet.threshold}
    boxes: list[Box] = list(titles(_TITLE_SHARE, **counted))
    if sheet.holder:
        boxes.append(para(f"{both(_FOR)}: {sheet.holder}", FACT, before=4.0))
    days = {language: day_text(day, language) for language in LANGUAGES}
    made = " · ".join(tr(_MADE, language).format(day=days[language]) for language in LANGUAGES)
    boxes += [para(f"{both(_VAULT)}: {sheet.vault}", FACT), para(made, FACT)]
    boxes.append(word_grid(sheet.words.split(), _WORD_COLUMNS))
    said = _said((_WHAT_SHARE, _NEVER, _HOW, _TYPE_SHARE, _LOST), _BUTTON_SHARE, **counted)
    picture = Stack((square(sheet.words), para(both(_QR, joint="\n"), SMALL, before=5.0)))
    boxes.append(Columns((Stack(tuple(said)), picture), (72, 28), gutter=22.0, before=12.0))
    return Stack(tuple(boxes))


def _said(messages: Sequence[str], button: str, **facts: object) -> list[Box]:
    """Return what to do, in each language."""
    boxes: list[Box] = []
    for language in LANGUAGES:
        named = {**facts, "button": tr(button, language)}
        for place, message in enumerate(messages):
            boxes.append(para(tr(message, language).format(**named), TEXT, before=3.0 if place else 12.0))
    return boxes
