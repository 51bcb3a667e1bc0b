"""One record of a review: field by field from what is here to what came, or as the whole it would be (Y7, Y8)."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.exchange.review_words import (
    ODD,
    ODD_HELP,
    SORT_HELP,
    SORTS,
    kind_words,
    line,
    value_words,
)
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.dates import show_moment
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _
from cima_desktop.model.display import author_text
from cima_desktop.model.fields import Field, Value
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.arriving_choice import Choice
from cima_desktop.services.arriving_review import Detail
from cima_desktop.store import ComingField

Said = tuple[Text, str]
"""Words and the style of label they are shown in."""


class RecordBlock(QWidget):
    """A box to tick, what becomes of the record, and its fields."""

    ticked = Signal(str, bool)
    """The record's id, and whether it is to be taken in."""

    def __init__(self, detail: Detail, choice: Choice, is_part: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail = detail
        self._is_whole = False
        row = detail.coming.row
        self.tick_box = CheckBox(lambda: line(kind_words(row.kind), raw(row.title)) if is_part else _("Take this in"))
        self.tick_box.setObjectName("review_record_box")
        self.tick_box.set_value(choice.is_ticked(row.id))
        self.tick_box.setEnabled(choice.is_asked(row.id))
        self.tick_box.clicked.connect(lambda on: self.ticked.emit(row.id, on))
        self.whole_button = QuietButton(N_("Show the whole record"), "eye")
        self.whole_button.setObjectName("review_whole_button")
        self.whole_button.clicked.connect(self._turn)
        self._fields = QWidget()
        self._column = QVBoxLayout(self)
        self._build()
        self._fill()

    def show_tick(self, is_ticked: bool) -> None:
        """Show whether the record is to be taken in."""
        self.tick_box.set_value(is_ticked)

    @property
    def record(self) -> str:
        """Return the id of the record."""
        return self._detail.coming.row.id

    def _build(self) -> None:
        self._column.setContentsMargins(0, S(4), 0, S(8))
        self._column.setSpacing(S(6))
        row = self._detail.coming.row
        chips = QWidget()
        flow = FlowLayout(chips, S(4))
        for word, tone in (SORTS[row.sort], *((ODD[odd], "warn") for odd in sorted(row.odd))):
            flow.addWidget(Chip(word, tone))
        help_words = [SORT_HELP.get(row.sort, ""), *(ODD_HELP[odd] for odd in sorted(row.odd))]
        for part in (self.tick_box, chips, *(Label(words, "small", wrap=True) for words in help_words if words)):
            self._column.addWidget(part)
        self._column.addWidget(self._fields)
        if self._detail.coming.after is not None:
            self._column.addWidget(self.whole_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _turn(self) -> None:
        self._is_whole = not self._is_whole
        self.whole_button.set_words(N_("Show only what changes") if self._is_whole else N_("Show the whole record"))
        self._fill()

    def _fill(self) -> None:
        before, self._fields = self._fields, QWidget()
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        for label, said in whole_record(self._detail) if self._is_whole else changes(self._detail):
            column.addWidget(_block(label, said))
        self._column.replaceWidget(before, self._fields)
        before.hide()
        before.deleteLater()


def _block(label: Text, said: Iterable[Said]) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(S(1))
    if label:
        column.addWidget(Label(label, "label", wrap=True))
    for words, style in said:
        column.addWidget(Label(words, style, wrap=True))
    return part


def changes(detail: Detail) -> list[tuple[Text, list[Said]]]:
    """Return for each field that changes its label, and what is said of it."""
    coming = detail.coming
    is_of_one = len({(each.who, each.when, each.device) for each in coming.fields}) == 1
    found: list[tuple[Text, list[Said]]] = []
    if is_of_one:
        found.append(("", [(lambda: _author(detail, coming.fields[0]), "small")]))
    for change in coming.fields:
        field = field_of(coming.row.kind, change.name)
        said = _said(detail, change, field, signs=not is_of_one)
        found.append((field.label if field else raw(change.name), said))
    if coming.unknown:
        names = ", ".join(coming.unknown)
        found.append(("", [(lambda: _("Fields of a newer version: {names}").format(names=names), "small")]))
    if not found and coming.row.sort not in SORT_HELP:
        found.append(("", [(N_("Nothing that is shown changes."), "muted")]))
    return found


def whole_record(detail: Detail) -> list[tuple[Text, list[Said]]]:
    """Return every field of the record as it would be that says something."""
    after, kind = detail.coming.after, KINDS.get(detail.coming.row.kind)
    if after is None or kind is None:
        return []
    found: list[tuple[Text, list[Said]]] = []
    for field, value in zip(kind.fields, kind.values(after).values(), strict=True):
        if value_words(field, value, detail.names):
            found.append((field.label, [(_value(detail, field, value), "")]))
    return found or [("", [(N_("It would be empty."), "muted")])]


def field_of(kind: str, name: str) -> Field | None:
    """Return the declaration of a field, None when only a newer program knows it."""
    return KINDS[kind].by_name.get(name) if kind in KINDS else None


def _said(detail: Detail, change: ComingField, field: Field | None, signs: bool) -> list[Said]:
    """Return what becomes of a field; with `signs` who wrote it, which a field with two answers always says."""
    author: Text = lambda: _author(detail, change)  # noqa: E731 - a text told again at a switch
    if change.sort != "conflict":
        return [(lambda: _turned(detail, change, field), "strong"), *([(author, "small")] if signs else [])]
    ours = detail.ours.get(change.name)
    return [
        (_value(detail, field, change.old), "strong"),
        (
            lambda: line(
                N_("Here"), *((raw(author_text(ours.who, ours.vault)), raw(show_moment(ours.when))) if ours else ())
            ),
            "small",
        ),
        (_value(detail, field, change.new), "strong"),
        (lambda: line(N_("Came with this bundle"), author), "small"),
    ]


def _turned(detail: Detail, change: ComingField, field: Field | None) -> str:
    old, new = (value_words(field, value, detail.names) for value in (change.old, change.new))
    if change.sort == "added":
        return _("{value} is added").format(value=new)
    if change.sort == "removed" or not new:
        return _("{value} is taken away").format(value=old or new)
    return f"{old} → {new}" if old else new


def _author(detail: Detail, change: ComingField) -> str:
    return line(raw(author_text(change.who, detail.vaults[change.device])), raw(show_moment(change.when)))


def _value(detail: Detail, field: Field | None, value: Value) -> Text:
    return lambda: value_words(field, value, detail.names)
