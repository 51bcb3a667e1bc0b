"""The rows of the form of a call, in the order in which an operator asks (SALUTE), and when each is shown."""

from collections.abc import Callable, Mapping

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from cima_desktop.gui.views.records.form_row import FormRow
from cima_desktop.gui.views.records.special_editors import make_editor
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.field_editor import ChoicesEditor, FieldEditor, FlagEditor
from cima_desktop.gui.widgets.key_choices import KeyChoices
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_
from cima_desktop.model.display import NO, YES
from cima_desktop.model.fields import Field, FieldType, Value
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.linea.towns import TOWNS

Standing = Mapping[str, Value]
"""What stands in the rows, by their names."""
_PICKED = (FieldType.CHOICE, FieldType.CHOICES, FieldType.FLAG)
_IN_A_LIST = frozenset({"language"})
"""Choices that are nearly always the usual one: a list that opens takes less room."""
CALLER, SEEN, END = "caller", "seen", "end"


@attrs.frozen(kw_only=True)
class Part:
    """Some rows under a heading, each as "kind.field"; what shows them together."""

    key: str
    title: str
    names: tuple[str, ...]


PARTS = (
    Part(key="call", title=N_("The call"), names=("call.matter", "call.channel", "call.language")),
    Part(key=SEEN, title=N_("First"), names=("report.safe", "report.firsthand", "report.relation")),
    Part(key=SEEN, title=N_("S · How many"), names=("report.agents", "report.vehicles")),
    Part(
        key=SEEN,
        title=N_("A · What they do"),
        names=("report.activity", "report.licences_only", "report.words"),
    ),
    Part(
        key=SEEN,
        title=N_("L · Where"),
        names=("report.place", "report.city", "report.county", "report.direction", "report.unplaced"),
    ),
    Part(key=SEEN, title=N_("U · Which agency"), names=("report.units", "report.markings")),
    Part(key=SEEN, title=N_("T · When"), names=("report.seen_on", "report.seen_at", "report.still")),
    Part(key=SEEN, title=N_("E · Equipment"), names=("report.gear", "report.cars")),
    Part(
        key=SEEN,
        title=N_("Who is affected"),
        names=(
            "report.affected",
            "report.children",
            "report.warrant",
            "report.went_in",
            "report.force",
            "report.media",
            "report.legal_help",
        ),
    ),
    Part(
        key=CALLER,
        title=N_("The caller (only if they want to say it)"),
        names=("caller.name", "caller.phone", "caller.call_back", "caller.safe_hours"),
    ),
    Part(
        key=END,
        title=N_("Where it goes"),
        names=("call.words", "call.triage", "call.closed_reason", "case.need", "case.urgency"),
    ),
)
"""The whole form, from the first question to the last."""

WIDE = frozenset({"relation", "activity", "warrant", "triage", "closed_reason", "need", "urgency", "matter", "channel"})
ONLY_WHEN: Mapping[str, Callable[[Standing], bool]] = {
    "licences_only": lambda standing: standing["activity"] == "checkpoint",
    "closed_reason": lambda standing: standing["triage"] == "closed",
    "need": lambda standing: standing["triage"] == "consulta",
    "urgency": lambda standing: standing["triage"] == "consulta",
}
"""Rows that are shown only when something else was answered."""
USUAL: Standing = {"matter": "report", "channel": "call", "language": "es"}
"""What a new form begins with."""


def row_name(name: str) -> str:
    """Return what a row is called in the form: the field's own name, but for the note of the call."""
    kind, field = name.split(".")
    return "call_words" if (kind, field) == ("call", "words") else field


class CallRow(FormRow):
    """A row of the form; choices with many answers take the whole width."""

    @property
    def wide(self) -> bool:
        """Tell whether the row wants the whole width."""
        return self.field.type in (FieldType.LONG_TEXT, FieldType.CHOICES) or self.field.name in WIDE


class TickEditor(FieldEditor):
    """Something said on purpose, or not at all: one box to tick."""

    def value(self) -> Value:
        return True if self.inner.value() else None  # type: ignore[attr-defined]

    def set_value(self, value: Value) -> None:
        self.inner.set_value(value is True)  # type: ignore[attr-defined]

    def raw(self) -> str:
        return "yes" if self.value() else ""

    def set_raw(self, raw: str) -> None:
        self.set_value(raw == "yes" or None)


def make_row(name: str) -> CallRow:
    """Return the row of "kind.field"."""
    kind, field_name = name.split(".")
    field = KINDS[kind].field(field_name)
    editor = _editor(kind, field)
    editor.setObjectName(f"linea_{row_name(name)}_edit")
    row = CallRow(field, editor)
    row.label.setVisible(not isinstance(editor, TickEditor))  # its box says the words itself
    return row


def _editor(kind: str, field: Field) -> FieldEditor:
    if field.name == "unplaced":
        return TickEditor(field, CheckBox(N_("Said on purpose: nobody knows where")))
    if field.type in _PICKED and field.name not in _IN_A_LIST:
        return _picked(field)
    if field.type is FieldType.LONG_TEXT:
        return FieldEditor(field, TextArea(lines=2))
    editor = make_editor(KINDS[kind], field)
    box = editor.box()
    if field.name == "city" and isinstance(box, QLineEdit):
        box.setCompleter(_town_completer(box))
    return editor


def _picked(field: Field) -> FieldEditor:
    if field.type is FieldType.FLAG:
        return FlagEditor(field, KeyChoices([("yes", YES), ("no", NO)], single=True))
    choices = [(choice.value, choice.label) for choice in field.choices]
    if field.type is FieldType.CHOICES:
        return ChoicesEditor(field, KeyChoices(choices))
    return FieldEditor(field, KeyChoices(choices, single=True))


def _town_completer(box: QLineEdit) -> QCompleter:
    """Return what fills in the rest of a town's name while it is typed, without a list that has to be answered."""
    completer = QCompleter(sorted(TOWNS), box)
    completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return completer
