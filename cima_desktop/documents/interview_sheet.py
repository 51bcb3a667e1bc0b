"""The questions for a lawyer on paper, to be taken along and filled in by hand (law facts, 12).

They come from the declaration of the record, so that paper and form never differ.
"""

from collections.abc import Sequence
from datetime import date

import attrs

from cima_desktop.documents.boxes import Box, Columns, Marked, Rule, Stack, para
from cima_desktop.documents.sheets import Made, Sheets, lay_out
from cima_desktop.documents.slots import NO, YES
from cima_desktop.documents.voice import Looks, Voice
from cima_desktop.i18n import N_, tr
from cima_desktop.model.fields import Field, FieldType

TITLE = N_("Interview with a lawyer for the directory")
OPENING = N_(
    "Say first who we are, that nobody pays or is paid for sending people, and that families decide themselves."
    " Write down what the lawyer says, not what you think of it. Ask at the end whether we may give families the name."
)
BAR = N_(
    "Afterwards: look the name up on the State Bar’s website, and note in the directory the day on which you did."
    " A representative who is no lawyer needs an accreditation by the Department of Justice."
)
SIGNATURE = N_("Who asked, and on which day")
FIRM = N_("Firm or organization")
_SQUARE = 8.0
_LINE, _LINES = 20.0, 3
_BESIDE = 3


@attrs.frozen(kw_only=True)
class Interview:
    """What stands on the paper."""

    languages: tuple[str, ...]
    made_on: date
    firm: str
    questions: Sequence[Field]
    practice: bool = False


def draw(interview: Interview) -> Sheets:
    """Make the paper."""
    voice = Voice(interview.languages, law=False, looks=Looks())
    looks = voice.looks
    boxes: list[Box] = [para(voice.say(TITLE), looks.title, keep=True)]
    boxes += [para(tr(OPENING, each), looks.body, before=6.0) for each in interview.languages]
    boxes.append(para(f"{voice.say(FIRM)}: {interview.firm}", looks.heading, before=10.0, keep=True))
    group = ""
    for field in interview.questions:
        if field.group != group:
            group = field.group
            boxes.append(para(voice.say(group), looks.heading, before=14.0, keep=True))
        boxes.append(_question(field, voice))
    boxes += [
        para(tr(BAR, each), looks.body, before=14.0 if not n else 3.0) for n, each in enumerate(interview.languages)
    ]
    boxes.append(Rule(para(voice.say(SIGNATURE), looks.label), space=30.0))
    return lay_out(boxes, voice, Made(TITLE, interview.languages, interview.made_on, interview.practice))


def _question(field: Field, voice: Voice) -> Box:
    """Return a question with squares to tick or lines to write on; it stays on one page."""
    asked = para(voice.say(field.label), voice.looks.strong, keep=True)
    if field.type is FieldType.FLAG:
        return Stack((asked, *_squares((YES, NO), voice)), before=7.0)
    if field.choices:
        return Stack((asked, *_squares([choice.label for choice in field.choices], voice)), before=7.0)
    lines = _LINES if field.type is FieldType.LONG_TEXT else 1
    return Stack((asked, *(Rule(space=_LINE, gray=0.5) for _n in range(lines))), before=7.0)


def _squares(labels: Sequence[str], voice: Voice) -> list[Box]:
    """Return squares to tick, some beside each other."""
    cells = [
        Stack((Marked(None, Stack((para(voice.say(label), voice.looks.body),)), indent=16.0, square=_SQUARE),))
        for label in labels
    ]
    rows = [cells[first : first + _BESIDE] for first in range(0, len(cells), _BESIDE)]
    filled = [tuple(row) + (Stack(()),) * (_BESIDE - len(row)) for row in rows]
    return [Columns(row, (1,) * _BESIDE, before=3.0) for row in filled]
