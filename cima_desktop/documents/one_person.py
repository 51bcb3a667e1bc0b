"""Everything held about one person, on paper, for her to see and correct (A6): laid out from plain facts.

The facts come ready: labels and values in each of the paper's languages. Nothing here decides what is told.
"""

from collections.abc import Sequence
from datetime import date, datetime

import attrs

from cima_desktop.documents import fonts
from cima_desktop.documents.boxes import MUTED, Box, Gap, Para, Rule, Stack, para
from cima_desktop.documents.door import Span, Style
from cima_desktop.documents.sheets import Made, Sheets, lay_out
from cima_desktop.documents.slots import long_date
from cima_desktop.documents.voice import Looks, Voice, joined
from cima_desktop.i18n import N_, tr

TITLE = N_("Everything we hold about one person")
OPENING = N_(
    "This is what is written about you in this vault on the day named below. Read it, and mark what is wrong, so that"
    " it can be corrected. Keep this paper where nobody else reads it, or have it torn up when you have read it."
)
WHO_CHANGED, WHO_LOOKED = N_("Who wrote it, and when"), N_("Who looked at it")
LEFT_OUT = N_("What is not on this paper")
CORRECTIONS = N_("What is wrong or missing")
SIGNATURE = N_("Date, and who took this correction")
NOBODY = N_("Nobody yet.")
_LINES_TO_WRITE_ON = 7


@attrs.frozen
class Fact:
    """One label with its value, each in the languages of the paper."""

    label: Sequence[str]
    value: Sequence[str]


@attrs.frozen
class Part:
    """One record: what it is, and what is written in it."""

    title: Sequence[str]
    name: str
    facts: Sequence[Fact]


@attrs.frozen(kw_only=True)
class Holding:
    """Everything that stands on the paper."""

    name: str
    languages: tuple[str, ...]
    made_on: date
    parts: Sequence[Part]
    changes: Sequence[tuple[datetime, Sequence[str], str]]
    """When, what was done in each language, and by whom."""
    more_changes: Sequence[str]
    """That there were more, in each language; empty when all are listed."""
    looks: Sequence[Sequence[str]]
    """A line for each person who looked, in each language."""
    left_out: Sequence[Sequence[str]]
    """A sentence for each reason why something is not on the paper, in each language."""
    practice: bool = False


def draw(holding: Holding) -> Sheets:
    """Make the paper."""
    voice = Voice(holding.languages, law=False, looks=Looks())
    made = Made(TITLE, holding.languages, holding.made_on, holding.practice)
    return lay_out(_boxes(holding, voice), voice, made)


def _boxes(holding: Holding, voice: Voice) -> list[Box]:
    looks = voice.looks
    boxes: list[Box] = [
        para(voice.say(TITLE), looks.title, keep=True),
        para(holding.name, looks.heading, before=4.0, keep=True),
        *_each(holding, [tr(OPENING, lang) for lang in holding.languages], looks.body, before=8.0),
    ]
    for part in holding.parts:
        boxes += _part(part, voice)
    boxes += _changes(holding, voice)
    boxes.append(_heading(voice.say(WHO_LOOKED), voice))
    boxes += [para(joined(list(told)), looks.body, before=3.0) for told in holding.looks] or [
        para(voice.say(NOBODY), looks.body, before=3.0)
    ]
    boxes.append(_heading(voice.say(LEFT_OUT), voice))
    for told in holding.left_out:
        boxes += _each(holding, list(told), looks.body, before=3.0)
    boxes.append(_corrections(voice))
    return boxes


def _each(holding: Holding, told: Sequence[str], style: Style, before: float) -> list[Box]:
    """Return the same sentence in each language, the leading one in full ink."""
    muted = attrs.evolve(style, color=MUTED)
    return [para(words, style if not n else muted, before=before if not n else 2.0) for n, words in enumerate(told)]


def _heading(words: str, voice: Voice) -> Para:
    return para(words, voice.looks.heading, before=14.0, keep=True)


def _part(part: Part, voice: Voice) -> list[Box]:
    title = joined(list(part.title))
    return told(f"{title}: {part.name}" if part.name else title, part.facts, voice)


def told(heading: str, facts: Sequence[Fact], voice: Voice) -> list[Box]:
    """Return a heading and, beneath it, labels with their values; the first of them stays with the heading."""
    boxes: list[Box] = [_heading(heading, voice)]
    for number, fact in enumerate(facts):
        spans = (Span(f"{joined(list(fact.label))}: ", fonts.BOLD), Span(joined(list(fact.value))))
        boxes.append(para(spans, voice.looks.body, before=2.5, keep=not number and len(facts) > 1))
    return boxes


def _changes(holding: Holding, voice: Voice) -> list[Box]:
    boxes: list[Box] = [_heading(voice.say(WHO_CHANGED), voice)]
    for when, what, who in holding.changes:
        day = joined([long_date(when.astimezone().date(), lang) for lang in holding.languages])
        told = " · ".join(part for part in (day, joined(list(what)), who) if part)
        boxes.append(para(told, voice.looks.body, before=2.5))
    if holding.more_changes:
        boxes.append(para(joined(list(holding.more_changes)), voice.looks.body, before=2.5))
    return boxes


def _corrections(voice: Voice) -> Box:
    """Return the place to write on; it stays on one page."""
    label = para(voice.say(SIGNATURE), voice.looks.label)
    rules = tuple(Rule(space=24.0, gray=0.5) for _n in range(_LINES_TO_WRITE_ON))
    return Stack((_heading(voice.say(CORRECTIONS), voice), *rules, Gap(10.0), Rule(label, space=26.0)), before=10.0)
