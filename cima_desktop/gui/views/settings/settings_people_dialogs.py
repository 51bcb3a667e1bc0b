"""The questions of "who can open this vault": add, change, rename; each forgets what was typed when it closes."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.first_run_passphrase import PassphrasePart
from cima_desktop.gui.views.door.key_file_row import KeyFileRow
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.settings.key_file_choice import KeyFileChoice
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_
from cima_desktop.services import keys
from cima_desktop.services.keys import Holder
from cima_desktop.services.session import Session
from cima_desktop.vault.calibrate import calibrate

WIDTH = 540
_LEAST = 40
"""The lowest that can be scrolled in."""


class KeyDialog(PlainDialog):
    """A dialog that writes to the key file once; `kept` tells that it did.

    It is as high as what it asks, and scrolls where the screen is lower.
    """

    kept = Signal()

    def __init__(self, desk: Desk, title: Text, explanation: Text, done: Text, parent: QWidget | None = None) -> None:
        super().__init__(title, explanation, done, parent)
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(S(WIDTH))
        self._content = QWidget()
        outside, self.rows = self.rows, QVBoxLayout(self._content)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(outside.spacing())
        self._scroll = Scroll(self._content)
        self._scroll.setFixedHeight(S(_LEAST))
        outside.addWidget(self._scroll)
        self._content.installEventFilter(self)
        self.finished.connect(lambda _result: self.forget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that what is asked takes more or less room."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            QTimer.singleShot(0, self, self._fit)
        return super().event(event)

    def _fit(self) -> None:
        """Take the height that is asked for, as far as the screen has it."""
        width = self.width()
        beside = self.column.totalHeightForWidth(width) - self._scroll.minimumHeight()
        room = self.room() - beside
        wanted = self.rows.totalHeightForWidth(self._scroll.width())
        self._scroll.setFixedHeight(max(S(_LEAST), min(wanted, room)))
        self.resize(width, self.column.totalHeightForWidth(width))
        self.keep_in_sight()

    def forget(self) -> None:
        """Forget what was typed; subclasses with fields do."""

    def write(self, call: Callable[[Session], object]) -> None:
        """Do it on the vault's thread, then close; or say why not."""
        self.error_label.hide()
        self.done_button.setEnabled(False)
        self.desk.write(call, self._kept, self.show_problem)

    def _kept(self, _result: object) -> None:
        self.kept.emit()
        self.accept()


class SecretDialog(KeyDialog):
    """Asks for a new passphrase, and perhaps a key file beside it."""

    def __init__(self, desk: Desk, texts: tuple[Text, Text, Text], named: bool, parent: QWidget | None = None) -> None:
        super().__init__(desk, *texts, parent)
        self.passphrase_part = PassphrasePart(desk.tasks, calibrate, named=named)
        self.key_file_choice = KeyFileChoice()
        self.passphrase_part.accepted.connect(self._accepted)
        self.passphrase_part.submitted.connect(self.finish)
        self.rows.addWidget(self.passphrase_part)
        self.rows.addWidget(self.key_file_choice)
        self.passphrase_part.measure()

    def finish(self) -> None:
        if self.key_file_choice.is_ready():
            self.passphrase_part.check()
        else:
            self.say(N_("Choose the key file first, or untick the box."))
            self.key_file_choice.ask_for_file()

    def forget(self) -> None:
        self.passphrase_part.forget()
        self.passphrase_part.ui.name_edit.clear()
        self.key_file_choice.forget()

    def keep(self, name: str, passphrase: str) -> None:
        """Write what was accepted; subclasses do."""

    def _accepted(self, name: str, passphrase: str) -> None:
        if self.done_button.isEnabled():
            self.keep(name, passphrase)


class AddDialog(SecretDialog):
    """Another person, with a passphrase of their own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        texts = (
            N_("Add a person"),
            N_(
                "Let the person type their own passphrase here. Nobody else needs to know it, and it can be taken away"
                " without changing anybody else’s."
            ),
            N_("Add the person"),
        )
        super().__init__(desk, texts, True, parent)
        self.passphrase_part.ui.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self, name: str, passphrase: str) -> None:
        cost, wish = self.passphrase_part.cost(), self.key_file_choice.wish()
        self.write(lambda s: keys.add_person(s, name, passphrase, cost, key_file=wish.material() if wish else None))


class ChangeDialog(SecretDialog):
    """One’s own passphrase; the old one is asked for, so that nobody changes it at an open desk."""

    def __init__(self, desk: Desk, holder: Holder, parent: QWidget | None = None) -> None:
        texts = (
            N_("Change my passphrase"),
            N_("Your present passphrase is asked for, so that nobody else can change it while the window is open."),
            N_("Change the passphrase"),
        )
        super().__init__(desk, texts, False, parent)
        self.old_edit = LineEdit(limit=4000)
        self.old_edit.setObjectName("access_old_edit")
        self.old_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.old_row = self.add_row(N_("Present passphrase"), self.old_edit)
        self.key_file_row = KeyFileRow()
        self.key_file_row.label.set_words(N_("Present key file"))
        self.rows.removeWidget(self.old_row)
        self.rows.insertWidget(0, self.old_row)
        self.rows.insertWidget(1, self.key_file_row)
        self.key_file_row.setVisible(holder.needs_file)
        self.key_file_choice.wanted_box.set_value(holder.needs_file)
        QWidget.setTabOrder(self.old_edit, self.key_file_row.choose_button)
        QWidget.setTabOrder(self.key_file_row.clear_button, self.passphrase_part.ui.passphrase_edit)
        self.old_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        super().forget()
        self.old_edit.clear()
        self.key_file_row.forget()

    def keep(self, _name: str, passphrase: str) -> None:
        cost, wish, old = self.passphrase_part.cost(), self.key_file_choice.wish(), self.old_edit.value()
        path = self.key_file_row.path()

        def change(session: Session) -> None:
            present = keys.read_key_file(path) if path else None
            new = wish.material() if wish else None
            keys.change_passphrase(session, old, passphrase, cost, old_key_file=present, key_file=new)

        self.write(change)


class RenameDialog(KeyDialog):
    """The name that stands at the door and in the history."""

    def __init__(self, desk: Desk, holder: Holder, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            N_("Change the name"),
            N_("It is shown before the vault is opened, and in the history beside what is changed from now on."),
            N_("Keep the name"),
            parent,
        )
        self._slot_id = holder.slot_id
        self.name_edit = LineEdit(limit=60)
        self.name_edit.setObjectName("access_name_edit")
        self.name_edit.set_value(holder.label)
        self.add_row(N_("Name shown when opening"), self.name_edit)
        self.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        name = " ".join(self.name_edit.value().split())
        if not name:
            self.say(N_("Write a name first."))
            return
        slot_id = self._slot_id
        self.write(lambda s: keys.rename(s, slot_id, name))
