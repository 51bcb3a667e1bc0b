"""The figures of a period on paper: numbers, bars and a grid, laid out from what may be told; no name is on it."""

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from cima_desktop.documents.boxes import MUTED, Box, Canvas, Columns, Stack, para
from cima_desktop.documents.door import Style
from cima_desktop.documents.sheets import Made, Sheets, lay_out
from cima_desktop.documents.voice import Looks, Voice, joined
from cima_desktop.i18n import N_, tr

TITLE = N_("Figures of a period")
NOT_TOLD = "–"
WHAT_IT_SAYS = N_(
    "Records are not people: somebody with two cases is two cases and one person. Two records that were joined as one"
    " person count once. There is no name on this paper."
)
HIDDEN = N_(
    "1 to 4 is printed as “<5”. A stroke (–) stands where a number would let somebody work out one that is hidden. Do"
    " not hand out two reports whose days overlap: the difference could tell what each of them hides."
)
WITH_ERASED = N_("What was erased since is counted too, by the month in which it was begun.")
WITHOUT_ERASED = N_("What was erased since is not counted: it is known by whole months only.")
TOTALS = N_("All together")
CONFIRMED = N_("Confirmed, by county and part of the day")
CONFIRMED_NOTE = N_("Only what a trained verifier signed. Rough places only; no map.")
NOTHING = N_("Nothing was counted in these days.")
_BAR = 9.0


@attrs.frozen(kw_only=True)
class Line:
    """One number: its words in each language, how it is told, and the length of its bar (0 to 1)."""

    words: tuple[str, ...]
    told: str
    share: float = 0.0


@attrs.frozen(kw_only=True)
class Chart:
    """The numbers of one question, with what they add up to."""

    title: tuple[str, ...]
    lines: tuple[Line, ...]
    total: str


@attrs.frozen(kw_only=True)
class Grid:
    """Numbers as they are told, by county (in each language) and column (a message); the last is the row's sum."""

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]


@attrs.frozen(kw_only=True)
class PeriodReport:
    """Everything that stands on the paper."""

    languages: tuple[str, ...]
    made_on: date
    period: tuple[str, ...]
    totals: tuple[Line, ...]
    charts: tuple[Chart, ...]
    grid: Grid | None = None
    with_erased: bool = False
    practice: bool = False


@attrs.define
class _Bar:
    """A bar, as long as its share of the room; nothing where the number is not told."""

    share: float
    before: float = 0.0
    keep: bool = False

    def height(self, width: float) -> float:
        """Return the height."""
        return _BAR + 3.0

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Never cut."""
        return None

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the bar, grey enough for every copier."""
        canvas.setFillGray(0.45)
        canvas.rect(x, top - _BAR - 2.0, width * self.share, _BAR, stroke=0, fill=1)


def draw(report: PeriodReport) -> Sheets:
    """Make the paper."""
    voice = Voice(report.languages, law=False, looks=Looks())
    boxes: list[Box] = [
        para(voice.say(TITLE), voice.looks.title, keep=True),
        para(joined(report.period), voice.looks.heading, before=4.0, keep=True),
        *_each(WHAT_IT_SAYS, voice),
        *_each(HIDDEN, voice),
        *_each(WITH_ERASED if report.with_erased else WITHOUT_ERASED, voice),
    ]
    boxes += _chart(Chart(title=_both(TOTALS, voice), lines=report.totals, total=""), voice)
    for chart in report.charts:
        boxes += _chart(chart, voice)
    if report.grid is not None:
        boxes += _grid(report.grid, voice)
    if not report.charts:
        boxes.append(para(voice.say(NOTHING), voice.looks.body, before=12.0))
    return lay_out(boxes, voice, Made(TITLE, report.languages, report.made_on, report.practice))


def _both(message: str, voice: Voice) -> tuple[str, ...]:
    return tuple(tr(message, language) for language in voice.languages)


def _each(message: str, voice: Voice) -> Iterator[Box]:
    muted = attrs.evolve(voice.looks.body, color=MUTED)
    for number, words in enumerate(_both(message, voice)):
        yield para(words, muted if number else voice.looks.body, before=2.0 if number else 6.0)


def _chart(chart: Chart, voice: Voice) -> Iterator[Box]:
    yield para(joined(chart.title), voice.looks.heading, before=14.0, keep=True)
    for number, line in enumerate(chart.lines):
        last = number == len(chart.lines) - 1 and not chart.total
        yield _row(joined(line.words), line.told, line.share, voice, keep=number == 0 and not last)
    if chart.total:
        yield _row(voice.say(N_("Total")), chart.total, 0.0, voice, strong=True)


def _row(words: str, told: str, share: float, voice: Voice, *, keep: bool = False, strong: bool = False) -> Columns:
    style = voice.looks.strong if strong else voice.looks.body
    number = attrs.evolve(voice.looks.strong, align="left")
    bar: tuple[Box, ...] = (_Bar(share),) if share else ()
    cells = (Stack((para(words, style),)), Stack((para(told, number),)), Stack(bar))
    return Columns(cells, (46.0, 10.0, 44.0), gutter=8.0, before=1.5, keep=keep, rule_below=0.85)


def _grid(grid: Grid, voice: Voice) -> Iterator[Box]:
    yield para(voice.say(CONFIRMED), voice.looks.heading, before=16.0, keep=True)
    yield from _each(CONFIRMED_NOTE, voice)
    head = [voice.say(N_("County")), *(voice.say(column) for column in grid.columns), voice.say(N_("Total"))]
    yield _cells(head, voice.looks.head, fill=0.92)
    for names, cells, total in grid.rows:
        yield _cells([joined(names), *cells, total], voice.looks.body)


def _cells(words: Sequence[str], style: Style, fill: float = 1.0) -> Columns:
    shares = (20.0, *(12.0 for _each in words[2:]), 10.0)
    cells = tuple(Stack((para(each, style),)) for each in words)
    return Columns(cells, shares, gutter=6.0, padding=2.0, fill=fill, rule_below=0.7, keep=fill < 1.0)
