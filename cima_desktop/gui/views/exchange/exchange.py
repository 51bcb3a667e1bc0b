"""The exchange: what goes to other coordinators and what comes from them, by files that people carry."""

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.peers_part import PeersPart
from cima_desktop.gui.views.exchange.receive_part import ReceivePart
from cima_desktop.gui.views.exchange.register_part import RegisterPart
from cima_desktop.gui.views.exchange.send_part import SendPart
from cima_desktop.gui.views.files.files_part import FilesPart
from cima_desktop.gui.views.sections import Section, SectionsPage
from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId

SECTIONS = (
    Section("send", N_("Hand records on"), "upload", SendPart),
    Section("receive", N_("Receive"), "download", ReceivePart),
    Section("register", N_("What left and what arrived"), "history", RegisterPart),
    Section("peers", N_("People you exchange with"), "users", PeersPart),
    Section("files", N_("Other programs’ files"), "file-text", FilesPart),
)
"""Every section, in order. A new section is a row here."""


class ExchangePage(SectionsPage):
    """Sections on the left, one of them on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "exchange", N_("Exchange"), SECTIONS, N_("Sections of the exchange"))

    def begin_with(self, deed: str, what: str) -> None:
        """Begin with a file that came ("bundle"), or with a record that is to be handed on."""
        if deed == "bundle":
            self.take_file(what)
        else:
            self.hand_on(deed, RecordId(what))

    def hand_on(self, deed: str, record: RecordId) -> None:
        """Begin to hand a record on: "share" it, "refer" somebody for it, or "answer" a referral."""
        self.open_section("send")
        self.parts["send"].hand_on(deed, record)

    def take_file(self, path: str) -> None:
        """Read a bundle that was dropped on the window, or that the program was started with."""
        self.open_section("receive")
        self.parts["receive"].take_file(path)
