"""A page of sections: names on the left, one part on the right. The settings and the exchange are such pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QStackedWidget, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import Text, bind, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.page import Page
from cima_desktop.gui.widgets.scroll import Scroll

_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Section:
    """One section: its permanent key, title and icon, and the widget that is its content.

    A part may have `read()`, called whenever it comes into sight, and `leave()`, called before a lock.
    """

    key: str
    title: Text
    icon: str
    make: Callable[[Desk], QWidget]


class SectionsPage(Page):
    """Sections on the left, one of them on the right."""

    def __init__(self, desk: Desk, key: str, title: Text, sections: Sequence[Section], list_name: Text) -> None:
        """Make every part; `key` is the page's, and its help page's; `list_name` is what a screen reader calls the
        list of sections.
        """
        super().__init__(title, key)
        self.desk = desk
        self.sections = sections
        self.parts: dict[str, Any] = {section.key: section.make(desk) for section in sections}
        self.section_list = QListWidget()
        self.section_list.setObjectName(f"{key}_section_list")
        self.section_list.setProperty("kind", "plain")
        self.stack = QStackedWidget()
        self._build(key, title)
        bind(self.section_list, QWidget.setAccessibleName, list_name)
        self.section_list.currentRowChanged.connect(self._open)
        self.section_list.setCurrentRow(0)

    def _build(self, key: str, title: Text) -> None:
        self.section_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.section_list.setWordWrap(True)
        self.section_list.setIconSize(QSize(S(18), S(18)))
        for section in self.sections:
            item = QListWidgetItem(icons.icon(section.icon, "muted"), say(section.title), self.section_list)
            item.setData(_KEY, section.key)
            card = Card(section.title)
            card.body.addWidget(Scroll(self.parts[section.key]), 1)
            self.stack.addWidget(card)
        bind(self.section_list, self._name_items, title)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName(f"{key}_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(S(16))
        splitter.addWidget(Framed(self.section_list))
        splitter.addWidget(self.stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([S(280), S(780)])
        self.body.addWidget(splitter, 1)

    def _name_items(self, listing: QListWidget, _words: str) -> None:
        for row, section in enumerate(self.sections):
            item = listing.item(row)
            if item is not None:
                item.setText(say(section.title))

    def open_section(self, key: str, begin: str = "") -> None:
        """Open a section; `begin` names a deed of its part that is begun at once."""
        keys = [section.key for section in self.sections]
        if key in keys:
            self.section_list.setCurrentRow(keys.index(key))
            if begin:
                _call(self.parts[key], begin)

    def section(self) -> str:
        """Return the open section."""
        return self.sections[max(0, self.section_list.currentRow())].key

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
