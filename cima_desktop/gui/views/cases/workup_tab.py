"""What the work-ups of a case have in common: those that were begun, one of them in a form, and a button to begin."""

from collections.abc import Sequence
from typing import Any

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.deed_form import DeedForm
from cima_desktop.gui.views.records.record_form import RecordForm
from cima_desktop.gui.views.records.record_keeping import SessionKeeping
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.session import Session
from cima_desktop.services.workups.workup import Begun, begin


@attrs.frozen(kw_only=True)
class WorkupWords:
    """What a work-up says: its button, what stands there while nobody has begun it, the heading of its form."""

    begin: Text
    empty: Text
    form: Text


class WorkupTab(Tab):
    """Subclasses say what is read (`fetch`), which record a view is of, and how it is shown."""

    kind = ""
    hidden: Sequence[str] = ("case",)
    """Fields that the form does not ask."""

    def __init__(self, desk: Desk, references: References, words: WorkupWords) -> None:
        super().__init__(desk)
        self.references = references
        self.chosen = NO_ID
        self.views: dict[RecordId, Any] = {}
        self._is_begun = False
        declared = KINDS[self.kind]
        names = [name for name in declared.names if name not in self.hidden]
        self.form = RecordForm(declared, SessionKeeping(desk), references, names)
        self.deed_forms: list[DeedForm] = []
        self.records_list = RowsList()
        self.begin_button = SecondaryButton(words.begin, "plus")
        self.begin_button.setObjectName(f"{self.kind}_begin_button")
        self.begin_button.clicked.connect(self.begin)
        self.empty_label = Label(words.empty, "muted", wrap=True)
        self.details = QWidget()
        self.inner = QVBoxLayout(self.details)
        self.inner.setContentsMargins(0, 0, 0, 0)
        self.inner.setSpacing(S(10))
        self.below = QVBoxLayout()
        """What stands below the form."""
        self.form.ready.connect(self._ready)
        self._lay_out(words)
        self.clear()

    def fetch(self, session: Session, case: RecordId) -> Sequence[Any]:
        """Read everything of the case; it runs on the vault's thread."""
        raise NotImplementedError

    def record_of(self, view: Any) -> RecordId:
        """Return the record a view is of; NO_ID while there is none."""
        raise NotImplementedError

    def line(self, view: Any) -> Line:
        """Return how one of several is told."""
        raise NotImplementedError

    def build(self) -> None:
        """Put what stands between the button and the form into `inner`."""

    def show_view(self, view: Any) -> None:
        """Show what was worked out about the chosen one; None shows nothing."""

    def begin(self, _checked: bool = False) -> None:
        """Begin a new one, with the cursor in its first field."""
        case = self.record_id
        if case:
            self.desk.do(lambda s: begin(s, self.kind, case), self._begun)

    def choose(self, record: RecordId) -> None:
        """Show another one."""
        self.chosen = record
        self._show()

    def flush(self) -> None:
        """Keep everything that was typed."""
        self.form.flush()
        for form in self.deed_forms:
            form.keep_draft()

    def read(self) -> None:
        case = self.record_id
        if case:
            self.desk.ask(lambda s: self.fetch(s, case), self._arrived, latest=f"workup:{self.kind}:{id(self)}")

    def clear(self) -> None:
        super().clear()
        self.chosen, self.views = NO_ID, {}
        self.form.clear()
        for form in self.deed_forms:
            form.keep_draft()
            form.hide()
        self.records_list.show_lines(())
        self.details.hide()
        self.show_view(None)

    def add_deed_form(self, form: DeedForm) -> None:
        """Put a form for one deed into `inner`, out of sight until it is wanted."""
        self.deed_forms.append(form)
        form.left.connect(form.hide)
        form.hide()
        self.inner.addWidget(form)

    def heading(self, words: Text) -> Label:
        """Put a heading into `inner`."""
        label = Label(words, "section")
        self.inner.addWidget(label)
        return label

    def _lay_out(self, words: WorkupWords) -> None:
        line = QHBoxLayout()
        line.addWidget(self.begin_button)
        line.addStretch(1)
        self.column.addWidget(self.records_list)
        self.column.addWidget(self.empty_label)
        self.column.addLayout(line)
        self.build()
        head = QHBoxLayout()
        head.addWidget(Label(words.form, "section"))
        head.addStretch(1)
        head.addWidget(self.form.state)
        self.inner.addLayout(head)
        self.inner.addWidget(self.form)
        self.column.addWidget(self.details)
        self.column.addLayout(self.below)
        self.column.addStretch(1)
        self.begin_button.setEnabled(not self.desk.is_for_looking)

    def _begun(self, begun: Begun) -> None:
        self._is_begun = True
        self.chosen = begun.record

    def _ready(self) -> None:
        if self._is_begun and self.form.record_id() == self.chosen:
            self._is_begun = False
            next(iter(self.form.rows.values())).editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrived(self, views: Sequence[Any]) -> None:
        if not self.record_id or self.desk.is_closing:
            return
        self.views = {self.record_of(view): view for view in views}
        if self.chosen not in self.views:
            self.chosen = next(iter(self.views), NO_ID)
        self._show()

    def _show(self) -> None:
        several = len(self.views) > 1
        self.records_list.show_lines([self._pick_line(view) for view in self.views.values()] if several else ())
        show_if(self.empty_label, not self.chosen)
        self.details.setVisible(bool(self.chosen))
        if self.chosen and self.form.record_id() == self.chosen:
            self.form.refresh()
        elif self.chosen:
            self.form.load(self.chosen)
        self.show_view(self.views.get(self.chosen))

    def _pick_line(self, view: Any) -> Line:
        record = self.record_of(view)
        line = self.line(view)
        if record == self.chosen:
            return attrs.evolve(line, chips=(*line.chips, (N_("Shown below"), "accent")))
        look = Deed(words=N_("Show"), run=lambda: self.choose(record), icon="arrow-right")
        return attrs.evolve(line, deeds=(look,))
