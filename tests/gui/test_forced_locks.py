"""A lock in the middle of a word takes nothing away, in any kind of field (V6); tests/torture/locks.py runs long."""

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QVBoxLayout

from cima_desktop.gui.views.door import lock as locking
from cima_desktop.gui.views.door import loose_words
from cima_desktop.gui.views.door.first_run_passphrase import PassphrasePart
from cima_desktop.gui.views.plans.plans import PlansPage, StartDialog
from cima_desktop.gui.views.settings.settings_rehearsal import RehearsalPart
from cima_desktop.gui.widgets.file_dialogs import choose_folder
from cima_desktop.model.guarding import masked
from cima_desktop.services import keys
from cima_desktop.vault.calibrate import calibrate
from tests.gui.keyboard import write
from tests.gui.program_driver import Driver
from tests.torture.locks import SURFACES, forced_locks


def test_forced_locks_in_every_kind_of_field_lose_nothing(driver: Driver) -> None:
    assert forced_locks(driver, len(SURFACES), seed=3) == []


def test_a_field_that_would_lose_its_words_is_noticed(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loose_words, "put_back", lambda _page, _words: [])
    search = [surface for surface in SURFACES if surface.name == "a search"]
    assert [one.surface for one in forced_locks(driver, 1, 3, search)] == ["a search"]


def test_what_was_typed_in_a_dialog_is_told_afterwards(opened: Driver) -> None:
    page = opened.page("plans")
    assert isinstance(page, PlansPage)
    page.start_plan()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, StartDialog) and w.isVisible())
    write("Familia Peña", dialog.name_edit)
    opened.lock()
    opened.unlock()
    bar = opened.window.desk.message_bar
    assert "“Familia Peña”" in bar.label.text()
    opened.lock()
    opened.unlock()
    assert bar.isHidden()  # told once


def test_words_of_a_page_that_is_not_in_sight_are_told_and_not_put_beside_another_record(opened: Driver) -> None:
    person = opened.add(given_names="Ana")
    page = opened.people()
    page.open_record(person)
    opened.settle()
    page.card.open_tab("notes")
    write("Llamar a la escuela", page.card.notes_tab.task_edit)
    opened.page("start")
    opened.lock()
    opened.unlock()
    assert opened.people().card.notes_tab.task_edit.text() == ""
    assert "Llamar a la escuela" in opened.window.desk.message_bar.label.text()


def test_secrets_and_what_the_program_wrote_are_not_gathered(opened: Driver) -> None:
    dialog = QDialog(opened.window)
    secret, shown, read, empty = QLineEdit(), QLineEdit("shown"), QLineEdit("read"), QPlainTextEdit()
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    read.setReadOnly(True)
    column = QVBoxLayout(dialog)
    for box in (secret, shown, read, empty):
        column.addWidget(box)
    dialog.open()
    write("lumo chade", secret)
    write("   ", empty)
    assert loose_words.gather(None, [], opened.window) == loose_words.Loose()
    dialog.close()


def test_what_opens_a_vault_is_not_gathered_even_in_sight(opened: Driver) -> None:
    dialog = QDialog(opened.window)
    chosen, rehearsal = PassphrasePart(opened.desk.tasks, calibrate), RehearsalPart(opened.desk)
    column = QVBoxLayout(dialog)
    column.addWidget(chosen)
    column.addWidget(rehearsal)
    dialog.open()
    chosen.ui.show_button.setChecked(True)
    rehearsal.begin(keys.CODE)
    for box in (chosen.ui.passphrase_edit, chosen.ui.again_edit, rehearsal.code_edit):
        write("lumo chade", box)
    rehearsal.begin(keys.SHARES)
    write("academic acid", rehearsal.entry.rows[0].edit)
    assert loose_words.gather(rehearsal, [rehearsal], opened.window) == loose_words.Loose()
    dialog.close()


@pytest.mark.parametrize(
    "typed", ["ssn — 12345 6789", "First line\nA 012345678", "José: A# 012-345-678", "ssn—123456789"]
)
def test_a_number_that_is_never_kept_is_not_in_what_a_lock_keeps(opened: Driver, typed: str) -> None:
    loose = loose_words.Loose(here={"search_edit": typed}, elsewhere=(typed,))
    opened.ask(lambda s: locking.keep_place(s, "plans", {}, locking.Spot(), loose))
    kept = opened.ask(lambda s: s.store.drafts.get(locking.PLACE))
    assert kept is not None
    assert locking.loose_in(kept).here == {"search_edit": masked(typed)}
    assert locking.loose_in(kept).elsewhere == (masked(typed),)
    assert "6789" not in kept.fields["loose"]
    assert "5678" not in kept.fields["loose"]


def test_a_field_that_is_gone_has_its_words_told(opened: Driver) -> None:
    page = opened.people()
    assert loose_words.put_back(page, {"no_such_edit": "Ana"}) == ["Ana"]


def test_what_was_kept_before_there_were_loose_words_is_read() -> None:
    from cima_desktop.store import Draft

    assert locking.loose_in(Draft(page="people")) == loose_words.Loose()


def test_a_folder_dialog_that_the_lock_closes_leaves_no_trace(opened: Driver) -> None:
    chooser = choose_folder(opened.window, lambda _folder: None)
    assert isinstance(chooser, QFileDialog)
    opened.lock()
    QApplication.processEvents()
    kept = QSettings(QSettings.Scope.UserScope, "QtProject").allKeys()
    assert [key for key in kept if key.startswith("FileDialog")] == []
