"""The referrals about a record: whom was asked what, what they answered, and the answer that is ours to give (C6)."""

from collections.abc import Callable, Sequence

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.check_list import RadioList
from cima_desktop.gui.widgets.date_edit import DateEdit
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.field_editor import editor_for
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.sharing import Referral
from cima_desktop.services import referrals
from cima_desktop.services.session import Session

_TONES = {"asked": "warn", "accepted": "good", "declined": "bad", "withdrawn": "neutral"}


@attrs.frozen(kw_only=True)
class Asked:
    """A referral, and whether somebody else asked it of us."""

    referral: Referral
    came: bool


def read_referrals(session: Session, record: RecordId) -> list[Asked]:
    """Read the referrals about a record."""
    return [Asked(referral=r, came=bool(referrals.asker(session, r.id))) for r in referrals.about(session, record)]


class ReferralsList(QWidget):
    """Two buttons to hand the record on, and what was asked about it so far."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._record = NO_ID
        self.share_button = SecondaryButton(N_("Hand on…"), "upload")
        self.share_button.setObjectName("share_button")
        self.refer_button = SecondaryButton(N_("Refer…"), "arrow-right")
        self.refer_button.setObjectName("refer_button")
        self.rows_list = RowsList()
        buttons = QHBoxLayout()
        buttons.setSpacing(S(8))
        for button, deed in ((self.share_button, "share"), (self.refer_button, "refer")):
            button.clicked.connect(lambda _checked=False, deed=deed: self.desk.open(deed, self._record))
            button.setEnabled(not desk.is_for_looking)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addLayout(buttons)
        column.addWidget(self.rows_list)

    def show_record(self, record: RecordId) -> None:
        """Show the referrals about a record."""
        self._record = record
        self.desk.ask(lambda s: read_referrals(s, record), self._show, latest=f"referrals:{id(self)}")

    def clear(self) -> None:
        """Forget what is shown."""
        self._record = NO_ID
        self._show(())

    def _show(self, found: Sequence[Asked]) -> None:
        self.rows_list.show_lines([self._line(each) for each in found])

    def _line(self, asked: Asked) -> Line:
        referral = asked.referral
        state = KINDS["referral"].field("state").choice_label(referral.state)
        return Line(
            title=raw(referral.question),
            detail=lambda: _detail(asked),
            icon="arrow-right",
            chips=((state, _TONES.get(referral.state, "neutral")),) if referral.state else (),
            deeds=self._deeds(asked),
        )

    def _deeds(self, asked: Asked) -> tuple[Deed, ...]:
        referral = asked.referral
        if self.desk.is_for_looking:
            return ()
        if asked.came:
            again = Deed(words=N_("The answer’s file…"), run=lambda: self.desk.open("answer", referral.id))
            answer = Deed(words=N_("Answer…"), run=lambda: answer_referral(self.desk, self, referral, self._answered))
            return (answer,) if referral.state == referrals.ASKED else (again,)
        withdraw = Deed(words=N_("Withdraw"), run=lambda: self._withdraw(referral.id))
        loop = Deed(words=N_("What came of it…"), run=lambda: ask_loop(self.desk, self, referral))
        if referral.state == referrals.ASKED:
            return loop, withdraw
        return (loop,) if referral.state == referrals.ACCEPTED else ()

    def _withdraw(self, referral: RecordId) -> None:
        self.desk.do(lambda s: referrals.withdraw(s, referral))

    def _answered(self, referral: RecordId) -> None:
        self.desk.open("answer", referral)


def _detail(asked: Asked) -> str:
    referral = asked.referral
    day, answered = iso_date(referral.asked_on), iso_date(referral.answered_on)
    to = referral.receiver
    parts = [
        _("asked of you") if asked.came else (_("asked of {name}").format(name=to) if to else ""),
        _("on {day}").format(day=show_date(day)) if day else "",
        _("answered on {day}").format(day=show_date(answered)) if answered else "",
        referral.reason,
        _came_of_it(referral),
    ]
    return " · ".join(part for part in parts if part)


def _came_of_it(referral: Referral) -> str:
    """Return what the family said about it, as far as they were asked."""
    kind, asked = KINDS["referral"], iso_date(referral.asked_again_on)
    said = ((kind.field("got_there"), referral.got_there), (kind.field("helped"), referral.helped))
    parts = [f"{tr(field.label)} {text_of(field, value)}" for field, value in said if value is not None]
    if parts and asked:
        parts.append(_("asked on {day}").format(day=show_date(asked)))
    return " · ".join(parts)


class LoopDialog(PlainDialog):
    """Did they get there, did it help, and when to ask again (X3)."""

    def __init__(self, desk: Desk, referral: Referral, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("What came of the referral?"), N_("Ask the family, not only the organization."), N_("Keep"), parent
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._referral = desk, referral.id
        kind = KINDS["referral"]
        self.editors = {name: editor_for(kind.field(name)) for name in ("got_there", "helped")}
        for name, editor in self.editors.items():
            editor.setObjectName(f"loop_{name}_edit")
            editor.set_value(getattr(referral, name))
            self.add_row(kind.field(name).label, editor)
        self.again_edit = DateEdit(allow_past=False)
        self.again_edit.setObjectName("loop_again_edit")
        self.again_row = self.add_row(
            N_("Ask again on"), self.again_edit, N_("It becomes a task with that date."), optional=True
        )

    def finish(self) -> None:
        if not self.again_row.check():
            self.again_edit.setFocus()
            return
        referral, day = self._referral, self.again_edit.value()
        got_there, helped = (self.editors[name].value() for name in ("got_there", "helped"))
        self.done_button.setEnabled(False)

        def keep(session: Session) -> object:
            return referrals.close_loop(
                session,
                referral,
                got_there=got_there if isinstance(got_there, bool) else None,
                helped=helped if isinstance(helped, bool) else None,
                again=day.isoformat() if day else "",
            )

        self._desk.do(keep, lambda _touched: self.accept(), self.show_problem)


def ask_loop(desk: Desk, near: QWidget, referral: Referral) -> LoopDialog:
    """Ask what came of a referral."""
    dialog = LoopDialog(desk, referral, near.window())
    dialog.open()
    return dialog


class AnswerDialog(PlainDialog):
    """Accept or decline, with a reason; the file that tells it is the next step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Answer a referral"),
            N_("Your answer is noted here first. A file then takes it, and nothing else, to whoever asked."),
            N_("Note the answer"),
            parent,
        )
        choices: list[tuple[str, Text]] = [
            (referrals.ACCEPTED, N_("We accept: we will help")),
            (referrals.DECLINED, N_("We decline: we cannot help")),
        ]
        self.answer_list = RadioList(choices)
        self.answer_list.setObjectName("referral_answer_list")
        self.reason_edit = TextArea(lines=3, limit=1000)
        self.reason_edit.setObjectName("referral_reason_edit")
        self.reason_guard = guarded(self.reason_edit)
        self.add_row(N_("Your answer"), self.answer_list)
        self.add_row(N_("Why, and what happens now"), self.reason_edit, N_("It goes back to whoever asked."))
        self.answer: Callable[[bool, str], object] = lambda _accept, _reason: None

    def finish(self) -> None:
        chosen = self.answer_list.value()
        if not chosen:
            self.say(N_("Choose one of the two."))
        elif self.reason_guard.blocks():
            self.reason_edit.setFocus()
        elif chosen == referrals.DECLINED and not self.reason_edit.value().strip():
            self.say(N_("Write why, so that they can look elsewhere."))
        else:
            self.answer(chosen == referrals.ACCEPTED, self.reason_guard.marked(self.reason_edit.value().strip()))


def answer_referral(desk: Desk, near: QWidget, referral: Referral, then: Callable[[RecordId], object]) -> AnswerDialog:
    """Ask for the answer and note it."""
    dialog = AnswerDialog(near.window())

    def kept(_touched: object) -> None:
        dialog.accept()
        then(referral.id)

    def keep(accept: bool, reason: str) -> None:
        dialog.done_button.setEnabled(False)
        desk.do(lambda s: referrals.answer(s, referral.id, accept, reason), kept, dialog.show_problem)

    dialog.answer = keep
    dialog.open()
    return dialog
