"""What each column of a table is: its name, some of its values, and the field it fills; nothing is split unasked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cima_desktop.exchange.sheets import Sheet
from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.check_list import RadioList
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label, Rule, show_if
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.files import columns as c
from cima_desktop.services.files.columns import Column, Columns

_HOMES: dict[str, Text] = {
    c.NO_HOMES: N_("Make no households"),
    c.BY_NAME: N_("One household for each name of a household (and street, where there is one)"),
    c.BY_ADDRESS: N_("One household for each address that several rows share"),
}
_LEFT_OUT = N_("Leave out")


class MappingPart(QWidget):
    """Columns with their places, and the questions that they raise."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self.boxes: list[ChoiceBox | None] = []
        self.kind_box = ChoiceBox([(kind, KINDS[kind].label) for kind in c.IMPORTED_KINDS], empty=None)
        self.kind_box.setObjectName("import_kind_box")
        self.told_label = Label("", "small", wrap=True)
        self.surnames_list = RadioList(
            [
                (c.TOGETHER, N_("All of it is the first surname")),
                (c.APART, N_("Two where there are clearly two (“de la Cruz López” is “de la Cruz” and “López”)")),
            ]
        )
        self.dates_list = RadioList(
            [("month", N_("The month: 3/4 is the fourth of March")), ("day", N_("The day: 3/4 is the third of April"))]
        )
        self.homes_box = ChoiceBox([], empty=None)
        self.homes_box.setObjectName("import_homes_box")
        self.surnames_row = FieldRow(N_("How are the surnames in one column to be read?"), self.surnames_list)
        self.dates_row = FieldRow(N_("Which number of a date comes first in this file?"), self.dates_list)
        self.homes_row = FieldRow(
            N_("Should people be put into households together?"),
            self.homes_box,
            N_("Families that are not related can have one name. Look at the rows before you take them in."),
        )
        self._grid = QGridLayout()
        self._build()
        self.kind_box.edited.connect(self._kind_changed)
        for editor in (self.surnames_list, self.dates_list, self.homes_box):
            editor.edited.connect(self.changed)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the columns of a file, with what they seem to be."""
        self._sheet = sheet
        self.told_label.set_words(
            lambda: " ".join(tr(words).format(**facts) for words, facts in sheet.told) if sheet.told else ""
        )
        show_if(self.told_label, bool(sheet.told))
        self._show_columns(c.guess(sheet))

    def value(self) -> Columns:
        """Return what was decided."""
        return Columns(
            kind=self.kind_box.value(),
            places=tuple(box.value() if box else "" for box in self.boxes),
            surnames=self.surnames_list.value(),
            dates=self.dates_list.value(),
            homes=self.homes_box.value() or c.NO_HOMES,
        )

    def sheet(self) -> Sheet:
        """Return what the file holds.

        Raises:
            ValueError: no file is shown.
        """
        if self._sheet is None:
            raise ValueError("no file is shown")
        return self._sheet

    def problem(self) -> Text:
        """Return what must still be said, "" when nothing."""
        asked = c.questions(self._sheet, self.value()) if self._sheet else frozenset({"nothing"})
        return next((words for key, words in c.PROBLEMS.items() if key in asked), "")

    def forget(self) -> None:
        """Let go of the file."""
        self._sheet = None
        self._clear()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(12))
        column.addWidget(self.told_label)
        column.addWidget(FieldRow(N_("What is in each row?"), self.kind_box))
        for row in (self.surnames_row, self.dates_row, self.homes_row):
            column.addWidget(row)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._grid.setHorizontalSpacing(S(16))
        self._grid.setVerticalSpacing(S(6))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroll(inner))

    def _kind_changed(self) -> None:
        if self._sheet:
            self._show_columns(c.guess(self._sheet, self.kind_box.value()))

    def _show_columns(self, guessed: Columns) -> None:
        self._clear()
        self.kind_box.set_value(guessed.kind)
        described = c.describe(self._sheet) if self._sheet else ()
        for number, (column, place) in enumerate(zip(described, guessed.places, strict=True)):
            self._add_column(number, column, guessed.kind, place)
        self._ask()

    def _add_column(self, number: int, column: Column, kind: str, place: str) -> None:
        line = number * 2
        words = QVBoxLayout()
        words.setSpacing(S(2))
        name = (raw(column.name)) if column.name else (lambda: _("Column {n}").format(n=number + 1))
        words.addWidget(Label(name, "strong", wrap=True))
        if column.samples:
            words.addWidget(Label(raw(" · ".join(" ".join(s.split()) for s in column.samples)), "small", wrap=True))
        self._grid.addLayout(words, line, 0)
        if column.why_not:
            why = column.why_not
            told = Label(lambda: _("This column is not taken in. {why}").format(why=tr(why)), "small", wrap=True)
            self._grid.addWidget(told, line, 1)
            self.boxes.append(None)
        else:
            box = ChoiceBox(c.places(kind), empty=_LEFT_OUT)
            box.setObjectName(f"column_{number}_box")
            bind(box, QWidget.setAccessibleName, name)
            box.set_value(place)
            box.edited.connect(self._ask)
            self._grid.addWidget(box, line, 1, Qt.AlignmentFlag.AlignTop)
            self.boxes.append(box)
        self._grid.addWidget(Rule(), line + 1, 0, 1, 2)

    def _ask(self) -> None:
        """Show the questions that the present places raise."""
        value = self.value()
        bare = c.Columns(kind=value.kind, places=value.places)
        asked = c.questions(self._sheet, bare) if self._sheet else frozenset()
        show_if(self.surnames_row, "surnames" in asked)
        show_if(self.dates_row, "dates" in asked)
        ways = c.can_group(value)
        self.homes_box.set_choices([(key, words) for key, words in _HOMES.items() if key in (c.NO_HOMES, *ways)])
        show_if(self.homes_row, bool(ways))
        self.changed.emit()

    def _clear(self) -> None:
        self.boxes = []
        while self._grid.count():
            item = self._grid.takeAt(0)
            _drop(item)


def _drop(item: object) -> None:
    """Delete what a layout held."""
    layout, widget = getattr(item, "layout", lambda: None)(), getattr(item, "widget", lambda: None)()
    if widget is not None:
        widget.hide()
        widget.deleteLater()
    if layout is not None:
        while layout.count():
            _drop(layout.takeAt(0))
