"""Family plans: the list with each plan at a glance; the interview and the papers open in its place."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview import InterviewView
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.plans.packet import PacketView
from cima_desktop.gui.views.plans.plans_detail import STAGES, PlanDetail, age_words
from cima_desktop.gui.views.records.list_page import Batch, ListPage, Words
from cima_desktop.gui.widgets.buttons import PrimaryButton
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.text import fold
from cima_desktop.services import plans
from cima_desktop.services.packets import Packet
from cima_desktop.services.plans import PlanRow
from cima_desktop.services.session import Session


def _stage_chips(row: PlanRow) -> list[tuple[str, str]]:
    if row.stops and row.stage == "started":
        return [(_("To settle"), "bad")]
    word, tone = STAGES[row.stage]
    return [(tr(word), tone)]


def _children_words(row: PlanRow) -> str:
    children = ngettext("{n} child", "{n} children", row.children).format(n=row.children)
    open_ones = ngettext("{n} to decide", "{n} to decide", row.undecided).format(n=row.undecided)
    parts = (open_ones if row.undecided else "", row.household if row.household != row.name else "", children)
    return " · ".join(part for part in parts if part)


COLUMNS = (
    Column(
        key="name",
        title=N_("Plan"),
        text=lambda row: row.name or _("(no name yet)"),
        detail=_children_words,
        sort=lambda row: fold(row.name),
        stretch=True,
    ),
    Column(
        key="percent",
        title=N_("Answered"),
        text=lambda row: f"{row.percent} %",
        detail=lambda row: age_words(row.age_days),
        sort=lambda row: row.percent,
        width=170,
        spare=True,
    ),
    Column(
        key="stage", title=N_("State"), chips=_stage_chips, sort=lambda row: list(STAGES).index(row.stage), width=150
    ),
)
FILTERS = (
    ("all", N_("All")),
    ("started", N_("In progress")),
    ("ready", N_("Ready")),
    ("printed", N_("To sign")),
    ("signed", N_("Signed")),
    ("due", N_("To review")),
)


def matching_plans(session: Session, words: str, stage: str) -> Batch:
    """Read the plans that fit."""
    wanted = fold(words)
    fits = {"printed": ("made", "printed")}.get(stage, (stage,))
    rows = [
        row
        for row in plans.overview(session)
        if wanted in fold(f"{row.name} {row.household}") and (stage in ("", "all") or row.stage in fits)
    ]
    return Batch(rows=rows, total=len(rows))


class StartDialog(PlainDialog):
    """Asks only what a plan cannot do without: what to call it."""

    started = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("A new family plan"),
            N_("The interview begins right after. It can be left and taken up at any time."),
            N_("Begin the interview"),
            parent,
        )
        self._desk = desk
        self.name_edit = LineEdit(N_("Familia Pérez Tzoc"), limit=200)
        guarded(self.name_edit, words=False)
        self.name_edit.setObjectName("plan_name_edit")
        self.add_row(N_("What does the family call itself?"), self.name_edit)

    def finish(self) -> None:
        name = " ".join(self.name_edit.value().split())
        if not name:
            self.say(N_("Write a name first; it can be changed later."))
            return
        self._desk.do(lambda session: plans.start(session, name), self._begun)

    def _begun(self, plan: RecordId) -> None:
        self.accept()
        self.started.emit(plan)


class PlansPage(ListPage):
    """The page of all plans; the interview and the packet take its whole room while they are open."""

    kinds = ("plan", "person", "household", "caregiver", "child_sheet", "document", "signing", "task", "approval")
    saves = "plan"

    def __init__(self, desk: Desk) -> None:
        words = Words(
            title=N_("Family plans"),
            list_name=N_("List of family plans"),
            placeholder=N_("Filter by the family’s name… accents do not matter"),
            icon="folder-heart",
            new_icon="plus",
            empty=N_("There are no family plans yet"),
            empty_why=N_("One interview makes all the papers a family needs in an emergency."),
            empty_button=N_("New family plan"),
            pick=N_("Choose a plan on the left"),
        )
        super().__init__(desk, words, COLUMNS, FILTERS, "plans")
        self.new_button = PrimaryButton(words.empty_button, "plus")
        self.new_button.clicked.connect(self.start_plan)
        self.add_action(self.new_button)
        self.empty.pressed.connect(self.start_plan)
        self.primary = QAction(icons.icon("plus", "accent_text"), "", self)
        bind(self.primary, QAction.setText, words.empty_button)
        self.primary.triggered.connect(self.start_plan)
        self.primary.setEnabled(not desk.is_for_looking)
        self.interview = InterviewView(desk)
        self.packet = PacketView(desk)
        self.rooms = QStackedWidget()
        self._wire_rooms()

    def _wire_rooms(self) -> None:
        for room in (self.panes, self.interview, self.packet):
            self.rooms.addWidget(room)
        self.body.addWidget(self.rooms, 1)
        self.interview.left.connect(self.show_overview)
        self.interview.packet_wanted.connect(lambda: self.show_packet(self.interview.course.plan))
        self.packet.left.connect(self.show_overview)
        self.packet.interview_wanted.connect(lambda step: self.show_interview(self.packet.plan, step))

    # the list and the plan at a glance

    def make_detail(self) -> QWidget:
        self.plan_detail = PlanDetail(self.desk)
        self.plan_detail.interview_wanted.connect(lambda step: self.show_interview(self.plan_detail.plan, step))
        self.plan_detail.packet_wanted.connect(lambda: self.show_packet(self.plan_detail.plan))
        return self.plan_detail

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        return lambda session: matching_plans(session, words, chosen)

    def show_detail(self, record_id: str) -> None:
        self.plan_detail.show_plan(RecordId(record_id))

    def clear_detail(self) -> None:
        self.plan_detail.clear()

    def count_words(self, total: int) -> str:
        return ngettext("{n} plan", "{n} plans", total).format(n=total)

    def open_record(self, record_id: str) -> None:
        self._show_room(0)
        super().open_record(record_id)

    # from room to room

    def start_plan(self, _checked: bool = False) -> None:
        """Ask what to call a new plan and begin its interview."""
        self.leave()
        dialog = StartDialog(self.desk, self.window())
        dialog.started.connect(lambda plan: self.show_interview(RecordId(plan)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        dialog.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_overview(self) -> None:
        """Go back to the list, with the plan that was worked on."""
        worked_on = self.packet.plan if self.rooms.currentWidget() is self.packet else self.interview.course.plan
        self._show_room(0)
        if worked_on:
            self.open_record(worked_on)

    def show_interview(self, plan: RecordId, step: str = "") -> None:
        """Take the interview of a plan up."""
        self._show_room(1)
        self._name_page(plan)
        self.interview.open(plan, step)

    def show_packet(self, plan: RecordId) -> None:
        """Offer the papers of a plan."""
        self.interview.flush()
        self._show_room(2)
        self._name_page(plan)
        self.packet.open(plan)

    def open_preview(self, packet: Packet) -> None:
        """Show papers that were just made."""
        self._show_room(2)
        self.packet.show_made(packet)

    def _show_room(self, room: int) -> None:
        if room == 0:
            self.set_title(self.words.title)
        self.rooms.setCurrentIndex(room)
        show_if(self.new_button, room == 0)
        show_if(self.count_label, room == 0)

    def _name_page(self, plan: RecordId) -> None:
        self.desk.ask(lambda session: session.store.title_of(plan), lambda name: self.set_title(raw(name)))

    # leaving and coming back

    def leave(self) -> None:
        self.interview.flush()

    def shown(self) -> None:
        if self.rooms.currentIndex() == 0:
            super().shown()
            self.plan_detail.reload()
        elif self.rooms.currentWidget() is self.packet:
            self.packet.shown()

    def wipe(self) -> None:
        super().wipe()
        self.packet.wipe()

    def place(self) -> dict[str, Any]:
        """Return where the person is, without anything that was typed."""
        rooms = ("list", "interview", "packet")
        room = rooms[self.rooms.currentIndex()]
        inner = self.interview.place() if room == "interview" else {"plan": self.record_id() or self.packet.plan}
        return {"room": room, **inner}

    def go_to(self, place: Mapping[str, Any], ready: Callable[[], object]) -> None:
        """Come back to a place; `ready` is called when every field stands there."""
        plan = RecordId(str(place.get("plan") or ""))
        if place.get("room") == "interview" and plan:
            self._show_room(1)
            self._name_page(plan)
            self.interview.go_to(place, ready)
            return
        if place.get("room") == "packet" and plan:
            self.show_packet(plan)
        elif plan:
            self.open_record(plan)
        ready()
