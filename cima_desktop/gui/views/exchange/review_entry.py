"""The right side of a review: one entry with all its records, and the people here whom it may be."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.exchange.review_record import RecordBlock
from cima_desktop.gui.views.exchange.review_words import about_entry, title_of, twin_words
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.empty_state import EmptyState
from cima_desktop.gui.widgets.labels import Label, Rule
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, ngettext
from cima_desktop.model.ids import RecordId
from cima_desktop.services.arriving_choice import Choice, Entry
from cima_desktop.services.arriving_review import Detail
from cima_desktop.services.likeness import Like

STEP = 20
"""So many records of an entry are shown at a time."""


class EntryPane(QWidget):
    """Shows an entry; whoever made it reads the records and keeps the ticks."""

    ticked = Signal(str, bool)
    more_wanted = Signal(int)
    """More records of the entry are wanted, from this one on."""
    joined = Signal(str, str)
    """Two records are one person (what came, who is here), or not after all (an empty second id)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: Entry | None = None
        self._blocks: list[RecordBlock] = []
        self._twins: Sequence[Like] = ()
        self._join = ""
        self.name_label, self.about_label = Label("", "name", wrap=True), Label("", "muted", wrap=True)
        self.twins_list = RowsList()
        self.more_button = QuietButton("", "chevron-down")
        self.more_button.setObjectName("review_more_button")
        self.more_button.clicked.connect(lambda: self.more_wanted.emit(len(self._blocks)))
        self._records = QVBoxLayout()
        self._stack = QStackedWidget()
        self._build()
        self.clear()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(6))
        self._records.setSpacing(S(6))
        for part in (self.name_label, self.about_label, self.twins_list):
            column.addWidget(part)
        column.addLayout(self._records)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._scroll = Scroll(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # what is long is read with the arrow keys
        bind(self._scroll, QWidget.setAccessibleName, N_("What would change"))
        nothing = EmptyState("search", N_("Choose a line to see what would change"))
        card = Card()
        self._stack.addWidget(nothing)
        self._stack.addWidget(self._scroll)
        card.body.addWidget(self._stack, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def clear(self) -> None:
        """Show no entry."""
        self._entry = None
        self._empty()
        self._stack.setCurrentIndex(0)

    def begin(self, entry: Entry, twins: Sequence[Like], join: str) -> None:
        """Show the head of an entry while its records are read; `join` is whom it was said to be."""
        self._empty()
        self._entry = entry
        self.name_label.set_words(lambda: title_of(entry))
        self.about_label.set_words(lambda: about_entry(entry))
        self.show_twins(twins, join)
        self._scroll.verticalScrollBar().setValue(0)
        self._stack.setCurrentIndex(1)

    def show_twins(self, twins: Sequence[Like], join: str) -> None:
        """Show who is here and may be the person of the entry."""
        self._twins, self._join = twins, join
        self._show_twins()

    def add(self, details: Sequence[Detail], choice: Choice) -> None:
        """Show more records of the entry."""
        entry_id = self._entry.id if self._entry else ""
        for detail in details:
            block = RecordBlock(detail, choice, is_part=detail.coming.row.id != entry_id)
            block.ticked.connect(self.ticked)
            if self._blocks:
                self._records.addWidget(Rule())
            self._records.addWidget(block)
            self._blocks.append(block)
        left = (len(self._entry.rows) if self._entry else 0) - len(self._blocks)
        self.more_button.set_words(
            lambda: ngettext("Show {n} more record", "Show {n} more records", left).format(n=left)
        )
        self.more_button.setVisible(left > 0)

    def show_ticks(self, choice: Choice) -> None:
        """Show which records are ticked."""
        for block in self._blocks:
            block.show_tick(choice.is_ticked(RecordId(block.record)))

    @property
    def entry(self) -> Entry | None:
        """Return the entry that is shown."""
        return self._entry

    @property
    def blocks(self) -> Sequence[RecordBlock]:
        """Return the records that are shown."""
        return self._blocks

    def _empty(self) -> None:
        while self._records.count():
            item = self._records.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._blocks = []
        self.twins_list.show_lines(())
        self.more_button.hide()

    def _show_twins(self) -> None:
        self.twins_list.show_lines([self._twin_line(twin) for twin in self._twins])
        self.twins_list.setVisible(bool(self._twins))

    def _twin_line(self, twin: Like) -> Line:
        is_join = self._join == twin.id
        deed = Deed(
            words=N_("Not one person after all") if is_join else N_("They are one person"),
            run=self._joiner("" if is_join else twin.id),
            icon="x" if is_join else "link",
        )
        return Line(
            title=raw(twin.title),
            detail=lambda: twin_words(twin),
            icon="users",
            chips=((N_("One person"), "good"),) if is_join else ((N_("Is here"), "warn"),),
            deeds=(deed,),
        )

    def _joiner(self, here: str) -> Callable[[], None]:
        def join() -> None:
            if self._entry is not None:
                self._join = here
                self._show_twins()
                self.joined.emit(self._entry.id, here)

        return join
