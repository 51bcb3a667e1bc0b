"""One question on the screen: the answer, "I don't know yet", and the lock of what only an attorney may open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QPushButton, QRadioButton, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.records.form_row import FormRow
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.check_list import CheckList, RadioList
from cima_desktop.gui.widgets.field_editor import FieldEditor
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_
from cima_desktop.model.fields import Field, Value
from cima_desktop.services.guard import ATTORNEY_CHOICES

_WHY = N_("Only a reviewing attorney may write here: this wording is legal drafting.")
_WAITING = N_(
    "These words wait as a draft and are not part of the plan. They become part of it when an attorney opens this"
    " place with their code."
)


def name_answer(editor: FieldEditor, prefix: str) -> None:
    """Give everything in an editor that can have the focus a name that stays, so that the cursor can be put back."""
    box = editor.box()
    if isinstance(editor.inner, QComboBox):  # it has the focus itself, also where it is typed in
        editor.inner.setObjectName(prefix)
        return
    if box is not None:
        box.setObjectName(prefix)
    if isinstance(editor.inner, RadioList):
        for key, button in editor.inner.buttons.items():
            button.setObjectName(f"{prefix}.{key}")
    elif isinstance(editor.inner, CheckList):
        for key, tick in editor.inner.boxes.items():
            tick.setObjectName(f"{prefix}.{key}")
    elif box is None:
        editor.inner.setObjectName(prefix)


class AnswerRow(FormRow):
    """A form row with a way to say "I don't know yet"."""

    unknown_changed = Signal(bool)
    unlock_wanted = Signal()

    def __init__(self, field: Field, editor: FieldEditor, parent: QWidget | None = None) -> None:
        super().__init__(field, editor, parent)
        self.label.setWordWrap(True)
        self.unknown_button = QPushButton()
        self.unknown_button.setCheckable(True)
        self.unknown_button.setAutoDefault(False)
        self.unknown_button.setProperty("kind", "link")
        bind(self.unknown_button, QPushButton.setText, N_("I don’t know yet"))
        bind(self.unknown_button, QWidget.setToolTip, N_("Ctrl+D: keep this question on the list for another day"))
        self.unknown_button.clicked.connect(self.unknown_changed)
        self.unknown_button.setObjectName(f"unknown.{field.name}")
        self._is_locked, self._is_open = False, True
        self._locked = QWidget()
        self._why_label = Label("", "small", wrap=True)
        self._show_lock = self._make_lock()
        top = self._top()
        if top is not None:
            top.addWidget(self.unknown_button)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._locked)
        self._locked.hide()
        editor.changed.connect(self._answered)

    def set_unknown(self, unknown: bool) -> None:
        """Show whether the family does not know this yet."""
        self.unknown_button.setChecked(unknown)

    def is_unknown(self) -> bool:
        """Tell whether the family does not know this yet."""
        return self.unknown_button.isChecked()

    @property
    def wide(self) -> bool:
        """Tell whether the row wants the whole width."""
        return super().wide or self.field.attorney_only

    def can_answer(self) -> bool:
        """Tell whether the cursor may go there."""
        return not self.isHidden() and not self._is_locked

    def set_open(self, is_open: bool) -> None:
        """Open or lock what only an attorney may change."""
        self._is_locked, self._is_open = self.field.attorney_only and not is_open, is_open
        if self.field.attorney_only:
            self.editor.set_read_only(not is_open)
            self.unknown_button.hide()
            show_if(self._locked, not is_open)
            self._tell_why()
        closed = ATTORNEY_CHOICES.get(self.field.name, frozenset())
        if closed and isinstance(self.editor.inner, RadioList):
            for key in closed & set(self.editor.inner.buttons):
                button: QRadioButton = self.editor.inner.buttons[key]
                button.setEnabled(is_open or button.isChecked())

    def is_waiting(self) -> bool:
        """Tell whether something stands here that is not kept and that only an attorney may keep."""
        if self._is_open or not self.is_dirty():
            return False
        return self._is_locked or self.editor.raw() in ATTORNEY_CHOICES.get(self.field.name, ())

    def settle(self, value: Value) -> None:
        super().settle(value)
        self._tell_why()

    def put_back(self, raw_text: str) -> None:
        super().put_back(raw_text)
        self._tell_why()

    def _tell_why(self) -> None:
        self._why_label.set_words(_WAITING if self.is_waiting() else _WHY)

    def _answered(self) -> None:
        if self.is_unknown() and not self.editor.is_blank():
            self.set_unknown(False)
            self.unknown_changed.emit(False)

    def _top(self) -> QBoxLayout | None:
        layout = self.layout()
        item = layout.itemAt(0) if layout is not None else None
        inner = item.layout() if item is not None else None
        return inner if isinstance(inner, QBoxLayout) else None

    def _make_lock(self) -> QuietButton:
        line = QHBoxLayout(self._locked)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(S(6))
        lock = QPushButton()
        lock.setProperty("kind", "quiet")
        lock.setIcon(icons.icon("lock", "muted"))
        lock.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lock.setEnabled(False)
        bind(lock, QWidget.setAccessibleName, N_("Locked"))
        line.addWidget(lock)
        line.addWidget(self._why_label, 1)
        unlock = QuietButton(N_("Open with an attorney’s code…"))
        unlock.clicked.connect(self.unlock_wanted)
        line.addWidget(unlock)
        return unlock
