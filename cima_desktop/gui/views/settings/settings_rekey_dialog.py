"""Taking a way in away for good: the vault gets another key, and what that means for older copies."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.settings.settings_people_dialogs import KeyDialog
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys
from cima_desktop.services.keys import Holder
from cima_desktop.vault.errors import ReopenVaultError

_REKEY = N_(
    "The whole vault is written anew under another key. That takes a while for a large vault and needs as much free"
    " room on the disk as the vault has. It cannot be stopped once it has begun; if the computer goes off in the"
    " middle, the next opening puts things in order."
)


class RekeyDialog(KeyDialog):
    """Removes a person or a paper and changes the key, or changes the key alone; not to be stopped once it runs."""

    def __init__(self, desk: Desk, holder: Holder | None, words: tuple[Text, Text, Text], near: QWidget) -> None:
        super().__init__(desk, *words, near)
        self._holder = holder
        self.cancel_button.setDefault(True)  # Enter alone must not take anything away
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_running = False
        self.copy_left = False
        """Whether a copy from before an update, under the old key, could not be deleted from the vault's folder."""
        self.rows.addWidget(Label(_REKEY, wrap=True))
        self.progress_bar = QProgressBar()
        self.progress_bar.setTextVisible(False)
        bind(self.progress_bar, QWidget.setAccessibleName, N_("How much is written under the new key"))
        self.progress_bar.hide()
        self.rows.addWidget(self.progress_bar)

    def finish(self) -> None:
        if self._is_running:
            return
        self._run(True)
        self.error_label.hide()
        slot_id, desk = self._holder.slot_id if self._holder else b"", self.desk
        session = desk.session

        def call(tick: keys.Tick) -> keys.Removed:
            return keys.remove(session, slot_id, tick) if slot_id else keys.rekey(session, tick)

        desk.saving.emit()
        desk.tasks.run(call, self._done, self._refused, self._progressed)

    def reject(self) -> None:
        """Stay while it runs: only a lock closes it then, and waits for the key."""
        if not self._is_running:
            super().reject()

    def _run(self, running: bool) -> None:
        self._is_running = running
        self.progress_bar.setVisible(running)
        self.progress_bar.setRange(0, 0)
        for button in (self.done_button, self.cancel_button):
            button.setEnabled(not running)

    def _progressed(self, done: int, total: int) -> None:
        self.progress_bar.setRange(0, total)
        self.progress_bar.setValue(done)

    def _done(self, removed: keys.Removed) -> None:
        self._run(False)
        self.copy_left = removed.copy_left
        self.desk.saved.emit()
        self.kept.emit()
        self.accept()

    def _refused(self, error: KnownError) -> None:
        self._run(False)
        self.desk.not_saved.emit(error)
        if isinstance(error, ReopenVaultError):
            self.desk.lock_wanted.emit("keys")
        else:
            self.show_problem(error)


def words_for(holder: Holder | None) -> tuple[Text, Text, Text]:
    """Return title, explanation and button for removing this way in, or for changing the key alone."""
    if holder is None:
        return (
            N_("Change the vault’s key"),
            N_(
                "Do this when a stick, a sheet or a copy of the file vault.keys may have come into other "
                "hands. Everybody’s passphrase and paper stay as they are."
            ),
            N_("Change the key"),
        )
    if holder.is_person:
        name = holder.label
        return (
            lambda: _("Remove “{name}”").format(name=name),
            N_(
                "This person can then no longer open the vault, not even with an old copy of its file "
                "vault.keys. A copy of the whole vault made before still opens for them."
            ),
            N_("Remove and change the key"),
        )
    return (
        N_("Remove this paper"),
        N_(
            "Nobody can then open the vault with it, not even with an old copy of the file vault.keys. A copy "
            "of the whole vault made before still opens with it."
        ),
        N_("Remove and change the key"),
    )
