"""The screen that says: stop here and ask (D10)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_findings import FindingsBox
from cima_desktop.gui.widgets.buttons import PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.model.findings import Finding
from cima_desktop.services.interview import Step
from cima_desktop.services.plans import Standing


class StopScreen(QWidget):
    """Says in plain words why some papers are not made, and that the rest of the interview can go on."""

    go_on = Signal()
    change = Signal()
    asked = Signal()

    def __init__(
        self,
        desk: Desk,
        standing: Standing,
        findings: Sequence[Finding],
        steps: Sequence[Step],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(6), 0)
        column.setSpacing(S(14))
        column.addWidget(Label(N_("Stop here for a moment"), "title", wrap=True))
        why = N_(
            "With this answer some papers are not made until the matter is settled. Nothing is lost, and the rest of"
            " the interview can go on. This program and its volunteers give no legal advice."
        )
        column.addWidget(Label(why, wrap=True))
        self.findings = FindingsBox(desk)
        self.findings.show_findings(standing, findings, steps, link=False)
        self.findings.asked.connect(self.asked)
        column.addWidget(self.findings)
        buttons = QHBoxLayout()
        buttons.setSpacing(S(8))
        self.go_on_button = PrimaryButton(N_("Go on with the rest"))
        self.go_on_button.setObjectName("stop_go_on")
        self.go_on_button.clicked.connect(self.go_on)
        self.change_button = SecondaryButton(N_("Change the answer"), "pencil")
        self.change_button.clicked.connect(self.change)
        buttons.addWidget(self.go_on_button)
        buttons.addWidget(self.change_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)

    def focus_first(self) -> None:
        """Put the cursor on the way to a lawyer where there is one, else on the way on."""
        ask = next((c for c in self.findings.cards if c.finding.lawyer), None)
        target = ask.first_button() if ask else None
        (target or self.go_on_button).setFocus(Qt.FocusReason.TabFocusReason)
