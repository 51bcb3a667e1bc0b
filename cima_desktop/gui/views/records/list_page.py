"""A page with a list on the left and one record on the right: search as you type, filters, empty states."""

from collections.abc import Callable, Sequence
from typing import Any

import attrs
from PySide6.QtCore import Qt

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.tables.record_table_model import Deliver
from cima_desktop.gui.views.desk import Desk, touches
from cima_desktop.gui.views.records.list_frame import ListFrame, Words
from cima_desktop.gui.views.records.list_saving import save_button
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.model.touched import Touched
from cima_desktop.services.session import Session

__all__ = ["Batch", "ListPage", "Words"]


@attrs.frozen(kw_only=True)
class Batch:
    """Some rows of a list, where it goes on, and how many there are in all (None: not counted)."""

    rows: Sequence[Any]
    cursor: Any = None
    total: int | None = None


class ListPage(ListFrame):
    """Subclasses say how rows are fetched (on the vault's thread) and how one is shown."""

    kinds: tuple[str, ...] = ()
    """The kinds whose changes make the list read itself again."""
    saves = ""
    """The kind of its rows, where the list can be saved as a file."""

    def __init__(
        self, desk: Desk, words: Words, columns: Sequence[Column], filters: Sequence[tuple[str, Text]], help_topic: str
    ) -> None:
        super().__init__(desk, words, columns, filters, help_topic)
        self._wanted = ""
        self._connect()

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        """Return the call that reads the rows; it runs on the vault's thread."""
        raise NotImplementedError

    def count_words(self, total: int) -> str:
        """Return "184 people"."""
        raise NotImplementedError

    def is_busy(self) -> bool:
        """Tell whether the right side holds something new that must not be put away by a refresh."""
        return False

    def record_id(self) -> str:
        """Return the id of the record on the right."""
        return self._wanted

    def open_record(self, record_id: str) -> None:
        """Show a record, whether or not the list is filtered."""
        if self.search_box.text():
            self.search_box.clear()
        self._wanted = record_id
        self.reveal()
        self.panes.show_right()
        self._bring_up(record_id)
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

    def _connect(self) -> None:
        if self.saves:
            self.add_action(save_button(self))
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

    def _put_away(self) -> None:
        self._wanted = ""
        self.clear_detail()
        self.right_stack.setCurrentWidget(self._nothing)

    def _chosen(self, row: Any) -> None:
        if row is None or (row.id == self._wanted and self.right_stack.currentWidget() is self.detail):
            return
        self._wanted = row.id
        self.reveal()
        self._bring_up(row.id)

    def _bring_up(self, record_id: str) -> None:
        self.show_detail(record_id)
        self.desk.saw(record_id)

    def _entered(self, row: Any) -> None:
        """Enter in the list goes to the first field on the right."""
        self._chosen(row)
        self.panes.show_right()
        self.focus_detail()

    def focus_detail(self) -> None:
        """Put the cursor into the right side."""
        self.detail.setFocus(Qt.FocusReason.TabFocusReason)

    def _changed(self, touched: Touched) -> None:
        if touches(touched, *self.kinds) and not self.desk.is_closing:
            self.reload()
