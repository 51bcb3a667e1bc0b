"""The road of a paper in five stations, with how far it has come."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _
from cima_desktop.services.signings import DocumentRow

STATIONS: tuple[tuple[str, str], ...] = (
    ("made", N_("Made")),
    ("approved", N_("Approved")),
    ("printed", N_("Printed")),
    ("signed", N_("Signed")),
    ("due", N_("Renew")),
)
_ORDER = ("made", "approved", "printed", "signed")


class SignTrack(QWidget):
    """Stations side by side; a station that was passed has a check and is said to be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S(8))
        self._marks: dict[str, Drawing] = {}
        self._notes: dict[str, Label] = {}
        for key, words in STATIONS:
            column = QVBoxLayout()
            column.setSpacing(S(2))
            mark = Drawing("circle", "muted", side=18)
            note = Label("", "small", wrap=True)
            column.addWidget(mark)
            column.addWidget(Label(words, "strong"))
            column.addWidget(note)
            row.addLayout(column, 1)
            self._marks[key], self._notes[key] = mark, note

    def show_row(self, row: DocumentRow) -> None:
        """Show how far a paper has come."""
        state = row.document.state
        reached = _ORDER.index(state) if state in _ORDER else len(_ORDER) - 1
        for place, (key, _words) in enumerate(STATIONS):
            done = place <= reached and key != "due" and not (key == "approved" and state != "approved")
            icon, role = ("circle-check", "tone:good") if done else ("circle", "muted")
            if key == "due" and state == "revoked":
                icon, role = "ban", "tone:bad"
            self._marks[key].set_icon(icon, role)
        due, signing = row.due, row.signing
        self._notes["signed"].set_words(N_("with a notary") if signing and signing.notarized else "")
        note: Text = (lambda: show_date(due)) if due else ""
        if state == "revoked":
            note = N_("revoked")
        self._notes["due"].set_words(note)
        bind(self, QWidget.setAccessibleName, lambda: _("State of this paper: {state}").format(state=_said(state)))


def _said(state: str) -> str:
    return say(dict(STATIONS).get(state, N_("Revoked")))
