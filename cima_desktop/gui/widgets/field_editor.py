"""One editor for each declared field: the only place that knows which widget a field type takes.

Every editor has `value()` (cleaned; what the store keeps), `raw()` (exactly what stands in it, for drafts), the cursor,
and `error()`: what is wrong, in the words of the model.
"""

import json
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.check_list import CheckList, RadioList
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.date_edit import DateEdit
from cima_desktop.gui.widgets.guard_line import GuardLine
from cima_desktop.gui.widgets.labels import restyle
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.phone_edit import PhoneEdit
from cima_desktop.gui.widgets.record_picker import RecordPicker, References
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.display import typed_of
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import Field, FieldType, Value, iso_date
from cima_desktop.model.guarding import UndecidedWordsError, is_guarded

FEW = 6
"""Up to this many answers stand open as a list; more go into a box that opens."""
_YES_NO: tuple[tuple[str, Text], ...] = (("yes", N_("Yes")), ("no", N_("No")))


class FieldEditor(QWidget):
    """What every editor can do; the subclasses say how."""

    changed = Signal()
    """The person changed what stands in it."""
    edited = Signal()
    """The same, under the name that form rows know."""

    def __init__(self, field: Field, inner: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.inner = inner
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(inner)
        self.guard = self._guard()
        if self.guard is not None:
            layout.addWidget(self.guard)
        self.setFocusProxy(inner)
        self.changed.connect(self.edited)
        inner.edited.connect(self.changed)  # type: ignore[attr-defined]  # every editor of the house has it
        self.set_name(field.label)

    def value(self) -> Value:
        """Return the value as it is kept.

        Raises:
            KnownError: what stands there cannot be kept as it is.
        """
        value = cleaned(self.field, self._typed())
        return self.decided(value) if isinstance(value, str) else value

    def decided(self, words: str) -> str:
        """Return typed words, marked if the person keeps what was pointed out in them.

        Raises:
            UndecidedWordsError: something in them was pointed out, and nobody has said what becomes of it.
        """
        if self.guard is None:
            return words
        if self.guard.blocks():
            raise UndecidedWordsError(path=self.field.name)
        return self.guard.marked(words)

    def set_value(self, value: Value) -> None:
        """Show a kept value without telling anybody."""
        self._put(value if isinstance(value, str) else "")

    def _put(self, kept: str) -> None:
        self.set_raw(kept)
        if self.guard is not None:
            self.guard.settle()

    def _guard(self) -> GuardLine | None:
        """Return the line that points out what is not written down; None where nothing is written freely."""
        box = self.box()
        if box is None or self.field.type not in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.WORDS):
            return None
        line = GuardLine(box, words=is_guarded(self.field))
        line.decided.connect(self.changed)
        return line

    def raw(self) -> str:
        """Return exactly what stands in it, for a draft."""
        return str(self._typed() or "")

    def set_raw(self, raw: str) -> None:
        """Put back what a draft kept."""
        self.inner.set_value(raw)  # type: ignore[attr-defined]

    def error(self) -> KnownError | None:
        """Return why this cannot be kept, or None."""
        try:
            self.value()
        except KnownError as error:
            return error
        return None

    def problem(self) -> Text:
        """Return what is wrong as a text for a form row; empty when nothing is."""
        error = self.error()
        return partial(_whole, error) if error is not None else ""

    def is_blank(self) -> bool:
        """Tell whether nothing at all stands in it."""
        return not self.raw().strip()

    def set_read_only(self, read_only: bool) -> None:
        """Let it be changed, or only looked at."""
        self.inner.set_read_only(read_only)  # type: ignore[attr-defined]

    def set_name(self, name: Text) -> None:
        """Give it the name a screen reader says."""
        for widget in (self, self.inner, *self.inner.findChildren(QLineEdit), *self.inner.findChildren(QPlainTextEdit)):
            bind(widget, QWidget.setAccessibleName, name)

    def cursor_position(self) -> int:
        """Return where the cursor stands in its text."""
        box = self.box()
        if isinstance(box, QLineEdit):
            return box.cursorPosition()
        return box.textCursor().position() if isinstance(box, QPlainTextEdit) else 0

    def set_cursor_position(self, position: int) -> None:
        """Put the cursor back."""
        box = self.box()
        if isinstance(box, QLineEdit):
            box.setCursorPosition(position)
        elif isinstance(box, QPlainTextEdit):
            cursor = box.textCursor()
            cursor.setPosition(min(position, len(box.toPlainText())))
            box.setTextCursor(cursor)

    def event(self, event: QEvent) -> bool:
        """Hand the mark of a wrong value on to the box that is drawn."""
        if event.type() == QEvent.Type.DynamicPropertyChange:
            wrong = bool(self.property("wrong"))
            box = self.box()
            if box is not None and bool(box.property("wrong")) != wrong:
                box.setProperty("wrong", wrong)
                restyle(box)
        return super().event(event)

    def retranslate(self) -> None:
        """Nothing to do: every word in it follows a switch by itself. Kept so that a form may ask."""
        self.update()

    def _typed(self) -> object:
        return self.inner.value()  # type: ignore[attr-defined]

    def box(self) -> QLineEdit | QPlainTextEdit | None:
        """Return the widget that holds its text; None where nothing is typed."""
        if isinstance(self.inner, QLineEdit | QPlainTextEdit):
            return self.inner
        return self.inner.findChild(QLineEdit) or self.inner.findChild(QPlainTextEdit)


class NumberEditor(FieldEditor):
    """A whole number, an amount of money, hours, or a time of the day: typed as a person writes it."""

    def set_value(self, value: Value) -> None:
        self.set_raw(typed_of(self.field, value))


class WordsEditor(FieldEditor):
    """Short texts, one on each line."""

    def value(self) -> Value:
        members = cleaned(self.field, [line for line in self.raw().splitlines() if line.strip()])
        return frozenset(self.decided(one) for one in members) if isinstance(members, frozenset) else members

    def set_value(self, value: Value) -> None:
        self._put("\n".join(sorted(value)) if isinstance(value, frozenset) else "")


class DateEditor(FieldEditor):
    """A day, typed in words of either language; kept as ISO."""

    inner: DateEdit

    def value(self) -> Value:
        problem = self.inner.problem()
        if problem:
            raise InvalidInputError(N_("This is not a date the program can read."), path=self.field.name)
        day = self.inner.value()
        return cleaned(self.field, day if day is not None else "")

    def set_value(self, value: Value) -> None:
        self.inner.set_value(iso_date(value) if isinstance(value, str) and value else None)

    def raw(self) -> str:
        return str(self.inner.text())

    def set_raw(self, raw: str) -> None:
        box = self.box()
        if isinstance(box, QLineEdit):
            box.setText(raw)

    def problem(self) -> Text:
        return self.inner.problem() or super().problem()


class PhoneEditor(FieldEditor):
    """A telephone number; a country can be chosen, and whatever was typed is kept while it is half-typed."""

    inner: PhoneEdit

    def set_value(self, value: Value) -> None:
        """Show a number as it is written here; one from abroad keeps its +, as a draft has no country beside it."""
        if isinstance(value, str) and value.startswith("+1"):
            self.inner.set_value(value)
        else:
            super().set_value(value)

    def value(self) -> Value:
        if self.inner.problem():
            return cleaned(self.field, self.raw())
        return cleaned(self.field, self.inner.value() or self.raw())

    def raw(self) -> str:
        return str(self.inner.typed())

    def set_raw(self, raw: str) -> None:
        box = self.box()
        if isinstance(box, QLineEdit):
            box.setText(raw)


class FlagEditor(FieldEditor):
    """Yes or no; neither means not answered."""

    def value(self) -> Value:
        return {"yes": True, "no": False}.get(self.raw())

    def set_value(self, value: Value) -> None:
        self.set_raw({True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else "")


class ChoicesEditor(FieldEditor):
    """Any number of answers of a closed list."""

    def set_value(self, value: Value) -> None:
        kept = value if isinstance(value, frozenset) else frozenset()
        self.inner.set_value(tuple(c.value for c in self.field.choices if c.value in kept))  # type: ignore[attr-defined]

    def raw(self) -> str:
        ticked: Sequence[str] = self.inner.value()  # type: ignore[attr-defined]
        return json.dumps(list(ticked)) if ticked else ""

    def set_raw(self, raw: str) -> None:
        self.set_value(frozenset(json.loads(raw)) if raw else frozenset())


class ReferenceEditor(FieldEditor):
    """Another record, found while typing."""

    inner: RecordPicker

    def value(self) -> Value:
        if self.inner.is_open_question():
            raise InvalidInputError(
                N_("What is typed here does not stand for anyone yet."),
                N_("Choose from the list, or add it as new."),
                path=self.field.name,
            )
        return cleaned(self.field, self.inner.value())

    def set_value(self, value: Value) -> None:
        self.inner.set_value(value if isinstance(value, str) else "")

    def raw(self) -> str:
        record_id, words = self.inner.value(), self.inner.text()
        return json.dumps([record_id, words]) if record_id or words.strip() else ""

    def set_raw(self, raw: str) -> None:
        record_id, words = json.loads(raw) if raw else ("", "")
        if record_id:
            self.inner.set_value(record_id, words)
        else:
            self.inner.set_text(words)


def editor_for(
    field: Field, *, references: References | None = None, roomy: bool = False, placeholder: Text = ""
) -> FieldEditor:
    """Return the editor of a field.

    Args:
        field: the declaration.
        references: where records are found; needed by fields that refer to one.
        roomy: show short lists of answers open (an interview has room for it; a dense form has not).
        placeholder: an example, shown while it is empty.

    Raises:
        ValueError: the field refers to a record and nobody said where to find one.
    """
    if field.type is FieldType.REF:
        if references is None:
            raise ValueError(field.name)
        return ReferenceEditor(field, RecordPicker(field.refers_to or "person", references, placeholder))
    maker, inner = _inner(field, roomy, placeholder)
    return maker(field, inner)


def _inner(field: Field, roomy: bool, placeholder: Text) -> tuple[type[FieldEditor], QWidget]:
    choices: list[tuple[str, Text]] = [(c.value, c.label) for c in field.choices]
    few = len(choices) <= FEW
    if field.type is FieldType.CHOICE:
        return FieldEditor, RadioList(choices) if roomy and few else ChoiceBox(choices, empty=N_("Choose…"))
    if field.type is FieldType.CHOICES:
        return ChoicesEditor, CheckList(choices, columns=1 if roomy or few else 2)
    makers: dict[FieldType, tuple[type[FieldEditor], Callable[[], QWidget]]] = {
        FieldType.LONG_TEXT: (FieldEditor, lambda: TextArea(placeholder)),
        FieldType.WORDS: (WordsEditor, lambda: TextArea(placeholder or N_("One on each line"), lines=2)),
        FieldType.DATE: (DateEditor, lambda: DateEdit(allow_future=field.future)),
        FieldType.PHONE: (PhoneEditor, PhoneEdit),
        FieldType.FLAG: (FlagEditor, _yes_no),
        FieldType.NUMBER: (NumberEditor, lambda: LineEdit(placeholder, limit=12)),
        FieldType.MONEY: (NumberEditor, lambda: LineEdit(placeholder or "0.00", limit=16)),
        FieldType.HOURS: (NumberEditor, lambda: LineEdit(placeholder or "7:30", limit=12)),
        FieldType.TIME: (NumberEditor, lambda: LineEdit(placeholder or N_("9:30 am"), limit=12)),
    }
    # Longer than the field takes is said to be too long and not cut; far longer never gets in.
    plain = (FieldEditor, lambda: LineEdit(placeholder, limit=field.max_length * 4))
    editor, make = makers.get(field.type, plain)
    return editor, make()


def _yes_no() -> RadioList:
    """Return yes and no side by side, as they take less room than one below the other."""
    yes_no = RadioList(list(_YES_NO))
    line = yes_no.layout()
    if isinstance(line, QBoxLayout):
        line.setDirection(QBoxLayout.Direction.LeftToRight)
        line.setSpacing(S(20))
        line.addStretch(1)
    return yes_no


def _whole(error: KnownError) -> str:
    return f"{error.sentence()} {error.advice()}".strip()
