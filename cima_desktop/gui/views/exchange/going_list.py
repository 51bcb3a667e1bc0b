"""Every record that leaves with every field and value, each with a box to hold it back; some at a time."""

from collections.abc import Mapping, Sequence
from textwrap import fill

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.labels import Label, Rule, show_if
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import sharing
from cima_desktop.services.session import Session
from cima_desktop.services.sharing import Shown
from cima_desktop.services.sharing_terms import Going, Leaving

PAGE = 25
_TITLE, _LABEL = 54, 34
"""After how many letters the words of a box go on beneath; boxes do not break lines by themselves."""


@attrs.frozen
class Detail:
    """What a record says, and whether it lies in the bin."""

    fields: Sequence[Shown] = ()
    in_bin: bool = False


Details = Mapping[RecordId, Detail]


def read_details(session: Session, leaving: Leaving, records: Sequence[RecordId]) -> Details:
    """Read what some of the records say."""
    return {r: Detail(sharing.shown(session, leaving, r), sharing.is_in_bin(session, r)) for r in records}


class GoingBlock(QWidget):
    """One record: its name with a box, and beneath it what it says, field by field."""

    unticked = Signal(str, str)
    """The record, and the field ("" for all of it) that is to stay here."""

    def __init__(self, going: Going, detail: Detail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._going = going
        self.box = CheckBox(lambda: fill(_title(going), _TITLE))
        font = self.box.font()
        font.setWeight(QFont.Weight.DemiBold)
        self.box.setFont(font)
        self.box.set_value(True)
        self.box.edited.connect(lambda: self.unticked.emit(going.id, ""))
        self.field_boxes: dict[str, CheckBox] = {}
        grid = QGridLayout()
        grid.setContentsMargins(S(26), 0, 0, 0)
        grid.setHorizontalSpacing(S(14))
        grid.setVerticalSpacing(S(3))
        grid.setColumnStretch(1, 1)
        for row, shown in enumerate(detail.fields):
            value = Label(raw("\n".join(shown.values)), wrap=True)
            grid.addWidget(self._field(shown), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, S(8), 0, S(8))
        column.setSpacing(S(4))
        column.addWidget(self.box)
        if going.whole:
            column.addWidget(_beneath(N_("With all its history.")))
        if detail.in_bin:
            column.addWidget(_beneath(N_("It is in the bin. That leaves too; a person decides there.")))
        column.addLayout(grid)

    def _field(self, shown: Shown) -> QWidget:
        """Return the name of a field with its box; what a record cannot be without goes with it and has none."""
        kind = KINDS.get(self._going.kind)
        if kind is not None and shown.field in kind.needs():
            return Label(raw(shown.label), "muted")
        box = CheckBox(raw(fill(shown.label, _LABEL)))
        box.set_value(True)
        bind(box, QWidget.setAccessibleName, lambda: f"{shown.label}: {', '.join(shown.values)}")
        box.edited.connect(lambda: self.unticked.emit(self._going.id, shown.field))
        self.field_boxes[shown.field] = box
        return box


def _beneath(words: Text) -> Label:
    """Return what is said of a whole record, beneath its name and not beneath its box."""
    label = Label(words, "small", wrap=True)
    label.setContentsMargins(S(26), 0, 0, 0)
    return label


class GoingList(QWidget):
    """Blocks, a page at a time; a colleague may receive a hundred thousand records."""

    unticked = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._leaving: Leaving | None = None
        self.blocks: list[GoingBlock] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.more_button = SecondaryButton(N_("Show more"), "chevron-down")
        self.more_button.clicked.connect(self._more)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._column)
        outer.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.more_button.hide()

    def show_leaving(self, leaving: Leaving | None) -> None:
        """Show what leaves, from the beginning."""
        self._leaving = leaving
        self.blocks = []
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.more_button.hide()
        if leaving is not None:
            self._more()

    def _more(self) -> None:
        leaving = self._leaving
        if leaving is None:
            return
        page = leaving.selection.going[len(self.blocks) : len(self.blocks) + PAGE]
        ids = [going.id for going in page]
        self.desk.ask(lambda s: read_details(s, leaving, ids), lambda told: self._add(leaving, page, told))

    def _add(self, leaving: Leaving, page: Sequence[Going], told: Details) -> None:
        if leaving is not self._leaving:
            return
        for going in page:
            if self.blocks:
                self._column.addWidget(Rule())
            block = GoingBlock(going, told.get(going.id, Detail()))
            block.unticked.connect(self.unticked)
            self._column.addWidget(block)
            self.blocks.append(block)
        left = len(leaving.selection.going) - len(self.blocks)
        self.more_button.set_words(_more_words(left))
        show_if(self.more_button, left > 0)


def _more_words(left: int) -> Text:
    return lambda: ngettext("Show {n} more", "Show {n} more", left).format(n=left)


def _title(going: Going) -> str:
    if not going.kind:
        return _("A record that was erased here: only that it was")
    kind = KINDS.get(going.kind)
    label = tr(kind.label) if kind else _("Added by a newer version of this program")
    return f"{going.title} · {label}" if going.title else label
