"""A window with made-up pages, for the tests of the shell."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QLineEdit,
    QSplitter,
    QTextEdit,
)
from pytestqt.qtbot import QtBot

from cima_desktop.gui.main_window import MainWindow, PageSpec
from cima_desktop.gui.widgets.page import Page
from cima_desktop.settings import Settings


class Diary(Page):
    """A page that notes what the window asks of it."""

    def __init__(self, notes: list[str]) -> None:
        super().__init__("People", help_topic="people-help")
        self.notes = notes
        self.name_edit = QLineEdit()
        self.body.addWidget(self.name_edit)
        self.primary = QAction("New person", self)
        self.primary.triggered.connect(lambda: notes.append("new"))
        splitter = QSplitter()
        splitter.setObjectName("split")
        for _n in range(2):
            splitter.addWidget(QTextEdit())
        self.body.addWidget(splitter)

    def shown(self) -> None:
        self.notes.append("shown")

    def leave(self) -> None:
        self.notes.append("left")

    def focus_search(self) -> None:
        self.notes.append("search")


class Desk:
    """A window with two pages, and what was noted there."""

    def __init__(self, qtbot: QtBot, settings: Settings | None = None) -> None:
        self.notes: list[str] = []
        self.settings = settings or Settings(scheme="light")
        specs = [
            PageSpec("people", "People", "users", lambda: Diary(self.notes)),
            PageSpec("plans", "Plans", "folder-heart", lambda: Page("Plans", scroll=True)),
            PageSpec("help", "Help", "info", lambda: Page("Help"), "bottom"),
        ]
        self.window = MainWindow(specs, self.settings)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    @property
    def page(self) -> Diary:
        page = self.window.desk.current_page()
        assert isinstance(page, Diary)
        return page
