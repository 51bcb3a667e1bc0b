"""Step 1 of handing records on: to whom. Words, never a colour alone, say whether the words were compared."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.check_list import CheckList
from cima_desktop.gui.widgets.empty_state import EmptyState
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _
from cima_desktop.services.peers import name_of
from cima_desktop.store.peers import Peer, Trust


class WhoStep(QWidget):
    """Whose card is here can be ticked; nobody else can read the file."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question_label = Label(N_("Who is to receive it?"), "section")
        self.told_label = Label(
            N_("Only the devices you tick can open the file. Whoever finds the stick reads nothing."),
            "muted",
            wrap=True,
        )
        self.peers_list = CheckList()
        self.peers_list.setObjectName("share_peers_list")
        self.empty = EmptyState(
            "users",
            N_("There is nobody yet to hand a file to"),
            N_("First you and the other coordinator give each other your cards and compare words."),
            N_("Go to the cards"),
        )
        self.empty.pressed.connect(lambda: desk.open("exchange", "peers"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        for part in (self.question_label, self.told_label, self.peers_list, self.empty):
            column.addWidget(part)
        column.addStretch(1)
        self.peers_list.edited.connect(self.edited)

    def show_peers(self, peers: Sequence[Peer], chosen: Sequence[bytes]) -> None:
        """Offer these; those that are revoked or have no key for receiving are not among them."""
        there = [peer for peer in peers if peer.receives]
        self.peers_list.set_choices([(peer.id.hex(), peer_words(peer)) for peer in there])
        self.peers_list.set_value([each.hex() for each in chosen if any(each == peer.id for peer in there)])
        for part in (self.question_label, self.told_label, self.peers_list):
            show_if(part, bool(there))
        show_if(self.empty, not there)

    def value(self) -> tuple[bytes, ...]:
        """Return the ids of the devices that are ticked."""
        return tuple(bytes.fromhex(each) for each in self.peers_list.value())


def peer_words(peer: Peer) -> Text:
    """Return how a peer is named: whose device it is, which, and whether the words were compared."""

    def words() -> str:
        compared = _("words compared") if peer.trust is Trust.CHECKED else _("words not compared yet")
        return f"{name_of(peer)} · {compared}"

    return words
