"""The screen of a detention: what is to be done, whom to call, where was looked, read live from the family's plan."""

from collections.abc import Iterable, Sequence
from functools import partial

import attrs
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from cima_desktop.gui.errors import show_error
from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.detention.locator_box import LocatorBox
from cima_desktop.gui.views.detention.scene_deeds import SceneDeeds
from cima_desktop.gui.views.detention.scene_lines import (
    CODE_WORD,
    contact_line,
    counted_lines,
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
from cima_desktop.gui.views.detention.tell_part import TellPart
from cima_desktop.gui.views.plans.plans_detail import Section
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _, time_text
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services.detention import following, scene
from cima_desktop.services.detention.scene import Scene


class SceneView(QWidget):
    """Everything about one detention under each other, the most urgent first."""

    arrived = Signal(object)
    """The scene, each time it was read."""
    hearing_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.detention = NO_ID
        self.deeds = SceneDeeds(desk, self)
        self.plan_bar = MessageBar()
        self.task_list, self.child_list, self.school_list = RowsList(), RowsList(), RowsList()
        self.law_list, self.health_list, self.money_list = RowsList(), RowsList(), RowsList()
        self.way_list, self.near_list = RowsList(), RowsList()
        self.again_label = Label("", "strong", wrap=True)
        self.locator_box = LocatorBox(desk)
        self.tasks_button = SecondaryButton(N_("Start the tasks of the first 24 hours"), "list-checks")
        self.code_button = QuietButton(CODE_WORD, "eye")
        self.fund_button = SecondaryButton(N_("The fund will be asked"), "hand-coins")
        self.hearing_button = SecondaryButton(N_("Add a hearing"), "gavel")
        self.tell_part = TellPart(desk)
        self._scene: Scene | None = None
        self._build()
        self._connect()

    def show_record(self, detention: RecordId) -> None:
        """Show a detention."""
        if detention != self.detention:
            self.clear()
            self.detention = self.deeds.detention = detention
        self.read()

    def read(self) -> None:
        """Read it again."""
        wanted = self.detention
        if wanted and not self.desk.is_closing:
            self.desk.ask(lambda s: scene.scene(s, wanted), self._show, self._gone, latest="detention")

    def clear(self) -> None:
        """Forget everything that is shown or was typed."""
        self.detention = self.deeds.detention = NO_ID
        self._scene = None
        self.deeds.secret_bar.hide_message()
        self.locator_box.wipe()
        self.tell_part.clear()
        for shown in self._lists:
            shown.show_lines(())

    # how it is laid out

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(18))
        self._ways: dict[QWidget, QuietButton] = {}
        holder = QWidget()
        flow = FlowLayout(holder, S(2))
        parts = self._parts()
        for words, section in parts:
            way = self._ways[section] = QuietButton(words)
            way.clicked.connect(partial(_bring_up, section))
            flow.addWidget(way)
        for part in (holder, self.plan_bar, *(section for _words, section in parts)):
            column.addWidget(part)
        self._lists = (*self._sections, self.task_list, self.law_list, self.money_list, self.way_list)

    def _parts(self) -> Sequence[tuple[Text, QWidget]]:
        """Return every section with a short word for the way to it, in order."""
        tasks = _with(self.task_list, self.tasks_button)
        school = _with(self.school_list, self.code_button, self.deeds.secret_bar)
        self._sections: dict[RowsList, QWidget] = {
            self.child_list: Section(N_("Children and who cares for them"), self.child_list),
            self.school_list: Section(N_("School and pick-up"), school),
            self.near_list: Section(N_("Family and people to call"), self.near_list),
            self.health_list: Section(N_("Medicines and health"), self.health_list),
        }
        looking = _with(self.again_label, self.locator_box, self.way_list)
        law, money = _with(self.law_list, self.hearing_button), _with(self.money_list, self.fund_button)
        return (
            (N_("Tasks"), Section(N_("The first 24 hours"), tasks)),
            (N_("Children"), self._sections[self.child_list]),
            (N_("School"), self._sections[self.school_list]),
            (N_("Family"), self._sections[self.near_list]),
            (N_("Search"), Section(N_("Looking for them"), looking)),
            (N_("Who was told"), Section(N_("Who was told"), self.tell_part)),
            (N_("Lawyer"), Section(N_("Lawyer, consulate and hearings"), law)),
            (N_("Health"), self._sections[self.health_list]),
            (N_("Money"), Section(N_("Money"), money)),
        )

    def _connect(self) -> None:
        names = {
            "detention_tasks_button": self.tasks_button,
            "detention_code_button": self.code_button,
            "detention_fund_button": self.fund_button,
            "detention_hearing_button": self.hearing_button,
        }
        for name, button in names.items():
            button.setObjectName(name)
        bind(self.again_label, QWidget.setAccessibleName, N_("When to look again"))
        self.tasks_button.clicked.connect(self.deeds.start_tasks)
        self.code_button.clicked.connect(self._show_code)
        self.fund_button.clicked.connect(self.deeds.want_fund)
        self.hearing_button.clicked.connect(self.hearing_wanted)
        if self.desk.is_for_looking:
            for each in names.values():
                each.setEnabled(each is self.code_button)

    # what is shown

    def _show(self, found: Scene) -> None:
        if found.detention.id != self.detention:
            return
        self._scene = found
        contacts = found.family.contacts if found.family else ()
        self._fill(self.task_list, (task_line(todo, self.deeds) for todo in found.tasks))
        self._fill(
            self.child_list, (line for minor in found.children for line in minor_lines(found, minor, self.deeds))
        )
        self._fill(self.school_list, (school_line(found, minor, self.deeds) for minor in found.children))
        near = [person_line(found, person, self.deeds) for person in found.home]
        near += [contact_line(found, each, self.deeds) for each in contacts]
        self._fill(self.near_list, [*near, *counted_lines(found, self.deeds)])
        self._fill(self.law_list, law_lines(found, self.deeds))
        self._fill(self.health_list, health_lines(found))
        self._fill(self.money_list, money_lines(found))
        self._fill(self.way_list, (way_line(way, self.deeds) for way in found.ways))
        self.tell_part.show_scene(found)
        show_if(self.code_button, bool(found.plan and found.plan.code_word))
        show_if(self.tasks_button, found.lacks_tasks)
        self.fund_button.setEnabled(not found.detention.fund_wanted and not self.desk.is_for_looking)
        self._say_again(found)
        self._say_plan(found)
        self.locator_box.show_scene(found)
        self.arrived.emit(found)

    def _fill(self, shown: RowsList, lines: Iterable[Line]) -> None:
        """Show lines, and their section only where there are any; in a copy for looking nothing can be done."""
        made = list(lines)
        shown.show_lines([attrs.evolve(line, deeds=()) for line in made] if self.desk.is_for_looking else made)
        section = self._sections.get(shown)
        if section is not None:
            show_if(section, bool(made))
            show_if(self._ways[section], bool(made))

    def _gone(self, error: KnownError) -> None:
        if not isinstance(error, NotFoundError):
            show_error(error)
        self.clear()

    def _say_again(self, found: Scene) -> None:
        looking = found.detention.state in ("", "looking")
        again = following.look_again(found.checks) if looking else None
        show_if(self.again_label, again is not None)
        if again is not None:
            self.again_label.set_words(
                lambda: _("Look again between {soonest} and {latest}").format(
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

    def _show_code(self) -> None:
        if self._scene and self._scene.plan:
            self.deeds.reveal(self._scene.plan.id, N_("Family code word"))


def _bring_up(section: QWidget, _checked: bool = False) -> None:
    """Show a section from its beginning, with the cursor at its first control."""
    area = section.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    content = area.widget() if area is not None else None
    if area is not None and content is not None:
        area.verticalScrollBar().setValue(section.mapTo(content, QPoint(0, 0)).y())
    inside = [w for w in section.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
    if inside:
        inside[0].setFocus(Qt.FocusReason.ShortcutFocusReason)


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
