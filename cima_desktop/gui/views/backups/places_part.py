"""Where backups go: this disk always, and the sticks and folders that somebody added (B1)."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.backups.backup_words import when_words
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.file_dialogs import choose_folder
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.services import backups
from cima_desktop.services.backups import PlaceState, Status


class PlacesPart(QWidget):
    """Lists the places with how each stands, and takes new ones; what it has to say goes into `message_bar`."""

    def __init__(self, desk: Desk, message_bar: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.message_bar = desk, message_bar
        self.places_list = RowsList()
        self.add_button = SecondaryButton(N_("Add a stick or folder…"), "plus")
        self.add_button.setObjectName("backup_add_button")
        self.add_button.clicked.connect(lambda: choose_folder(self, self.add_place))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.places_list)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        desk.closing.connect(lambda: self.places_list.show_lines(()))

    def show_places(self, status: Status) -> None:
        """Show how each place stands."""
        self.places_list.show_lines([self._place_line(p, status) for p in status.places])

    def add_place(self, folder: str) -> None:
        """Let backups go to one more folder, and bring the newest there."""
        self.desk.ask(lambda s: backups.add_place(s, Path(folder)), self._placed, self.message_bar.show_problem)

    def _placed(self, _place: object) -> None:
        self.desk.backups_changed.emit()
        self.desk.carry_wanted.emit()
        self.message_bar.say(N_("Backups go there, too, from now on. The newest is being brought there."), "good")

    def _place_line(self, state: PlaceState, status: Status) -> Line:
        place = state.place
        remove = Deed(words=N_("Stop using"), run=partial(self._remove_place, place.id), icon="x", small=True)
        trouble = state.tried.trouble if state.tried else None
        chip: tuple[Text, str] = (N_("Good"), "good") if state.newest else (N_("None yet"), "neutral")
        if trouble is not None:
            chip = (N_("Not now"), "warn")
        return Line(
            title=N_("This computer, beside the vault") if place.is_home else raw(str(place.path)),
            detail=lambda: _place_words(state, status),
            icon="hard-drive" if place.is_home else "hard-drive-download",
            chips=(chip,),
            deeds=() if place.is_home else (remove,),
        )

    def _remove_place(self, place_id: str) -> None:
        self.desk.ask(lambda s: backups.remove_place(s, place_id), lambda _n: self._unplaced())

    def _unplaced(self) -> None:
        self.desk.backups_changed.emit()
        self.message_bar.say(N_("No more backups go there. Those that are there stay."), "info", seconds=8)


def _place_words(state: PlaceState, status: Status) -> str:
    parts = [str(state.place.path)] if state.place.is_home else []
    if state.tried and state.tried.trouble:
        parts.append(f"{state.tried.trouble.sentence()} {state.tried.trouble.advice()}")
    if state.newest:
        number = ngettext("{n} backup", "{n} backups", state.number).format(n=state.number)
        when = when_words(state.newest.at, status.today)
        parts.append(_("{number}, the newest: {when}").format(number=number, when=when))
    else:
        parts.append(tr(N_("No backup is there yet.")))
    return "\n".join(parts)
