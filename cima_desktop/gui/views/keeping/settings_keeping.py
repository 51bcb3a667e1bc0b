"""Keeping and erasing: what is due, how long things are kept here, and the numbers that stay (A2, P4)."""

from collections.abc import Sequence
from functools import partial

import attrs
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.keeping.erase_dialog import done_words, open_erase
from cima_desktop.gui.views.keeping.keeping_words import due_text
from cima_desktop.gui.views.keeping.periods_form import PeriodsForm
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.widgets.buttons import DangerButton, QuietButton
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.labels import Label, Rule
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.services import figures, holds, retention
from cima_desktop.services.erasing import Erased
from cima_desktop.services.figures import SMALL, Answer, Year
from cima_desktop.services.retention import Due, Periods
from cima_desktop.services.session import Session

MOST_SHOWN = 100
MOST_READ = 1000


@attrs.frozen(kw_only=True)
class State:
    """Everything the section shows."""

    due: Sequence[Due]
    periods: Periods
    years: Sequence[Year]
    is_held: bool
    leapt: bool


def read_state(session: Session) -> State:
    """Read what is due and what the clocks are set to."""
    return State(
        due=retention.due(session, MOST_READ),
        periods=retention.periods(session),
        years=figures.years(session),
        is_held=holds.vault_is_held(session),
        leapt=retention.clock_leapt(session),
    )


class DueBox(CheckBox):
    """One thing that is due, with its box."""

    def __init__(self, due: Due, parent: QWidget | None = None) -> None:
        super().__init__(lambda: (due.title or tr(KINDS[due.kind].label)).replace("&", "&&"), parent)
        self.due = due


class KeepingPart(QWidget):
    """What is due is ticked and erased together, after a look at what would go; nothing goes by itself."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.message_bar = MessageBar()
        self.boxes: list[DueBox] = []
        self.due_column = QVBoxLayout()
        self.none_label = Label(N_("Nothing is past its date."), "muted", wrap=True)
        self.all_button = QuietButton(N_("Choose all"), "list-checks")
        self.erase_button = DangerButton(N_("Erase what is chosen…"), "circle-x")
        self.periods_form = PeriodsForm(desk)
        self.years_list = RowsList()
        self.all_button.setObjectName("due_all_button")
        self.erase_button.setObjectName("due_erase_button")
        self._build()
        self.all_button.clicked.connect(self._choose_all)
        self.erase_button.clicked.connect(self._erase)
        self.periods_form.kept.connect(self.read)
        desk.changed.connect(self._changed)
        desk.closing.connect(self.forget)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(S(8))
        buttons.addWidget(self.all_button)
        buttons.addWidget(self.erase_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        column.addWidget(self.message_bar)
        why = N_(
            "What is not kept cannot be taken. Each record has a date; when it has passed, it is shown "
            "here. No record is erased without a person’s yes."
        )
        column.addWidget(Label(why, "muted", wrap=True))
        column.addWidget(Label(N_("Past their date"), "section"))
        column.addWidget(self.none_label)
        column.addLayout(self.due_column)
        column.addLayout(buttons)
        column.addWidget(Rule())
        column.addWidget(Label(N_("How long things are kept"), "section"))
        column.addWidget(self.periods_form)
        column.addWidget(Rule())
        column.addWidget(Label(N_("Numbers that stay"), "section"))
        about = N_(
            "Begun in each year, with what was erased since. The numbers hold no names; a few closed answers are "
            "counted by month."
        )
        column.addWidget(Label(about, "muted", wrap=True))
        column.addWidget(self.years_list)
        column.addStretch(1)

    def read(self) -> None:
        """Read what is due."""
        self.desk.ask(read_state, self._show, latest="keeping")

    def forget(self) -> None:
        """Forget what is shown."""
        self._show_due(())
        self.years_list.show_lines(())

    def chosen(self) -> list[Due]:
        """Return what is ticked."""
        return [box.due for box in self.boxes if box.isChecked()]

    def _show(self, state: State) -> None:
        self._show_due(state.due)
        self.periods_form.show_periods(state.periods)
        self.years_list.show_lines([_year_line(year) for year in state.years])
        nothing = N_("Nothing is past its date.")
        stopped = N_("The whole vault is under a legal hold: every clock stands still.")
        self.none_label.set_words(stopped if state.is_held else nothing)
        if state.leapt and state.due:
            self.message_bar.say(
                N_(
                    "Nothing was written here for a year or more. Check the date of this computer before you erase "
                    "anything."
                ),
                "warn",
            )

    def _show_due(self, found: Sequence[Due]) -> None:
        while self.due_column.count():
            item = self.due_column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = []
        for due in found[:MOST_SHOWN]:
            box = DueBox(due)
            box.edited.connect(self._ticked)
            self.boxes.append(box)
            self.due_column.addWidget(box)
            why = Label(partial(due_text, due), "small", wrap=True)
            why.setContentsMargins(S(30), 0, 0, S(6))
            self.due_column.addWidget(why)
        more = len(found) - MOST_SHOWN
        if more > 0:
            words: Text = lambda: ngettext("and {n} more", "and {n} more", more).format(n=more)  # noqa: E731
            self.due_column.addWidget(Label(words, "muted"))
        self.none_label.setVisible(not found)
        self.all_button.setVisible(bool(found))
        self.erase_button.setVisible(bool(found))
        self._ticked()

    def _ticked(self) -> None:
        self.erase_button.setEnabled(bool(self.chosen()))

    def _choose_all(self) -> None:
        every = all(box.isChecked() for box in self.boxes)
        for box in self.boxes:
            box.setChecked(not every)
        self._ticked()

    def _erase(self) -> None:
        chosen = self.chosen()
        if chosen:
            reason = "bin" if all(due.why == "bin" for due in chosen) else "time"
            open_erase(self.desk, self, [due.id for due in chosen], reason, self._erased)

    def _erased(self, done: Erased) -> None:
        self.message_bar.say(lambda: done_words(done), "good")
        self.read()

    def _changed(self, _touched: Touched) -> None:
        if self.isVisible() and not self.desk.is_closing:
            self.read()


def _year_line(year: Year) -> Line:
    return Line(title=raw(year.year), detail=lambda: _year_text(year), icon="chart-column")


def _year_text(year: Year) -> str:
    parts = [
        _("{kind}: {n}").format(kind=tr(KINDS[kind].plural), n=_of_which(n, year.erased[kind]))
        for kind, n in year.begun.items()
        if n
    ]
    answers: dict[tuple[str, str], list[str]] = {}
    for answer in year.answers:
        answers.setdefault((answer.kind, answer.field), []).append(_answer_text(answer))
    lines = [
        _("{kind}, {question}: {answers}").format(
            kind=tr(KINDS[kind].plural), question=tr(KINDS[kind].field(field).label), answers=", ".join(found)
        )
        for (kind, field), found in answers.items()
    ]
    return "\n".join([" · ".join(parts), *lines])


def _answer_text(answer: Answer) -> str:
    """Return how often an answer was given; a small number is not told, because it could point at somebody."""
    words = tr(KINDS[answer.kind].field(answer.field).choice_label(answer.value))
    number = _("fewer than {n}").format(n=SMALL) if answer.is_small else str(answer.n)
    return f"{words} {number}"


def _of_which(n: int, erased: int) -> str:
    return _("{n} ({erased} erased)").format(n=n, erased=erased) if erased else str(n)
