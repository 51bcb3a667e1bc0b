import faulthandler
import logging
import sys
import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAction, QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QLineEdit,
    QMessageBox,
    QSplitter,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui import errors, language, theme
from cima_desktop.gui.language import raw
from cima_desktop.gui.main_window import Found, MainWindow, PageSpec
from cima_desktop.gui.tasks import Tasks, Tick
from cima_desktop.gui.widgets.page import Page
from cima_desktop.model.errors import KnownError
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


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot)
    desk.window.show_desk()
    return desk


def test_pages_are_made_when_wanted_told_when_shown_and_left(desk: Desk) -> None:
    assert desk.notes == ["shown"]
    first = desk.page
    desk.window.show_page("plans")
    assert desk.window.desk.current_key() == "plans"
    desk.window.show_page("people")
    assert desk.notes == ["shown", "left", "shown"]
    assert desk.page is first
    assert desk.window.desk.sidebar.current() == "people"


def test_the_primary_button_is_the_pages_own_or_the_windows(desk: Desk, qtbot: QtBot) -> None:
    button = desk.window.desk.top_bar.primary_button
    button.click()
    assert desk.notes == ["shown", "new"]
    desk.page.primary.setEnabled(False)  # type: ignore[union-attr]
    assert not button.isEnabled()
    desk.window.show_page("plans")
    assert button.isHidden()
    everywhere = QAction("New consultation", desk.window)
    desk.window.desk.set_primary(everywhere)
    assert button.accessibleName() == "New consultation"
    with qtbot.waitSignal(everywhere.triggered):
        button.click()


@pytest.mark.parametrize(
    ("key", "modifiers", "expected"),
    [
        (Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier, "plans"),
        (Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier, "help"),
        (Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier, "people"),
    ],
)
def test_pages_have_number_keys(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier, expected: str) -> None:
    QTest.keyClick(desk.window, key, modifiers)
    assert desk.window.desk.current_key() == expected


def test_shortcuts_ask_the_program(desk: Desk, qtbot: QtBot) -> None:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    window = desk.window
    with qtbot.waitSignal(window.lock_requested):
        QTest.keyClick(window, Qt.Key.Key_L, control)
    with qtbot.waitSignal(window.undo_requested):
        QTest.keyClick(window, Qt.Key.Key_Z, control)
    with qtbot.waitSignal(window.redo_requested):
        QTest.keyClick(window, Qt.Key.Key_Z, control | shift)
    with qtbot.waitSignal(window.help_requested) as asked:
        QTest.keyClick(window, Qt.Key.Key_F1)
    assert asked.args == ["people-help"]
    QTest.keyClick(window, Qt.Key.Key_F, control)
    QTest.keyClick(window, Qt.Key.Key_N, control)
    assert desk.notes == ["shown", "search", "new"]
    window.show_page("plans")
    with qtbot.waitSignal(window.help_requested) as asked:
        QTest.keyClick(window, Qt.Key.Key_F1)
    assert asked.args == ["plans"]


def test_undo_in_a_field_is_the_fields_own(desk: Desk) -> None:
    asked: list[str] = []
    desk.window.undo_requested.connect(lambda: asked.append("undo"))
    edit = desk.page.name_edit
    edit.setFocus()
    QTest.keyClicks(edit, "Ana")
    QTest.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edit.text() == ""
    assert asked == []


def test_text_grows_and_shrinks_by_keyboard_and_the_sidebar_makes_room(desk: Desk) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    desk.window.resize(1300, 700)
    assert not desk.window.desk.sidebar.is_rail()
    for _n in range(2):
        QTest.keyClick(desk.window, Qt.Key.Key_Plus, control)
    assert (desk.settings.text_size, theme.text_size()) == (125, 125)
    assert desk.window.desk.sidebar.is_rail()
    QTest.keyClick(desk.window, Qt.Key.Key_Minus, control)
    assert desk.settings.text_size == 110
    QTest.keyClick(desk.window, Qt.Key.Key_0, control)
    assert desk.settings.text_size == 100
    assert not desk.window.desk.sidebar.is_rail()
    for _n in range(9):
        desk.window.look.step_text_size(1)
    assert desk.settings.text_size == 200


def test_the_sidebar_can_be_folded_for_good(desk: Desk, qtbot: QtBot) -> None:
    desk.window.resize(1366, 768)
    QTest.keyClick(desk.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.desk.sidebar.is_rail()
    assert Settings.load().sidebar_collapsed


def test_the_language_switches_live_and_nothing_typed_is_lost(desk: Desk, qtbot: QtBot, two_tongues: None) -> None:
    language.retell()
    edit = desk.page.name_edit
    edit.setText("María sin guardar")
    edit.setFocus()
    edit.setCursorPosition(3)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    language.switch(language_app(), "es")
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Cancelar"
    desk.window.desk.top_bar.language_button.click()
    assert i18n.language() == "en"
    assert desk.page.title_label.text() == "People"
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Cancel"
    assert (edit.text(), edit.cursorPosition(), edit.hasFocus()) == ("María sin guardar", 3, True)
    assert desk.window.locale().name() == "en_US"
    desk.window.desk.top_bar.language_button.click()
    assert desk.page.title_label.text() == "«People»"
    assert Settings.load().language == "es"


class Listener(QWidget):
    """Counts how often it is told that the language changed."""

    told = 0

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.told += 1
        super().changeEvent(event)


def language_app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def test_a_switch_is_told_once(qtbot: QtBot) -> None:
    outer = QWidget()
    inner = Listener(outer)
    qtbot.addWidget(outer)
    language.switch(language_app(), "es")
    inner.told = 0
    for count, code in enumerate(("en", "es", "en"), 1):
        language.switch(language_app(), code)
        assert inner.told == count


def test_colours_are_chosen_from_the_menu_and_kept(desk: Desk) -> None:
    desk.window.desk.top_bar.scheme_asked.emit("dark")
    assert theme.tokens() is theme.DARK
    assert Settings.load().scheme == "dark"
    desk.window.look.set_scheme("high")
    assert theme.tokens() is theme.HIGH


def test_practice_is_seen_at_once(desk: Desk) -> None:
    assert desk.window.banner.isHidden()
    desk.window.set_practice(True)
    assert not desk.window.banner.isHidden()
    assert desk.window.banner.accessibleName() == desk.window.banner.words()
    assert theme.tokens().sidebar != theme.LIGHT.sidebar
    assert desk.window.windowTitle() != "CIMA"
    image = desk.window.banner.grab().toImage()
    assert image.pixelColor(1, 1).name().upper() in theme.PRACTICE_STRIPES
    desk.window.set_practice(False)
    assert theme.tokens() is theme.LIGHT


def test_a_cover_hides_the_desk_and_its_shortcuts(desk: Desk) -> None:
    cover = QLineEdit()
    desk.window.show_cover(cover)
    assert desk.window.covered()
    assert not desk.window.desk.isVisible()
    QTest.keyClick(desk.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.desk.current_key() == "people"
    assert desk.window.commands.palette is None
    desk.window.show_cover(QLineEdit())
    desk.window.show_desk()
    assert not desk.window.covered()
    assert desk.window.desk.isVisible()


def test_a_lock_leaves_nothing_of_the_pages(desk: Desk) -> None:
    page = desk.page
    page.name_edit.setText("secret")
    desk.window.commands.open_palette()
    dialog = desk.window.commands.palette
    assert dialog is not None
    desk.window.show_cover(QWidget())
    desk.window.forget_pages()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(page)
    assert desk.window.findChildren(QLineEdit) == []
    desk.window.show_desk()
    assert desk.page.name_edit.text() == ""
    assert desk.window.desk.current_key() == "people"


def test_the_palette_opens_a_page_by_keyboard(desk: Desk) -> None:
    desk.window.commands.set_search(lambda words, show: show([Found("users", "Ana", "", lambda: desk.notes.append("ana"))]))
    QTest.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = desk.window.commands.palette
    assert palette is not None
    QTest.keyClicks(palette.line_edit, "ana")
    QTest.keyClick(palette.line_edit, Qt.Key.Key_Return)
    assert "ana" in desk.notes
    assert desk.window.commands.palette is None
    desk.window.commands.open_palette()
    palette = desk.window.commands.palette
    assert palette is not None
    row = palette.titles().index(i18n.tr("Plans"))
    palette.list.itemClicked.emit(palette.list.item(row))
    assert desk.window.desk.current_key() == "plans"


def test_what_was_open_is_open_again(desk: Desk, qtbot: QtBot) -> None:
    desk.window.resize(1111, 700)
    splitter = desk.page.findChild(QSplitter)
    assert isinstance(splitter, QSplitter)
    splitter.setSizes([700, 200])
    sizes = splitter.sizes()
    desk.window.show_page("plans")
    desk.window.show_page("people")
    closed: list[bool] = []
    desk.window.closing.connect(lambda: closed.append(True))
    desk.window.close()
    assert closed == [True]
    assert desk.notes[-1] == "left"
    again = Desk(qtbot, Settings.load())
    again.window.show_desk()
    assert again.window.size().height() == 700  # the display without a screen is too narrow to keep the width
    assert again.window.desk.current_key() == "people"
    restored = again.page.findChild(QSplitter)
    assert isinstance(restored, QSplitter)
    assert restored.sizes()[0] / sum(restored.sizes()) == pytest.approx(sizes[0] / sum(sizes), abs=0.02)


def test_broken_geometry_is_no_trouble(qtbot: QtBot) -> None:
    window = Desk(qtbot, Settings(geometry="A", splitters={"people_split": "A"})).window
    window.show_desk()
    assert window.size().width() == 1366


def test_every_control_of_the_shell_has_a_name(desk: Desk) -> None:
    for widget in desk.window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible() or isinstance(widget, QTextEdit):
            continue
        if widget is desk.page.name_edit or widget.objectName().startswith("qt_"):
            continue
        seen = QAccessible.queryAccessibleInterface(widget)
        name = seen.text(QAccessible.Text.Name)
        assert name, f"{type(widget).__name__} has no name"
        assert name == name.strip()


def test_buttons_are_big_enough_to_hit(desk: Desk) -> None:
    for button in desk.window.findChildren(QAbstractButton):
        if button.isVisible():
            assert min(button.width(), button.height()) >= 24  # WCAG 2.5.8


# --- the worker


def test_calls_are_done_in_order_off_the_main_thread_and_told_on_it(tasks: Tasks) -> None:
    told: list[tuple[int, bool, bool]] = []
    main = threading.get_ident()
    for n in range(5):
        tasks.run(
            lambda n=n: (n, threading.get_ident()),
            lambda done: told.append((done[0], done[1] != main, threading.get_ident() == main)),
        )
    assert not tasks.is_idle()
    tasks.wait_idle()
    assert told == [(n, True, True) for n in range(5)]


def test_a_newer_search_replaces_the_older(tasks: Tasks) -> None:
    gate = threading.Event()
    told: list[str] = []
    tasks.run(gate.wait)
    for words in ("m", "ma", "mar"):
        tasks.run(lambda words=words: words, told.append, latest="search")
    tasks.run(lambda: "other", told.append, latest="other")
    gate.set()
    tasks.wait_idle()
    assert told == ["mar", "other"]


def test_a_known_error_goes_to_whoever_asked_or_to_the_window(tasks: Tasks, desk: Desk) -> None:
    def fail() -> None:
        raise KnownError("The disk is full.")

    heard: list[KnownError] = []
    ended: list[str] = []
    tasks.run(fail, failed=heard.append, ended=lambda: ended.append("first"))
    tasks.run(fail)
    tasks.wait_idle()
    assert [error.message for error in heard] == ["The disk is full."]
    assert ended == ["first"]
    assert desk.page.message_bar.label.text().startswith(i18n.tr("The disk is full."))


def test_a_bug_reaches_the_hook_and_the_worker_goes_on(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[int] = []
    ended: list[str] = []

    def bug() -> int:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        tasks.run(bug, told.append, ended=lambda: ended.append("bug"))
        tasks.run(lambda: 7, told.append)
        tasks.wait_idle()
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]
    assert told == [7]
    assert ended == ["bug"]


def test_progress_is_told_and_a_cancelled_call_stops_at_its_next_tick(tasks: Tasks) -> None:
    seen: list[tuple[int, int]] = []
    told: list[str] = []
    reached, go_on = threading.Event(), threading.Event()

    def work(tick: Tick) -> str:
        tick(1, 3)
        reached.set()
        go_on.wait()
        tick(2, 3)
        return "finished"

    tasks.run(lambda tick: tick(3, 3), told.append, progress=lambda done, total: seen.append((done, total)))
    tasks.wait_idle()
    assert seen == [(3, 3)]
    job = tasks.run(work, told.append, progress=lambda done, total: seen.append((done, total)))
    reached.wait()
    job.cancel()
    go_on.set()
    tasks.wait_idle()
    assert told == [None]
    assert (2, 3) not in seen


def test_after_cancelling_all_nothing_is_told_but_that_it_ended(tasks: Tasks) -> None:
    gate = threading.Event()
    told: list[object] = []
    tasks.run(gate.wait, then=lambda _: told.append("waited"))
    tasks.run(lambda: 1, then=lambda _: told.append(1), ended=lambda: told.append("ended"))
    tasks.cancel_all()
    gate.set()
    tasks.wait_idle()
    assert told == ["ended"]


class Asker(QObject):
    """Wants to be told something."""

    def hear(self, _answer: object) -> None:
        raise AssertionError("told although deleted")


def test_a_deleted_widget_is_not_told(tasks: Tasks) -> None:
    asker = Asker()
    gate = threading.Event()
    tasks.run(gate.wait, asker.hear)
    shiboken6.delete(asker)
    gate.set()
    tasks.wait_idle()
    assert tasks.is_idle()


def test_busy_is_told_at_the_first_and_the_last_call(tasks: Tasks) -> None:
    told: list[bool] = []
    tasks.busy_changed.connect(told.append)
    for _n in range(3):
        tasks.run(lambda: None)
    tasks.wait_idle()
    assert told == [True, False]


# --- errors


def test_a_bug_is_logged_by_type_and_place_and_shown_without_values(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "María 828-555-0100"
    with caplog.at_level(logging.ERROR, "cima"):
        try:
            raise ValueError(secret)
        except ValueError as error:
            errors.report(type(error), error, error.__traceback__)
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    assert len(boxes) == 1
    shown = boxes[0].text() + boxes[0].informativeText() + boxes[0].detailedText()
    said = shown + capsys.readouterr().err + "".join(record.getMessage() for record in caplog.records)
    assert secret not in said
    assert "ValueError" in boxes[0].detailedText()
    assert Path(__file__).name in boxes[0].detailedText()
    boxes[0].accept()
    assert errors._shown == []


def test_bugs_do_not_bury_the_person_in_dialogs(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    for _n in range(10):
        errors.report(ValueError, ValueError(), None)
    boxes = list(errors._shown)
    assert len(boxes) == 3
    for box in boxes:
        box.accept()
    assert capsys.readouterr().err.count("ValueError") == 10


def test_a_known_error_is_said_where_it_happened(desk: Desk) -> None:
    errors.show_error(KnownError("The stick was pulled out."), desk.page.name_edit)
    assert i18n.tr("The stick was pulled out.") in desk.page.message_bar.label.text()
    desk.page.message_bar.hide_message()
    errors.report(KnownError, KnownError("Again."), None)
    assert i18n.tr("Again.") in desk.page.message_bar.label.text()


def test_over_a_cover_it_is_the_cover_that_says_it(desk: Desk) -> None:
    class Lock(QWidget):
        said = ""

        def show_problem(self, error: KnownError) -> None:
            self.said = error.message

    lock = Lock()
    desk.window.show_cover(lock)
    desk.window.show_problem(KnownError("Wrong passphrase."))
    assert lock.said == "Wrong passphrase."


def test_without_a_window_a_known_error_is_a_dialog(qtbot: QtBot) -> None:
    errors.show_error(KnownError("No window."))
    (box,) = errors._shown
    assert i18n.tr("No window.") in box.text()
    box.accept()


def test_installing_takes_every_way_out(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    handlers: list[object] = []
    monkeypatch.setattr(errors, "qInstallMessageHandler", handlers.append)
    monkeypatch.setattr(faulthandler, "enable", lambda: handlers.append("faults"))
    errors.install()
    assert sys.excepthook is errors.report
    assert len(handlers) == 2


def test_closing_the_window_is_announced_before_it_goes(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.window.closing):
        QApplication.sendEvent(desk.window, QCloseEvent())


def test_the_footer_says_whose_vault_it_is(desk: Desk) -> None:
    footer = desk.window.desk.footer
    footer.set_person(raw("Marisol"))
    footer.set_note(raw("Last backup: 9 days ago"), role="tone:warn")
    footer.saved_state.saving()
    assert footer.saved_state.label.text() == i18n.tr("Saving…")
    assert not footer.isHidden()
