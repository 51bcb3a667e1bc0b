"""Records about a person beside each other: every field that any of them has, and where they differ."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QHBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.tall_dialog import TallDialog
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label, Rule
from cima_desktop.i18n import N_, _
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import Field
from cima_desktop.model.ids import RecordId
from cima_desktop.services import deciding, joining
from cima_desktop.services.joining import Beside, Side


def value_words(field: Field, side: Side) -> str:
    """Return what a record says in a field, as a person reads it; a dash where it says nothing."""
    return text_of(field, side.values[field.name], None, lambda record: side.names.get(record, "")) or "—"


class BesideGrid(QWidget):
    """A line a field and a column a record; a sign and a word mark the fields in which they differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(S(16))
        self._grid.setVerticalSpacing(S(6))
        self._line = 0

    def show_records(self, found: Beside) -> None:
        """Show these records instead of the present ones."""
        self.clear()
        self._grid.setColumnStretch(0, 2)
        for column, side in enumerate(found.sides, 1):
            self._grid.setColumnStretch(column, 3)
            name = Label(raw(side.title or _("(no name yet)")), "strong", wrap=True)
            self._grid.addWidget(name, 0, column, Qt.AlignmentFlag.AlignTop)
        self._line = 1
        for field in found.fields:
            self._field(field, found)

    def clear(self) -> None:
        """Show nothing."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._line = 0

    def _field(self, field: Field, found: Beside) -> None:
        differs = field.name in found.differing
        rule = Rule()
        self._grid.addWidget(rule, self._line, 0, 1, len(found.sides) + 1)
        label = QWidget()
        line = QHBoxLayout(label)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(S(6))
        if differs:
            line.addWidget(Drawing("triangle-alert", "tone:warn", side=16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(field.label, "label", wrap=True), 1)
        self._grid.addWidget(label, self._line + 1, 0)
        for column, side in enumerate(found.sides, 1):
            value = Label(partial(value_words, field, side), "strong" if differs else "", wrap=True)
            self._grid.addWidget(value, self._line + 1, column, Qt.AlignmentFlag.AlignTop)
        self._line += 2


def reason_chips(reasons: tuple[str, ...]) -> QWidget:
    """Return the reasons why two may be one person as chips."""
    part = QWidget()
    flow = FlowLayout(part, S(6))
    for reason in reasons:
        flow.addWidget(Chip(reason, "info"))
    return part


class BesideDialog(TallDialog):
    """Two people side by side with the reasons; joined, told apart, or left for another day."""

    decided = Signal()

    def __init__(self, desk: Desk, one: RecordId, other: RecordId, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Are these one person?"),
            N_(
                "If so, both records stay as they are. Lists show one of them, and this person’s card shows both. "
                "You can take them apart again on any day."
            ),
            N_("Yes, one person"),
            760,
            parent,
        )
        self._desk, self._one, self._other = desk, one, other
        self.two_button = SecondaryButton(N_("No, two people"))
        self.two_button.clicked.connect(self._are_two)
        self.box.addButton(self.two_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.cancel_button.set_words(N_("Decide later"))
        self.done_button.setDefault(False)
        self.done_button.setEnabled(False)
        self.grid = BesideGrid()
        desk.ask(lambda s: joining.beside(s, one, other), self._show, self.show_problem)

    def finish(self) -> None:
        self.done_button.setEnabled(False)
        one, other = self._one, self._other
        self._desk.do(lambda s: joining.join(s, one, other), self._done, self.show_problem)

    def reject(self) -> None:
        """Leave it for another day: it stays on the list of what needs a decision."""
        one, other = self._one, self._other
        if self.done_button.isEnabled():
            self._desk.do(lambda s: deciding.set_down(s, one, [other]))
        super().reject()

    def _show(self, found: Beside) -> None:
        if found.reasons:
            self.rows.addWidget(reason_chips(found.reasons))
        self.grid.show_records(found)
        self.rows.addWidget(self.grid)
        self.done_button.setEnabled(True)

    def _are_two(self) -> None:
        one, other = self._one, self._other
        self._desk.do(lambda s: deciding.are_two(s, one, other), self._done, self.show_problem)

    def _done(self, _answered: object = None) -> None:
        self.decided.emit()
        self.accept()


def compare(
    desk: Desk, one: RecordId, other: RecordId, near: QWidget, then: Callable[[], object] | None = None
) -> BesideDialog:
    """Show two people side by side."""
    dialog = BesideDialog(desk, one, other, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if then is not None:
        dialog.decided.connect(then)
    dialog.open()
    return dialog
