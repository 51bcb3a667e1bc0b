"""A list page whose right side is a record's card: new, bin and back, the place to come back to after a lock."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.list_page import ListPage, Words
from cima_desktop.gui.views.records.record_detail import RecordDetail
from cima_desktop.i18n import N_, _
from cima_desktop.model.ids import NO_ID, RecordId

BIN_ACT = N_("Moved a record to the bin")


class RecordPage(ListPage):
    """Subclasses make the card in `make_card` and read the rows in `fetch`."""

    def __init__(
        self, desk: Desk, words: Words, columns: Sequence[Column], filters: Sequence[tuple[str, Text]], help_topic: str
    ) -> None:
        self.card = self.make_card(desk)
        super().__init__(desk, words, columns, filters, help_topic)
        self.panes.alone.connect(self.card.make_room)
        self.empty.pressed.connect(self.begin)
        self.primary = QAction(icons.icon(words.new_icon, "accent_text"), "", self)
        bind(self.primary, QAction.setText, words.empty_button)
        self.primary.triggered.connect(self.begin)
        self.primary.setEnabled(not desk.is_for_looking)
        self.card.binned.connect(self._bin)
        self.card.form.kept.connect(self._kept)
        self.card.form.gone.connect(self._gone)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save_and_next)

    def make_card(self, desk: Desk) -> RecordDetail:
        """Return the card of the right side."""
        raise NotImplementedError

    def make_detail(self) -> QWidget:
        return self.card

    def show_detail(self, record_id: str) -> None:
        self.message_bar.hide_message()
        self.card.show_record(record_id)

    def clear_detail(self) -> None:
        self.card.clear()

    def is_busy(self) -> bool:
        return self.card.holds_new()

    def focus_detail(self) -> None:
        self.card.form.editor(self.card.first_field).setFocus(Qt.FocusReason.TabFocusReason)

    def leave(self) -> None:
        self.card.leave()

    def begin(self, _checked: bool = False) -> None:
        """Start a new record."""
        self.table.clearSelection()
        self._wanted = ""
        self.reveal()
        self.panes.show_right()
        self.card.begin()

    def open_part(self, key: str) -> None:
        """Open a part of the card."""
        self.card.open_tab(key)

    def save_and_next(self) -> None:
        """Keep what is typed and start the next one."""
        self.card.form.flush()
        self.begin()

    def place(self) -> dict[str, object]:
        """Return where the person at the desk is, without anything that was typed."""
        return {"record": self.card.record_id(), "new": self.card.form.is_new(), "tab": self.card.tab()}

    def go_to(self, place: Mapping[str, object], ready: Callable[[], object]) -> None:
        """Go back to a place and tell when every field stands there."""
        record = RecordId(str(place.get("record") or NO_ID))
        if not record:
            ready()
            return

        def told() -> None:
            self.card.form.ready.disconnect(told)
            ready()

        self.card.form.ready.connect(told)
        self._wanted = record
        self.reveal()
        self.panes.show_right()
        if place.get("new"):
            self.card.resume(record)
        else:
            self.card.show_record(record)
        self.card.open_tab(str(place.get("tab") or ""))

    def _kept(self, record_id: str) -> None:
        self._wanted = record_id
        self.message_bar.hide_message()

    def _gone(self, record_id: str) -> None:
        if record_id == self._wanted:
            self.panes.show_left()
            self._put_away()

    def _bin(self, record_id: str, name: str) -> None:
        self._wanted = ""
        self.panes.show_left()
        self.card.form.clear()
        record = RecordId(record_id)
        self.desk.do(lambda s: s.store.delete(BIN_ACT, [record]), lambda _touched: self._say_binned(record, name))

    def _say_binned(self, record: RecordId, name: str) -> None:
        self.message_bar.say(
            lambda: _("{name} is in the bin.").format(name=name),
            "good",
            N_("Undo"),
            lambda: self.desk.do(lambda s: s.store.restore([record]), lambda _touched: self.open_record(record)),
            seconds=10,
        )
