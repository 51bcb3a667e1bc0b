"""The rota: a week of shifts by day and desk, and what is missing a week ahead (L9, S2, S3)."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut

from cima_desktop.gui.tables.record_table_model import Deliver
from cima_desktop.gui.views.desk import Desk, touches
from cima_desktop.gui.views.roster.open_hours_dialog import OpenHoursDialog
from cima_desktop.gui.views.roster.rota_frame import RotaFrame
from cima_desktop.gui.views.roster.rota_paper import show_rota_paper
from cima_desktop.gui.views.roster.rota_rows import RotaWeek, ShiftRow, rota_week
from cima_desktop.gui.views.roster.shift_dialog import open_shift
from cima_desktop.gui.views.roster.swap_dialog import open_swap
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model import rota as model
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Shift
from cima_desktop.services.roster import rota
from cima_desktop.services.roster.rota import Copied
from cima_desktop.services.session import Session

_WEEK = timedelta(days=7)


class RotaPage(RotaFrame):
    """One week in sight; on the side what is missing, who was asked to swap, and how the hours fall."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.monday: date | None = None
        self._wanted = self._today = ""
        self._connect()

    def _connect(self) -> None:
        self.new_action.triggered.connect(self.begin)
        self.before_button.clicked.connect(lambda: self._step(-1))
        self.after_button.clicked.connect(lambda: self._step(1))
        self.now_button.clicked.connect(lambda: self._go(None))
        self.copy_button.clicked.connect(self.copy_week)
        self.hours_button.clicked.connect(lambda: OpenHoursDialog(self.desk, self.window()).open())
        self.print_button.clicked.connect(self._print)
        self.change_button.clicked.connect(lambda: self._change(self.table.current()))
        self.swap_button.clicked.connect(self._swap)
        self.up_button.clicked.connect(lambda: self.move_shift(-1))
        self.down_button.clicked.connect(lambda: self.move_shift(1))
        self.off_button.clicked.connect(self._take_off)
        self.empty.pressed.connect(self.begin)
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda by=by: self.move_shift(by))
        self.table.opened.connect(self._change)
        self.table.chosen.connect(self._chosen)
        self.table.rows.set_source(self._source)
        self.table.rows.shown.connect(self._arrived)
        self.side.fill.connect(lambda gap: open_shift(self.desk, self, gap))
        self.desk.changed.connect(self._changed)
        self.desk.closing.connect(self.wipe)

    def shown(self) -> None:
        self.me_box.read()
        self.read()

    def read(self) -> None:
        """Read the week and what stands beside it."""
        self.table.rows.reload()
        self.side.read()

    def wipe(self) -> None:
        """Forget what is shown."""
        self.table.rows.clear()
        self.side.wipe()

    def open_record(self, record_id: str) -> None:
        """Show the week of a shift, with the shift chosen."""
        self._wanted = record_id
        self.desk.ask(lambda s: _monday_of(s, record_id), self._go)

    def begin(self, _checked: bool = False) -> None:
        """Put a new shift on the rota, for the day that is chosen."""
        chosen = self.table.current()
        day = chosen.shift.on if isinstance(chosen, ShiftRow) else self.monday.isoformat() if self.monday else ""
        desk = chosen.shift.desk if isinstance(chosen, ShiftRow) else "linea"
        open_shift(self.desk, self, {"on": day, "desk": desk})

    def copy_week(self) -> None:
        """Copy the week before into the one in sight."""
        monday = self.monday
        if monday is not None:
            self.desk.do(lambda s: rota.copy_week(s, monday), self._say_copied, self.show_problem)

    def move_shift(self, by: int) -> None:
        """Call the chosen one earlier or later."""
        chosen = self.table.current()
        if isinstance(chosen, ShiftRow) and not self.desk.is_for_looking:
            self._wanted = chosen.id
            self.desk.do(lambda s: rota.move(s, chosen.id, by))

    def _source(self, _cursor: Any, deliver: Deliver) -> None:
        monday = self.monday

        def show(week: RotaWeek) -> None:
            self.monday, self._today = week.monday, week.today.isoformat()
            self.set_count(lambda: _week_text(week.monday))
            deliver(week.rows, None)

        self.desk.ask(lambda s: rota_week(s, monday), show, latest="rota")

    def _arrived(self) -> None:
        if self.desk.is_closing:
            return
        has_rows = bool(self.table.rows.rowCount())
        self.show_rows(has_rows)
        is_found = bool(self._wanted) and self.table.choose(lambda row: row.id == self._wanted)
        if has_rows and not is_found and not self.table.choose(lambda row: row.shift.on >= self._today):
            self.table.choose_line(0)
        self._chosen(self.table.current())

    def _chosen(self, row: object) -> None:
        is_one = isinstance(row, ShiftRow)
        if isinstance(row, ShiftRow):
            self._wanted = row.id
        for part in self.deed_buttons:
            part.setEnabled(is_one)

    def _step(self, by: int) -> None:
        if self.monday is not None:
            self._go(self.monday + by * _WEEK)

    def _go(self, monday: date | None) -> None:
        self.monday = monday
        self.table.rows.reload()

    def _change(self, row: object) -> None:
        if isinstance(row, ShiftRow) and not self.desk.is_for_looking:
            self.desk.ask(lambda s: _standing(s, row.id), lambda values: open_shift(self.desk, self, values, row.id))

    def _swap(self) -> None:
        row = self.table.current()
        if isinstance(row, ShiftRow):
            open_swap(self.desk, row.id, self)

    def _take_off(self) -> None:
        row = self.table.current()
        if not isinstance(row, ShiftRow):
            return

        def done(_touched: object) -> None:
            self.message_bar.say(
                lambda: _("The shift of {name} is off the rota.").format(name=row.name),
                "good",
                N_("Undo"),
                self.desk.undo,
                seconds=10,
            )

        self.desk.do(lambda s: rota.take_off(s, row.id), done, self.show_problem)

    def _say_copied(self, copied: Copied) -> None:
        tone = "good" if not copied.left_out else "warn"
        self.message_bar.say(lambda: _copied_words(copied), tone, seconds=12)
        announce(self, _copied_words(copied))

    def _print(self) -> None:
        if self.monday is not None:
            show_rota_paper(self.desk, self.monday, self)

    def _changed(self, touched: Touched) -> None:
        if touches(touched, "shift", "swap_request", "volunteer", "training") and not self.desk.is_closing:
            self.read()


def _monday_of(session: Session, shift: str) -> date | None:
    found = session.store.get(Shift, RecordId(shift))
    hours = model.hours_of(found) if found else None
    return model.week_of(hours.begin.date()) if hours else None


def _standing(session: Session, shift: RecordId) -> dict[str, Value]:
    return KINDS["shift"].values(session.store.need(Shift, shift))


def _week_text(monday: date) -> str:
    last = monday + _WEEK - timedelta(days=1)
    return _("{first} to {last}").format(first=show_date(monday), last=show_date(last))


def _copied_words(copied: Copied) -> str:
    said = ngettext("{n} shift was copied.", "{n} shifts were copied.", copied.made).format(n=copied.made)
    if not copied.left_out:
        return said
    left = ngettext(
        "{n} was left out: that person rests, helps no more, or is on call then already.",
        "{n} were left out: those people rest, help no more, or are on call then already.",
        copied.left_out,
    )
    return f"{said} {left.format(n=copied.left_out)}"
