"""Where attachments come from: a file dialog that remembers nothing, what is dropped, what was copied."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QDir, QIODevice, QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.views.plans.packet_save import forget_folders
from cima_desktop.i18n import N_, _
from cima_desktop.model.attachments import ENDINGS
from cima_desktop.services.attachment_source import BytesSource, FileSource
from cima_desktop.services.attachments import Source

_PICTURES = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/webp": "webp", "image/tiff": "tiff"}


def is_welcome(data: QMimeData) -> bool:
    """Tell whether something that is dropped or pasted may hold a file or a picture."""
    return data.hasUrls() or data.hasImage() or any(data.hasFormat(kind) for kind in _PICTURES)


def sources_of(data: QMimeData) -> list[Source]:
    """Return the files that were dropped or copied, or else the picture.

    A picture in a form that is kept as it is is not unpacked here: what is in it is nobody's business but the viewer's.
    """
    files: list[Source] = [FileSource(Path(url.toLocalFile())) for url in data.urls() if url.isLocalFile()]
    if files:
        return files
    for kind, media in _PICTURES.items():
        if data.hasFormat(kind):
            return [BytesSource(_("Pasted picture") + ENDINGS[media][0], bytes(data.data(kind).data()))]
    image = data.imageData() if data.hasImage() else None
    return [BytesSource(_("Pasted picture") + ".png", _png(image))] if isinstance(image, QImage) else []


def _png(image: QImage) -> bytes:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(kept.data())


def choose_files(parent: QWidget, chosen: Callable[[list[str]], object]) -> QFileDialog:
    """Ask for files; `chosen` is told their paths."""
    dialog = _dialog(parent)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    bind(dialog, QWidget.setWindowTitle, N_("Choose the files to add"))
    dialog.filesSelected.connect(chosen)
    dialog.open()
    return dialog


def choose_target(parent: QWidget, name: str, chosen: Callable[[str], object]) -> QFileDialog:
    """Ask where to write a file that might be called `name`; `chosen` is told the path."""
    dialog = _dialog(parent)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    bind(dialog, QWidget.setWindowTitle, N_("Where should the readable file be?"))
    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog


def _dialog(parent: QWidget) -> QFileDialog:
    # Not the desktop's own dialog: that one keeps a list of recent places outside this program's reach.
    dialog = QFileDialog(parent, "", QDir.homePath())
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.destroyed.connect(lambda _object=None: forget_folders())
    return dialog
