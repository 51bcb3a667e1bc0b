"""The part of a person's card that shows all records about this person beside each other (R9)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.views.deciding.beside import BesideGrid, compare
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.record_picker import RecordPicker, References
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.services import joining
from cima_desktop.services.joining import Beside, Side
from cima_desktop.services.session import Session


def records_of(session: Session, person: RecordId) -> Beside | None:
    """Return the records about a person, or None when there is one, or none that is kept."""
    try:
        found = joining.beside(session, person)
    except NotFoundError:  # new, or just moved to the bin
        return None
    return found if len(found.sides) > 1 else None


class SameTab(Tab):
    """Shown while a person has more than one record."""

    counted = Signal(int)
    """How many records the person has who is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.add_empty(
            N_(
                "These records are about one person. Each stays as it is; papers print the one that the plan names. "
                "A sign marks where they differ."
            )
        )
        self.records_list = RowsList()
        self.grid = BesideGrid()
        self.column.addWidget(self.records_list)
        self.column.addWidget(self.grid)
        self.column.addStretch(1)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: records_of(s, wanted), self._show, latest="same_person")

    def clear(self) -> None:
        super().clear()
        self._show(None)

    def _show(self, found: Beside | None) -> None:
        sides = found.sides if found else ()
        self.records_list.show_lines([self._line(side) for side in sides])
        if found is None:
            self.grid.clear()
        else:
            self.grid.show_records(found)
        self.counted.emit(max(1, len(sides)))

    def _line(self, side: Side) -> Line:
        """Return a record with what can be done: the others can be taken apart from the one that leads."""
        deeds = [Deed(words=N_("Open"), run=lambda: self.desk.open("person", side.id), icon="arrow-right")]
        if side.joined_to and not self.desk.is_for_looking:
            deeds.append(Deed(words=N_("Somebody else after all"), run=lambda: self._part(side.id), icon="x"))
        leads = () if side.joined_to else ((N_("Shown in lists"), "neutral"),)
        return Line(title=raw(side.title or _("(no name yet)")), icon="user", chips=leads, deeds=tuple(deeds))

    def _part(self, record: RecordId) -> None:
        self.desk.do(lambda s: joining.part(s, record))


class PickSameDialog(PlainDialog):
    """Asks which other record is about the person who is shown."""

    def __init__(
        self, picked: Callable[[RecordId], object], references: References, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            N_("Another record of the same person"),
            N_("Choose it, then look at both beside each other. Nothing is joined before you say so."),
            N_("Compare"),
            parent,
        )
        self._picked = picked
        self.other_picker = RecordPicker("person", references)
        self.other_picker.setObjectName("same_other_edit")
        self.add_row(N_("The other record"), self.other_picker)

    def finish(self) -> None:
        other = self.other_picker.value()
        if not other:
            self.say(N_("Choose a person from the list."))
            return
        self.accept()
        self._picked(RecordId(other))


def pick_same(desk: Desk, person: RecordId, references: References, near: QWidget) -> PickSameDialog:
    """Ask for another record of a person, and show both."""

    def picked(other: RecordId) -> None:
        if other != person:
            compare(desk, person, other, near)

    dialog = PickSameDialog(picked, references, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
