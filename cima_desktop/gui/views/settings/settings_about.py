"""What the program is, under which licence, and what it cannot promise."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop import __version__
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _


class AboutPart(QWidget):
    """A few sentences and one way on."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        column.addWidget(Label(lambda: _("CIMA Desktop, version {version}").format(version=__version__), "section"))
        for words in (
            N_("Everything you write stays encrypted on this computer. The program has no way to use the internet."),
            N_("It helps families prepare papers. It does not give legal advice, and it does not replace an attorney."),
            N_("Free software under the GNU General Public License, version 3 or later, without any warranty."),
            N_("The letters are Atkinson Hyperlegible and Noto (SIL Open Font License); the icons are Lucide (ISC)."),
        ):
            column.addWidget(Label(words, wrap=True))
        self.promise_button = SecondaryButton(N_("What the program cannot promise"), "shield")
        self.promise_button.clicked.connect(lambda: desk.open("help", "promises"))
        column.addWidget(self.promise_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
