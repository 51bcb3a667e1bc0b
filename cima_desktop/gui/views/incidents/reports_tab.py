"""The reports that tell of an incident, with their exact places: they stay in this vault (L6, L7)."""

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _
from cima_desktop.model.display import text_of
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.line import Report
from cima_desktop.services.alerts import board
from cima_desktop.services.alerts.board import Board

_SHOWN = ("direction", "units", "agents", "vehicles", "cars", "still", "words")


class ReportsTab(Tab):
    """One line for each report."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        told = N_(
            "A report is not a raid: several may tell of the same thing. The exact place never leaves this vault."
        )
        self.column.addWidget(Label(told, "small", wrap=True))
        self.reports_list = RowsList()
        self.column.addWidget(self.reports_list)
        self.empty = self.add_empty(N_("No report of this vault tells of it."))
        self.column.addStretch(1)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: board.board(s, wanted), self._show, latest="incident reports")

    def clear(self) -> None:
        super().clear()
        self.reports_list.show_lines([])

    def _show(self, known: Board) -> None:
        self.reports_list.show_lines([_line(report) for report in known.reports])
        self.empty.setVisible(not known.reports)


def _line(report: Report) -> Line:
    first: list[tuple[Text, str]] = [(N_("Saw it"), "good")] if report.firsthand else []
    return Line(title=lambda: _title(report), detail=lambda: _detail(report), icon="megaphone", chips=first)


def _title(report: Report) -> str:
    when = " ".join(part for part in (_say("seen_on", report), _say("seen_at", report)) if part)
    return " · ".join(part for part in (report.title() or _("(no place)"), when) if part)


def _detail(report: Report) -> str:
    return " · ".join(part for part in (_say(name, report) for name in _SHOWN) if part)


def _say(name: str, report: Report) -> str:
    field = KINDS["report"].field(name)
    words = text_of(field, getattr(report, name))
    return _("{what}: {which}").format(what=_(field.label), which=words) if words and name in _LABELLED else words


_LABELLED = frozenset({"agents", "vehicles", "still"})
