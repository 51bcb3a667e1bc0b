"""Handing records on: to whom, what for, exactly what, and then a file (Y1, Y2, Y5, Y6)."""

import attrs
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.send_frame import DONE, LOOK, WHAT, WHO, SendFrame
from cima_desktop.gui.views.exchange.send_writing import Writing
from cima_desktop.gui.views.records.drafts import drop_draft, get_draft, put_draft
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services import referrals
from cima_desktop.services.own_card import refuse_where_nothing_leaves
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_export import Left
from cima_desktop.services.sharing_terms import Choice, Leaving, unpacked
from cima_desktop.store.peers import Peer

DRAFT = "share"
"""The key under which a choice waits that was not finished."""
_TEXT = "choice"
FRESH = Choice(lacking=True)
"""What is chosen before anybody chose."""


def _read(session: Session) -> tuple[list[Peer], Choice]:
    refuse_where_nothing_leaves(session)
    kept = get_draft(session, DRAFT).get(_TEXT, "")
    return session.store.peers(), unpacked(kept) if kept else FRESH


class SendPart(SendFrame):
    """Until the last step nothing has left, and a lock keeps what was chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.choice = FRESH
        self.leaving: Leaving | None = None
        self.writing = Writing(desk, self)
        self._kept = ""
        self._wanted: Choice | None = None
        self._has_peers = self._is_read = False
        self._connect()
        self._go(WHO)

    def _connect(self) -> None:
        for step in (self.who_step, self.what_step):
            step.edited.connect(self._take)
        self.look_step.changed.connect(self._change)
        self.look_step.looked.connect(self._looked)
        self.look_step.refused.connect(self.message_bar.show_problem)
        self.done_step.place_wanted.connect(lambda: self.writing.ask_place(self.leaving))
        self.done_step.stop_wanted.connect(self.writing.stop)
        self.done_step.again_wanted.connect(self._over)
        self.writing.begun.connect(self.show_writing)
        self.writing.progressed.connect(self.done_step.progress)
        self.writing.written.connect(self._written)
        self.writing.refused.connect(self._not_written)
        self.writing.stopped.connect(self._stopped)
        self.back_button.clicked.connect(lambda: self._go(self.step() - 1))
        self.next_button.clicked.connect(self._next)
        self.over_button.clicked.connect(self._over)
        self.desk.closing.connect(self._wipe)

    def read(self) -> None:
        """Read whose cards are here, and what was chosen before a lock."""
        if not self.writing.is_busy:
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
        if wanted is None and self.step() == DONE:
            return  # what is written there is done, or stands as it was
        step = WHO if wanted else self.step()
        if wanted is None and self.choice != FRESH:
            wanted = attrs.evolve(self.choice, to=self.who_step.value() or self.choice.to)
        self.choice, self._is_read = wanted or kept, True
        self._has_peers = any(peer.receives for peer in peers)
        self.who_step.show_peers(peers, self.choice.to)
        self.what_step.show_choice(self.choice)
        self._go(LOOK if self.choice.answers else step)

    def _take(self) -> None:
        """Take over what stands in the first steps, once what was chosen before a lock stands there."""
        if not self._is_read:
            return
        choice = attrs.evolve(self.choice, to=self.who_step.value()) if self.who_step.peers_list.boxes else self.choice
        self.choice = choice if choice.answers else self.what_step.change(choice)
        self.next_button.setEnabled(self._may_go_on())

    def _may_go_on(self) -> bool:
        if self.step() == WHO:
            return bool(self.choice.to)
        if self.step() == WHAT:
            return self.choice.lacking or bool(self.choice.records)
        return self.leaving is not None and self.leaving.ready

    def _next(self) -> None:
        if self.step() != WHAT or not self.what_step.blocks():
            self._go(self.step() + 1)

    def _go(self, step: int) -> None:
        self.message_bar.hide_message()
        self.show_step(step, self._has_peers)
        if self.step() in (WHO, WHAT):
            self._take()
        if self.step() == LOOK:
            self.leaving = None
            self.look_step.look(self.choice)
        elif self.step() == DONE and self.leaving is not None:
            self.done_step.ask(self.leaving)
        self.next_button.setEnabled(self._may_go_on())

    def _looked(self, leaving: Leaving) -> None:
        self.leaving = leaving
        self.show_open(leaving.problems)
        self.next_button.setEnabled(self._may_go_on())

    def _change(self, choice: Choice) -> None:
        self.choice = choice
        self._go(LOOK)

    def _written(self, left: Left) -> None:
        self._clean()
        self.done_step.tell(left)
        self.desk.saved.emit()

    def _not_written(self, error: KnownError) -> None:
        """Show what would leave anew: what was noted here on the way, or something else, may have changed."""
        self._go(LOOK)
        self.message_bar.show_problem(error)

    def _stopped(self) -> None:
        self._go(LOOK)
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
        self.who_step.peers_list.set_value(())
        self.desk.write(lambda s: drop_draft(s, DRAFT))

    def _wipe(self) -> None:
        self.what_step.wipe()
        self.done_step.wipe()
        self.look_step.show_leaving(None)
