"""How a case was opened, closed, opened again and handed over, and why (C1)."""

from collections.abc import Sequence

import attrs

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.cases import CaseTurn
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.consulta import course
from cima_desktop.services.session import Session

_ICONS = {"closed": "circle-check", "handed_over": "user-check", "reopened": "rotate-cw"}


@attrs.frozen(kw_only=True)
class _Turned:
    """A turn with the names of who made it and who took over."""

    turn: CaseTurn
    by: str
    to: str


def _turned(session: Session, case: RecordId) -> list[_Turned]:
    name = session.store.title_of
    return [_Turned(turn=each, by=name(each.by), to=name(each.to)) for each in course.turns(session, case)]


class TurnsTab(Tab):
    """The turns of a case, the newest first."""

    def __init__(self, desk: Desk, _references: References) -> None:
        super().__init__(desk)
        self.turns_list = RowsList()
        self.column.addWidget(self.turns_list)
        self.none_label = self.add_empty(N_("Nothing is noted yet."))
        self.column.addStretch(1)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: _turned(s, wanted), self._show, latest="turns tab")

    def clear(self) -> None:
        super().clear()
        self._show(())

    def _show(self, found: Sequence[_Turned]) -> None:
        self.turns_list.show_lines([_line(each) for each in found])
        self.none_label.setVisible(not found)


def _line(each: _Turned) -> Line:
    kind, turn = KINDS["case_turn"], each.turn
    return Line(
        title=kind.field("turn").choice_label(turn.turn),
        detail=lambda: _detail(each),
        icon=_ICONS.get(turn.turn, "briefcase"),
    )


def _detail(each: _Turned) -> str:
    turn, day = each.turn, iso_date(each.turn.on)
    reason = KINDS["case_turn"].field("reason").choice_label(turn.reason)
    parts = (
        show_date(day) if day else "",
        each.by,
        _("to {name}").format(name=each.to) if each.to else "",
        tr(reason) if reason else "",
        turn.words,
    )
    return " · ".join(part for part in parts if part)
