"""The same employer or landlord: what seems so and why, what a person decided, and who wants to meet (P7)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk, touches
from cima_desktop.gui.views.figures.finding_card import FindingCard
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, list_text, ngettext, tr
from cima_desktop.model.case_choices import PATTERN_KINDS
from cima_desktop.services.patterns.finding import Finding, Known, findings, look
from cima_desktop.services.session import Session

STEP = 30
_NOTE = N_(
    "Cases that seem to be about the same employer or landlord, and why it seems so. You decide. Nobody is told: no"
    " family sees the name of another."
)


class PatternsPart(QWidget):
    """A list, and in its place one of it when somebody wants to look."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._wanted = STEP
        self._open = ""
        self._found: list[Finding] = []
        self.findings_list = RowsList()
        self.empty_label = Label(N_("No two cases seem to be about the same employer or landlord."), "muted", wrap=True)
        self.state_label = Label("", "muted")
        self.more_button = QuietButton(N_("Show more"), "chevron-down")
        self.card = FindingCard(desk)
        self._list = QWidget()
        self._arrange()
        self.more_button.clicked.connect(self._more)
        self.card.back_button.clicked.connect(self._back)
        desk.changed.connect(self._changed)
        desk.closing.connect(self._wipe)

    def _arrange(self) -> None:
        inner = QVBoxLayout(self._list)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(S(10))
        for part in (Label(_NOTE, "muted", wrap=True), self.state_label, self.findings_list, self.empty_label):
            inner.addWidget(part)
        inner.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.addWidget(self._list)
        column.addWidget(self.card)
        column.addStretch(1)
        self.more_button.hide()
        self.empty_label.hide()
        self.card.hide()

    def read(self) -> None:
        """Compare all work-ups anew."""
        self.state_label.set_words(N_("Comparing…"))
        self.state_label.show()
        self.desk.ask(findings, self._show, latest="findings")

    def open_finding(self, key: str) -> None:
        """Show a finding, as soon as it is read."""
        self._open = key
        self.read()

    def _changed(self, touched: object) -> None:
        if self.isVisible() and touches(touched, "pattern", "pattern_case", "wage_claim", "housing", "case"):  # type: ignore[arg-type]
            self.read()

    def _show(self, found: list[Finding]) -> None:
        self._found = found
        self.state_label.hide()
        self.findings_list.show_lines([self._line(each) for each in found[: self._wanted]])
        show_if(self.empty_label, not found)
        show_if(self.more_button, len(found) > self._wanted)
        shown = next((each for each in found if self._open and self._open in _keys(each)), None)
        if shown is not None:
            self._look(shown)
        else:
            self._back()

    def _line(self, finding: Finding) -> Line:
        chip: tuple[Text, str] = (N_("Decided"), "good") if finding.is_decided else (N_("To decide"), "warn")
        return Line(
            title=raw(finding.name),
            detail=lambda: _detail(finding),
            icon="git-merge",
            chips=(chip,),
            deeds=(Deed(words=N_("Look"), run=lambda: self._look(finding), icon="arrow-right"),),
        )

    def _look(self, finding: Finding) -> None:
        def ask(session: Session) -> list[Known]:
            return look(session, finding)

        def show(known: Sequence[Known]) -> None:
            first = not self.card.isVisible()
            self._open = finding.key
            self.card.show_finding(finding, known)
            self._list.hide()
            self.card.show()
            if first:
                self.card.back_button.setFocus()

        self.desk.ask(ask, show, latest="finding")

    def _back(self) -> None:
        self._open = ""
        self.card.hide()
        self._list.show()

    def _more(self) -> None:
        self._wanted += STEP
        self._show(self._found)

    def _wipe(self) -> None:
        self._found = []
        self.findings_list.show_lines(())
        self.card.wipe()


def _keys(finding: Finding) -> set[str]:
    """Return what a finding was known by, before and after a person decided."""
    return {finding.key, *(each.workup for each in finding.members)}


def _detail(finding: Finding) -> str:
    sort = next((tr(choice.label) for choice in PATTERN_KINDS if choice.value == finding.sort), "")
    cases = ngettext("{n} work-up", "{n} work-ups", len(finding.members)).format(n=len(finding.members))
    reasons = [tr(reason) for reason in finding.reasons]
    because = [_("because: {reasons}").format(reasons=list_text(reasons))] if reasons else []
    return " · ".join([*filter(None, (sort,)), cases, *because])
