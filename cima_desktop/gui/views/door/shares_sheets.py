"""The sheets of the shares: printed all at once, one page for each holder, or shown one by one to be written down."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.share_words import ShareWords
from cima_desktop.gui.views.papers.secret_paper import PAPER_ONLY, SecretPaper
from cima_desktop.gui.widgets.buttons import IconButton, SecondaryButton
from cima_desktop.gui.widgets.labels import Label, restyle
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys
from cima_desktop.services.keys import SharesOffer


class SharesSheets(QWidget):
    """Shows one sheet at a time: nobody needs to see a share that is not theirs."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._offer: SharesOffer | None = None
        self.place = 0
        self.paper = SecretPaper(desk, self)
        self.print_button = SecondaryButton(N_("Print all the sheets"), "printer")
        self.note_label = Label(PAPER_ONLY, "small", wrap=True)
        self.title_label = Label("", "section", wrap=True)
        self.before_button = IconButton("chevron-left", N_("The sheet before"))
        self.after_button = IconButton("chevron-right", N_("The next sheet"))
        self.words = ShareWords()
        self._build()
        self.setFocusProxy(self.print_button)
        self.print_button.clicked.connect(lambda: self.paper.ask(self.pages))
        self.paper.refused.connect(self._refused)
        self.paper.printed.connect(lambda: self._say(N_("Printed. Give each person only their own sheet.")))
        self.before_button.clicked.connect(lambda: self.go(self.place - 1))
        self.after_button.clicked.connect(lambda: self.go(self.place + 1))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.note_label)
        line = QHBoxLayout()
        line.addWidget(self.title_label, 1)
        line.addWidget(self.before_button)
        line.addWidget(self.after_button)
        column.addLayout(line)
        column.addWidget(self.words)

    def show_offer(self, offer: SharesOffer) -> None:
        """Show the sheets of an offer, the first one first."""
        self._offer = offer
        self._say(PAPER_ONLY)
        self.go(0)

    def forget(self) -> None:
        """Forget every word."""
        self._offer = None
        self.words.show_words(())
        self.title_label.set_words("")

    def pages(self) -> bytes:
        """Return the sheets as they are printed, a PDF that is never written to a disk."""
        if self._offer is None:
            raise RuntimeError("no shares were made")
        return keys.shares_pdf(self._offer, self._desk.session.today())

    def go(self, place: int) -> None:
        """Show another sheet."""
        if self._offer is None or not 0 <= place < len(self._offer.shares):
            return
        self.place = place
        total, share = len(self._offer.shares), self._offer.shares[place]
        self.before_button.setEnabled(place > 0)
        self.after_button.setEnabled(place + 1 < total)
        self.title_label.set_words(lambda: _heading(place + 1, total, share.holder))
        self.words.show_words(share.words.split())

    def _say(self, words: Text, kind: str = "small") -> None:
        self.note_label.setProperty("kind", kind)
        restyle(self.note_label)
        self.note_label.set_words(words)

    def _refused(self, error: KnownError) -> None:
        self._say(lambda: f"{error.sentence()} {error.advice()}", "error")


def _heading(number: int, total: int, holder: str) -> str:
    if holder:
        return _("Sheet {number} of {total}, for {name}").format(number=number, total=total, name=holder)
    return _("Sheet {number} of {total}").format(number=number, total=total)
