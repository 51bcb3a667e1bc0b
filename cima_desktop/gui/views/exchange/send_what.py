"""Step 2 of handing records on: what, and what for."""

from collections.abc import Callable, Sequence

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.check_list import CheckBox, RadioList
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.record_picker import Match, RecordPicker
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_, tr
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.sharing import PURPOSES
from cima_desktop.services.belonging import WHOLES
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Choice

LACKING = "lacking"
_MOST = 7
_MOST_NOTE = 2000

_LACKING_WORDS = N_("What this coordinator lacks")
_LACKING_TOLD = N_(
    "Everything that is here and not there, by what the other side said it has. A stick that was lost changes nothing:"
    " the next file has it again."
)


class WholeReferences:
    """Finds people, households and plans for one picker."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, _kind: str, words: str, then: Callable[[Sequence[Match]], object]) -> None:
        """Tell the records that fit."""
        self._desk.ask(lambda s: _found(s, words), then, latest="share picker")

    def name(self, _kind: str, record_id: str, then: Callable[[str], object]) -> None:
        """Tell what a record is called."""
        self._desk.ask(lambda s: s.store.title_of(record_id), then)

    def add(self, _kind: str, _words: str, _then: Callable[[Match], object]) -> None:
        """Make nothing: only what is here can be handed on."""


def _found(session: Session, words: str) -> list[Match]:
    hits = session.store.search(words, kinds=WHOLES, limit=_MOST) if words else []
    return [Match(id=hit.id, title=hit.title, detail=tr(KINDS[hit.kind].label)) for hit in hits]


@attrs.frozen(kw_only=True)
class Named:
    """A chosen record as it is shown."""

    id: RecordId
    kind: str
    title: str


def named(session: Session, records: Sequence[RecordId]) -> list[Named]:
    """Return what records are called; those that are gone are left out."""
    found = ((record, session.store.kind_of_id(record)) for record in records)
    return [Named(id=r, kind=kind, title=session.store.title_of(r)) for r, kind in found if kind]


class WhatStep(QWidget):
    """The purpose, the records, and the words that go with them."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._records: tuple[RecordId, ...] = ()
        self._referral = NO_ID
        options: list[tuple[str, Text]] = [(LACKING, _LACKING_WORDS)]
        options += [(Preset.PEER.value, N_("Chosen records, whole, for another coordinator"))]
        options += [(p.preset.value, p.label) for p in PURPOSES.values() if not p.whole]
        self.purpose_list = RadioList(options)
        self.purpose_list.setObjectName("share_purpose_list")
        self.told_label = Label("", "muted", wrap=True)
        self.records_list = RowsList()
        self.picker = RecordPicker("", WholeReferences(desk), N_("Type the name of a person, household or plan…"))
        self.picker.setObjectName("share_record_edit")
        self.picker_row = FieldRow(N_("What is to be handed on?"), self.picker)
        self.question_edit = TextArea(lines=3, limit=_MOST_NOTE)
        self.question_edit.setObjectName("share_question_edit")
        self.question_guard = guarded(self.question_edit)
        self.question_row = FieldRow(N_("What is the other organization asked?"), self.question_edit)
        self.reason_edit = LineEdit(limit=300)
        self.reason_edit.setObjectName("share_reason_edit")
        guarded(self.reason_edit)
        self.note_edit = TextArea(lines=2, limit=_MOST_NOTE)
        self.note_edit.setObjectName("share_note_edit")
        self.note_guard = guarded(self.note_edit)
        self.files_box = CheckBox(N_("Attachments go along"))
        self.files_box.setObjectName("share_files_box")
        self._arrange()
        self.purpose_list.edited.connect(self._chosen)
        self.picker.chosen.connect(self.add_record)
        for part in (self.question_edit, self.reason_edit, self.note_edit, self.files_box):
            part.edited.connect(self.edited)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        reason = FieldRow(N_("Why?"), self.reason_edit, N_("Stays in this vault, in the register."), optional=True)
        note = FieldRow(N_("Words for the receiver"), self.note_edit, N_("They go into the file."), optional=True)
        for part in (
            Label(N_("What is it for?"), "section"),
            self.purpose_list,
            self.told_label,
            self.picker_row,
            self.records_list,
            self.question_row,
            self.files_box,
            reason,
            note,
        ):
            column.addWidget(part)
        column.addStretch(1)

    def show_choice(self, choice: Choice) -> None:
        """Show what is chosen."""
        self._referral = choice.referral
        self.purpose_list.set_value(LACKING if choice.lacking else choice.preset.value)
        self.question_edit.set_value(choice.question)
        self.reason_edit.set_value(choice.reason)
        self.note_edit.set_value(choice.note)
        self.files_box.set_value(choice.files)
        self._fit()
        self._show_records(choice.records)

    def change(self, choice: Choice) -> Choice:
        """Return the choice as it stands here now."""
        purpose = self.purpose_list.value() or LACKING
        lacking = purpose == LACKING
        preset = Preset.PEER if lacking else Preset(purpose)
        asks = preset is Preset.REFERRAL
        self._referral = self._referral or (new_id() if asks else NO_ID)
        return attrs.evolve(
            choice,
            lacking=lacking,
            preset=preset,
            records=() if lacking else self._records,
            reason=" ".join(self.reason_edit.value().split()),
            note=self.note_edit.value().strip(),
            files=self.files_box.value() and PURPOSES[preset].files,
            referral=self._referral if asks else NO_ID,
            question=self.question_guard.marked(self.question_edit.value().strip()) if asks else "",
        )

    def blocks(self) -> bool:
        """Tell whether words stand here that are not to leave, and go to them."""
        for edit, guard in ((self.question_edit, self.question_guard), (self.note_edit, self.note_guard)):
            if edit.isVisible() and guard.blocks():
                edit.setFocus()
                return True
        return False

    def _chosen(self) -> None:
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        """Show what belongs to the purpose that is chosen."""
        purpose = self.purpose_list.value() or LACKING
        lacking = purpose == LACKING
        told = PURPOSES[Preset.PEER if lacking else Preset(purpose)]
        self.told_label.set_words(_LACKING_TOLD if lacking else told.what_for)
        for part in (self.picker_row, self.records_list):
            show_if(part, not lacking)
        show_if(self.question_row, purpose == Preset.REFERRAL.value)
        show_if(self.files_box, told.files)

    def add_record(self, record: str) -> None:
        """Put a record on the list."""
        self.picker.set_value("")
        self._change_records((*self._records, RecordId(record)))

    def _change_records(self, records: Sequence[RecordId]) -> None:
        self._show_records(tuple(dict.fromkeys(records)))
        self.edited.emit()

    def _show_records(self, records: tuple[RecordId, ...]) -> None:
        self._records = records
        self.desk.ask(lambda s: named(s, records), self._show_names, latest="share records")

    def _show_names(self, names: Sequence[Named]) -> None:
        self.records_list.show_lines([self._line(each) for each in names])

    def _line(self, each: Named) -> Line:
        away = Deed(words=N_("Take off the list"), run=lambda: self._take_off(each.id), icon="x", small=True)
        kind = KINDS[each.kind]
        title: Text = raw(each.title) if each.title else N_("(no name yet)")
        return Line(title=title, detail=kind.label, icon=kind.icon, deeds=(away,))

    def _take_off(self, record: RecordId) -> None:
        self._change_records([each for each in self._records if each != record])

    def wipe(self) -> None:
        """Forget every name."""
        self.show_choice(Choice())
        self._show_names(())
