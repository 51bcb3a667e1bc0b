"""Chooses the time that figures are about: a month, a quarter, a year, or any two days."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import IconButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.date_edit import DateEdit
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _
from cima_desktop.services.patterns.periods import FREE, MONTH, SORTS, Period, PeriodError, around, beside


class PeriodPicker(QWidget):
    """Holds a period; `chosen` tells that it is another one."""

    chosen = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.period = around(today, MONTH)
        self.sort_box = ChoiceBox(SORTS, empty=None)
        bind(self.sort_box, QWidget.setAccessibleName, N_("How long"))
        self.earlier_button = IconButton("chevron-left", N_("Earlier"))
        self.later_button = IconButton("chevron-right", N_("Later"))
        self.first_edit, self.last_edit = DateEdit(), DateEdit()
        bind(self.first_edit, QWidget.setAccessibleName, N_("First day"))
        bind(self.last_edit, QWidget.setAccessibleName, N_("Last day"))
        self.days_label = Label("", "strong", wrap=True)
        self.problem_label = Label("", "problem", wrap=True)
        self._arrange()
        self.sort_box.edited.connect(self._take_sort)
        self.earlier_button.clicked.connect(lambda: self._step(-1))
        self.later_button.clicked.connect(lambda: self._step(1))
        for edit in (self.first_edit, self.last_edit):
            edit.editingFinished.connect(self._take_days)
            edit.edited.connect(self._take_days)
        self._show()

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(S(8))
        line.addWidget(self.sort_box)
        line.addWidget(self.earlier_button)
        line.addWidget(self.later_button)
        line.addWidget(self.days_label, 1)
        self.days = QWidget()
        flow = FlowLayout(self.days, S(8))
        for edit in (self.first_edit, self.last_edit):
            edit.setMinimumWidth(S(170))
            flow.addWidget(edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addLayout(line)
        column.addWidget(self.days)
        column.addWidget(self.problem_label)

    def _take_sort(self) -> None:
        sort = self.sort_box.value()
        if sort != FREE:
            self.period = around(self.period.first, sort)
        self._show()
        self.chosen.emit()

    def _step(self, steps: int) -> None:
        self.period = beside(self.period, self.sort_box.value(), steps)
        self._show()
        self.chosen.emit()

    def _take_days(self) -> None:
        first, last = self.first_edit.value(), self.last_edit.value()
        if first is None or last is None:
            return
        try:
            period = Period(first, last)
        except PeriodError as error:
            self.problem_label.set_words(error.sentence)
            self.problem_label.show()
            return
        self.problem_label.hide()
        if period != self.period:
            self.period = period
            self._say_days()
            self.chosen.emit()

    def _show(self) -> None:
        free = self.sort_box.value() == FREE
        self.days.setVisible(free)
        self.earlier_button.setVisible(not free)
        self.later_button.setVisible(not free)
        self.problem_label.hide()
        self.first_edit.set_value(self.period.first)
        self.last_edit.set_value(self.period.last)
        self._say_days()

    def _say_days(self) -> None:
        period = self.period
        self.days_label.set_words(
            lambda: _("From {first} to {last}").format(first=show_date(period.first), last=show_date(period.last))
        )
