"""How a page with a list is laid out."""

from collections.abc import Sequence

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.tables.record_table import RecordTable
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.two_panes import TwoPanes
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.empty_state import EmptyState
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.page import Page
from cima_desktop.gui.widgets.search_box import SearchBox
from cima_desktop.i18n import N_


@attrs.frozen(kw_only=True)
class Words:
    """What a list page says."""

    title: Text
    list_name: Text
    placeholder: Text
    icon: str
    new_icon: str = "plus"
    empty: Text
    empty_why: Text
    empty_button: Text
    pick: Text
    """What the right side says while nothing is chosen."""


class ListFrame(Page):
    """Search box, filters and list on the left; on the right a record, or what to do to see one."""

    widths = (540, 550)
    """How the window is shared out between the list and the record at first."""

    def __init__(
        self, desk: Desk, words: Words, columns: Sequence[Column], filters: Sequence[tuple[str, Text]], help_topic: str
    ) -> None:
        super().__init__(words.title, help_topic)
        self.desk = desk
        self.words = words
        self.search_box = SearchBox(words.placeholder)
        self.search_box.setObjectName(f"{help_topic}_search_edit")
        self.filter_chips = FilterChips(filters)
        self.table = RecordTable(columns, words.list_name)
        self.table.setObjectName(f"{help_topic}_table")
        self.left_stack = QStackedWidget()
        self.right_stack = QStackedWidget()
        self.empty = EmptyState(words.icon, words.empty, words.empty_why, words.empty_button)
        self.no_match = EmptyState(
            "search", N_("Nothing matches"), N_("Try fewer letters, or another filter. Accents do not matter.")
        )
        self.nothing_chosen = EmptyState(words.icon, words.pick)
        self.detail = self.make_detail()
        self._build()

    def make_detail(self) -> QWidget:
        """Return the widget that shows one record."""
        raise NotImplementedError

    def show_detail(self, record_id: str) -> None:
        """Show one record on the right."""
        raise NotImplementedError

    def clear_detail(self) -> None:
        """Show no record on the right."""

    def above_list(self) -> Sequence[QWidget]:
        """Return what stands between the filters and the list."""
        return ()

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.search_box)
        column.addWidget(self.filter_chips)
        show_if(self.filter_chips, bool(self.filter_chips.value()))
        for part in self.above_list():
            column.addWidget(part)
        framed = Framed(self.table)
        empty_card, no_match_card, nothing_card = Card(), Card(), Card()
        empty_card.body.addWidget(self.empty)
        no_match_card.body.addWidget(self.no_match)
        nothing_card.body.addWidget(self.nothing_chosen)
        self._framed, self._empty_card, self._no_match_card, self._nothing = (
            framed,
            empty_card,
            no_match_card,
            nothing_card,
        )
        for left_part in (framed, empty_card, no_match_card):
            self.left_stack.addWidget(left_part)
        column.addWidget(self.left_stack, 1)
        for right_part in (nothing_card, self.detail):
            self.right_stack.addWidget(right_part)
        self.panes = TwoPanes(left, self.right_stack, self.table, self.widths)
        self._header.insertWidget(0, self.panes.back_button)  # in the place of the title, which is put away then
        self.panes.alone.connect(self._make_room)
        self.table.clicked.connect(lambda _index: self.panes.show_right())
        self.body.addWidget(self.panes, 1)

    def _make_room(self, alone: bool) -> None:
        """Take the title away while a record needs all the room."""
        for label in (self.title_label, self.count_label):
            label.setVisible(not alone)

    def focus_search(self) -> None:
        self.panes.show_left()
        self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_box.selectAll()

    def _into_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _is_filtered(self) -> bool:
        return self.filter_chips.value() not in ("", "all")
