"""Whether what was typed is safe on the disk, and since when."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cima_desktop.gui.language import Text, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.dates import show_time
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import ElidedLabel
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.i18n import N_, _


class SavedState(QWidget):
    """An icon and a few words: saved at what time, saving, not saved and why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = Drawing("circle-check", "tone:good", side=14)
        self.label = ElidedLabel("", "small")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S(6))
        layout.addWidget(self._drawing)
        layout.addWidget(self.label)
        self._now: tuple[Text, str, str] = (N_("All changes saved"), "circle-check", "tone:good")
        self._before: tuple[Text, str, str] = self._now
        self.quiet()

    def quiet(self) -> None:
        """Nothing has been changed."""
        self._show(N_("All changes saved"), "circle-check", "tone:good")

    def saving(self) -> None:
        """Something is on its way to the disk."""
        before = self._now
        self._show(N_("Saving…"), "refresh-cw", "muted")
        if before != self._now:
            self._before = before

    def as_before(self) -> None:
        """Nothing had to be written: go back to what was said before the saving."""
        self._show(*self._before)

    def saved(self, at: datetime | None = None) -> None:
        """Everything is on the disk since `at` (now when not given)."""
        moment = at or datetime.now()
        self._show(lambda: _("Saved {time}").format(time=show_time(moment)), "circle-check", "tone:good")

    def not_saved(self, why: Text) -> None:
        """Something could not be saved; say why."""
        self._show(lambda: _("Not saved: {why}").format(why=say(why)), "circle-alert", "tone:bad")
        announce(self, self.label.text())

    def _show(self, text: Text, icon: str, role: str) -> None:
        self._now = (text, icon, role)
        self._drawing.set_icon(icon, role)
        self.label.set_words(text)
        self.setAccessibleName(self.label.text())
