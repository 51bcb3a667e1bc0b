"""The screen of a detention: what is to be done, whom to call, where was looked, read live from the family's plan."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.errors import show_error
from cima_desktop.gui.language import Text, bind, raw, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.detention.locator_box import LocatorBox
from cima_desktop.gui.views.detention.scene_lines import (
    CODE_WORD,
    contact_line,
    health_lines,
    law_lines,
    minor_lines,
    moment_of,
    money_lines,
    person_line,
    school_line,
    task_line,
    way_line,
)
from cima_desktop.gui.views.plans.plans_detail import Section
from cima_desktop.gui.views.records.notes_tab import DONE_ACT
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _, time_text, tr
from cima_desktop.model.detention import Told
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import guard
from cima_desktop.services.detention import beginning, following, scene
from cima_desktop.services.detention.scene import Scene
from cima_desktop.store import Edit

_SECONDS = 20
"""So long a password is in sight."""


class SceneView(QWidget):
    """Everything about one detention under each other, the most urgent first."""

    arrived = Signal(object)
    """The scene, each time it was read."""
    hearing_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.detention = NO_ID
        self.message_bar = MessageBar()
        self.plan_bar = MessageBar()
        self.task_list, self.child_list, self.school_list = RowsList(), RowsList(), RowsList()
        self.law_list, self.health_list, self.money_list = RowsList(), RowsList(), RowsList()
        self.way_list, self.told_list, self.near_list = RowsList(), RowsList(), RowsList()
        self.again_label = Label("", "strong", wrap=True)
        self.locator_box = LocatorBox(desk)
        self.tasks_button = SecondaryButton(N_("Start the tasks of the first 24 hours"), "list-checks")
        self.code_button = QuietButton(CODE_WORD, "eye")
        self.fund_button = SecondaryButton(N_("The fund will be asked"), "hand-coins")
        self.hearing_button = SecondaryButton(N_("Add a hearing"), "gavel")
        self.told_box = ChoiceBox([(c.value, c.label) for c in KINDS["told"].field("who").choices], empty=N_("Choose…"))
        self.told_edit = LineEdit(limit=KINDS["told"].field("name").max_length)
        self.told_button = SecondaryButton(N_("Was told just now"), "check")
        self._scene: Scene | None = None
        self._build()
        self._connect()

    def show_record(self, detention: RecordId) -> None:
        """Show a detention."""
        if detention != self.detention:
            self.clear()
            self.detention = detention
        self.read()

    def read(self) -> None:
        """Read it again."""
        wanted = self.detention
        if wanted and not self.desk.is_closing:
            self.desk.ask(lambda s: scene.scene(s, wanted), self._show, self._gone, latest="detention")

    def clear(self) -> None:
        """Forget everything that is shown or was typed."""
        self.detention, self._scene = NO_ID, None
        self.message_bar.hide_message()
        self.locator_box.wipe()
        self.told_edit.set_value("")
        for shown in self._lists:
            shown.show_lines(())

    # what a line can do

    def tell(self, who: str, name: str) -> None:
        """Note that somebody was told."""
        wanted = self.detention
        self.desk.do(lambda s: following.tell(s, wanted, who, name), failed=self.message_bar.show_problem)

    def look(self, where: str, result: str) -> None:
        """Note where was looked."""
        wanted = self.detention
        self.desk.do(lambda s: following.looked(s, wanted, where, result))

    def finish(self, task: RecordId) -> None:
        """Note that a task is done."""
        self.desk.do(lambda s: guard.save(s, DONE_ACT, [Edit("task", task, {"done_on": s.today()})]))

    def agree(self, agreed: bool) -> None:
        """Note whether the consulate may be told."""
        wanted = self.detention
        self.desk.do(lambda s: following.let_consulate(s, wanted, agreed))

    def open(self, kind: str, record: str) -> None:
        """Go to a record."""
        self.desk.open(kind, record)

    def reveal(self, record: RecordId, what: Text) -> None:
        """Show a password for a moment."""

        def show(word: str) -> None:
            self.message_bar.say(
                lambda: _("{what}: {which}").format(what=say(what), which=word or _("nothing is written down")),
                "info",
                seconds=_SECONDS,
            )

        self.desk.ask(lambda s: scene.secret_of(s, record), show, self.message_bar.show_problem)

    # how it is laid out

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(18))
        tasks = _with(self.task_list, self.tasks_button)
        school = _with(self.school_list, self.code_button)
        self._sections: dict[RowsList, QWidget] = {
            self.child_list: Section(N_("Children and who cares for them"), self.child_list),
            self.school_list: Section(N_("School and pick-up"), school),
            self.near_list: Section(N_("Family and people to call"), self.near_list),
            self.health_list: Section(N_("Medicines and health"), self.health_list),
        }
        looking = _with(self.again_label, self.way_list, self.locator_box)
        law, money = _with(self.law_list, self.hearing_button), _with(self.money_list, self.fund_button)
        for part in (
            self.plan_bar,
            self.message_bar,
            Section(N_("The first 24 hours"), tasks),
            self._sections[self.child_list],
            self._sections[self.school_list],
            self._sections[self.near_list],
            Section(N_("Looking for them"), looking),
            Section(N_("Who was told"), _with(self._told_line(), self.told_list)),
            Section(N_("Lawyer, consulate and hearings"), law),
            self._sections[self.health_list],
            Section(N_("Money"), money),
        ):
            column.addWidget(part)
        self._lists = (*self._sections, self.task_list, self.law_list, self.money_list, self.way_list, self.told_list)

    def _told_line(self) -> QWidget:
        self.told_box.setObjectName("told_who_box")
        self.told_edit.setObjectName("told_name_edit")
        guarded(self.told_edit, words=False)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(S(10))
        line.addWidget(FieldRow(N_("Who was told"), self.told_box), 2)
        line.addWidget(FieldRow(N_("Name"), self.told_edit, optional=True), 3)
        line.addWidget(self.told_button, 0, Qt.AlignmentFlag.AlignBottom)
        return holder

    def _connect(self) -> None:
        names = {
            "detention_tasks_button": self.tasks_button,
            "detention_code_button": self.code_button,
            "detention_fund_button": self.fund_button,
            "detention_hearing_button": self.hearing_button,
            "told_button": self.told_button,
        }
        for name, button in names.items():
            button.setObjectName(name)
        bind(self.again_label, QWidget.setAccessibleName, N_("When to look again"))
        self.tasks_button.clicked.connect(self._start_tasks)
        self.code_button.clicked.connect(self._show_code)
        self.fund_button.clicked.connect(self._want_fund)
        self.hearing_button.clicked.connect(self.hearing_wanted)
        self.told_button.clicked.connect(self._tell_other)
        self.told_edit.returnPressed.connect(self._tell_other)
        if self.desk.is_for_looking:
            for each in (*names.values(), self.told_box, self.told_edit):
                each.setEnabled(each is self.code_button)

    # what is shown

    def _show(self, found: Scene) -> None:
        if found.detention.id != self.detention:
            return
        self._scene = found
        self.task_list.show_lines([task_line(todo, self) for todo in found.tasks])
        self.child_list.show_lines([line for minor in found.children for line in minor_lines(found, minor, self)])
        self.school_list.show_lines([school_line(found, minor, self) for minor in found.children])
        contacts = found.family.contacts if found.family else ()
        near = [person_line(found, person, self) for person in found.home]
        self.near_list.show_lines(
            [*near, *(contact_line(found, each, self) for each in contacts), *self._counted(found)]
        )
        self.law_list.show_lines(list(law_lines(found, self)))
        self.health_list.show_lines(list(health_lines(found)))
        self.money_list.show_lines(list(money_lines(found)))
        self.way_list.show_lines([way_line(way, self) for way in found.ways])
        self.told_list.show_lines([_told_line(found, told) for told in found.told])
        for shown, section in self._sections.items():
            show_if(section, bool(shown.lines))
        show_if(self.code_button, bool(found.plan and found.plan.code_word))
        show_if(self.tasks_button, found.lacks_tasks)
        self.fund_button.setEnabled(not found.detention.fund_wanted and not self.desk.is_for_looking)
        self._say_again(found)
        self._say_plan(found)
        self.locator_box.show_scene(found)
        self.arrived.emit(found)

    def _gone(self, error: KnownError) -> None:
        if not isinstance(error, NotFoundError):
            show_error(error)
        self.clear()

    def _say_again(self, found: Scene) -> None:
        again = None if found.detention.is_over else following.look_again(list(found.checks))
        show_if(self.again_label, again is not None)
        if again is not None:
            self.again_label.set_words(
                lambda: _("Look again between {soonest} and {latest}.").format(
                    soonest=moment_of(again.soonest.date().isoformat(), again.soonest.strftime("%H:%M")),
                    latest=time_text(again.latest),
                )
            )

    def _say_plan(self, found: Scene) -> None:
        if found.family is not None:
            self.plan_bar.hide_message()
            return
        self.plan_bar.say(
            N_("There is no family plan for this person here. What is below comes from the household alone."),
            "warn",
            N_("Start a family plan"),
            self.desk.start_plan,
            closable=False,
        )

    def _counted(self, found: Scene) -> Sequence[Line]:
        """Return the other families that counted on this person, so that somebody else is found for their children."""
        return [
            Line(
                title=raw(name),
                detail=N_("This family named the person as a caregiver; they need to know."),
                icon="folder-heart",
                chips=((N_("Caregiver"), "warn"),),
                deeds=(Deed(words=N_("Open"), run=lambda p=plan: self.open("plan", p), icon="arrow-right"),),  # type: ignore[misc]
            )
            for plan, name in found.cares_for
        ]

    # what the buttons do

    def _start_tasks(self) -> None:
        wanted = self.detention
        self.desk.do(lambda s: beginning.start_tasks(s, wanted))

    def _show_code(self) -> None:
        if self._scene and self._scene.plan:
            self.reveal(self._scene.plan.id, N_("Family code word"))

    def _want_fund(self) -> None:
        wanted = self.detention
        self.desk.do(lambda s: following.want_fund(s, wanted))

    def _tell_other(self) -> None:
        who, name = self.told_box.value(), self.told_edit.value().strip()
        if not who:
            self.told_box.setFocus()
            return
        wanted = self.detention

        def done(_touched: object) -> None:
            self.told_edit.set_value("")
            self.told_box.set_value("")

        self.desk.do(lambda s: following.tell(s, wanted, who, name), done, self.message_bar.show_problem)


def _told_line(found: Scene, told: Told) -> Line:
    def title() -> str:
        who = tr(KINDS["told"].field("who").choice_label(told.who))
        return _("{who}: {name}").format(who=who, name=told.name) if told.name else who

    def detail() -> str:
        parts = (moment_of(told.on, told.at), found.names.get(told.by, ""), told.words)
        return " · ".join(part for part in parts if part)

    return Line(title=title, detail=detail, icon="circle-check")


def _with(*parts: QWidget) -> QWidget:
    """Return parts below each other; buttons only as wide as they need."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(S(8))
    for part in parts:
        is_button = isinstance(part, SecondaryButton)
        column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if is_button else Qt.AlignmentFlag(0))
    return holder
