"""Who is here already, said while somebody is typed in (R8); it never takes the focus, and nothing typed is lost."""

from collections.abc import Mapping
from functools import partial

import attrs
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.tasks import alive
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.deciding.beside import compare
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import IconButton
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.i18n import N_, ngettext
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.people import Person
from cima_desktop.model.touched import Touched
from cima_desktop.services import deciding, joining, likeness
from cima_desktop.services.likeness import Like
from cima_desktop.services.session import Session

PAUSE_MS = 250
_MOST = 3


@attrs.frozen(kw_only=True)
class Found:
    """Who may be the person being typed in, and what can be done about it."""

    likes: tuple[Like, ...] = ()
    is_kept: bool = False
    """Whether the person being typed in has a record already, so that both can be looked at."""
    is_fresh: bool = True
    """Whether that record is so new that it may be let go in favour of the other one."""


def likes_of(session: Session, record: RecordId, values: Mapping[str, Value]) -> Found:
    """Return who may be the person being typed in, without those about whom somebody has answered already."""
    is_kept = session.store.get(Person, record) is not None
    answered = session.store.doubts(record)
    known = [record, *answered, *session.store.one_person(record)]
    likes = likeness.like(session, values, limit=_MOST, but=known)
    is_fresh = not is_kept or (bool(likes) and joining.is_fresh(session, record))
    return Found(likes=tuple(likes), is_kept=is_kept, is_fresh=is_fresh)


class LikelyBox(QFrame):
    """Up to three people with the reasons, and what can be done about each."""

    taking = Signal()
    """What was typed is about to be written into another record: whoever holds it keeps it now."""
    taken = Signal(str)
    """It is this person: what was typed is in the record with this id, which is to be shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "message")
        self.setProperty("tone", "info")
        self._desk = desk
        self._record = NO_ID
        self._values: Mapping[str, Value] = {}
        self._put_off = NO_ID
        self._said: tuple[RecordId, ...] = ()
        self.head_label = Label("", "strong", wrap=True)
        self.close_button = IconButton("x", N_("None of them"))
        self.close_button.clicked.connect(self._put_away)
        self.people_list = RowsList()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        head = QHBoxLayout()
        head.setSpacing(S(8))
        head.addWidget(Drawing("info", "tone:info", side=18))
        head.addWidget(self.head_label, 1)
        head.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S(15), S(8), S(8), S(4))
        layout.setSpacing(S(2))
        layout.addLayout(head)
        layout.addWidget(self.people_list)
        self.hide()

    def watch(self, record: RecordId, values: Mapping[str, Value]) -> None:
        """Look, in a moment, who is like this person; call it whenever something is typed."""
        if record != self._put_off:
            self._record, self._values = record, dict(values)
            self._pause.start()

    def stop(self) -> None:
        """Say nothing any more: somebody else is shown."""
        self._pause.stop()
        self._record, self._values, self._said = NO_ID, {}, ()
        self.people_list.show_lines([])
        self.hide()

    def _look(self, _answered: object = None) -> None:
        record, values = self._record, self._values

        def show(found: Found) -> None:
            if alive(self._show) and record == self._record:
                self._show(found)

        self._desk.ask(lambda s: likes_of(s, record, values), show, latest="likely")

    def _show(self, found: Found) -> None:
        likes = found.likes
        n = len(likes)
        self.head_label.set_words(
            lambda: ngettext("Perhaps this person is here already.", "Perhaps one of these is this person.", n)
        )
        self.people_list.show_lines([self._line(each, found) for each in likes])
        self.setVisible(bool(likes))
        said = tuple(each.id for each in likes)
        if said and said != self._said:
            announce(self, self.head_label.text())
        self._said = said

    def _line(self, each: Like, found: Found) -> Line:
        deeds = []
        if found.is_fresh:
            deeds.append(Deed(words=N_("It is this person"), run=partial(self._is_it, each.id), icon="check"))
        if found.is_kept:
            deeds.append(Deed(words=N_("Compare"), run=partial(self._compare, each.id), icon="users"))
            deeds.append(Deed(words=N_("Decide later"), run=partial(self._later, each.id), icon="clock"))
        return Line(
            title=raw(each.title),
            icon="user",
            chips=tuple((reason, "info") for reason in each.reasons),
            deeds=tuple(deeds),
        )

    def _is_it(self, hers: RecordId) -> None:
        record, values = self._record, self._values

        def taken(_touched: Touched) -> None:
            self.stop()
            self.taken.emit(hers)

        self._pause.stop()
        self.taking.emit()
        self._desk.do(lambda s: joining.take_over(s, values, hers, record), taken)

    def _compare(self, other: RecordId) -> None:
        compare(self._desk, self._record, other, self, self._look)

    def _later(self, other: RecordId) -> None:
        record = self._record
        self._desk.do(lambda s: deciding.set_down(s, record, [other]), self._look)

    def _put_away(self) -> None:
        self._put_off = self._record
        self.stop()
