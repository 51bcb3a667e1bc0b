"""Says on which days and in which hours Consulta is open, so that an open hour without anybody is shown."""

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.roster.field_dialog import FieldDialog
from cima_desktop.gui.widgets.check_list import CheckList
from cima_desktop.i18n import N_
from cima_desktop.model.rota import Hours
from cima_desktop.services.roster import rota
from cima_desktop.services.roster.telling import WEEKDAYS


class OpenHoursDialog(FieldDialog):
    """Days and hours of Consulta; without a day nothing is expected."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        words = (
            N_("When is Consulta open?"),
            N_("The rota then shows the open hours for which nobody is down. Without a day, it expects nobody."),
            N_("Keep the hours"),
        )
        super().__init__(desk, "shift", ("start", "end"), words, parent)
        self.days_list = CheckList([(str(n), name) for n, name in enumerate(WEEKDAYS)], columns=2)
        self.days_list.setObjectName("open_days_list")
        self.add_row(N_("Days"), self.days_list)
        self.rows.addWidget(self.columns)
        desk.ask(lambda s: rota.wanted(s, "consulta"), self._show)

    def _show(self, hours: Hours | None) -> None:
        if hours is not None:
            self.days_list.set_value([str(n) for n in sorted(hours.days)])
            self.put(start=hours.start, end=hours.end)

    def finish(self) -> None:
        values = self.values()
        if values is None:
            return
        days = frozenset(int(key) for key in self.days_list.value())
        hours = Hours(days=days, start=str(values["start"]), end=str(values["end"])) if days else None
        self.desk.do(lambda s: rota.want(s, hours), lambda _nothing: self.accept(), self.show_problem)
