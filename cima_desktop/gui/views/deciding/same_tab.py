"""The part of a person's card that shows all records about this person beside each other (R9)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.deciding.beside import BesideGrid, compare
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.record_picker import RecordPicker, References
from cima_desktop.i18n import N_
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.services import joining
from cima_desktop.services.joining import Beside
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
        self.grid = BesideGrid()
        self.grid.part_wanted.connect(self._part)
        self.grid.opened.connect(lambda record: desk.open("person", record))
        self.column.addWidget(self.grid)
        self.column.addStretch(1)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: records_of(s, wanted), self._show, latest="same_person")

    def clear(self) -> None:
        super().clear()
        self._show(None)

    def _show(self, found: Beside | None) -> None:
        if found is None:
            self.grid.clear()
        else:
            self.grid.show_records(found)
            for part in self.grid.findChildren(QWidget):
                part.setEnabled(part.isEnabled() and not self.desk.is_for_looking)
        self.counted.emit(len(found.sides) if found else 1)

    def _part(self, record: str) -> None:
        self.desk.do(lambda s: joining.part(s, RecordId(record)))


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
