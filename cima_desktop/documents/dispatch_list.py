"""Whom to send, on paper: the incident and the verifiers in the order of asking, with room to note what came (L11)."""

from collections.abc import Sequence
from datetime import date

import attrs

from cima_desktop.documents.boxes import Box, Columns, Stack, para
from cima_desktop.documents.sheets import Made, Sheets, lay_out
from cima_desktop.documents.tables import Table
from cima_desktop.documents.voice import Looks, Voice
from cima_desktop.i18n import N_

TITLE = N_("Whom to send")
TABLE_NOTE = N_("For the operator’s table only. It leaves with nobody, and is destroyed when the incident is over.")
OBSERVE = N_("Observe only, from a distance. Do not speak to agents, do not follow anybody, keep a way out.")
PLACE, WHAT, SINCE = N_("Where, roughly"), N_("What it may be"), N_("Reported at")
ORDER, WHO, WHY, PHONE, SENT, RESULT = (
    N_("Order"),
    N_("Verifier"),
    N_("Why in this order"),
    N_("Telephone"),
    N_("Sent at"),
    N_("Outcome and time"),
)
_SPARE = 3


@attrs.frozen(kw_only=True)
class Verifier:
    """One line of the list; the texts are in the languages of the paper."""

    name: str
    why: str
    phone: str = ""


@attrs.frozen(kw_only=True)
class DispatchList:
    """Everything that stands on the paper."""

    languages: tuple[str, ...]
    made_on: date
    place: str
    what: str
    since: str
    verifiers: Sequence[Verifier]
    with_phones: bool = False
    practice: bool = False


def draw(told: DispatchList) -> Sheets:
    """Make the paper."""
    voice = Voice(told.languages, law=False, looks=Looks())
    made = Made(TITLE, told.languages, told.made_on, told.practice)
    return lay_out(_boxes(told, voice), voice, made)


def _boxes(told: DispatchList, voice: Voice) -> list[Box]:
    looks = voice.looks
    boxes: list[Box] = [para(voice.say(TITLE), looks.title, keep=True)]
    boxes.append(para(voice.say(TABLE_NOTE), looks.body, before=4.0, keep=True))
    for label, value in ((PLACE, told.place), (WHAT, told.what), (SINCE, told.since)):
        pair = (Stack((para(voice.say(label), looks.label),)), Stack((para(value or "—", looks.strong),)))
        boxes.append(Columns(pair, (30, 70), gutter=10.0, before=4.0, keep=True))
    boxes.append(para(voice.say(OBSERVE), looks.strong, before=10.0, keep=True))
    boxes.append(_table(told, voice))
    return boxes


def _table(told: DispatchList, voice: Voice) -> Table:
    looks = voice.looks
    titles = [ORDER, WHO, WHY, *([PHONE] if told.with_phones else []), SENT, RESULT]
    shares = (8, 20, 28, *((18,) if told.with_phones else ()), 13, 26)
    head = Columns(
        tuple(Stack((para(voice.say(each), looks.head),)) for each in titles),
        shares,
        gutter=8.0,
        fill=0.93,
        padding=4.0,
        keep=True,
    )
    rows = [_row(voice, shares, _cells(told, each, place)) for place, each in enumerate(told.verifiers, 1)]
    spare = [_row(voice, shares, [" "] * len(shares)) for _ in range(_SPARE)]
    return Table(head, (*rows, *spare), spare=len(spare), before=10.0)


def _cells(told: DispatchList, each: Verifier, place: int) -> list[str]:
    return [str(place), each.name, each.why, *([each.phone or "—"] if told.with_phones else []), " ", " "]


def _row(voice: Voice, shares: tuple[float, ...], cells: Sequence[str]) -> Columns:
    stacks = tuple(Stack((para(words, voice.looks.body),)) for words in cells)
    return Columns(stacks, shares, gutter=8.0, rule_below=0.6, padding=6.0)
