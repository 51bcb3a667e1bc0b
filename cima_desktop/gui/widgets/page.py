"""What every page of the desk is built on: margins, a title, room for messages and buttons."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.model.errors import KnownError


@dataclass(frozen=True)
class PageSpec:
    """A page the desk can show; `factory` makes it when it is first wanted."""

    key: str
    title: Text
    icon: str
    factory: Callable[[], QWidget]
    group: str = "top"
    begins: bool = False
    """Whether a line stands above it in the sidebar."""


class Page(QWidget):
    """A page of the main window; override `shown`, `leave` and `focus_search` where they mean something.

    With `scroll`, a body that is higher than the window scrolls.
    """

    def __init__(
        self, title: Text = "", help_topic: str = "", scroll: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "page")
        self.help_topic = help_topic
        self.primary: QAction | None = None
        self.title_label = Label(title, "title")
        self.count_label = Label("", "muted")
        self.message_bar = MessageBar()
        bind(self, QWidget.setAccessibleName, title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(S(24), S(16), S(24), S(16))
        outer.setSpacing(S(12))
        self._header = QHBoxLayout()
        self._header.setSpacing(S(12))
        self._header.addWidget(self.title_label)
        self._header.addWidget(self.count_label)
        self._header.addStretch(1)
        outer.addLayout(self._header)
        outer.addWidget(self.message_bar)
        self.body = QVBoxLayout()
        self.body.setSpacing(S(12))
        if scroll:
            self.body.setContentsMargins(0, 0, S(8), 0)
            content = QWidget()
            content.setLayout(self.body)
            outer.addWidget(Scroll(content), 1)
        else:
            outer.addLayout(self.body, 1)

    def set_title(self, title: Text) -> None:
        """Show another title."""
        self.title_label.set_words(title)
        bind(self, QWidget.setAccessibleName, title)

    def set_count(self, count: Text) -> None:
        """Say how many there are, beside the title."""
        self.count_label.set_words(count)

    def add_action(self, widget: QWidget) -> None:
        """Put a button at the right of the title."""
        self._header.addWidget(widget)

    def show_problem(self, error: KnownError) -> None:
        """Say a known error on the page it happened on."""
        self.message_bar.show_problem(error)

    def shown(self) -> None:
        """Do what is to be done each time the page comes into sight: read again what may have changed."""

    def leave(self) -> None:
        """Keep what was typed: another page, a lock or the end is coming."""

    def focus_search(self) -> None:
        """Put the cursor into the page's search box."""
