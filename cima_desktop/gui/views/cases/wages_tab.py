"""Unpaid wages of a case: what is owed, what is in doubt, the times of work, the deadlines, and the letter (C13)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.views.cases.clock_lines import clock_line
from cima_desktop.gui.views.cases.letter_dialog import show_letter
from cima_desktop.gui.views.cases.workup_tab import WorkupTab, WorkupWords
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.deed_form import DeedForm
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.dates import show_date, show_moment
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _, hours_text, money_text, ngettext
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.wages import HOURLY, PeriodLine, Reckoning, Trouble
from cima_desktop.model.workups import WagePeriod
from cima_desktop.services import guard
from cima_desktop.services.session import Session
from cima_desktop.services.workups import wages
from cima_desktop.services.workups.wages import PERIOD_ACT, ClaimView
from cima_desktop.store import Edit

BIN_ACT = N_("Took a time of work away")
_EITHER = ("hours", "units")
_PERIOD = ("start", "end", "hours", "units", "rate", "due_on", "paid", "note")


class WagesTab(WorkupTab):
    """One claim at a time; what is owed stands first, and is never added up while something is in doubt."""

    kind = "wage_claim"

    def __init__(self, desk: Desk, references: References) -> None:
        self.sum_label = Label("", "number")
        self.sum_words = Label("", "muted", wrap=True)
        self.may_add_label = Label("", "muted", wrap=True)
        self.troubles_list, self.periods_list, self.clocks_list = RowsList(), RowsList(), RowsList()
        self.letter_button = SecondaryButton(N_("Letter to the employer…"), "file-text")
        self.letter_button.setObjectName("wage_letter_button")
        self.prints_label = Label("", "muted", wrap=True)
        self.period_button = SecondaryButton(N_("Add a time of work"), "plus")
        self.period_button.setObjectName("wage_period_begin_button")
        title = N_("A time of work that was not paid")
        self.period_form = DeedForm(desk, KINDS["wage_period"], _PERIOD, (title, N_("Keep this time")), references)
        self._period: RecordId | None = None
        self.clocks_label = Label(N_("Deadlines"), "section")
        words = WorkupWords(
            begin=N_("Write down unpaid wages"),
            empty=N_("No unpaid wages are written down yet."),
            form=N_("Employer and work"),
        )
        super().__init__(desk, references, words)
        self.letter_button.clicked.connect(self.open_letter)
        self.period_button.clicked.connect(lambda: self.open_period(None))
        self.period_button.setEnabled(not desk.is_for_looking)
        self.period_form.asked.connect(self._keep_period)

    def build(self) -> None:
        self.inner.addWidget(self.sum_label)
        self.inner.addWidget(self.sum_words)
        self.inner.addWidget(self.may_add_label)
        line = QHBoxLayout()
        line.addWidget(self.letter_button)
        line.addWidget(self.prints_label, 1)
        self.inner.addLayout(line)
        self.inner.addWidget(self.troubles_list)
        self.heading(N_("Times of work"))
        self.inner.addWidget(self.periods_list)
        self.add_deed_form(self.period_form)
        add = QHBoxLayout()
        add.addWidget(self.period_button)
        add.addStretch(1)
        self.inner.addLayout(add)
        self.inner.addWidget(self.clocks_label)
        self.inner.addWidget(self.clocks_list)

    def fetch(self, session: Session, case: RecordId) -> Sequence[ClaimView]:
        return wages.of_case(session, case)

    def record_of(self, view: ClaimView) -> RecordId:
        return view.claim.id

    def line(self, view: ClaimView) -> Line:
        title: Text = raw(view.claim.title()) if view.claim.title() else N_("(no name yet)")
        return Line(title=title, detail=lambda: sum_words(view.reckoning), icon="hand-coins")

    def show_view(self, view: Any) -> None:
        found: ClaimView | None = view
        reckoning = found.reckoning if found else None
        owed = reckoning.owed if reckoning else None
        self.sum_label.set_words((lambda: money_text(owed)) if owed is not None else "")
        show_if(self.sum_label, owed is not None)
        self.sum_words.set_words((lambda: sum_words(reckoning)) if reckoning else "")
        self.may_add_label.set_words((lambda: may_add_words(reckoning.may_add)) if reckoning and owed else "")
        show_if(self.may_add_label, bool(owed))
        self.letter_button.setEnabled(bool(owed) and not self.desk.is_for_looking)
        self.prints_label.set_words((lambda: prints_words(found)) if found and found.prints else "")
        self.troubles_list.show_lines(
            [_trouble_line(each, reckoning) for each in reckoning.troubles] if reckoning else ()
        )
        unit = found.claim.rate_unit if found else ""
        self.periods_list.show_lines([self._period_line(line, unit) for line in reckoning.lines] if reckoning else ())
        for name in _EITHER:
            show_if(self.period_form.rows[name], not unit or (unit == HOURLY) is (name == "hours"))
        self.clocks_list.show_lines([clock_line(clock) for clock in found.clocks] if found else ())
        show_if(self.clocks_label, bool(found and found.clocks))

    def open_period(self, period: WagePeriod | None) -> None:
        """Write a time of work down, or change one."""
        claim = self.chosen
        if not claim:
            return
        self._period = period.id if period else None
        values: dict[str, Value] = KINDS["wage_period"].values(period) if period else {}
        self.period_form.begin(f"wage_period:{period.id if period else claim}", values)
        self.period_form.show()
        self.period_form.rows["start"].editor.setFocus()

    def open_letter(self) -> None:
        """Show the letter, which is printed from there."""
        if self.chosen:
            self.form.flush()
            show_letter(self.desk, self.chosen, self)

    def _keep_period(self, values: dict[str, Value]) -> None:
        edit = Edit("wage_period", self._period or new_id(), {"wage_claim": self.chosen, **values})
        self.desk.do(lambda s: guard.save(s, PERIOD_ACT, [edit]), self._period_kept, self.period_form.show_problem)

    def _period_kept(self, _touched: object) -> None:
        self.period_form.forget_draft()
        self.period_form.hide()
        self.period_button.setFocus()

    def _period_line(self, line: PeriodLine, unit: str) -> Line:
        change = Deed(words=N_("Change…"), run=lambda: self.open_period(line.period), icon="pencil")
        away = Deed(words=N_("Take away"), run=lambda: self._take_away(line.period.id), icon="trash-2", small=True)
        chips: tuple[tuple[Text, str], ...] = ()
        if line.owed is not None:
            owed = line.owed
            chips = ((lambda: money_text(owed), "accent"),)
        return Line(
            title=lambda: days_of(line.period),
            detail=lambda: _period_detail(line, unit),
            icon="clock",
            chips=chips,
            deeds=() if self.desk.is_for_looking else (change, away),
        )

    def _take_away(self, period: RecordId) -> None:
        self.desk.do(lambda s: s.store.delete(BIN_ACT, [period]))


def sum_words(found: Reckoning) -> str:
    """Return what a claim comes to, or why nothing was added up."""
    if found.owed is None:
        return _("Nothing is added up yet: settle first what is marked.")
    if found.recovered:
        words = _("still owed: {unpaid} was not paid, {back} was paid since then")
        return words.format(unpaid=money_text(found.unpaid or 0), back=money_text(found.recovered))
    return _("owed for work that was not paid")


def may_add_words(cents: int | None) -> str:
    """Return what the statute also allows a court to add, told apart from what is owed."""
    words = _("What the statute also allows a court to add: {amount} (N.C.G.S. 95-25.22). It is not part of the sum.")
    return words.format(amount=money_text(cents or 0))


def prints_words(found: ClaimView) -> str:
    """Return how often the letter was printed, and when last."""
    times = len(found.prints)
    words = ngettext("Printed {n} time, last on {day}", "Printed {n} times, last on {day}", times)
    return words.format(n=times, day=show_moment(found.prints[0]))


def days_of(period: WagePeriod) -> str:
    """Return the days of a time of work."""
    start, end = iso_date(period.start), iso_date(period.end)
    shown = [show_date(day) for day in dict.fromkeys((start, end)) if day is not None]
    return " – ".join(shown) or _("(no day yet)")


def _period_detail(line: PeriodLine, unit: str) -> str:
    period = line.period
    parts = (
        _sum_of(line, unit),
        _("paid {amount}").format(amount=money_text(line.paid)) if line.paid else "",
        _due(iso_date(period.due_on)),
        period.note,
    )
    return " · ".join(part for part in parts if part)


def _sum_of(line: PeriodLine, unit: str) -> str:
    """Return what is multiplied: "40:00 h × $15.00 an hour"."""
    period = line.period
    if unit == HOURLY or period.units is None:
        much = hours_text(period.hours) if period.hours is not None else ""
    else:
        much = str(period.units)
    rate = money_text(line.rate) if line.rate is not None else ""
    for_one = text_of(KINDS["wage_claim"].field("rate_unit"), unit)
    return " × ".join(part for part in (much, f"{rate} {for_one}".strip() if rate else "") if part)


def _due(day: date | None) -> str:
    return _("payday {day}").format(day=show_date(day)) if day else ""


def _trouble_line(trouble: Trouble, found: Reckoning) -> Line:
    of = {line.period.id: line.period for line in found.lines}
    chip: tuple[Text, str] = (N_("To settle"), "bad") if trouble.stops else (N_("To know"), "warn")

    def detail() -> str:
        if trouble.week is not None:
            return _("Week from {day}").format(day=show_date(trouble.week))
        return " | ".join(days_of(of[each]) for each in trouble.periods if each in of)

    return Line(title=trouble.words, detail=detail, icon="triangle-alert", chips=(chip,))
