"""Bringing a backup back as a new vault, with what differs told before anybody decides (R11)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.tasks import Tick
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.backups.backup_words import GROUPS, kinds_words, moment_words
from cima_desktop.gui.views.backups.bring_back import BringBackDialog
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.file_dialogs import choose_folder
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.errors import KnownError
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import restoring
from cima_desktop.services.backup_register import home_of
from cima_desktop.services.restoring import Found, Restored, Seen
from cima_desktop.services.session import Session, open_vault
from cima_desktop.vault.cost import Cost

_MOST_NAMES = 500


class RestoreDialog(BringBackDialog):
    """Choose a backup, type what opened it on that day, see what it holds, and choose which vault is used."""

    def __init__(
        self,
        present: Path,
        floor: Cost = Cost.FLOOR,
        here: Seen | None = None,
        swap: Callable[[Path], object] | None = None,
        wanted: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            N_("Restore a backup"),
            N_(
                "A backup comes back as a new vault, beside the present one. Nothing is written over. Afterwards you"
                " choose which of the two is used."
            ),
            N_("Restore it"),
            present,
            floor,
            swap,
            parent,
        )
        self._here, self._wanted = here, wanted
        self._build_choice()
        self.rescue_button.setVisible(swap is None and present.exists())
        self._show_found([])
        self.look_in(str(home_of(present)), quietly=True)

    def _build_choice(self) -> None:
        self.found_list = QListWidget()
        self.found_list.setObjectName("restore_found_list")
        self.found_list.setMaximumHeight(S(150))
        bind(self.found_list, QWidget.setAccessibleName, N_("Backups"))
        self.none_label = Label(
            N_("No backup was found beside this vault. Choose the folder or stick."), "muted", wrap=True
        )
        self.folder_button = SecondaryButton(N_("Another folder or stick…"), "hard-drive")
        self.folder_button.setObjectName("restore_folder_button")
        self.folder_button.clicked.connect(lambda: choose_folder(self, self.look_in))
        self.rescue_button = QuietButton(N_("There is no good backup: save what can be read…"), "briefcase-medical")
        self.rescue_button.setObjectName("rescue_button")
        self.rescue_button.clicked.connect(self._rescue)
        line = QHBoxLayout()
        line.addWidget(self.folder_button)
        line.addStretch(1)
        self.found_list.setProperty("kind", "plain")
        self.found_frame = Framed(self.found_list)
        self.asked.insertWidget(0, self.found_frame)
        self.asked.insertWidget(1, self.none_label)
        self.asked.insertLayout(2, line)
        self.asked.addWidget(self.rescue_button, 0, Qt.AlignmentFlag.AlignLeft)

    def look_in(self, folder: str, quietly: bool = False) -> None:
        """Show the backups in a folder."""
        place = Path(folder)
        self.error_label.hide()
        refused = self._show_none if quietly else self.show_problem
        self.work.run(lambda: restoring.find(place), self._show_found, refused)

    def choose(self, name: str) -> None:
        """Choose a backup that is listed."""
        for row in range(self.found_list.count()):
            if Path(self.found_list.item(row).data(_FOLDER)).name == name:
                self.found_list.setCurrentRow(row)

    def finish(self) -> None:
        item = self.found_list.currentItem()
        secret = self.secret()
        if item is None:
            self.say(N_("Choose a backup first."))
        elif not any(secret.values()):
            self.say(N_("Type what opened it on that day."))
        else:
            source = Path(item.data(_FOLDER))
            self.begin(lambda tick: self._restore(source, secret, tick), self._restored)

    def _restore(self, source: Path, secret: dict[str, str], tick: Tick) -> Restored:
        """Restore; runs on the dialog's own thread."""
        present, floor = self.present, self.floor
        into = restoring.new_folder(present, date.today()) if present.exists() else present

        def opening(folder: Path) -> Session:
            return open_vault(
                folder, passphrase=secret["passphrase"], recovery_code=secret["recovery_code"], floor=floor
            )

        here = self._here
        if here is None and self._swap is None and present.exists():
            here = _look_at(opening, present)
        return restoring.restore(source, into, opening, present, here, tick)

    def _restored(self, done: Restored) -> None:
        names: list[str] = []
        if done.difference is not None:
            for words, lines in zip(GROUPS, done.difference.parts(), strict=True):
                names += [f"{tr(words)}: {tr(_kind(line.kind))} · {line.title}" for line in lines][:_MOST_NAMES]
        self.show_outcome(done.folder, lambda: _told(done), names)

    def _show_found(self, found: list[Found]) -> None:
        self.found_list.clear()
        for each in found:
            item = QListWidgetItem(f"{moment_words(each.made)} · {each.folder.parent}", self.found_list)
            item.setData(_FOLDER, str(each.folder))
        self.found_frame.setVisible(bool(found))
        self.none_label.setVisible(not found)
        if found:
            self.found_list.setCurrentRow(0)
            self.choose(self._wanted)

    def _show_none(self, _error: KnownError) -> None:
        self._show_found([])

    def _rescue(self) -> None:
        from cima_desktop.gui.views.backups.rescue_dialog import RescueDialog  # lazy: hardly ever wanted

        dialog = RescueDialog(self.present, self.floor, self)
        dialog.replaced.connect(self._rescued)
        dialog.open()

    def _rescued(self) -> None:
        self.accept()
        self.replaced.emit()


_FOLDER = Qt.ItemDataRole.UserRole


def _look_at(opening: Callable[[Path], Session], present: Path) -> Seen | None:
    """Return what is to be known of the present vault, if what was typed opens it, too."""
    try:
        with opening(present) as session:
            return restoring.look_at(session)
    except KnownError:
        return None


def _kind(name: str) -> str:
    return KINDS[name].label if name in KINDS else name


def _told(done: Restored) -> str:
    total = sum(n for _kind_name, n in done.counts)
    parts = [
        ngettext(
            "The backup opened and passed its check: {n} record is in the new vault.",
            "The backup opened and passed its check: {n} records are in the new vault.",
            total,
        ).format(n=total),
    ]
    if done.difference is None:
        parts.append(_("What differs from the present vault is not known, because that one was not open."))
    elif not done.difference:
        parts.append(_("It holds the same as the present vault."))
    else:
        for words, lines in zip(GROUPS, done.difference.parts(), strict=True):
            if lines:
                parts.append(f"{tr(words)}: {kinds_words(lines)}")
    return "\n".join([*parts, *restoring.ways_words(done), str(done.folder)])
