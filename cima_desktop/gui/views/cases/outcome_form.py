"""How going along went, and the next date: one deed, which makes the next appointment (C12)."""

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.deed_form import DeedForm
from cima_desktop.gui.views.records.form_layout import FormColumns
from cima_desktop.gui.views.records.form_row import FormRow
from cima_desktop.gui.views.records.special_editors import make_editor
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_
from cima_desktop.model.fields import Field, Value
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS, Kind
from cima_desktop.services.workups import going_along
from cima_desktop.services.workups.going_along import ASK, KNOWN, NEXT, Outcome

_SHOWN_FOR = {"on": KNOWN, "at": KNOWN, "ask_on": ASK}
"""The answers of the next date that are asked only where they mean something."""


class OutcomeForm(DeedForm):
    """Asks what came of it; the next date is asked with it, so that nobody forgets to write it down."""

    def __init__(self, desk: Desk, references: References) -> None:
        words = (N_("What came of it, and the next date"), N_("Keep how it went"))
        super().__init__(desk, KINDS["accompaniment"], ("outcome", "report"), words, references)
        self._going = NO_ID
        self.asked.connect(self._tell)
        self.rows["next"].edited.connect(self._fit)

    def _lay_out(self, title: Text, columns: FormColumns) -> None:
        """Add the answers about the next date, which belong to another kind."""
        appointment = KINDS["appointment"]
        self._add(columns, KINDS["accompaniment"], NEXT)
        for name in _SHOWN_FOR:
            self._add(columns, appointment, appointment.field(name))
        super()._lay_out(title, columns)

    def _add(self, columns: FormColumns, kind: Kind, field: Field) -> None:
        editor = make_editor(kind, field)
        editor.setObjectName(f"outcome_{field.name}_edit")
        row = FormRow(field, editor)
        row.edited.connect(self._edited)
        self.rows[field.name] = row
        columns.add(row)

    def open_for(self, going: RecordId) -> None:
        """Show the form for one accompaniment."""
        self._going = going
        self.begin(f"outcome:{going}", {}, self._fit)
        self._fit()
        self.show()
        self.rows["outcome"].editor.setFocus()

    def _fit(self) -> None:
        chosen = self.rows["next"].standing()
        for name, wanted in _SHOWN_FOR.items():
            show_if(self.rows[name], chosen == wanted)

    def _tell(self, values: dict[str, Value]) -> None:
        going, told = self._going, Outcome(**{name: str(value or "") for name, value in values.items()})
        self.desk.do(lambda s: going_along.tell(s, going, told), self._done, self.show_problem)

    def _done(self, _touched: object) -> None:
        self.forget_draft()
        self.hide()
