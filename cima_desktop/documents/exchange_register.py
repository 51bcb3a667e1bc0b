"""The register of the exchange on paper: what left and what arrived, laid out from plain facts (Y12)."""

from collections.abc import Sequence
from datetime import date

import attrs

from cima_desktop.documents.boxes import MUTED, Box, para
from cima_desktop.documents.one_person import Part, told
from cima_desktop.documents.sheets import Made, Sheets, lay_out
from cima_desktop.documents.voice import Looks, Voice, joined
from cima_desktop.i18n import N_, tr

TITLE = N_("Register of what was exchanged")
OPENING = N_(
    "What left this vault in files and what arrived, as this vault noted it. Whether a file was copied on afterwards"
    " is not known here."
)
NOTHING = N_("Nothing left and nothing arrived.")


@attrs.frozen(kw_only=True)
class Register:
    """Everything that stands on the paper, newest first."""

    languages: tuple[str, ...]
    made_on: date
    parts: Sequence[Part]
    practice: bool = False


def draw(register: Register) -> Sheets:
    """Make the paper."""
    voice = Voice(register.languages, law=False, looks=Looks())
    boxes: list[Box] = [para(voice.say(TITLE), voice.looks.title, keep=True)]
    muted = attrs.evolve(voice.looks.body, color=MUTED)
    for number, language in enumerate(register.languages):
        boxes.append(para(tr(OPENING, language), muted if number else voice.looks.body, before=2.0 if number else 8.0))
    if not register.parts:
        boxes.append(para(voice.say(NOTHING), voice.looks.body, before=12.0))
    for part in register.parts:
        boxes += told(joined(list(part.title)), part.facts, voice)
    return lay_out(boxes, voice, Made(TITLE, register.languages, register.made_on, register.practice))
