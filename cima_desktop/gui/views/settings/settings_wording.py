"""The wording of each paper: shipped words and own clause side by side, and the attorney's approval of both."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cima_desktop.documents.pack import Text as PackText
from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.settings.settings_clause import ClausePart
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _, language, ngettext
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.papers import Reviewer
from cima_desktop.model.touched import Touched
from cima_desktop.services import approvals
from cima_desktop.services.approvals import Template, Wording
from cima_desktop.services.session import Session


def _read(session: Session) -> tuple[list[Template], list[Reviewer]]:
    return approvals.templates(session), approvals.reviewers(session)


class WordingPart(QWidget):
    """A list of papers; one of them can be opened, read and approved."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.template: Template | None = None
        self._templates: list[Template] = []
        self.message_bar = MessageBar()
        self.papers_list = RowsList()
        self.back_button = QuietButton(N_("All papers"), "arrow-left")
        self.title_label = Label("", "section", wrap=True)
        self.state_label = Label("", "muted", wrap=True)
        self.reviewer_box = ChoiceBox((), empty=N_("Choose…"))
        self.reviewer_box.setObjectName("wording_reviewer_box")
        self.code_edit = LineEdit(limit=200)
        self.code_edit.setObjectName("wording_code_edit")
        self.code_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.approve_button = PrimaryButton(N_("Approve this wording"), "shield-check")
        self.withdraw_button = QuietButton(N_("Withdraw the approval"), "x")
        self.clauses = QWidget()
        self.clauses_column = QVBoxLayout(self.clauses)
        self.clauses_column.setContentsMargins(0, 0, 0, 0)
        self.clauses_column.setSpacing(S(14))
        self.one = QWidget()
        self._build()
        self._connect()
        self.one.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        self.why = Label(
            N_("Papers are printed as a DRAFT until an attorney has approved exactly their wording, for one year."),
            "muted",
            wrap=True,
        )
        for part in (self.message_bar, self.why, self.papers_list, self.one):
            column.addWidget(part)
        column.addStretch(1)
        inner = QVBoxLayout(self.one)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(S(10))
        line = QHBoxLayout()
        line.setSpacing(S(10))
        line.addWidget(FieldRow(N_("Reviewing attorney"), self.reviewer_box), 1)
        line.addWidget(FieldRow(N_("The attorney’s code"), self.code_edit), 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.approve_button)
        buttons.addWidget(self.withdraw_button)
        buttons.addStretch(1)
        inner.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self.title_label)
        inner.addWidget(self.state_label)
        inner.addLayout(line)
        inner.addLayout(buttons)
        inner.addWidget(self.clauses)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.close_paper)
        self.approve_button.clicked.connect(self._approve)
        self.withdraw_button.clicked.connect(self._withdraw)
        self.desk.changed.connect(self._changed)
        self.desk.closing.connect(self.forget)

    def read(self) -> None:
        """Read the papers and their approvals."""
        self.desk.ask(_read, lambda found: self._show(*found), self.message_bar.show_problem, latest="templates")

    def leave(self) -> None:
        """Forget the attorney's code: it never stays in a field."""
        self.code_edit.set_value("")

    def forget(self) -> None:
        """Forget what is typed and shown."""
        self.leave()
        self.close_paper()
        self.papers_list.show_lines(())

    def open_paper(self, template: Template) -> None:
        """Show one paper's wording."""
        self.template = template
        for part in (self.papers_list, self.why):
            part.hide()
        self.one.show()
        self.title_label.set_words(lambda: template.title.get(language()))
        self.state_label.set_words(lambda: state_words(template))
        self.withdraw_button.setVisible(template.approval is not None)
        self.approve_button.setVisible(template.signed)
        self.desk.ask(lambda _s: approvals.wording(template.sort), self._show_clauses, latest="wording")

    def close_paper(self) -> None:
        """Go back to the list."""
        self.template = None
        self.leave()
        self._show_clauses([])
        self.one.hide()
        for part in (self.papers_list, self.why):
            part.show()

    def _show(self, templates: list[Template], reviewers: list[Reviewer]) -> None:
        self._templates = templates
        self.papers_list.show_lines([self._line(template) for template in templates])
        self.reviewer_box.set_choices([(r.id, raw(r.name)) for r in reviewers])
        if len(reviewers) == 1:
            self.reviewer_box.set_value(reviewers[0].id)
        opened = next((t for t in templates if self.template and t.sort == self.template.sort), None)
        if opened:
            self.open_paper(opened)

    def _line(self, template: Template) -> Line:
        chips: list[tuple[Text, str]] = []
        if template.own_blocks:
            count = template.own_blocks
            chips.append((lambda: ngettext("{n} own clause", "{n} own clauses", count).format(n=count), "info"))
        if template.stale:
            chips.append((N_("Law to be read again"), "warn"))
        if template.signed:
            chips.append((N_("Approved"), "good") if template.approval else (N_("DRAFT"), "warn"))
        opens = Deed(words=N_("Read"), run=lambda: self.open_paper(template), icon="book-open")
        return Line(
            title=lambda: template.title.get(language()),
            detail=lambda: state_words(template),
            icon="file-text",
            chips=chips,
            deeds=(opens,),
        )

    def _show_clauses(self, clauses: list[Wording]) -> None:
        while self.clauses_column.count():
            item = self.clauses_column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for clause in clauses:
            part = ClausePart(clause)
            part.keep_asked.connect(partial(self._keep_own, clause.block))
            part.drop_asked.connect(partial(self._drop_own, clause.block))
            self.clauses_column.addWidget(part)

    def _attorney(self) -> tuple[RecordId, str] | None:
        reviewer, code = self.reviewer_box.value(), self.code_edit.value()
        if not reviewer or not code:
            self.message_bar.say(N_("Choose the attorney, and let them type their code."), "info")
            (self.code_edit if reviewer else self.reviewer_box).setFocus()
            return None
        return RecordId(reviewer), code

    def _approve(self) -> None:
        who, template = self._attorney(), self.template
        if who and template:
            self.desk.do(lambda s: approvals.approve(s, template.sort, *who), self._done, self.message_bar.show_problem)

    def _withdraw(self) -> None:
        who, template = self._attorney(), self.template
        if who and template and template.approval:
            approval = template.approval.id
            self.desk.do(lambda s: approvals.withdraw(s, approval, *who), self._done, self.message_bar.show_problem)

    def _keep_own(self, block: str, english: str, spanish: str) -> None:
        who, template = self._attorney(), self.template
        if who and template:
            words = PackText(en=english, es=spanish)
            self.desk.do(
                lambda s: approvals.set_own_clause(s, template.sort, block, words, *who),
                self._done,
                self.message_bar.show_problem,
            )

    def _drop_own(self, block: str) -> None:
        who, template = self._attorney(), self.template
        if who and template:
            self.desk.do(
                lambda s: approvals.drop_own_clause(s, template.sort, block, *who),
                self._done,
                self.message_bar.show_problem,
            )

    def _done(self, _outcome: object) -> None:
        self.leave()
        self.message_bar.say(N_("It is noted in the history of this vault."), "good", seconds=8)
        self.read()

    def _changed(self, touched: Touched) -> None:
        if self.isVisible() and not self.desk.is_closing and touched.kinds & {"approval", "reviewer"}:
            self.read()


def state_words(template: Template) -> str:
    """Return version, the day the law was read, and who approved it."""
    checked = show_date(template.law_checked_on)
    words = _("Version {version}. Law read on {day}.").format(version=template.version, day=checked)
    if template.approval and template.reviewer:
        day = iso_date(template.approval.approved_on)
        by = _("Approved by {name} on {day}.").format(name=template.reviewer.name, day=show_date(day) if day else "")
        return f"{words} {by}"
    return words if not template.signed else f"{words} " + _("Not reviewed by an attorney.")
