"""How handing records on is laid out: the steps, one at a time, and the buttons beneath."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.send_done import DoneStep
from cima_desktop.gui.views.exchange.send_look import LookStep
from cima_desktop.gui.views.exchange.send_what import WhatStep
from cima_desktop.gui.views.exchange.send_who import WhoStep
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.scroll import bring_into_sight
from cima_desktop.gui.widgets.step_progress import StepProgress
from cima_desktop.i18n import N_, tr
from cima_desktop.services.sharing_terms import Problem

WHO, WHAT, LOOK, DONE = range(4)
STEPS = (N_("To whom"), N_("What, and what for"), N_("Look at it"), N_("The file"))


class SendFrame(QWidget):
    """Four steps of which one is in sight."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._step = WHO
        self.progress = StepProgress()
        self.progress.set_steps(STEPS)
        self.message_bar = MessageBar()
        self.who_step, self.what_step = WhoStep(desk), WhatStep(desk)
        self.look_step, self.done_step = LookStep(desk), DoneStep()
        self.steps: tuple[QWidget, ...] = (self.who_step, self.what_step, self.look_step, self.done_step)
        self.open_label = Label("", "error", wrap=True)
        self.back_button = SecondaryButton(N_("Back"), "arrow-left")
        self.over_button = QuietButton(N_("Begin anew"))
        self.next_button = PrimaryButton(N_("Next"), "arrow-right")
        self.next_button.setObjectName("share_next_button")
        buttons = QHBoxLayout()
        buttons.setSpacing(S(8))
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.over_button)
        buttons.addStretch(1)
        buttons.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(14))
        for part in (self.progress, self.message_bar, *self.steps, self.open_label):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addStretch(1)

    def step(self) -> int:
        """Return the step in sight."""
        return self._step

    def show_step(self, step: int, goes_on: bool) -> None:
        """Bring a step into sight; `goes_on` tells whether there is anything to go on with."""
        moved = step != self._step
        self._step = max(WHO, min(step, DONE))
        self.progress.set_step(self._step)
        for place, part in enumerate(self.steps):  # no stack: that is as high as its highest page
            show_if(part, place == self._step)
        show_if(self.back_button, self._step != WHO)
        show_if(self.over_button, self._step in (WHAT, LOOK))
        show_if(self.next_button, self._step != DONE and goes_on)
        self.show_open(())
        if moved:
            bring_into_sight(self.progress)

    def show_writing(self) -> None:
        """Show that the file is being written: from now on there is no way back, only a stop."""
        show_if(self.back_button, False)
        self.done_step.write()

    def show_open(self, problems: Sequence[Problem]) -> None:
        """Say beside the buttons what must be settled before one can go on."""
        self.open_label.set_words(lambda: " ".join(tr(problem.value) for problem in problems))
        show_if(self.open_label, bool(problems))
