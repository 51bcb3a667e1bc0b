"""A bundle of somebody whose card is not here: the card that came in it can be added and is then compared (Y3)."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.exchange.cards import Card as IdentityCard
from cima_desktop.exchange.cards import as_text
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.services import arriving, peers
from cima_desktop.services.peers import named

_WARNING = N_(
    "Anybody can write any name there. Add the card only if you expect a file from them, and then compare the words "
    "with the person, in person or by telephone. Nothing of the bundle is taken in by that."
)


class StrangerCard(Card):
    """Hidden until a bundle of a stranger was read."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(N_("Who made this bundle?"), parent)
        self._desk = desk
        self._card: IdentityCard | None = None
        self.who_label = Label("", "strong", wrap=True)
        self.add_button = SecondaryButton(N_("Add this card and compare words"), "user-plus")
        self.add_button.setObjectName("stranger_add_button")
        self.add_button.clicked.connect(self._add)
        self.body.addWidget(self.who_label)
        self.body.addWidget(Label(_WARNING, "small", wrap=True))
        self.body.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def ask(self, file: Path) -> None:
        """Look for the card in a bundle, and show who it says made it."""
        self._desk.ask(
            lambda session: arriving.card_in(session, file), self._show, lambda _error: None, latest="stranger"
        )

    def _show(self, card: IdentityCard | None) -> None:
        self._card = card
        if card is not None:
            who = named(card.person, card.label)
            self.who_label.set_words(lambda: _("The bundle says: {who}").format(who=who))
        self.setVisible(card is not None)

    def _add(self) -> None:
        card = self._card
        if card is not None:
            self._desk.write(lambda session: peers.add_card(session, as_text(card)), self._added, self._refused)

    def _added(self, _added: object) -> None:
        self.hide()
        self._desk.open("exchange", "peers")

    def _refused(self, error: KnownError) -> None:
        self.who_label.set_words(lambda: f"{error.sentence()} {error.advice()}")
        self.add_button.hide()
