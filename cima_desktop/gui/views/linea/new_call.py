"""Taking a call: the form on the left; beside it what to say, and what is known already.

What is typed is a draft in the vault one second later, so a lock, a cover or a crash takes nothing (V6, V7).
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.linea.call_form import FIRST, PERSON, TIE, CallForm
from cima_desktop.gui.views.linea.past_panel import PastPanel
from cima_desktop.gui.views.linea.script_panel import ScriptPanel
from cima_desktop.gui.views.records.drafts import drop_draft, get_draft, put_draft
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.services import short_clock
from cima_desktop.services.linea.lookup import known
from cima_desktop.services.linea.taking import Notes, Taken, take
from cima_desktop.services.session import Session

DRAFT_MS = 1000
LOOK_MS = 350
NARROW, LOW = 900, 220
"""Below this width what stands beside the form goes above it; below this height the form takes all the room."""
ASIDE, ASIDE_KNOWN = 72, 105
"""How high that may be there: with what to say only, and when something is known."""
_LOOKED_UP = frozenset({"phone", "place", "city", "county", "activity", "seen_at"})
_THROWN = N_("What was typed of this call was thrown away.")
_WENT = {
    "verify": N_("The call is saved, and its report went to verification."),
    "consulta": N_("The call is saved, and a case was opened at Consulta."),
    "closed": N_("The call is saved and closed."),
}


class NewCall(QWidget):
    """Takes one call after the other."""

    taken = Signal(object)
    """A `Taken`: a call was saved."""

    def __init__(self, desk: Desk, bar: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._bar = desk, bar
        self.form = CallForm()
        self.script = ScriptPanel()
        self.past = PastPanel(desk)
        self.state_label = Label(N_("Ready for a call"), "small", wrap=True)
        self.save_button = PrimaryButton(N_("Save the call (Ctrl+Enter)"), "check")
        self.clear_button = QuietButton(N_("Throw away"), "x")
        self._is_saving = False
        self._drafted: dict[str, str] = {}
        self._draft_clock = _clock(self, DRAFT_MS, self.keep_draft)
        self._look_clock = _clock(self, LOOK_MS, self.look_up)
        self._lay_out()
        self._connect()
        desk.ask(_begin, self._arrived)

    def start(self) -> None:
        """Put the cursor where a call begins, or leave it where it is while one is being typed."""
        if not self.form.isAncestorOf(QApplication.focusWidget() or self):
            self.form.keys.go_to(FIRST if self.form.rows[FIRST].isVisibleTo(self.form) else "matter")

    def keep_draft(self) -> None:
        """Keep what is typed, if anything changed."""
        self._draft_clock.stop()
        raw = self.form.draft()
        if raw != self._drafted and not self._is_saving and not self.desk.is_for_looking:
            self._drafted = raw
            self.desk.write(lambda s: put_draft(s, short_clock.CALL_DRAFT, raw))
            self.state_label.set_words(N_("Kept as a draft in the vault") if raw else N_("Ready for a call"))

    def look_up(self) -> None:
        """Ask what is known of the number and the place."""
        standing = self.form.standing()
        phone, report = str(standing["phone"] or ""), self.form.report()
        self.desk.ask(lambda s: known(s, phone, report), self.past.show_known, latest="linea:known")

    def save(self) -> None:
        """Keep the call and begin the next one; what cannot be kept says why beside its row."""
        if self._is_saving or not self.form.is_begun():
            return
        try:
            notes = self.form.notes()
        except InvalidInputError as error:
            self._refused(error)
            return
        self.keep_draft()
        self._is_saving = True
        self.save_button.setEnabled(False)
        self.desk.do(lambda s: _kept(s, notes), lambda taken: self._saved(notes, taken), self._refused, self._over)

    def throw_away(self) -> None:
        """Forget what is typed and begin anew; for a while it can be brought back."""
        raw = self.form.draft()
        self.desk.write(lambda s: drop_draft(s, short_clock.CALL_DRAFT))
        self._begin_next()

        def bring_back() -> None:
            if not self.form.is_begun():
                self._show_draft(raw)
                self.keep_draft()

        if raw:
            self._bar.say(_THROWN, "info", N_("Bring it back"), bring_back, seconds=20)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what stands beside the form under it where there is no room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < S(NARROW)
        self._beside.setDirection(
            QBoxLayout.Direction.BottomToTop if narrow else QBoxLayout.Direction.LeftToRight,
        )
        self.script.make_room(narrow)
        self.past.make_room(narrow)
        aside = S(ASIDE_KNOWN if self.past.is_needed() else ASIDE)
        self._side.setMaximumHeight(aside if narrow else 16_777_215)
        self._side.setVisible(not narrow or self.height() >= S(LOW))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(S(8))
        foot.addWidget(self.state_label, 1)
        foot.addWidget(self.clear_button)
        foot.addWidget(self.save_button)
        card = Card()
        self._scroll = Scroll(self.form)
        card.body.addWidget(self._scroll, 1)
        card.body.addLayout(foot)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, S(8), 0)
        column.setSpacing(S(12))
        column.addWidget(self.script)
        column.addWidget(self.past)
        column.addStretch(1)
        self._side = Scroll(inner)
        self._beside = QHBoxLayout(self)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(S(14))
        self._beside.addWidget(card, 5)
        self._beside.addWidget(self._side, 3)

    def _connect(self) -> None:
        keys = {
            "F4": self.form.open_caller,
            "F6": partial(self.form.choose_triage, "verify"),
            "F7": partial(self.form.choose_triage, "consulta"),
            "F8": partial(self.form.choose_triage, "closed"),
            "Ctrl+Return": self.save,
            "Ctrl+Enter": self.save,
        }
        for key, run in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(run)
        self.save_button.clicked.connect(self.save)
        self.clear_button.clicked.connect(self.throw_away)
        self.form.edited.connect(self._edited)
        self.form.begun.connect(lambda: self.desk.ask(lambda s: s.stamp(), lambda now: self.form.start_clock(*now)))
        self.form.keys.entered.connect(self.script.follow)
        self.form.keys.passed_last.connect(lambda: self.save_button.setFocus(Qt.FocusReason.TabFocusReason))
        self.past.tied.connect(partial(self._remember, TIE))
        self.past.told.connect(self._say_news)
        self.past.recognized.connect(partial(self._remember, PERSON))
        self.desk.closing.connect(self._wipe)
        for part in (self.form, self.save_button, self.clear_button):
            part.setEnabled(not self.desk.is_for_looking)

    def _arrived(self, begun: tuple[dict[str, str], str]) -> None:
        draft, erased_on = begun
        self.form.say_erased_on(erased_on)
        if draft:
            self._drafted = draft
            self._show_draft(draft)

    def _show_draft(self, draft: dict[str, str]) -> None:
        self.form.begin(draft)
        self.past.show_chosen(self.form.extras.get(TIE, ""), self.form.extras.get(PERSON, ""))
        self.state_label.set_words(N_("This call was not saved yet: it is as you left it"))
        self.look_up()

    def _edited(self, name: str) -> None:
        self._draft_clock.start()
        if name in _LOOKED_UP:
            self._look_clock.start()

    def _say_news(self) -> None:
        """Make room for what is known, and say at the foot what must not be overlooked."""
        self._arrange()
        news = self.past.news(in_sight=not self._side.isHidden())
        if news:
            self.state_label.set_words(news)

    def _remember(self, key: str, record: str) -> None:
        self.form.remember(key, record)
        self.past.show_chosen(self.form.extras.get(TIE, ""), self.form.extras.get(PERSON, ""))
        self._draft_clock.start()

    def _saved(self, notes: Notes, taken: Taken) -> None:
        made = (("incident", taken.incident), ("case", taken.case), ("call", taken.call))
        where = next((kind, record) for kind, record in made if record)
        self._bar.say(_WENT[notes.triage], "good", N_("Open"), lambda: self.desk.open(*where), seconds=20)
        self._begin_next()
        self.taken.emit(taken)

    def _refused(self, error: KnownError) -> None:
        if not (isinstance(error, InvalidInputError) and self.form.show_problem(error)):
            self._bar.show_problem(error)

    def _over(self) -> None:
        self._is_saving = False
        self.save_button.setEnabled(True)

    def _begin_next(self) -> None:
        self._wipe()
        self._scroll.verticalScrollBar().setValue(0)
        self.form.keys.go_to(FIRST)

    def _wipe(self) -> None:
        """Forget everything that is shown."""
        self._draft_clock.stop()
        self._look_clock.stop()
        self._drafted = {}
        self.form.begin({})
        self.past.forget()
        self.state_label.set_words(N_("Ready for a call"))


def _begin(session: Session) -> tuple[dict[str, str], str]:
    return get_draft(session, short_clock.CALL_DRAFT), short_clock.erase_on(session)


def _kept(session: Session, notes: Notes) -> Taken:
    """Keep the call, and forget its draft in the same turn."""
    taken = take(session, notes)
    drop_draft(session, short_clock.CALL_DRAFT)
    return taken


def _clock(owner: QWidget, pause: int, run: Callable[[], object]) -> QTimer:
    clock = QTimer(owner)
    clock.setSingleShot(True)
    clock.setInterval(pause)
    clock.timeout.connect(run)
    return clock
