"""Somebody was detained: who, when and where, saved in seconds; the rest is asked afterwards (E5)."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_references import DeskReferences
from cima_desktop.gui.views.records.form_layout import FormColumns
from cima_desktop.gui.views.records.form_row import FormRow
from cima_desktop.gui.views.records.special_editors import make_editor
from cima_desktop.gui.views.tall_dialog import TallDialog
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.record_picker import RecordPicker
from cima_desktop.i18n import N_
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.detention import beginning
from cima_desktop.services.detention.beginning import Beginning, Begun

FIELDS = ("on", "at", "place", "agency", "facility", "told_by", "told_by_phone", "children_safe")


class BeginningDialog(TallDialog):
    """Only the name is needed; whoever is not in the vault yet is made from it."""

    begun = Signal(str)
    """The detention is noted; its id."""

    def __init__(
        self, desk: Desk, case: RecordId = NO_ID, likely: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(
            N_("Somebody was detained"),
            N_("Write what is known now. Only the name is needed; nothing is lost if this is pressed twice."),
            N_("Note it and start"),
            760,
            parent,
        )
        self._desk, self._case = desk, case
        kind = KINDS["detention"]
        references = DeskReferences(desk, lambda: likely)
        self.form_rows: dict[str, FormRow] = {}
        columns = FormColumns()
        for name in FIELDS:
            editor = make_editor(kind, kind.field(name), references)
            editor.setObjectName(f"detained_{name}_edit")
            self.form_rows[name] = FormRow(kind.field(name), editor)
            columns.add(self.form_rows[name])
        self.picker = RecordPicker("person", references)
        self.picker.setObjectName("detained_who_edit")
        self.who_row = self.add_row(kind.field("person").label, self.picker)
        self.rows.addWidget(columns)

    def fill(self, values: Mapping[str, Value]) -> None:
        """Put in what is known already: the person, the day, the place of an appointment."""
        for name, value in values.items():
            if name == "person":
                self.picker.set_value(str(value))
            else:
                self.form_rows[name].editor.set_value(value)

    def finish(self) -> None:
        wrong = [row for row in self.form_rows.values() if not row.check()]
        if wrong:
            wrong[0].editor.setFocus()
            return
        facts = {name: row.editor.value() for name, row in self.form_rows.items()}
        who = self.picker
        told = Beginning(person=RecordId(who.value()), name=who.text(), case=self._case, facts=facts)
        self.done_button.setEnabled(False)
        self._desk.do(lambda s: beginning.begin(s, told), self._done, self.show_problem)

    def show_problem(self, error: KnownError) -> None:
        """Say it beside its field where it has one."""
        self.done_button.setEnabled(True)
        rows: dict[str, FieldRow] = {**self.form_rows, "person": self.who_row}
        row = rows.get(error.path) if isinstance(error, InvalidInputError) else None
        if row is None:
            super().show_problem(error)
            return
        row.set_problem(lambda: f"{error.sentence()} {error.advice()}")
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self, begun: Begun) -> None:
        self.begun.emit(begun.detention)
        self.accept()


def begin_detention(
    desk: Desk,
    near: QWidget,
    values: Mapping[str, Value] | None = None,
    case: RecordId = NO_ID,
    likely: Sequence[str] = (),
    then: Callable[[str], object] | None = None,
) -> BeginningDialog:
    """Ask what is known of a detention, note it and show its screen.

    Args:
        desk: the desk of the open vault.
        near: what it was asked from.
        values: what is known already, by the names of the fields: the person, the day, the place.
        case: the case it belongs to.
        likely: people to be offered first.
        then: called with the detention instead of showing it.
    """
    dialog = BeginningDialog(desk, case, likely, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fill(dict(values or {}))
    dialog.begun.connect(then or (lambda made: desk.open("detention", made)))
    dialog.open()
    return dialog
