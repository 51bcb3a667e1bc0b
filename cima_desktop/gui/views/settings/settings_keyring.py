"""Opening by the keyring of this computer: off unless somebody wants it and knows what it means."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys
from cima_desktop.services.keys import KeyringState

_WHY = N_(
    "If you switch this on, nobody types a passphrase here: whoever sits at this computer while your "
    "account is open can open the vault. If the computer is taken while it is on, the vault opens for "
    "whoever took it. Do not use this on a shared computer or at an outreach table."
)


class KeyringPart(QWidget):
    """A box to tick; where the computer has no keyring that can be trusted, the reason stands in its place."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.message_bar = MessageBar()
        self.box = CheckBox(N_("Open this vault with the keyring of this computer"))
        self.box.setObjectName("keyring_box")
        self.why_label = Label(_WHY, "muted", wrap=True)
        self.refused_label = Label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        for part in (self.message_bar, self.box, self.why_label, self.refused_label):
            column.addWidget(part)
        self.refused_label.hide()
        self.box.edited.connect(self._switch)

    def read(self) -> None:
        """Read whether it is used, and whether it could be."""
        self.desk.ask(keys.keyring_state, self._show, self.message_bar.show_problem, latest="keyring")

    def _show(self, state: KeyringState) -> None:
        self.box.set_value(state.in_use)
        self.box.setEnabled(state.in_use or state.problem is None)
        self.refused_label.setVisible(state.problem is not None)
        if (problem := state.problem) is not None:
            self.refused_label.set_words(lambda: f"{problem.sentence()} {problem.advice()}")

    def _switch(self) -> None:
        wanted = self.box.value()
        self.box.setEnabled(False)
        self.desk.write(keys.use_keyring if wanted else keys.stop_keyring, self._switched, self._failed)

    def _switched(self, _nothing: object) -> None:
        words = (
            N_("This computer’s keyring opens the vault from now on.")
            if self.box.value()
            else N_("The keyring no longer opens the vault, and its entry was deleted.")
        )
        self.message_bar.say(words, "good", seconds=12)
        self.read()

    def _failed(self, error: KnownError) -> None:
        self.message_bar.show_problem(error)
        self.read()
