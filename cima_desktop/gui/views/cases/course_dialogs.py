"""The short questions a case is closed, opened again, handed over and hurried with (C1, C8)."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.widgets.check_list import RadioList
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_
from cima_desktop.model.case_choices import CLOSED_REASONS, URGENCIES
from cima_desktop.model.fields import Choice
from cima_desktop.model.ids import RecordId
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services.consulta import course
from cima_desktop.services.consulta.course import Glance
from cima_desktop.services.session import Session

Deed = Callable[[Session, Mapping[str, str]], object]
"""What is done with the answers, on the vault's thread."""
Editor = RadioList | ChoiceBox | LineEdit | TextArea


class DeedDialog(PlainDialog):
    """Asks a few things and does one deed with the answers; a refusal is said inside, and nothing typed is lost."""

    def __init__(
        self,
        desk: Desk,
        words: tuple[Text, Text, Text],
        rows: Sequence[tuple[str, Text, Editor]],
        deed: Deed,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(*words, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._deed = desk, deed
        self.editors: dict[str, Editor] = {}
        for name, label, editor in rows:
            editor.setObjectName(f"deed_{name}_edit")
            if isinstance(editor, LineEdit | TextArea):
                guarded(editor)
            if isinstance(editor, TextArea):
                editor.setMaximumHeight(editor.minimumHeight())
            self.editors[name] = editor
            self.add_row(label, editor)

    def finish(self) -> None:
        answers = {}
        for name, editor in self.editors.items():
            guard = getattr(editor, "guard_line", None)
            if guard is not None and guard.blocks():
                editor.setFocus()
                return
            answers[name] = guard.marked(editor.value().strip()) if guard is not None else editor.value()
        deed = self._deed
        self.done_button.setEnabled(False)
        self._desk.do(lambda s: deed(s, answers), lambda _touched: self.accept(), self.show_problem)


def options(choices: Sequence[Choice]) -> list[tuple[str, Text]]:
    """Return a closed list as boxes take it."""
    return [(choice.value, choice.label) for choice in choices]


def ask_urgency(desk: Desk, near: QWidget, found: Glance) -> DeedDialog:
    """Ask how urgent a case is."""
    urgency_list = RadioList(options(URGENCIES))
    urgency_list.set_value(found.case.urgency)
    words = (
        N_("How urgent is it?"),
        N_("Counted from today. When the time is over the program says so, and somebody looks again."),
        N_("Keep"),
    )
    case = found.case.id
    return _open(
        DeedDialog(
            desk,
            words,
            [("urgency", N_("How urgent"), urgency_list)],
            lambda s, said: course.set_urgency(s, case, said["urgency"]),
            near.window(),
        )
    )


def ask_wait(desk: Desk, near: QWidget, case: RecordId) -> DeedDialog:
    """Ask what a case waits for."""
    words = (N_("What does it wait for?"), N_("An answer, a paper, a date that somebody else sets."), N_("Let it wait"))
    rows = [("words", N_("Waiting for"), LineEdit(limit=200))]
    return _open(DeedDialog(desk, words, rows, lambda s, said: course.wait_for(s, case, said["words"]), near.window()))


def ask_close(desk: Desk, near: QWidget, case: RecordId) -> DeedDialog:
    """Ask how a case ended."""
    words = (
        N_("Close the case"),
        N_("It stays in the list of closed cases, and can be opened again."),
        N_("Close the case"),
    )
    rows: list[tuple[str, Text, Editor]] = [
        ("reason", N_("How it ended"), RadioList(options(CLOSED_REASONS))),
        ("words", N_("Note (only what is needed)"), TextArea(lines=2, limit=1000)),
    ]
    return _open(
        DeedDialog(
            desk, words, rows, lambda s, said: course.close(s, case, said["reason"], said["words"]), near.window()
        )
    )


def ask_reopen(desk: Desk, near: QWidget, case: RecordId) -> DeedDialog:
    """Ask why a case is opened again."""
    words = (N_("Open the case again"), N_("What was written stays; why it is opened is added."), N_("Open again"))
    rows = [("words", N_("Why it is opened again"), TextArea(lines=3, limit=1000))]
    return _open(DeedDialog(desk, words, rows, lambda s, said: course.reopen(s, case, said["words"]), near.window()))


def ask_hand_over(desk: Desk, near: QWidget, found: Glance, roster: Sequence[Volunteer]) -> DeedDialog:
    """Ask who of the roster follows a case from now on."""
    others = [each for each in roster if each.id != found.case.navigator]
    words = (
        N_("Hand the case over"),
        N_("The open tasks of whoever followed it until now go along. Tell the family whom to ask for."),
        N_("Hand over"),
    )
    rows: list[tuple[str, Text, Editor]] = [
        ("to", N_("Who follows it from now on"), ChoiceBox([(v.id, raw(v.title())) for v in others], N_("Choose…"))),
        ("words", N_("What they should know"), TextArea(lines=3, limit=1000)),
    ]
    case = found.case.id

    def deed(session: Session, said: Mapping[str, str]) -> object:
        return course.hand_over(session, case, RecordId(said["to"]), said["words"])

    return _open(DeedDialog(desk, words, rows, deed, near.window()))


def _open(dialog: DeedDialog) -> DeedDialog:
    dialog.open()
    return dialog
