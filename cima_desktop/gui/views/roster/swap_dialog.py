"""Asks somebody to take a shift over: the least-asked first (S3)."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.tables.record_table import RecordTable
from cima_desktop.gui.tables.record_table_model import Deliver
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.roster.field_dialog import FieldDialog
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, ngettext
from cima_desktop.model.ids import RecordId
from cima_desktop.services.roster import swapping
from cima_desktop.services.roster.swapping import Substitute

_ROWS_HIGH = 200


def _asked(row: Substitute) -> str:
    return ngettext("asked {n} time in four weeks", "asked {n} times in four weeks", row.asked).format(n=row.asked)


def _load(row: Substitute) -> str:
    return ngettext("{n} shift or task that week", "{n} shifts or tasks that week", row.load).format(n=row.load)


COLUMNS = (
    Column(key="name", title=N_("Volunteer"), text=lambda row: row.name, detail=_asked, stretch=True),
    Column(key="load", title=N_("That week"), text=_load, sort=lambda row: row.load, width=220),
)


class SwapDialog(FieldDialog):
    """Chooses who is asked for one shift."""

    def __init__(self, desk: Desk, shift: RecordId, parent: QWidget | None = None) -> None:
        words = (
            N_("Ask somebody to take this shift"),
            N_("Who can do it and was asked least stands first. The shift changes hands when they say yes."),
            N_("Ask them"),
        )
        super().__init__(desk, "swap_request", ("note",), words, parent)
        self._shift = shift
        self.table = RecordTable(COLUMNS, N_("Who could take it"))
        self.table.setObjectName("swap_table")
        self.table.setMinimumHeight(S(_ROWS_HIGH))
        self.nobody_label = Label(
            N_("Nobody else is trained for it, free then, and not asked already."), "muted", wrap=True
        )
        self.nobody_label.hide()
        for part in (Framed(self.table), self.nobody_label, self.columns):
            self.rows.addWidget(part)
        self.table.rows.set_source(self._source)
        self.table.rows.shown.connect(self._arrived)
        self.table.opened.connect(lambda _row: self.finish())
        self.done_button.setEnabled(False)
        self.table.rows.reload()

    def _source(self, _cursor: Any, deliver: Deliver) -> None:
        shift = self._shift
        self.desk.ask(
            lambda s: swapping.substitutes(s, shift),
            lambda found: deliver(found, None),
            self.show_problem,
            latest="swap",
        )

    def _arrived(self) -> None:
        has_rows = bool(self.table.rows.rowCount())
        self.nobody_label.setVisible(not has_rows)
        self.done_button.setEnabled(has_rows)
        if has_rows:
            self.table.choose_line(0)

    def finish(self) -> None:
        chosen, values, shift = self.table.current(), self.values(), self._shift
        if not isinstance(chosen, Substitute) or values is None:
            return
        who, note = chosen.volunteer, str(values["note"] or "")
        self.desk.do(lambda s: swapping.ask(s, shift, who, note), lambda _touched: self.accept(), self.show_problem)


def open_swap(desk: Desk, shift: RecordId, near: QWidget) -> SwapDialog:
    """Open the dialog over the window."""
    dialog = SwapDialog(desk, shift, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
