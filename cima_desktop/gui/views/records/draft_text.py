"""A box for a text that is not a record yet; what stands in it is kept as a draft while it is typed."""

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.drafts import drop_draft, get_draft, put_draft
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.model.ids import NO_ID, RecordId

DRAFT_MS = 1000
_FIELD = "words"


class DraftText(TextArea):
    """`sort` tells boxes of one record apart."""

    def __init__(self, desk: Desk, sort: str, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(lines=lines, limit=4000, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._desk = desk
        self._sort = sort
        self._about = NO_ID
        self._drafted = ""
        self.guard_line = guarded(self)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(DRAFT_MS)
        self._clock.timeout.connect(self.keep)
        self.edited.connect(self._clock.start)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def show_draft(self, about: RecordId) -> None:
        """Show what was begun about a record; what stands here about another one is kept first."""
        self.keep()
        self._about = about
        self.set_value("")
        self._drafted = ""
        self._desk.ask(lambda s: get_draft(s, self._key(about)), lambda found: self._put_back(about, found))

    def keep(self) -> None:
        """Keep what stands here as a draft."""
        self._clock.stop()
        words, about = self.value(), self._about
        if not about or words == self._drafted:
            return
        self._drafted = words
        key = self._key(about)
        if words:
            self._desk.write(lambda s: put_draft(s, key, {_FIELD: words}))
        else:
            self._desk.write(lambda s: drop_draft(s, key))

    def done(self, words: str) -> None:
        """Take note that `words` became a record: empty the box unless more was typed since."""
        if self.value().strip() == words:
            self.set_value("")
            self.keep()

    def forget(self) -> None:
        """Empty the box without touching the draft, as at a lock."""
        self._clock.stop()
        self._about = NO_ID
        self._drafted = ""
        self.set_value("")

    def _key(self, about: RecordId) -> str:
        return f"{self._sort}:{about}"

    def _put_back(self, about: RecordId, found: dict[str, str]) -> None:
        if about == self._about and not self.value() and found.get(_FIELD):
            self._drafted = found[_FIELD]
            self.set_value(found[_FIELD])
