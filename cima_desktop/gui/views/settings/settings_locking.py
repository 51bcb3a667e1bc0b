"""When the window locks by itself, by the place where it is used, and what else keeps it from strangers' eyes."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.number_box import NumberBox
from cima_desktop.gui.widgets.place_button import PLACE_NAMES
from cima_desktop.i18n import N_, _

_WHAT_ELSE = (
    N_("It also locks with Ctrl+L, when the computer sleeps, and when its screen is locked, where the system says so."),
    N_("F9 covers the window without locking it, when somebody looks over your shoulder. F9 again brings it back."),
    N_("What you copy is taken out of the clipboard after half a minute, and at once when the window locks."),
    N_(
        "On Windows the window is kept out of screenshots and screen sharing, where the system obeys. When somebody is"
        " to help you over the screen, choose “Allow screenshots until it locks” with Ctrl+K. On Linux nothing prevents"
        " them."
    ),
)


class LockingPart(QWidget):
    """A row for each place: is it the one, and after how many minutes; every choice holds at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.place_buttons: dict[str, QRadioButton] = {}
        self.minutes_boxes: dict[str, NumberBox] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        column.addWidget(Label(N_("Where is the program used now?"), "section"))
        column.addWidget(
            Label(
                N_(
                    "If nobody types or moves the mouse, it locks by itself after these minutes. This cannot "
                    "be turned off."
                ),
                "muted",
                wrap=True,
            )
        )
        self._grid = self._rows()
        column.addLayout(self._grid)
        column.addSpacing(S(12))
        column.addWidget(Label(N_("What else keeps strangers from reading"), "section"))
        for words in _WHAT_ELSE:
            column.addWidget(Label(words, wrap=True))
        column.addStretch(1)
        self.refresh()
        desk.look_chosen.connect(self._chosen)

    def _rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(S(16))
        grid.setVerticalSpacing(S(8))
        grid.setColumnStretch(2, 1)
        for row, (place, name) in enumerate(PLACE_NAMES.items()):
            button = self.place_buttons[place] = QRadioButton()
            button.setObjectName(f"{place}_place_button")
            bind(button, QRadioButton.setText, name)
            button.clicked.connect(partial(self._choose, place))
            self._group.addButton(button)
            box = self.minutes_boxes[place] = NumberBox(1, 60)
            box.setObjectName(f"{place}_minutes_box")
            box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            bind(box, QWidget.setAccessibleName, partial(_minutes_name, name))
            box.edited.connect(partial(self._minutes, place))
            grid.addWidget(button, row, 0)
            grid.addWidget(box, row, 1)
            grid.addWidget(Label(N_("minutes"), "muted"), row, 2, Qt.AlignmentFlag.AlignVCenter)
        return grid

    def refresh(self) -> None:
        """Show the settings as they are."""
        settings = self.desk.settings
        self.place_buttons[settings.place].setChecked(True)
        for place, box in self.minutes_boxes.items():
            box.set_value(settings.place_minutes[place])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._grid.invalidate()  # the size of the text may have changed while it was out of sight
        self.refresh()

    def _chosen(self, what: str, _value: object) -> None:
        if what == "place":  # at the foot of the window, or by a command
            self.refresh()

    def _choose(self, place: str, _checked: bool = False) -> None:
        self.desk.look_chosen.emit("place", place)

    def _minutes(self, place: str) -> None:
        minutes = self.minutes_boxes[place].value()
        settings = self.desk.settings
        settings.change(place_minutes={**settings.place_minutes, place: minutes})
        self.desk.look_chosen.emit("minutes", minutes)


def _minutes_name(name: str) -> str:
    return _("Minutes until it locks: {place}").format(place=_(name))
