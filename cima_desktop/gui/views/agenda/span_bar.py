"""Which days the agenda shows, with the ways back and forth, and whose appointments."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import IconButton, QuietButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services.session import Session
from cima_desktop.services.workups.agenda_list import DAY, MONTH, UNKNOWN, WEEK, Week

_ONE = timedelta(days=1)


class SpanBar(QWidget):
    """Back, today, on; the days in words; a box with whom of us."""

    moved = Signal(int)
    home = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.back_button = IconButton("arrow-left", N_("Earlier"))
        self.home_button = QuietButton(N_("Today"))
        self.on_button = IconButton("arrow-right", N_("Later"))
        for button, name in ((self.back_button, "back"), (self.home_button, "today"), (self.on_button, "on")):
            button.setObjectName(f"agenda_{name}_button")
        self.span_label = Label("", "strong", wrap=True)
        self.weeks_label = Label("", "small", wrap=True)
        self.navigator_box = ChoiceBox((), empty=N_("Anyone"))
        self.navigator_box.setObjectName("agenda_navigator_box")
        bind(self.navigator_box, QWidget.setAccessibleName, N_("With whom of us"))
        self.back_button.clicked.connect(lambda: self.moved.emit(-1))
        self.on_button.clicked.connect(lambda: self.moved.emit(1))
        self.home_button.clicked.connect(self.home)
        self._lay_out()

    def read(self) -> None:
        """Ask who of us has appointments."""
        self.desk.ask(_navigators, self._offer, latest="agenda navigators")

    def show_span(self, view: str, span: tuple[date, date]) -> None:
        """Say which days are shown."""
        dated = view in (DAY, WEEK, MONTH)
        for button in (self.back_button, self.home_button, self.on_button):
            show_if(button, dated)
        show_if(self.weeks_label, view == MONTH)
        self.span_label.set_words(lambda: span_words(view, span))

    def show_weeks(self, weeks: Sequence[Week]) -> None:
        """Say how full the weeks of a month are."""
        self.weeks_label.set_words(lambda: " · ".join(_week_words(week) for week in weeks if week.count))

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(S(6))
        for part in (self.back_button, self.home_button, self.on_button):
            line.addWidget(part)
        line.addWidget(self.span_label, 1)
        line.addWidget(self.navigator_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(4))
        column.addLayout(line)
        column.addWidget(self.weeks_label)

    def _offer(self, found: Sequence[tuple[str, str]]) -> None:
        choices: list[tuple[str, Text]] = [(each, raw(name)) for each, name in found]
        self.navigator_box.set_choices(choices)


def span_words(view: str, span: tuple[date, date]) -> str:
    """Return which days a list shows."""
    if view == UNKNOWN:
        return _("In the order in which to ask again")
    if view not in (DAY, WEEK, MONTH):
        return _("Past, and nobody wrote down what came of it")
    first, last = span[0], span[1] - _ONE
    if first == last:
        return show_date(first)
    return f"{show_date(first)} – {show_date(last)}"


def _week_words(week: Week) -> str:
    days = dict.fromkeys((week.first.day, week.last.day))
    told = ngettext("{days}: {n} appointment", "{days}: {n} appointments", week.count)
    return told.format(days="–".join(str(day) for day in days), n=week.count)


def _navigators(session: Session) -> list[tuple[str, str]]:
    return [(each.id, each.title()) for each in session.store.all(Volunteer) if each.title()]
