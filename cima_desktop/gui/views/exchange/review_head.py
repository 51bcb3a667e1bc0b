"""Who sent what is being reviewed, how surely that is known, when it was made, and what they write."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.exchange.review_words import arrival_words, sender_words, trust_chip, trust_words
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.labels import ElidedLabel, Label, show_if
from cima_desktop.i18n import N_, _
from cima_desktop.services.arriving_review import Review

_LONG = 90
"""Characters of a note that surely have room on one line."""


class ReviewHead(QWidget):
    """Stands over the review, in as few lines as it can: the list below needs the room."""

    note_wanted = Signal(str)
    """Somebody wants to read all of what the sender wrote."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = ""
        self.from_label = Label(N_("What came"), "title", wrap=True)
        self.trust_chip = Chip("", "neutral")
        self.about_label = ElidedLabel("", "muted")
        self.note_label = ElidedLabel("")
        self.note_button = QuietButton(N_("Read all of it"), "message-square-text")
        self.note_button.setObjectName("review_note_button")
        self.note_button.clicked.connect(lambda: self.note_wanted.emit(self._note))
        top = QHBoxLayout()
        top.setSpacing(S(10))
        top.addWidget(self.from_label, 1)
        top.addWidget(self.trust_chip)
        low = QHBoxLayout()
        low.setSpacing(S(8))
        low.addWidget(self.note_label, 1)
        low.addWidget(self.note_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(2))
        column.addLayout(top)
        column.addWidget(self.about_label)
        column.addLayout(low)
        self._show_note("")

    def show_review(self, review: Review) -> None:
        """Say who sent it."""
        sender, note = review.arrival.sender, review.arrival.note
        self.from_label.set_words(lambda: _("From {who}").format(who=sender_words(sender)))
        self.trust_chip.set_words(*trust_chip(sender))
        self.about_label.set_words(lambda: f"{arrival_words(note)} · {trust_words(sender)}")
        self._show_note(note.reason)

    def clear(self) -> None:
        """Forget what is shown."""
        self.from_label.set_words(raw(""))
        self.about_label.set_words("")
        self._show_note("")

    def _show_note(self, words: str) -> None:
        self._note = words
        one_line = " ".join(words.split())
        self.note_label.set_words((lambda: _("They write: “{words}”").format(words=one_line)) if words else "")
        show_if(self.note_label, bool(words))
        show_if(self.note_button, len(words) > _LONG or "\n" in words)
