"""Saving what can be read of a vault that no longer opens, when there is no good backup (B6)."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.tasks import Tick
from cima_desktop.gui.views.backups.bring_back import BringBackDialog
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import health, restoring
from cima_desktop.services.health import Salvaged
from cima_desktop.vault.cost import Cost


class RescueDialog(BringBackDialog):
    """Reads the damaged vault page by page and builds a new one; the damaged one is only read."""

    def __init__(self, present: Path, floor: Cost = Cost.FLOOR, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Save what can be read"),
            N_(
                "The damaged vault is read page by page, and what is whole goes into a new vault beside it. The damaged"
                " one is not changed. Restore a backup first if there is one: it holds everything of its day."
            ),
            N_("Begin"),
            present,
            floor,
            None,
            parent,
        )

    def finish(self) -> None:
        secret = self.secret()
        if not any(secret.values()):
            self.say(N_("Type what opens the vault."))
            return
        self.begin(lambda tick: self._rescue(secret, tick), self._rescued)

    def _rescue(self, secret: dict[str, str], _tick: Tick) -> Salvaged:
        into = restoring.new_folder(self.present, date.today())
        return health.rescue(
            self.present,
            into,
            passphrase=secret["passphrase"],
            recovery_code=secret["recovery_code"],
            floor=self.floor,
        )

    def _rescued(self, done: Salvaged) -> None:
        self.show_outcome(done.folder, lambda: _told(done), [])


def _told(done: Salvaged) -> str:
    saved = done.outcome
    total = sum(saved.counts.values())
    words = [
        ngettext("{n} record was saved.", "{n} records were saved.", total).format(n=total),
        ", ".join(f"{tr(KINDS[k].plural) if k in KINDS else k}: {n}" for k, n in saved.counts.items()),
        _("Pages of the file: {pages}; could not be read: {bad}.").format(pages=done.pages, bad=done.bad_pages),
    ]
    if saved.missing or saved.refused:
        lost = saved.missing + saved.refused
        words.append(ngettext("At least {n} change is lost.", "At least {n} changes are lost.", lost).format(n=lost))
    if saved.incomplete:
        n = sum(saved.incomplete.values())
        words.append(
            ngettext(
                "{n} record lacks some of what was written in it.",
                "{n} records lack some of what was written in them.",
                n,
            ).format(n=n)
        )
    if saved.attachments_lost:
        n = saved.attachments_lost
        words.append(ngettext("{n} attachment is lost.", "{n} attachments are lost.", n).format(n=n))
    if not (saved.missing or saved.refused or saved.incomplete or saved.attachments_lost):
        words.append(_("Nothing is known to be lost, but nobody can say what was on the bad pages."))
    words.append(str(done.folder))
    return "\n".join(words)
