"""What another vault held: the records that went to it or came from it, by name and no more; printable (Y13)."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.papers.secret_paper import SecretPaper
from cima_desktop.gui.views.settings.settings_people_dialogs import KeyDialog
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.services import peer_papers, peers
from cima_desktop.services.peers import Held
from cima_desktop.store import Peer

_WHAT = N_(
    "Records that went to this vault or came from it, as far as is known here. What else it held nobody here can know."
)
_NONE = N_("No record went to this vault or came from it.")
_SHOWN = 200


class HeldDialog(KeyDialog):
    """Names by kind; of very many, the first of each kind, and all of them on paper."""

    def __init__(self, desk: Desk, peer: Peer, parent: QWidget | None = None) -> None:
        name = peers.name_of(peer)
        title: Text = lambda: _("What {name} held").format(name=name)  # noqa: E731 - told again at a switch
        super().__init__(desk, title, _WHAT, N_("Close"), parent)
        self._device = peer.id
        self.print_button = SecondaryButton(N_("Print…"), "printer")
        self.box.addButton(self.print_button, self.box.ButtonRole.ActionRole)
        self._paper = SecretPaper(desk, self)
        self._paper.refused.connect(self.show_problem)
        self.print_button.clicked.connect(self._print)
        show_if(self.cancel_button, False)
        self.print_button.setEnabled(False)
        device = self._device
        desk.ask(lambda s: peers.held_by(s, device), self._show, self.show_problem)

    def _show(self, held: list[Held]) -> None:
        self.print_button.setEnabled(bool(held))
        if not held:
            self.rows.addWidget(Label(_NONE, wrap=True))
        for kind, part in peer_papers.held_groups(held):
            count = len(part)
            self.rows.addWidget(Label(raw(f"{kind} ({count})"), "section"))
            names = "\n".join(each.title or _("A record without a name here") for each in part[:_SHOWN])
            self.rows.addWidget(Label(raw(names), wrap=True))
            if count > _SHOWN:
                self.rows.addWidget(Label(partial(_more, count - _SHOWN), "muted"))

    def _print(self) -> None:
        session, device = self.desk.session, self._device
        self._paper.ask(lambda: peer_papers.held_pdf(session, device))


def _more(count: int) -> str:
    return ngettext("and {n} more", "and {n} more", count).format(n=count)
