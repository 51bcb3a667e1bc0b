"""A page with a list on the left and one record on the right: search as you type, filters, empty states."""

from collections.abc import Callable, Sequence
from typing import Any

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.tables.record_table import RecordTable
from cima_desktop.gui.tables.record_table_model import Deliver
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk, touches
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.empty_state import EmptyState
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.gui.widgets.page import Page
from cima_desktop.gui.widgets.search_box import SearchBox
from cima_desktop.i18n import N_
from cima_desktop.model.touched import Touched
from cima_desktop.services.session import Session


@attrs.frozen(kw_only=True)
class Batch:
    """Some rows of a list, where it goes on, and how many there are in all (None: not counted)."""

    rows: Sequence[Any]
    cursor: Any = None
    total: int | None = None


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


class ListPage(Page):
    """Subclasses say how rows are fetched (on the vault's thread) and how one is shown."""

    kinds: tuple[str, ...] = ()
    """The kinds whose changes make the list read itself again."""

    def __init__(
        self, desk: Desk, words: Words, columns: Sequence[Column], filters: Sequence[tuple[str, Text]], help_topic: str
    ) -> None:
        super().__init__(words.title, help_topic)
        self.desk = desk
        self.words = words
        self._wanted = ""
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
        self._connect()

    # for subclasses

    def make_detail(self) -> QWidget:
        """Return the widget that shows one record."""
        raise NotImplementedError

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        """Return the call that reads the rows; it runs on the vault's thread."""
        raise NotImplementedError

    def show_detail(self, record_id: str) -> None:
        """Show one record on the right."""
        raise NotImplementedError

    def clear_detail(self) -> None:
        """Show no record on the right."""

    def count_words(self, total: int) -> str:
        """Return "184 people"."""
        raise NotImplementedError

    def is_busy(self) -> bool:
        """Tell whether the right side holds something new that must not be put away by a refresh."""
        return False

    # the page

    def record_id(self) -> str:
        """Return the id of the record on the right."""
        return self._wanted

    def open_record(self, record_id: str) -> None:
        """Show a record, whether or not the list is filtered."""
        if self.search_box.text():
            self.search_box.clear()
        self._wanted = record_id
        self.reveal()
        self.show_detail(record_id)
        self.table.choose(lambda row: row.id == record_id)
        self.table.rows.reload()

    def reveal(self) -> None:
        """Bring the right side's record into sight."""
        self.right_stack.setCurrentWidget(self.detail)

    def reload(self) -> None:
        """Read the list again from its beginning."""
        self.table.rows.reload()

    def shown(self) -> None:
        self.reload()

    def focus_search(self) -> None:
        self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_box.selectAll()

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.search_box)
        if self.filter_chips.value():
            column.addWidget(self.filter_chips)
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
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("list_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(S(16))
        splitter.addWidget(left)
        splitter.addWidget(self.right_stack)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([S(540), S(550)])
        self.body.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.search_box.asked.connect(lambda _words: self.reload())
        self.search_box.down_pressed.connect(self._into_list)
        self.filter_chips.chosen.connect(lambda _key: self.reload())
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._entered)
        self.table.rows.shown.connect(self._arrived)
        self.desk.changed.connect(self._changed)
        self.desk.closing.connect(self.wipe)
        self.table.rows.set_source(self._source)

    def wipe(self) -> None:
        """Forget everything that is shown, as at a lock."""
        self.table.rows.clear()
        self.search_box.clear()
        self.clear_detail()

    def _source(self, cursor: Any, deliver: Deliver) -> None:
        words = self.search_box.text().strip()
        call = self.fetch(words, self.filter_chips.value(), cursor)
        stream = f"list:{self.help_topic}" if cursor is None else ""
        self.desk.ask(call, lambda batch: self._deliver(batch, deliver), latest=stream)

    def _deliver(self, batch: Batch, deliver: Deliver) -> None:
        if batch.total is not None:
            total = batch.total
            self.set_count(lambda: self.count_words(total))
        deliver(batch.rows, batch.cursor)

    def _arrived(self) -> None:
        """Keep the chosen record chosen; with none, choose the first; with no rows, clear the right side."""
        if self.desk.is_closing:
            return
        filtered = bool(self.search_box.text().strip()) or self._is_filtered()
        if not self.table.rows.rowCount():
            self.left_stack.setCurrentWidget(self._no_match_card if filtered else self._empty_card)
            if not self.is_busy():
                self._put_away()
            if filtered:
                announce(self.search_box, self.no_match.line_label.text())
            return
        self.left_stack.setCurrentWidget(self._framed)
        found = self.table.choose(lambda row: row.id == self._wanted) if self._wanted else False
        if not found and not self.is_busy() and (filtered or not self._wanted):
            self.table.choose_line(0)
        if filtered:
            announce(self.search_box, self.count_label.text())

    def _is_filtered(self) -> bool:
        return self.filter_chips.value() not in ("", "all")

    def _put_away(self) -> None:
        self._wanted = ""
        self.clear_detail()
        self.right_stack.setCurrentWidget(self._nothing)

    def _chosen(self, row: Any) -> None:
        if row is None or (row.id == self._wanted and self.right_stack.currentWidget() is self.detail):
            return
        self._wanted = row.id
        self.reveal()
        self.show_detail(row.id)

    def _into_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _entered(self, row: Any) -> None:
        """Enter in the list goes to the first field on the right."""
        self._chosen(row)
        self.focus_detail()

    def focus_detail(self) -> None:
        """Put the cursor into the right side."""
        self.detail.setFocus(Qt.FocusReason.TabFocusReason)

    def _changed(self, touched: Touched) -> None:
        if touches(touched, *self.kinds) and not self.desk.is_closing:
            self.reload()
