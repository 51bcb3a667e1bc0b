"""The list of calls, the newest first: what each was about, where it went, and its report."""

from collections.abc import Callable, Sequence
from typing import Any

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.linea.call_words import moment_words, place_words, what_words
from cima_desktop.gui.views.linea.caller_tab import CallerTab
from cima_desktop.gui.views.linea.report_tab import ReportTab
from cima_desktop.gui.views.records.list_page import Batch, Words
from cima_desktop.gui.views.records.people import FOUND, PAGE
from cima_desktop.gui.views.records.record_detail import RecordDetail
from cima_desktop.gui.views.records.record_page import RecordPage
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.i18n import N_, clock_text, ngettext, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.line import Call, Report
from cima_desktop.services.session import Session

TONES = {"verify": "info", "consulta": "accent", "closed": "neutral"}


@attrs.frozen(kw_only=True)
class CallLine:
    """One line of the list."""

    id: RecordId
    call: Call
    report: Report | None = None
    operator: str = ""


COLUMNS = (
    Column(
        key="when",
        title=N_("When"),
        text=lambda line: moment_words(line.call.on, ""),
        detail=lambda line: clock_text(line.call.at) if line.call.at else "",
        sort=lambda line: line.call.sort_name(),
        width=115,
    ),
    Column(
        key="what",
        title=N_("What"),
        text=lambda line: what_words(line.report or line.call),
        detail=lambda line: place_words(line.report) if line.report else line.call.words,
        stretch=True,
    ),
    Column(
        key="where",
        title=N_("Where it goes"),
        chips=lambda line: [triage_chip(line.call)] if line.call.triage else [],
        width=195,
        spare=True,
    ),
    Column(key="operator", title=N_("Who answered"), text=lambda line: line.operator, width=130, spare=True),
)


def triage_chip(call: Call) -> tuple[str, str]:
    """Return where a call went as a chip, or why it was closed."""
    kind = KINDS["call"]
    field, value = ("closed_reason", call.closed_reason) if call.closed_reason else ("triage", call.triage)
    return tr(kind.field(field).choice_label(value)), TONES.get(call.triage, "neutral")


def page_of_calls(session: Session, chosen: str, cursor: Any) -> Batch:
    """Read one page of the list, the newest first."""
    where = {"triage": chosen} if chosen in TONES else None
    page = session.store.page("call", after=cursor, limit=PAGE, where=where, down=True)
    total = session.store.count("call", where) if cursor is None else None
    return Batch(rows=lines(session, [row.id for row in page.rows]), cursor=page.next, total=total)


def found_calls(session: Session, words: str, chosen: str) -> Batch:
    """Search calls by their note, their report's place and words, and the caller’s number while it is kept."""
    ids: dict[RecordId, None] = {}
    for hit in session.store.search(words, kinds=("call", "report", "caller"), limit=FOUND):
        if hit.kind == "report":
            ids |= {record: None for record, kind, _field in session.store.refers_to(hit.id) if kind == "call"}
        else:
            ids[hit.parent or hit.id] = None
    rows = [line for line in lines(session, list(ids)) if chosen not in TONES or line.call.triage == chosen]
    rows.sort(key=lambda line: line.call.sort_name(), reverse=True)
    return Batch(rows=rows, total=len(rows))


def lines(session: Session, ids: Sequence[RecordId]) -> list[CallLine]:
    """Return the lines of these calls."""
    calls = [call for record in ids if (call := session.store.get(Call, record)) is not None]
    names = session.store.named([RecordId(call.operator) for call in calls if call.operator])
    return [
        CallLine(
            id=call.id,
            call=call,
            report=session.store.get(Report, call.report),
            operator=names.get(RecordId(call.operator), ("", ""))[1],
        )
        for call in calls
    ]


class CallDetail(RecordDetail):
    """The card of one call."""

    asked = tuple(name for name in KINDS["call"].names if name not in ("report", "case"))
    """The report has a tab of its own; the case stands beside it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "call", "words", parent)

    def parts(self) -> Sequence[tuple[str, Text, Tab]]:
        self.report_tab = ReportTab(self.desk, self.references)
        self.caller_tab = CallerTab(self.desk)
        return (("report", N_("Report"), self.report_tab), ("caller", N_("Who called"), self.caller_tab))

    def leave(self) -> None:
        super().leave()
        self.report_tab.flush()

    def look(self) -> None:
        values = self.form.values()
        call = self.kind.build(self.record_id(), values)
        if not isinstance(call, Call) or not self.record_id():
            return
        self.head.show_name(what_words(call), N_("Call"))
        chips: list[tuple[Text, str]] = [(lambda: moment_words(call.on, call.at), "neutral")]
        if call.triage:
            chips.append((lambda: triage_chip(call)[0], TONES.get(call.triage, "neutral")))
        self.head.show_chips(chips)


class CallsPage(RecordPage):
    """The calls; a new one is taken on the other part of the page."""

    card: CallDetail
    kinds = ("call", "report", "caller", "incident", "verification")
    saves = "call"
    new_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        words = Words(
            title=N_("Calls"),
            list_name=N_("List of calls"),
            placeholder=N_("Filter by place, words or number…"),
            icon="phone",
            new_icon="phone",
            empty=N_("There are no calls yet"),
            empty_why=N_("A call is taken in one form: what was seen, where, and where it goes."),
            empty_button=N_("Take a call"),
            pick=N_("Choose a call on the left"),
        )
        filters = (("all", N_("All calls")), *((c.value, c.label) for c in KINDS["call"].field("triage").choices))
        super().__init__(desk, words, COLUMNS, filters, "linea")

    def make_card(self, desk: Desk) -> CallDetail:
        return CallDetail(desk)

    def begin(self, _checked: bool = False) -> None:
        self.new_wanted.emit()

    def save_and_next(self) -> None:
        self.card.leave()
        self.begin()

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        if words:
            return lambda session: found_calls(session, words, chosen)
        return lambda session: page_of_calls(session, chosen, cursor)

    def count_words(self, total: int) -> str:
        return ngettext("{n} call", "{n} calls", total).format(n=total)
