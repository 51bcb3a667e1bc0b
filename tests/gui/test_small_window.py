"""Where there is little room: forms end with their last line, dialogs fit the screen, what matters stays in sight."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cima_desktop.gui.language import raw
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.records.form_layout import FormColumns
from cima_desktop.gui.widgets.buttons import DangerButton, SecondaryButton
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.footer import Footer
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.scroll import Scroll
from tests.gui.program_driver import Driver

LONG = "A sentence that takes one line where there is room, and many where there is none. " * 3


class Fatal(PlainDialog):
    done_kind = DangerButton


def asked(qtbot: QtBot, kind: type[PlainDialog] = PlainDialog) -> tuple[PlainDialog, QLineEdit]:
    """Return a dialog with one answer, as it opens."""
    dialog, edit = kind(raw("Title"), raw(LONG), raw("Do it")), QLineEdit()
    qtbot.addWidget(dialog)
    dialog.add_row(raw("Answer"), edit)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    return dialog, edit


def test_a_scrolled_form_ends_where_its_last_line_ends(qtbot: QtBot) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    columns = FormColumns()
    for _n in range(20):
        columns.add(FieldRow(raw("Name"), QLineEdit(), raw(LONG)))
    column.addWidget(columns)
    column.addStretch(1)
    scroll = Scroll(content)
    qtbot.addWidget(scroll)
    scroll.resize(900, 300)
    scroll.show()
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    left = content.height() - columns.geometry().bottom()
    assert left < 40
    assert content.height() < content.minimumSizeHint().height()  # what Qt alone would have made of it


def test_the_form_of_a_person_ends_too(opened: Driver) -> None:
    rosa = opened.add(given_names="Rosa", paternal_surname="Ejemplo")
    page = opened.people()
    page.open_record(rosa)
    opened.settle()
    scroll, last = page.card.tabs.widget(0), page.card.kept_line
    assert isinstance(scroll, Scroll)
    content = scroll.widget()
    assert content is not None
    assert content.height() - last.mapTo(content, last.rect().bottomLeft()).y() < 40


def test_a_dialog_begins_at_its_first_answer(qtbot: QtBot) -> None:
    dialog, edit = asked(qtbot)
    assert dialog.focusWidget() is edit
    assert dialog.done_button.isDefault()
    assert dialog.height() == dialog.column.totalHeightForWidth(dialog.width())


def test_what_cannot_be_taken_back_is_not_done_by_enter(qtbot: QtBot) -> None:
    dialog, _edit = asked(qtbot, Fatal)
    assert isinstance(dialog.done_button, SecondaryButton)
    assert dialog.done_button.kind == "danger"
    assert not dialog.done_button.isDefault()
    assert dialog.cancel_button.isDefault()


def test_no_dialog_is_larger_than_the_screen_or_hangs_out_of_it(qtbot: QtBot) -> None:
    dialog, _edit = asked(qtbot)
    screen = dialog.screen().availableGeometry()
    dialog.take_size(9000, 9000)
    assert dialog.height() < screen.height()
    assert dialog.width() <= screen.width()
    dialog.take_size(dialog.minimumWidth(), 1)
    dialog.move(0, screen.bottom() - dialog.height())
    dialog.say(raw(LONG * 3))
    assert dialog.frameGeometry().bottom() <= screen.bottom()
    assert dialog.frameGeometry().top() >= screen.top()


@pytest.mark.usefixtures("two_tongues")
def test_a_warning_below_the_edge_comes_into_sight_and_the_words_stay(qtbot: QtBot) -> None:
    content, box = QWidget(), LineEdit()
    line = guarded(box)
    column = QVBoxLayout(content)
    column.addSpacing(400)
    column.addWidget(FieldRow(raw("Note"), box))
    column.addSpacing(400)
    scroll = Scroll(content)
    qtbot.addWidget(scroll)
    scroll.resize(500, 320)
    with qtbot.waitActive(scroll):
        scroll.show()
        scroll.activateWindow()
    box.setFocus()
    QTest.keyClicks(box, "Her number is A# 012-345-678")
    qtbot.waitUntil(lambda: line.visibleRegion().boundingRect().height() == line.height() > 0)
    assert box.visibleRegion().boundingRect().height() == box.height()


def test_a_narrow_foot_gives_up_what_never_changes_and_keeps_the_backup(qtbot: QtBot) -> None:
    footer = Footer()
    qtbot.addWidget(footer)
    footer.set_note(raw("Last good backup: today, 4:20 p.m."))
    footer.set_person(raw("Mesa de prueba"))
    footer.resize(2000, footer.sizeHint().height())
    footer.show()
    qtbot.waitUntil(footer.encrypted_note.isVisible)
    note, encrypted = footer._note.label, footer.encrypted_note.sizeHint().width()
    whole = footer.sizeHint().width() + 60
    for width, seen in ((whole, (True, True)), (whole - 120, (False, True)), (whole - 120 - encrypted, (False, False))):
        footer.resize(width, footer.height())
        qtbot.waitUntil(lambda: note.width() >= note.sizeHint().width())
        assert (footer.encrypted_note.isVisible(), footer._person.isVisible()) == seen
    footer.set_person(raw(""))
    footer.resize(whole, footer.height())
    qtbot.waitUntil(footer.encrypted_note.isVisible)
    assert footer._person.isHidden()
