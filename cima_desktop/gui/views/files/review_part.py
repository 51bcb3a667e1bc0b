"""What would come of each row: new, here already, faulty; decided one by one or for all that are shown."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Chips
from cima_desktop.gui.tables.columns import Column as TableColumn
from cima_desktop.gui.tables.record_table import RecordTable
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.check_list import RadioList
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, _, list_text, ngettext, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.files import review as r
from cima_desktop.services.files.review import Review, Row
from cima_desktop.services.files.taking import fault_words, why_left

_SORTS: dict[str, Text] = {
    "all": N_("All rows"),
    r.NEW: N_("New here"),
    r.LIKE: N_("Perhaps here already"),
    r.TWIN: N_("Twice in the file"),
    r.FAULTY: N_("With mistakes"),
}
_DECIDED: dict[str, tuple[str, str]] = {
    r.ADD: (N_("Is taken in"), "good"),
    r.FILL: (N_("Fills gaps"), "info"),
    r.LEAVE: (N_("Left out"), "neutral"),
}
_OFFERED: dict[str, str] = {
    r.ADD: N_("Take it in as new"),
    r.FILL: N_("Fill only what is empty there"),
    r.LEAVE: N_("Leave it out"),
}


class ReviewPart(QWidget):
    """The rows on the left, the chosen one on the right."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review: Review | None = None
        self.decisions: dict[int, str] = {}
        self.filter_chips = FilterChips(list(_SORTS.items()))
        self.table = RecordTable(
            (
                TableColumn(
                    key="row", title=N_("Row"), text=_name, detail=_doubt, sort=lambda row: row.line, stretch=True
                ),
                TableColumn(key="decision", title=N_("What becomes of it"), chips=self._chips, width=150),
            ),
            N_("Rows of the file"),
        )
        self.table.setObjectName("import_table")
        self.words_label = Label("", wrap=True)
        self.doubt_label = Label("", "error", wrap=True)
        self.decision_list = RadioList()
        self.all_add_button = SecondaryButton(N_("Take in all that are shown"))
        self.all_leave_button = SecondaryButton(N_("Leave out all that are shown"))
        self._build()
        self.filter_chips.chosen.connect(lambda _key: self._show_rows())
        self.table.chosen.connect(self._show_row)
        self.decision_list.edited.connect(self._decided)
        self.all_add_button.clicked.connect(lambda: self._decide_all(r.ADD))
        self.all_leave_button.clicked.connect(lambda: self._decide_all(r.LEAVE))

    def show_review(self, review: Review) -> None:
        """Show what would come of a file."""
        self._review = review
        self.decisions = review.usual()
        counts = review.counts()
        shown = [key for key in _SORTS if key == "all" or counts[key]]
        self.filter_chips.set_choices([(key, self._filter_words(key)) for key in shown])
        self._show_rows()

    def taken(self) -> int:
        """Return how many rows are taken in as it stands."""
        return sum(decision != r.LEAVE for decision in self.decisions.values())

    def forget(self) -> None:
        """Let go of every row."""
        self._review, self.decisions = None, {}
        self.table.rows.clear()
        for label in (self.words_label, self.doubt_label):
            label.set_words("")

    def _build(self) -> None:
        left, right = QVBoxLayout(), Card(N_("The chosen row"))
        left.setSpacing(S(8))
        left.addWidget(self.filter_chips)
        left.addWidget(Framed(self.table), 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.all_add_button)
        buttons.addWidget(self.all_leave_button)
        buttons.addStretch(1)
        left.addLayout(buttons)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, S(8), 0)
        column.setSpacing(S(10))
        for part in (self.doubt_label, self.words_label):
            column.addWidget(part)
        column.addWidget(FieldRow(N_("What becomes of it?"), self.decision_list))
        column.addStretch(1)
        right.body.addWidget(Scroll(inner), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S(16))
        row.addLayout(left, 3)
        row.addWidget(right, 2)

    def _filter_words(self, key: str) -> Text:
        def words() -> str:
            rows = self._rows(key)
            return f"{tr(str(_SORTS[key]))} ({len(rows)})"

        return words

    def _rows(self, key: str) -> Sequence[Row]:
        rows = self._review.rows if self._review else ()
        return rows if key == "all" else [row for row in rows if row.sort == key]

    def _show_rows(self) -> None:
        self.table.rows.show(self._rows(self.filter_chips.value()))
        self.table.choose_line(0)
        self.changed.emit()

    def _show_row(self, row: Row | None) -> None:
        if row is None:
            return
        self.words_label.set_words(lambda: _words(row))
        self.doubt_label.set_words(lambda: why_left(row) if row.sort != r.NEW else "")
        self.doubt_label.setVisible(row.sort != r.NEW)
        offered = [key for key in (r.ADD, r.FILL, r.LEAVE) if key in row.decisions]
        self.decision_list.set_choices([(key, _OFFERED[key]) for key in offered])
        self.decision_list.set_value(self.decisions.get(row.n, row.decisions[0]))

    def _decided(self) -> None:
        row = self.table.current()
        if isinstance(row, Row):
            self.decisions[row.n] = self.decision_list.value()
            self._retell()

    def _decide_all(self, decision: str) -> None:
        for row in self._rows(self.filter_chips.value()):
            if decision in row.decisions:
                self.decisions[row.n] = decision
        self._retell()
        self._show_row(self.table.current())

    def _retell(self) -> None:
        self.table.rows.retell()
        self.changed.emit()
        announce(self, self.count_words())

    def count_words(self) -> str:
        """Return how many rows are taken in, in words."""
        taken = self.taken()
        return ngettext("{n} row is taken in.", "{n} rows are taken in.", taken).format(n=taken)

    def _chips(self, row: Row) -> Chips:
        words, tone = _DECIDED[self.decisions.get(row.n, r.LEAVE)]
        return [(tr(words), tone)]


def _name(row: Row) -> str:
    return row.title or _("(no name)")


def _doubt(row: Row) -> str:
    place = _("Line {n}").format(n=row.line)
    if row.sort == r.FAULTY:
        return f"{place} · {fault_words(row)[0]}"
    if row.like is not None:
        return f"{place} · {list_text(map(tr, row.like.reasons))}"
    return f"{place} · {why_left(row)}" if row.sort == r.TWIN else place


def _words(row: Row) -> str:
    """Return what a row would become, a line a field."""
    kind = KINDS["person" if "name" not in row.values else "household"]
    lines = [f"{tr(kind.field(name).label)}: {text_of(kind.field(name), value)}" for name, value in row.values.items()]  # type: ignore[arg-type]  # cleaned
    if row.home:
        lines.append(f"{tr(KINDS['household'].label)}: {row.home}")
    if row.note:
        lines.append(f"{tr(KINDS['note'].label)}: {row.note}")
    return "\n".join(lines) or _("Nothing of this row can be taken in.")
