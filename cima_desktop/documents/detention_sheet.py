"""One page for whoever answers the telephone when somebody was detained: laid out from plain facts, in memory (E5).

It carries no password, no code word, and nothing that is typed for a search.
"""

from collections.abc import Sequence
from datetime import date

import attrs

from cima_desktop.documents.boxes import Box, para
from cima_desktop.documents.one_person import Part, told
from cima_desktop.documents.sheets import Made, Sheets, lay_out
from cima_desktop.documents.voice import Looks, Voice, joined
from cima_desktop.i18n import N_

TITLE = N_("Somebody was detained: what to know at the telephone")
KEEP = N_("It names a family. Keep it where nobody else reads it, and have it torn up when it is over.")
LARGE = 1.35
_SCALES = (1.0, 0.94, 0.88)
"""Tried one after the other until everything stands on one page."""


@attrs.frozen(kw_only=True)
class DetentionSheet:
    """Everything that stands on the page, the most urgent first."""

    name: str
    languages: tuple[str, ...]
    made_on: date
    parts: Sequence[Part]
    large: bool = False
    """Whether it is read by somebody who needs large type; it then takes the pages it needs."""
    practice: bool = False


def draw(sheet: DetentionSheet) -> Sheets:
    """Make the paper: on one page where that is possible without small print."""
    scales = (LARGE,) if sheet.large else _SCALES
    made = _drawn(sheet, scales[0])
    for scale in scales[1:]:
        if made.pages > 1:
            made = _drawn(sheet, scale)
    return made


def _drawn(sheet: DetentionSheet, scale: float) -> Sheets:
    voice = Voice(sheet.languages, law=False, looks=Looks(scale=scale))
    boxes: list[Box] = [
        para(voice.say(TITLE), voice.looks.title, keep=True),
        para(sheet.name, voice.looks.heading, before=4.0, keep=True),
        para(voice.say(KEEP), voice.looks.label, before=4.0),
    ]
    for part in sheet.parts:
        boxes += told(
            f"{joined(list(part.title))}: {part.name}" if part.name else joined(list(part.title)), part.facts, voice
        )
    return lay_out(boxes, voice, Made(TITLE, sheet.languages, sheet.made_on, sheet.practice))
