"""Handing records on: to whom, what for, exactly what, and then a file (Y1, Y2, Y5, Y6)."""

import attrs
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.tasks import Job
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.send_done import DoneStep, with_ending
from cima_desktop.gui.views.exchange.send_look import LookStep
from cima_desktop.gui.views.exchange.send_what import WhatStep
from cima_desktop.gui.views.exchange.send_who import WhoStep
from cima_desktop.gui.views.records.drafts import drop_draft, get_draft, put_draft
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from cima_desktop.gui.widgets.file_dialogs import choose_new_file
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.step_progress import StepProgress
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services import referrals, sharing, sharing_export
from cima_desktop.services.own_card import refuse_where_nothing_leaves
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_export import Left, StaleLeavingError
from cima_desktop.services.sharing_terms import Choice, Leaving, unpacked
from cima_desktop.store.peers import Peer

WHO, WHAT, LOOK, DONE = range(4)
STEPS = (N_("To whom"), N_("What, and what for"), N_("Look at it"), N_("The file"))
DRAFT = "share"
"""The key under which a choice waits that was not finished."""
_TEXT = "choice"
FRESH = Choice(lacking=True)
"""What is chosen before anybody chose."""


def _read(session: Session) -> tuple[list[Peer], Choice]:
    refuse_where_nothing_leaves(session)
    kept = get_draft(session, DRAFT).get(_TEXT, "")
    return session.store.peers(), unpacked(kept) if kept else FRESH


class SendPart(QWidget):
    """Four steps; until the last one nothing has left, and a lock keeps what was chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.choice = FRESH
        self.leaving: Leaving | None = None
        self._job: Job | None = None
        self._kept = ""
        self._wanted: Choice | None = None
        self.progress = StepProgress()
        self.message_bar = MessageBar()
        self.who_step, self.what_step = WhoStep(desk), WhatStep(desk)
        self.look_step, self.done_step = LookStep(desk), DoneStep()
        self.steps: tuple[QWidget, ...] = (self.who_step, self.what_step, self.look_step, self.done_step)
        self._step = WHO
        self._has_peers = self._is_read = False
        self.back_button = SecondaryButton(N_("Back"), "arrow-left")
        self.over_button = QuietButton(N_("Begin anew"))
        self.next_button = PrimaryButton(N_("Next"), "arrow-right")
        self.next_button.setObjectName("share_next_button")
        self._arrange()
        self._connect()
        self._go(WHO)

    def _arrange(self) -> None:
        self.progress.set_steps(STEPS)
        buttons = QHBoxLayout()
        buttons.setSpacing(S(8))
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.over_button)
        buttons.addStretch(1)
        buttons.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(14))
        for part in (self.progress, self.message_bar, *self.steps):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addStretch(1)

    def _connect(self) -> None:
        self.who_step.edited.connect(self._edited)
        self.what_step.edited.connect(self._edited)
        self.look_step.unticked.connect(self._hold_back)
        self.look_step.settled.connect(self._settle)
        self.look_step.all_wanted.connect(lambda: self._change(self.choice.with_all()))
        self.done_step.place_wanted.connect(self._ask_place)
        self.done_step.stop_wanted.connect(self._stop)
        self.done_step.again_wanted.connect(self._over)
        self.back_button.clicked.connect(lambda: self._go(self.step() - 1))
        self.next_button.clicked.connect(self._next)
        self.over_button.clicked.connect(self._over)
        self.desk.closing.connect(self._wipe)

    def step(self) -> int:
        """Return the step that is open."""
        return self._step

    def read(self) -> None:
        """Read whose cards are here, and what was chosen before a lock."""
        if self._job is None:
            self.desk.ask(_read, self._show, self.message_bar.show_problem, latest="share")

    def leave(self) -> None:
        """Keep what is chosen, so that it stands here after a lock."""
        self._take()
        packed = self.choice.packed() if self.choice != FRESH else ""
        if packed != self._kept:
            self._kept = packed
            self.desk.write(lambda s: put_draft(s, DRAFT, {_TEXT: packed} if packed else {}))

    def hand_on(self, deed: str, record: RecordId) -> None:
        """Begin with a record: "share" it, "refer" somebody for it, or "answer" a referral."""
        if deed == "answer":
            self.desk.ask(lambda s: referrals.answering(s, record), self._begin)
        elif deed == "refer":
            self._begin(Choice(preset=Preset.REFERRAL, records=(record,), referral=new_id()))
        else:
            self._begin(Choice(records=(record,)))

    def _begin(self, choice: Choice) -> None:
        self._wanted = choice
        self.read()

    def _show(self, found: tuple[list[Peer], Choice]) -> None:
        peers, kept = found
        wanted, self._wanted = self._wanted, None
        if wanted is None and self._step == DONE:
            return  # what is written there is done, or stands as it was
        step = WHO if wanted else self._step
        if wanted is None and self.choice != FRESH:
            wanted = attrs.evolve(self.choice, to=self.who_step.value() or self.choice.to)
        self.choice, self._is_read = wanted or kept, True
        self._has_peers = any(peer.receives for peer in peers)
        self.who_step.show_peers(peers, self.choice.to)
        self.what_step.show_choice(self.choice)
        self.look_step.change(self.choice.not_compared, self.choice.without_consent)
        self._go(LOOK if self.choice.answers else step)

    def _edited(self) -> None:
        self._take()
        self.next_button.setEnabled(self._may_go_on())

    def _take(self) -> None:
        """Take over what stands in the first steps, once what was chosen before a lock stands there."""
        if not self._is_read:
            return
        choice = attrs.evolve(self.choice, to=self.who_step.value()) if self.who_step.peers_list.boxes else self.choice
        self.choice = choice if choice.answers else self.what_step.change(choice)

    def _may_go_on(self) -> bool:
        if self.step() == WHO:
            return bool(self.choice.to)
        if self.step() == WHAT:
            return self.choice.lacking or bool(self.choice.records)
        return self.leaving is not None and self.leaving.ready

    def _next(self) -> None:
        if self._step != WHAT or not self.what_step.blocks():
            self._go(self._step + 1)

    def _go(self, step: int) -> None:
        self.message_bar.hide_message()
        self._step = max(WHO, min(step, DONE))
        self.progress.set_step(self._step)
        for place, part in enumerate(self.steps):  # no stack: that is as high as its highest page
            show_if(part, place == self._step)
        if self.step() in (WHO, WHAT):
            self._take()
        show_if(self.back_button, self.step() in (WHAT, LOOK))
        show_if(self.over_button, self.step() in (WHAT, LOOK))
        show_if(self.next_button, self.step() != DONE and self._has_peers)
        self.next_button.setEnabled(self._may_go_on())
        if self.step() == LOOK:
            self._look()
        elif self.step() == DONE:
            self.done_step.ask()

    def _look(self) -> None:
        """Work out what would leave."""
        choice = self.choice
        self.leaving = None
        self.next_button.setEnabled(False)
        self.desk.ask(lambda s: sharing.preview(s, choice), self._looked, self._no_look, latest="share look")

    def _looked(self, leaving: Leaving) -> None:
        self.leaving = leaving
        self.look_step.show_leaving(leaving)
        self.next_button.setEnabled(self._may_go_on())

    def _no_look(self, error: KnownError) -> None:
        self.look_step.show_leaving(None)
        self.message_bar.show_problem(error)

    def _hold_back(self, record: str, field: str) -> None:
        self._change(self.choice.without(RecordId(record), field))

    def _settle(self) -> None:
        not_compared, without_consent = self.look_step.settled_values()
        self._change(attrs.evolve(self.choice, not_compared=not_compared, without_consent=without_consent))

    def _change(self, choice: Choice) -> None:
        if choice != self.choice:
            self.choice = choice
            self._look()

    def _ask_place(self) -> None:
        self.desk.ask(
            sharing_export.file_name,
            lambda name: choose_new_file(self, N_("Where should the file go?"), name, self.take_place),
        )

    def take_place(self, place: str) -> None:
        """Write the file to the place that was chosen."""
        leaving, path = self.leaving, with_ending(place)
        if leaving is None:
            return
        self.done_step.write()
        self._job = self.desk.draw(
            lambda session, tick: sharing_export.export(session, leaving, path, tick),
            self._written,
            self._not_written,
            self.done_step.progress,
            self._ended,
        )

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _written(self, left: Left) -> None:
        self._clean()
        self.done_step.tell(left)
        self.desk.saved.emit()

    def _not_written(self, error: KnownError) -> None:
        self._go(LOOK if isinstance(error, StaleLeavingError) else DONE)
        self.message_bar.show_problem(error)

    def _ended(self) -> None:
        stopped = self._job is not None and self._job.cancelled
        self._job = None
        if stopped and not self.desk.is_closing:
            self.done_step.ask()
            self.message_bar.say(N_("Stopped. No file was written."), "info")

    def _over(self) -> None:
        self._clean()
        self.what_step.show_choice(self.choice)
        self._go(WHO)
        self.read()

    def _clean(self) -> None:
        """Forget the choice: it is done, or not wanted."""
        self.choice, self.leaving, self._kept = FRESH, None, ""
        self.look_step.show_leaving(None)
        self.look_step.change(not_compared=False, without_consent="")
        self.who_step.peers_list.set_value(())
        self.desk.write(lambda s: drop_draft(s, DRAFT))

    def _wipe(self) -> None:
        self.what_step.wipe()
        self.look_step.show_leaving(None)
