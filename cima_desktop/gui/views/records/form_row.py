"""One row of a record's form: the editor, what was kept, and both values where two people disagree."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.field_editor import FieldEditor
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_, _
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import Field, FieldType, Value

WIDE = (FieldType.LONG_TEXT, FieldType.WORDS, FieldType.CHOICES)


def _keep_words(value: str) -> str:
    return _("Keep this one: {value}").format(value=value)


def _holds_focus(editor: QWidget) -> bool:
    holder = QApplication.focusWidget()
    return holder is not None and (holder is editor or editor.isAncestorOf(holder))


class ClashBox(QWidget):
    """Two people wrote different things: both are shown, and one is chosen."""

    decided = Signal(object)

    def __init__(self, field: Field, values: Sequence[Value], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S(4), 0, 0)
        head = QHBoxLayout()
        head.setSpacing(S(6))
        head.addWidget(Drawing("triangle-alert", "tone:warn", side=16))
        head.addWidget(
            Label(N_("Two people wrote different things here. Choose which one stays."), "small", wrap=True), 1
        )
        layout.addLayout(head)
        for value in values:
            line = QHBoxLayout()
            words = text_of(field, value) or "—"
            line.addWidget(Label(raw(words), wrap=True), 1)
            button = SecondaryButton(N_("Keep this one"))
            bind(button, QWidget.setAccessibleName, partial(_keep_words, words))
            button.clicked.connect(lambda _checked=False, v=value: self.decided.emit(v))
            line.addWidget(button)
            layout.addLayout(line)


class FormRow(FieldRow):
    """A field row that knows which value is kept."""

    decided = Signal(object)

    def __init__(self, field: Field, editor: FieldEditor, parent: QWidget | None = None) -> None:
        super().__init__(field.label, editor, field.help, parent=parent)
        self.field = field
        self.editor: FieldEditor = editor
        self._kept: Value = field.empty
        self._raw = editor.raw()
        self._clash: ClashBox | None = None
        self._fit()
        self._clash_values: tuple[Value, ...] = ()

    def _fit(self) -> None:
        """Let a long label go on in a second line, so that both columns stay equally wide."""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = self.layout()
        first = layout.itemAt(0) if layout is not None else None
        top = first.layout() if first is not None else None
        if isinstance(top, QHBoxLayout):
            self.label.setWordWrap(True)
            top.setStretchFactor(self.label, 1000)
        if isinstance(self.editor.inner, TextArea):
            self.editor.inner.setMaximumHeight(self.editor.inner.minimumHeight() + S(24))

    @property
    def wide(self) -> bool:
        """Tell whether the row wants the whole width."""
        return self.field.type in WIDE

    def settle(self, value: Value) -> None:
        """Show a kept value."""
        self._kept = value
        self.editor.set_value(value)
        self._raw = self.editor.raw()
        self.set_problem("")

    def half_typed(self) -> str | None:
        """Return what must wait as a draft: what is not kept yet, or is not kept letter by letter (a last space)."""
        raw_text = self.editor.raw()
        plain = self.field.type in (FieldType.TEXT, FieldType.LONG_TEXT)
        if self.is_dirty() or (plain and raw_text != str(self._kept or "")):
            return raw_text
        return None

    def differs(self) -> bool:
        """Tell whether what stands here can be kept and is not what is kept."""
        return self.is_dirty() and self.is_sound() and self.editor.value() != self._kept

    def kept(self, value: Value, tidy: bool = True) -> None:
        """Take note that `value` is on the disk; what is being typed, or is not to be tidied, stays as it is."""
        was_dirty = self.is_dirty()
        self._kept = value
        if not was_dirty or (self.is_sound() and self.editor.value() == value):
            self._raw = self.editor.raw()
            if tidy and not _holds_focus(self.editor):
                self.settle(value)

    def put_back(self, raw_text: str) -> None:
        """Put back what was typed and never kept."""
        self.editor.set_raw(raw_text)
        if not self.is_sound():
            self.check()

    def is_dirty(self) -> bool:
        """Tell whether something else stands here than what is kept."""
        return self.editor.raw() != self._raw

    def is_sound(self) -> bool:
        """Tell whether what stands here can be kept."""
        return self.editor.error() is None

    def standing(self) -> Value:
        """Return the value that stands here, or the kept one where what is typed cannot be kept."""
        return self.editor.value() if self.is_dirty() and self.is_sound() else self._kept

    def show_clash(self, values: Sequence[Value]) -> None:
        """Show the values that people disagree about; none takes the box away."""
        if tuple(values) == self._clash_values:
            return
        self._clash_values = tuple(values)
        if self._clash:
            self._clash.hide()
            self._clash.deleteLater()
            self._clash = None
        layout = self.layout()
        if len(values) > 1 and layout is not None:
            self._clash = ClashBox(self.field, values)
            self._clash.decided.connect(self.decided)
            layout.addWidget(self._clash)
