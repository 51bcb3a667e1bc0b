"""Where a detention stands: held, free, or over, with the reason; and a hearing that was set (E5)."""

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.date_edit import DateEdit
from cima_desktop.gui.widgets.field_editor import FieldEditor, editor_for
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_
from cima_desktop.model.detention import OVER, Detention
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.detention import following
from cima_desktop.services.detention.following import Hearing


class StateDialog(PlainDialog):
    """Asks where it stands; a reason only for what is over."""

    def __init__(self, desk: Desk, detention: Detention, parent: QWidget | None = None) -> None:
        super().__init__(N_("Where it stands"), "", N_("Note it"), parent)
        self._desk, self._detention = desk, detention.id
        choices: list[tuple[str, Text]] = [(c.value, c.label) for c in KINDS["detention"].field("state").choices]
        self.state_box = ChoiceBox(choices, empty=None)
        self.state_box.setObjectName("detention_state_box")
        self.state_box.set_value(detention.state or "looking")
        self.reason_edit = LineEdit(limit=200)
        self.reason_edit.setObjectName("detention_reason_edit")
        self.reason_edit.set_value(detention.closed_reason)
        self.guard = guarded(self.reason_edit)
        self.add_row(KINDS["detention"].field("state").label, self.state_box)
        self.reason_row = self.add_row(KINDS["detention"].field("closed_reason").label, self.reason_edit)
        self.state_box.edited.connect(self._fit_reason)
        self._fit_reason()

    def finish(self) -> None:
        if self.guard.blocks():
            self.reason_edit.setFocus()
            return
        state, reason, wanted = self.state_box.value(), self.reason_edit.value(), self._detention
        kept = self.guard.marked(reason)
        self._desk.do(
            lambda s: following.set_state(s, wanted, state, kept), lambda _touched: self.accept(), self.show_problem
        )

    def _fit_reason(self) -> None:
        show_if(self.reason_row, self.state_box.value() in OVER)


class HearingDialog(PlainDialog):
    """A bond hearing or another one; the day may not be known yet."""

    def __init__(self, desk: Desk, detention: RecordId, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Add a hearing"),
            N_("Leave the date empty while it is not known."),
            N_("Keep the hearing"),
            parent,
        )
        self._desk, self._detention = desk, detention
        kind = KINDS["appointment"]
        self.day_edit = DateEdit()
        self.day_edit.setObjectName("hearing_on_edit")
        self.editors: dict[str, FieldEditor] = {name: editor_for(kind.field(name)) for name in ("what", "at", "place")}
        self.add_row(kind.field("what").label, self.editors["what"])
        self.day_row = self.add_row(kind.field("on").label, self.day_edit, optional=True)
        for name in ("at", "place"):
            self.add_row(kind.field(name).label, self.editors[name], optional=True)
        for name, editor in self.editors.items():
            editor.setObjectName(f"hearing_{name}_edit")
        place_area = self.editors["place"].inner
        place_area.setMaximumHeight(place_area.minimumHeight())

    def finish(self) -> None:
        if not self.day_row.check():
            self.day_edit.setFocus()
            return
        try:
            told = {name: str(editor.value()) for name, editor in self.editors.items()}
        except KnownError as error:
            self.show_problem(error)
            path = error.path if isinstance(error, InvalidInputError) else ""
            if path in self.editors:
                self.editors[path].setFocus()
            return
        hearing, wanted = Hearing(on=self.day_edit.value(), **told), self._detention
        self._desk.do(
            lambda s: following.add_hearing(s, wanted, hearing), lambda _touched: self.accept(), self.show_problem
        )
