"""What was done in this vault: changes, looks, papers that left, words kept on purpose; newest first, by day (A5)."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.dates import show_date, show_time
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, tr
from cima_desktop.model.display import author_text
from cima_desktop.services import reads
from cima_desktop.services.reads import Done, DonePage
from cima_desktop.store import Place
from cima_desktop.store.doings import CHANGED, DID, LOOKED
from cima_desktop.store.reads import READS_KEPT_MONTHS

_ICONS = {CHANGED: "pencil", LOOKED: "eye", DID: "shield-check"}
_WHY = N_(
    "Everybody who opens this vault can see this list, and the program has no way to take a line out of it. Who looked"
    " at what is forgotten after {months} months; what was changed stays."
)
_SORTS: tuple[tuple[str, Text], ...] = (
    (reads.EVERYTHING, N_("Everything")),
    (reads.CHANGES, N_("Changes")),
    (reads.LOOKS, N_("Who looked")),
    (reads.DEEDS, N_("Words kept, papers, copies")),
)


class DonePart(QWidget):
    """A page of lines at a time, however many there are."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._places: list[Place | None] = [None]
        self._next: Place | None = None
        self.sort_chips = FilterChips(_SORTS)
        self.who_box = ChoiceBox([], empty=N_("Everybody"))
        self.who_box.setObjectName("done_who_box")
        self.days = QVBoxLayout()
        self.days.setSpacing(S(6))
        self.empty = Label(N_("Nothing yet."), "muted")
        self.newer_button = QuietButton(N_("Newer"), "arrow-left")
        self.older_button = QuietButton(N_("Older"), "arrow-right")
        self._build()
        self.sort_chips.chosen.connect(lambda _key: self.read())
        self.who_box.edited.connect(self.read)
        self.newer_button.clicked.connect(self._newer)
        self.older_button.clicked.connect(self._older)
        desk.closing.connect(lambda: self._show_days(()))

    def read(self) -> None:
        """Read the newest lines."""
        self._places = [None]
        self._read()

    def lines(self) -> list[Line]:
        """Return the lines in sight."""
        return [line for rows in self.findChildren(RowsList) if rows.isVisibleTo(self) for line in rows.lines]

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        column.addWidget(Label(lambda: tr(_WHY).format(months=READS_KEPT_MONTHS), "muted", wrap=True))
        column.addWidget(self.sort_chips)
        column.addWidget(FieldRow(N_("Done by"), self.who_box))
        column.addLayout(self.days)
        column.addWidget(self.empty)
        line = QHBoxLayout()
        line.addWidget(self.newer_button)
        line.addWidget(self.older_button)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)

    def _read(self) -> None:
        place, sort, who = self._places[-1], self.sort_chips.value(), self.who_box.value()
        self.desk.ask(lambda s: reads.done(s, place, what=sort, who=who), self._show, latest="done")

    def _show(self, page: DonePage) -> None:
        self._next = page.next
        chosen = self.who_box.value()
        self.who_box.set_choices([(name, raw(name)) for name in page.doers])
        self.who_box.set_value(chosen)
        self._show_days(page.lines)
        self.empty.setVisible(not page.lines)
        self.newer_button.setEnabled(len(self._places) > 1)
        self.older_button.setEnabled(page.next is not None)

    def _show_days(self, lines: "tuple[Done, ...]") -> None:
        while (item := self.days.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for day, done in reads.days(lines):
            self.days.addWidget(Label(partial(show_date, day), "section"))
            rows = RowsList()
            rows.show_lines([_line(one) for one in done])
            self.days.addWidget(rows)

    def _newer(self) -> None:
        if len(self._places) > 1:
            self._places.pop()
            self._read()

    def _older(self) -> None:
        if self._next is not None:
            self._places.append(self._next)
            self._read()


def _line(done: Done) -> Line:
    def title() -> str:
        by = author_text(done.who, done.vault)
        return " · ".join(part for part in (show_time(done.when.astimezone()), tr(done.what), by) if part)

    return Line(title=title, detail=lambda: reads.about(done), icon=_ICONS[done.sort])
