"""Settings: how the window looks and speaks, who can open the vault, who approves wording, the bin, and about."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QStackedWidget, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import Text, bind, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.rows_list import Scroll
from cima_desktop.gui.views.settings_about import AboutPart
from cima_desktop.gui.views.settings_access import AccessPart
from cima_desktop.gui.views.settings_bin import BinPart
from cima_desktop.gui.views.settings_look import LookPart
from cima_desktop.gui.views.settings_reviewers import ReviewersPart
from cima_desktop.gui.views.settings_wording import WordingPart
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.page import Page
from cima_desktop.i18n import N_

_KEY = Qt.ItemDataRole.UserRole
SECTIONS: tuple[tuple[str, Text, str], ...] = (
    ("look", N_("Window and language"), "monitor"),
    ("access", N_("Passphrase and recovery"), "key-round"),
    ("reviewers", N_("Reviewing attorneys"), "scale"),
    ("wording", N_("Wording of the papers"), "file-check"),
    ("bin", N_("Bin"), "trash-2"),
    ("about", N_("About"), "info"),
)


def _set_item(listing: QListWidget, _words: str) -> None:
    for row, (_key, title, _icon) in enumerate(SECTIONS):
        item = listing.item(row)
        if item is not None:
            item.setText(say(title))


class SettingsPage(Page):
    """Sections on the left, one of them on the right."""

    language_chosen = Signal(str)
    scheme_chosen = Signal(str)
    size_chosen = Signal(int)
    minutes_chosen = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Settings"), "settings")
        self.desk = desk
        self.look_part = LookPart(desk.settings)
        self.access_part = AccessPart(desk)
        self.reviewers_part = ReviewersPart(desk)
        self.wording_part = WordingPart(desk)
        self.bin_part = BinPart(desk)
        self.about_part = AboutPart(desk)
        self.section_list = QListWidget()
        self.section_list.setObjectName("settings_section_list")
        self.section_list.setProperty("kind", "plain")
        self.stack = QStackedWidget()
        self._build()
        self.look_part.language_chosen.connect(self.language_chosen)
        self.look_part.scheme_chosen.connect(self.scheme_chosen)
        self.look_part.size_chosen.connect(self.size_chosen)
        self.look_part.minutes_chosen.connect(self.minutes_chosen)
        self.section_list.currentRowChanged.connect(self._open)
        self.section_list.setCurrentRow(0)

    def _build(self) -> None:
        parts: tuple[QWidget, ...] = (
            self.look_part,
            self.access_part,
            self.reviewers_part,
            self.wording_part,
            self.bin_part,
            self.about_part,
        )
        self.section_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.section_list.setWordWrap(True)
        self.section_list.setIconSize(QSize(S(18), S(18)))
        for (key, title, icon), part in zip(SECTIONS, parts, strict=True):
            item = QListWidgetItem(icons.icon(icon, "muted"), say(title), self.section_list)
            item.setData(_KEY, key)
            card = Card(title)
            card.body.addWidget(Scroll(part), 1)
            self.stack.addWidget(card)
        bind(self.section_list, _set_item, N_("Settings"))
        bind(self.section_list, QWidget.setAccessibleName, N_("Sections of the settings"))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("settings_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(S(16))
        splitter.addWidget(Framed(self.section_list))
        splitter.addWidget(self.stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([S(280), S(780)])
        self.body.addWidget(splitter, 1)

    def open_section(self, key: str) -> None:
        """Open a section."""
        keys = [section[0] for section in SECTIONS]
        if key in keys:
            self.section_list.setCurrentRow(keys.index(key))

    def section(self) -> str:
        """Return the open section."""
        return SECTIONS[max(0, self.section_list.currentRow())][0]

    def shown(self) -> None:
        self._open(self.section_list.currentRow())

    def leave(self) -> None:
        self.wording_part.leave()

    def place(self) -> dict[str, object]:
        """Return which section is open."""
        return {"section": self.section()}

    def go_to(self, place: dict[str, object], ready: object) -> None:
        """Go back to a section."""
        self.open_section(str(place.get("section") or ""))
        if callable(ready):
            ready()

    def _open(self, row: int) -> None:
        self.stack.setCurrentIndex(max(0, row))
        read = {2: self.reviewers_part.read, 3: self.wording_part.read, 4: self.bin_part.read, 1: self.access_part.read}
        read.get(row, _nothing)()


def _nothing() -> None:
    """Read nothing: the section shows no records."""
