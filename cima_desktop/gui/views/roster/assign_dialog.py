"""Asks a volunteer to do something: the nearest first, and what speaks against somebody is said (S4, S9, L11)."""

from typing import Any

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.tables.record_table import RecordTable
from cima_desktop.gui.tables.record_table_model import Deliver
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.roster.field_dialog import FieldDialog
from cima_desktop.gui.views.roster.roster_words import candidate_words, doubts_text, load_text
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.services.roster import assigning
from cima_desktop.services.roster.near import Candidate, Wish
from cima_desktop.services.session import Session

ASK, ASK_ANYWAY = N_("Ask them"), N_("Ask them anyway")
_FIELDS = ("sort", "on", "start", "end", "words")
_ROWS_HIGH = 210

COLUMNS = (
    Column(
        key="name",
        title=N_("Volunteer"),
        text=lambda row: row.volunteer.name,
        detail=lambda row: candidate_words(row) or "—",
        stretch=True,
    ),
    Column(
        key="doubts",
        title=N_("Before you ask"),
        chips=lambda row: [(tr(N_("Think first")), "warn")] if row.doubts else [],
        width=130,
        spare=True,
    ),
    Column(
        key="load",
        title=N_("Load"),
        text=lambda row: load_text(row.load, row.volunteer.most_a_week),
        sort=lambda row: row.load,
        width=150,
    ),
)


class AssignDialog(FieldDialog):
    """Chooses somebody for a record: a case, an accompaniment, an incident, a detention or a person."""

    assigned = Signal()

    def __init__(self, desk: Desk, about: RecordId, sort: str, parent: QWidget | None = None) -> None:
        words = (
            N_("Ask a volunteer"),
            N_("Whoever is near and free stands first. Write no names of families in what there is to do."),
            ASK,
        )
        super().__init__(desk, "assignment", _FIELDS, words, parent)
        self._about = about
        self._asked_for = ""
        self._warned: RecordId | None = None
        self.table = RecordTable(COLUMNS, N_("Volunteers in the order of asking"))
        self.table.setObjectName("assign_table")
        self.table.setMinimumHeight(S(_ROWS_HIGH))
        self.nobody_label = Label(N_("Nobody is on the roster yet."), "muted", wrap=True)
        self.leads_box = CheckBox(N_("They lead the group"))
        self.leads_box.setObjectName("assign_leads_box")
        for part in (self.columns, self.leads_box, Framed(self.table), self.nobody_label, self.below):
            self.rows.addWidget(part)
        self.nobody_label.hide()
        self.put(sort=sort)
        for name in ("sort", "on", "start", "end"):
            self.fields[name].editor.changed.connect(self.read)
        self.table.rows.set_source(self._source)
        self.table.rows.shown.connect(self._arrived)
        self.table.chosen.connect(lambda _row: self._calm())
        self.table.opened.connect(lambda _row: self.finish())

    def sort(self) -> str:
        """Return what somebody is to do."""
        return self.fields["sort"].editor.raw()

    def read(self) -> None:
        """Look who suits what stands in the fields."""
        self.table.rows.reload()

    def _source(self, _cursor: Any, deliver: Deliver) -> None:
        sort, typed = self.sort(), self._typed()
        is_new = sort != self._asked_for
        show_if(self.leads_box, sort == assigning.GOES)

        def look(session: Session) -> tuple[Wish, list[Candidate]]:
            wish = assigning.wish_for(session, self._about, sort)
            wish = attrs.evolve(wish, **typed) if not is_new or typed.get("day") else wish
            return wish, assigning.suited(session, self._about, sort, wish)

        def show(found: tuple[Wish, list[Candidate]]) -> None:
            wish, people = found
            self._asked_for = sort  # not before: an answer that never comes shows no day
            if is_new and not typed.get("day"):
                self.put(on=wish.day, start=wish.at)
            deliver(people, None)

        self.desk.ask(look, show, self.show_problem, latest="assign")

    def _typed(self) -> dict[str, str]:
        """Return day and hours as they stand in the fields, as far as they can be read."""
        names = (("day", "on"), ("at", "start"), ("end", "end"))
        editors = ((name, self.fields[field].editor) for name, field in names)
        return {name: str(editor.value() or "") for name, editor in editors if editor.error() is None}

    def _arrived(self) -> None:
        has_rows = bool(self.table.rows.rowCount())
        self.nobody_label.setVisible(not has_rows)
        self.done_button.setEnabled(has_rows)
        if has_rows:
            self.table.choose_line(0)
        self._calm()

    def _calm(self) -> None:
        """Forget what was said about somebody else."""
        self._warned = None
        self.error_label.hide()
        self.done_button.set_words(ASK)

    def finish(self) -> None:
        chosen, values = self.table.current(), self.values()
        if values is None:
            return
        if not isinstance(chosen, Candidate):
            self.say(N_("Choose somebody."))
            return
        who = chosen.volunteer.id
        if chosen.doubts and self._warned != who:
            self._warned = who
            self.say(lambda: doubts_text(chosen))
            self.done_button.set_words(ASK_ANYWAY)
            return
        self._ask(who, {name: str(value or "") for name, value in values.items()})

    def _ask(self, who: RecordId, values: dict[str, str]) -> None:
        about, sort, leads = self._about, values["sort"], self.leads_box.value() and self.sort() == assigning.GOES
        on, start, end, words = (values[name] for name in ("on", "start", "end", "words"))
        self.done_button.setEnabled(False)

        def done(_touched: object) -> None:
            self.assigned.emit()
            self.accept()

        self.desk.do(
            lambda s: assigning.assign(s, who, about, sort, on=on, start=start, end=end, leads=leads, words=words),
            done,
            self.show_problem,
        )


def open_assign(desk: Desk, about: RecordId, sort: str, near: QWidget) -> AssignDialog:
    """Open the dialog over the window."""
    dialog = AssignDialog(desk, about, sort, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
