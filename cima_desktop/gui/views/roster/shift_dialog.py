"""Puts a shift on the rota or changes one; hours that overlap another shift of the same person are refused."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.roster.field_dialog import FieldDialog
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.i18n import N_
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services.roster import rota
from cima_desktop.services.session import Session

_FIELDS = ("desk", "on", "start", "end", "order", "note")


def roster(session: Session) -> list[Volunteer]:
    """Read who helps at present."""
    return [each for each in session.store.all(Volunteer) if each.active is not False]


class ShiftDialog(FieldDialog):
    """One shift: who, for which desk, when, and in which order they are called."""

    kept = Signal()

    def __init__(
        self, desk: Desk, values: Mapping[str, Value], shift: RecordId = NO_ID, parent: QWidget | None = None
    ) -> None:
        """Show the dialog filled with `values`; with `shift` it changes that one."""
        words = (
            N_("Change a shift") if shift else N_("New shift"),
            N_("An end at or before the beginning is on the next day. Number 1 is called first."),
            N_("Keep the shift"),
        )
        super().__init__(desk, "shift", _FIELDS, words, parent)
        self._shift = shift
        self._wanted = str(values.get("volunteer") or "")
        self.who_box = ChoiceBox([], empty=N_("Choose…"))
        self.who_box.setObjectName("shift_volunteer_box")
        self.rows.addWidget(FieldRow(N_("Volunteer"), self.who_box))
        self.rows.addWidget(self.columns)
        self.put(**{name: value for name, value in values.items() if name in self.fields})
        desk.ask(roster, self._offer)

    def _offer(self, found: Sequence[Volunteer]) -> None:
        self.who_box.set_choices([(each.id, raw(each.title())) for each in found])
        if self._wanted:
            self.who_box.set_value(self._wanted)

    def finish(self) -> None:
        values, who, shift = self.values(), self.who_box.value(), self._shift
        if values is None:
            return
        if not who:
            self.say(N_("Choose who is on call."))
            self.who_box.setFocus()
            return
        self.desk.do(lambda s: rota.put(s, {**values, "volunteer": who}, shift), self._done, self.show_problem)

    def _done(self, _touched: object) -> None:
        self.kept.emit()
        self.accept()


def open_shift(desk: Desk, near: QWidget, values: Mapping[str, Value], shift: RecordId = NO_ID) -> ShiftDialog:
    """Open the dialog for a new shift, filled with `values`, or for one that is there."""
    dialog = ShiftDialog(desk, values, shift, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
