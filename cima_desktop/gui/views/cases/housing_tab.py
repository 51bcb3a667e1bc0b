"""A home at risk: the hearing first, then the days that follow, the home itself, and what the law says."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from cima_desktop.gui.views.cases.appointment_form import AppointmentForm
from cima_desktop.gui.views.cases.appointment_words import appointment_line
from cima_desktop.gui.views.cases.clock_lines import clock_line, fact_line
from cima_desktop.gui.views.cases.workup_tab import WorkupTab, WorkupWords
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, RowsList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _
from cima_desktop.model.homes import FACTS
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.workups import Appointment
from cima_desktop.services.session import Session
from cima_desktop.services.workups import homes
from cima_desktop.services.workups.appointments import HEARING
from cima_desktop.services.workups.homes import HomeView


class HousingTab(WorkupTab):
    """The hearing stands above everything, also while nothing else is written down."""

    kind = "housing"

    def __init__(self, desk: Desk, references: References) -> None:
        self.hearing_list, self.clocks_list, self.facts_list = RowsList(), RowsList(), RowsList()
        self.hearing_button = SecondaryButton(N_("Write down a hearing"), "gavel")
        self.hearing_button.setObjectName("hearing_button")
        self.no_hearing = Label(N_("No hearing is written down."), "muted", wrap=True)
        self.hearing_form = AppointmentForm(desk, references, N_("The hearing"))
        self.facts_label = Label(N_("What the law says (no advice)"), "section")
        self.clocks_label = Label(N_("Days that follow"), "section")
        words = WorkupWords(
            begin=N_("Write down the home"),
            empty=N_("Nothing about the home is written down yet."),
            form=N_("The home"),
        )
        super().__init__(desk, references, words)
        self.hearing_button.clicked.connect(lambda: self.open_hearing(None))
        self.hearing_button.setEnabled(not desk.is_for_looking)

    def build(self) -> None:
        for place, widget in enumerate(
            (Label(N_("The hearing"), "section"), self.hearing_list, self.no_hearing, self.hearing_form)
        ):
            self.column.insertWidget(place, widget)
        self.column.insertWidget(4, self.hearing_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.deed_forms.append(self.hearing_form)
        self.hearing_form.left.connect(self.hearing_form.hide)
        self.inner.addWidget(self.clocks_label)
        self.inner.addWidget(self.clocks_list)
        self.below.addWidget(self.facts_label)
        self.below.addWidget(self.facts_list)

    def fetch(self, session: Session, case: RecordId) -> Sequence[HomeView]:
        return (homes.of_case(session, case),)

    def record_of(self, view: HomeView) -> RecordId:
        return view.housing.id if view.housing else NO_ID

    def show_view(self, view: Any) -> None:
        found: HomeView = view or HomeView()
        hearing = found.hearing
        lines = [appointment_line(hearing, found.hearing_days, self._deeds(hearing))] if hearing else []
        self.hearing_list.show_lines(lines)
        show_if(self.no_hearing, hearing is None)
        show_if(self.begin_button, found.housing is None)
        self.clocks_list.show_lines([clock_line(clock) for clock in found.clocks])
        show_if(self.clocks_label, bool(found.clocks))
        self.facts_list.show_lines([fact_line(fact) for fact in FACTS] if view else ())

    def open_hearing(self, hearing: Appointment | None) -> None:
        """Write a hearing down, or change the one that is."""
        if hearing is not None:
            self.hearing_form.open_for("", KINDS["appointment"].values(hearing), hearing.id)
        elif self.record_id:
            values = {"sort": HEARING, "about": self.record_id, "what": _("Court hearing")}
            self.hearing_form.open_for(f"hearing:{self.record_id}", values)

    def _deeds(self, hearing: Appointment) -> tuple[Deed, ...]:
        change = Deed(words=N_("Change…"), run=lambda: self.open_hearing(hearing), icon="pencil")
        look = Deed(words=N_("Open in the agenda"), run=lambda: self.desk.open("appointment", hearing.id))
        return (look,) if self.desk.is_for_looking else (change, look)
