"""The lock: nothing is lost, nothing can stop it, and afterwards everything stands where it stood (V4–V6).

Order: let each page put what is typed into the vault's drafts, and gather what no page keeps; close every dialog and
cover the window; note where the cursor was, in the vault too; wipe what was shown; close the vault. After the next
opening the way back.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

import attrs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPlainTextEdit, QScrollArea, QWidget

from cima_desktop.gui import errors
from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.loose_words import Loose, packed, unpacked
from cima_desktop.gui.widgets.field_editor import FieldEditor
from cima_desktop.gui.widgets.page import Page
from cima_desktop.model.errors import KnownError
from cima_desktop.services.session import Session
from cima_desktop.store import Draft

T = TypeVar("T")
PLACE = "desk:place"


@attrs.frozen(kw_only=True)
class Spot:
    """Where the cursor is on a page: the field by its name, and the place in its text."""

    name: str = ""
    cursor: int = 0
    scroll: int = 0


def spot_on(page: QWidget) -> Spot:
    """Return where the cursor is on a page."""
    holder = QApplication.focusWidget()
    if holder is None or not page.isAncestorOf(holder):
        return Spot()
    named: QWidget | None = holder
    while named is not None and named is not page and not _is_ours(named):
        named = named.parentWidget()
    if named is None or named is page:
        return Spot()
    return Spot(name=named.objectName(), cursor=_cursor(named), scroll=_scroll_of(named))


def go_to_spot(page: QWidget, spot: Spot) -> bool:
    """Put the cursor back; tell whether the field is there."""
    field = page.findChild(QWidget, spot.name) if spot.name else None
    if field is None:
        return False
    field.setFocus()
    if isinstance(field, FieldEditor):
        field.set_cursor_position(spot.cursor)
    elif isinstance(field, QLineEdit):
        field.setCursorPosition(spot.cursor)
    elif isinstance(field, QPlainTextEdit):
        cursor = field.textCursor()
        cursor.setPosition(min(spot.cursor, len(field.toPlainText())))
        field.setTextCursor(cursor)
    area = _area_of(field)
    if area is not None:
        area.verticalScrollBar().setValue(spot.scroll)
        area.ensureWidgetVisible(field)
    return True


def _is_ours(widget: QWidget) -> bool:
    name = widget.objectName()
    return bool(name) and not name.startswith("qt_")


def _cursor(field: QWidget) -> int:
    if isinstance(field, FieldEditor):
        return field.cursor_position()
    if isinstance(field, QLineEdit):
        return field.cursorPosition()
    return field.textCursor().position() if isinstance(field, QPlainTextEdit) else 0


def _area_of(widget: QWidget) -> QScrollArea | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def _scroll_of(field: QWidget) -> int:
    area = _area_of(field)
    return area.verticalScrollBar().value() if area else 0


def guarded(step: Callable[[], T], otherwise: T) -> T:
    """Do one step of the lock. A bug in it is reported, and keeps neither the other steps nor the lock back."""
    try:
        return step()
    except Exception as error:
        errors.report(type(error), error, error.__traceback__)
        return otherwise


def close_everything_over(window: QWidget) -> None:
    """Close every menu and dialog; none of them is asked."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.hide()
        popup.deleteLater() if not isinstance(popup, QMenu) else popup.close()
    for widget in QApplication.topLevelWidgets():
        if widget is not window and isinstance(widget, QDialog):
            widget.setResult(QDialog.DialogCode.Rejected)
            guarded(partial(_put_away, widget), None)
    for dialog in window.findChildren(QDialog):
        guarded(partial(_put_away, dialog), None)


def _put_away(dialog: QDialog) -> None:
    dialog.hide()
    dialog.done(QDialog.DialogCode.Rejected)


def leave_all(pages: Iterable[QWidget]) -> None:
    """Have every page keep what is typed. A page that fails is reported, and keeps neither others nor the lock back."""
    for page in pages:
        if isinstance(page, Page):
            guarded(page.leave, None)


def keep_place(session: Session, page: str, place: dict[str, Any], spot: Spot, loose: Loose) -> None:
    """Note in the vault where the person was, and what was typed that no form keeps; runs on the vault's thread."""
    if not session.vault.is_open:  # a change of the key that failed has shut it: there is nothing to write into
        return
    words = json.dumps(packed(loose), ensure_ascii=False)  # a number in an escape would be taken for one of a person
    fields = {"place": json.dumps(place), "loose": words}
    session.store.drafts.put(PLACE, Draft(page, "", fields, spot.name, spot.cursor, spot.scroll))


def take_place(session: Session) -> Draft | None:
    """Return where the person was, once; runs on the vault's thread."""
    found = session.store.drafts.get(PLACE)
    session.store.drafts.drop(PLACE)
    return found


def place_in(draft: Draft) -> dict[str, Any]:
    """Return where on its page the person was."""
    place: dict[str, Any] = json.loads(draft.fields.get("place") or "{}")
    return place


def loose_in(draft: Draft) -> Loose:
    """Return what was typed that no form keeps."""
    return unpacked(json.loads(draft.fields.get("loose") or "{}"))


class Locking(QObject):
    """One closing of a vault: `done` tells when it is shut, with "" or "unsaved"."""

    done = Signal(str)

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        current: tuple[str, QWidget | None],
        last_acts: Sequence[Callable[[Session], object]] = (),
    ) -> None:
        super().__init__(desk.parent())
        self._last_acts = last_acts
        self._desk, self._tasks = desk, tasks
        self._key, self._page = current
        self._trouble = ""
        desk.not_saved.connect(self._not_saved)

    def run(self, spot: Spot, loose: Loose) -> None:
        """Keep everything and close the vault; nothing is asked and nothing can stop it."""
        nowhere: dict[str, Any] = {}
        key, place = self._key, guarded(self._place, nowhere)
        self._desk.write(lambda s: keep_place(s, key, place, spot, loose), failed=self._not_saved, ended=self._settle)

    def _place(self) -> dict[str, Any]:
        tell = getattr(self._page, "place", None)
        return dict(tell()) if callable(tell) else {}

    def _settle(self) -> None:
        """Let saves that the last ones brought about finish too, then close."""
        session = self._desk.session
        guarded(self._desk.close, None)
        for act in self._last_acts:
            self._tasks.run(partial(act, session))
        self._tasks.run(session.close, ended=lambda: self.done.emit(self._trouble))

    def _not_saved(self, _error: KnownError) -> None:
        self._trouble = "unsaved"
