"""Papers that no longer are right leave nobody's hands, and whatever was printed is noted, lock or no lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cima_desktop.gui.views.papers.preview import PreviewView
from cima_desktop.gui.views.papers.print_papers import PrintDialog, PrintRun
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.papers import Copy, Document
from cima_desktop.model.touched import Touched
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.gui.keyboard import CTRL, press, write
from tests.gui.plan_desk import PlanDesk, new_session, opened_session
from tests.gui.test_packet import made, shown, with_family


@pytest.fixture
def pd(qtbot: QtBot, tmp_path: Path) -> Iterator[PlanDesk]:
    """Return a plans page on a vault with a made-up family."""
    desk = PlanDesk(qtbot, lambda: new_session(tmp_path / "vault"))
    with_family(desk)
    yield desk
    if not desk.desk.is_closing:
        desk.close()


def change(pd: PlanDesk, kind: str, record: RecordId, **values: Value) -> None:
    """Change a record as another page does."""
    touched = pd.ask(lambda s: s.store.save("Changed a record", [Edit(kind, record, values)]))
    pd.desk.changed.emit(touched)


def is_offered(preview: PreviewView) -> bool:
    """Tell whether the papers may leave; both ways agree."""
    assert preview.print_button.isEnabled() == preview.save_button.isEnabled()
    return preview.print_button.isEnabled()


def test_papers_just_made_may_leave(pd: PlanDesk) -> None:
    preview = made(pd)
    assert is_offered(preview)
    assert preview.message_bar.isHidden()


def test_when_a_fact_changes_the_papers_may_not_leave_and_are_made_again(pd: PlanDesk) -> None:
    preview = made(pd)
    change(pd, "plan", pd.plan_id(), meeting_place="La iglesia")
    assert not is_offered(preview)  # at once, before anything was looked up
    pd.settle()
    assert not is_offered(preview)
    assert not preview.message_bar.isHidden()
    preview.print_button.click()
    preview.pages.setFocus()
    press(Qt.Key.Key_P, CTRL)
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, PrintDialog)] == []
    preview.message_bar.button.click()
    pd.settle()
    packet = pd.page.packet
    assert packet.rooms.currentWidget() is not preview
    packet.make()
    pd.settle()
    assert is_offered(preview)
    assert preview.message_bar.isHidden()


def test_another_familys_fact_changes_nothing(pd: PlanDesk) -> None:
    preview = made(pd)
    change(pd, "person", new_id(), given_names="Otra", paternal_surname="Persona")
    pd.settle()
    assert is_offered(preview)
    assert preview.message_bar.isHidden()


def test_coming_back_to_the_page_looks_again(pd: PlanDesk) -> None:
    preview = made(pd)
    plan = pd.plan_id()
    pd.ask(lambda s: s.store.save("Changed a plan", [Edit("plan", plan, {"meeting_place": "La iglesia"})]))
    assert is_offered(preview)  # nobody told it
    pd.page.shown()
    pd.settle()
    assert not is_offered(preview)


def test_a_fact_that_changes_while_the_dialog_is_open_stops_the_print(pd: PlanDesk, tmp_path: Path) -> None:
    dialog = asked(made(pd), tmp_path / "printed.pdf")
    plan = pd.plan_id()
    pd.ask(lambda s: s.store.save("Changed a plan", [Edit("plan", plan, {"meeting_place": "La iglesia"})]))
    dialog.finish()
    pd.settle()
    assert not dialog.error_label.isHidden()
    assert not (tmp_path / "printed.pdf").exists()
    assert copies(pd.session, pd) == []
    dialog.reject()


def test_the_offers_are_read_again_when_something_changed(pd: PlanDesk) -> None:
    pd.page.show_packet(pd.plan_id())
    pd.settle()
    change(pd, "plan", pd.plan_id(), open_case=True)
    pd.settle()
    assert [row for row in pd.page.packet.offer_list.rows if row.offer.blocked]


def asked(preview: PreviewView, file: Path) -> PrintDialog:
    """Ask for a print into a file, for somebody."""
    preview.print_button.click()
    dialog = shown(PrintDialog)

    def to_a_file() -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        return printer

    dialog.printer_of = to_a_file
    write("Rosa Prueba", dialog.holder_edit)
    return dialog


def copies(session: Session, pd: PlanDesk | None = None) -> list[str]:
    """Return for whom copies were noted."""
    found = pd.ask(lambda s: s.store.all(Copy)) if pd is not None else session.store.all(Copy)
    return [c.holder for c in found]


def at_the_first_page(pd: PlanDesk, dialog: PrintDialog) -> PrintRun:
    """Print until the first page has gone out."""
    dialog.finish()
    pd.qtbot.waitUntil(lambda: dialog._run is not None and dialog._run.sent > 0, timeout=30_000)
    assert dialog._run is not None
    return dialog._run


def test_the_print_is_noted_before_the_first_page_goes_out(pd: PlanDesk, tmp_path: Path) -> None:
    dialog = asked(made(pd), tmp_path / "printed.pdf")
    noted: list[int] = []
    told: list[Touched] = []
    pd.desk.changed.connect(told.append)
    dialog.finish()
    pd.qtbot.waitUntil(lambda: dialog._run is not None, timeout=30_000)
    assert dialog._run is not None
    dialog._run.progressed.connect(lambda _done, _total: noted.append(len(told)))
    with pd.qtbot.waitSignal(dialog.printed, timeout=30_000):
        pass
    pd.settle()
    assert noted
    assert min(noted) == 1
    assert copies(pd.session, pd)
    assert is_offered(pd.page.packet.preview)  # printing makes no paper old


def test_a_cancel_in_the_middle_keeps_the_note_and_says_so(pd: PlanDesk, tmp_path: Path) -> None:
    preview = made(pd)
    dialog = asked(preview, tmp_path / "printed.pdf")
    run = at_the_first_page(pd, dialog)
    assert run.sent < run._total
    dialog.reject()
    pd.settle()
    assert set(copies(pd.session, pd)) == {"Rosa Prueba"}
    assert not preview.message_bar.isHidden()
    assert not run._painter.isActive()


def test_a_cancel_before_the_first_page_takes_the_note_back(pd: PlanDesk, tmp_path: Path) -> None:
    dialog = asked(made(pd), tmp_path / "printed.pdf")
    dialog.finish()
    dialog.reject()
    pd.settle()
    assert copies(pd.session, pd) == []
    assert {d.state for d in pd.ask(lambda s: s.store.all(Document))} == {"made"}


def test_a_lock_in_the_middle_keeps_the_note_and_ends_the_painting(pd: PlanDesk, tmp_path: Path) -> None:
    dialog = asked(made(pd), tmp_path / "printed.pdf")
    run = at_the_first_page(pd, dialog)
    pd.desk.stop_reading()
    pd.close()
    assert not run._painter.isActive()
    dialog.hide()
    session = opened_session(tmp_path / "vault")
    assert set(copies(session)) == {"Rosa Prueba"}
    session.close()


@pytest.mark.qt_log_ignore("Returned false", extend=True)  # Qt says so too
def test_a_printer_that_takes_nothing_leaves_no_note(pd: PlanDesk, tmp_path: Path) -> None:
    dialog = asked(made(pd), tmp_path / "no such folder" / "x.pdf")
    dialog.finish()
    pd.settle()
    assert not dialog.error_label.isHidden()
    assert copies(pd.session, pd) == []
    dialog.reject()
    pd.settle()


def test_a_printer_that_makes_a_file_is_refused(pd: PlanDesk) -> None:
    preview = made(pd)
    preview.print_button.click()
    dialog = shown(PrintDialog)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog._printer = printer
    dialog._chosen()
    pd.settle()
    assert not dialog.error_label.isHidden()
    assert copies(pd.session, pd) == []
    dialog.reject()
