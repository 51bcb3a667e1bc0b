"""What of the figures may leave: the report on paper and the table, with small numbers hidden in both (P5).

Told are, for each kind, how many records there were and how they divide by one answer at a time; how many people,
beside the records, only as one number for a kind; and what was confirmed, by county and part of the day. Never two
answers of one record together, never a number below five, and nothing from which one could be worked out.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cima_desktop import i18n
from cima_desktop.documents.period_report import NOT_TOLD, Chart, Grid, Line, PeriodReport, draw
from cima_desktop.documents.sheets import LANGUAGES_OF, Sheets
from cima_desktop.exchange.csv_files import write_csv
from cima_desktop.i18n import N_, day_text, tr
from cima_desktop.model.small_numbers import SMALL, Hidden, Told, is_small, publish, publish_rows
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.outside import Going, noted, refuse_to_leave, write_outside
from cima_desktop.services.patterns.counts import OUTCOMES, Count, Figures, Table, figures
from cima_desktop.services.patterns.periods import Period
from cima_desktop.services.patterns.raids import CONFIRMED, PARTS, county_text, grid
from cima_desktop.services.reads import FIGURES
from cima_desktop.services.session import Session

SORT = "figures"

_HEAD = (N_("What"), N_("By"), N_("Answer"), N_("Number"))


def told_text(told: Told) -> str:
    """Return a number as it is printed: "<5" for 1 to 4, a stroke where it would give another away."""
    if told.hidden is Hidden.SMALL:
        return f"<{SMALL}"
    return NOT_TOLD if told.value is None else str(told.value)


def one_text(n: int) -> str:
    """Return a number that stands alone as it is printed."""
    return told_text(Told(None, Hidden.SMALL) if is_small(n) else Told(n))


def make(session: Session, period: Period, in_language: str) -> Sheets:
    """Make the report, in memory.

    Args:
        session: the open vault.
        period: what time it is about.
        in_language: "both", "es" or "en".

    Raises:
        HelperCopyReadOnlyError: this is a helper copy; nothing leaves it.
    """
    refuse_in_copy(session)
    return _draw(session, figures(session, period), in_language)


def begin_print(session: Session) -> None:
    """Note that the report is about to be printed."""
    refuse_in_copy(session)
    session.store.note_deed(FIGURES)


def save_report(session: Session, period: Period, in_language: str, target: Path, going: Going) -> None:
    """Write the report as a PDF, after noting for whom and why.

    Raises:
        RecordsStayError, HelperCopyReadOnlyError: nothing leaves this vault.
        NotWrittenError, OwnFolderError: the place takes no file.
        VaultError: the disk refused; what was there before is untouched.
    """
    refuse_to_leave(session)
    sheets = _draw(session, figures(session, period), in_language)
    _leave(session, target, [sheets.pdf], going)


def save_table(session: Session, period: Period, target: Path, going: Going) -> None:
    """Write the same figures as a CSV table in the screen's language, after noting for whom and why.

    Raises: as `save_report`.
    """
    refuse_to_leave(session)
    _leave(session, target, list(write_csv(iter(rows(figures(session, period))))), going)


def _leave(session: Session, target: Path, pieces: Sequence[bytes], going: Going) -> None:
    noted(session, SORT, going, lambda: write_outside(session, target, pieces), records={}, facts={})


def rows(found: Figures, language: str | None = None) -> list[list[str]]:
    """Return the figures that may leave as lines of a table, the head first."""
    made = [[tr(word, language) for word in _HEAD]]
    for count in found.counts:
        title = tr(count.title, language)
        made.append([title, "", tr(N_("Records"), language), one_text(count.records)])
        if count.people_word:
            made.append([title, "", tr(count.people_word, language), one_text(count.people)])
        for table in count.tables:
            told = publish([row.records for row in table.rows])
            by = tr(table.by, language)
            made += [
                [title, by, row.words(language), told_text(cell)]
                for row, cell in zip(table.rows, told.cells, strict=True)
            ]
    made.append([tr(N_("Households"), language), "", "", one_text(found.households)])
    confirmed = _confirmed(found, (language or i18n.language(),))
    if confirmed is not None:
        for names, cells, total in confirmed.rows:
            name = names[0]
            title = tr(N_("Confirmed, by county and part of the day"), language)
            for column, cell in zip(confirmed.columns, cells, strict=True):
                made.append([title, name, tr(column, language), cell])
            made.append([title, name, tr(N_("Total"), language), total])
    return made


def _draw(session: Session, found: Figures, in_language: str) -> Sheets:
    languages = LANGUAGES_OF[in_language]
    return draw(
        PeriodReport(
            languages=languages,
            made_on=session.today(),
            period=tuple(_period_text(found.period, language) for language in languages),
            charts=tuple(chart for count in found.counts for chart in _charts(count, languages)),
            totals=tuple(_totals(found, languages)),
            grid=_confirmed(found, languages),
            with_erased=found.period.is_whole_months,
            practice=session.practice,
        )
    )


def _period_text(period: Period, language: str) -> str:
    words = tr(N_("From {first} to {last}"), language)
    return words.format(first=day_text(period.first, language), last=day_text(period.last, language))


def _totals(found: Figures, languages: Sequence[str]) -> Iterator[Line]:
    for count in found.counts:
        yield _line(count.title, languages, one_text(count.records))
        if count.people_word:
            words = tuple(f"{tr(count.title, x)}: {tr(count.people_word, x)}" for x in languages)
            yield Line(words=words, told=one_text(count.people))
    yield _line(N_("Households"), languages, one_text(found.households))


def _charts(count: Count, languages: Sequence[str]) -> Iterator[Chart]:
    for table in count.tables:
        if table.rows:
            title = tuple(f"{tr(count.title, each)} · {tr(table.by, each)}" for each in languages)
            yield Chart(title=title, lines=tuple(_chart_lines(table, languages)), total=one_text(count.records))


def _chart_lines(table: Table, languages: Sequence[str]) -> Iterator[Line]:
    told = publish([row.records for row in table.rows])
    most = max([cell.value or 0 for cell in told.cells], default=0)
    for row, cell in zip(table.rows, told.cells, strict=True):
        share = cell.value / most if cell.value and most else 0.0
        yield Line(words=tuple(map(row.words, languages)), told=told_text(cell), share=share)


def _line(label: str, languages: Sequence[str], told: str) -> Line:
    return Line(words=tuple(tr(label, language) for language in languages), told=told)


def _confirmed(found: Figures, languages: Sequence[str]) -> Grid | None:
    """Return what was confirmed, by county and part of the day; None when the number of all of them may not be told."""
    counted = grid(found.incidents, found.period, PARTS)
    outcomes = next(table for count in found.counts if count.kind == "incident" for table in count.tables[1:])
    told = publish([row.records for row in outcomes.rows]).cells
    label = OUTCOMES[CONFIRMED]
    whole = next((cell for row, cell in zip(outcomes.rows, told, strict=True) if row.label == label), Told(0))
    if not whole.value:
        return None
    published = publish_rows([cells for _county, cells in counted.rows])
    lines = tuple(
        (tuple(county_text(county, x) for x in languages), tuple(map(told_text, each.cells)), told_text(each.total))
        for (county, _cells), each in zip(counted.rows, published, strict=True)
    )
    return Grid(columns=counted.columns, rows=lines)
