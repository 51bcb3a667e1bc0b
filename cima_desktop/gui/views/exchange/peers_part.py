"""The people one exchanges with: one's own card, theirs, how far each is trusted, and what colleagues say (Y3, Y13)."""

from collections.abc import Sequence

import attrs
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.card_taking import CardTaking
from cima_desktop.gui.views.exchange.compare_dialog import CompareDialog
from cima_desktop.gui.views.exchange.held_dialog import HeldDialog
from cima_desktop.gui.views.exchange.my_card import MyCard
from cima_desktop.gui.views.exchange.peer_dialog import TONES, PeerDialog, told_of
from cima_desktop.gui.views.exchange.revoke_dialog import AfterDialog, AskedDialog, RevokeDialog
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.settings.settings_people_dialogs import KeyDialog
from cima_desktop.gui.widgets.labels import Label, Rule
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.services import own_card, peers, revoking
from cima_desktop.services.own_card import Mine
from cima_desktop.services.peers import TRUST_ICONS, TRUST_WORDS, Added
from cima_desktop.services.revoking import REASON_WORDS, Asked
from cima_desktop.services.session import Session
from cima_desktop.store import Peer, Trust

_STORY = (
    N_("1. Save your card and give it to the other person. It holds no records and no secret."),
    N_("2. Take in the other person’s card, and compare the words together, best in person."),
    N_("3. From then on you can hand each other files that only you two can open."),
)
_ADDED = N_("The card of {name} is here. Compare the words before you exchange anything.")
_KNOWN = N_("The card of {name} was here already; the newest one is kept.")
_NEW_KEY = N_("{name} has a new key for receiving. The words are the same as before.")


@attrs.frozen(kw_only=True)
class Everybody:
    """What the part shows: one's own card, the peers, and what colleagues ask."""

    mine: Mine
    peers: Sequence[Peer]
    asked: Sequence[Asked]


def read_everybody(session: Session) -> Everybody:
    """Return what the part shows.

    Raises:
        PracticePeersError, HelperCopyReadOnlyError: there is no exchange in this vault.
    """
    return Everybody(mine=own_card.mine(session), peers=session.store.peers(), asked=revoking.asked(session))


class PeersPart(QWidget):
    """Cards, words, and whom one trusts."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.message_bar = MessageBar()
        self.asked_list = RowsList()
        self.own = QWidget()
        self.card = MyCard(desk, self.message_bar)
        self.people_list = RowsList()
        self.story = QWidget()
        self.taking = CardTaking(desk)
        self._names: dict[bytes, str] = {}
        self._build()
        self.taking.added.connect(self._added)
        self.taking.refused.connect(self.message_bar.show_problem)
        desk.closing.connect(self.forget)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        column.addWidget(self.message_bar)
        column.addWidget(self.asked_list)
        inside = QVBoxLayout(self.own)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(S(10))
        inside.addWidget(Label(N_("My card"), "section"))
        inside.addWidget(self.card)
        inside.addWidget(Rule())
        inside.addWidget(Label(N_("Cards of other people"), "section"))
        inside.addWidget(self.story)
        inside.addWidget(self.people_list)
        inside.addWidget(self.taking)
        column.addWidget(self.own)
        column.addStretch(1)
        steps = QVBoxLayout(self.story)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(S(6))
        for words in _STORY:
            steps.addWidget(Label(words, wrap=True))
        self.own.hide()

    def read(self) -> None:
        """Read the card, the peers and what is asked."""
        self.desk.ask(read_everybody, self._show, self._no_exchange, latest="peers")

    def forget(self) -> None:
        """Forget who is shown."""
        self.card.forget()
        self.people_list.show_lines(())
        self.asked_list.show_lines(())
        self._names = {}

    def _no_exchange(self, error: KnownError) -> None:
        self.own.hide()
        self.message_bar.show_problem(error)

    def _show(self, found: Everybody) -> None:
        self._names = {peer.id: peers.name_of(peer) for peer in found.peers}
        self.card.show_mine(found.mine)
        self.asked_list.show_lines([self._asked_line(each) for each in found.asked])
        self.people_list.show_lines([self._line(peer) for peer in found.peers])
        self.story.setVisible(not found.peers)
        self.own.show()

    def _line(self, peer: Peer) -> Line:
        introducer = self._names.get(peer.introduced_by, "")
        deeds = []
        if peer.card and peer.trust < Trust.CHECKED:
            deeds.append(Deed(words=N_("Compare"), run=lambda: self.compare(peer), icon="shield-check"))
        deeds.append(Deed(words=N_("Details"), run=lambda: self.details(peer), icon="info"))
        return Line(
            title=raw(peers.name_of(peer)),
            detail=lambda: told_of(peer, introducer),
            icon=TRUST_ICONS[peer.trust],
            chips=[(TRUST_WORDS[peer.trust], TONES[peer.trust])],
            deeds=deeds,
            faint=peer.trust in (Trust.SIGNS, Trust.REVOKED),
        )

    def _asked_line(self, asked: Asked) -> Line:
        words = (
            N_("{colleague} no longer trusts this vault. Call them.")
            if asked.about_us
            else N_("{colleague} no longer trusts {name}. Decide whether you do.")
        )
        look = Deed(words=N_("Look…"), run=lambda: self.decide(asked), icon="circle-alert")
        seen = Deed(words=N_("I have called"), run=lambda: self._seen(asked), icon="check")
        return Line(
            title=lambda: _(words).format(colleague=asked.signer_name, name=asked.name),
            detail=REASON_WORDS[asked.reason],
            icon="triangle-alert",
            chips=[(N_("Asked of you"), "warn")],
            deeds=[seen if asked.about_us else look],
        )

    def _seen(self, asked: Asked) -> None:
        """Take away what was said about this vault itself: there is nothing to decide here."""
        self.desk.write(
            lambda s: revoking.refuse(s, asked.device, asked.signer),
            lambda _nothing: self.read(),
            self.message_bar.show_problem,
        )

    def compare(self, peer: Peer) -> None:
        """Compare the words of a card."""
        self._open(CompareDialog(self.desk, peer, self.window()))

    def details(self, peer: Peer) -> None:
        """Show what is known of a peer."""
        dialog = PeerDialog(self.desk, peer, self._names.get(peer.introduced_by, ""), self.window())
        begin = {"compare": self.compare, "held": self._held, "revoke": self.revoke, "after": self._after}
        dialog.wanted.connect(lambda what: begin[what](peer))
        self._open(dialog)

    def revoke(self, peer: Peer) -> None:
        """Ask whether a peer is not to be trusted any more; then say what to do now."""
        dialog = RevokeDialog(self.desk, peer, self.window())
        dialog.kept.connect(lambda: self._after(peer))
        self._open(dialog)

    def decide(self, asked: Asked) -> None:
        """Let a person decide about what a colleague says."""
        self._open(AskedDialog(self.desk, asked, self.window()))

    def _held(self, peer: Peer) -> None:
        HeldDialog(self.desk, peer, self.window()).open()

    def _after(self, peer: Peer) -> None:
        AfterDialog(self.desk, peer, self.window()).open()

    def _open(self, dialog: KeyDialog) -> None:
        dialog.kept.connect(self.read)
        dialog.open()

    def _added(self, added: Added) -> None:
        name, peer = peers.name_of(added.peer), added.peer
        words = _ADDED if added.is_new else _NEW_KEY if added.has_new_key else _KNOWN
        told = lambda: _(words).format(name=name)  # noqa: E731 - told again at a switch
        if peer.trust < Trust.CHECKED:
            self.message_bar.say(told, "info", N_("Compare the words…"), lambda: self.compare(peer))
        else:
            self.message_bar.say(told, "good", seconds=12)
        self.read()
