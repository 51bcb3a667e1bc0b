"""Who can open this vault: people, paper, the keyring of this computer; and how to leave paper alone."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.settings.settings_keyring import KeyringPart
from cima_desktop.gui.views.settings.settings_only_paper import OnlyPaperPart
from cima_desktop.gui.views.settings.settings_paper import PaperPart
from cima_desktop.gui.views.settings.settings_people import PeoplePart
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_


class AccessPart(QWidget):
    """Four parts under each other; the practice vault has none of them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.practice_label = Label(
            N_("The practice vault opens without a passphrase, so there is nothing to change here."), "muted", wrap=True
        )
        self.people_part = PeoplePart(desk)
        self.paper_part = PaperPart(desk)
        self.keyring_part = KeyringPart(desk)
        self.only_paper_part = OnlyPaperPart(desk)
        self.real = QWidget()
        inner = QVBoxLayout(self.real)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(S(10))
        inner.addWidget(self.people_part)
        for heading, part in (
            (N_("Paper"), self.paper_part),
            (N_("Keyring of this computer"), self.keyring_part),
            (N_("If this computer may be taken"), self.only_paper_part),
        ):
            inner.addSpacing(S(12))
            inner.addWidget(Label(heading, "section"))
            inner.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(0)
        column.addWidget(self.practice_label)
        column.addWidget(self.real)
        column.addStretch(1)
        desk.closing.connect(self.paper_part.forget)

    def read(self) -> None:
        """Show who and what opens this vault."""
        practice = self.desk.session.practice
        self.practice_label.setVisible(practice)
        self.real.setVisible(not practice)
        if not practice:
            for part in (self.people_part, self.paper_part, self.keyring_part):
                part.read()

    def rehearse(self) -> None:
        """Try the paper there is, now."""
        if not self.desk.session.practice:
            self.paper_part.begin("rehearse")

    def only_paper(self) -> None:
        """Ask whether only paper is to be left, which says itself why the practice vault has none of it."""
        self.only_paper_part.begin()
