"""Settings: how the window looks and locks, who can open the vault, backups, who approves wording, what is kept and for
how long, legal holds, the bin, and about."""

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.keeping.settings_holds import HoldsPart
from cima_desktop.gui.views.keeping.settings_keeping import KeepingPart
from cima_desktop.gui.views.sections import Section, SectionsPage
from cima_desktop.gui.views.settings.settings_about import AboutPart
from cima_desktop.gui.views.settings.settings_access import AccessPart
from cima_desktop.gui.views.settings.settings_backups import BackupsPart
from cima_desktop.gui.views.settings.settings_bin import BinPart
from cima_desktop.gui.views.settings.settings_done import DonePart
from cima_desktop.gui.views.settings.settings_locking import LockingPart
from cima_desktop.gui.views.settings.settings_look import LookPart
from cima_desktop.gui.views.settings.settings_reviewers import ReviewersPart
from cima_desktop.gui.views.settings.settings_wording import WordingPart
from cima_desktop.i18n import N_


def _look_part(desk: Desk) -> QWidget:
    part = LookPart(desk.settings)
    part.chosen.connect(desk.look_chosen)
    return part


SECTIONS = (
    Section("look", N_("Window and language"), "monitor", _look_part),
    Section("locking", N_("Locking and privacy"), "lock", LockingPart),
    Section("access", N_("Who can open this vault"), "key-round", AccessPart),
    Section("backups", N_("Backups and health"), "hard-drive-download", BackupsPart),
    Section("reviewers", N_("Reviewing attorneys"), "scale", ReviewersPart),
    Section("wording", N_("Wording of the papers"), "file-check", WordingPart),
    Section("done", N_("What was done in this vault"), "history", DonePart),
    Section("keeping", N_("Keeping and erasing"), "clock", KeepingPart),
    Section("holds", N_("Legal holds"), "shield", HoldsPart),
    Section("bin", N_("Bin"), "trash-2", BinPart),
    Section("about", N_("About this program"), "info", AboutPart),
)
"""Every section, in order. A new section is a row here."""


class SettingsPage(SectionsPage):
    """Sections on the left, one of them on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "settings", N_("Settings"), SECTIONS, N_("Sections of the settings"))
