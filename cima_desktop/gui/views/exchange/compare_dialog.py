"""Comparing a card with the person whose it is: by listening word for word, by typing, or by a QR code.

Nobody gets through by clicking: what is heard has to be found among other words, and only the end says what was right.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop import i18n
from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.word_picking import WordPicking
from cima_desktop.gui.views.settings.settings_people_dialogs import KeyDialog
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.services import comparing, peers
from cima_desktop.services.comparing import HOW_WORDS, QR, VOICE, WORDS, Compared
from cima_desktop.services.session import Session
from cima_desktop.store import Peer

HEARD, TYPED = "heard", "typed"
CHOOSING, LISTENING, TYPING, OVER = "choosing", "listening", "typing", "over"
_WHY = N_(
    "Anybody can make a card with this name. Only the person can tell you whether it is theirs: be together, or call a"
    " number that you had before and know the voice."
)
_READS = N_("The other person opens “Show my words” on their computer and reads them aloud, one by one.")
_QR_READS = N_(
    "Read the QR code on the other person’s screen or paper with a telephone, without internet, and type or paste the"
    " text here. It begins with CIMA1."
)
_SAME = N_("They are the same: this card belongs to the person with whom you compared it.")
_NOW_YOURS = N_("Now let the other person compare yours: open “Show my words” and read them aloud.")
_STOP = N_("Stop. These are not the words of this card.")
_STOP_NEXT = N_(
    "Exchange nothing with this card. You may have misheard: begin again, slowly. If it is not the same then either,"
    " remove the card, ask for a new one by another way, and tell the other person that somebody may be changing what"
    " you send each other."
)


class CompareDialog(KeyDialog):
    """Three steps: how, comparing, and what came of it; `kept` tells that it was the same."""

    def __init__(self, desk: Desk, peer: Peer, parent: QWidget | None = None) -> None:
        name = peers.name_of(peer)
        title: Text = lambda: _("Is this the card of {name}?").format(name=name)  # noqa: E731 - told again at a switch
        super().__init__(desk, title, _WHY, N_("Go on"), parent)
        self._device = peer.id
        self._step = CHOOSING
        how = [(how, HOW_WORDS[how]) for how in (WORDS, VOICE, QR)]
        self.how_box = ChoiceBox(how, empty=N_("Choose"))
        self.way_box = ChoiceBox([(HEARD, N_("Listen and pick the word")), (TYPED, N_("Type the words"))], empty=None)
        self.language_box = ChoiceBox([("es", N_("Spanish")), ("en", N_("English"))], empty=None)
        self.language_box.set_value(i18n.language())
        self.first = self._build_first()
        self.told_label = Label("", wrap=True)
        self.picking = WordPicking()
        self.typed_edit = TextArea("", 3, 1000)
        self.typed_edit.setObjectName("compare_typed_edit")
        self.typed_row = FieldRow(N_("The thirteen words"), self.typed_edit)
        self.result_bar = MessageBar()
        self.next_label = Label("", wrap=True)
        self.again_button = SecondaryButton(N_("Begin again"), "rotate-cw")
        for part in (self.first, self.told_label, self.picking, self.typed_row, self.result_bar, self.next_label):
            self.rows.addWidget(part)
        self.rows.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.again_button.clicked.connect(lambda: self._show(CHOOSING))
        self.picking.ended.connect(self._heard)
        self.how_box.edited.connect(self._how_chosen)
        self.setMinimumWidth(S(620))
        self._how_chosen()
        self._show(CHOOSING)

    def _build_first(self) -> QWidget:
        part = QWidget()
        part.setProperty("kind", "clear")
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(12))
        self.way_row = FieldRow(N_("What you do"), self.way_box)
        self.language_row = FieldRow(N_("In which language are the words read?"), self.language_box)
        for name, box in (("how", self.how_box), ("way", self.way_box), ("language", self.language_box)):
            box.setObjectName(f"compare_{name}_box")
        for row in (FieldRow(N_("How do you compare?"), self.how_box), self.way_row, self.language_row):
            column.addWidget(row)
        return part

    def finish(self) -> None:
        if self._step == CHOOSING:
            self._begin()
        elif self._step == TYPING:
            device, how, said = self._device, self.how_box.value(), self.typed_edit.value()
            self._compare(lambda s: comparing.compare(s, device, how, said))
        else:
            self.accept()

    def forget(self) -> None:
        self.typed_edit.clear()

    def _how_chosen(self) -> None:
        by_words = self.how_box.value() in (WORDS, VOICE)
        show_if(self.way_row, by_words)
        show_if(self.language_row, by_words)

    def _begin(self) -> None:
        how = self.how_box.value()
        if not how:
            self.say(N_("Choose how you compare."))
            return
        if how != QR and self.way_box.value() == HEARD:
            device, language = self._device, self.language_box.value()
            self.desk.ask(lambda s: comparing.choices(s, device, language), self._offer, self.show_problem)
            return
        self.typed_row.set_label(N_("The text of the QR code") if how == QR else N_("The thirteen words"))
        self.told_label.set_words(_QR_READS if how == QR else _READS)
        self.typed_edit.clear()
        self._show(TYPING)
        self.typed_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, offered: list[tuple[str, ...]]) -> None:
        self.told_label.set_words(_READS)
        self._show(LISTENING)
        self.picking.begin(offered)

    def _heard(self, picked: list[str]) -> None:
        device, how, language = self._device, self.how_box.value(), self.language_box.value()
        self._compare(lambda s: comparing.compare_heard(s, device, how, language, picked))

    def _compare(self, call: Callable[[Session], Compared]) -> None:
        self.error_label.hide()
        self.done_button.setEnabled(False)
        self.desk.write(call, self._compared, self._refused)

    def _refused(self, error: KnownError) -> None:
        """Say what cannot be compared; nothing that was typed is lost."""
        if self._step == LISTENING:
            self._show(CHOOSING)
        self.show_problem(error)
        if self._step == TYPING:
            self.typed_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _compared(self, compared: Compared) -> None:
        if compared.is_same:
            self.result_bar.say(_SAME, "good", closable=False)
            self.next_label.set_words(_NOW_YOURS)
            self.kept.emit()
        else:
            self.result_bar.say(lambda: _stop_words(compared.differing), "bad", closable=False)
            self.next_label.set_words(_STOP_NEXT)
        self._show(OVER, is_same=compared.is_same)

    def _show(self, step: str, *, is_same: bool = False) -> None:
        self._step = step
        self.error_label.hide()
        show_if(self.first, step == CHOOSING)
        show_if(self.told_label, step in (LISTENING, TYPING))
        show_if(self.picking, step == LISTENING)
        show_if(self.typed_row, step == TYPING)
        for part in (self.result_bar, self.next_label):
            show_if(part, step == OVER)
        show_if(self.again_button, step == OVER and not is_same)
        show_if(self.done_button, step != LISTENING)
        show_if(self.cancel_button, step != OVER)
        words = {CHOOSING: N_("Go on"), TYPING: N_("Compare"), OVER: N_("Close")}
        self.done_button.set_words(words.get(step, N_("Go on")))
        self.done_button.setEnabled(True)


def _stop_words(differing: tuple[int, ...]) -> str:
    if not differing:
        return _(_STOP)
    numbers = ", ".join(map(str, differing))
    return f"{_(_STOP)} " + _("Words that differ: {numbers}.").format(numbers=numbers)
