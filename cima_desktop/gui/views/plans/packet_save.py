"""Saving a readable copy of papers: a deliberate act that says what leaves the vault, and is noted (D14, V8)."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from cima_desktop import i18n
from cima_desktop.gui.language import raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.leaving_dialog import LeavingDialog, Words
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.services import packets
from cima_desktop.services.packets import Packet

_WORDS = Words(
    title=N_("Save a readable copy"),
    means=N_(
        "These papers leave the vault. Anyone who has the files can read them, and deleting them later may not remove"
        " them. Save them only where the family wants them."
    ),
    done=N_("Save the files"),
    who=N_("Who are they for?"),
    noted=N_("Noted in the plan’s record of copies."),
    no_who=N_("Write who the papers are for."),
    sure=N_("I understand that anyone with these files can read them"),
)


class SaveDialog(LeavingDialog):
    """Lets the papers of a packet out."""

    def __init__(self, desk: Desk, packet: Packet, parent: QWidget | None = None) -> None:
        super().__init__(desk, _WORDS, parent)
        self._packet = packet
        lines = "\n".join(f"• {p.title.get(i18n.language())}" for p in packet.papers)
        self.rows.addWidget(Label(raw(lines), wrap=True))
        self.add_questions()

    def leave(self, target: Path, holder: str) -> None:
        packet = self._packet
        self.desk.do(
            lambda session: packets.save_readable(session, packet, target, holder), self.left, self.show_problem
        )
