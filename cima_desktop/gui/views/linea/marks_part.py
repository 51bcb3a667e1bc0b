"""Marked numbers: they warn whoever answers the next call, and are taken off again here (L12)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.linea.call_words import mark_words
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_
from cima_desktop.model.display import phone_text
from cima_desktop.model.line import NumberMark
from cima_desktop.services.linea import marks


class MarksPart(Card):
    """The marks in force, the newest first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(N_("Marked numbers"), parent)
        self.desk = desk
        self.marks_list = RowsList()
        self.body.addWidget(
            Label(
                N_(
                    "A mark warns whoever answers; no call is ever refused for it. It is made from a call that was"
                    " closed as a hoax, under “Who called”."
                ),
                "muted",
                wrap=True,
            )
        )
        self.none_label = Label(N_("No number is marked."), wrap=True)
        self.body.addWidget(self.none_label)
        self.body.addWidget(Scroll(self.marks_list), 1)

    def read(self) -> None:
        """Ask for the marks."""
        self.desk.ask(marks.in_force, self._show, latest="linea:marks")

    def _show(self, found: Sequence[NumberMark]) -> None:
        self.none_label.setVisible(not found)
        self.marks_list.show_lines([self._line(mark) for mark in found])

    def _line(self, mark: NumberMark) -> Line:
        lift = Deed(words=N_("Take the mark off"), run=lambda: self._lift(mark), icon="flag")
        deeds = [] if self.desk.is_for_looking else [lift]
        return Line(title=raw(phone_text(mark.phone)), detail=mark_words(mark), icon="flag", deeds=deeds)

    def _lift(self, mark: NumberMark) -> None:
        self.desk.do(lambda s: marks.lift(s, mark.id), lambda _touched: self.read())
