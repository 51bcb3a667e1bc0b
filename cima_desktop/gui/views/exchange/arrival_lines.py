"""Bundles that arrived, as lines: from whom, made when, what became of them."""

from cima_desktop.gui.views.exchange.review_words import arrival_words, sender_words
from cima_desktop.gui.views.records.rows_list import Deed, Line
from cima_desktop.gui.widgets.dates import show_moment
from cima_desktop.i18n import _, ngettext
from cima_desktop.services.arriving import CHANGES, Arrival
from cima_desktop.services.exchange_register import STATES
from cima_desktop.store.bundles import TABLE, BundleNote


def arrival_line(arrival: Arrival, *deeds: Deed) -> Line:
    """Return one arrival as a line."""
    return Line(
        title=lambda: _title(arrival),
        detail=lambda: _about(arrival),
        icon="download",
        chips=(STATES[arrival.note.state],),
        deeds=deeds,
    )


def _title(arrival: Arrival) -> str:
    if arrival.note.sort == TABLE:
        return _("A table of another program")
    return _("From {who}").format(who=sender_words(arrival.sender))


def _about(arrival: Arrival) -> str:
    note = arrival.note
    number = int(note.facts.get(CHANGES, 0))
    changes = ngettext("{n} new change", "{n} new changes", number).format(n=number)
    came = _("read in {when}").format(when=show_moment(note.at))
    by = _("by {who}").format(who=note.who) if note.who else ""
    return " · ".join(part for part in (_made(note), changes, came, by) if part)


def _made(note: BundleNote) -> str:
    return "" if note.sort == TABLE else arrival_words(note)
