"""The text of an alert: made of ready sentences in Spanish and English, and looked over before it may go out (L4, S8).

An alert says what, roughly where, when it was verified, and what everybody may know. It names nobody, gives no door,
no plate and no number, and never tells anyone that they may drive or that a place is safe.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from enum import Enum

import attrs

from cima_desktop.i18n import N_, list_text, tr
from cima_desktop.model.alert_patterns import (
    ADVICE,
    ARTICLES,
    DOORS,
    MAILS,
    NOT_PLATES,
    NOT_TITLED,
    NUMBERS,
    PARTICLES,
    PLATES,
    POSSESSIVE,
    ROADS,
    TITLED,
    WORD,
)
from cima_desktop.model.line_choices import ACTIVITIES, UNITS
from cima_desktop.model.text import fold

_WHAT = {
    "alert": N_("CONFIRMED: {what}."),
    "update": N_("NEWS: {what}."),
    "denial": N_("NOT CONFIRMED: {what}."),
    "correction": N_("CORRECTION: {what}."),
    "all_clear": N_("ALL CLEAR: {what}."),
}
_WHERE = N_("Where: {place}.")
_BODY: Mapping[str, tuple[str, ...]] = {
    "alert": (N_("A verifier saw it at {time}."), N_("Agency seen: {agency}.")),
    "update": (N_("A verifier looked again at {time}."), N_("Agency seen: {agency}.")),
    "denial": (N_("A verifier looked at {time} and did not see it."), N_("Please do not pass the rumor on.")),
    "correction": (N_("Our message about this is not right. Please do not pass it on."),),
    "all_clear": (N_("Since {time} our verifiers do not see it any more. Our earlier messages about it are over."),),
}
_FACTS: Mapping[str, tuple[str, ...]] = {
    "home": (N_("Nobody has to open the door unless they show a warrant signed by a judge."),),
    "worksite": (N_("Everybody has the right to remain silent and to ask for a lawyer."),),
}
_FACT = N_("Everybody has the right to remain silent.")
_ENDS = N_("This message holds until {end}.")
_HOLDS = ("alert", "update")


@attrs.frozen(kw_only=True)
class Facts:
    """What an alert says. The times are ready words in each language."""

    sort: str
    activity: str
    area: str
    city: str = ""
    units: frozenset[str] = frozenset()
    time: Mapping[str, str] = attrs.field(factory=dict)
    end: Mapping[str, str] = attrs.field(factory=dict)


def compose(facts: Facts, language: str) -> str:
    """Return the text of an alert in a language."""
    what = next((each.label for each in ACTIVITIES if each.value == facts.activity), facts.activity)
    units = [tr(each.label, language) for each in UNITS if each.value in facts.units and each.value != "unknown"]
    known = {
        "what": tr(what, language),
        "place": _place(facts),
        "time": facts.time.get(language, ""),
        "agency": list_text(units, language),
        "end": facts.end.get(language, ""),
    }
    told = [_WHAT[facts.sort], _WHERE, *_BODY[facts.sort]]
    if facts.sort in _HOLDS:
        told += [*_FACTS.get(facts.activity, (_FACT,)), _ENDS]
    lines = (tr(each, language) for each in told if all(known[name] for name in _named(each)))
    return "\n".join(line.format(**known).replace("..", ".") for line in lines)  # "9:30 p. m." has its own point


def _place(facts: Facts) -> str:
    parts = [facts.area] if fold(facts.city) in fold(facts.area) else [facts.area, facts.city]
    return ", ".join(part for part in parts if part)


def _named(sentence: str) -> list[str]:
    return re.findall(r"{(\w+)}", sentence)


class Fault(Enum):
    """What must not stand in an alert."""

    NAME = N_("A name of somebody. An alert names nobody.")
    NUMBER = N_("A telephone number or another long number.")
    MAIL = N_("An e-mail address.")
    PLATE = N_("What looks like a license plate.")
    DOOR = N_("The number of a door. Say the road and the town only.")
    PLACE = N_("The exact place of a report. Say the road and the town only.")
    ADVICE = N_("Nobody can promise that a road is free or a place is safe.")

    @property
    def sentence(self) -> str:
        """Return why, as a catalogue message."""
        return self.value


@attrs.frozen
class Finding:
    """A stretch of a text that must not go out."""

    start: int
    end: int
    fault: Fault


@attrs.frozen(kw_only=True)
class Known:
    """What this vault knows that must not stand in an alert; everything folded as names are searched."""

    names: Set[str] = frozenset()
    """The words of the names of people and volunteers."""
    places: Sequence[str] = ()
    """The exact places of the reports, where they say more than the rough place."""
    towns: Set[str] = frozenset()
    """Words of the town and the county, which may be somebody's surname too."""


def words_of(names: Iterable[str]) -> frozenset[str]:
    """Return the words of names that tell somebody: without particles, initials and numbers."""
    found = (fold(match.group()) for name in names for match in WORD.finditer(name))
    return frozenset(word for word in found if len(word) > 2 and word not in PARTICLES)


def check(text: str, known: Known) -> list[Finding]:
    """Return what must not stand in a text, in order and without overlap."""
    kept: list[Finding] = []
    for each in sorted(_all(text, known), key=lambda found: (found.start, -found.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _all(text: str, known: Known) -> Iterator[Finding]:
    for pattern, fault in ((MAILS, Fault.MAIL), (NUMBERS, Fault.NUMBER), (ADVICE, Fault.ADVICE)):
        yield from (Finding(*match.span(), fault) for match in pattern.finditer(text))
    for pattern in DOORS:
        yield from (Finding(*match.span("door"), Fault.DOOR) for match in pattern.finditer(text))
    for pattern in PLATES:
        for match in pattern.finditer(text):
            if not NOT_PLATES.fullmatch(match["plate"]):
                yield Finding(*match.span("plate"), Fault.PLATE)
    yield from _titled(text)
    yield from _names(text, known)
    yield from _places(text, known)


def _titled(text: str) -> Iterator[Finding]:
    for match in TITLED.finditer(text):
        if fold(match["name"]) not in NOT_TITLED:
            yield Finding(*match.span(), Fault.NAME)


@attrs.frozen
class _Word:
    start: int
    end: int
    folded: str
    is_capital: bool


def _word(match: re.Match[str]) -> _Word:
    """Return a word without the English ending of a possessive."""
    bare = POSSESSIVE.sub("", match.group())
    return _Word(match.start(), match.start() + len(bare), fold(bare), bare[0].isupper())


def _names(text: str, known: Known) -> Iterator[Finding]:
    """Yield the names this vault knows: a word with a capital, or two words beside each other however written.

    The words before "Road" or after "Calle" name a road; a word of the towns around counts only beside another name.
    """
    words = [_word(match) for match in WORD.finditer(text)]
    roads = set(_of_roads(text, words))
    hits = [place for place, word in enumerate(words) if word.folded in known.names and place not in roads]
    for place in hits:
        word = words[place]
        beside = place + 1 in hits or place - 1 in hits
        if beside or (word.is_capital and word.folded not in known.towns):
            yield Finding(word.start, word.end, Fault.NAME)


def _of_roads(text: str, words: list[_Word]) -> Iterator[int]:
    """Yield the places of the words that name a road: capitals right before or right after its kind."""
    for place, word in enumerate(words):
        if word.folded not in ROADS:
            continue
        for step in (-1, 1):
            other = place + step
            while 0 <= other < len(words) and _goes_on(words[other]) and _touch(text, words, other, other - step):
                yield other
                other += step


def _goes_on(word: _Word) -> bool:
    """Tell whether the name of a road can go on with a word ("Calle del Manzano")."""
    return word.is_capital or word.folded in ARTICLES


def _touch(text: str, words: list[_Word], one: int, other: int) -> bool:
    """Tell whether nothing but spaces (or a point after "St") stands between two words."""
    first, second = sorted((one, other))
    return not text[words[first].end : words[second].start].strip(" .")


def _places(text: str, known: Known) -> Iterator[Finding]:
    """Yield where the exact place of a report stands, whatever stands between its words."""
    folded, origin = _folded(text)
    for place in known.places:
        pattern = r"\b" + r"\W+".join(re.escape(part) for part in place.split()) + r"\b"
        for match in re.finditer(pattern, folded):
            yield Finding(origin[match.start()], origin[match.end() - 1] + 1, Fault.PLACE)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text folded letter by letter, with the place in `text` that each letter comes from."""
    shapes = [fold(letter) or " " for letter in text]
    return "".join(shapes), [place for place, shape in enumerate(shapes) for _letter in shape]
