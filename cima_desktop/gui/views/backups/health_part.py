"""Whether the vault is whole: checked at a press, and what is hit is named (B5)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.health import Diagnosis, Hit, diagnose, mend
from cima_desktop.vault.check import VIEWS

WHAT_TO_DO = N_(
    "Go on with the last good backup: restore it above. What it lacks may still be read here. To save the rest, lock"
    " the vault and choose “Restore a backup, or save a damaged vault” at the door. Keep the damaged vault as it is."
)


class HealthPart(QWidget):
    """Says what the last check found."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.state_label = Label("", wrap=True)
        self.hits_list = RowsList()
        self.advice_label = Label(WHAT_TO_DO, wrap=True)
        self.check_button = SecondaryButton(N_("Check the vault now"), "shield-check")
        self.check_button.setObjectName("health_check_button")
        self.check_button.clicked.connect(self.check)
        self.mend_button = SecondaryButton(N_("Make the lists again"), "refresh-cw")
        self.mend_button.setObjectName("health_mend_button")
        self.mend_button.clicked.connect(self._mend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        for part in (self.state_label, self.hits_list, self.advice_label):
            column.addWidget(part)
        for button in (self.check_button, self.mend_button):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.advice_label.hide()
        self.mend_button.hide()
        desk.closing.connect(lambda: self.hits_list.show_lines(()))

    def read(self) -> None:
        """Say what is known without a new check: after an unclean end, the vault was checked as it was opened."""
        health = self.desk.session.vault.health
        if health is not None and not health.ok:
            self.check()
        elif not self.state_label.text():
            self.state_label.set_words(
                N_("Every backup examines a copy of every page. Here the vault itself is examined, with every record.")
            )

    def check(self) -> None:
        """Examine the vault now."""
        self.check_button.setEnabled(False)
        self.state_label.set_words(N_("Checking every page and every record…"))
        self.desk.ask(diagnose, self._show, ended=lambda: self.check_button.setEnabled(True))

    def _show(self, found: Diagnosis) -> None:
        self.hits_list.show_lines([_line(hit) for hit in found.records])
        self.state_label.set_words(lambda: _words(found))
        only_views = found.findings == (VIEWS,)
        self.mend_button.setVisible(only_views)
        self.advice_label.setVisible(not found.ok and not only_views)

    def _mend(self) -> None:
        self.desk.do(mend, lambda _n: self.check())


def _line(hit: Hit) -> Line:
    kind = KINDS.get(hit.kind)
    return Line(
        title=raw(hit.title) if hit.title else N_("(no name yet)"),
        detail=lambda: _("{kind}, number {number}: cannot be read whole").format(
            kind=tr(kind.label) if kind else "?", number=hit.number
        ),
        icon=kind.icon if kind else "circle-alert",
    )


def _words(found: Diagnosis) -> str:
    if found.ok:
        return _("No damage was found: every page, every record and every list is whole.")
    parts = [tr(each) for each in found.findings]
    if found.pages:
        parts.append(_("Damaged pages: {pages}").format(pages=", ".join(map(str, found.pages[:50]))))
    if found.parts:
        parts.append(_("Damaged: {part}").format(part=", ".join(tr(part) for part in found.parts)))
    return "\n".join(parts)
