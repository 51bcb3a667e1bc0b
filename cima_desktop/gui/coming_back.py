"""The way back after a lock: to the page, the words that no form keeps, and the place of the cursor (V6)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.main_window import MainWindow
from cima_desktop.i18n import N_, _

if TYPE_CHECKING:  # a locked window is painted without them
    from cima_desktop.gui.views.desk import Desk
    from cima_desktop.services.session import Session
    from cima_desktop.store import Draft

_GONE = N_("These words were in a window that the lock closed, and were not kept anywhere else: {words}")


class ComingBack(QObject):
    """Leads one opened vault's person back to where they were; ends with the desk."""

    def __init__(self, desk: "Desk", window: MainWindow) -> None:
        super().__init__(desk)
        self._desk, self._window = desk, window

    def begin(self) -> None:
        """Ask the vault where the person was, and go there; where nobody knows, the cover is taken away."""
        from cima_desktop.gui.views.door.lock import take_place  # lazy: read in while the passphrase is typed

        self._desk.ask(take_place, self._come_back, ended=self._come_in)

    def _come_back(self, draft: "Draft | None") -> None:
        key = draft.page if draft and draft.page in self._window.desk.specs else ""
        if key:
            self._window.settings.change(page=key)
        self._window.show_desk()
        if draft is None:
            return
        from cima_desktop.gui.views.door import lock as locking  # lazy: as above

        self._tell_loose(locking.loose_in(draft).elsewhere)
        if key:
            page = self._window.show_page(key)
            go = getattr(page, "go_to", None)
            if callable(go):
                go(locking.place_in(draft), lambda: self._put_cursor(page, draft))
            else:
                self._put_cursor(page, draft)

    def _tell_loose(self, words: Sequence[str]) -> None:
        """Say what had been typed into a window that is gone."""
        if words:
            told = " ".join(f"“{text}”" for text in words)
            self._window.desk.message_bar.say(lambda: _(_GONE).format(words=told), "info")

    def _come_in(self) -> None:
        if not self._desk.is_closing and self._window.covered():
            self._window.show_desk()

    def _put_cursor(self, page: QWidget, draft: "Draft") -> None:
        """Put loose words and the cursor back once every answer that is still on its way stands in its field."""
        from cima_desktop.gui.views.door import lock as locking  # lazy: as above
        from cima_desktop.gui.views.door.loose_words import put_back

        spot = locking.Spot(name=draft.focus, cursor=draft.cursor, scroll=draft.scroll)

        def put() -> None:
            self._tell_loose(put_back(page, locking.loose_in(draft).here))
            locking.go_to_spot(page, spot)

        if not self._desk.is_closing:
            self._desk.ask(_in_turn, lambda _done: QTimer.singleShot(0, page, put))


def _in_turn(_session: "Session") -> None:
    """Do nothing: calls are answered in turn, so that everything asked before has been answered by now."""
