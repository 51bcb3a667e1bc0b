"""The report of a period: looked at, printed or saved with small numbers hidden, in both languages (P5)."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop import i18n
from cima_desktop.documents.sheets import Sheets
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.figures.period_picker import PeriodPicker
from cima_desktop.gui.views.leaving_dialog import LeavingDialog, Words
from cima_desktop.gui.views.papers.sheets_dialog import SheetsDialog
from cima_desktop.gui.widgets.buttons import PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.services.outside import Going
from cima_desktop.services.patterns import report
from cima_desktop.services.patterns.periods import Period
from cima_desktop.services.session import Session

_MEANS = N_("No name is in it, and 1 to 4 is hidden. Anyone with the file can read it.")
_FORMS = (
    ("both", N_("Report (PDF) in both languages")),
    ("es", N_("Report (PDF) in Spanish")),
    ("en", N_("Report (PDF) in English")),
    ("csv", N_("Table (CSV), for any spreadsheet")),
)
_STORY = (
    N_("The report has no name on it. 1 to 4 is printed as “<5”, and a stroke (–) hides what would give it away."),
    N_("Do not hand out two reports whose days overlap: the difference could tell what each of them hides."),
    N_("What it counts: cases, visits, going along, calls, reports, incidents, alerts, assignments, households."),
)


class ReportPart(QWidget):
    """A period, and what can be made of it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.picker = PeriodPicker(desk.session.today())
        self.print_button = PrimaryButton(N_("Look and print…"), "printer")
        self.save_button = SecondaryButton(N_("Save as a file…"), "hard-drive-download")
        self.save_button.setEnabled(not desk.session.practice and not desk.is_for_looking)
        self.print_button.setEnabled(not desk.is_for_looking)
        buttons = QWidget()
        flow = FlowLayout(buttons, S(8))
        flow.addWidget(self.print_button)
        flow.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        column.addWidget(self.picker)
        for words in _STORY:
            column.addWidget(Label(words, wrap=True))
        column.addWidget(buttons)
        column.addStretch(1)
        self.print_button.clicked.connect(self.show_report)
        self.save_button.clicked.connect(self.save_report)

    def show_report(self) -> "ReportDialog":
        """Show the report on paper."""
        dialog = ReportDialog(self.desk, self.picker.period, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.take_size(S(760), S(640))
        dialog.open()
        return dialog

    def save_report(self) -> "SaveDialog":
        """Ask for whom and where, and save it."""
        dialog = SaveDialog(self.desk, self.picker.period, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog


class ReportDialog(SheetsDialog):
    """The report on paper."""

    def __init__(self, desk: Desk, period: Period, parent: QWidget | None = None) -> None:
        self._period = period
        super().__init__(desk, (N_("Report of a period"), _MEANS), "report", parent)

    def make(self, session: Session, language: str) -> Sheets:
        return report.make(session, self._period, language)

    def note(self, session: Session) -> None:
        report.begin_print(session)


class SaveDialog(LeavingDialog):
    """The report, or its numbers as a table, as an ordinary file."""

    def __init__(self, desk: Desk, period: Period, parent: QWidget | None = None) -> None:
        words = Words(
            title=N_("Save the figures as a file"),
            means=_MEANS,
            done=N_("Save"),
            noted=N_("It is noted in the register of the exchange."),
            where=N_("Where to save the figures"),
        )
        super().__init__(desk, words, parent)
        self._period = period
        self.form_box = ChoiceBox(_FORMS, empty=None)
        self.form_box.setObjectName("report_form_box")
        self.form_box.set_value(i18n.language())
        self.add_row(N_("What to save"), self.form_box)
        self.add_questions()

    def file_name(self) -> str:
        ending = "csv" if self.form_box.value() == "csv" else "pdf"
        return f"cima-{self._period.first:%Y-%m-%d}-{self._period.last:%Y-%m-%d}.{ending}"

    def leave(self, target: Path, holder: str) -> None:
        period, form = self._period, self.form_box.value()

        def write(session: Session) -> None:
            if form == "csv":
                report.save_table(session, period, target, Going(holder=holder))
            else:
                report.save_report(session, period, form, target, Going(holder=holder))

        self.desk.write(write, self.left, self.show_problem, lambda: self.done_button.setEnabled(True))
