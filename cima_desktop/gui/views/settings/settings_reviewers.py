"""The attorneys who may approve wording and answer what only an attorney may answer (D10, D11)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.form_layout import FormColumns
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.widgets.buttons import PrimaryButton
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.papers import Reviewer
from cima_desktop.model.touched import Touched
from cima_desktop.services import approvals


class ReviewersPart(QWidget):
    """Those who are known, and a form for one more; the attorney types the code."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.message_bar = MessageBar()
        self.reviewers_list = RowsList()
        self.empty = Label(N_("No attorney is known here yet, so every paper is printed as a DRAFT."), "muted", True)
        self.rows = {
            "name": FieldRow(N_("Attorney’s name"), self._edit("name")),
            "bar_number": FieldRow(N_("Bar number"), self._edit("bar_number")),
            "bar_state": FieldRow(N_("State of the bar"), self._edit("bar_state")),
            "code": FieldRow(
                N_("Code that the attorney chooses"),
                self._edit("code", hidden=True),
                N_("At least eight signs; the attorney types it."),
            ),
        }
        self.add_button = PrimaryButton(N_("Add the attorney"), "plus")
        self.add_button.clicked.connect(self._add)
        self._build()
        desk.changed.connect(self._changed)
        desk.closing.connect(self.forget)

    def _build(self) -> None:
        columns = FormColumns()
        for row in self.rows.values():
            columns.add(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        for part in (
            self.message_bar,
            Label(
                N_(
                    "An attorney is known here by name, bar number and a code of their own. The code keeps others from "
                    "approving by mistake."
                ),
                "muted",
                wrap=True,
            ),
            self.reviewers_list,
            self.empty,
            Label(N_("Add an attorney"), "section"),
            columns,
        ):
            column.addWidget(part)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def read(self) -> None:
        """Read who is known."""
        self.desk.ask(approvals.reviewers, self._show, latest="reviewers")

    def forget(self) -> None:
        """Forget what was typed and shown."""
        self.reviewers_list.show_lines(())
        for row in self.rows.values():
            row.editor.set_value("")  # type: ignore[attr-defined]  # a line edit of ours

    @staticmethod
    def _edit(name: str, hidden: bool = False) -> LineEdit:
        edit = LineEdit()
        edit.setObjectName(f"reviewer_{name}_edit")
        if hidden:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        return edit

    def _typed(self, name: str) -> str:
        return str(self.rows[name].editor.value())  # type: ignore[attr-defined]

    def _show(self, found: list[Reviewer]) -> None:
        self.reviewers_list.show_lines([_line(reviewer) for reviewer in found])
        self.empty.setVisible(not found)

    def _add(self) -> None:
        name, number, state, code = (self._typed(n) for n in ("name", "bar_number", "bar_state", "code"))
        self.desk.do(lambda s: approvals.enroll(s, name, number, state, code), lambda _id: self._added(), self._refused)

    def _added(self) -> None:
        for row in self.rows.values():
            row.editor.set_value("")  # type: ignore[attr-defined]
        self.message_bar.say(N_("The attorney was added."), "good", seconds=8)
        self.read()

    def _refused(self, error: KnownError) -> None:
        if isinstance(error, InvalidInputError) and error.path in self.rows:
            self.rows[error.path].set_problem(lambda: f"{error.sentence()} {error.advice()}")
            self.rows[error.path].editor.setFocus()
        else:
            self.message_bar.show_problem(error)

    def _changed(self, touched: Touched) -> None:
        if "reviewer" in touched.kinds and not self.desk.is_closing:
            self.read()


def _line(reviewer: Reviewer) -> Line:
    detail: Text = lambda: _("Bar number {number} {state}").format(  # noqa: E731 - a text told again at a switch
        number=reviewer.bar_number, state=reviewer.bar_state
    )
    return Line(title=raw(reviewer.name), detail=detail, icon="scale")
