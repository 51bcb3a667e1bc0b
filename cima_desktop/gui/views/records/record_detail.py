"""The card of one record that has a form, some parts and a history; people and households are such cards."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.detail_frame import DetailFrame
from cima_desktop.gui.views.records.helper_dialog import offer_copy
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.touched import Touched


class RecordDetail(DetailFrame):
    """The card of one record: shows it, follows what changes, keeps what is typed."""

    binned = Signal(str, str)
    """Somebody moved the record to the bin: its id and name."""

    def __init__(self, desk: Desk, kind: str, first_field: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, kind, first_field, parent)
        self._shown = NO_ID
        self._connect()

    def look(self) -> None:
        """Let the head follow what stands in the form."""

    def record_id(self) -> RecordId:
        """Return the id of the record shown."""
        return self.form.record_id()

    def is_kept(self) -> bool:
        """Tell whether a record stands here that is in the vault, with which something can be done."""
        return not self.form.is_new() and not self.desk.is_for_looking

    def holds_new(self) -> bool:
        """Tell whether a record stands here that was never kept."""
        return bool(self._shown) and self.form.is_new()

    def show_record(self, record_id: str) -> None:
        """Show a record."""
        self._shown = RecordId(record_id)
        self.form.load(self._shown)
        self._fill_tab()

    def begin(self) -> None:
        """Start a new record with the cursor in the first field."""
        self.tabs.setCurrentIndex(0)
        self.form.begin()
        self._shown = self.form.record_id()
        self.form.editor(self.first_field).setFocus(Qt.FocusReason.OtherFocusReason)

    def resume(self, record_id: RecordId) -> None:
        """Go on with a new record whose fields wait as a draft."""
        self._shown = record_id
        self.form.load(record_id, new=True)

    def clear(self) -> None:
        """Forget whatever is shown."""
        self._shown = NO_ID
        self.form.clear()
        self.kept_line.clear()
        self.head.show_name("", "")
        self.head.show_chips([])
        for tab in self._tabs():
            tab.clear()

    def write_note(self) -> None:
        """Go to the notes with the cursor in a new one."""
        self.open_tab("notes")
        self.notes_tab.begin_note()

    def leave(self) -> None:
        """Keep everything that was typed."""
        self.form.flush()
        self.notes_tab.flush()

    def _connect(self) -> None:
        for signal in (self.form.edited, self.form.ready, self.form.kept):
            signal.connect(self._looked)
        self.bin_action.triggered.connect(self._bin)
        self.copy_action.triggered.connect(lambda: offer_copy(self.desk, [self.record_id()], self))
        self.undo_button.clicked.connect(self._undo)
        self.undo_action.triggered.connect(self._undo)
        self.note_button.clicked.connect(self.write_note)
        self.tabs.currentChanged.connect(lambda _index: self._fill_tab())
        self.desk.changed.connect(self._changed)

    def _looked(self) -> None:
        for part in (self.bin_action, self.copy_action, self.note_button):
            part.setEnabled(self.is_kept())
        self.kept_line.show_record("" if self.form.is_new() else self.record_id())
        self.look()

    def _fill_tab(self) -> None:
        part = self.tabs.currentWidget()
        if self._shown and isinstance(part, Tab) and not self.desk.is_closing:
            part.show_record(self._shown)

    def _changed(self, touched: Touched) -> None:
        if self.desk.is_closing or not self.record_id():
            return
        if not touched.ids or self.record_id() in touched.ids:
            self.form.refresh()
        self._fill_tab()

    def _undo(self) -> None:
        self.form.flush()
        self.desk.undo()

    def _bin(self) -> None:
        self.form.flush()
        if self.record_id() and not self.form.is_new():
            self.binned.emit(self.record_id(), self.head.name_label.text())
