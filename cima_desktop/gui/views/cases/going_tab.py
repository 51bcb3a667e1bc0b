"""Going along: to which appointment, who comes, what to do if somebody is detained, how it went (S4, C12)."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from cima_desktop.gui.language import raw
from cima_desktop.gui.views.cases.appointment_form import AppointmentForm
from cima_desktop.gui.views.cases.appointment_words import appointment_line, when_words
from cima_desktop.gui.views.cases.outcome_form import OutcomeForm
from cima_desktop.gui.views.cases.workup_tab import WorkupTab, WorkupWords
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.pages import PAGE_OF
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.roster.assigned_list import AssignedList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.display import text_of
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.workups import Appointment
from cima_desktop.services.session import Session
from cima_desktop.services.workups import going_along
from cima_desktop.services.workups.going_along import Free, GoingView

IF_DETAINED = (
    N_("Nobody of us argues, blocks the way or signs anything. Stay calm, keep your distance, remember what you see."),
    N_("Note the time, the place, who took the person, and the numbers on badges and vehicles."),
    N_("Call the family and the lawyer on the safe numbers. Then open the family’s plan: it says who cares for whom."),
)


class GoingTab(WorkupTab):
    """One accompaniment at a time; those appointments to which nobody goes yet can be chosen."""

    kind = "accompaniment"
    hidden = ("case", "appointment", "leader", "outcome", "outcome_on", "report", "next_appointment")

    def __init__(self, desk: Desk, references: References) -> None:
        self.free_list, self.when_list = RowsList(), RowsList()
        self.assigned_list = AssignedList(desk)
        self.cap_label = Label("", "muted", wrap=True)
        self.plan_button = SecondaryButton(N_("Open the family’s plan"), "folder-heart")
        self.detained_button = SecondaryButton(N_("Somebody was detained…"), "siren")
        self.outcome_list = RowsList()
        self.outcome_button = SecondaryButton(N_("How it went…"), "clipboard-check")
        self.outcome_button.setObjectName("outcome_button")
        self.outcome_form = OutcomeForm(desk, references)
        self.appointment_form = AppointmentForm(
            desk, references, N_("The appointment to which somebody goes along"), ("sort",)
        )
        words = WorkupWords(
            begin=N_("New appointment with company"),
            empty=N_("Nobody goes along to anything yet."),
            form=N_("What is needed"),
        )
        super().__init__(desk, references, words)
        self.plan_button.clicked.connect(self._open_plan)
        self.detained_button.clicked.connect(lambda: self.desk.open("detention", ""))
        self.outcome_button.clicked.connect(self.open_outcome)
        self.outcome_form.left.connect(self.outcome_button.show)
        self.outcome_button.setEnabled(not desk.is_for_looking)
        self.appointment_form.kept.connect(lambda record: self._go_along(RecordId(record)))

    def build(self) -> None:
        self.column.addWidget(self.appointment_form)
        self.deed_forms.append(self.appointment_form)
        self.appointment_form.left.connect(self.appointment_form.hide)
        self.column.addWidget(self.free_list)
        self.inner.addWidget(self.when_list)
        self.heading(N_("Who goes along"))
        self.inner.addWidget(self.cap_label)
        self.inner.addWidget(self.assigned_list)
        self.heading(N_("How it went"))
        self.inner.addWidget(self.outcome_list)
        self.add_deed_form(self.outcome_form)
        self._add_line(self.outcome_button)
        self.heading(N_("If somebody is detained there"))
        for words in IF_DETAINED:
            self.inner.addWidget(Label(words, "muted", wrap=True))
        self._add_line(self.plan_button, self.detained_button)

    def _add_line(self, *buttons: SecondaryButton) -> None:
        line = QHBoxLayout()
        for button in buttons:
            line.addWidget(button)
        line.addStretch(1)
        self.inner.addLayout(line)

    def begin(self, _checked: bool = False) -> None:
        """Ask for the appointment first: going along is always to something."""
        case = self.record_id
        if case:
            self.appointment_form.open_for(f"going:{case}", {"about": case})

    def fetch(self, session: Session, case: RecordId) -> Sequence[GoingView]:
        return going_along.of_case(session, case)

    def read(self) -> None:
        super().read()
        case = self.record_id
        if case:
            self.desk.ask(lambda s: going_along.without_company(s, case), self._show_free, latest=f"free:{id(self)}")

    def clear(self) -> None:
        super().clear()
        self.free_list.show_lines(())

    def record_of(self, view: GoingView) -> RecordId:
        return view.going.id

    def line(self, view: GoingView) -> Line:
        if view.appointment is None:
            return Line(title=N_("Going along"), detail=raw(view.going.meeting_point), icon="footprints")
        return appointment_line(view.appointment, view.days)

    def show_view(self, view: Any) -> None:
        found: GoingView | None = view
        self.when_list.show_lines([self.line(found)] if found else ())
        if found:
            self.assigned_list.show_about(found.going.id)
        else:
            self.assigned_list.clear()
        self.cap_label.set_words((lambda: _cap_words(found)) if found else "")
        told = bool(found and found.going.outcome)
        self.outcome_list.show_lines(self._outcome_lines(found) if found and told else ())
        show_if(self.outcome_button, not told and self.outcome_form.isHidden())
        self.plan_button.setEnabled(bool(found and found.plan))
        show_if(self.detained_button, "detention" in PAGE_OF)

    def open_outcome(self) -> None:
        """Ask how it went, and for the next date."""
        if self.chosen:
            self.form.flush()
            self.outcome_form.open_for(self.chosen)
            self.outcome_button.hide()

    def _show_free(self, found: Sequence[Free]) -> None:
        self.free_list.show_lines([self._free_line(each) for each in found] if self.record_id else ())

    def _free_line(self, free: Free) -> Line:
        go = Deed(words=N_("Somebody goes along"), run=lambda: self._go_along(free.appointment.id), icon="footprints")
        return appointment_line(free.appointment, free.days, () if self.desk.is_for_looking else (go,))

    def _go_along(self, appointment: RecordId) -> None:
        self.desk.do(lambda s: going_along.go_along(s, appointment), self._begun)

    def _open_plan(self) -> None:
        view = self.views.get(self.chosen)
        if view is not None and view.plan:
            self.desk.open("plan", view.plan)

    def _outcome_lines(self, found: GoingView) -> list[Line]:
        going, after = found.going, found.next
        outcome = KINDS["accompaniment"].field("outcome")
        lines = [Line(title=lambda: text_of(outcome, going.outcome), detail=raw(going.report), icon="clipboard-check")]
        if after is not None:
            look = Deed(words=N_("Open in the agenda"), run=lambda: self.desk.open("appointment", after.id))
            lines.append(Line(title=lambda: _next_words(after), icon="calendar-clock", deeds=(look,)))
        return lines


def _cap_words(found: GoingView) -> str:
    coming, most = found.coming, found.going.most
    if most is None:
        return ngettext("{n} goes along", "{n} go along", coming).format(n=coming)
    return _("{n} of at most {most} go along").format(n=coming, most=most)


def _next_words(after: Appointment) -> str:
    words = when_words(after.on, after.at, after.ask_on, unknown=bool(after.unknown))
    return _("Next date: {when}").format(when=words)
