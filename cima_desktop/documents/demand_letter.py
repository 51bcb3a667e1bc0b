"""A worker's letter that asks for unpaid wages, as a draft for review (C13): laid out from plain facts.

It is in the worker's own voice and says nothing that the worker did not say; the law is cited, not applied. Of the
worker only the name is printed: where to answer is written by hand, once it is clear which way is safe.
"""

from collections.abc import Sequence
from datetime import date

import attrs

from cima_desktop.documents import fonts
from cima_desktop.documents.boxes import Box, Columns, Framed, PageBreak, Rule, Stack, para
from cima_desktop.documents.door import Style
from cima_desktop.documents.furniture import DRAFT
from cima_desktop.documents.sheets import Made, Sheets, lay_out
from cima_desktop.documents.slots import long_date
from cima_desktop.documents.tables import Table
from cima_desktop.documents.voice import BLANK, Looks, Voice
from cima_desktop.i18n import N_, hours_text, money_text, tr

TITLE = N_("Request for unpaid wages")
REVIEW = N_(
    "Read this draft together with the worker, who decides whether it is sent. A lawyer or a legal aid organization"
    " should look at it first. It is not legal advice."
)
FROM, TO, ANSWER_TO = N_("From whom"), N_("To whom"), N_("Where to answer me (written by hand)")
I_WORKED = N_("I worked for you.")
AS_WHAT, WHERE = N_("My work was: {job}."), N_("The work was at: {place}.")
SINCE, UNTIL = N_("My first day was {day}."), N_("My last day was {day}.")
RATE = N_("We agreed on {rate} {unit}.")
NOT_PAID = N_("I have not received all the pay for the times in this table:")
DAYS, HOURS, UNITS = N_("Days of work"), N_("Hours"), N_("How many")
RATE_HEAD, EARNED, PAID, OWED = N_("Rate"), N_("Earned"), N_("Paid"), N_("Not paid")
SUM, SINCE_THEN, STILL = N_("Together"), N_("Paid since then"), N_("Still owed")
ASK = N_("I ask you to pay me {amount} by {day}.")
THE_LAW = N_(
    "North Carolina law says that wages are due on the regular payday (N.C.G.S. 95-25.6), and the last wages on the"
    " next regular payday after the work ends (N.C.G.S. 95-25.7). For wages that were not paid, a court may award the"
    " wages, interest, and the same amount again (N.C.G.S. 95-25.22)."
)
PLEASE = N_("Please answer me in writing.")
SIGNATURE, SIGNED_ON = N_("Signature"), N_("Date")
CHECKED = N_("The law was last read in the text of June 2022.")
_SHARES = (34, 13, 15, 16, 15, 17)


@attrs.frozen(kw_only=True)
class Row:
    """One time of work: days, hours in minutes or a number of units, and amounts in cents."""

    start: date
    end: date
    minutes: int | None
    units: int | None
    rate: int
    earned: int
    paid: int
    owed: int


@attrs.frozen(kw_only=True)
class Letter:
    """Everything that stands in the letter; what is empty is not said."""

    worker: str
    employer: Sequence[str]
    """Name and address, a line each."""
    job: str
    place: str
    first_day: date | None
    last_day: date | None
    rate: int | None
    unit: str
    """For what the rate is, as a catalogue message."""
    rows: Sequence[Row]
    unpaid: int
    recovered: int
    owed: int
    answer_by: date | None
    languages: tuple[str, ...]
    made_on: date
    practice: bool = False


def draw(letter: Letter) -> Sheets:
    """Make the letter, whole in each language, each beginning a page."""
    looks = Looks()
    boxes: list[Box] = []
    for number, language in enumerate(letter.languages):
        if number:
            boxes.append(PageBreak())
        boxes += _letter(letter, looks, language)
    made = Made(TITLE, letter.languages, letter.made_on, letter.practice, draft=True)
    return lay_out(boxes, Voice(letter.languages, law=False, looks=looks), made)


def _letter(letter: Letter, looks: Looks, language: str) -> list[Box]:
    """Return the whole letter in one language."""
    notice = Stack((para(tr(DRAFT, language), looks.strong), para(tr(REVIEW, language), looks.muted, before=2.0)))
    return [
        para(tr(TITLE, language), looks.title, keep=True),
        Framed(notice, before=6.0, whole=True),
        para(long_date(letter.made_on, language), looks.body, before=14.0),
        *_parties(letter, looks, language),
        *[para(said, looks.body, before=6.0 if n else 14.0) for n, said in enumerate(_story(letter, language))],
        para(tr(NOT_PAID, language), looks.body, before=6.0, keep=True),
        _table(letter, looks, language),
        *_sums(letter, looks, language),
        para(_asked(letter, language), looks.strong, before=12.0),
        para(tr(THE_LAW, language), looks.body, before=8.0),
        para(tr(PLEASE, language), looks.body, before=8.0),
        _signature(letter, looks, language),
        para(tr(CHECKED, language), looks.label, before=14.0),
    ]


def _parties(letter: Letter, looks: Looks, language: str) -> list[Box]:
    sender = Stack((para(tr(FROM, language), looks.label), para(letter.worker or BLANK, looks.strong)))
    lines = letter.employer or (BLANK,)
    receiver = Stack((para(tr(TO, language), looks.label), *(para(line, looks.body) for line in lines)))
    where = Rule(para(tr(ANSWER_TO, language), looks.label), space=24.0)
    return [Columns((sender, receiver), (1, 1), before=10.0), where]


def _story(letter: Letter, language: str) -> list[str]:
    """Return what the worker tells of the work, without what nobody wrote down."""
    said = [tr(I_WORKED, language)]
    if letter.job:
        said.append(tr(AS_WHAT, language).format(job=letter.job))
    if letter.place:
        said.append(tr(WHERE, language).format(place=", ".join(letter.place.split("\n"))))
    if letter.first_day:
        said.append(tr(SINCE, language).format(day=long_date(letter.first_day, language)))
    if letter.last_day:
        said.append(tr(UNTIL, language).format(day=long_date(letter.last_day, language)))
    if letter.rate is not None:
        rate = money_text(letter.rate, language)
        said.append(tr(RATE, language).format(rate=rate, unit=tr(letter.unit, language)))
    return [" ".join(said)]


def _table(letter: Letter, looks: Looks, language: str) -> Table:
    hourly = any(row.minutes is not None for row in letter.rows)
    heads = (DAYS, HOURS if hourly else UNITS, RATE_HEAD, EARNED, PAID, OWED)
    head = _cells([tr(each, language) for each in heads], looks.head, fill=0.92)
    return Table(head, tuple(_cells(_row(row, language), looks.body) for row in letter.rows), before=4.0)


def _row(row: Row, language: str) -> list[str]:
    days = [long_date(day, language) for day in dict.fromkeys((row.start, row.end))]
    much = hours_text(row.minutes) if row.minutes is not None else str(row.units)
    return [" – ".join(days), much, *(money_text(n, language) for n in (row.rate, row.earned, row.paid, row.owed))]


def _cells(words: Sequence[str], style: Style, fill: float = 1.0) -> Columns:
    cells = tuple(Stack((para(each, style),)) for each in words)
    return Columns(cells, _SHARES, gutter=8.0, fill=fill, rule_below=0.7, padding=3.0)


def _sums(letter: Letter, looks: Looks, language: str) -> list[Box]:
    """Return what the table comes to; what was paid since then is taken off in sight."""
    sums = [(SUM, letter.unpaid)]
    if letter.recovered:
        sums += [(SINCE_THEN, letter.recovered), (STILL, letter.owed)]
    empty = [""] * (len(_SHARES) - 2)
    return [_cells([tr(label, language), *empty, money_text(much, language)], looks.strong) for label, much in sums]


def _asked(letter: Letter, language: str) -> str:
    day = long_date(letter.answer_by, language) if letter.answer_by else BLANK
    return tr(ASK, language).format(amount=money_text(letter.owed, language), day=day)


def _signature(letter: Letter, looks: Looks, language: str) -> Box:
    """Return the line to sign on; it stays on one page."""
    name = Stack(
        (Rule(para(tr(SIGNATURE, language), looks.label), space=30.0), para(letter.worker, Style(face=fonts.REGULAR)))
    )
    day = Stack((Rule(para(tr(SIGNED_ON, language), looks.label), space=30.0),))
    return Columns((name, day), (65, 35), gutter=24.0, before=14.0)
