"""The window stays on the screen with its footer, and undo names the step that it takes back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMargins, QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cima_desktop.gui.main_window import fit_to_screen
from cima_desktop.i18n import tr
from cima_desktop.services import approvals
from cima_desktop.store import Edit
from tests.gui.program_driver import Driver

TITLE_BAR = QMargins(4, 30, 4, 4)


def placed(qtbot: QtBot, place: QRect, room: QRect) -> QWidget:
    """Return a window that was at a place and has been brought onto a screen."""
    window = QWidget()
    qtbot.addWidget(window)
    window.setMinimumSize(1000, 620)
    window.setGeometry(place)
    fit_to_screen(window, room)
    return window


@pytest.mark.parametrize("size", [(1366, 768), (1366, 728), (1280, 1024), (1920, 700), (911, 512)])
def test_on_a_small_screen_the_window_fills_it(qtbot: QtBot, size: tuple[int, int]) -> None:
    room = QRect(0, 0, *size)
    window = placed(qtbot, QRect(0, 0, 1366, 768), room)
    assert window.isMaximized()
    assert window.minimumWidth() <= room.width()
    assert window.minimumHeight() <= room.height()


@pytest.mark.parametrize("size", [(1400, 800), (1440, 860), (1920, 1040)])
@pytest.mark.parametrize("corner", [(0, 0), (-4000, -3000), (5000, 200), (600, 5000)])
def test_on_a_larger_screen_the_window_is_on_it_with_its_frame(
    qtbot: QtBot, size: tuple[int, int], corner: tuple[int, int]
) -> None:
    room = QRect(0, 25, *size)
    window = placed(qtbot, QRect(*corner, 1366, 768), room)
    assert not window.isMaximized()
    assert room.contains(window.geometry().marginsAdded(TITLE_BAR))


def test_a_window_that_fits_stays_where_it_was(qtbot: QtBot) -> None:
    window = placed(qtbot, QRect(300, 200, 1100, 700), QRect(0, 0, 1920, 1040))
    assert window.geometry() == QRect(300, 200, 1100, 700)
    assert window.minimumSize() == QSize(1000, 620)


def test_undo_and_redo_name_the_step_past_what_cannot_be_undone(opened: Driver) -> None:
    first = opened.add(given_names="Ana")
    opened.ask(lambda s: s.store.save("Changed a person", [Edit("person", first, {"given_names": "Eva"})]))
    opened.ask(lambda s: approvals.enroll(s, "Lic. Prueba", "123", "NC", "solo-la-abogada"))
    opened.page("start")
    bar, saved = opened.window.desk.message_bar, []
    opened.desk.saved.connect(lambda: saved.append(1))

    def says(turn: Callable[[], None]) -> str:
        turn()
        opened.settle()
        return bar.label.text()

    window = opened.window
    acts = [tr("Changed a person"), tr("Added a person")]
    assert acts[0] in says(window.undo_requested.emit)
    assert acts[1] in says(window.undo_requested.emit)
    assert opened.ask(lambda s: s.store.count("person")) == 0
    assert len(saved) == 2
    for act in acts:
        assert act not in says(window.undo_requested.emit)  # there is nothing more, and nothing was written
    assert len(saved) == 2
    assert acts[1] in says(window.redo_requested.emit)
    assert acts[0] in says(window.redo_requested.emit)
    assert len(opened.ask(approvals.reviewers)) == 1
