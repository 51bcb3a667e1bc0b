"""What needs a decision (Y8): a page that is always there, so that nothing two people disagree about is forgotten."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.deciding.beside import compare
from cima_desktop.gui.views.deciding.decision_card import Answer, DecisionCard
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_references import DeskReferences
from cima_desktop.gui.widgets.empty_state import EmptyState
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.page import Page
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, ngettext
from cima_desktop.model.errors import KnownError
from cima_desktop.model.touched import Touched
from cima_desktop.services import deciding
from cima_desktop.services.deciding import Undecided
from cima_desktop.store.deciding import TWINS


class DecisionsPage(Page):
    """A card for each thing to decide, the weightiest first; a card stays as it is while its question stays."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Needs a decision"), "decisions")
        self.desk = desk
        self.cards: list[DecisionCard] = []
        self._references = DeskReferences(desk)
        self._next = 0
        self._is_answered = False
        self.empty = EmptyState(
            "circle-check",
            N_("Nothing needs a decision"),
            N_(
                "When two people change the same thing apart, or a person seems to be here twice, it is listed here "
                "until somebody decides."
            ),
        )
        self.more_label = Label("", "muted", wrap=True)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, S(8), 0)
        self._column.setSpacing(S(12))
        self._column.addWidget(self.more_label)
        self._column.addStretch(1)
        self._scroll = Scroll(self._content)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self.empty, 1)
        self._show(Undecided(decisions=(), total=0))
        desk.changed.connect(self._changed)
        desk.closing.connect(self.wipe)

    def shown(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Read again what waits for a decision."""
        self.desk.ask(deciding.undecided, self._show, latest="decisions")

    def wipe(self) -> None:
        """Forget everything that is shown, as at a lock."""
        self._show(Undecided(decisions=(), total=0))

    def _changed(self, _touched: Touched) -> None:
        if not self.desk.is_closing and self.isVisible():
            self.reload()

    def _show(self, found: Undecided) -> None:
        standing = {card.decision: card for card in self.cards}
        cards = [standing.pop(each) if each in standing else self._card(each) for each in found.decisions]
        for gone in standing.values():
            gone.hide()
            gone.deleteLater()
        for place, card in enumerate(cards):
            self._column.insertWidget(place, card)
        self.cards = cards
        rest = found.total - len(cards)
        self.more_label.set_words(
            lambda: ngettext("and {n} more, after these", "and {n} more, after these", rest).format(n=rest)
        )
        self.more_label.setVisible(rest > 0)
        self._scroll.setVisible(bool(cards))
        self.empty.setVisible(not cards)
        self.set_count(lambda: ngettext("{n} decision", "{n} decisions", found.total).format(n=found.total))
        self.count_label.setVisible(bool(cards))
        self._go_on()
        self.desk.undecided.emit(found.total)

    def _go_on(self) -> None:
        """After an answer, put the cursor on the card that took the place of the one that is gone."""
        if self._is_answered and self.cards and self.isVisible():
            self.cards[min(self._next, len(self.cards) - 1)].focus_first()
        self._is_answered = False

    def _card(self, decision: deciding.Decision) -> DecisionCard:
        card = DecisionCard(decision, self._references)
        card.answered.connect(lambda answer: self._answer(card, answer))
        card.look_wanted.connect(lambda: self.desk.open(*decision.opens))
        card.compare_wanted.connect(
            lambda: compare(self.desk, decision.record, decision.other, self, lambda: self._answered(card))
        )
        card.setEnabled(not self.desk.is_for_looking)
        return card

    def _answer(self, card: DecisionCard, answer: Answer) -> None:
        card.setEnabled(False)
        self.desk.do(answer, lambda _touched: self._answered(card), lambda error: self._refused(card, error))

    def _answered(self, card: DecisionCard) -> None:
        self._next = self.cards.index(card) if card in self.cards else 0
        self._is_answered = True
        if card.decision.sort != TWINS:  # that two are two people is a note to oneself and no step of undo
            words = N_("Decided. It can be taken back.")
            self.message_bar.say(words, "good", N_("Undo"), self.desk.undo, seconds=10)

    def _refused(self, card: DecisionCard, error: KnownError) -> None:
        card.setEnabled(True)
        card.show_problem(error)
        self.reload()
