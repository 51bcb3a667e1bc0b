"""The screens with several of one thing: children, caregivers, contacts, medicines. One is filled in at a time."""

from collections.abc import Mapping, Sequence

import attrs
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from cima_desktop import i18n
from cima_desktop.gui import icons
from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_body import Question, StepBody
from cima_desktop.gui.views.interview.interview_keys import is_enter
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.i18n import N_
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import interview
from cima_desktop.services.session import Session
from cima_desktop.store.reading import Seen

REMOVE_ACT = N_("Took an entry out of the plan")
NEEDED = N_("This answer is needed here.")
_SHOWN_ROWS = 4


@attrs.frozen(kw_only=True)
class Row:
    """One entry that is there already."""

    id: RecordId
    title: str
    detail: str


class RowsList(QListWidget):
    """The entries that are there; Enter changes one, Delete takes it out."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, name: Text, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setProperty("kind", "plain")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setObjectName("entries_list")
        bind(self, QWidget.setAccessibleName, name)
        self.itemClicked.connect(self._open)

    def show_rows(self, rows: Sequence[Row], current: str) -> None:
        """Show these entries, the one being changed marked."""
        self.clear()
        for row in rows:
            item = QListWidgetItem(icons.icon(self._icon, "accent"), "\n".join(filter(None, (row.title, row.detail))))
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (row.title, row.detail))))
            self.addItem(item)
            if row.id == current:
                self.setCurrentItem(item)
        height = sum(self.sizeHintForRow(i) for i in range(min(len(rows), _SHOWN_ROWS)))
        self.setFixedHeight(height + S(6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(item)
        elif event.key() == Qt.Key.Key_Delete and item is not None:
            self.removed.emit(item.data(Qt.ItemDataRole.UserRole))
        else:
            super().keyPressEvent(event)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.opened.emit(item.data(Qt.ItemDataRole.UserRole))


class RowsFrame(StepBody):
    """What stands on such a screen, and what each shape says about its entries."""

    adds = N_("Add another")
    new_title = N_("A new entry")
    change_title = N_("Change this entry")

    def __init__(self, desk: Desk, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(desk, question, parent)
        self._shown: tuple[Row, ...] = ()
        step = question.step
        self.form = self.make_form(self.form_fields(), step.kind)
        self.form.hide_unknowns()
        self.keeper = self.make_keeper(self.form, self.write, self.needed())
        self.list = RowsList(step.title, KINDS[step.kind].icon)
        self.framed = Framed(self.list)
        self.card = Card("")
        self.unknown_button = QuietButton(N_("I don’t know yet"), "circle-question-mark")
        self.add_button = SecondaryButton(self.adds, "plus")
        self.remove_button = QuietButton(N_("Take out"), "trash-2")
        self.unknown_button.clicked.connect(self._toggle_unknown)
        self.buttons = QHBoxLayout()
        self._arrange()
        self.show_rows()

    def form_fields(self) -> tuple[str, ...]:
        """Return the fields of one entry."""
        return self.question.step.fields

    def needed(self) -> frozenset[str]:
        """Return the answers without which an entry is none."""
        kind = KINDS[self.question.step.kind]
        return frozenset(n for n in self.form_fields() if kind.field(n).required)

    def records(self) -> tuple[RecordId, ...]:
        """Return the ids of the entries, as the review lists them."""
        return tuple(r.id for r in interview.rows_of(self.question.standing.family, self.question.step))

    def write(
        self, session: Session, record: RecordId, is_new: bool, values: Mapping[str, Value], seen: Seen | None
    ) -> object:
        """Keep one entry."""
        step = self.question.step
        return interview.answer(session, step, record, {**step.fixed, **values} if is_new else values, seen)

    def delete(self, session: Session, record: RecordId) -> object:
        """Take one entry out."""
        return session.store.delete(REMOVE_ACT, [record])

    def show_for(self, record: RecordId) -> None:
        """Say whether a new entry is filled in or one that is there."""
        self.card.set_title(self.change_title if record else self.new_title)

    def show_rows(self) -> None:
        """Show the entries that are there, as the review tells them."""
        family, step = self.question.standing.family, self.question.step
        sections = interview.review(family, i18n.language())
        lines = next((s.rows for s in sections if s.step == step.key), ())
        self._shown = tuple(
            Row(id=record, title=line.label, detail=line.value)
            for record, line in zip(self.records(), lines, strict=False)
        )
        self.list.show_rows(self._shown, self.keeper.record)
        show_if(self.framed, bool(self._shown))
        is_unknown = bool(self.question.unknown() & step.essential)
        show_if(self.unknown_button, bool(step.essential) and not self._shown)
        self.unknown_button.set_words(N_("Marked as not known yet") if is_unknown else N_("I don’t know yet"))

    def tell_buttons(self) -> None:
        """Offer what can be done with the entry in the form."""
        self.add_button.setEnabled(not (self.keeper.is_new and self.form.is_blank()))
        show_if(self.remove_button, not self.keeper.is_new)

    def _toggle_unknown(self) -> None:
        is_unknown = bool(self.question.unknown() & self.question.step.essential)
        for name in self.question.step.essential:
            self.mark_unknown(name, not is_unknown)

    def _arrange(self) -> None:
        self.column.addWidget(self.framed)
        self.card.header.addWidget(self.unknown_button)
        self.card.body.addWidget(self.form)
        self.buttons.setSpacing(S(8))
        self.buttons.addWidget(self.add_button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.remove_button)
        self.card.body.addLayout(self.buttons)
        self.column.addWidget(self.card)
        self.column.addStretch(1)


class RowsBody(RowsFrame):
    """The entries that are there, and a form for one of them or a new one."""

    def __init__(self, desk: Desk, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(desk, question, parent)
        self.list.opened.connect(lambda record: self.edit(RecordId(record)))
        self.list.removed.connect(lambda record: self.remove(RecordId(record)))
        self.form.passed_last.connect(self.finish_entry)
        self.form.edited.connect(self.tell_buttons)
        self.keeper.kept.connect(self.tell_buttons)
        self.add_button.clicked.connect(self.finish_entry)
        self.remove_button.clicked.connect(lambda: self.remove(self.keeper.record))
        for child in (self.form, *self.form.findChildren(QWidget)):
            child.installEventFilter(self)

    def load(self) -> None:
        record = RecordId(self.start_at)
        self._start(record if record in self.records() else NO_ID)

    def row(self) -> str:
        return "" if self.keeper.is_new else self.keeper.record

    def refresh(self, question: Question) -> None:
        super().refresh(question)
        self.show_rows()

    def flush(self) -> None:
        self.keeper.flush()

    def hold_back(self) -> QWidget | None:
        wrong = self.form.first_wrong()
        if wrong is None and self.keeper.is_new and not self.form.is_blank():
            missing = [n for n in self.form.rows if n in self.keeper.missing()]
            wrong = self.form.rows[missing[0]] if missing else None
            if wrong is not None:
                wrong.set_problem(NEEDED)
        return wrong.editor if wrong else None

    def focus_first(self) -> None:
        self.form.focus_first()

    def edit(self, record: RecordId) -> None:
        """Fill in one of the entries that are there."""
        if self.hold_back() is None:
            self.flush()
            self._start(record)

    def finish_entry(self) -> None:
        """Keep this entry and begin a new one; an empty one means that there are no more."""
        if self.keeper.is_new and self.form.is_blank():
            self.form.focus_first()
            return
        wrong = self.hold_back()
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.flush()
        self._start(NO_ID)

    def remove(self, record: RecordId) -> None:
        """Take an entry out; undo brings it back."""
        if self.keeper.is_new and record == self.keeper.record:
            self.form.show_values({})
            self.keeper.keep_draft()
            self.focus_first()
            return
        self.desk.do(lambda session: self.delete(session, record), lambda _result: self._removed(record))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter on an empty new entry to mean: no more, go on."""
        if is_enter(event):
            names = list(self.form.rows)
            is_first = bool(names) and self.form.focused_name() == names[0]
            if is_first and self.keeper.is_new and self.form.is_blank():
                self.go_on.emit()
                return True
        return super().eventFilter(watched, event)

    def _start(self, record: RecordId) -> None:
        def arrived(has_cursor: bool) -> None:
            self.show_for(record)
            self.tell_buttons()
            self.show_rows()
            if not has_cursor:
                self.focus_first()
            self.ready.emit()

        self.keeper.show(record, self.question.draft_key(record or "new"), then=arrived)

    def _removed(self, record: RecordId) -> None:
        if record == self.keeper.record:
            self._start(NO_ID)
        self.changed.emit()
