"""Words that stand in a field without a draft of its own (a search, a task, a dialog) survive the lock too (V6).

In the page in sight they go back into their fields. Of a dialog, which is gone, or of a page that is made anew when it
is wanted, they are told instead: nobody can know that they would fall into the right hands of the right record.
"""

from collections.abc import Iterable
from typing import Any

import attrs
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget

from cima_desktop.gui.views.records.draft_text import DraftText
from cima_desktop.gui.widgets.date_edit import DateEdit
from cima_desktop.gui.widgets.field_editor import FieldEditor
from cima_desktop.gui.widgets.secret_words import Box, is_secret
from cima_desktop.model.guarding import masked


@attrs.frozen(kw_only=True)
class Loose:
    """Words by the name of their field in the page in sight, and those whose field is not there any more."""

    here: dict[str, str] = attrs.field(factory=dict)
    elsewhere: tuple[str, ...] = ()


def gather(page: QWidget | None, pages: Iterable[QWidget], window: QWidget) -> Loose:
    """Return every word that a person typed and no draft keeps."""
    here: dict[str, str] = {}
    elsewhere: list[str] = []
    dialogs = [dialog for dialog in QApplication.topLevelWidgets() if isinstance(dialog, QDialog)]
    within = [*pages, *window.findChildren(QDialog), *dialogs]
    seen: set[Box] = set()
    for root in within:
        for box in _boxes(root):
            if box in seen or not _is_loose(box, root):
                continue
            seen.add(box)
            if root is page and _is_named(box):
                here[box.objectName()] = _text(box)
            else:
                elsewhere.append(_text(box))
    return Loose(here=here, elsewhere=tuple(dict.fromkeys(elsewhere)))


def put_back(page: QWidget, words: dict[str, str]) -> list[str]:
    """Put words back into the fields of a page; return those whose field is not there."""
    left = []
    for name, text in words.items():
        box = page.findChild(QWidget, name)
        if isinstance(box, QLineEdit):
            box.setText(text)
            box.setModified(True)
            box.textEdited.emit(text)
        elif isinstance(box, QPlainTextEdit):
            box.setPlainText(text)
            box.document().setModified(True)
        else:
            left.append(text)
    return left


def packed(loose: Loose) -> dict[str, Any]:
    """Return loose words as plain data, each with the digits of numbers that are never kept as dots."""
    here = {name: masked(text) for name, text in loose.here.items()}
    return {"here": here, "elsewhere": [masked(text) for text in loose.elsewhere]}


def unpacked(kept: dict[str, Any]) -> Loose:
    """Return loose words out of plain data."""
    return Loose(here=dict(kept.get("here") or {}), elsewhere=tuple(kept.get("elsewhere") or ()))


def _boxes(root: QWidget) -> list[Box]:
    return [*root.findChildren(QLineEdit), *root.findChildren(QPlainTextEdit)]


def _text(box: Box) -> str:
    return box.text() if isinstance(box, QLineEdit) else box.toPlainText()


def _is_named(box: Box) -> bool:
    return bool(box.objectName()) and not box.objectName().startswith("qt_")


def _is_loose(box: Box, root: QWidget) -> bool:
    """Tell whether a person typed what stands there, and neither a secret nor a draft keeps it."""
    if isinstance(box, QLineEdit):
        typed = box.isModified() or isinstance(box, DateEdit)
    else:
        typed = box.document().isModified() and not isinstance(box, DraftText)
    if is_secret(box) or not typed or box.isReadOnly() or not _text(box).strip():
        return False
    above: QWidget | None = box
    while above is not None and above is not root:
        if isinstance(above, FieldEditor | QAbstractSpinBox) or above.property("kind") == "palette":
            return False
        above = above.parentWidget()
    return True
