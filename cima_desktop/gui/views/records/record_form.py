"""A record as a form that saves by itself and never loses what was typed.

Each edit is kept as a draft one second later. What can stand as it is becomes part of the record when the field is
left, after two quiet seconds, or at Ctrl+S: only the fields that changed, against what this form had shown. What
cannot stand (half a date) keeps its words, says why beside the field, and waits as a draft.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import attrs
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import say
from cima_desktop.gui.views.records.form_rows import FormRows
from cima_desktop.gui.views.records.keeping import Keeping, Loaded
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.gui.widgets.saved_state import SavedState
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.kinds import Kind

DRAFT_MS = 1000
SAVE_MS = 2000


class RecordForm(FormRows):
    """The rows of one record, with the record behind them."""

    kept = Signal(str)
    """A save is on the disk; the record's id."""
    gone = Signal(str)
    """The record was put into the bin, or its making was undone."""
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
        super().__init__(kind, references, names, parent)
        self.state = SavedState()
        self._keeping = keeping
        self._loaded: Loaded | None = None
        self._awaited = NO_ID
        self._is_new = self._is_saving = self._is_left = False
        self._drafts: dict[str, dict[str, str]] = {}
        self._draft_clock = _timer(self, DRAFT_MS, self.keep_draft)
        self._save_clock = _timer(self, SAVE_MS, self.save)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        shortcut.activated.connect(self.save)
        self.edited.connect(self._typed)
        self.decided.connect(self._decide)
        self.field_left.connect(self.save)
        self.setEnabled(False)

    # what it shows

    def record_id(self) -> RecordId:
        """Return the id of the record in the form; NO_ID while there is none."""
        return self._loaded.id if self._loaded else NO_ID

    def is_new(self) -> bool:
        """Tell whether the record has never been kept."""
        return self._is_new

    def load(self, record_id: RecordId, new: bool = False) -> None:
        """Show a record (a `new` one waits as a draft); what was typed for the one before is kept first."""
        self.flush()
        self._is_new, self._awaited = new, record_id
        self._keeping.load(self.kind.name, record_id, self._arrived)

    def begin(self, values: Mapping[str, Value] | None = None) -> None:
        """Start a new record, which is kept as soon as it has a name; `values` are filled in beforehand."""
        self.flush()
        self._is_new = True
        self._show(Loaded(id=new_id(), values={}), fresh=True)
        for name, value in (values or {}).items():
            self.rows[name].editor.set_value(value)
        self.state.not_saved(N_("the name is missing"))

    def refresh(self) -> None:
        """Read the record again; fields in which something is typed keep it."""
        if self._loaded and not self._is_new:
            self._keeping.load(self.kind.name, self._loaded.id, self._refreshed)

    def clear(self) -> None:
        """Show nothing and forget everything that stood here."""
        self._draft_clock.stop()
        self._save_clock.stop()
        self._loaded, self._awaited, self._is_new, self._drafts = None, NO_ID, False, {}
        self.empty()
        self.setEnabled(False)

    def _arrived(self, loaded: Loaded) -> None:
        if loaded.id == self._awaited:
            self._show(loaded, fresh=True)

    def _refreshed(self, loaded: Loaded) -> None:
        if self._loaded and loaded.id == self._loaded.id and loaded.deleted:
            self.gone.emit(loaded.id)
        elif self._loaded and loaded.id == self._loaded.id:
            before = self._loaded.seen or {}
            typed = {name for name, row in self.rows.items() if row.is_dirty()}
            seen = {k: v for k, v in (loaded.seen or {}).items() if k not in typed}
            seen |= {k: v for k, v in before.items() if k in typed}  # what came under one's hands was not seen
            self._show(attrs.evolve(loaded, seen=seen), fresh=False)

    def _show(self, loaded: Loaded, fresh: bool) -> None:
        self._loaded, self._awaited = loaded, loaded.id
        self.setEnabled(True)
        for name, row in self.rows.items():
            if fresh or not row.is_dirty():
                row.settle(loaded.values.get(name, row.field.empty))
            row.show_clash(loaded.clashes.get(name, ()))
            if loaded.read_only:
                row.editor.set_read_only(True)
        if fresh:
            self._drafts[loaded.id] = dict(loaded.draft)
            for name, raw in loaded.draft.items():
                if name in self.rows:
                    self.rows[name].put_back(raw)
            self._is_left = False
            self.state.quiet()
            self.ready.emit()
            if self.changes():
                self._save_clock.start()  # typed before a crash or a lock: it becomes part of the record now

    # how it keeps

    def save(self) -> None:
        """Keep every changed field that can stand; the others say why they cannot and stay as a draft."""
        self._save_clock.stop()
        if self._loaded is None or self._is_saving:
            return
        for row in self.rows.values():
            if row.is_dirty():
                row.check()
        changes = self.changes()
        if not changes or (self._is_new and not self.is_enough()):
            self.keep_draft()
            self._say_waiting()
            return
        self._write(changes)

    def flush(self) -> None:
        """Keep everything at once, before another record, another page, a lock or the end."""
        if self._loaded is not None:
            self._is_left = True
            self.keep_draft()
            self.save()
            self._save_clock.stop()

    def keep_draft(self) -> None:
        """Put what is typed and not part of the record yet into the vault's drafts."""
        self._draft_clock.stop()
        if self._loaded is not None:
            self._put_draft(self._loaded.id, self.half_typed())

    def _put_draft(self, record: RecordId, raw: dict[str, str]) -> None:
        if raw != self._drafts.get(record, {}):
            self._drafts[record] = raw
            self._keeping.put_draft(self.kind.name, record, raw)

    def _write(self, changes: Mapping[str, Value]) -> None:
        if self._loaded is not None:
            self._is_saving = True
            self.state.saving()
            raw = {name: self.rows[name].editor.raw() for name in changes}
            self._keeping.save(self._loaded, self.kind.name, changes, partial(self._saved, raw), self._refused)

    def _saved(self, raw: Mapping[str, str], loaded: Loaded) -> None:
        self._is_saving = False
        if self._loaded is None or loaded.id != self._loaded.id:
            waiting = self._drafts.get(loaded.id, {})
            self._put_draft(loaded.id, {name: words for name, words in waiting.items() if raw.get(name) != words})
        else:
            self._is_new = False
            self._loaded = loaded
            for name, row in self.rows.items():
                row.kept(loaded.values.get(name, row.field.empty), tidy=not self._is_left)
                row.show_clash(loaded.clashes.get(name, ()))
            self.keep_draft()
            self.state.saved()
            self._say_waiting()
            self.kept.emit(loaded.id)
        if self.changes():
            self._save_clock.start()

    def _refused(self, error: KnownError) -> None:
        self._is_saving = False
        self.state.not_saved(error.sentence)

    def _say_waiting(self) -> None:
        wrong = self.wrong()
        if wrong:
            label = wrong[0].field.label
            self.state.not_saved(lambda: _("look at “{field}”").format(field=say(label)))
        elif self._is_new and self.has_unsaved():
            self.state.not_saved(N_("the name is missing"))

    def _decide(self, name: str, value: Value) -> None:
        """Keep the one of two values that the person chose."""
        if not self._is_saving:
            self.rows[name].settle(value)
            self._write({name: value})

    def _typed(self) -> None:
        self._is_left = False
        self._draft_clock.start()
        self._save_clock.start()


def _timer(owner: RecordForm, interval: int, run: Callable[[], object]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(interval)
    timer.timeout.connect(run)
    return timer
