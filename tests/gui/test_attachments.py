"""Files beside a record: dropped, pasted or chosen, seen from memory, let out on purpose (R10, V8)."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QSettings, Qt, QUrl
from PySide6.QtGui import QClipboard, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from cima_desktop.gui.views.attachments.attachments_adding import AddingDialog
from cima_desktop.gui.views.attachments.attachments_details import DetailsDialog
from cima_desktop.gui.views.attachments.attachments_save import SaveCopyDialog
from cima_desktop.gui.views.attachments.attachments_viewer import AttachmentViewer
from cima_desktop.gui.views.door.unlock import UnlockView
from cima_desktop.gui.widgets.guard_line import GuardLine
from cima_desktop.services.attachment_source import FileSource
from tests import received_files as files
from tests.gui.attachments_desk import AttachmentsDesk, drawn, urls
from tests.gui.keyboard import CTRL, press
from tests.gui.program_driver import Driver


@pytest.fixture
def ad(opened: Driver) -> AttachmentsDesk:
    return AttachmentsDesk(opened)


@pytest.fixture
def clipboard() -> Iterator[QClipboard]:
    """Return the clipboard; it is emptied again while there still is one."""
    yield QGuiApplication.clipboard()
    QGuiApplication.clipboard().clear()


@pytest.fixture
def acta(tmp_path: Path) -> Path:
    file = tmp_path / "acta.pdf"
    file.write_bytes(files.pdf(3))
    return file


@pytest.fixture
def foto(tmp_path: Path) -> Path:
    file = tmp_path / "foto.jpg"
    file.write_bytes(files.picture("jpeg", (300, 400)))
    return file


def test_files_are_dropped_and_the_originals_stay(ad: AttachmentsDesk, acta: Path, foto: Path) -> None:
    assert ad.panel.empty_label.isVisible()
    assert ad.drop(urls(acta, foto)) is Qt.DropAction.CopyAction  # a file manager deletes what was moved
    assert ad.names() == ["acta.pdf", "foto.jpg"]
    assert acta.exists()
    assert foto.exists()
    assert ad.no_dialog()
    assert ad.panel.message_bar.label.text() == "Se agregaron 2 archivos."
    assert not ad.panel.empty_label.isVisible()
    detail = ad.panel.rows_list.lines[1].detail
    assert callable(detail)
    assert detail().startswith("Imagen JPEG · ")


def test_words_and_addresses_are_not_welcome(ad: AttachmentsDesk, clipboard: QClipboard) -> None:
    words = QMimeData()
    words.setText("no file")
    assert ad.drop(words) is None
    far = QMimeData()
    far.setUrls([QUrl("https://example.invalid/acta.pdf")])
    ad.drop(far)
    assert "no es un archivo de esta computadora" in ad.panel.message_bar.label.text()
    clipboard.setText("only words")
    ad.panel.paste_button.click()
    assert "No hay nada copiado" in ad.panel.message_bar.label.text()
    assert ad.names() == []


def test_what_cannot_be_added_is_said_by_name_and_the_rest_is_added(
    ad: AttachmentsDesk, acta: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "carpeta"
    folder.mkdir()
    ad.drop(urls(folder, acta, ad.driver.folder / "vault.db"))
    dialog = ad.dialog(AddingDialog)
    said = dialog.error_label.text()
    assert "“carpeta” no es un archivo" in said
    assert "“vault.db” es parte de la bóveda" in said
    assert dialog.name_label.text() == "Se agregaron 1 de 3 archivos."
    assert dialog.cancel_button.accessibleName() == "Cerrar"
    dialog.cancel_button.click()
    assert ad.names() == ["acta.pdf"]


def test_what_was_copied_is_pasted_a_file_and_a_picture(ad: AttachmentsDesk, acta: Path, clipboard: QClipboard) -> None:
    clipboard.setMimeData(urls(acta))
    ad.panel.add_button.setFocus()
    press(Qt.Key.Key_V, CTRL)
    assert ad.names() == ["acta.pdf"]
    data, raw = QMimeData(), files.picture("png")
    data.setData("image/png", raw)
    clipboard.setMimeData(data)
    ad.panel.paste_button.click()
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    again = QMimeData()
    again.setImageData(image)
    ad.panel.add([*_sources(again)])
    assert ad.names() == ["acta.pdf", "Imagen pegada.png", "Imagen pegada.png"]
    rows = ad.rows()[1:]
    assert ad.driver.ask(lambda s: b"".join(s.store.read_bytes(rows[0].attachment.digest))) == raw
    assert [row.attachment.media for row in rows] == ["png", "png"]


def _sources(data: QMimeData) -> Any:
    from cima_desktop.gui.views.attachments.attachments_sources import sources_of

    return sources_of(data)


def test_files_are_chosen_and_the_dialog_remembers_nothing(ad: AttachmentsDesk, acta: Path) -> None:
    ad.panel.add_button.click()
    dialog = ad.dialog(QFileDialog)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.filesSelected.emit([str(acta)])
    dialog.reject()
    assert ad.names() == ["acta.pdf"]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    memory = QSettings(QSettings.Scope.UserScope, "QtProject")
    memory.beginGroup("FileDialog")
    assert memory.allKeys() == []
    refuse_unsaved(ad, acta)


def refuse_unsaved(ad: AttachmentsDesk, acta: Path) -> None:
    """Nothing is attached to a person nobody has saved."""
    page = ad.driver.people()
    page.begin()
    page.open_part("attachments")
    ad.driver.settle()
    panel = page.card.attachments_tab.panel
    panel.add([FileSource(acta)])
    ad.driver.settle()
    assert "Todavía no hay un registro guardado" in ad.dialog(AddingDialog).error_label.text()
    ad.dialog(AddingDialog).reject()


def test_adding_can_be_stopped_and_keeps_nothing_of_that_file(ad: AttachmentsDesk, tmp_path: Path) -> None:
    first, big = tmp_path / "uno.bin", tmp_path / "grande.bin"
    first.write_bytes(b"1")
    big.write_bytes(os.urandom(8_000_000))
    dialog = AddingDialog(ad.driver.desk, ad.person, [FileSource(first), FileSource(big)], ad.driver.window)
    added: list[int] = []
    dialog.added.connect(added.append)
    dialog.begin()
    ad.driver.qtbot.waitUntil(lambda: dialog.name_label.text() == "grande.bin")
    dialog.reject()
    ad.driver.settle()
    dialog.deleteLater()
    assert added == [1]
    assert [row.attachment.name for row in ad.rows()] == ["uno.bin"]
    assert ad.driver.ask(lambda s: s.store.bytes_kept()) == 1


def test_a_lock_stops_the_adding_and_nothing_is_half_kept(ad: AttachmentsDesk, tmp_path: Path) -> None:
    big = tmp_path / "grande.bin"
    big.write_bytes(os.urandom(8_000_000))
    ad.panel.add([FileSource(big)])
    ad.driver.lock()
    assert isinstance(ad.driver.cover(), UnlockView)
    ad.driver.unlock()
    ad.show()
    assert ad.names() == []
    assert ad.driver.ask(lambda s: s.store.bytes_kept()) == 0


def test_a_pdf_is_leafed_through_and_a_picture_is_whole(ad: AttachmentsDesk, acta: Path, foto: Path) -> None:
    ad.drop(urls(acta, foto))
    viewer = ad.see()
    assert viewer.windowTitle() == "Archivo adjunto"  # titles can be read from outside: no name in them
    assert viewer.name_label.text() == "acta.pdf"
    assert viewer.place_label.text() == "Página 1 de 3"
    assert drawn(viewer.pages)
    press(Qt.Key.Key_End)
    ad.wait_drawn(viewer)
    assert viewer.place_label.text() in ("Página 2 de 3", "Página 3 de 3")
    zoom = viewer.pages.zoom()
    press(Qt.Key.Key_Plus)
    assert viewer.pages.zoom() > zoom
    press(Qt.Key.Key_Minus)
    press(Qt.Key.Key_W)
    assert viewer.pages.zoom() == 1
    press(Qt.Key.Key_P)
    assert viewer.pages.zoom() < 1
    lying = viewer.pages._sizes[0]
    viewer.turn_button.click()
    ad.wait_drawn(viewer)
    assert viewer.pages._sizes[0] == (lying[1], lying[0])
    press(Qt.Key.Key_Escape)
    assert ad.no_dialog()
    viewer = ad.see(1)
    assert viewer.pages.verticalScrollBar().maximum() <= 40
    red = viewer.pages._images[0].pixelColor(5, 20)
    assert red.red() > 200
    assert red.green() < 80
    viewer.close_button.click()
    assert ad.no_dialog()


def test_a_lock_ends_the_view_at_once_and_forgets_the_pages(ad: AttachmentsDesk, acta: Path) -> None:
    ad.drop(urls(acta))
    viewer = ad.see()
    received = viewer._received
    assert received is not None
    pages, image = viewer.pages, viewer.pages._images[0]
    ad.driver.program.lock("asked")
    assert received.is_closed  # before the vault is even shut
    assert pages._images == {}
    assert image.pixelColor(100, 100).value() == 0  # not only let go of: painted over
    ad.driver.settle()
    with pytest.raises(ProcessLookupError):
        os.kill(received.pid, 0)
    assert isinstance(ad.driver.cover(), UnlockView)
    assert ad.no_dialog()


def test_a_lock_waits_for_no_file_that_is_still_opening(ad: AttachmentsDesk, tmp_path: Path) -> None:
    slow = tmp_path / "lento.pdf"
    slow.write_bytes(files.endless_pdf())
    ad.drop(urls(slow))
    ad.press("Ver")
    viewer = ad.dialog(AttachmentViewer)
    ad.driver.qtbot.waitUntil(lambda: bool(viewer.pages._sizes), timeout=60_000)
    viewer.pages.viewport().grab()
    assert viewer.is_drawing()
    ad.driver.lock()
    assert isinstance(ad.driver.cover(), UnlockView)


def test_what_cannot_be_shown_says_why(ad: AttachmentsDesk, tmp_path: Path) -> None:
    bad = {"rota.pdf": b"%PDF-1.4 no", "enorme.png": files.huge_png(), "lista.docx": b"PK\x03\x04"}
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    ad.drop(urls(*(tmp_path / name for name in bad)))
    for row, words in enumerate(("está dañado", "demasiado grande o complicado")):
        viewer = ad.see(row)
        assert words in viewer.message_bar.label.text()
        viewer.reject()
    assert [len(line.deeds) for line in ad.panel.rows_list.lines] == [4, 4, 3]  # no button to see the last
    ad.panel.look_at(ad.rows()[2].attachment)  # even if somebody got there
    viewer = ad.dialog(AttachmentViewer)
    assert "no se puede mostrar" in viewer.message_bar.label.text()
    viewer.reject()


def test_name_and_note_are_changed_and_the_history_tells(ad: AttachmentsDesk, acta: Path) -> None:
    ad.drop(urls(acta))
    ad.press("Nombre, nota e historial")
    dialog = ad.dialog(DetailsDialog)
    dialog.name_edit.set_value("")
    dialog.finish()
    assert dialog.error_label.text() == "Escriba un nombre para el archivo."
    dialog.name_edit.set_value("Acta de Sofía.pdf")
    dialog.note_edit.set_value("la original la tiene la tía")
    dialog.done_button.click()
    assert ad.names() == ["Acta de Sofía.pdf"]
    ad.press("Nombre, nota e historial")
    dialog = ad.dialog(DetailsDialog)
    told = [line.detail() for line in dialog.history_list.lines if callable(line.detail)]
    assert "acta.pdf → Acta de Sofía.pdf" in told[0]
    assert all("Huella" not in words for words in told)
    dialog.reject()
    ad.driver.program.guide.undo()
    assert ad.names() == ["acta.pdf"]


def test_an_attachment_goes_to_the_bin_and_comes_back(ad: AttachmentsDesk, acta: Path) -> None:
    ad.drop(urls(acta))
    ad.press("Mover a la papelera")
    assert ad.names() == []
    assert ad.panel.message_bar.label.text() == "acta.pdf está en la papelera."
    ad.panel.message_bar.button.click()
    assert ad.names() == ["acta.pdf"]
    ad.driver.program.guide.undo()
    ad.driver.settle()


def test_a_readable_copy_is_asked_for_thrice_and_noted(ad: AttachmentsDesk, acta: Path, tmp_path: Path) -> None:
    ad.drop(urls(acta))
    viewer = ad.see()
    viewer.save_button.click()
    dialog = ad.dialog(SaveCopyDialog)
    dialog.finish()
    assert dialog.error_label.text() == "Escriba para quién es el archivo."
    assert dialog.findChild(GuardLine) is not None  # what must not be written down is noticed here, too
    dialog.holder_edit.set_value("Lic. Ejemplo")
    dialog.finish()
    assert dialog.error_label.text() == "Primero escoja un lugar."
    dialog.target_button.click()
    chooser = ad.dialog(QFileDialog)
    assert [Path(name).name for name in chooser.selectedFiles()] == ["acta.pdf"]
    chooser.fileSelected.emit(str(tmp_path / "salida.pdf"))
    chooser.reject()
    dialog.finish()
    assert dialog.error_label.text() == "Marque la casilla para decir que lo entiende."
    assert not (tmp_path / "salida.pdf").exists()
    dialog.sure_box.set_value(True)
    dialog.take_target(str(ad.driver.folder / "copia.pdf"))
    dialog.done_button.click()
    ad.driver.settle()
    assert "bóveda misma" in dialog.error_label.text()
    dialog.take_target(str(tmp_path / "salida.pdf"))
    dialog.done_button.click()
    ad.driver.settle()
    assert (tmp_path / "salida.pdf").read_bytes() == acta.read_bytes()
    assert "quedó anotado" in viewer.message_bar.label.text()
    viewer.reject()
    ad.driver.settle()
    detail = ad.panel.rows_list.lines[0].detail
    assert callable(detail)
    assert "1 copia que se puede leer" in detail()
    ad.press("Nombre, nota e historial")
    (line,) = ad.dialog(DetailsDialog).copies_list.lines
    assert callable(line.title)
    assert line.title() == "Lic. Ejemplo"
    ad.dialog(DetailsDialog).reject()


def test_an_attachment_is_found_in_the_palette_and_leads_to_its_person(ad: AttachmentsDesk, acta: Path) -> None:
    ad.drop(urls(acta))
    ad.driver.page("start")
    found: list[Any] = []
    ad.driver.program.guide.search("acta", found.extend)
    ad.driver.settle()
    (hit,) = [each for each in found if each.title == "acta.pdf"]
    hit.open()
    ad.driver.settle()
    page: Any = ad.driver.window.desk.current_page()
    assert page.card.record_id() == ad.person
    assert page.card.tab() == "attachments"


def test_households_plans_and_papers_have_attachments_too(ad: AttachmentsDesk, acta: Path) -> None:
    home = ad.driver.add("household", name="Familia Ejemplo")
    plan = ad.driver.add("plan", name="Plan Ejemplo", household=home, parent1=ad.person)
    paper = ad.driver.add("document", plan=plan, name="Poder", sort="care_poa", state="made")
    households = ad.driver.households()
    households.open_record(home)
    households.open_part("attachments")
    plans, papers = ad.driver.page("plans"), ad.driver.page("documents")
    plans.open_record(plan)
    papers.open_record(paper)
    panels = {
        home: households.card.attachments_tab.panel,
        plan: plans.plan_detail.attachments,
        paper: papers.card.attachments,
    }
    for about, panel in panels.items():
        ad.driver.settle()
        panel.add([FileSource(acta)])
        ad.driver.settle()
        assert [row.attachment.name for row in ad.rows(about)] == ["acta.pdf"]
        panel.read()
        ad.driver.settle()
        assert len(panel.rows_list.lines) == 1
    plans.clear_detail()
    papers.clear_detail()
    assert panels[plan].rows_list.lines == panels[paper].rows_list.lines == ()
