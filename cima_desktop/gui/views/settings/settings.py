"""Settings: how the window looks and locks, who can open the vault, backups, who approves wording, what is kept and for
how long, legal holds, the bin, and about."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QStackedWidget, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import Text, bind, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.keeping.settings_holds import HoldsPart
from cima_desktop.gui.views.keeping.settings_keeping import KeepingPart
from cima_desktop.gui.views.settings.settings_about import AboutPart
from cima_desktop.gui.views.settings.settings_access import AccessPart
from cima_desktop.gui.views.settings.settings_backups import BackupsPart
from cima_desktop.gui.views.settings.settings_bin import BinPart
from cima_desktop.gui.views.settings.settings_done import DonePart
from cima_desktop.gui.views.settings.settings_locking import LockingPart
from cima_desktop.gui.views.settings.settings_look import LookPart
from cima_desktop.gui.views.settings.settings_reviewers import ReviewersPart
from cima_desktop.gui.views.settings.settings_wording import WordingPart
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.page import Page
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_

_KEY = Qt.ItemDataRole.UserRole


def _look_part(desk: Desk) -> QWidget:
    part = LookPart(desk.settings)
    part.chosen.connect(desk.look_chosen)
    return part


@dataclass(frozen=True)
class Section:
    """One section: its permanent key, title and icon, and the widget that is its content.

    A part may have `read()`, called whenever it comes into sight, and `leave()`, called before a lock.
    """

    key: str
    title: Text
    icon: str
    make: Callable[[Desk], QWidget]


SECTIONS = (
    Section("look", N_("Window and language"), "monitor", _look_part),
    Section("locking", N_("Locking and privacy"), "lock", LockingPart),
    Section("access", N_("Who can open this vault"), "key-round", AccessPart),
    Section("backups", N_("Backups and health"), "hard-drive-download", BackupsPart),
    Section("reviewers", N_("Reviewing attorneys"), "scale", ReviewersPart),
    Section("wording", N_("Wording of the papers"), "file-check", WordingPart),
    Section("done", N_("What was done in this vault"), "history", DonePart),
    Section("keeping", N_("Keeping and erasing"), "clock", KeepingPart),
    Section("holds", N_("Legal holds"), "shield", HoldsPart),
    Section("bin", N_("Bin"), "trash-2", BinPart),
    Section("about", N_("About this program"), "info", AboutPart),
)
"""Every section, in order. A new section is a row here."""


def _set_item(listing: QListWidget, _words: str) -> None:
    for row, section in enumerate(SECTIONS):
        item = listing.item(row)
        if item is not None:
            item.setText(say(section.title))


class SettingsPage(Page):
    """Sections on the left, one of them on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Settings"), "settings")
        self.desk = desk
        self.parts: dict[str, Any] = {section.key: section.make(desk) for section in SECTIONS}
        self.section_list = QListWidget()
        self.section_list.setObjectName("settings_section_list")
        self.section_list.setProperty("kind", "plain")
        self.stack = QStackedWidget()
        self._build()
        self.section_list.currentRowChanged.connect(self._open)
        self.section_list.setCurrentRow(0)

    def _build(self) -> None:
        self.section_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.section_list.setWordWrap(True)
        self.section_list.setIconSize(QSize(S(18), S(18)))
        for section in SECTIONS:
            item = QListWidgetItem(icons.icon(section.icon, "muted"), say(section.title), self.section_list)
            item.setData(_KEY, section.key)
            card = Card(section.title)
            card.body.addWidget(Scroll(self.parts[section.key]), 1)
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

    def open_section(self, key: str, begin: str = "") -> None:
        """Open a section; `begin` names a deed of its part that is begun at once."""
        keys = [section.key for section in SECTIONS]
        if key in keys:
            self.section_list.setCurrentRow(keys.index(key))
            if begin:
                _call(self.parts[key], begin)

    def section(self) -> str:
        """Return the open section."""
        return SECTIONS[max(0, self.section_list.currentRow())].key

    def shown(self) -> None:
        self._open(self.section_list.currentRow())

    def leave(self) -> None:
        for part in self.parts.values():
            _call(part, "leave")

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
        _call(self.parts[self.section()], "read")


def _call(part: QWidget, name: str) -> None:
    """Ask a part for something that its kind of part can do."""
    run = getattr(part, name, None)
    if callable(run):
        run()
