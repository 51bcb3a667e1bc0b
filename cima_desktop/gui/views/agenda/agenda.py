"""The agenda page: lists of a day, a week or a month, those without a day, and those whose end nobody told (C11)."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, say
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.agenda.appointment_detail import AppointmentDetail
from cima_desktop.gui.views.agenda.span_bar import SpanBar
from cima_desktop.gui.views.cases.appointment_words import standing, when_words
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.list_page import Batch, Words
from cima_desktop.gui.views.records.record_page import RecordPage
from cima_desktop.i18n import N_, ngettext
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import iso_date
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.workups import Appointment
from cima_desktop.services.session import Session
from cima_desktop.services.workups import agenda_list
from cima_desktop.services.workups.agenda_list import DAY, MONTH, UNKNOWN, UNTOLD, WEEK, AgendaRow, AgendaRows

FILTERS: list[tuple[str, Text]] = [
    (DAY, N_("Day")),
    (WEEK, N_("Week")),
    (MONTH, N_("Month")),
    (UNKNOWN, N_("Date not known yet")),
    (UNTOLD, N_("What came of it?")),
]
KEYS = {"D": DAY, "W": WEEK, "M": MONTH}
"""Letters that choose a view while the list has the focus."""


def _when(row: AgendaRow) -> str:
    return when_words(row.on, row.at, row.ask_on, unknown=row.unknown)


def _what(row: AgendaRow) -> str:
    sort = text_of(KINDS["appointment"].field("sort"), row.sort)
    return " · ".join(dict.fromkeys(part for part in (sort, row.what) if part)) or "—"


def _chips(row: AgendaRow) -> list[tuple[str, str]]:
    return [(say(words), tone) for words, tone in standing(row.result, row.left, confirmed=row.confirmed)]


COLUMNS = (
    Column(
        key="when",
        title=N_("When and what"),
        text=_when,
        detail=lambda row: " · ".join(part for part in (_what(row), row.who) if part),
        sort=lambda row: (row.unknown, row.on, row.at, row.ask_on),
        stretch=True,
    ),
    Column(
        key="place",
        title=N_("Where"),
        text=lambda row: row.place,
        detail=lambda row: row.navigator,
        spare=True,
        width=130,
    ),
    Column(key="standing", title=N_("State"), chips=_chips, width=250),
)


class AgendaPage(RecordPage):
    """Lists of appointments; the letters d, w, m and t and the arrows move while the list has the focus."""

    card: AppointmentDetail
    kinds = ("appointment", "volunteer", "person", "case")

    def __init__(self, desk: Desk) -> None:
        words = Words(
            title=N_("Agenda"),
            list_name=N_("List of appointments"),
            placeholder=N_("Find by what it is about, or by the person’s name…"),
            icon="calendar-days",
            empty=N_("No appointment here"),
            empty_why=N_("Look at other days, or write an appointment down, also one whose date is not known yet."),
            empty_button=N_("New appointment"),
            pick=N_("Choose an appointment on the left"),
        )
        self.bar = SpanBar(desk)
        self.today = self.day = date.today()
        super().__init__(desk, words, COLUMNS, FILTERS, "agenda")
        self.filter_chips.set_value(WEEK)
        self.bar.moved.connect(self.turn)
        self.bar.home.connect(self.go_home)
        self.bar.navigator_box.edited.connect(self.reload)
        self.filter_chips.chosen.connect(lambda _key: self._look_anew())
        for key, view in KEYS.items():
            self._key(key, partial(self.show_view, view))
        self._key("T", self.go_home)
        self._key("Left", partial(self.turn, -1))
        self._key("Right", partial(self.turn, 1))
        self._tell()

    def above_list(self) -> Sequence[QWidget]:
        return (self.bar,)

    def make_card(self, desk: Desk) -> AppointmentDetail:
        return AppointmentDetail(desk)

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        day, navigator = self.day, self.bar.navigator_box.value()
        if words:
            return lambda session: _batch(agenda_list.search(session, words, navigator))
        return lambda session: _batch(agenda_list.page(session, chosen, day, navigator, cursor))

    def count_words(self, total: int) -> str:
        return ngettext("{n} appointment", "{n} appointments", total).format(n=total)

    def shown(self) -> None:
        super().shown()
        self.bar.read()
        self.desk.ask(lambda s: s.today(), self._is_today, latest="agenda today")

    def open_record(self, record_id: str) -> None:
        super().open_record(record_id)
        self.desk.ask(lambda s: s.store.get(Appointment, record_id), self._go_where, latest="agenda place")

    def show_view(self, view: str) -> None:
        """Show a day, a week, a month, or one of the other lists."""
        self.filter_chips.set_value(view)
        self._look_anew()
        self.reload()

    def turn(self, steps: int) -> None:
        """Go some days, weeks or months on, or back."""
        view = self.filter_chips.value()
        if view in (DAY, WEEK, MONTH):
            self._go(agenda_list.step(view, self.day, steps))

    def go_home(self) -> None:
        """Go back to today."""
        if self.filter_chips.value() not in (DAY, WEEK, MONTH):
            self.filter_chips.set_value(WEEK)
        self._go(self.today)

    def _key(self, key: str, run: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self.left_stack)  # also where the list is empty, and cannot have it
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(run)

    def _go(self, day: date) -> None:
        self.day = day
        self._look_anew()
        self.reload()

    def _look_anew(self) -> None:
        """Other rows come: the first of them is chosen, unless something new is being written."""
        if not self.is_busy():
            self._wanted = ""
        self._tell()

    def _is_today(self, today: date) -> None:
        """Follow the vault's day, which the computer's clock need not agree with, also past midnight."""
        was_today, self.today = self.day == self.today, today
        if was_today and self.day != today:
            self._go(today)

    def _go_where(self, found: Appointment | None) -> None:
        """Show the days around an appointment, or those without a day, with it chosen."""
        if found is None:
            return
        day = None if found.unknown else iso_date(found.on)
        if day is None:
            self.filter_chips.set_value(UNKNOWN)
        elif self.filter_chips.value() not in (DAY, WEEK, MONTH):
            self.filter_chips.set_value(WEEK)
        self.day = day or self.day
        self._tell()
        self.reload()

    def _tell(self) -> None:
        """Say which days are shown, and in a month how full its weeks are."""
        view, day = self.filter_chips.value(), self.day
        self.bar.show_span(view, agenda_list.span_of(view, day))
        if view == MONTH:
            self.desk.ask(lambda s: agenda_list.weeks(s, day), self.bar.show_weeks, latest="agenda weeks")

    def _is_filtered(self) -> bool:
        return False


def _batch(found: AgendaRows) -> Batch:
    rows: Sequence[AgendaRow] = found.rows
    return Batch(rows=rows, cursor=found.next, total=found.total)
