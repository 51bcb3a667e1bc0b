"""The report of a call: what was seen, to be completed; and the open incident it tells of, or may tell of (L6)."""

from collections.abc import Sequence

import attrs

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.linea.call_words import moment_words, what_words
from cima_desktop.gui.views.records.record_form import RecordForm
from cima_desktop.gui.views.records.record_keeping import SessionKeeping
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, tr
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.incidents import Incident
from cima_desktop.model.kinds import KINDS, kind_of
from cima_desktop.model.line import Call, Report
from cima_desktop.services.linea import same_place
from cima_desktop.services.linea.past import outcome_of
from cima_desktop.services.linea.same_place import Alike
from cima_desktop.services.session import Session


@attrs.frozen(kw_only=True)
class Shown:
    """A call's report, its incident with what came of it, and the open incidents it may belong to."""

    report: RecordId = NO_ID
    incident: Incident | None = None
    outcome: str = ""
    alike: Sequence[Alike] = ()


class ReportTab(Tab):
    """Shows the report of the call that is open."""

    def __init__(self, desk: Desk, references: References) -> None:
        super().__init__(desk)
        kind = KINDS["report"]
        names = tuple(name for name in kind.names if name not in ("incident", "by"))
        self.form = RecordForm(kind, SessionKeeping(desk), references, names)
        self.incidents_list = RowsList()
        self.add_heading(N_("The incident it tells of"))
        self.column.addWidget(self.incidents_list)
        self.none_label = self.add_empty(N_("This call has no report."))
        self.column.addWidget(self.form)
        self.column.addWidget(self.form.state)
        self.column.addStretch(1)

    def read(self) -> None:
        call = self.record_id
        self.desk.ask(lambda s: shown(s, call), self._show, latest="linea:report")

    def clear(self) -> None:
        super().clear()
        self.form.clear()
        self.incidents_list.show_lines([])

    def flush(self) -> None:
        """Keep what is typed."""
        self.form.flush()

    def _show(self, found: Shown) -> None:
        self.form.setVisible(bool(found.report))
        self.none_label.setVisible(not found.report)
        if found.report and found.report == self.form.record_id():
            self.form.refresh()
        elif found.report:
            self.form.load(found.report)
        lines = [self._own_line(found.incident, found.outcome)] if found.incident else []
        lines += [self._alike_line(found.report, each) for each in found.alike]
        self.incidents_list.show_lines(lines or [_NONE])

    def _own_line(self, incident: Incident, outcome: str) -> Line:
        return Line(
            title=lambda: f"{what_words(incident)} · {incident.area}",
            detail=lambda: f"{moment_words(incident.on, incident.at)} · {tr(outcome)}",
            icon="radio-tower",
            chips=[(N_("Tied"), "good")],
            deeds=[
                Deed(
                    words=N_("Open"),
                    run=lambda: self.desk.open("incident", incident.id),
                    icon="arrow-right",
                    small=True,
                )
            ],
        )

    def _alike_line(self, report: RecordId, each: Alike) -> Line:
        incident = each.incident
        return Line(
            title=lambda: f"{what_words(incident)} · {incident.area}",
            detail=lambda: " · ".join(
                [moment_words(incident.on, incident.at), *(tr(reason) for reason in each.reasons)]
            ),
            icon="radio-tower",
            deeds=[Deed(words=N_("Tie to this"), run=lambda: self._tie(report, incident.id), icon="link")],
        )

    def _tie(self, report: RecordId, incident: RecordId) -> None:
        self.flush()
        self.desk.do(lambda s: same_place.tie(s, report, incident), lambda _touched: self.read())


_NONE = Line(title=N_("None, and no open incident is like it."), faint=True)


def shown(session: Session, call: RecordId) -> Shown:
    """Return what the tab shows of a call."""
    found = session.store.get(Call, call)
    report = session.store.get(Report, found.report) if found else None
    if report is None:
        return Shown()
    incident = session.store.get(Incident, report.incident)
    like = same_place.alike(session, kind_of(report).values(report))
    return Shown(
        report=report.id,
        incident=incident,
        outcome=outcome_of(session, report.incident),
        alike=[each for each in like if each.incident.id != report.incident],
    )
