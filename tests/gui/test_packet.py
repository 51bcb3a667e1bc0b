"""The packet: what is offered and what is stopped, making, reading, printing, saving on purpose, and what is noted."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from cima_desktop import paths
from cima_desktop.documents.preview import PreviewPages
from cima_desktop.gui.views.papers.document_detail import DocumentDetail
from cima_desktop.gui.views.papers.preview import PreviewView
from cima_desktop.gui.views.papers.print_papers import PrintDialog, PrinterRefusedError, PrintRun
from cima_desktop.gui.views.papers.revoked_dialog import RevokedDialog
from cima_desktop.gui.views.plans.packet import PacketView
from cima_desktop.gui.views.plans.packet_save import SaveDialog
from cima_desktop.gui.widgets.file_dialogs import choose_folder, forget_folders
from cima_desktop.i18n import tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.papers import Copy, Document, Signing
from cima_desktop.services import families, signings
from cima_desktop.services.packets import Packet
from cima_desktop.services.session import Session
from cima_desktop.store import Edit, steps
from cima_desktop.vault import create_practice_vault
from tests.gui.keyboard import CTRL, ENTER, press, write
from tests.gui.plan_desk import TODAY, PlanDesk, new_session

D = TypeVar("D", bound=QDialog)


def practice_session(folder: Path) -> Session:
    return Session(create_practice_vault(folder, steps()), today=lambda: TODAY)


def with_family(pd: PlanDesk, number: int = 1) -> RecordId:
    """Put a made-up family into the vault and return its plan."""
    file = paths.resources() / "practice" / f"family-{number}.json"
    pd.ask(lambda session: families.import_file(session, file))
    return pd.plan_id()


@pytest.fixture
def pd(qtbot: QtBot, tmp_path: Path) -> Iterator[PlanDesk]:
    desk = PlanDesk(qtbot, lambda: new_session(tmp_path / "vault"))
    with_family(desk)
    yield desk
    desk.close()


def view(pd: PlanDesk) -> PacketView:
    pd.page.show_packet(pd.plan_id())
    pd.settle()
    return pd.page.packet


def made(pd: PlanDesk, few: int = 2) -> PreviewView:
    """Make a few papers and return their preview."""
    packet = view(pd)
    for row in packet.offer_list.rows[few:]:
        row.box.setChecked(False)
    packet.make()
    pd.settle()
    assert packet.rooms.currentWidget() is packet.preview
    return packet.preview


def shown(kind: type[D]) -> D:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def all_of(pd: PlanDesk, kind: type[Document] | type[Copy] | type[Signing]) -> list[Document | Copy | Signing]:
    return pd.ask(lambda session: list(session.store.all(kind)))


def test_every_paper_that_can_be_made_is_ticked(pd: PlanDesk) -> None:
    packet = view(pd)
    open_ones = [r.offer.paper for r in packet.offer_list.rows if r.offer.wanted and not r.offer.blocked]
    assert packet.offer_list.chosen() == open_ones
    assert len(open_ones) > 5
    packet.offer_list.all_box.setChecked(True)
    packet.offer_list.all_box.click()
    assert packet.offer_list.chosen() == []
    assert not packet.make_button.isEnabled()


def test_a_paper_that_is_stopped_says_why_and_cannot_be_ticked(pd: PlanDesk) -> None:
    plan = pd.plan_id()
    pd.ask(lambda session: session.store.save("test", [Edit("plan", plan, {"open_case": True})]))
    stopped = [row for row in view(pd).offer_list.rows if row.offer.blocked]
    assert stopped
    for row in stopped:
        assert not row.box.isEnabled()
        assert not row.is_chosen()
        assert any(f.sentence() in row.box.accessibleDescription() for f in row.offer.blocked)


def test_the_pages_come_from_memory_and_turn_by_keys(pd: PlanDesk) -> None:
    preview = made(pd)
    assert preview.packet is not None
    assert preview.paper_list.count() == len(preview.packet.papers) + 1
    pd.settle()
    assert preview.pages.current_page() == 0
    preview.pages.setFocus()
    press(Qt.Key.Key_Right)
    assert preview.pages.current_page() == 1
    preview.paper_list.setCurrentRow(1)
    pd.settle()
    assert len(preview.chosen()) == 1
    assert preview.pages.current_page() == 0
    picture = preview.pages.grab().toImage()
    assert len({picture.pixel(x, 60) for x in range(0, picture.width(), 3)}) > 1


def test_making_can_be_cancelled_and_then_nothing_is_noted(pd: PlanDesk) -> None:
    packet = view(pd)
    packet.make()
    packet.cancel()
    pd.settle()
    assert packet.rooms.currentIndex() == 0
    assert packet.preview.packet is None
    assert all_of(pd, Document) == []


def test_printing_paints_every_page_and_notes_for_whom(pd: PlanDesk, tmp_path: Path) -> None:
    preview = made(pd)
    assert preview.packet is not None
    preview.print_button.click()
    dialog = shown(PrintDialog)

    def to_a_file() -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return printer

    dialog.printer_of = to_a_file
    dialog.finish()
    assert not dialog.error_label.isHidden()  # for whom is not said yet
    write("Rosa Prueba", dialog.holder_edit)
    dialog.finish()
    pd.settle()
    pd.qtbot.waitUntil(lambda: all_of(pd, Copy) != [], timeout=30_000)
    with PreviewPages((tmp_path / "printed.pdf").read_bytes()) as printed, PreviewPages(preview.packet.joined) as asked:
        assert len(printed) == len(asked)
    copies = all_of(pd, Copy)
    assert {(c.holder, c.method) for c in copies if isinstance(c, Copy)} == {("Rosa Prueba", "print")}
    assert {d.state for d in all_of(pd, Document) if isinstance(d, Document)} == {"printed"}


@pytest.mark.qt_log_ignore("Returned false", extend=True)  # Qt says so too
def test_a_printer_that_refuses_is_told_and_nothing_is_noted(pd: PlanDesk, tmp_path: Path) -> None:
    preview = made(pd)
    assert preview.packet is not None
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "x.pdf"))
    run = PrintRun(pd.desk, preview.packet.joined, printer)
    with pd.qtbot.waitSignal(run.failed) as told:
        run.start()
    assert isinstance(told.args[0], PrinterRefusedError)
    assert all_of(pd, Copy) == []


def test_a_readable_copy_is_saved_only_after_every_question(pd: PlanDesk, tmp_path: Path) -> None:
    preview = made(pd)
    preview.save_button.click()
    dialog = shown(SaveDialog)
    folder = tmp_path / "usb"
    folder.mkdir()
    dialog.finish()
    write("La familia", dialog.holder_edit)
    dialog.finish()
    dialog.take_target(str(folder))
    dialog.finish()
    assert list(folder.iterdir()) == []
    dialog.sure_box.click()
    dialog.finish()
    pd.settle()
    files = sorted(folder.iterdir())
    assert len(files) == 3  # two papers and the packet in one
    assert all(f.read_bytes().startswith(b"%PDF") for f in files)
    assert {(c.holder, c.method) for c in all_of(pd, Copy) if isinstance(c, Copy)} == {("La familia", "file")}


def test_practice_papers_cannot_be_saved_but_the_reason_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    pd = PlanDesk(qtbot, lambda: practice_session(tmp_path / "practice"))
    with_family(pd)
    preview = made(pd)
    assert not preview.save_button.isEnabled()
    assert preview.practice_label.isVisible()
    assert preview.print_button.isEnabled()
    pd.close()


def test_the_folders_that_were_looked_at_are_forgotten(pd: PlanDesk) -> None:
    memory = QSettings(QSettings.Scope.UserScope, "QtProject")
    memory.setValue("FileDialog/lastVisited", "file:///home/somebody")
    memory.sync()
    forget_folders()
    again = QSettings(QSettings.Scope.UserScope, "QtProject")
    assert [key for key in again.allKeys() if key.startswith("FileDialog")] == []
    chosen: list[str] = []
    dialog = choose_folder(pd.page, chosen.append)
    dialog.done(0)
    pd.settle()
    assert [key for key in QSettings(QSettings.Scope.UserScope, "QtProject").allKeys() if "FileDialog" in key] == []


def test_leaving_forgets_the_papers(pd: PlanDesk) -> None:
    preview = made(pd)
    pd.page.wipe()
    assert preview.packet is None
    assert preview.paper_list.count() == 0
    assert preview.pages.current_page() == -1


def a_document(pd: PlanDesk) -> Document:
    made(pd, few=20)
    papers = [d for d in all_of(pd, Document) if isinstance(d, Document) and d.agent and d.person]
    return papers[0]


def card(pd: PlanDesk, document: Document) -> DocumentDetail:
    detail = DocumentDetail(pd.desk)
    pd.qtbot.addWidget(detail)
    detail.show_document(document.id)
    pd.settle()
    return detail


def test_the_agent_cannot_be_the_notary(pd: PlanDesk) -> None:
    document = a_document(pd)
    detail = card(pd, document)
    detail.begin_signing()
    pd.settle()
    rows = detail.sign_form.rows
    rows["signed_on"].editor.set_value("2026-11-20")
    rows["notarized"].editor.set_value(True)
    rows["notary"].editor.set_raw(f'["{document.agent}", "x"]')
    rows["original_place"].editor.set_value("Con Lucía, en la caja verde")
    detail.sign_form.do_button.click()
    pd.settle()
    assert not rows["notary"].problem_label.isHidden()
    assert all_of(pd, Signing) == []
    rows["notary"].editor.set_value("")
    detail.sign_form.do_button.click()
    pd.settle()
    signing = all_of(pd, Signing)[0]
    assert isinstance(signing, Signing)
    assert (signing.signed_on, signing.original_place) == ("2026-11-20", "Con Lucía, en la caja verde")


def test_a_copy_needs_a_holder(pd: PlanDesk) -> None:
    detail = card(pd, a_document(pd))
    detail.begin_copy()
    pd.settle()
    detail.copy_form.do_button.click()
    pd.settle()
    assert not detail.copy_form.rows["holder"].problem_label.isHidden()
    assert all_of(pd, Copy) == []
    detail.copy_form.rows["holder"].editor.set_raw("La escuela")
    detail.copy_form.do_button.click()
    pd.settle()
    assert [c.holder for c in all_of(pd, Copy) if isinstance(c, Copy)] == ["La escuela"]


def test_a_revocation_is_made_shown_and_recorded(pd: PlanDesk) -> None:
    document = a_document(pd)
    pd.ask(lambda session: signings.sign(session, document.id, {"signed_on": "2026-11-19"}))
    packets: list[Packet] = []
    pd.desk.previewer = packets.append
    detail = card(pd, document)
    detail.revoke_button.click()
    pd.settle()
    assert len(packets) == 1
    pd.page.open_preview(packets[0])
    pd.settle()
    assert pd.page.packet.preview.paper_list.count() == 1
    (button,) = (b for b in detail.facts_list.findChildren(QPushButton) if tr("Record a revocation") in b.text())
    button.click()
    day = shown(RevokedDialog)
    day.finish()
    assert not day.error_label.isHidden()
    write("20 nov 2026", day.day_edit)
    day.finish()
    pd.settle()
    again = pd.ask(lambda session: session.store.need(Document, document.id))
    signing = all_of(pd, Signing)[0]
    assert isinstance(signing, Signing)
    assert (again.state, signing.revoked_on) == ("revoked", "2026-11-20")


def test_the_papers_are_made_by_keyboard(pd: PlanDesk) -> None:
    packet = view(pd)
    assert packet.offer_list.all_box.hasFocus()
    press(ENTER, CTRL)
    pd.settle()
    assert packet.preview.packet is not None
