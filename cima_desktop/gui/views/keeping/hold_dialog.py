"""Places a legal hold, and releases one with a reason (A3)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.keeping.keeping_words import hold_reason
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_
from cima_desktop.model.choices import HOLD_REASONS
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.keeping import Hold
from cima_desktop.services import holds

_ALL = N_(
    "Nothing in this vault is erased any more, by a date or by a person, until somebody releases the hold and says why."
    " Everything else goes on as before."
)
_ONE = N_(
    "Nothing of this record, nor of what is linked to it (the family, their plans, papers and notes), is erased any"
    " more, until somebody releases the hold and says why. Everything else goes on as before."
)


class PlaceDialog(PlainDialog):
    """Asks why; a hold on the whole vault, or on one record with everything linked to it."""

    def __init__(self, desk: Desk, about: RecordId = NO_ID, parent: QWidget | None = None) -> None:
        title: Text = N_("Place a legal hold on this record") if about else N_("Place a legal hold on the whole vault")
        super().__init__(title, _ONE if about else _ALL, N_("Place the hold"), parent)
        self._desk, self._about = desk, about
        self.reason_box = ChoiceBox([(c.value, c.label) for c in HOLD_REASONS], empty=N_("Choose…"))
        self.reason_box.setObjectName("hold_reason_box")
        self.note_edit = TextArea(N_("A case number or who asked for it; no names of families"))
        self.note_edit.setObjectName("hold_note_edit")
        self.add_row(N_("Why it is held"), self.reason_box)
        self.add_row(N_("Note (only what is needed)"), self.note_edit, optional=True)

    def finish(self) -> None:
        reason, about, note = self.reason_box.value(), self._about, self.note_edit.value()
        if not reason:
            self.say(N_("Choose why it is held."))
            return
        self._desk.do(lambda s: holds.place(s, reason, about, note), lambda _touched: self.accept(), self.show_problem)


class ReleaseDialog(PlainDialog):
    """Asks who decided that the hold is over, and why."""

    def __init__(self, desk: Desk, hold: Hold, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Release the legal hold"),
            N_(
                "From then on dates count again, and a person can erase. Release a hold only when the organization’s"
                " lawyer says so. The hold stays in the list with what you write here."
            ),
            N_("Release the hold"),
            parent,
        )
        self._desk, self._hold = desk, hold
        self.why_edit = TextArea()
        self.why_edit.setObjectName("hold_why_edit")
        self.rows.addWidget(Label(lambda: hold_reason(hold), "strong", wrap=True))
        self.add_row(N_("Who decided it, and when"), self.why_edit)

    def finish(self) -> None:
        hold, why = self._hold.id, self.why_edit.value()
        self._desk.do(lambda s: holds.release(s, hold, why), lambda _touched: self.accept(), self.show_problem)


def open_place(desk: Desk, parent: QWidget, about: RecordId = NO_ID) -> PlaceDialog:
    """Open the dialog that places a hold."""
    dialog = PlaceDialog(desk, about, parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def open_release(desk: Desk, parent: QWidget, hold: Hold) -> ReleaseDialog:
    """Open the dialog that releases a hold."""
    dialog = ReleaseDialog(desk, hold, parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
