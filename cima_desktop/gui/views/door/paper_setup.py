"""The paper way back, chosen and proved before a new vault is used: a vault without it waits here at every opening."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.code_flow import CodeFlow
from cima_desktop.gui.views.door.covering import Cover
from cima_desktop.gui.views.door.offer import offer
from cima_desktop.gui.views.door.shares_flow import SharesFlow
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_

CHOICE, CODE, SHARES = range(3)
_TITLES = {
    CHOICE: N_("The way back on paper"),
    CODE: N_("The recovery sheet"),
    SHARES: N_("Shares for people you trust"),
}
_BACK = N_("Choose the other way")


class PaperChoice(QWidget):
    """One sheet with a code, or shares for several people."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code_button = SecondaryButton(N_("One sheet with a code"), "file-text")
        self.shares_button = SecondaryButton(N_("Shares for people you trust"), "users")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(16))
        column.addWidget(
            Label(
                N_(
                    "If the passphrase is forgotten, only paper opens the vault: not us, nobody else. So the vault is"
                    " used only after the paper was made and typed back once. If you stop here, this page comes again"
                    " at the next opening."
                ),
                wrap=True,
            )
        )
        column.addLayout(
            offer(
                "file-text",
                N_(
                    "One sheet of paper opens everything. Simple, for one or two people; whoever finds the sheet can"
                    " open the vault."
                ),
                self.code_button,
            )
        )
        column.addLayout(
            offer(
                "users",
                N_(
                    "Three people each keep a sheet, and any two of them open the vault together. One sheet alone opens"
                    " nothing."
                ),
                self.shares_button,
            )
        )


class PaperSetup(Cover):
    """Choice, paper, and typing back; `proved` tells that the vault can be used."""

    proved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_TITLES[CHOICE], "key-round", parent)
        self.choice = PaperChoice()
        self.code_flow = CodeFlow(desk, _BACK)
        self.shares_flow = SharesFlow(desk, _BACK)
        self.parts: tuple[QWidget, ...] = (self.choice, self.code_flow, self.shares_flow)
        self.place = CHOICE
        for part in self.parts:
            self.card.body.addWidget(part)
        self.choice.code_button.clicked.connect(lambda: self._begin(CODE))
        self.choice.shares_button.clicked.connect(lambda: self._begin(SHARES))
        for flow in (self.code_flow, self.shares_flow):
            flow.proved.connect(self.proved)
            flow.left.connect(lambda: self.go(CHOICE))
        self.go(CHOICE)

    def go(self, place: int) -> None:
        """Show one of the parts; no stack: the card is as high as the part in sight."""
        self.place = place
        for number, part in enumerate(self.parts):
            part.setVisible(number == place)
        self.title_label.set_words(_TITLES[place])
        self.message_bar.hide_message()
        if place == CHOICE:
            self.setFocusProxy(self.choice.code_button)
            self.choice.code_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget what was typed and shown."""
        self.code_flow.forget()
        self.shares_flow.forget()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was typed and shown as soon as something else stands here; not when the window is minimised."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.forget()

    def _begin(self, place: int) -> None:
        self.go(place)
        (self.code_flow if place == CODE else self.shares_flow).begin()
