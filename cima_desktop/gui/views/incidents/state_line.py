"""Where an incident stands, in large letters, with the clock and the steps that may come next."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.incidents.incident_words import tone_of, when
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.labels import Label, restyle
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.incident_states import State, Why
from cima_desktop.services.alerts import deeds
from cima_desktop.services.alerts.board import Board

STEPS = (
    ("received", N_("Note that it was received"), "phone"),
    ("triaged", N_("To verification"), "list-checks"),
    ("unfounded", N_("Nothing in it to verify"), "x"),
    ("expired", N_("Close without verifying"), "hourglass"),
    ("closed", N_("Close it"), "check"),
)
_BY_CLOCK = {
    State.UNCERTAIN: N_("No outcome came for two hours. Send another verifier, or close it."),
    State.EXPIRED: N_("The alert has ended by itself. Say all clear, so that nobody goes on waiting."),
}


class StateLine(QFrame):
    """The state as a sentence, what the clock says, and buttons for what may be done now."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("kind", "message")
        self.state_label = Label("", "name", wrap=True)
        self.clock_label = Label("", "small", wrap=True)
        self.buttons: dict[str, SecondaryButton] = {}
        words = QVBoxLayout()
        words.setSpacing(S(4))
        words.addWidget(self.state_label)
        words.addWidget(self.clock_label)
        row = QHBoxLayout(self)
        row.setContentsMargins(S(15), S(10), S(12), S(10))
        row.setSpacing(S(10))
        row.addLayout(words, 1)
        for step, told, icon in STEPS:
            made = (QuietButton if step == "unfounded" else SecondaryButton)(told, icon)
            made.setObjectName(f"incident_{step}_button")
            made.clicked.connect(lambda _checked=False, step=step: self._do(step))
            self.buttons[step] = made
            row.addWidget(made)
        self._known: Board | None = None
        self.hide()

    def show_board(self, known: Board) -> None:
        """Show where an incident stands."""
        self._known = known
        stands = known.stands
        self.state_label.set_words(stands.state.label)
        self.setProperty("tone", tone_of(stands.state))
        self.setAccessibleName(self.state_label.text())
        self.clock_label.set_words(lambda: _clock(known))
        self.clock_label.setVisible(bool(self.clock_label.text()))
        for step, button in self.buttons.items():
            button.setVisible(step in stands.may and not self.desk.is_for_looking)
        for part in (self, self.state_label, self.clock_label):
            restyle(part)
        self.show()

    def clear(self) -> None:
        """Show nothing."""
        self._known = None
        self.hide()

    def _do(self, step: str) -> None:
        if self._known is not None:
            incident = self._known.incident.id
            self.desk.do(lambda s: deeds.move(s, incident, step))


def _clock(known: Board) -> str:
    stands = known.stands
    if stands.by_clock:
        return tr(_BY_CLOCK[stands.state])
    if stands.is_doubted:
        return tr(Why.OVERTURNED.sentence) + " " + _("Tell the community: write a correction.")
    if stands.running:
        return _("What was told holds until: {moment}").format(moment=when(known, stands.ends))
    if stands.state in (State.DISPATCHED, State.VERIFYING):
        return _("Since {moment}: without an outcome for two hours it counts as not verified.").format(
            moment=when(known, stands.since)
        )
    return ""
