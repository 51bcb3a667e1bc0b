"""How a volunteer is reached; it stays in this vault, whatever is handed on (S8)."""

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.deed_form import DeedForm
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_
from cima_desktop.model.fields import Value
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.volunteers import VolunteerContact
from cima_desktop.services.roster import duties

_FIELDS = ("phone", "other_phone", "safe_hours", "address", "emergency")


class ReachTab(Tab):
    """Numbers and address, kept by a button."""

    def __init__(self, desk: Desk, references: References) -> None:
        super().__init__(desk)
        words = N_(
            "This stays in this vault: it is in no list, no alert and no file that is handed on, and on no paper unless"
            " somebody ticks it."
        )
        self.column.addWidget(Label(words, "muted", wrap=True))
        self.form = DeedForm(
            desk, KINDS["volunteer_contact"], _FIELDS, (N_("How to reach them"), N_("Keep")), references
        )
        self.form.leave_button.hide()
        self.form.do_button.setEnabled(not desk.is_for_looking)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.form.asked.connect(self._keep)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: duties.reach(s, wanted), self._show, latest="reach")

    def clear(self) -> None:
        self.flush()
        super().clear()
        for row in self.form.rows.values():
            row.settle(row.field.empty)

    def flush(self) -> None:
        """Keep what is typed as a draft."""
        if self.record_id:
            self.form.keep_draft()

    def _show(self, found: VolunteerContact | None) -> None:
        if any(row.is_dirty() for row in self.form.rows.values()):
            return  # what is being typed is not replaced
        values: dict[str, Value] = {name: getattr(found, name) for name in _FIELDS} if found else {}
        self.form.begin(f"deed:reach:{self.record_id}", values)

    def _keep(self, values: dict[str, Value]) -> None:
        who = self.record_id

        def kept(_touched: object) -> None:
            self.form.forget_draft()
            for name, row in self.form.rows.items():
                row.settle(values[name])

        self.desk.do(lambda s: duties.note_reach(s, who, values), kept, self.form.show_problem)
