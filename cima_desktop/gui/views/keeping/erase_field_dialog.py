"""Erases what stands in one field of a record, and everything that stood there before."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.keeping.keeping_words import SEVERAL
from cima_desktop.gui.widgets.buttons import DangerButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import erasing
from cima_desktop.services.erasing import Erased


class EraseFieldDialog(PlainDialog):
    """Offers the fields of a record that hold something now or held something once."""

    done_kind = DangerButton
    erased = Signal(object)
    """An `Erased`."""

    def __init__(self, desk: Desk, record: RecordId, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Erase one field"),
            N_(
                "What is written in the field goes, and everything that was written there before, also "
                "from the history. The rest of the record stays. This cannot be undone."
            ),
            N_("Erase"),
            parent,
        )
        self._desk, self._record = desk, record
        self.field_box = ChoiceBox([], empty=N_("Choose…"))
        self.field_box.setObjectName("erase_field_box")
        self.word_edit = LineEdit()
        self.word_edit.setObjectName("erase_field_word_edit")
        self.add_row(N_("Field"), self.field_box)
        row = self.add_row("", self.word_edit)
        row.label.set_words(_ask_words)
        bind(self.word_edit, QWidget.setAccessibleName, _ask_words)
        desk.closing.connect(self.reject)
        desk.ask(lambda s: erasing.written_fields(s, record), self._show, self.show_problem)

    def _show(self, found: tuple[str, tuple[str, ...]]) -> None:
        kind, names = found
        self.field_box.set_choices([(name, KINDS[kind].field(name).label) for name in names])
        self.field_box.setFocus()

    def finish(self) -> None:
        record, field, typed = self._record, self.field_box.value(), self.word_edit.text()
        if not field:
            self.say(N_("Choose the field first."))
            return
        word = tr(SEVERAL)
        self._desk.do(lambda s: erasing.erase_field(s, record, field, typed, word), self._done, self.show_problem)

    def _done(self, done: Erased) -> None:
        self.erased.emit(done)
        self.accept()


def _ask_words() -> str:
    return _("To confirm, type: {word}").format(word=tr(SEVERAL))


def open_erase_field(
    desk: Desk, parent: QWidget, record: RecordId, then: Callable[[Erased], object] = lambda _done: None
) -> EraseFieldDialog:
    """Open the dialog that erases one field."""
    dialog = EraseFieldDialog(desk, record, parent.window())
    dialog.erased.connect(then)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
