"""The attachments of one person, worked as somebody at the desk would."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog

from cima_desktop.gui.views.attachments.attachments_panel import AttachmentsPanel
from cima_desktop.gui.views.attachments.attachments_viewer import AttachmentViewer
from cima_desktop.gui.widgets.page_preview import PagePreview
from cima_desktop.model.ids import RecordId
from cima_desktop.services import attachments
from cima_desktop.services.attachments import Row
from tests.gui.program_driver import Driver

D = TypeVar("D", bound=QDialog)


def urls(*files: Path) -> QMimeData:
    """Return files as they are dragged or copied."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return data


class AttachmentsDesk:
    """A person's attachments in the window."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.person = driver.add(given_names="Rosa", paternal_surname="Ejemplo")
        self.show()

    def show(self) -> None:
        """Open the person's attachments."""
        page = self.driver.people()
        page.open_record(self.person)
        self.driver.settle()
        page.open_part("attachments")
        self.driver.settle()
        self.panel: AttachmentsPanel = page.card.attachments_tab.panel

    def rows(self, about: RecordId | None = None) -> list[Row]:
        """Return what the vault has."""
        wanted = about or self.person
        return self.driver.ask(lambda session: attachments.of(session, wanted))

    def names(self) -> list[str]:
        """Return the names of the attachments in the vault, those on the screen being the same."""
        self.driver.settle()
        kept = [row.attachment.name for row in self.rows()]
        assert [str(line.title()) for line in self.panel.rows_list.lines if callable(line.title)] == kept
        return kept

    def drop(self, data: QMimeData) -> Qt.DropAction | None:
        """Drag something onto the panel and let go; return what the other program is told, None when refused."""
        offered = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction | Qt.DropAction.LinkAction
        facts = (offered, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
        enter = QDragEnterEvent(QPoint(5, 5), *facts)
        enter.setAccepted(False)
        QApplication.sendEvent(self.panel, enter)
        if not enter.isAccepted():
            return None
        drop = QDropEvent(QPoint(5, 5), *facts)
        QApplication.sendEvent(self.panel, drop)
        told = drop.dropAction()
        self.driver.settle()
        return told

    def press(self, name: str, row: int = 0) -> None:
        """Press the button of this name in a line of the list."""
        line = self.panel.rows_list.rows()[row]
        buttons: Sequence[QAbstractButton] = line.findChildren(QAbstractButton)
        (button,) = [b for b in buttons if b.accessibleName().startswith(name + ":")]
        button.click()
        self.driver.settle()

    def dialog(self, kind: type[D]) -> D:
        """Return the dialog in sight."""
        (found,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
        return found

    def no_dialog(self) -> bool:
        """Tell whether nothing stands over the window."""
        QApplication.processEvents()
        return not any(isinstance(w, QDialog) and w.isVisible() for w in QApplication.topLevelWidgets())

    def see(self, row: int = 0) -> AttachmentViewer:
        """Open an attachment and wait until it is drawn."""
        self.press("Ver", row)
        viewer = self.dialog(AttachmentViewer)
        self.wait_drawn(viewer)
        return viewer

    def wait_drawn(self, viewer: AttachmentViewer) -> None:
        """Wait until everything in sight is drawn, or something was said."""
        viewer.pages.viewport().grab()  # what is painted asks for its pages
        self.driver.qtbot.waitUntil(
            lambda: not viewer.is_drawing() and (drawn(viewer.pages) or viewer.message_bar.isVisible()), timeout=20_000
        )


def drawn(pages: PagePreview) -> bool:
    """Tell whether there is a picture of every page in sight."""
    pages.viewport().grab()
    return bool(pages._asked) and set(pages._asked) <= set(pages._images)
