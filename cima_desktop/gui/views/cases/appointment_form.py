"""A short form for an appointment or a hearing: when, where, or when to ask for the date (C11)."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.deed_form import DeedForm
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.workups import appointments
from cima_desktop.services.workups.workup import Begun

WHEN_AND_WHERE = ("what", "unknown", "on", "at", "ask_on", "agency", "county", "place")


class AppointmentForm(DeedForm):
    """Keeps an appointment; a day in the past, or none at all, is said before it is kept."""

    kept = Signal(str)
    """The appointment that was written down or changed."""

    def __init__(self, desk: Desk, references: References, title: Text, more: Sequence[str] = ()) -> None:
        super().__init__(
            desk, KINDS["appointment"], (*more, *WHEN_AND_WHERE), (title, N_("Keep the appointment")), references
        )
        self._record: RecordId | None = None
        self._fixed: Mapping[str, Value] = {}
        self.asked.connect(self._look)

    def open_for(self, key: str, values: Mapping[str, Value], record: RecordId | None = None) -> None:
        """Show the form for a new appointment or a known one; what the form does not ask is kept as it is given."""
        self._record = record
        self._fixed = {name: value for name, value in values.items() if name not in self.rows and record is None}
        self.begin(f"appointment:{record or key}", values)
        self.show()
        next(iter(self.rows.values())).editor.setFocus()

    def _look(self, values: dict[str, Value]) -> None:
        self.desk.ask(
            lambda s: appointments.caution(s, values), lambda words: self._cautioned(words, values), self.show_problem
        )

    def _cautioned(self, words: str, values: dict[str, Value]) -> None:
        if words:
            self.message_bar.say(words, "warn", N_("Keep it so"), lambda: self._keep(values), closable=False)
        else:
            self._keep(values)

    def _keep(self, values: dict[str, Value]) -> None:
        record, kept = self._record, {**self._fixed, **values}
        self.desk.do(lambda s: appointments.keep(s, record, kept), self._done, self.show_problem)

    def _done(self, begun: Begun) -> None:
        self.forget_draft()
        self.hide()
        self.kept.emit(begun.record)
