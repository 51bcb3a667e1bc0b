"""What is known already while a call is typed: marks, calls of that number, reports of that place, open incidents."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.linea.call_words import mark_words, moment_words, place_words, what_words
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.i18n import N_, ngettext, tr
from cima_desktop.model.ids import NO_ID
from cima_desktop.model.line import NumberMark
from cima_desktop.services.linea.lookup import Known
from cima_desktop.services.linea.past import PastCall, Told
from cima_desktop.services.linea.same_place import Alike


class PastPanel(Card):
    """Says what is known, and offers to tie the report to an incident that is open."""

    tied = Signal(str)
    """The incident to tie the report to; empty to let it begin its own."""
    told = Signal()
    """Something else is known now."""
    recognized = Signal(str)
    """The person who is calling; empty when it is not them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(N_("What is known already"), parent)
        self.desk = desk
        self._tie = self._person = ""
        self._known = Known()
        self._is_narrow = False
        self.nothing_label = Label(
            N_("Earlier calls of a number and reports of a place appear here while you type."), "muted", wrap=True
        )
        self.body.addWidget(self.nothing_label)
        self.lists: dict[str, RowsList] = {}
        self._groups: dict[str, QWidget] = {}
        for key, title in _GROUPS:
            self._add(key, title)
        self.show_known(Known())

    def show_known(self, known: Known) -> None:
        """Show what was found."""
        self._known = known
        self._fill("marks", [_mark_line(mark) for mark in known.number.marks])
        self._fill("alike", [self._alike_line(each) for each in known.alike])
        people = [self._person_line(record, title) for record, title in known.number.people]
        self._fill("number", [*people, *(self._call_line(each) for each in known.number.calls)])
        self._fill("told", [_told_line(each) for each in known.told])
        self._arrange()
        news = self.news()
        if news:
            announce(self, say(news))
        self.told.emit()

    def news(self, *, in_sight: bool = True) -> Text:
        """Return what must not be overlooked, and how this panel comes in sight; nothing when there is nothing."""
        if self._known.number.marks:
            return _WARNING
        if self._known.alike and not self._tie:
            return _ALIKE if in_sight else _ALIKE_UNSEEN
        return ""

    def forget(self) -> None:
        """Show nothing of any call."""
        self._known = Known()
        self.show_chosen("", "")

    def show_chosen(self, incident: str, person: str) -> None:
        """Show to which incident the report is tied, and who is calling."""
        self._tie, self._person = incident, person
        self.show_known(self._known)

    def make_room(self, narrow: bool) -> None:
        """Where there is little room, be there only when something is known."""
        self._is_narrow = narrow
        self._arrange()

    def is_needed(self) -> bool:
        """Tell whether it has anything to say."""
        return any(each.lines for each in self.lists.values())

    def _arrange(self) -> None:
        self.nothing_label.setVisible(not self.is_needed())
        show_if(self, self.is_needed() or not self._is_narrow)

    def _add(self, key: str, title: Text) -> None:
        group = QWidget()
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(2))
        column.addWidget(Label(title, "section", wrap=True))
        self.lists[key] = RowsList()
        column.addWidget(self.lists[key])
        self._groups[key] = group
        self.body.addWidget(group)

    def _fill(self, key: str, lines: Sequence[Line]) -> None:
        if lines or self.lists[key].lines:
            self.lists[key].show_lines(lines)
        self._groups[key].setVisible(bool(lines))

    def _alike_line(self, each: Alike) -> Line:
        incident = each.incident
        is_tied = incident.id == self._tie
        words = N_("Do not tie") if is_tied else N_("Tie to this")
        target = NO_ID if is_tied else incident.id
        return Line(
            title=lambda: f"{what_words(incident)} · {incident.area}",
            detail=lambda: " · ".join(
                [
                    moment_words(incident.on, incident.at),
                    ngettext("{n} report", "{n} reports", each.reports).format(n=each.reports),
                    *(tr(reason) for reason in each.reasons),
                ]
            ),
            icon="radio-tower",
            chips=[(N_("Tied"), "good")] if is_tied else [],
            deeds=[Deed(words=words, run=lambda: self.tied.emit(target), icon="link")],
        )

    def _person_line(self, record: str, title: str) -> Line:
        is_them = record == self._person
        words, target = (N_("It is not them"), "") if is_them else (N_("It is them"), record)
        return Line(
            title=raw(title),
            detail=N_("Has this number in the records"),
            icon="user",
            chips=[(N_("Calling now"), "good")] if is_them else [],
            deeds=[
                Deed(words=words, run=lambda: self.recognized.emit(target), icon="user-check"),
                Deed(words=N_("Open"), run=lambda: self.desk.open("person", record), icon="arrow-right", small=True),
            ],
        )

    def _call_line(self, past: PastCall) -> Line:
        call, report = past.call, past.report
        return Line(
            title=lambda: _what_of(past),
            detail=lambda: " · ".join(
                filter(None, (moment_words(call.on, call.at), place_words(report) if report else "", tr(past.outcome)))
            ),
            icon="phone",
            deeds=[Deed(words=N_("Open"), run=lambda: self.desk.open("call", call.id), icon="arrow-right", small=True)],
        )


_GROUPS: tuple[tuple[str, Text], ...] = (
    ("marks", N_("This number is marked")),
    ("alike", N_("May be the same as")),
    ("number", N_("This number before")),
    ("told", N_("This place in the last 12 months")),
)
_ALIKE = N_("An open incident may be the same: look beside the form before you save.")
_ALIKE_UNSEEN = N_("An open incident may be the same: make the window higher to see it before you save.")
_WARNING = N_("This number is marked: hoaxes came from it. Take the call all the same.")


def _what_of(past: PastCall) -> str:
    return what_words(past.report) if past.report else what_words(past.call)


def _mark_line(mark: NumberMark) -> Line:
    return Line(title=_WARNING, detail=mark_words(mark), icon="flag", chips=[(N_("Marked"), "warn")])


def _told_line(told: Told) -> Line:
    report = told.report
    return Line(
        title=lambda: f"{what_words(report)} · {place_words(report)}",
        detail=lambda: " · ".join((moment_words(report.received_on, report.received_at), tr(told.outcome))),
        icon="megaphone",
    )
