"""The first visit in less than a minute: who, what is needed, how urgent, the next step; Ctrl+Enter keeps it (C1, C2).

What is typed is kept as a draft of the vault until it is saved or thrown away, so that a lock takes nothing.
"""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.consulta.who_box import WhoBox
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.drafts import drop_draft, get_draft, put_draft
from cima_desktop.gui.views.records.form_row import FormRow
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.check_list import RadioList
from cima_desktop.gui.widgets.field_editor import FieldEditor, editor_for
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, tr
from cima_desktop.model.cases import Visit
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import Field
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.consulta.intake import Intake, Opened, open_case
from cima_desktop.services.session import Session

DRAFT_MS = 1000
WALK_IN = "walk-in"
BESIDE = 880
"""From this width on the two cards stand beside each other."""
_KEYS = 9
_ASKED = (("case", "need"), ("case", "urgency"), ("case", "next_step"), ("task", "due_on"), ("case", "goal"))


def draft_key(visit: str) -> str:
    """Return the key under which what is typed waits: one for each visit of the queue, and one for none."""
    return f"intake:{visit or WALK_IN}"


def numbered(field: Field, columns: int) -> FieldEditor:
    """Return a list of all answers in sight; the first nine show the key that chooses them."""

    def name(place: int, label: str) -> Text:
        return (lambda: f"{place}  {tr(label)}") if place <= _KEYS else (lambda: f"    {tr(label)}")

    choices = [(choice.value, name(place, choice.label)) for place, choice in enumerate(field.choices, start=1)]
    return FieldEditor(field, RadioList(choices, columns))


class IntakeForm(QWidget):
    """Who on the left, what on the right."""

    opened = Signal(object)
    """A case was opened; an `Opened`."""
    left = Signal()
    ready = Signal()
    """What was begun stands in the fields."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.visit = NO_ID
        self._drafted: Mapping[str, str] = {}
        self._is_begun = False
        self.message_bar = MessageBar()
        self.who = WhoBox(desk)
        self.rows = {name: self._row(KINDS[kind].field(name)) for kind, name in _ASKED}
        self.save_button = PrimaryButton(N_("Open the case"), "check")
        self.save_button.setObjectName("intake_save_button")
        self.leave_button = QuietButton(N_("Throw away"))
        self.leave_button.setObjectName("intake_leave_button")
        self._build()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(DRAFT_MS)
        self._clock.timeout.connect(self.keep_draft)
        self._connect()

    def begin(self, visit: RecordId = NO_ID) -> None:
        """Ask about somebody who came, with what was begun before."""
        self.keep_draft()
        self.visit, self._is_begun = visit, False
        self.message_bar.hide_message()
        self._desk.ask(lambda s: _begun(s, visit), self._put_back)

    def keep_draft(self) -> None:
        """Keep what is typed."""
        self._clock.stop()
        raw, key = self._raw(), draft_key(self.visit)
        if self._is_begun and raw != self._drafted:
            self._drafted = raw
            self._desk.write(lambda s: put_draft(s, key, raw))

    def throw_away(self) -> None:
        """Forget what was typed and leave."""
        self._forget_draft()
        self.left.emit()

    def save(self) -> None:
        """Open the case; what is missing is said, and nothing typed is lost."""
        if not self._is_begun or not self.who.check() or not self._check():
            return
        intake = Intake(
            need=str(self.rows["need"].editor.value()),
            person=self.who.person or None,
            person_values={} if self.who.person else self.who.values(),
            urgency=str(self.rows["urgency"].editor.value()),
            goal=str(self.rows["goal"].editor.value()),
            next_step=str(self.rows["next_step"].editor.value()),
            next_due=str(self.rows["due_on"].editor.value()),
            visit=self.visit,
        )
        self.keep_draft()
        self.save_button.setEnabled(False)
        self._desk.do(lambda s: open_case(s, intake), self._saved, self._refused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= S(BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        for part in (self._columns, self._next):
            part.setDirection(direction)

    def _row(self, field: Field) -> FormRow:
        columns = {"need": 2, "urgency": 1}.get(field.name, 0)
        editor = numbered(field, columns) if columns else editor_for(field)
        editor.setObjectName(f"intake_{field.name}_edit")
        row = FormRow(field, editor)
        row.edited.connect(self._typed)
        return row

    def _build(self) -> None:
        inner = QWidget()
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 0, S(8), 0)
        whole.setSpacing(S(12))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(S(12))
        who_card, need_card, next_card = Card(N_("Who came")), Card(N_("What is needed")), Card(N_("What happens next"))
        who_card.body.addWidget(self.who)
        who_card.body.addStretch(1)
        need_card.body.addWidget(self.rows["need"])
        need_card.body.addStretch(1)
        self._columns.addWidget(who_card, 1)
        self._columns.addWidget(need_card, 1)
        whole.addLayout(self._columns)
        step = QVBoxLayout()
        step.setSpacing(S(8))
        for name in ("next_step", "due_on"):
            step.addWidget(self.rows[name])
        step.addStretch(1)
        self._next = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._next.setSpacing(S(20))
        self._next.addWidget(self.rows["urgency"], 2)
        self._next.addLayout(step, 4)
        self._next.addWidget(self.rows["goal"], 4)
        next_card.body.addLayout(self._next)
        whole.addWidget(next_card)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.leave_button)
        hint = Label(N_("Ctrl+Enter opens the case from anywhere. What is typed survives a lock."), "small", wrap=True)
        buttons.addWidget(hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.message_bar)
        column.addWidget(Scroll(inner), 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self._desk.closing.connect(self._clock.stop)
        self.who.edited.connect(self._typed)
        self.who.taken.connect(lambda: self.rows["need"].editor.setFocus(Qt.FocusReason.TabFocusReason))
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.leave_button.clicked.connect(lambda _checked=False: self.throw_away())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    def _raw(self) -> dict[str, str]:
        typed = {name: words for name, row in self.rows.items() if (words := row.editor.raw())}
        return {**self.who.raw(), **typed}

    def _put_back(self, found: Mapping[str, str]) -> None:
        for name, row in self.rows.items():
            row.settle(row.field.empty)
            if found.get(name):
                row.put_back(found[name])
        self.who.put_back(found)
        self._drafted, self._is_begun = self._raw(), True
        self.save_button.setEnabled(True)
        self.who.begin()
        self.ready.emit()

    def _check(self) -> bool:
        wrong = [row for row in self.rows.values() if not row.check()]
        if wrong:
            wrong[0].editor.setFocus()
        return not wrong

    def _typed(self) -> None:
        self._clock.start()

    def _saved(self, made: Opened) -> None:
        self._forget_draft()
        self.opened.emit(made)

    def _refused(self, error: KnownError) -> None:
        self.save_button.setEnabled(True)
        row = self.rows.get(error.path) if isinstance(error, InvalidInputError) else None
        if row is not None:
            row.set_problem(lambda: f"{error.sentence()} {error.advice()}")
            row.editor.setFocus()
        else:
            self.message_bar.show_problem(error)

    def _forget_draft(self) -> None:
        self._clock.stop()
        self._is_begun = False
        key = draft_key(self.visit)
        self._desk.write(lambda s: drop_draft(s, key))


def _begun(session: Session, visit: RecordId) -> dict[str, str]:
    """Return what was typed before; of a visit of which nothing was, what is known of it."""
    draft = get_draft(session, draft_key(visit))
    found = session.store.get(Visit, visit) if visit and not draft else None
    if found is None:
        return draft
    return {k: v for k, v in (("person", found.person), ("given_names", found.called), ("need", found.need)) if v}
