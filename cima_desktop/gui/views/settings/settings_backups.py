"""Backups and health: the last good one, where they go, which there are, and whether the vault is whole (B1–B7)."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.backups.backup_words import footer_words, moment_words
from cima_desktop.gui.views.backups.health_part import HealthPart
from cima_desktop.gui.views.backups.places_part import PlacesPart
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.errors import KnownError
from cima_desktop.services import backups, restoring
from cima_desktop.services.backup_register import Kept
from cima_desktop.services.backups import PlaceState, Status
from cima_desktop.services.restoring import Seen
from cima_desktop.services.session import Session

_SHOWN = 15


class BackupsPart(QWidget):
    """Says how things stand, makes one at a press, and leads to bringing one back."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.message_bar = MessageBar()
        self.no_backups_label = Label(_no_backups(desk), "muted", wrap=True)
        self.state_label = Label("", "strong", wrap=True)
        self.detail_label = Label("", "muted", wrap=True)
        self.make_button = PrimaryButton(N_("Back up now"), "hard-drive-download")
        self.make_button.setObjectName("backup_make_button")
        self.progress_bar = QProgressBar()
        self.progress_bar.setTextVisible(False)
        bind(self.progress_bar, QWidget.setAccessibleName, N_("Progress"))
        self.progress_bar.hide()
        self.places_part = PlacesPart(desk, self.message_bar)
        self.backups_list = RowsList()
        self.none_label = Label(N_("There is no backup yet."), "muted")
        self.more_label = Label("", "small", wrap=True)
        self.other_button = QuietButton(N_("Restore a backup from another folder…"), "archive-restore")
        self.other_button.setObjectName("backup_restore_button")
        self.health_part = HealthPart(desk)
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        column.addWidget(self.message_bar)
        column.addWidget(self.no_backups_label)
        self._own = QWidget()
        column.addWidget(self._own)
        column.addStretch(1)
        own = QVBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        own.setSpacing(S(10))
        line = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(S(4))
        words.addWidget(self.state_label)
        words.addWidget(self.detail_label)
        line.addLayout(words, 1)
        line.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignTop)
        own.addLayout(line)
        own.addWidget(self.progress_bar)
        own.addSpacing(S(8))
        own.addWidget(Label(N_("Where backups go"), "section"))
        own.addWidget(self.places_part)
        own.addSpacing(S(8))
        own.addWidget(Label(N_("The backups there are"), "section"))
        own.addWidget(self.none_label)
        own.addWidget(self.backups_list)
        own.addWidget(self.more_label)
        own.addWidget(self.other_button, 0, Qt.AlignmentFlag.AlignLeft)
        own.addSpacing(S(8))
        own.addWidget(Label(N_("Health of the vault"), "section"))
        own.addWidget(self.health_part)

    def _connect(self) -> None:
        self.make_button.clicked.connect(self.make)
        self.other_button.clicked.connect(lambda: self._restore(""))
        self.desk.backups_changed.connect(self._changed)
        self.desk.closing.connect(self._wipe)

    def read(self) -> None:
        """Show how things stand."""
        wanted = backups.is_wanted(self.desk.session)
        self.no_backups_label.setVisible(not wanted)
        self._own.setVisible(wanted)
        if wanted:
            self.desk.ask(backups.status, self._show, latest="backup-part")
            self.health_part.read()

    def make(self) -> None:
        """Make a backup now, and bring it to the other places."""
        self.make_button.setEnabled(False)
        self.progress_bar.setMaximum(0)
        self.progress_bar.show()
        self.desk.draw(backups.make, self._made, self._refused, self._tick, self._not_busy)

    def _made(self, _kept: Kept) -> None:
        self.message_bar.say(N_("The backup was made, opened and checked."), "good", seconds=8)
        self.desk.backups_changed.emit()
        self.desk.carry_wanted.emit()

    def _refused(self, error: KnownError) -> None:
        self.message_bar.show_problem(error)
        self.desk.backups_changed.emit()

    def _tick(self, done: int, all_: int) -> None:
        self.progress_bar.setMaximum(max(1, all_))
        self.progress_bar.setValue(done)

    def _not_busy(self) -> None:
        self.make_button.setEnabled(True)
        self.progress_bar.hide()

    def _changed(self) -> None:
        if self.isVisible() and not self.desk.is_closing:
            self.read()

    def _wipe(self) -> None:
        self.backups_list.show_lines(())

    def _show(self, status: Status) -> None:
        self.state_label.set_words(lambda: _state_words(status))
        self.detail_label.set_words(lambda: _detail_words(status))
        self.places_part.show_places(status)
        self.backups_list.show_lines([self._backup_line(b, status) for b in status.kept[:_SHOWN]])
        self.none_label.setVisible(not status.kept)
        more = len(status.kept) - _SHOWN
        self.more_label.setVisible(more > 0)
        self.more_label.set_words(lambda: ngettext("and {n} older one", "and {n} older ones", more).format(n=more))

    def _backup_line(self, backup: Kept, status: Status) -> Line:
        is_old = backup in status.old_keys
        names = {p.place.id: _place_name(p) for p in status.places}
        chips: list[tuple[Text, str]] = [(names[each], "neutral") for each in sorted(backup.places) if each in names]
        if is_old:
            chips.append((N_("Opens with old keys"), "warn"))
        restore = Deed(words=N_("Restore…"), run=partial(self._restore, backup.name), icon="archive-restore")
        remove = Deed(words=N_("Remove"), run=partial(self._drop, backup), icon="trash-2", small=True)
        return Line(
            title=lambda: moment_words(backup.at),
            detail=N_("Made before the keys were changed: whoever was removed can still open it.")
            if is_old
            else backup.why,
            icon="archive-restore",
            chips=tuple(chips),
            deeds=(restore, remove) if is_old else (restore,),
        )

    def _drop(self, backup: Kept) -> None:
        def ask() -> None:
            self.desk.ask(lambda s: backups.drop(s, [backup.name]), self._dropped, self.message_bar.show_problem)

        self.message_bar.say(
            N_("Remove this backup wherever it can be reached? It does not come back."), "warn", N_("Remove it"), ask
        )

    def _dropped(self, gone: list[str]) -> None:
        self.desk.backups_changed.emit()
        if gone:
            self.message_bar.say(N_("It was removed from every place that is known."), "good", seconds=8)
        else:
            self.message_bar.say(
                N_("It is still in a place that does not answer now. Plug the stick in, and remove it again."), "warn"
            )

    def _restore(self, name: str) -> None:
        self.desk.ask(restoring.look_at, lambda here: self._open_dialog(name, here), self.message_bar.show_problem)

    def _open_dialog(self, name: str, here: Seen) -> None:
        from cima_desktop.gui.views.backups.restore_dialog import RestoreDialog  # lazy: hardly ever wanted

        folder = self.desk.session.folder
        dialog = RestoreDialog(folder, here=here, swap=partial(self._swap, folder), wanted=name, parent=self)
        dialog.open()

    def _swap(self, folder: Path, made: Path) -> None:
        def use(_session: Session) -> None:
            restoring.use(made, folder)

        self.desk.ask(use, lambda _n: self.desk.open("lock", ""), self.message_bar.show_problem)


def _state_words(status: Status) -> str:
    if status.last is None:
        return _("There is no good backup of this vault yet.")
    return footer_words(status)


def _detail_words(status: Status) -> str:
    if status.last is None:
        return _("The first one is made when the program is closed, or at a press of the button.")
    if status.has_changes:
        words = _("Something was changed since. The next one is made when the program is closed, or after some hours.")
    else:
        words = _("It holds everything that is saved.")
    if status.only_here:
        words += " " + _("All backups are on this computer: add a stick that is kept elsewhere.")
    return words


def _place_name(state: PlaceState) -> Text:
    return N_("This computer") if state.place.is_home else raw(state.place.path.name or str(state.place.path))


def _no_backups(desk: Desk) -> Text:
    """Return why a vault without backups has none."""
    if desk.is_for_looking:
        return N_("A helper copy has no backups: it is to end with its time.")
    return N_("The practice vault has no backups: its families are made up.")
