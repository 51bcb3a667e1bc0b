"""The hand-off sheet: what one shift leaves to the next, on a page for the desk (C9).

It is an internal sheet in the language that is asked for. A telephone number stands on it only when somebody ticked
that, and the sheet says so itself.
"""

from collections.abc import Sequence
from datetime import date

import attrs

from cima_desktop.documents import fonts
from cima_desktop.documents.boxes import Box, Rule, para
from cima_desktop.documents.door import Style
from cima_desktop.documents.sheets import Made, Sheets, lay_out
from cima_desktop.documents.voice import Voice, joined
from cima_desktop.i18n import N_, clock_text, day_text, tr

TITLE = N_("Hand-off of the shift")
_WRITTEN = N_("Written by {name} on {day}")
_READ = N_("Read by {name} on {day}")
_NOT_READ = N_("Not yet confirmed by the next shift")
_MATTERS = N_("Open matters")
_NONE = N_("No open matters.")
_INSIDE = N_("For whoever works at this desk. Give it to nobody else, and destroy it when it was read.")
_TITLE = Style(face=fonts.BOLD, size=17.0, leading=22.0)
_HEAD = Style(face=fonts.BOLD, size=12.0, leading=16.0)
_TEXT = Style(size=10.5, leading=14.0)
_SMALL = Style(size=9.0, leading=12.0)


@attrs.frozen(kw_only=True)
class Line:
    """One open matter: what it is about, what to know, and a number where somebody ticked that."""

    title: str
    words: str
    phone: str = ""


@attrs.frozen(kw_only=True)
class Sheet:
    """What stands on the paper."""

    by: str
    on: tuple[date | None, str]
    """Day and time ("18:05") at which it was written."""
    words: str
    lines: Sequence[Line]
    read_by: str = ""
    read_on: date | None = None
    made_on: date
    practice: bool = False


def draw(sheet: Sheet, languages: tuple[str, ...]) -> Sheets:
    """Return the sheet as PDF, in memory only."""
    voice = Voice(languages, law=False)
    boxes: list[Box] = [
        para(voice.say(TITLE), _TITLE, keep=True),
        para(_said(_WRITTEN, languages, sheet.by, *sheet.on), _TEXT, before=4.0),
        para(_said(_READ, languages, sheet.read_by, sheet.read_on) if sheet.read_by else voice.say(_NOT_READ), _TEXT),
        Rule(space=7.0, weight=1.0),
    ]
    boxes += [para(line, _TEXT, before=3.0) for line in sheet.words.split("\n") if line.strip()]
    boxes.append(para(voice.say(_MATTERS if sheet.lines else _NONE), _HEAD, before=12.0, keep=bool(sheet.lines)))
    for line in sheet.lines:
        boxes.append(para(line.title, _HEAD, before=7.0, keep=True))
        boxes.append(para(" · ".join(filter(None, (line.words, line.phone))) or "—", _TEXT))
    boxes.append(para(voice.say(_INSIDE), _SMALL, before=16.0))
    return lay_out(boxes, voice, Made(TITLE, languages, sheet.made_on, sheet.practice))


def _said(message: str, languages: Sequence[str], name: str, day: date | None, clock: str = "") -> str:
    parts = []
    for language in languages:
        when = " ".join(filter(None, (day_text(day, language) if day else "—", clock and clock_text(clock, language))))
        parts.append(tr(message, language).format(name=name or "—", day=when))
    return joined(parts)
