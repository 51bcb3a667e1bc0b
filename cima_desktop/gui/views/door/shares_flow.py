"""Shares for trusted people, from the choice of how many until enough of them are typed back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.shares_entry import SharesEntry
from cima_desktop.gui.views.door.shares_plan import SharesPlan
from cima_desktop.gui.views.door.shares_sheets import SharesSheets
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys
from cima_desktop.services.keys import SharesOffer

PLAN, SHEETS, BACK = range(3)


class SharesFlow(QWidget):
    """Three steps: for how many people, their sheets, and typing back. The shares of before work until the end."""

    shown = Signal()
    proved = Signal()
    left = Signal()

    def __init__(self, desk: Desk, leave_words: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._offer: SharesOffer | None = None
        self.step = PLAN
        self.message_bar = MessageBar()
        self.plan = SharesPlan()
        self.sheets = SharesSheets(desk)
        self.back_label = Label("", "section", wrap=True)
        self.entry = SharesEntry()
        self.next_button = PrimaryButton("")
        self.again_button = QuietButton(N_("See the sheets again"), "arrow-left")
        self.leave_button = QuietButton(leave_words, "x")
        self._build()
        self.plan.submitted.connect(self._next)
        self.entry.changed.connect(self._fit)
        self.entry.submitted.connect(self._next)
        self.next_button.clicked.connect(self._next)
        self.again_button.clicked.connect(lambda: self._go(SHEETS))
        self.leave_button.clicked.connect(self._leave)
        desk.closing.connect(self.forget)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        for part in (self.message_bar, self.plan, self.sheets, self.back_label, self.entry):
            column.addWidget(part)
        line = QHBoxLayout()
        for button in (self.next_button, self.again_button, self.leave_button):
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)

    def begin(self) -> None:
        """Ask for how many people the shares are to be."""
        self.forget()
        self._go(PLAN)

    def forget(self) -> None:
        """Forget every word."""
        self._offer = None
        self.sheets.forget()
        self.entry.forget()
        self.plan.forget()
        self.message_bar.hide_message()

    def _go(self, step: int) -> None:
        self.step = step
        self.message_bar.hide_message()
        self.plan.setVisible(step == PLAN)
        self.sheets.setVisible(step == SHEETS)
        for part in (self.back_label, self.entry, self.again_button):
            part.setVisible(step == BACK)
        words = {PLAN: N_("Make the shares"), SHEETS: N_("All of them are on paper"), BACK: N_("The sheets are right")}
        self.next_button.set_words(words[step])
        self._fit()
        first: dict[int, QWidget] = {PLAN: self.plan, SHEETS: self.sheets, BACK: self.entry}
        self.setFocusProxy(first[step])
        first[step].setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()

    def _fit(self) -> None:
        self.next_button.setEnabled(self.step != BACK or self.entry.is_complete())

    def _next(self) -> None:
        if not self.next_button.isEnabled():
            return
        if self.step == PLAN:
            self._make()
        elif self.step == SHEETS:
            self.entry.forget()
            self._go(BACK)
        else:
            self._prove()

    def _make(self) -> None:
        threshold, names = self.plan.threshold(), self.plan.names()
        self.next_button.setEnabled(False)
        self._desk.ask(
            lambda s: keys.offer_shares(s, threshold, names), self._show, self.message_bar.show_problem, ended=self._fit
        )

    def _show(self, offer: SharesOffer) -> None:
        self._offer = offer
        needed, total = offer.threshold, len(offer.shares)
        self.back_label.set_words(
            lambda: _("To be sure that the sheets are right, type the words of {k} of the {n} from the paper:").format(
                k=needed, n=total
            )
        )
        self.sheets.show_offer(offer)
        self._go(SHEETS)

    def _prove(self) -> None:
        typed = self.entry.shares()
        self.next_button.setEnabled(False)
        self._desk.write(lambda s: keys.accept_shares(s, typed), self._proved, self._not_proved)

    def _proved(self, is_right: bool) -> None:
        if is_right:
            self.forget()
            self.proved.emit()
            return
        self._fit()
        self.message_bar.say(N_("These words are a good set of shares, but not the ones that were just made."), "warn")

    def _not_proved(self, error: KnownError) -> None:
        self._fit()
        self.message_bar.show_problem(error)

    def _leave(self) -> None:
        self._desk.ask(keys.withdraw)
        self.forget()
        self.left.emit()
