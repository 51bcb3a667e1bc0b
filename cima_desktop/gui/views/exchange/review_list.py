"""The left side of a review: what came, by how much it wants to be looked at, with the counts first (Y7)."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.tables.tick_table import TickTable
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.exchange.review_words import SORTS, TWINS, about_entry, chips_of, title_of
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.empty_state import EmptyState
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.services.arriving_choice import MASS, Choice, Entry
from cima_desktop.services.arriving_review import ODD, Review

ALL, TWIN = "all", "twin"


class ReviewList(QWidget):
    """Filters with numbers, ticks, and the entries."""

    chosen = Signal(object)
    """The entry the person has moved to, or None."""
    ticks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: Mapping[str, Sequence[Entry]] = {}
        self._twins: Mapping[RecordId, object] = {}
        self.choice: Choice | None = None
        self.filter_chips = FilterChips()
        self.filter_chips.setObjectName("review_filters")
        self.all_button = QuietButton(N_("Tick all"), "list-checks")
        self.none_button = QuietButton(N_("Tick none"), "x")
        self.deletions_box = CheckBox(N_("also what was deleted there"))
        self.declined_box = CheckBox(N_("also what was declined before"))
        self.mass_box = CheckBox(N_("I have seen that very much would change"))
        self.count_label = Label("", "muted")
        """How much is ticked; whoever shows the list finds a place for it."""
        columns = (
            Column(key="what", title=N_("What came"), text=title_of, detail=about_entry, stretch=True),
            Column(key="sort", title=N_("What it does"), chips=self._chips, width=230),
        )
        self.table = TickTable(columns, N_("What came"), self._state, lambda entry: not entry.is_settled)
        self.table.setObjectName("review_table")
        self.nothing = EmptyState("circle-check", N_("Nothing here"), N_("Choose another filter to see what came."))
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        for widget, name in (
            (self.all_button, "review_all_button"),
            (self.none_button, "review_none_button"),
            (self.deletions_box, "review_deletions_box"),
            (self.declined_box, "review_declined_box"),
            (self.mass_box, "review_mass_box"),
        ):
            widget.setObjectName(name)
        ticking = QWidget()
        flow = FlowLayout(ticking, S(8))
        for part in (self.all_button, self.none_button, self.deletions_box, self.declined_box, self.mass_box):
            flow.addWidget(part)
        self._stack.addWidget(Framed(self.table))
        self._stack.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addWidget(self.filter_chips)
        column.addWidget(ticking)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.filter_chips.chosen.connect(lambda _key: self._filter())
        self.all_button.clicked.connect(self._tick_all)
        self.none_button.clicked.connect(self._tick_none)
        self.mass_box.edited.connect(self._show_ticks)
        self.table.chosen.connect(self.chosen)
        self.table.toggled.connect(self._toggle)

    def show_review(self, review: Review) -> None:
        """Show what came, and which of it is ticked."""
        self._groups, self.choice = {ALL: review.entries, **review.groups}, review.choice
        show_if(self.deletions_box, "deleted" in review.groups)
        show_if(self.declined_box, "declined" in review.groups)
        show_if(self.mass_box, review.choice.is_mass)
        self._offer_filters()
        self._filter()
        self._show_ticks()

    def show_twins(self, twins: Mapping[RecordId, object]) -> None:
        """Mark the entries that may be somebody who is here."""
        is_first, self._twins = not self._twins, dict(twins)
        if is_first:
            self._offer_filters()
        self.table.retell_ticks()

    def clear(self) -> None:
        """Forget what is shown."""
        self._groups, self._twins, self.choice = {}, {}, None
        self.table.rows.clear()
        self.count_label.set_words("")

    def tick(self, records: Sequence[RecordId], on: bool) -> None:
        """Tick records or take their ticks away."""
        if self.choice is not None:
            self.choice.tick(records, on)
            self._show_ticks()
            self.ticks_changed.emit()

    def _offer_filters(self) -> None:
        offered: list[tuple[str, Text]] = [(ALL, _counted(N_("All"), len(self._groups.get(ALL, ()))))]
        if self._twins:
            offered.append((TWIN, TWINS))
        words = {**{sort: word for sort, (word, _tone) in SORTS.items()}, ODD: N_("Odd")}
        there = ((key, word, len(self._groups[key])) for key, word in words.items() if key in self._groups)
        self.filter_chips.set_choices([*offered, *((key, _counted(word, number)) for key, word, number in there)])

    def _filter(self) -> None:
        key = self.filter_chips.value()
        shown = self._groups.get(key, ())
        if key == TWIN:
            shown = [entry for entry in self._groups[ALL] if entry.id in self._twins]
        self.table.rows.show(shown)
        self._stack.setCurrentIndex(0 if shown else 1)
        if shown:
            self.table.choose_line(0)
        else:
            self.chosen.emit(None)

    def _chips(self, entry: Entry) -> Sequence[tuple[str, str]]:
        return chips_of(entry, entry.id in self._twins)

    def _state(self, entry: Entry) -> bool | None:
        return self.choice.state_of(entry) if self.choice else False

    def _toggle(self, entry: Entry) -> None:
        self.tick([row.id for row in entry.rows], self._state(entry) is not True)

    def _tick_all(self) -> None:
        if self.choice is not None:
            boxes = {"deleted": self.deletions_box, "declined": self.declined_box, MASS: self.mass_box}
            self.choice.tick_all([name for name, box in boxes.items() if box.value()])
            self._show_ticks()
            self.ticks_changed.emit()

    def _tick_none(self) -> None:
        if self.choice is not None:
            self.choice.tick_none()
            self._show_ticks()
            self.ticks_changed.emit()

    def _show_ticks(self) -> None:
        choice = self.choice
        if choice is None:
            return
        self.all_button.setEnabled(not choice.is_mass or self.mass_box.value())
        self.count_label.set_words(lambda: _ticked(choice.count, choice.asked))
        self.table.retell_ticks()


def _counted(words: str, number: int) -> Text:
    return lambda: f"{tr(words)} {number}"


def _ticked(number: int, asked: int) -> str:
    if not asked:
        return _("There is nothing to take in: all of it is here, or stays out.")
    return ngettext("{ticked} of {n} record is ticked.", "{ticked} of {n} records are ticked.", asked).format(
        ticked=number, n=asked
    )
