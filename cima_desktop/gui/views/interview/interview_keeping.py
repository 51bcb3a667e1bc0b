"""Between a form of answers and the vault: reads a record into it, keeps each answer, and keeps what is half-typed."""

from collections.abc import Callable, Mapping

import attrs
import shiboken6
from PySide6.QtCore import QObject, Signal

from cima_desktop.gui import errors
from cima_desktop.gui.views.desk import ANYTHING, Desk
from cima_desktop.gui.views.interview.interview_form import AnswerForm
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.touched import Touched
from cima_desktop.services.session import Session
from cima_desktop.store import Draft
from cima_desktop.store.reading import Seen

Write = Callable[[Session, RecordId, bool, Mapping[str, Value], "Seen | None"], object]
"""Keeps the answers of a record (told whether it is new), on the vault's thread; may return the id it really got."""


@attrs.frozen(kw_only=True)
class Loaded:
    """A record as it is kept, what was on the screen, and what was half-typed."""

    values: Mapping[str, Value]
    seen: Seen | None
    draft: Draft | None


@attrs.frozen(kw_only=True)
class Kept:
    """What a save left behind."""

    record: RecordId
    touched: Touched
    values: Mapping[str, Value]
    seen: Seen | None


def read(session: Session, record: RecordId, draft_key: str) -> Loaded:
    """Read a record, or nothing when it is not there yet, with its draft."""
    values, seen = _snapshot(session, record)
    return Loaded(values=values, seen=seen, draft=session.store.drafts.get(draft_key))


def _snapshot(session: Session, record: RecordId) -> tuple[Mapping[str, Value], Seen | None]:
    if not record or not session.store.kind_of_id(record):
        return {}, None
    shown = session.store.snapshot(record)
    return shown.kind.values(shown.record), shown.seen


class AnswerKeeper(QObject):
    """Keeps one record's answers: every sound one at once, the others as a draft in the vault."""

    ready = Signal()
    """The record stands in the form."""
    kept = Signal()
    """An answer has reached the disk."""

    def __init__(self, desk: Desk, form: AnswerForm, write: Write, needed: frozenset[str] = frozenset()) -> None:
        super().__init__(form)
        self._desk = desk
        self._form = form
        self._write = write
        self._needed = needed
        self._seen: Seen | None = None
        self._draft_key = ""
        self._drafted: Draft | None = None
        self._round = 0
        self._sent: Mapping[str, str] = {}
        self._refused_words: Mapping[str, str] = {}
        self._is_loaded = self._is_saving = self._is_again_due = False
        self._is_drafting = self._is_draft_lost = False
        self.record = NO_ID
        self.is_new = True
        self._own_txn = ""
        self._unknown: frozenset[str] = frozenset()
        desk.changed.connect(self._changed_elsewhere)
        form.save_due.connect(self.save)
        form.draft_due.connect(self.keep_draft)

    def show(
        self,
        record: RecordId,
        draft_key: str,
        unknown: frozenset[str] = frozenset(),
        then: Callable[[bool], object] | None = None,
    ) -> None:
        """Show a record, or an empty one for `NO_ID`; `then` is told whether a draft put the cursor back."""
        self._round += 1
        this = self._round
        self._is_loaded, self._refused_words = False, {}
        self.record, self.is_new = record or new_id(), not record
        self._draft_key, self._drafted, self._unknown = draft_key, None, unknown

        def arrived(loaded: Loaded) -> None:
            if not shiboken6.isValid(self) or this != self._round or self._desk.is_closing:
                return
            self._is_loaded = True
            self._seen, self._drafted = loaded.seen, loaded.draft
            draft = loaded.draft
            self._form.show_values(loaded.values, unknown)
            has_cursor = draft is not None and self._form.put_back(draft.fields, draft.focus, draft.cursor)
            self.ready.emit()
            if then:
                then(has_cursor)

        self._desk.ask(lambda session: read(session, record, draft_key), arrived)

    def save(self) -> None:
        """Keep every answer that can be kept; a new record waits until it has what it needs."""
        if self._is_saving:
            self._is_again_due = True  # one at a time, so that the second is not taken for somebody else's
            return
        changes = self._form.changes() if self._is_loaded else {}
        if not changes or (self.is_new and self.missing()):
            self.keep_draft()
            return
        self._is_saving = True
        typed = self._form.half_typed()
        self._sent = {name: typed[name] for name in changes}
        record, was_new, seen, this = self.record, self.is_new, self._seen, self._round
        self.is_new = False

        def call(session: Session) -> Kept:
            result = self._write(session, record, was_new, changes, seen)
            real = RecordId(result) if isinstance(result, str) and result else record
            values, now_seen = _snapshot(session, real)
            touched = result if isinstance(result, Touched) else ANYTHING
            return Kept(record=real, touched=touched, values=values, seen=now_seen)

        def done(kept: Kept) -> None:
            if shiboken6.isValid(self):
                self._saved(kept, this)

        def failed(error: KnownError) -> None:
            if shiboken6.isValid(self):
                self._refused(error, was_new, this)

        self._desk.do(call, done, failed)

    def _changed_elsewhere(self, touched: Touched) -> None:
        """Show what an undo or another page has changed, unless something is being typed here."""
        is_mine = touched.txn == self._own_txn or self._is_saving
        if self._is_loaded and not is_mine and self.record in touched.ids and not self._form.half_typed():
            self.show(self.record, self._draft_key, self._unknown)

    def _saved(self, kept: Kept, this: int) -> None:
        self._is_saving, self._sent, self._refused_words = False, {}, {}
        self._own_txn = kept.touched.txn
        if this == self._round:
            self.record, self._seen = kept.record, kept.seen
            self._form.kept(kept.values)
            self.keep_draft()
        if self._is_again_due:
            self._is_again_due = False
            self.save()
        self.kept.emit()

    def _refused(self, error: KnownError, was_new: bool, this: int) -> None:
        self._is_saving = self._is_again_due = False
        self._sent = {}
        if this != self._round:
            return
        self.is_new = was_new
        self._refused_words = self._form.half_typed()
        self.keep_draft()
        if isinstance(error, InvalidInputError) and error.path in self._form.rows:
            self._form.rows[error.path].set_problem(error.sentence)
        else:
            errors.show_error(error, self._form)

    def is_settled(self) -> bool:
        """Tell whether nothing that could be kept waits any more: all is kept, refused, or waits as a draft."""
        if self._is_saving or self._is_drafting:
            return False
        return self.is_refused() or not self._form.changes() or (self.is_new and bool(self.missing()))

    def is_refused(self) -> bool:
        """Tell whether the vault has refused exactly what stands here."""
        return bool(self._refused_words) and self._form.half_typed() == self._refused_words

    def is_lost(self) -> bool:
        """Tell whether not even the draft of what stands here could be kept."""
        return self._is_draft_lost and bool(self._form.half_typed())

    def missing(self) -> list[str]:
        """Return the answers without which the record cannot be made."""
        values = self._form.values()
        return [name for name in self._needed if values.get(name) in ("", None, frozenset())]

    def keep_draft(self) -> None:
        """Put what is typed and not kept into the vault's drafts; forget the draft when all is kept."""
        if not self._is_loaded:
            return
        # What is on its way to the disk is no draft: it becomes one again only when the disk refuses.
        fields = {n: raw for n, raw in self._form.half_typed().items() if self._sent.get(n) != raw}
        focus, cursor = self._form.cursor_place()
        draft = Draft("interview", self.record, fields, focus, cursor) if fields else None
        if draft != self._drafted:
            self._drafted, self._is_drafting, self._is_draft_lost = draft, True, True
            key, drafts = self._draft_key, self._desk.session.store.drafts
            # Not a read: a lock that follows must not cancel it.
            self._desk.tasks.run(
                lambda: drafts.put(key, draft) if draft else drafts.drop(key),
                self._draft_kept,
                ended=self._draft_over,
            )

    def _draft_kept(self, _nothing: object) -> None:
        self._is_draft_lost = False

    def _draft_over(self) -> None:
        self._is_drafting = False
        if self._is_draft_lost:
            self._drafted = None  # so that the next one is tried again, though the words are the same

    def flush(self) -> None:
        """Keep everything now: another step, another page, a lock or the end is coming."""
        self._form.stop()
        self.save()
        self.keep_draft()
