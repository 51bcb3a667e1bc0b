"""One appointment on the right of the agenda: what to know about it first, then its form and parts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.cases.appointment_words import standing
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.record_detail import RecordDetail
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services.workups import appointments
from cima_desktop.services.workups.appointments import Looked


class AppointmentDetail(RecordDetail):
    """The card of one appointment; a day in the past is said while it is typed."""

    asked = (
        "sort",
        "what",
        "person",
        "unknown",
        "on",
        "at",
        "ask_on",
        "agency",
        "county",
        "place",
        "navigator",
        "confirmed",
        "result",
        "note",
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._case, self._person = NO_ID, NO_ID
        super().__init__(desk, "appointment", "sort", parent)
        self.case_button.clicked.connect(lambda: self.desk.open("case", self._case))
        self.person_button.clicked.connect(lambda: self.desk.open("person", self._person))
        self.form.kept.connect(lambda record: self._settle(RecordId(record)))

    def above_form(self) -> Sequence[QWidget]:
        self.caution_bar = MessageBar()
        self.case_button = SecondaryButton(N_("Open the case"), "briefcase")
        self.person_button = SecondaryButton(N_("Open the person"), "user")
        ways = QWidget()
        line = QHBoxLayout(ways)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(S(8))
        line.addWidget(self.case_button)
        line.addWidget(self.person_button)
        line.addStretch(1)
        return (self.caution_bar, ways)

    def look(self) -> None:
        values = self.form.values()
        record = self.record_id()
        self.head.show_name(str(values["what"] or ""), N_("New appointment"))
        self.desk.ask(lambda s: appointments.look(s, record, values), self._looked_at, latest="appointment")

    def clear(self) -> None:
        super().clear()
        self.caution_bar.hide_message()
        self._show_ways(NO_ID, NO_ID)

    def _settle(self, record: RecordId) -> None:
        """Let a new one belong to the person who goes."""
        if not self._case:
            self.desk.do(lambda s: appointments.settle(s, record))

    def _looked_at(self, found: Looked) -> None:
        if found.record != self.record_id():
            return
        chips: list[tuple[Text, str]] = standing(found.result, found.left, confirmed=found.confirmed)
        self.head.show_chips(chips if found.is_dated else [])
        self._show_ways(found.case, found.person)
        if found.caution and (found.is_dated or not self.form.is_new()):
            self.caution_bar.say(found.caution, "warn", closable=False)
        else:
            self.caution_bar.hide_message()

    def _show_ways(self, case: RecordId, person: RecordId) -> None:
        self._case, self._person = case, person
        show_if(self.case_button, bool(case))
        show_if(self.person_button, bool(person))
