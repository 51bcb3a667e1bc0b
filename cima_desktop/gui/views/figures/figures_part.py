"""The counts of a period: records and people apart, by each question, as bars."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.figures.period_picker import PeriodPicker
from cima_desktop.gui.widgets.bar_chart import Bar, BarChart
from cima_desktop.gui.widgets.labels import Label, Rule
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.services.patterns.counts import Count, Figures, Row, figures

_NOTE = N_(
    "Records are not people: somebody with two cases is two cases and one person. These are the exact numbers, for this"
    " desk only; in the report and in the table, 1 to 4 is hidden."
)


class FiguresPart(QWidget):
    """A period, and under it what was counted."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.picker = PeriodPicker(desk.session.today())
        self.total_label = Label("", "section", wrap=True)
        self.erased_label = Label("", "muted", wrap=True)
        self._counts = QWidget()
        self._column = QVBoxLayout(self._counts)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(S(6))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        column.addWidget(self.picker)
        column.addWidget(Label(_NOTE, "muted", wrap=True))
        for part in (self.erased_label, self.total_label, self._counts):
            column.addWidget(part)
        column.addStretch(1)
        self.picker.chosen.connect(self.read)
        desk.closing.connect(self._clear)

    def read(self) -> None:
        """Count anew."""
        period = self.picker.period
        self.total_label.set_words(N_("Counting…"))
        self.desk.ask(lambda s: figures(s, period), self._show, latest="figures")

    def charts(self) -> list[BarChart]:
        """Return the charts in sight."""
        return self._counts.findChildren(BarChart)

    def _show(self, found: Figures) -> None:
        self._clear()
        whole = found.period.is_whole_months
        self.erased_label.set_words(
            N_("What was erased since is counted too, by the month in which it was begun.")
            if whole
            else N_("What was erased since is not counted: it is known by whole months only.")
        )
        self.total_label.set_words(lambda: _totals(found))
        for count in found.counts:
            if count.records:
                self._add(count)

    def _add(self, count: Count) -> None:
        if self._column.count():
            self._column.addWidget(Rule())
        self._column.addWidget(Label(lambda: _heading(count), "section", wrap=True))
        for table in count.tables:
            if table.rows:
                self._column.addWidget(Label(table.by, "muted"))
                chart = BarChart(lambda title=count.title, by=table.by: f"{tr(title)}: {tr(by)}")  # type: ignore[misc]
                chart.show_bars([_bar(row, count) for row in table.rows])
                self._column.addWidget(chart)

    def _clear(self) -> None:
        self.total_label.set_words("")
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()


def _totals(found: Figures) -> str:
    if not any(count.records for count in found.counts):
        return _("Nothing was counted in these days.")
    people = ngettext("{n} person", "{n} people", found.people).format(n=found.people)
    homes = ngettext("{n} household", "{n} households", found.households).format(n=found.households)
    return _("Cases, visits and going along were about {people}, in {households}.").format(
        people=people, households=homes
    )


def _heading(count: Count) -> str:
    parts = [ngettext("{n} record", "{n} records", count.records).format(n=count.records)]
    if count.people_word:
        parts.append(f"{tr(count.people_word)}: {count.people}")
    if count.erased:
        parts.append(_("{n} of them erased since").format(n=count.erased))
    return f"{tr(count.title)}: {' · '.join(parts)}"


def _bar(row: Row, count: Count) -> Bar:
    words: Text = raw(row.label) if row.is_name else row.label

    def told() -> str:
        return f"{row.records} ({tr(count.people_word)}: {row.people})" if count.people_word else str(row.records)

    return Bar(words=words, n=row.records, told=told)
