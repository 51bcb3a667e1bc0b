"""What still needs somebody, each with a way to ask."""

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk, touches
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.roster.assign_dialog import open_assign
from cima_desktop.gui.views.roster.roster_words import SORT_WORDS, sort_icon, when_text
from cima_desktop.gui.views.tall_dialog import TallDialog
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, ngettext, tr
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.services.roster.needs import Need, open_needs

_WIDTH = 680


class NeedsDialog(TallDialog):
    """The list of open needs; it stays open while people are asked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("What still needs somebody"),
            N_("Nobody has said yes to these. What has a day comes first."),
            N_("Close"),
            _WIDTH,
            parent,
        )
        self.desk = desk
        self.cancel_button.hide()
        self.needs_list = RowsList()
        self.none_label = Label(N_("Everything has somebody."), "muted", wrap=True)
        self.rows.addWidget(self.needs_list)
        self.rows.addWidget(self.none_label)
        self.none_label.hide()
        self.setMinimumHeight(S(200))
        desk.changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        """Ask what needs somebody."""
        self.desk.ask(open_needs, self.show_needs, latest="needs dialog")

    def show_needs(self, found: list[Need]) -> None:
        """Show the needs."""
        self.needs_list.show_lines([self._line(need) for need in found])
        self.none_label.setVisible(not found)

    def _line(self, need: Need) -> Line:
        asks = Deed(words=N_("Ask…"), run=lambda: open_assign(self.desk, need.about, need.sort, self), icon="user-plus")
        opens = Deed(words=N_("Open"), run=lambda: self._open(need), icon="arrow-right", small=True)
        waiting = [(lambda: _waiting(need.asked), "info")] if need.asked else []
        return Line(
            title=SORT_WORDS.get(need.sort, need.sort),
            detail=lambda: " · ".join(p for p in (_what(need), when_text(need.day, need.at)) if p),
            icon=sort_icon(need.sort),
            chips=waiting,
            deeds=(opens,) if self.desk.is_for_looking else (asks, opens),
        )

    def _open(self, need: Need) -> None:
        self.accept()
        self.desk.open(need.kind, need.about)

    def _changed(self, touched: Touched) -> None:
        if touches(touched, "assignment", "accompaniment", "incident", "verification") and not self.desk.is_closing:
            self.read()


def _waiting(asked: int) -> str:
    return ngettext("{n} asked, no answer yet", "{n} asked, no answer yet", asked).format(n=asked)


def _what(need: Need) -> str:
    kind = tr(KINDS[need.kind].label) if need.kind in KINDS else ""
    return ": ".join(part for part in (kind, need.title) if part)
