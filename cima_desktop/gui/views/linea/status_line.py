"""At the top of the hotline: who is on call now, where nobody is in the next days, and what the clock will erase."""

from collections.abc import Sequence
from datetime import datetime

import attrs
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.linea.call_words import moment_words
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import ElidedLabel
from cima_desktop.i18n import N_, _, day_text, list_text, ngettext
from cima_desktop.model.ids import RecordId
from cima_desktop.services import short_clock
from cima_desktop.services.roster import rota
from cima_desktop.services.roster.rota import Gap
from cima_desktop.services.session import Session
from cima_desktop.services.short_clock import Clock

DESK = "linea"


@attrs.frozen(kw_only=True)
class Status:
    """Who is on call, the first gap ahead, and the clock of callers' details."""

    names: Sequence[str]
    gap: Gap | None
    clock: Clock


class StatusLine(QWidget):
    """Says it in two chips; `clock_label` has a place of its own on the page. Reads itself again when asked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.names_chip = Chip("")
        self.gap_chip = Chip("")
        self.clock_label = ElidedLabel("", "small")
        flow = FlowLayout(self, S(6))
        flow.addWidget(self.names_chip)
        flow.addWidget(self.gap_chip)

    def read(self) -> None:
        """Ask for what is shown."""
        self.desk.ask(status, self._show, latest="linea:status")

    def _show(self, now: Status) -> None:
        self.names_chip.set_words(_names(now), "good" if now.names else "warn")
        gap = now.gap if now.names else None
        self.gap_chip.set_words(_gap(gap) if gap else "", "warn")
        self.clock_label.set_words(_clock(now.clock))


def status(session: Session) -> Status:
    """Return what the line says."""
    names = session.store.named([RecordId(shift.volunteer) for shift in rota.on_call(session, DESK, *session.stamp())])
    gap = next((gap for gap in rota.gaps(session) if gap.desk == DESK), None)
    return Status(names=[title for _kind, title in names.values()], gap=gap, clock=short_clock.waiting(session))


def _names(now: Status) -> Text:
    if now.names:
        return lambda: _("On call now: {names}").format(names=list_text(now.names))
    if now.gap is None:
        return N_("Nobody is on call now")
    end = _moment(now.gap.end)
    return lambda: _("Nobody is on call until {end}").format(end=moment_words(*end))


def _gap(gap: Gap) -> Text:
    begin, end = _moment(gap.begin), _moment(gap.end)
    return lambda: _("Nobody from {begin} to {end}").format(begin=moment_words(*begin), end=moment_words(*end))


def _moment(when: datetime) -> tuple[str, str]:
    return when.date().isoformat(), when.strftime("%H:%M")


def _clock(clock: Clock) -> Text:
    def words() -> str:
        if not clock.records:
            return _("Nothing is kept of any caller.")
        told = ngettext("Details of {n} caller are kept", "Details of {n} callers are kept", clock.records)
        parts = [told.format(n=clock.records)]
        if clock.last is not None:
            parts.append(_("erased by themselves, the last after {day}").format(day=day_text(clock.last)))
        if clock.held:
            held = ngettext("a legal hold keeps {n}", "a legal hold keeps {n}", clock.held)
            parts.append(held.format(n=clock.held))
        return " · ".join(parts)

    return words
