import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAction, QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QLineEdit,
    QSplitter,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui import colours, language, theme
from cima_desktop.gui.language import raw
from cima_desktop.gui.main_window import Found
from cima_desktop.settings import Settings
from tests.gui.shell_desk import Desk


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
    assert theme.tokens() is colours.DARK
    assert Settings.load().scheme == "dark"
    desk.window.look.set_scheme("high")
    assert theme.tokens() is colours.HIGH


def test_practice_is_seen_at_once(desk: Desk) -> None:
    assert desk.window.banner.isHidden()
    desk.window.set_practice(True)
    assert not desk.window.banner.isHidden()
    assert desk.window.banner.accessibleName() == desk.window.banner.words()
    assert theme.tokens().sidebar != colours.LIGHT.sidebar
    assert desk.window.windowTitle() != "CIMA"
    image = desk.window.banner.grab().toImage()
    assert image.pixelColor(1, 1).name().upper() in colours.PRACTICE_STRIPES
    desk.window.set_practice(False)
    assert theme.tokens() is colours.LIGHT


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
    desk.window.commands.set_search(
        lambda words, show: show([Found("users", "Ana", "", lambda: desk.notes.append("ana"))])
    )
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
