"""One's own card: given out as a file or as text, its words shown and printed, its names and its key changed."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop import i18n
from cima_desktop.exchange.cards import LONGEST_NAME, SUFFIX
from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.share_words import ShareWords
from cima_desktop.gui.views.papers.secret_paper import SecretPaper
from cima_desktop.gui.views.settings.settings_people_dialogs import KeyDialog
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.file_dialogs import choose_new_file
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.qr_square import QrSquare
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.services import own_card, peer_papers
from cima_desktop.services.own_card import Mine
from cima_desktop.services.peers import named

FILE_NAME = N_("my-card")
_SAVED = N_("The card was saved. Give it to the other person by any way; only the words show that it is yours.")
_COPIED = N_("The card was copied as text. Paste it into a message soon: it leaves the clipboard by itself.")
_READ_ALOUD = N_(
    "Read the words aloud, in either language, or let the other person’s telephone read the QR code. They open nothing"
    " and are no secret."
)
_RENAME = N_("The other person sees these names. Whoever has an earlier card keeps seeing the earlier names.")
_CHANGE = N_(
    "Files for you are made for the key in your card. A new key every half year means that whoever finds the old one"
    " later can read less. The words stay the same, so nobody has to compare again; the new card goes along with the"
    " next file you make."
)
_OLD_STAY = N_(
    "The key of now goes on opening files that come late. It is destroyed here when you change the key again and it has"
    " been out of use for a year. Backups made until then still hold it."
)


class MyCard(QWidget):
    """The names on the card, what can be done with it, and whether its key is due to be changed."""

    def __init__(self, desk: Desk, message_bar: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._bar = message_bar
        self._mine: Mine | None = None
        self.name_label = Label("", "name", wrap=True)
        self.key_label = Label("", "small", wrap=True)
        self.due_bar = MessageBar()
        self.save_button = SecondaryButton(N_("Save my card…"), "save")
        self.copy_button = SecondaryButton(N_("Copy as text"), "copy")
        self.words_button = SecondaryButton(N_("Show my words"), "eye")
        self.rename_button = QuietButton(N_("Change the names…"), "pencil")
        self.change_button = QuietButton(N_("Change my key…"), "refresh-cw")
        self._build()
        self.save_button.clicked.connect(self._choose)
        self.copy_button.clicked.connect(self._copy)
        self.words_button.clicked.connect(self.show_words)
        self.rename_button.clicked.connect(self._rename)
        self.change_button.clicked.connect(self.change_key)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(6))
        column.addWidget(self.name_label)
        column.addWidget(self.key_label)
        column.addWidget(self.due_bar)
        buttons = QWidget()
        buttons.setProperty("kind", "clear")
        flow = FlowLayout(buttons, S(8))
        for button in (
            self.save_button,
            self.copy_button,
            self.words_button,
            self.rename_button,
            self.change_button,
        ):
            flow.addWidget(button)
        column.addWidget(buttons)

    def show_mine(self, mine: Mine) -> None:
        """Show a card."""
        self._mine = mine
        card = mine.card
        self.name_label.set_words(raw(named(card.person, card.label)))
        made = mine.key_made
        self.key_label.set_words(lambda: _("Key for receiving of {day}").format(day=show_date(made)))
        if mine.is_due:
            words = N_("The key in your card is more than half a year old.")
            self.due_bar.say(words, "warn", N_("Change my key…"), self.change_key, closable=False)
        else:
            self.due_bar.hide_message()

    def forget(self) -> None:
        """Forget the card that is shown."""
        self._mine = None
        self.name_label.set_words("")
        self.key_label.set_words("")

    def show_words(self) -> None:
        """Show the words and the QR code."""
        if self._mine is not None:
            MyWordsDialog(self.desk, self._mine, self.window()).open()

    def change_key(self) -> None:
        """Ask whether the key for receiving is to be changed."""
        self._open(ChangeKeyDialog(self.desk, self.window()), N_("Your card has a new key. The words are the same."))

    def _rename(self) -> None:
        if self._mine is not None:
            self._open(NamesDialog(self.desk, self._mine, self.window()), N_("The names on your card were changed."))

    def _open(self, dialog: KeyDialog, done: str) -> None:
        dialog.kept.connect(lambda: self._kept(done))
        dialog.open()

    def _kept(self, done: str) -> None:
        self._bar.say(done, "good", seconds=12)
        self.read()

    def read(self) -> None:
        """Read the card again."""
        self.desk.ask(own_card.mine, self.show_mine, self._bar.show_problem, latest="my card")

    def _choose(self) -> None:
        name = _(FILE_NAME) + SUFFIX
        choose_new_file(self.window(), N_("Save my card"), name, lambda path: self.save(Path(path)))

    def save(self, path: Path) -> None:
        """Write the card to a file."""
        self.desk.write(
            lambda s: own_card.save_card(s, path),
            lambda _nothing: self._bar.say(_SAVED, "good", seconds=15),
            self._bar.show_problem,
        )

    def _copy(self) -> None:
        self.desk.write(own_card.card_text, self._copied, self._bar.show_problem)

    def _copied(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._bar.say(_COPIED, "good", seconds=15)


class MyWordsDialog(KeyDialog):
    """The thirteen words, in the language of whoever listens, and the QR code."""

    def __init__(self, desk: Desk, mine: Mine, parent: QWidget | None = None) -> None:
        super().__init__(desk, N_("The words of my card"), _READ_ALOUD, N_("Done"), parent)
        self._mine = mine
        self.language_chips = FilterChips([("es", N_("In Spanish")), ("en", N_("In English"))])
        self.language_chips.set_value(i18n.language())
        self.words = ShareWords()
        self.qr = QrSquare(N_("QR code with the fingerprint of my card"))
        self.qr.show_text(mine.qr)
        self.print_button = SecondaryButton(N_("Print…"), "printer")
        self._paper = SecretPaper(desk, self)
        self._arrange()
        self.language_chips.chosen.connect(self._tell)
        self.print_button.clicked.connect(self._print)
        self._paper.refused.connect(self.show_problem)
        self.box.addButton(self.print_button, self.box.ButtonRole.ActionRole)
        show_if(self.cancel_button, False)
        self._tell(self.language_chips.value())

    def _arrange(self) -> None:
        side = QVBoxLayout()
        side.addWidget(self.language_chips)
        side.addWidget(self.words)
        side.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(S(24))
        line.addLayout(side, 1)
        line.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(line)
        self.setMinimumWidth(S(760))

    def _tell(self, language: str) -> None:
        self.words.show_words(self._mine.words[language])

    def _print(self) -> None:
        session = self.desk.session
        self._paper.ask(lambda: peer_papers.words_pdf(session))


class NamesDialog(KeyDialog):
    """Whose card it is, and which computer or place."""

    def __init__(self, desk: Desk, mine: Mine, parent: QWidget | None = None) -> None:
        super().__init__(desk, N_("The names on my card"), _RENAME, N_("Keep the names"), parent)
        self.person_edit = LineEdit(limit=LONGEST_NAME)
        self.person_edit.setObjectName("card_person_edit")
        self.person_edit.set_value(mine.card.person)
        self.label_edit = LineEdit(limit=LONGEST_NAME)
        self.label_edit.setObjectName("card_label_edit")
        self.label_edit.set_value(mine.card.label)
        self.add_row(N_("Your name, as the other person knows you"), self.person_edit)
        self.add_row(N_("Which computer or place"), self.label_edit, N_("For example: office, home"), optional=True)

    def finish(self) -> None:
        person, label = self.person_edit.value(), self.label_edit.value()
        self.write(lambda s: own_card.rename(s, person, label))


class ChangeKeyDialog(KeyDialog):
    """A new key for receiving."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, N_("Change my key for receiving"), _CHANGE, N_("Change the key"), parent)
        self.rows.addWidget(Label(_OLD_STAY, wrap=True))
        self.gone_label = Label("", "strong", wrap=True)
        self.gone_label.hide()
        self.rows.addWidget(self.gone_label)
        desk.ask(own_card.mine, self._show, self.show_problem)

    def finish(self) -> None:
        self.write(own_card.change_key)

    def _show(self, mine: Mine) -> None:
        count = mine.old_keys
        if count:
            self.gone_label.set_words(lambda: _old_words(count))
            self.gone_label.show()
            self.fit()


def _old_words(count: int) -> str:
    return ngettext(
        "{n} key that has been out of use for more than a year is destroyed now.",
        "{n} keys that have been out of use for more than a year are destroyed now.",
        count,
    ).format(n=count)
