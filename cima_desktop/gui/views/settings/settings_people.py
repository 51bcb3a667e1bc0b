"""Who can open this vault with a passphrase: add, change, rename, freeze at once, remove for good."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.settings.settings_people_dialogs import AddDialog, ChangeDialog, KeyDialog, RenameDialog
from cima_desktop.gui.views.settings.settings_rekey_dialog import RekeyDialog, words_for
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _
from cima_desktop.services import keys
from cima_desktop.services.keys import Holder, OldBackup
from cima_desktop.services.session import Session

_OLD_ADVICE = N_(
    "Whoever was removed can still open these older backups with what they knew. Delete those that you no "
    "longer need, on every disk and stick that holds them; new backups are made under the new key."
)
_NEW_KEY = N_("The vault has a new key. What was copied of it before still opens with the old one.")
_COPY_LEFT = N_(
    "The vault has a new key, but a copy from before an update is left in its folder and opens with the old one. Delete"
    " the files whose names begin with before-migration."
)


def _read(session: Session) -> tuple[Sequence[Holder], Sequence[OldBackup]]:
    return keys.holders(session), keys.old_backups(session)


class PeoplePart(QWidget):
    """One line for each person; the deeds open dialogs, which a lock closes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.message_bar = MessageBar()
        self.people_list = RowsList()
        self.add_button = SecondaryButton(N_("Add a person"), "user-plus")
        self.rekey_button = QuietButton(N_("Change the vault’s key…"), "refresh-cw")
        self.old_label = Label(N_("Older backups that open with an earlier key"), "section")
        self.old_list = RowsList()
        self.old_advice_label = Label(_OLD_ADVICE, "muted", wrap=True)
        self._build()
        self.add_button.clicked.connect(lambda: self._open(AddDialog(desk, self.window()), N_("The person was added.")))
        self.rekey_button.clicked.connect(lambda: self._rekey(None))
        desk.closing.connect(self.forget)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.message_bar)
        column.addWidget(
            Label(
                N_("Each person has their own passphrase, and each can be frozen or removed without the others."),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self.people_list)
        line = QHBoxLayout()
        line.addWidget(self.add_button)
        line.addWidget(self.rekey_button)
        line.addStretch(1)
        column.addLayout(line)
        for part in (self.old_label, self.old_list, self.old_advice_label):
            part.hide()
            column.addWidget(part)

    def read(self) -> None:
        """Read who there is."""
        self.desk.ask(_read, lambda found: self._show(*found), self.message_bar.show_problem, latest="holders")

    def forget(self) -> None:
        """Forget who is shown."""
        self.people_list.show_lines(())
        self.old_list.show_lines(())

    def _show(self, holders: Sequence[Holder], backups: Sequence[OldBackup]) -> None:
        people = [h for h in holders if h.is_person]
        self.people_list.show_lines([self._line(h, len(people) == 1) for h in people])
        self.old_list.show_lines([Line(title=raw(b.name), icon="archive-restore") for b in backups])
        for part in (self.old_label, self.old_list, self.old_advice_label):
            part.setVisible(bool(backups))

    def _line(self, holder: Holder, is_only: bool) -> Line:
        chips: list[tuple[Text, str]] = []
        if holder.mine:
            chips.append((N_("You"), "accent"))
        if holder.frozen:
            chips.append((N_("Frozen"), "warn"))
        deeds: list[Deed] = []
        if holder.mine:
            deeds.append(Deed(words=N_("Change my passphrase"), run=lambda: self._change(holder), icon="key-round"))
        elif holder.frozen:
            deeds.append(Deed(words=N_("Unfreeze"), run=lambda: self._unfreeze(holder), icon="lock-open"))
        else:
            deeds.append(Deed(words=N_("Freeze"), run=lambda: self._freeze(holder), icon="ban"))
        deeds.append(Deed(words=N_("Change the name"), run=lambda: self._rename(holder), icon="pencil", small=True))
        if not is_only and not holder.mine:
            deeds.append(Deed(words=N_("Remove"), run=lambda: self._rekey(holder), icon="trash-2", small=True))
        return Line(
            title=raw(holder.label) if holder.label else N_("A key without a name"),
            detail=N_("Passphrase and key file on a stick") if holder.needs_file else N_("Passphrase"),
            icon="user",
            chips=chips,
            deeds=deeds,
            faint=holder.frozen,
        )

    def _open(self, dialog: KeyDialog, done: Text) -> None:
        dialog.kept.connect(lambda: self._kept(done))
        dialog.open()

    def _kept(self, done: Text) -> None:
        self.message_bar.say(done, "good", seconds=12)
        self.read()

    def _change(self, holder: Holder) -> None:
        done = N_("The passphrase was changed. The old one no longer opens the vault.")
        self._open(ChangeDialog(self.desk, holder, self.window()), done)

    def _rename(self, holder: Holder) -> None:
        self._open(RenameDialog(self.desk, holder, self.window()), N_("The name was changed."))

    def _rekey(self, holder: Holder | None) -> None:
        dialog = RekeyDialog(self.desk, holder, words_for(holder), self.window())
        self._open(dialog, lambda: _(_COPY_LEFT if dialog.copy_left else _NEW_KEY))

    def _freeze(self, holder: Holder) -> None:
        """Freeze at once: this is for a bad moment, and it can be undone with a click."""
        slot_id = holder.slot_id
        self.desk.write(
            lambda s: keys.freeze(s, slot_id), lambda _n: self._frozen(holder), self.message_bar.show_problem
        )

    def _frozen(self, holder: Holder) -> None:
        name = holder.label
        self.message_bar.say(
            lambda: _(
                "“{name}” can no longer open this vault here. With an old copy of the file vault.keys that "
                "passphrase still opens it, until the vault’s key is changed."
            ).format(name=name),
            "warn",
            N_("Change the key"),
            lambda: self._rekey(None),
        )
        self.read()

    def _unfreeze(self, holder: Holder) -> None:
        slot_id, name = holder.slot_id, holder.label

        def done(_nothing: object) -> None:
            self._kept(lambda: _("“{name}” can open the vault again.").format(name=name))

        self.desk.write(lambda s: keys.thaw(s, slot_id), done, self.message_bar.show_problem)
