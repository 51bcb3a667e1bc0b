"""Who sent what is being reviewed, how surely that is known, when it was made, and what else it says."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.review_words import arrival_words, sender_words, trust_chip, trust_words
from cima_desktop.gui.views.exchange.told_list import ToldList
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _
from cima_desktop.services.arriving_review import Review

_LONG = 400
"""Characters of the sender's note that are shown in the head; the tooltip has all of it."""


class ReviewHead(QWidget):
    """Stands over the review."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.from_label = Label(N_("What came"), "title", wrap=True)
        self.trust_chip = Chip("", "neutral")
        self.about_label = Label("", "muted", wrap=True)
        self.note_label = Label("", "", wrap=True)
        self.told_list = ToldList(desk)
        top = QHBoxLayout()
        top.setSpacing(S(10))
        top.addWidget(self.from_label, 1)
        top.addWidget(self.trust_chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(4))
        column.addLayout(top)
        for part in (self.about_label, self.note_label, self.told_list):
            column.addWidget(part)
        self.note_label.hide()

    def show_review(self, review: Review) -> None:
        """Say who sent it."""
        sender, note = review.arrival.sender, review.arrival.note
        self.from_label.set_words(lambda: _("From {who}").format(who=sender_words(sender)))
        self.trust_chip.set_words(*trust_chip(sender))
        self.about_label.set_words(lambda: f"{arrival_words(note)} · {trust_words(sender)}")
        words = note.reason
        short = words if len(words) <= _LONG else f"{words[:_LONG]}…"
        self.note_label.set_words(lambda: _("They write: “{words}”").format(words=short))
        self.note_label.setToolTip(words if short != words else "")
        self.note_label.setVisible(bool(words))
        self.told_list.show_told(note.n, review.erased_there)

    def clear(self) -> None:
        """Forget what is shown."""
        self.from_label.set_words(raw(""))
        self.note_label.set_words("")
        self.note_label.setToolTip("")
        self.about_label.set_words("")
        self.told_list.show_told(0, ())
