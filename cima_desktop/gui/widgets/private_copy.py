"""Words for the clipboard, with everything that asks other programs not to keep them (V9).

Clipboard histories and cloud clipboards that know the marks leave such words out; one that does not know them may keep
them all the same.
"""

from PySide6.QtCore import QMimeData

MARK = "x-kde-passwordManagerHint"
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_ZERO = bytes(4)
"""The number 0 as Windows reads it."""
HINTS = {
    MARK: b"secret",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): _ZERO,
    _WINDOWS.format("CanIncludeInClipboardHistory"): _ZERO,
    _WINDOWS.format("CanUploadToCloudClipboard"): _ZERO,
}


def marked(words: str) -> QMimeData:
    """Return words to be copied."""
    data = QMimeData()
    data.setText(words)
    for form, value in HINTS.items():
        data.setData(form, value)
    return data
