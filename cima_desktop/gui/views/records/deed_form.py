"""A short form for one deed (record a signing, give a copy): kept as a draft until it is done or thrown away."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.drafts import drop_draft, get_draft, put_draft
from cima_desktop.gui.views.records.form_layout import FormColumns
from cima_desktop.gui.views.records.form_row import FormRow
from cima_desktop.gui.views.records.special_editors import make_editor
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.kinds import Kind

DRAFT_MS = 1000


class DeedForm(QWidget):
    """Shows some fields of a kind with a button; `keep` does the deed with what stands there."""

    asked = Signal(dict)
    """The values, when all of them are sound."""
    left = Signal()

    def __init__(
        self,
        desk: Desk,
        kind: Kind,
        names: Sequence[str],
        words: tuple[Text, Text],
        references: References,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._key = ""
        self._drafted: Mapping[str, str] = {}
        self.rows: dict[str, FormRow] = {}
        self.message_bar = MessageBar()
        columns = FormColumns()
        for name in names:
            field = kind.field(name)
            editor = make_editor(kind, field, references)
            editor.setObjectName(f"{kind.name}_{name}_edit")
            row = FormRow(field, editor)
            row.edited.connect(self._edited)
            self.rows[name] = row
            columns.add(row)
        self.do_button = PrimaryButton(words[1], "check")
        self.leave_button = QuietButton(N_("Cancel"))
        self._lay_out(words[0], columns)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(DRAFT_MS)
        self._clock.timeout.connect(self.keep_draft)
        self.do_button.clicked.connect(self._ask)
        self.leave_button.clicked.connect(self.throw_away)

    def _lay_out(self, title: Text, columns: FormColumns) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.do_button)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(Label(title, "section"))
        column.addWidget(self.message_bar)
        column.addWidget(columns)
        column.addLayout(buttons)

    def begin(self, key: str, values: Mapping[str, Value], then: Callable[[], object] | None = None) -> None:
        """Show the form for one record (`key` names its draft), with what was begun before."""
        self.keep_draft()
        self._key = key
        self.message_bar.hide_message()
        for name, row in self.rows.items():
            row.settle(values.get(name, row.field.empty))
        self._drafted = {}

        def arrived(draft: dict[str, str]) -> None:
            if key != self._key:
                return
            self._drafted = draft
            for name, raw in draft.items():
                if name in self.rows:
                    self.rows[name].put_back(raw)
            if then:
                then()

        self.desk.ask(lambda s: get_draft(s, key), arrived)

    def keep_draft(self) -> None:
        """Keep what is typed."""
        self._clock.stop()
        key, raw = self._key, {name: row.editor.raw() for name, row in self.rows.items() if row.is_dirty()}
        if key and raw != self._drafted:
            self._drafted = raw
            self.desk.write(lambda s: put_draft(s, key, raw))

    def throw_away(self) -> None:
        """Forget what was typed and leave."""
        self.forget_draft()
        self.left.emit()

    def forget_draft(self) -> None:
        """Forget the draft: the deed is done, or not wanted."""
        self._clock.stop()
        key, self._key = self._key, ""
        if key:
            self.desk.write(lambda s: drop_draft(s, key))

    def show_problem(self, error: KnownError) -> None:
        """Say why the deed was refused, beside its field where it has one."""
        if isinstance(error, InvalidInputError) and error.path in self.rows:
            row = self.rows[error.path]
            row.set_problem(lambda: f"{error.sentence()} {error.advice()}")
            row.editor.setFocus()
        else:
            self.message_bar.show_problem(error)

    def _edited(self) -> None:
        self._clock.start()

    def _ask(self) -> None:
        wrong = [row for row in self.rows.values() if not row.check()]
        if wrong:
            wrong[0].editor.setFocus()
            return
        self.keep_draft()
        self.asked.emit({name: row.editor.value() for name, row in self.rows.items()})
