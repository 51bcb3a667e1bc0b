"""A record as a form, made from its declaration; it saves by itself and never loses what was typed.

Each edit is kept as a draft one second later. What can stand as it is becomes part of the record when the field is
left, after two quiet seconds, or at Ctrl+S: only the fields that changed, against what this form had shown. What
cannot stand (half a date) keeps its words, says why beside the field, and waits as a draft.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cima_desktop.gui.language import say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.form_layout import FormColumns, group_heading
from cima_desktop.gui.views.form_row import FormRow
from cima_desktop.gui.views.keeping import Keeping, Loaded
from cima_desktop.gui.views.special_editors import make_editor
from cima_desktop.gui.widgets.field_editor import FieldEditor
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.gui.widgets.saved_state import SavedState
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Field, Value
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.kinds import Kind

DRAFT_MS = 1000
SAVE_MS = 2000


class RecordForm(QWidget):
    """The rows of one record."""

    edited = Signal()
    kept = Signal(str)
    """A save is on the disk; the record's id."""
    ready = Signal()
    """The record that was asked for stands in the fields."""

    def __init__(
        self,
        kind: Kind,
        keeping: Keeping,
        references: References | None = None,
        names: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.state = SavedState()
        self.rows: dict[str, FormRow] = {}
        self._keeping = keeping
        self._loaded: Loaded | None = None
        self._awaited = NO_ID
        self._is_new = False
        self._saving = False
        self._drafted: dict[str, str] = {}
        self._is_left = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S(12))
        self._build(layout, [f for f in kind.fields if not names or f.name in names], references)
        self._draft_clock = self._timer(DRAFT_MS, self.keep_draft)
        self._save_clock = self._timer(SAVE_MS, self.save)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        shortcut.activated.connect(self.save)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.setEnabled(False)

    def _build(self, layout: QVBoxLayout, fields: Sequence[Field], references: References | None) -> None:
        groups = dict.fromkeys(f.group for f in fields)
        for group in groups:
            if group and len(groups) > 1:
                layout.addWidget(group_heading(group))
            columns = FormColumns()
            for field in fields:
                if field.group == group:
                    columns.add(self._row(field, references))
            layout.addWidget(columns)

    def _row(self, field: Field, references: References | None) -> FormRow:
        editor = make_editor(self.kind, field, references)
        editor.setObjectName(f"{self.kind.name}_{field.name}_edit")
        row = FormRow(field, editor)
        row.edited.connect(self._typed)
        row.decided.connect(lambda value, name=field.name: self._decide(name, value))
        self.rows[field.name] = row
        return row

    def _timer(self, interval: int, run: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(run)
        return timer

    # what it shows

    def record_id(self) -> RecordId:
        """Return the id of the record in the form; NO_ID while there is none."""
        return self._loaded.id if self._loaded else NO_ID

    def is_new(self) -> bool:
        """Tell whether the record has never been kept."""
        return self._is_new

    def load(self, record_id: RecordId) -> None:
        """Show a record; what was typed for the one before is kept first."""
        self.flush()
        self._is_new = False
        self._await(record_id)

    def begin(self, record_id: RecordId = NO_ID, values: Mapping[str, Value] | None = None) -> None:
        """Start a new record, which is kept as soon as it has a name; `values` are filled in beforehand."""
        self.flush()
        self._is_new = True
        self._show(Loaded(id=record_id or new_id(), values={}), fresh=True)
        for name, value in (values or {}).items():
            self.rows[name].editor.set_value(value)
        self.state.not_saved(N_("write a name first"))

    def resume(self, record_id: RecordId) -> None:
        """Go on with a new record whose fields wait as a draft."""
        self.flush()
        self._is_new = True
        self._await(record_id)

    def refresh(self) -> None:
        """Read the record again; fields in which something is typed keep it."""
        if self._loaded and not self._is_new:
            self._keeping.load(self.kind.name, self._loaded.id, self._refreshed)

    def clear(self) -> None:
        """Show nothing and forget everything that stood here."""
        self._stop()
        self._loaded, self._awaited, self._is_new, self._drafted = None, NO_ID, False, {}
        for row in self.rows.values():
            row.editor.set_raw("")
            row.settle(row.field.empty)
        self.setEnabled(False)

    def editor(self, name: str) -> FieldEditor:
        """Return the editor of a field."""
        return self.rows[name].editor

    def values(self) -> dict[str, Value]:
        """Return every field as it stands here: what is typed where that can stand, else what was kept."""
        return {name: row.standing() for name, row in self.rows.items()}

    def _await(self, record_id: RecordId) -> None:
        self._awaited = record_id
        self._keeping.load(self.kind.name, record_id, self._arrived)

    def _arrived(self, loaded: Loaded) -> None:
        if loaded.id == self._awaited:
            self._show(loaded, fresh=True)

    def _refreshed(self, loaded: Loaded) -> None:
        if self._loaded and loaded.id == self._loaded.id:
            self._show(loaded, fresh=False)

    def _show(self, loaded: Loaded, fresh: bool) -> None:
        self._loaded = loaded
        self._awaited = loaded.id
        self.setEnabled(True)
        for name, row in self.rows.items():
            if fresh or not row.is_dirty():
                row.settle(loaded.values.get(name, row.field.empty))
            row.show_clash(loaded.clashes.get(name, ()))
        if fresh:
            self._drafted = dict(loaded.draft)
            for name, raw in loaded.draft.items():
                if name in self.rows:
                    self.rows[name].put_back(raw)
            self._is_left = False
            self.state.quiet()
            self.ready.emit()
            if self._changes():
                self._save_clock.start()  # typed before a crash or a lock: it becomes part of the record now

    # how it keeps

    def save(self) -> None:
        """Keep every changed field that can stand; the others say why they cannot and stay as a draft."""
        self._save_clock.stop()
        if self._loaded is None or self._saving:
            return
        for row in self.rows.values():
            if row.is_dirty():
                row.check()
        changes = self._changes()
        if not changes or not self._may_keep():
            self.keep_draft()
            self._say_waiting()
            return
        self._saving = True
        self.state.saving()
        self._keeping.save(self._loaded, self.kind.name, changes, self._saved, self._refused)

    def flush(self) -> None:
        """Keep everything at once, before another record, another page, a lock or the end."""
        if self._loaded is None:
            return
        self._is_left = True
        self.keep_draft()
        self.save()
        self._stop()

    def keep_draft(self) -> None:
        """Put what is typed and not part of the record yet into the vault's drafts."""
        self._draft_clock.stop()
        if self._loaded is None:
            return
        raw = {name: words for name, row in self.rows.items() if (words := row.half_typed()) is not None}
        if raw != self._drafted:
            self._drafted = raw
            self._keeping.put_draft(self.kind.name, self._loaded.id, raw)

    def has_unsaved(self) -> bool:
        """Tell whether anything is typed that is not part of the record yet."""
        return any(row.is_dirty() for row in self.rows.values())

    def _changes(self) -> dict[str, Value]:
        return {name: row.editor.value() for name, row in self.rows.items() if row.differs()}

    def _may_keep(self) -> bool:
        """A new record waits until it has what every record of its kind needs, and a name."""
        if not self._is_new:
            return True
        values = self.values()
        has_all = all(values.get(f.name) not in ("", None) for f in self.kind.fields if f.required and f.name in values)
        return has_all and bool(self.kind.build(self.record_id(), values).title())

    def _saved(self, loaded: Loaded) -> None:
        self._saving = False
        if self._loaded is None or loaded.id != self._loaded.id:
            return
        self._is_new = False
        self._loaded = loaded
        for name, row in self.rows.items():
            row.kept(loaded.values.get(name, row.field.empty), tidy=not self._is_left)
            row.show_clash(loaded.clashes.get(name, ()))
        self.keep_draft()
        self.state.saved()
        self._say_waiting()
        self.kept.emit(loaded.id)
        if self._changes():
            self._save_clock.start()

    def _refused(self, error: KnownError) -> None:
        self._saving = False
        self.state.not_saved(error.sentence)

    def _say_waiting(self) -> None:
        wrong = [row for row in self.rows.values() if row.is_dirty() and not row.is_sound()]
        if wrong:
            label = wrong[0].field.label
            self.state.not_saved(lambda: _("look at “{field}”").format(field=say(label)))
        elif self._is_new and self.has_unsaved():
            self.state.not_saved(N_("write a name first"))

    def _decide(self, name: str, value: Value) -> None:
        """Keep the one of two values that the person chose."""
        if self._loaded is None or self._saving:
            return
        self._saving = True
        self.rows[name].settle(value)
        self._keeping.save(self._loaded, self.kind.name, {name: value}, self._saved, self._refused)

    def _typed(self) -> None:
        self._is_left = False
        self._draft_clock.start()
        self._save_clock.start()
        self.edited.emit()

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        left = next((row for row in self.rows.values() if old is not None and row.editor.isAncestorOf(old)), None)
        if left and not (new is not None and left.editor.isAncestorOf(new)) and left.is_dirty():
            self.save()

    def _stop(self) -> None:
        self._draft_clock.stop()
        self._save_clock.stop()
