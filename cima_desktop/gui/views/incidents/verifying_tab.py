"""Who looks: whom to send first, those who are on their way, and what each of them said (L2, L11)."""

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.incidents.dispatch_dialog import show_dispatch_list
from cima_desktop.gui.views.incidents.incident_words import OUTCOME_TONES, choice
from cima_desktop.gui.views.incidents.outcome_form import OutcomeForm
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.ids import RecordId
from cima_desktop.model.incidents import Verification
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.alerts import board, deeds
from cima_desktop.services.alerts.board import Board
from cima_desktop.services.roster.near import Candidate
from cima_desktop.services.session import Session

MOST = 8


@attrs.frozen(kw_only=True)
class Verifiers:
    """What the tab shows."""

    known: Board
    candidates: list[Candidate]
    asks: bool
    """Whether passphrases are asked for (not in the practice vault)."""


def verifiers(session: Session, incident: RecordId) -> Verifiers:
    """Read who looks, and who could be sent."""
    known = board.board(session, incident)
    found = deeds.to_send(session, incident) if "dispatched" in known.stands.may else []
    return Verifiers(known=known, candidates=found[:MOST], asks=not session.practice)


class VerifyingTab(Tab):
    """Those who were sent, the form for an outcome, and whom to send."""

    def __init__(self, desk: Desk, references: References) -> None:
        super().__init__(desk)
        self._shown: Verifiers | None = None
        self.message_bar = MessageBar()
        self.sent_list = RowsList()
        self.outcome_form = OutcomeForm(desk, references)
        self.outcome_form.left.connect(self.read)
        self.send_title = Label(N_("Whom to send"), "section")
        self.task_edit = LineEdit(N_("Observe only. Keep your distance, and say when you are back."), limit=500)
        self.task_edit.setObjectName("dispatch_words_edit")
        self.task_row = FieldRow(N_("What to tell the verifier (no names)"), self.task_edit)
        self.candidates_list = RowsList()
        self.print_button = QuietButton(N_("List to print…"), "printer")
        self.print_button.setObjectName("dispatch_print_button")
        self.print_button.clicked.connect(self._print)
        bind(self.candidates_list, QWidget.setAccessibleName, N_("Whom to send"))
        head = QHBoxLayout()
        head.setSpacing(S(8))
        head.addWidget(self.send_title, 1)
        head.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignRight)
        for part in (self.message_bar, self.sent_list, self.outcome_form):
            self.column.addWidget(part)
        self.column.addLayout(head)
        self.column.addWidget(self.task_row)
        self.column.addWidget(self.candidates_list)
        told = N_("Nobody on the roster can be sent: it takes the training for verifiers and the signed agreement.")
        self.empty = self.add_empty(told)
        self.column.addStretch(1)

    def read(self) -> None:
        wanted = self.record_id
        if wanted:
            self.desk.ask(lambda s: verifiers(s, wanted), self._show, latest="incident verifiers")

    def clear(self) -> None:
        super().clear()
        self._shown = None
        if self.outcome_form.verification():
            self.outcome_form.close_form()
        self.task_edit.clear()
        self.message_bar.hide_message()
        self.sent_list.show_lines([])
        self.candidates_list.show_lines([])

    def _show(self, shown: Verifiers) -> None:
        self._shown = shown
        known, may = shown.known, shown.known.stands.may
        can_send = "dispatched" in may and not self.desk.is_for_looking
        if self.outcome_form.verification() and self.outcome_form.verification() not in known.stands.looking:
            self.outcome_form.close_form()
        asking = bool(self.outcome_form.verification())
        self.sent_list.show_lines([self._sent_line(known, seen) for seen in known.verifications.values()])
        for part in (self.send_title, self.print_button, self.task_row, self.candidates_list):
            part.setVisible(can_send and not asking)
        self.empty.setVisible(can_send and not asking and not shown.candidates)
        self.candidates_list.show_lines([self._candidate_line(each) for each in shown.candidates])

    def _candidate_line(self, each: Candidate) -> Line:
        chips: list[tuple[Text, str]] = []
        if each.on_shift:
            chips.append((N_("On call"), "good"))
        if each.same_county:
            chips.append((N_("Same county"), "info"))
        if each.speaks:
            chips.append((N_("Speaks the language"), "info"))
        sends = Deed(words=N_("Send"), run=lambda: self._send(each.volunteer.id), icon="car")
        return Line(
            title=raw(each.volunteer.name),
            detail=lambda: _about(each),
            icon="user",
            chips=chips,
            deeds=(sends,),
            faint=bool(each.doubts),
        )

    def _sent_line(self, known: Board, seen: Verification) -> Line:
        looking = seen.id in known.stands.looking and not self.desk.is_for_looking
        chips: list[tuple[Text, str]] = []
        if seen.outcome and seen.id in known.stands.grounds:
            chips.append((lambda: choice("verification", "outcome", seen.outcome), OUTCOME_TONES[seen.outcome]))
        if seen.signed_way == "telephone":
            chips.append((N_("by telephone"), "warn"))
        began = Deed(words=N_("Began to look"), run=lambda: self._arrive(seen.id), icon="scan-eye")
        says = Deed(words=N_("Outcome…"), run=lambda: self.ask_outcome(seen.id), icon="stamp")
        may_begin = (began,) if "on_scene" in known.stands.may and seen.id not in known.stands.begun else ()
        return Line(
            title=raw(known.name(seen.verifier)),
            detail=lambda: _said(seen),
            icon="scan-eye",
            chips=chips,
            deeds=(*may_begin, says) if looking else (),
        )

    def ask_outcome(self, verification: str) -> None:
        """Open the form for what a verifier says."""
        shown = self._shown
        seen = shown.known.verifications.get(verification) if shown else None
        if shown is None or seen is None:
            return
        has_key = seen.verifier in shown.known.with_key
        self.outcome_form.begin(seen, shown.known.name(seen.verifier), has_key, shown.asks)
        self._show(shown)

    def _send(self, volunteer: str) -> None:
        incident, words = self.record_id, self.task_edit.text()
        self.message_bar.hide_message()
        self.desk.do(
            lambda s: deeds.dispatch(s, incident, RecordId(volunteer), words=words),
            lambda _touched: self.task_edit.clear(),
            self.message_bar.show_problem,
        )

    def _arrive(self, verification: str) -> None:
        self.message_bar.hide_message()
        self.desk.do(lambda s: deeds.arrive(s, RecordId(verification)), None, self.message_bar.show_problem)

    def _print(self) -> None:
        if self.record_id:
            show_dispatch_list(self.desk, self.record_id, self)


def _about(each: Candidate) -> str:
    languages = text_of(KINDS["volunteer"].field("languages"), each.volunteer.languages)
    load = ngettext("{n} task this week", "{n} tasks this week", each.load).format(n=each.load)
    doubts = [tr(doubt) for doubt in each.doubts]
    return " · ".join(part for part in (languages, ", ".join(sorted(each.volunteer.counties)), load, *doubts) if part)


def _said(seen: Verification) -> str:
    kind = KINDS["verification"]
    sent = _("sent {time}").format(time=text_of(kind.field("sent_at"), seen.sent_at))
    words = [text_of(kind.field(name), getattr(seen, name)) for name in ("evidence", "units", "words", "signed_way")]
    return " · ".join(part for part in (sent, *words) if part)
