"""One vault of somebody else: how far it is trusted and why, what goes to it, and what can be done."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.settings.settings_people_dialogs import KeyDialog
from cima_desktop.gui.widgets.buttons import DangerButton, QuietButton, SecondaryButton
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _, tr
from cima_desktop.services import peers
from cima_desktop.services.comparing import HOW_WORDS, take_check_back
from cima_desktop.services.peers import TRUST_WORDS
from cima_desktop.store import Peer, Trust
from cima_desktop.store.peers import ALL, CHOSEN

TONES = {
    Trust.SIGNS: "neutral",
    Trust.SEEN: "warn",
    Trust.INTRODUCED: "warn",
    Trust.CHECKED: "good",
    Trust.REVOKED: "bad",
}
_SCOPES: tuple[tuple[str, Text], ...] = (
    (ALL, N_("Everything it lacks is proposed")),
    (CHOSEN, N_("Only records that you choose")),
)
_SIGNS = N_(
    "Changes of this vault came through somebody else. Files of its own are not opened before you take in its card and"
    " compare the words."
)
_SEEN = N_("You have the card, but nobody has compared the words. Compare them before you exchange anything.")


def told_of(peer: Peer, introducer: str = "") -> str:
    """Return, in the screen's language, why a peer is trusted as far as it is."""
    if peer.trust is Trust.CHECKED and peer.checked_at:
        how = tr(HOW_WORDS.get(peer.checked_how, ""))
        who = peer.checked_by or _("somebody")
        return _("Compared on {day} by {who}, {how}.").format(day=_day(peer.checked_at), who=who, how=how)
    if peer.trust is Trust.INTRODUCED:
        named = introducer or _("somebody")
        return _("Its card came from {who}. Nobody here has compared the words with the person.").format(who=named)
    if peer.trust is Trust.REVOKED and peer.revoked_at:
        return _("Not trusted any more since {day}.").format(day=_day(peer.revoked_at))
    return tr(_SIGNS if peer.trust is Trust.SIGNS else _SEEN)


def _day(moment: datetime) -> str:
    return show_date(moment.astimezone().date())


class PeerDialog(KeyDialog):
    """What is known of a peer; what is to be done is asked for by `wanted` and begun by the page."""

    wanted = Signal(str)
    """ "compare", "held", "revoke" or "after"."""

    def __init__(self, desk: Desk, peer: Peer, introducer: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, raw(peers.name_of(peer)), lambda: told_of(peer, introducer), N_("Close"), parent)
        self._peer = peer
        self.cancel_button.hide()
        self.chip = Chip(TRUST_WORDS[peer.trust], TONES[peer.trust])
        self.scope_box = ChoiceBox(_SCOPES, empty=None)
        self.scope_box.setObjectName("peer_scope_box")
        self.scope_box.set_value(peer.scope)
        self.rows.addWidget(self.chip)
        said = peer.have_at
        if said is not None:
            words = N_("On {day} this vault said last what it has.")
            self.rows.addWidget(Label(lambda: _(words).format(day=_day(said)), "muted", wrap=True))
        if peer.receives:
            self.add_row(N_("What goes to it"), self.scope_box)
        self._add_deeds()

    def _add_deeds(self) -> None:
        deeds = QWidget()
        deeds.setProperty("kind", "clear")
        flow = FlowLayout(deeds, S(8))
        self.deeds = self._deeds()
        for button in self.deeds.values():
            flow.addWidget(button)
        self.rows.addWidget(deeds)

    def _deeds(self) -> dict[str, SecondaryButton]:
        """Return what can be done with this vault."""
        peer, made = self._peer, {}
        is_trusted = peer.trust < Trust.REVOKED
        if is_trusted and peer.card:
            made["compare"] = SecondaryButton(N_("Compare the words…"), "shield-check")
        made["held"] = SecondaryButton(N_("What it held…"), "list-checks")
        if not is_trusted:
            made["after"] = SecondaryButton(N_("What to do now…"), "circle-alert")
        if is_trusted:
            made["revoke"] = DangerButton(N_("No longer trust…"), "ban")
        for what, button in made.items():
            button.clicked.connect(lambda _checked=False, what=what: self._begin(what))
        if peer.trust is Trust.CHECKED:
            made["back"] = QuietButton(N_("Take the comparison back"), "undo-2")
            made["back"].clicked.connect(lambda: self.write(lambda s: take_check_back(s, peer.id)))
        if is_trusted and peer.card:
            made["remove"] = QuietButton(N_("Remove the card"), "trash-2")
            made["remove"].clicked.connect(lambda: self.write(lambda s: peers.forget_card(s, peer.id)))
        return made

    def _begin(self, what: str) -> None:
        self.accept()
        self.wanted.emit(what)

    def finish(self) -> None:
        scope, device = self.scope_box.value(), self._peer.id
        if scope == self._peer.scope:
            self.accept()
            return
        self.write(lambda s: peers.set_scope(s, device, scope))
