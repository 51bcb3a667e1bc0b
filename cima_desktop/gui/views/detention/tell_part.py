"""Who was told of a detention: noted with one press, the newest first (E5)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.detention.scene_lines import moment_of
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _
from cima_desktop.model.detention import Told
from cima_desktop.model.display import text_of
from cima_desktop.model.ids import NO_ID
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.detention import following
from cima_desktop.services.detention.scene import Scene


class TellPart(QWidget):
    """A line to note somebody who is not on the screen by name, and everybody who was told."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.detention = NO_ID
        kind = KINDS["told"]
        self.message_bar = MessageBar()
        self.who_box = ChoiceBox([(c.value, c.label) for c in kind.field("who").choices], empty=N_("Choose…"))
        self.who_box.setObjectName("told_who_box")
        self.name_edit = LineEdit(limit=kind.field("name").max_length)
        self.name_edit.setObjectName("told_name_edit")
        guarded(self.name_edit, words=False)
        self.tell_button = SecondaryButton(N_("Was told just now"), "check")
        self.tell_button.setObjectName("told_button")
        self.told_list = RowsList()
        line = QHBoxLayout()
        line.setSpacing(S(10))
        line.addWidget(FieldRow(N_("Who was told"), self.who_box), 2)
        line.addWidget(FieldRow(N_("Name"), self.name_edit, optional=True), 3)
        line.addWidget(self.tell_button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addWidget(self.message_bar)
        column.addLayout(line)
        column.addWidget(self.told_list)
        self.tell_button.clicked.connect(self._tell)
        self.name_edit.returnPressed.connect(self._tell)
        for part in (self.who_box, self.name_edit, self.tell_button):
            part.setEnabled(not desk.is_for_looking)

    def show_scene(self, scene: Scene) -> None:
        """Show who was told."""
        self.detention = scene.detention.id
        self.told_list.show_lines([_line(scene, told) for told in scene.told])

    def clear(self) -> None:
        """Forget everything."""
        self.detention = NO_ID
        self._empty()
        self.message_bar.hide_message()
        self.told_list.show_lines(())

    def _tell(self) -> None:
        who, name, wanted = self.who_box.value(), self.name_edit.value().strip(), self.detention
        if not who:
            self.who_box.setFocus()
            return
        self.message_bar.hide_message()
        self.desk.do(
            lambda s: following.tell(s, wanted, who, name),
            lambda _touched: self._empty(),
            self.message_bar.show_problem,
        )

    def _empty(self) -> None:
        self.name_edit.set_value("")
        self.who_box.set_value("")


def _line(scene: Scene, told: Told) -> Line:
    def title() -> str:
        who = text_of(KINDS["told"].field("who"), told.who)
        return _("{who}: {name}").format(who=who, name=told.name) if told.name else who

    def detail() -> str:
        parts = (moment_of(told.on, told.at), scene.names.get(told.by, ""), told.words)
        return " · ".join(part for part in parts if part)

    return Line(title=title, detail=detail, icon="circle-check")
