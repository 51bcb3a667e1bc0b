"""A slip of the directory for somebody to take along: where to find help, in her language (X5).

The facts come ready, each in the paper’s languages. What is on it is for her; what only we may know never gets here.
"""

from collections.abc import Sequence
from datetime import date

import attrs

from cima_desktop.documents.boxes import MUTED, Box, Framed, Marked, Stack, para
from cima_desktop.documents.one_person import Fact, told
from cima_desktop.documents.sheets import Made, Sheets, lay_out
from cima_desktop.documents.voice import Looks, Voice, joined
from cima_desktop.i18n import N_, tr

TITLE = N_("Where to find help")
LAWYERS = N_("Lawyers there")
NO_ADVICE = N_(
    "These lawyers said that we may give out their names. We do not know which of them is right for you: ask, compare,"
    " and decide yourself."
)
FIRST_TALK = N_("For the first talk with a lawyer")
BRING, ASK = N_("Bring what you have of this:"), N_("Ask before you pay or sign:")
TO_BRING = (
    N_("your passport or another ID with a photo"),
    N_("every letter or notice from immigration or from a court, even an old one"),
    N_("the receipts of everything that was ever filed for you"),
    N_("if you were ever arrested: the court papers that say how each case ended"),
    N_("a list of your questions, and somebody you trust if you want"),
)
TO_ASK = (
    N_("How many cases like mine have you had?"),
    N_("What can happen, and how long does it take?"),
    N_("What does it cost in all, and may I pay in parts?"),
    N_("Who does the work, and who goes to the hearings with me?"),
    N_("Do I get a written contract, a receipt for each payment, and a copy of everything?"),
)
WARNING = N_("Nobody can promise how a case ends. A notary or “notario” is not a lawyer.")
LARGE = 1.4
"""How much larger the letters are for somebody to whom papers are read aloud."""
_DOT = "•"


@attrs.frozen(kw_only=True)
class Place:
    """One organization: its name, what is known of it, what has to be known before going, and its lawyers."""

    name: str
    facts: Sequence[Fact]
    remarks: Sequence[Sequence[str]]
    """Sentences, each in the languages of the paper."""
    lawyers: Sequence[tuple[str, Sequence[Fact]]] = ()


@attrs.frozen(kw_only=True)
class Slip:
    """Everything that stands on the paper."""

    languages: tuple[str, ...]
    made_on: date
    places: Sequence[Place]
    first_talk: bool = False
    """Whether it says how to prepare for a lawyer."""
    large: bool = False
    practice: bool = False


def draw(slip: Slip) -> Sheets:
    """Make the paper."""
    voice = Voice(slip.languages, law=False, looks=Looks(scale=LARGE if slip.large else 1.1))
    boxes: list[Box] = [para(voice.say(TITLE), voice.looks.title, keep=True)]
    for place in slip.places:
        boxes += _place(place, voice)
    if slip.first_talk:
        boxes.append(_first_talk(voice))
    return lay_out(boxes, voice, Made(TITLE, slip.languages, slip.made_on, slip.practice))


def _place(place: Place, voice: Voice) -> list[Box]:
    """Return what is said of a place; how old it is never stands on another page than the end of what it is about."""
    boxes = told(place.name, place.facts, voice)
    boxes[-1] = attrs.evolve(boxes[-1], keep=True)  # type: ignore[misc]
    remarks = [
        para(
            words, voice.looks.strong if not number else voice.looks.muted, before=4.0 if not number else 1.0, keep=True
        )
        for remark in place.remarks
        for number, words in enumerate(remark)
    ]
    boxes += [*remarks[:-1], *(attrs.evolve(last, keep=False) for last in remarks[-1:])]
    if place.lawyers:
        boxes.append(para(voice.say(LAWYERS), voice.looks.strong, before=8.0, keep=True))
    for name, facts in place.lawyers:
        said = [_line(joined(list(fact.label)), joined(list(fact.value))) for fact in facts]
        lines = (para(name, voice.looks.strong), *(para(each, voice.looks.body, before=1.5) for each in said))
        boxes.append(Marked(para(_DOT, voice.looks.body), Stack(lines), indent=12.0, before=5.0))
    if place.lawyers:
        boxes += [para(tr(NO_ADVICE, language), voice.looks.muted, before=6.0) for language in voice.languages]
    return boxes


def _line(label: str, value: str) -> str:
    return f"{label} {value}" if label.endswith("?") else f"{label}: {value}"


def _first_talk(voice: Voice) -> Box:
    """Return the list to prepare a first talk with a lawyer; in two languages one below the other."""
    parts: list[Box] = [para(voice.say(FIRST_TALK), voice.looks.heading, keep=True)]
    for number, language in enumerate(voice.languages):
        style = voice.looks.body if not number else attrs.evolve(voice.looks.body, color=MUTED)
        for heading, lines in ((BRING, TO_BRING), (ASK, TO_ASK)):
            parts.append(para(tr(heading, language), style, before=6.0, keep=True))
            parts += [
                Marked(para(_DOT, style), Stack((para(tr(line, language), style),)), indent=12.0, before=1.5)
                for line in lines
            ]
        parts.append(para(tr(WARNING, language), style, before=6.0))
    return Framed(Stack(tuple(parts)), before=14.0)
