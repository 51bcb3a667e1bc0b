"""The head of a record's card: initials, the name, chips, and a menu."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import IconButton
from cima_desktop.gui.widgets.chip import Avatar, Chip
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_


class NameLabel(Label):
    """A name that always has the lines it needs: a layout that is short of room would cut them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "name", wrap=True, parent=parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def setText(self, words: str) -> None:
        super().setText(words)
        self._fit()

    def _fit(self) -> None:
        """Ask the letters, not `heightForWidth`: that never falls below the least height it was given before."""
        room = QRect(0, 0, max(1, self.width()), 0)
        self.setMinimumHeight(self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text()).height())


class DetailHead(QWidget):
    """Initials, the name, chips and a small line; at the right a menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.avatar = Avatar("")
        self.name_label = NameLabel()
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, S(6))
        self.note_label = Label("", "small", wrap=True)
        self.note_label.hide()
        self.menu = QMenu(self)
        self.menu_button = IconButton("ellipsis-vertical", N_("More that can be done with this record"))
        self.menu_button.clicked.connect(self._open_menu)
        words = QVBoxLayout()
        words.setSpacing(S(4))
        words.addWidget(self.name_label)
        words.addWidget(self._chips)
        words.addWidget(self.note_label)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S(14))
        row.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignTop)

    def make_room(self, alone: bool) -> None:
        """Leave out what can be read elsewhere while the record needs all the room."""
        for part in (self.avatar, self._chips):
            part.setVisible(not alone)
        self.note_label.setVisible(not alone and bool(self.note_label.text()))

    def show_name(self, name: str, fallback: Text) -> None:
        """Show a name, or `fallback` while there is none."""
        self.avatar.set_name(name)
        self.name_label.set_words(raw(name) if name else fallback)

    def show_chips(self, chips: list[tuple[Text, str]]) -> None:
        """Show these chips instead of the present ones."""
        self._flow.clear()
        for text, tone in chips:
            self._flow.addWidget(Chip(text, tone))
        self._chips.setVisible(bool(chips) and self.avatar.isVisibleTo(self))

    def show_note(self, words: Text) -> None:
        """Say something in small letters below the chips."""
        self.note_label.set_words(words)
        self.note_label.setVisible(bool(words) and self.avatar.isVisibleTo(self))

    def add_deed(self, icon: str, words: Text) -> QAction:
        """Offer something in the menu."""
        action = self.menu.addAction(icons.icon(icon, "muted"), "")
        bind(action, QAction.setText, words)
        return action

    def _open_menu(self) -> None:
        self.menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))
