"""The offline help: pages in both languages, found by the screen from which F1 was pressed; no link leaves."""

import re
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from cima_desktop import paths
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.page import Page
from cima_desktop.gui.widgets.search_box import SearchBox
from cima_desktop.i18n import LANGUAGES, N_, language, tr
from cima_desktop.model.text import fold

FIRST = "start"
_TOPIC = Qt.ItemDataRole.UserRole
_NO_PAGE = N_("There is no help page about this yet.")
_NAME = re.compile(r"[a-z0-9_-]{1,60}")


def folder(code: str = "") -> Path:
    """Return the folder of the help pages in a language (the screen's by default)."""
    return paths.resources() / "help" / (code or language())


def topics() -> list[tuple[str, str]]:
    """Return the name and the heading of each page, the first page first."""
    found = [(file.stem, _heading(file)) for file in sorted(folder().glob("*.md"))]
    return sorted(found, key=lambda pair: (pair[0] != FIRST, fold(pair[1])))


def page_text(topic: str) -> str:
    """Return a page in the screen's language, else in the other one; the empty text when there is none."""
    if not _NAME.fullmatch(topic):
        return ""
    for code in (language(), *LANGUAGES):
        file = folder(code) / f"{topic}.md"
        if file.is_file():
            return file.read_text(encoding="utf-8")
    return ""


def _heading(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        first = next((line for line in lines if line.startswith("# ")), f"# {file.stem}")
    return first.removeprefix("# ").strip()


class HelpBrowser(QTextBrowser):
    """Shows one page; a link leads to another page of the help, and nowhere else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setStyleSheet("QTextBrowser { border: none; }")  # the frame around it shows the focus

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Read nothing: the pages are text only."""
        return None


class HelpPage(Page):
    """Pages on the left, the page on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Help"), "help")
        self.desk = desk
        self.topic = FIRST
        self.search_box = SearchBox(N_("Find in the help…"))
        self.search_box.setObjectName("help_search_edit")
        self.topic_list = QListWidget()
        self.topic_list.setObjectName("help_topic_list")
        self.topic_list.setProperty("kind", "plain")
        self.topic_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.topic_list.setWordWrap(True)
        bind(self.topic_list, QWidget.setAccessibleName, N_("Help pages"))
        self.browser = HelpBrowser()
        self.browser.setObjectName("help_browser")
        bind(self.browser, QWidget.setAccessibleName, N_("Help page"))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.search_box)
        column.addWidget(Framed(self.topic_list), 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("help_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(S(16))
        splitter.addWidget(left)
        splitter.addWidget(Framed(self.browser))
        splitter.setSizes([S(300), S(760)])
        self.body.addWidget(splitter, 1)
        self.search_box.asked.connect(lambda _words: self.fill())
        self.search_box.down_pressed.connect(self.topic_list.setFocus)
        self.topic_list.currentItemChanged.connect(self._chosen)
        self.browser.anchorClicked.connect(self._follow)
        self.fill()

    def open_topic(self, topic: str) -> None:
        """Show the page about a screen; the first page where there is none."""
        self.search_box.clear()
        self.topic = topic if page_text(topic) else FIRST
        self.fill()

    def fill(self) -> None:
        """List the pages that contain what is looked for, and show the chosen one."""
        wanted = fold(self.search_box.text())
        self.topic_list.blockSignals(True)
        self.topic_list.clear()
        for topic, heading in topics():
            if not wanted or wanted in fold(heading) or wanted in fold(page_text(topic)):
                item = QListWidgetItem(heading, self.topic_list)
                item.setData(_TOPIC, topic)
                if topic == self.topic:
                    self.topic_list.setCurrentItem(item)
        self.topic_list.blockSignals(False)
        self._show()

    def focus_search(self) -> None:
        self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "browser"):
            self.fill()

    def place(self) -> dict[str, object]:
        """Return which page is open."""
        return {"topic": self.topic}

    def _chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.topic = str(item.data(_TOPIC))
            self._show()

    def _follow(self, link: QUrl) -> None:
        """Follow a link inside the help; any other is not followed."""
        topic = link.toString().removesuffix(".md").split("#")[0]
        if page_text(topic):
            self.open_topic(topic)

    def _show(self) -> None:
        self.browser.setMarkdown(page_text(self.topic) or tr(_NO_PAGE))
        self.browser.document().setDocumentMargin(S(20))
