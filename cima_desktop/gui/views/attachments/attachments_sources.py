"""Where attachments come from besides the file dialog: what is dropped, what was copied."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from cima_desktop.i18n import _
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
