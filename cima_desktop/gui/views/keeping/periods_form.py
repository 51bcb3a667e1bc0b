"""How long each kind of record is kept in this vault, with the reason for what is proposed."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.number_box import NumberBox
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.declared import KINDS
from cima_desktop.model.retention import Rule
from cima_desktop.services import retention
from cima_desktop.services.retention import (
    LEAST_BIN_DAYS,
    LEAST_MONTHS,
    MOST_BIN_DAYS,
    MOST_MONTHS,
    Periods,
)


class PeriodsForm(QWidget):
    """Every change is kept at once, and told by `kept`."""

    kept = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.month_boxes = {k.name: _box(k.name) for k in KINDS.values() if k.keep.rule is Rule.CLOCK}
        self.bin_box = NumberBox(LEAST_BIN_DAYS, MOST_BIN_DAYS)
        self.bin_box.setObjectName("keep_bin_box")
        for box in (*self.month_boxes.values(), self.bin_box):
            box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.client_file_box = CheckBox(N_("These are files of a lawyer’s clients"))
        self.client_file_box.setObjectName("keep_client_file_box")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(12))
        for name, box in self.month_boxes.items():
            label: Text = partial(_months_label, name)
            column.addWidget(FieldRow(label, box, KINDS[name].keep.reason))
            box.editingFinished.connect(partial(self._keep_months, name))
        bin_help = N_("What is in the bin can be put back until somebody erases it.")
        column.addWidget(FieldRow(N_("Bin: days until it is shown here"), self.bin_box, bin_help))
        column.addWidget(self.client_file_box)
        column.addWidget(
            Label(
                N_(
                    "North Carolina’s rule RPC 209 has a lawyer keep a client’s closed file for six years unless the "
                    "client agrees to less. Whether it applies here is a question for the lawyer. If this is ticked, "
                    "nothing is due before six years."
                ),
                "small",
                wrap=True,
            )
        )
        self.bin_box.editingFinished.connect(self._keep_bin)
        self.client_file_box.edited.connect(self._keep_client_file)
        self._shown: Periods | None = None

    def show_periods(self, periods: Periods) -> None:
        """Show how long things are kept."""
        self._shown = periods
        for name, box in self.month_boxes.items():
            box.set_value(periods.months[name])
        self.bin_box.set_value(periods.bin_days)
        self.client_file_box.set_value(periods.client_file)

    def _keep_months(self, kind: str) -> None:
        months = self.month_boxes[kind].value()
        if self._shown is not None and months != self._shown.months[kind]:
            self.desk.write(lambda s: retention.set_months(s, kind, months), self._told)

    def _keep_bin(self) -> None:
        days = self.bin_box.value()
        if self._shown is not None and days != self._shown.bin_days:
            self.desk.write(lambda s: retention.set_bin_days(s, days), self._told)

    def _keep_client_file(self) -> None:
        yes = self.client_file_box.value()
        self.desk.write(lambda s: retention.set_client_file(s, yes), self._told)

    def _told(self, _result: object) -> None:
        self.kept.emit()


def _box(name: str) -> NumberBox:
    box = NumberBox(LEAST_MONTHS, MOST_MONTHS)
    box.setObjectName(f"keep_{name}_box")
    bind(box, QWidget.setAccessibleName, partial(_months_label, name))
    return box


def _months_label(name: str) -> str:
    return _("{kind}: months after the last change").format(kind=tr(KINDS[name].plural))
