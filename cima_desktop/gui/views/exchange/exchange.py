"""The exchange: what goes to other coordinators and what comes from them, by files that people carry."""

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.peers_part import PeersPart
from cima_desktop.gui.views.sections import Section, SectionsPage
from cima_desktop.i18n import N_

SECTIONS = (Section("peers", N_("People you exchange with"), "users", PeersPart),)
"""Every section, in order. A new section is a row here."""


class ExchangePage(SectionsPage):
    """Sections on the left, one of them on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "exchange", N_("Exchange"), SECTIONS, N_("Sections of the exchange"))
