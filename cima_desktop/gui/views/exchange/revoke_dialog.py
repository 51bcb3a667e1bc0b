"""Trusting a vault no more: what that does and does not do, one confirmation, and what to do now (Y13)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.held_dialog import HeldDialog
from cima_desktop.gui.views.exchange.my_card import ChangeKeyDialog
from cima_desktop.gui.views.settings.settings_people_dialogs import KeyDialog
from cima_desktop.gui.widgets.buttons import DangerButton, SecondaryButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.services import peers, revoking
from cima_desktop.services.revoking import REASON_WORDS, Asked
from cima_desktop.store import Peer

_DOES = N_(
    "No file is made for that vault any more, and none of it is opened. What it wrote until now stays; what it writes"
    " from now on is put aside, also when it comes through somebody else. Vaults that it introduced wait until you"
    " compare words with them."
)
_NOT = N_(
    "It takes nothing back: whatever is in that vault stays in it. It cannot be undone by taking its card in again."
)
_STEPS = (
    N_("1. Call the person, at a number that you had before. Do not write about families in a message."),
    N_("2. Look at what that vault held, and tell the families whom it concerns."),
    N_("3. Change your key for receiving, if files for you may be on the same stick or computer."),
    N_("4. Change this vault’s key, if a passphrase or a key file of yours may have been with it."),
    N_(
        "5. Tell the others: make a file for each of them. It says that this vault is no longer trusted, and asks them."
    ),
)

_INTRODUCED = N_(
    "6. That vault introduced the following ones, and nobody here compared words with them. Nothing is made for them "
    "and none of theirs is opened until you do:"
)


class DangerDialog(KeyDialog):
    """A dialog whose button takes something away; Enter alone does not press it."""

    done_kind = DangerButton


class RevokeDialog(DangerDialog):
    """Why, and one confirmation."""

    def __init__(self, desk: Desk, peer: Peer, parent: QWidget | None = None) -> None:
        name = peers.name_of(peer)
        title: Text = lambda: _("No longer trust {name}").format(name=name)  # noqa: E731 - told again at a switch
        super().__init__(desk, title, _DOES, N_("No longer trust this vault"), parent)
        self._device = peer.id
        self.reason_box = ChoiceBox([(code, words) for code, words in REASON_WORDS.items()], empty=N_("Choose"))
        self.reason_box.setObjectName("revoke_reason_box")
        self.add_row(N_("What happened?"), self.reason_box)
        self.rows.addWidget(Label(_NOT, wrap=True))

    def finish(self) -> None:
        device, reason = self._device, self.reason_box.value()
        self.error_label.hide()
        self.done_button.setEnabled(False)
        self.desk.do(lambda s: revoking.revoke(s, device, reason), self._kept, self.show_problem)


class AfterDialog(KeyDialog):
    """What to do now, with the ways to it."""

    def __init__(self, desk: Desk, peer: Peer, parent: QWidget | None = None) -> None:
        name = peers.name_of(peer)
        title: Text = lambda: _("{name} is no longer trusted. What to do now").format(name=name)  # noqa: E731
        super().__init__(desk, title, "", N_("Close"), parent)
        self._peer = peer
        show_if(self.cancel_button, False)
        self.held_button = SecondaryButton(N_("What it held…"), "list-checks")
        self.key_button = SecondaryButton(N_("Change my key…"), "refresh-cw")
        self.access_button = SecondaryButton(N_("Who can open this vault"), "key-round")
        buttons = {1: self.held_button, 2: self.key_button, 3: self.access_button}
        for place, words in enumerate(_STEPS):
            self.rows.addWidget(Label(words, wrap=True))
            if place in buttons:
                self.rows.addWidget(buttons[place], 0, Qt.AlignmentFlag.AlignLeft)
        self.held_button.clicked.connect(lambda: HeldDialog(desk, peer, self).open())
        self.key_button.clicked.connect(lambda: ChangeKeyDialog(desk, self).open())
        self.access_button.clicked.connect(self._go_to_access)
        self.introduced_label = Label("", wrap=True)
        self.introduced_label.hide()
        self.rows.addWidget(self.introduced_label)
        desk.ask(lambda s: revoking.introduced_by(s, peer.id), self._show_introduced, self.show_problem)

    def _show_introduced(self, found: list[Peer]) -> None:
        names = "\n".join(peers.name_of(each) for each in found)
        self.introduced_label.set_words(lambda: f"{_(_INTRODUCED)}\n{names}")
        show_if(self.introduced_label, bool(found))

    def _go_to_access(self) -> None:
        self.accept()
        self.desk.open("settings", "access")


class AskedDialog(DangerDialog):
    """A colleague does not trust a vault any more; a person here decides."""

    def __init__(self, desk: Desk, asked: Asked, parent: QWidget | None = None) -> None:
        def title() -> str:
            return _("{colleague} no longer trusts {name}").format(colleague=asked.signer_name, name=asked.name)

        super().__init__(desk, title, _DOES, N_("No longer trust this vault"), parent)
        self._asked = asked
        self.rows.addWidget(Label(REASON_WORDS[asked.reason], "strong", wrap=True))
        self.outside_label = Label(lambda: outside_words(asked), wrap=True)
        self.rows.addWidget(self.outside_label)
        self.rows.addWidget(
            Label(N_("Call your colleague before you decide, at a number that you had before."), wrap=True)
        )
        self.trust_button = SecondaryButton(N_("Go on trusting it"))
        self.box.addButton(self.trust_button, self.box.ButtonRole.ActionRole)
        self.trust_button.clicked.connect(self._refuse)

    def finish(self) -> None:
        device, signer = self._asked.device, self._asked.signer
        self.error_label.hide()
        self.done_button.setEnabled(False)
        self.desk.do(lambda s: revoking.follow(s, device, signer), self._kept, self.show_problem)

    def _refuse(self) -> None:
        device, signer = self._asked.device, self._asked.signer
        self.write(lambda s: revoking.refuse(s, device, signer))


def outside_words(asked: Asked) -> str:
    """Return what would be put aside here."""
    if not asked.outside:
        return _("Everything of that vault that counts here is vouched for; nothing would be put aside.")
    return ngettext(
        "{n} change of that vault that counts here would be put aside: your colleague does not vouch for it.",
        "{n} changes of that vault that count here would be put aside: your colleague does not vouch for them.",
        asked.outside,
    ).format(n=asked.outside)
