"""One's own cases in one's own order: Alt+Up and Alt+Down move the chosen one (C7)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import bind, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.cases.case_words import urgency_chip
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import IconButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.services.consulta import worklist
from cima_desktop.services.consulta.listing import CaseRow

_ID = Qt.ItemDataRole.UserRole
_TALL = 7
"""So many lines are seen without scrolling."""


class MineCard(Card):
    """The list; Enter opens a case."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(N_("My list"), parent)
        self._desk = desk
        self._rows: Sequence[CaseRow] = ()
        self.list = QListWidget()
        self.list.setObjectName("worklist_list")
        self.list.setProperty("kind", "plain")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bind(self.list, QWidget.setAccessibleName, N_("My cases, in my own order"))
        self.none_label = Label(N_("You follow no open case."), "muted", wrap=True)
        self.up_button = IconButton("chevron-up", N_("Move up"))
        self.down_button = IconButton("chevron-down", N_("Move down"))
        hint = QHBoxLayout()
        hint.setSpacing(S(4))
        self.hint_label = Label(N_("Alt+Up and Alt+Down move a case."), "small")
        hint.addWidget(self.hint_label, 1)
        for button, up, keys in ((self.up_button, True, "Alt+Up"), (self.down_button, False, "Alt+Down")):
            hint.addWidget(button)
            button.clicked.connect(lambda _checked=False, u=up: self.move_chosen(u))
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda u=up: self.move_chosen(u))
        self.body.addWidget(self.none_label)
        self.body.addWidget(self.list)
        self.body.addLayout(hint)
        self.body.addStretch(1)
        self.list.itemActivated.connect(self._open)
        self.show_rows(())

    def show_rows(self, rows: Sequence[CaseRow]) -> None:
        """Show these cases; the one that was chosen stays chosen."""
        chosen = self.chosen()
        self._rows = tuple(rows)
        self.list.clear()
        for row in rows:
            item = QListWidgetItem(icons.icon("briefcase", "muted"), _words(row), self.list)
            item.setData(_ID, row.id)
            if row.id == chosen:
                self.list.setCurrentItem(item)
        show_if(self.none_label, not rows)
        for part in (self.list, self.hint_label, self.up_button, self.down_button):
            show_if(part, bool(rows))
        if rows:
            lines = min(len(rows), _TALL)
            self.list.setFixedHeight(self.list.sizeHintForRow(0) * lines + S(8))
        can = not self._desk.is_for_looking
        self.up_button.setEnabled(can)
        self.down_button.setEnabled(can)

    def chosen(self) -> str:
        """Return the id of the chosen case, an empty text when none is."""
        place = self.list.currentRow()
        return self._rows[place].id if 0 <= place < len(self._rows) else ""

    def move_chosen(self, up: bool) -> None:
        """Move the chosen case."""
        case = RecordId(self.chosen())
        if case and not self._desk.is_for_looking:
            self._desk.do(lambda s: worklist.move(s, case, up), lambda _touched: self._moved())

    def _moved(self) -> None:
        place = self.list.currentRow() + 1
        announce(self.list, _("Place {n}").format(n=place))

    def _open(self, item: QListWidgetItem) -> None:
        self._desk.open("case", str(item.data(_ID)))


def _words(row: CaseRow) -> str:
    chip = urgency_chip(row)
    detail = " · ".join(filter(None, (row.number, tr(row.need), say(chip[0]) if chip else "")))
    return f"{row.person or _('(no name yet)')}\n{detail}"
