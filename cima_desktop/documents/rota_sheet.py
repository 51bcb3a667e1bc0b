"""The rota of a week for the wall, and who can verify where, laid out from plain facts (S2, L11).

Everything comes ready in each of the paper's languages; whether a telephone number is among it was decided before.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from cima_desktop.documents.boxes import Box, Columns, Stack, para
from cima_desktop.documents.sheets import Made, Sheets, lay_out
from cima_desktop.documents.slots import long_date
from cima_desktop.documents.tables import Table
from cima_desktop.documents.voice import Looks, Voice, joined
from cima_desktop.i18n import N_, tr

TITLE = N_("Rota")
WEEK = N_("{first} to {last}")
ORDER = N_("They are called in the order of the numbers.")
WITH_NUMBERS = N_("There are telephone numbers on this paper: keep it where only volunteers read it.")
NOTHING = N_("Nobody is down for this week yet.")
HEADS = (N_("For"), N_("Hours"), N_("Who"))
VERIFIERS = N_("Who can verify, and where")
VERIFIER_HEADS = (N_("Who"), N_("Counties"), N_("Languages"), N_("Vehicle"))
_SHARES, _VERIFIER_SHARES = (20, 38, 42), (34, 26, 22, 18)

Said = Sequence[str]
"""The same words in each of the paper's languages."""


@attrs.frozen
class Watch:
    """Who is on call together: for what, when, and who in order of call."""

    desk: Said
    hours: Said
    people: Sequence[str]


@attrs.frozen
class Day:
    """One day and its watches."""

    title: Said
    watches: Sequence[Watch]


@attrs.frozen
class Verifier:
    """Somebody who can be sent to look."""

    name: str
    counties: str
    languages: Said
    vehicle: Said


@attrs.frozen(kw_only=True)
class Rota:
    """Everything that stands on the paper."""

    languages: tuple[str, ...]
    made_on: date
    first: date
    last: date
    days: Sequence[Day]
    verifiers: Sequence[Verifier] = ()
    has_numbers: bool = False
    practice: bool = False


def draw(rota: Rota) -> Sheets:
    """Make the paper."""
    voice = Voice(rota.languages, law=False, looks=Looks(scale=1.1))
    return lay_out(list(_boxes(rota, voice)), voice, Made(TITLE, rota.languages, rota.made_on, rota.practice))


def _boxes(rota: Rota, voice: Voice) -> Iterator[Box]:
    looks = voice.looks
    yield para(voice.say(TITLE), looks.title, keep=True)
    week = [
        tr(WEEK, lang).format(first=long_date(rota.first, lang), last=long_date(rota.last, lang))
        for lang in rota.languages
    ]
    for number, words in enumerate(week):
        yield para(words, looks.heading if not number else looks.muted, before=4.0, keep=True)
    for sentence in (ORDER, *([WITH_NUMBERS] if rota.has_numbers else [])):
        yield para(voice.say(sentence), looks.body, before=5.0, keep=True)
    if not rota.days:
        yield para(voice.say(NOTHING), looks.body, before=14.0)
    for day in rota.days:
        yield para(joined(list(day.title)), looks.heading, before=14.0, keep=True)
        yield _table(voice, HEADS, _SHARES, [(each.desk, each.hours, each.people) for each in day.watches])
    if rota.verifiers:
        yield para(voice.say(VERIFIERS), looks.heading, before=18.0, keep=True)
        rows = [([each.name], [each.counties], each.languages, each.vehicle) for each in rota.verifiers]
        yield _table(voice, VERIFIER_HEADS, _VERIFIER_SHARES, rows)


def _table(voice: Voice, heads: Sequence[str], shares: tuple[int, ...], rows: Sequence[Sequence[Said]]) -> Table:
    head = tuple(Stack((para(voice.say(each), voice.looks.head),)) for each in heads)
    made = [
        Columns(tuple(_cell(voice, each) for each in row), shares, 8.0, rule_below=0.7, padding=3.0) for row in rows
    ]
    return Table(Columns(head, shares, gutter=8.0, fill=0.93, padding=3.0, keep=True), tuple(made), before=4.0)


def _cell(voice: Voice, words: Said) -> Stack:
    """Return different words below each other, the same ones once."""
    said = list(dict.fromkeys(words)) or [""]
    style = voice.looks.body
    return Stack(tuple(para(each or "—", style) for each in said))
