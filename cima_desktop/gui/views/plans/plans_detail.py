"""One family plan at a glance: how complete, what stops it, what is not known yet, what a lawyer was asked, papers."""

from collections.abc import Sequence

import attrs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from cima_desktop import i18n
from cima_desktop.gui.errors import show_error
from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.attachments.attachments_panel import AttachmentsPanel
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.detention.beginning_dialog import begin_detention
from cima_desktop.gui.views.interview.interview_findings import FindingsBox
from cima_desktop.gui.views.interview.interview_lawyer import answer_question
from cima_desktop.gui.views.interview.interview_words import filled, gap_words
from cima_desktop.gui.views.keeping.kept_line import KeptLine
from cima_desktop.gui.views.records.referrals_list import ReferralsList
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label, Rule, show_if
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.work import Task
from cima_desktop.services import interview, offers, plans
from cima_desktop.services.interview import Gap, Part
from cima_desktop.services.offers import Offer, Offers
from cima_desktop.services.plans import Standing
from cima_desktop.services.session import Session

STAGES: dict[str, tuple[str, str]] = {
    "started": (N_("In progress"), "accent"),
    "ready": (N_("Ready"), "good"),
    "made": (N_("Papers made"), "info"),
    "printed": (N_("To sign"), "info"),
    "signed": (N_("Signed"), "good"),
    "due": (N_("Time to review"), "warn"),
}
"""The word and the tone of each stage of a plan."""


@attrs.frozen(kw_only=True)
class PlanView:
    """What the right side shows."""

    standing: Standing
    offers: Offers | None


def read_plan(session: Session, plan: RecordId) -> PlanView:
    """Read where a plan stands and which papers it calls for."""
    return PlanView(standing=plans.standing(session, plan), offers=offers.offers(session, plan))


def age_words(days: int | None) -> str:
    """Return how long ago a plan was read with the family."""
    if days is None:
        return _("Not reviewed yet")
    if days == 0:
        return _("Reviewed today")
    return ngettext("Reviewed {n} day ago", "Reviewed {n} days ago", days).format(n=days)


class Section(QWidget):
    """A heading with something below it; hidden while there is nothing."""

    def __init__(self, title: Text, inner: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(6))
        column.addWidget(Label(title, "section"))
        column.addWidget(inner)


class Missing(QWidget):
    """The missing answers of one part, each a way to where it is asked."""

    step_wanted = Signal(str)

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, S(4), 0, S(4))
        column.setSpacing(S(6))
        head = QHBoxLayout()
        head.addWidget(Label(part.section, "strong"), 1)
        complete = part.done == part.total
        count = _Count(part)
        head.addWidget(Chip(count.words, "good" if complete else "neutral"))
        column.addLayout(head)
        if part.missing:
            holder = QWidget()
            flow = FlowLayout(holder, S(6))
            for gap in part.missing:
                flow.addWidget(self._link(gap))
            column.addWidget(holder)

    def _link(self, gap: Gap) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "filter")
        button.setAutoDefault(False)
        bind(button, QPushButton.setText, lambda: gap_words(gap).replace("&", "&&"))
        bind(button, QWidget.setAccessibleName, lambda: _("Answer: {question}").format(question=gap_words(gap)))
        button.clicked.connect(lambda: self.step_wanted.emit(gap.step))
        return button


@attrs.frozen
class _Count:
    part: Part

    def words(self) -> str:
        """Return "3 of 5"."""
        return _("{done} of {total}").format(done=self.part.done, total=self.part.total)


class PlanDetail(Card):
    """The right side of the plans page."""

    interview_wanted = Signal(str)
    """Take the interview up, at a step or (empty) where it stopped."""
    packet_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.desk = desk
        self.plan = NO_ID
        self._view: PlanView | None = None
        self.name_label = Label("", "name", wrap=True)
        self.stage_chip = Chip("")
        self.age_chip = Chip("")
        self.percent_label = Label("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        bind(self.bar, QWidget.setAccessibleName, N_("How much is answered"))
        self.interview_button = PrimaryButton(N_("Continue the interview"), "message-square-text")
        self.packet_button = SecondaryButton(N_("Make the packet…"), "file-check")
        self.interview_button.setObjectName("interview_button")
        self.packet_button.setObjectName("packet_button")
        self.interview_button.clicked.connect(lambda: self.interview_wanted.emit(""))
        self.packet_button.clicked.connect(self.packet_wanted)
        self.detained_button = SecondaryButton(N_("Somebody was detained"), "siren")
        self.detained_button.setObjectName("detained_button")
        self.detained_button.clicked.connect(self._begin_detention)
        show_if(self.detained_button, not desk.is_for_looking)
        self.findings = FindingsBox(desk)
        self.findings.change_wanted.connect(self.interview_wanted)
        self.findings.asked.connect(self.reload)
        self.unknown_list, self.question_list, self.paper_list = RowsList(), RowsList(), RowsList()
        self.parts = QWidget()
        self.attachments = AttachmentsPanel(desk)
        self.referrals = ReferralsList(desk)
        self.kept_line = KeptLine(desk)
        self._build()

    def show_plan(self, plan: RecordId) -> None:
        """Show a plan."""
        if plan != self.plan:
            self.plan, self._view = plan, None
            self._scroll.verticalScrollBar().setValue(0)
        self.attachments.show_record(plan)
        self.reload()

    def reload(self) -> None:
        """Read where the plan stands now."""
        plan = self.plan
        if plan:
            self.referrals.show_record(plan)
            self.desk.ask(lambda session: read_plan(session, plan), self._arrived, self._gone, "plan")

    def clear(self) -> None:
        """Show nothing."""
        self.plan, self._view = NO_ID, None
        self.attachments.clear()
        self.referrals.clear()
        self.name_label.set_words("")
        self.kept_line.clear()

    def _begin_detention(self) -> None:
        """Ask which parent was detained; of a single one it is clear."""
        parents = self._view.standing.family.parents if self._view else ()
        known = {"person": parents[0].id} if len(parents) == 1 else {}
        begin_detention(self.desk, self, known, likely=[p.id for p in parents])

    def _gone(self, error: KnownError) -> None:
        """Show nothing when the plan was erased meanwhile."""
        if not isinstance(error, NotFoundError):
            show_error(error)
        self.clear()

    def _arrived(self, view: PlanView) -> None:
        if view.standing.plan.id == self.plan:
            self._view = view
            self.kept_line.show_record(self.plan)
            self._fill()

    def _fill(self) -> None:
        if self._view is None:
            return
        standing = self._view.standing
        word, tone = STAGES[standing.stage]
        self.name_label.set_words(raw(standing.plan.name))
        self.stage_chip.set_words(word, tone)
        self.age_chip.set_words(lambda: age_words(standing.age_days), "neutral")
        self.percent_label.set_words(
            lambda: _("{percent} % of what is needed is answered").format(percent=standing.percent)
        )
        self.bar.setValue(standing.percent)
        self.packet_button.setEnabled(bool(standing.family.parent1.title()))
        steps = interview.steps(standing.family)
        self.findings.show_findings(standing, standing.findings, steps, link=True)
        show_if(self._findings_section, bool(standing.findings))
        self._show_parts(standing.parts)
        self._show_lines(self._unknown_section, self.unknown_list, [self._unknown(g) for g in standing.unknowns])
        self._show_lines(self._question_section, self.question_list, [self._question(t) for t in standing.questions])
        papers = self._view.offers.offers if self._view.offers else ()
        self._show_lines(self._paper_section, self.paper_list, [self._paper(o) for o in papers])

    def _show_lines(self, section: QWidget, shown: RowsList, lines: Sequence[Line]) -> None:
        shown.show_lines(lines)
        show_if(section, bool(lines))

    def _show_parts(self, parts: Sequence[Part]) -> None:
        old, self.parts = self.parts, QWidget()
        column = QVBoxLayout(self.parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(2))
        for number, part in enumerate(parts):
            if number:
                column.addWidget(Rule())
            missing = Missing(part)
            missing.step_wanted.connect(self.interview_wanted)
            column.addWidget(missing)
        layout = self._parts_section.layout()
        if layout is not None:
            layout.replaceWidget(old, self.parts)
        old.hide()
        old.deleteLater()

    def _unknown(self, gap: Gap) -> Line:
        answer = Deed(words=N_("Answer"), run=lambda: self.interview_wanted.emit(gap.step))
        return Line(
            title=lambda: gap_words(gap),
            detail=lambda: filled(gap.title, gap.facts),
            icon="circle-question-mark",
            deeds=(answer,),
        )

    def _question(self, task: Task) -> Line:
        done = iso_date(task.done_on)
        detail = raw(task.outcome) if task.outcome else ""
        chip: tuple[Text, str] = (N_("Waiting for a lawyer"), "warn")
        if done is not None:
            chip = (lambda: _("Answered {day}").format(day=show_date(done)), "good")
        answer = Deed(
            words=N_("The attorney’s answer…"), run=lambda: answer_question(self.desk, self, task, self.reload)
        )
        deeds = () if done is not None else (answer,)
        return Line(title=raw(task.what), detail=detail, icon="scale", chips=(chip,), deeds=deeds)

    def _paper(self, offer: Offer) -> Line:
        return Line(
            title=lambda: offer.title.get(i18n.language()),
            detail=lambda: " ".join(f.sentence() for f in offer.blocked),
            icon="ban" if offer.blocked else "file-text",
            chips=(paper_chip(offer),),
            faint=bool(offer.blocked) or not offer.wanted,
        )

    def _build_head(self) -> None:
        self.title_label.hide()
        head = QVBoxLayout()
        head.setSpacing(S(8))
        head.addWidget(self.name_label)
        chips = QHBoxLayout()
        chips.setSpacing(S(6))
        chips.addWidget(self.stage_chip)
        chips.addWidget(self.age_chip)
        chips.addStretch(1)
        head.addLayout(chips)
        head.addWidget(self.bar)
        head.addWidget(self.percent_label)
        holder = QWidget()
        flow = FlowLayout(holder, S(8))
        flow.addWidget(self.interview_button)
        flow.addWidget(self.packet_button)
        flow.addWidget(self.detained_button)
        head.addWidget(holder)
        self.body.addLayout(head)

    def _build(self) -> None:
        self._build_head()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, S(4), S(8), 0)
        column.setSpacing(S(18))
        self._findings_section = Section(N_("What to settle"), self.findings)
        self._unknown_section = Section(N_("The family does not know yet"), self.unknown_list)
        self._question_section = Section(N_("Questions for a lawyer"), self.question_list)
        self._parts_section = Section(N_("What is answered"), self.parts)
        self._paper_section = Section(N_("Papers of this plan"), self.paper_list)
        for section in (
            self._findings_section,
            self._question_section,
            self._unknown_section,
            self._parts_section,
            self._paper_section,
            Section(N_("Attachments"), self.attachments),
            Section(N_("Hand on or refer"), self.referrals),
            self.kept_line,
        ):
            column.addWidget(section)
        column.addStretch(1)
        self._scroll = Scroll(inner)
        self.body.addWidget(self._scroll, 1)


def paper_chip(offer: Offer) -> tuple[Text, str]:
    """Return the word and tone that say where a paper stands."""
    if offer.document is not None:
        state = offer.document.state
        tone = {"signed": "good", "revoked": "bad"}.get(state, "info")
        return KINDS["document"].field("state").choice_label(state), tone
    if offer.blocked:
        return N_("To settle first"), "bad"
    if not offer.wanted:
        return N_("Optional") if offer.optional else N_("Not wanted"), "neutral"
    return (N_("Prints as DRAFT"), "warn") if offer.draft else (N_("Can be made"), "accent")
