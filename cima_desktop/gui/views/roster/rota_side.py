"""Beside the rota: when nobody is there, who was asked to swap, and how the hours fall."""

from collections.abc import Callable
from datetime import timedelta

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.roster.roster_words import DESK_WORDS, long_hours
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.services.roster import rota, swapping
from cima_desktop.services.roster.rota import Gap, Share
from cima_desktop.services.roster.swapping import Asked
from cima_desktop.services.roster.telling import gap_text, hours_text, shift_day
from cima_desktop.services.session import Session

_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Beside:
    """What stands beside the week."""

    gaps: list[Gap] = attrs.field(factory=list)
    asked: list[Asked] = attrs.field(factory=list)
    shares: list[Share] = attrs.field(factory=list)


def beside(session: Session) -> Beside:
    """Read what stands beside the week."""
    return Beside(gaps=rota.gaps(session), asked=swapping.waiting(session), shares=rota.fairness(session))


class RotaSide(Scroll):
    """Three cards below each other."""

    fill = Signal(dict)
    """A gap is to be filled: desk, day, beginning and, where it is within a day, end of a new shift."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.gaps_card = Card(N_("Gaps in the next 7 days"))
        self.swaps_card = Card(N_("Asked to take a shift"))
        self.shares_card = Card(N_("Hours on call in four weeks"))
        self.gaps_list, self.swaps_list, self.shares_list = RowsList(), RowsList(), RowsList()
        self.no_gaps = Label(N_("Somebody is there at all hours."), "muted", wrap=True)
        self.desk = desk
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(12))
        pairs = (
            (self.gaps_card, self.gaps_list),
            (self.swaps_card, self.swaps_list),
            (self.shares_card, self.shares_list),
        )
        for card, rows in pairs:
            card.body.addWidget(rows)
            column.addWidget(card)
        self.gaps_card.body.addWidget(self.no_gaps)
        column.addStretch(1)
        super().__init__(inner, parent)

    def read(self) -> None:
        """Read what is missing."""
        self.desk.ask(beside, self.show_beside, latest="rota side")

    def wipe(self) -> None:
        """Forget what is shown."""
        for rows in (self.gaps_list, self.swaps_list, self.shares_list):
            rows.show_lines(())

    def show_beside(self, found: Beside) -> None:
        """Show gaps, requests and hours; cards without anything in them are put away."""
        self.gaps_list.show_lines([self._gap_line(gap) for gap in found.gaps])
        self.no_gaps.setVisible(not found.gaps)
        self.swaps_list.show_lines([self._swap_line(each) for each in found.asked])
        self.swaps_card.setVisible(bool(found.asked))
        self.shares_list.show_lines([_share_line(each) for each in found.shares])
        self.shares_card.setVisible(bool(found.shares))

    def _gap_line(self, gap: Gap) -> Line:
        deed = Deed(words=N_("Fill…"), run=lambda: self.fill.emit(_filling(gap)), icon="plus")
        return Line(
            title=lambda: gap_text(gap), icon="triangle-alert", deeds=() if self.desk.is_for_looking else (deed,)
        )

    def _swap_line(self, asked: Asked) -> Line:
        deeds = (
            Deed(words=N_("Said yes"), run=self._does(swapping.accept, asked), icon="check"),
            Deed(words=N_("Said no"), run=self._does(swapping.decline, asked), icon="x", small=True),
            Deed(words=N_("Withdraw"), run=self._does(swapping.withdraw, asked), icon="undo-2", small=True),
        )
        return Line(
            title=lambda: _("{of} was asked to take the shift of {by}").format(of=asked.of, by=asked.by),
            detail=lambda: _shift_text(asked),
            icon="arrow-left-right",
            deeds=() if self.desk.is_for_looking else deeds,
        )

    def _does(self, verb: Callable[[Session, RecordId], Touched], asked: Asked) -> Callable[[], object]:
        return lambda: self.desk.do(lambda s: verb(s, asked.id))


def _shift_text(asked: Asked) -> str:
    shift = asked.shift
    return " · ".join((tr(DESK_WORDS.get(shift.desk, shift.desk)), shift_day(shift), hours_text(shift)))


def _share_line(share: Share) -> Line:
    return Line(title=raw(share.name), detail=lambda: long_hours(share.minutes))


def _filling(gap: Gap) -> dict[str, str]:
    """Return the beginning of a shift that fills a gap; of a longer one somebody says how far it goes."""
    end = f"{gap.end:%H:%M}" if gap.end - gap.begin <= _DAY else ""
    return {"desk": gap.desk, "on": f"{gap.begin:%Y-%m-%d}", "start": f"{gap.begin:%H:%M}", "end": end}
