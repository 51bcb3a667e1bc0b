"""The answers of one record on one screen; Enter goes from answer to answer, and nothing typed is lost."""

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.views.interview.interview_columns import AnswerColumns
from cima_desktop.gui.views.interview.interview_keys import AnswerKeys
from cima_desktop.gui.views.interview.interview_row import AnswerRow, name_answer
from cima_desktop.gui.views.records.special_editors import make_editor
from cima_desktop.gui.widgets.field_editor import editor_for
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.model.fields import Value
from cima_desktop.model.kinds import Kind

SAVE_MS = 2000
DRAFT_MS = 800


class AnswerForm(QWidget):
    """Rows for some fields of one record. It says when to save and what; its owner saves."""

    save_due = Signal()
    """Something that can be kept as it is waits to be saved."""
    draft_due = Signal()
    edited = Signal()
    passed_last = Signal()
    """Enter was pressed on the last answer."""
    unknown_changed = Signal(str, bool)
    unlock_wanted = Signal()

    def __init__(
        self,
        kind: Kind,
        names: Iterable[str],
        references: References,
        prefix: str = "answer",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.rows: dict[str, AnswerRow] = {}
        self._wanted: set[str] = set()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._columns = AnswerColumns()
        layout.addWidget(self._columns)
        for name in names:
            self._add(name, references, prefix)
        self._columns.set_rows(self.rows.values())
        self._save_clock = _clock(self, SAVE_MS, self.save_due)
        self._draft_clock = _clock(self, DRAFT_MS, self.draft_due)
        self.keys = AnswerKeys(self, self.rows)
        self.keys.passed_last.connect(self.passed_last)
        self.keys.left.connect(self._left)

    def _add(self, name: str, references: References, prefix: str) -> None:
        field = self.kind.field(name)
        has_own = field.name == "county"
        own = make_editor(self.kind, field, references) if has_own else None
        editor = own or editor_for(field, references=references, roomy=True)
        row = AnswerRow(field, editor)
        name_answer(editor, f"{prefix}.{name}")
        editor.changed.connect(self._typed)
        row.unknown_changed.connect(lambda unknown, n=name: self.unknown_changed.emit(n, unknown))
        row.unlock_wanted.connect(self.unlock_wanted)
        self.rows[name] = row

    # what it shows

    def show_values(self, values: Mapping[str, Value], unknown: frozenset[str] = frozenset()) -> None:
        """Show kept values."""
        self.stop()
        for name, row in self.rows.items():
            row.settle(values.get(name, row.field.empty))
            row.set_unknown(name in unknown)

    def hide_unknowns(self) -> None:
        """Take "I don't know yet" away where there is no place to remember it."""
        for row in self.rows.values():
            row.unknown_button.hide()

    def set_open(self, is_open: bool) -> None:
        """Open or lock the parts that only an attorney may change."""
        for row in self.rows.values():
            row.set_open(is_open)

    def show_rows(self, names: Iterable[str]) -> None:
        """Show only these rows; the others keep what stands in them."""
        self._columns.show_only({self.rows[name] for name in names})

    def put_back(self, fields: Mapping[str, str], focus: str, cursor: int) -> bool:
        """Put back what was typed and never kept, with the cursor; return whether the cursor was put somewhere."""
        for name, row in self.rows.items():
            if name in fields:
                row.put_back(fields[name])
        if focus not in self.rows:
            return False
        self.rows[focus].editor.setFocus()
        self.rows[focus].editor.set_cursor_position(cursor)
        return True

    # what stands in it

    def changes(self) -> dict[str, Value]:
        """Return the answers that differ from what is kept and can be kept; an attorney's wait for the attorney."""
        return {n: row.editor.value() for n, row in self._written() if row.is_sound()}

    def values(self) -> dict[str, Value]:
        """Return every answer that stands, typed or kept."""
        return {n: row.standing() for n, row in self.rows.items()}

    def half_typed(self) -> dict[str, str]:
        """Return what is typed and not kept yet."""
        return {n: row.editor.raw() for n, row in self.rows.items() if row.is_dirty()}

    def cursor_place(self) -> tuple[str, int]:
        """Return which answer has the cursor, and where in it."""
        at = self.focused_name()
        return at, self.rows[at].editor.cursor_position() if at else 0

    def is_blank(self) -> bool:
        """Tell whether nothing stands in any answer."""
        return all(row.editor.is_blank() for row in self.rows.values())

    def kept(self, values: Mapping[str, Value]) -> None:
        """Take note of what is on the disk, without touching what is being typed."""
        for name, row in self.rows.items():
            if name in values:
                row.kept(values[name])

    def first_wrong(self) -> AnswerRow | None:
        """Return the first answer that cannot be kept as it is, with its reason shown; None when all can."""
        wrong = [row for _name, row in self._written() if not row.is_sound()]
        for row in wrong:
            row.check()
        return wrong[0] if wrong else None

    def focused_name(self) -> str:
        """Return the name of the answer that has the cursor, or an empty text."""
        return self.keys.focused_name()

    def focus_first(self, blank: bool = True) -> None:
        """Put the cursor into the first empty answer, or the first one."""
        open_rows = [row for row in self.rows.values() if row.can_answer()]
        first = next((row for row in open_rows if blank and row.editor.is_blank()), None) or next(iter(open_rows), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _written(self) -> Iterator[tuple[str, AnswerRow]]:
        """Yield what differs from what is kept and may be written by whoever is there."""
        return ((name, row) for name, row in self.rows.items() if row.is_dirty() and not row.is_waiting())

    def stop(self) -> None:
        """Forget what is due: the owner has seen to it."""
        self._save_clock.stop()
        self._draft_clock.stop()

    def _left(self, name: str) -> None:
        """Keep the answer that the cursor has left, or say why it cannot be kept."""
        row = self.rows[name]
        if row.is_waiting():
            self.draft_due.emit()
        elif row.is_dirty() and row.is_sound():
            self._save_clock.stop()
            self.save_due.emit()
        elif row.is_dirty():
            row.check()

    def _typed(self) -> None:
        self._draft_clock.start()
        self._save_clock.start()
        self.edited.emit()


def _clock(owner: QWidget, pause: int, signal: SignalInstance) -> QTimer:
    """Return a clock that sends the signal once after a pause in milliseconds."""
    clock = QTimer(owner)
    clock.setSingleShot(True)
    clock.setInterval(pause)
    clock.timeout.connect(signal)
    return clock
