"""Verification: the incidents, those that are not over first, and everything about one of them."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk, touches
from cima_desktop.gui.views.incidents.incident_words import choice, tone_of
from cima_desktop.gui.views.incidents.reports_tab import ReportsTab
from cima_desktop.gui.views.incidents.state_line import StateLine
from cima_desktop.gui.views.incidents.texts_tab import TextsTab, has_texts
from cima_desktop.gui.views.incidents.timeline_tab import TimelineTab
from cima_desktop.gui.views.incidents.verifying_tab import VerifyingTab
from cima_desktop.gui.views.records.list_page import Batch, Words
from cima_desktop.gui.views.records.record_detail import RecordDetail
from cima_desktop.gui.views.records.record_page import RecordPage
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.views.roster.me_box import MeBox
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.services.alerts import board
from cima_desktop.services.alerts.board import Board, IncidentRow
from cima_desktop.services.alerts.texts import moment_text
from cima_desktop.services.session import Session

PAGE, FOUND = 40, 100
LOW_CARD = 420
LOOK_AGAIN_MS = 30_000
OPEN = ("0", "1")
"""The part of the list in which incidents that are not over stand."""
KINDS_OF = ("incident", "incident_step", "verification", "alert", "release", "report")


def _when(row: IncidentRow) -> str:
    return moment_text(f"{row.on} {row.at}", "") or row.on


COLUMNS = (
    Column(
        key="area",
        title=N_("Incident"),
        text=lambda row: row.area or _("(no place yet)"),
        detail=lambda row: " · ".join(p for p in (_when(row), choice("incident", "activity", row.activity)) if p),
        sort=lambda row: row.sort,
        stretch=True,
    ),
    Column(key="county", title=N_("County"), text=lambda row: row.county, width=110, spare=True),
    Column(
        key="state",
        title=N_("State"),
        chips=lambda row: [(tr(row.state.label), tone_of(row.state))],
        width=180,
    ),
)
FILTERS = (("all", N_("All")), ("open", N_("Not over")))


def page_of_incidents(session: Session, chosen: str, cursor: Any) -> Batch:
    """Read one page of the list."""
    span = OPEN if chosen == "open" else None
    page = session.store.page("incident", after=cursor, limit=PAGE, span=span)
    total = session.store.count("incident", span=span) if cursor is None else None
    return Batch(rows=board.rows(session, page.rows), cursor=page.next, total=total)


def found_incidents(session: Session, words: str) -> Batch:
    """Search."""
    hits = [hit.id for hit in session.store.search(words, kinds=("incident",), limit=FOUND)]
    rows = board.rows(session, session.store.lines("incident", hits))
    return Batch(rows=rows, total=len(rows))


def board_or_none(session: Session, incident: RecordId) -> Board | None:
    """Read everything about an incident; None while it is new or when it is gone."""
    try:
        return board.board(session, incident)
    except NotFoundError:
        return None


class IncidentDetail(RecordDetail):
    """The card of an incident: where it stands over everything else."""

    def __init__(self, desk: Desk) -> None:
        self.timeline_tab = TimelineTab(desk)
        self.reports_tab = ReportsTab(desk)
        self.texts_tab = TextsTab(desk)
        super().__init__(desk, "incident", "activity")
        self.state_line = StateLine(desk)
        self.body.insertWidget(0, self.state_line)
        self._order_keys()
        self.form.rows["over_on"].hide()  # it only orders the list; the steps say whether it is over
        self._show_texts(False)
        self.clock = QTimer(self)
        self.clock.setInterval(LOOK_AGAIN_MS)
        self.clock.timeout.connect(self._look_again)
        self.clock.start()
        desk.closing.connect(self.clock.stop)
        desk.changed.connect(self._follow)

    def parts(self) -> Sequence[tuple[str, Text, Tab]]:
        self.verifying_tab = VerifyingTab(self.desk, self.references)
        return (
            ("verifying", N_("Verifying"), self.verifying_tab),
            ("texts", N_("Texts"), self.texts_tab),
            ("timeline", N_("What happened"), self.timeline_tab),
            ("reports", N_("Reports"), self.reports_tab),
        )

    def _fit(self, size: QSize) -> None:
        """Leave out of the head what can be read elsewhere where the window is low: the state is what counts."""
        super()._fit(size)
        self.head.make_room(self._is_alone or size.height() < S(LOW_CARD))

    def _order_keys(self) -> None:
        """Let Tab go from the head over the state to the parts."""
        stops = [self.head.menu_button, *self.state_line.buttons.values(), self.tabs.tabBar()]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)

    def look(self) -> None:
        area = self.form.values().get("area")
        self.head.show_name(str(area or ""), N_("New incident"))
        self.read_state()

    def read_state(self) -> None:
        """Read where it stands."""
        wanted = self.record_id()
        self.desk.ask(lambda s: board_or_none(s, wanted), self._show_state, latest="incident state")

    def clear(self) -> None:
        super().clear()
        self.state_line.clear()
        self._show_texts(False)

    def _show_state(self, known: Board | None) -> None:
        if known is None or known.incident.id != self.record_id():
            self.state_line.clear()
            self._show_texts(False)
            return
        self.state_line.show_board(known)
        self._show_texts(has_texts(known))

    def _show_texts(self, wanted: bool) -> None:
        """Offer the texts only when there may be any: nothing is composed before a verifier signed (L3)."""
        self.tabs.setTabVisible(self.keys.index("texts"), wanted)

    def _follow(self, touched: Touched) -> None:
        if touches(touched, *KINDS_OF) and self.record_id() and not self.desk.is_closing:
            self.read_state()

    def _look_again(self) -> None:
        """Follow the clock: an alert ends, an outcome does not come."""
        if self.isVisible() and self.record_id() and self.desk.tasks.is_idle():
            self.read_state()


class IncidentsPage(RecordPage):
    """The page of all incidents."""

    card: IncidentDetail
    kinds = KINDS_OF
    saves = "incident"
    widths = (450, 640)  # who is sent and what the community is told are read and written on the right

    def __init__(self, desk: Desk) -> None:
        words = Words(
            title=N_("Verification"),
            list_name=N_("List of incidents"),
            placeholder=N_("Filter by place or town… accents do not matter"),
            icon="radio-tower",
            empty=N_("Nothing to verify"),
            empty_why=N_(
                "Reports that the community line sends to verification stand here. One can be noted by hand too."
            ),
            empty_button=N_("New incident"),
            pick=N_("Choose an incident on the left"),
        )
        super().__init__(desk, words, COLUMNS, FILTERS, "incidents")
        self.me_box = MeBox(desk)
        self.body.insertWidget(0, self.me_box)

    def make_card(self, desk: Desk) -> IncidentDetail:
        return IncidentDetail(desk)

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        if words:
            return lambda session: found_incidents(session, words)
        return lambda session: page_of_incidents(session, chosen, cursor)

    def shown(self) -> None:
        super().shown()
        self.me_box.read()

    def count_words(self, total: int) -> str:
        return ngettext("{n} incident", "{n} incidents", total).format(n=total)
