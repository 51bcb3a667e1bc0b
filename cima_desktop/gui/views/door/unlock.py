"""The door: who it is and their passphrase, or paper, or the keyring; each fault is said in its own sentence."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.forms.unlock_form import Ui_UnlockForm
from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.views.door.covering import Cover
from cima_desktop.gui.views.door.key_file_row import KeyFileRow
from cima_desktop.gui.views.door.shares_entry import SharesEntry
from cima_desktop.gui.views.door.typed import CODE, PASSPHRASE, SHARES, DoorPerson, DoorWays, Typed
from cima_desktop.gui.views.records.form_widget import FormWidget
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError

REASONS = {
    "": "",
    "asked": N_("You locked the vault. What you were typing is kept inside it and comes back when you open it."),
    "idle": N_(
        "Nobody used the computer for a while, so the vault locked itself. What you were typing is kept inside."
    ),
    "sleep": N_("The computer was asleep, so the vault locked itself. What you were typing is kept inside."),
    "new passphrase": N_("The new passphrase is set. Open the vault with it now, to be certain that you have it."),
    "keys": N_("The vault was closed to put its keys in order. What was saved is there; open it again."),
    "only paper": N_(
        "From now on only paper opens the vault: the recovery code or the shares. What you were typing is kept inside."
    ),
    "only paper, keyring": N_(
        "From now on only paper opens the vault. An entry may be left in this computer’s keyring; it opens nothing here"
        " any more, but delete it there."
    ),
    "helper": N_("The time of this helper copy is over, so it was locked."),
    "screen": N_("The screen was locked, so the vault locked itself too. What you were typing is kept inside."),
    "unsaved": N_("The vault was locked, but the disk refused the last words that were typed. They may be missing."),
}
_FROZEN = N_(
    "This person’s key was frozen, and it opens nothing now. Somebody else who can open the vault can unfreeze it in"
    " Settings."
)


class UnlockForm(FormWidget):
    """The fields of the door: those drawn in ui/unlock_form.ui, who it is, the key file and the shares."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_UnlockForm()
        self.draw(self.ui)
        self.ui.passphrase_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.ui.show_button.setIcon(icons.icon("eye", "muted"))
        self.ui.passphrase_label.setBuddy(self.ui.passphrase_edit)
        self.ui.code_label.setBuddy(self.ui.code_edit)
        self.person_box = ChoiceBox((), empty=N_("Any name: every key is tried"))
        self.person_box.setObjectName("door_person_box")
        self.person_row = FieldRow(N_("Who are you?"), self.person_box)
        self.frozen_label = Label(_FROZEN, "error", wrap=True)
        self.key_file_row = KeyFileRow()
        self.shares_entry = SharesEntry()
        column = self.ui.column
        column.insertWidget(0, self.person_row)
        column.insertWidget(1, self.frozen_label)
        column.insertWidget(column.indexOf(self.ui.caps_label) + 1, self.key_file_row)
        column.insertWidget(column.indexOf(self.ui.code_help_label) + 1, self.shares_entry)
        self.frozen_label.hide()
        self.ui.caps_label.hide()
        QWidget.setTabOrder(self.person_box, self.ui.passphrase_edit)
        QWidget.setTabOrder(self.ui.show_button, self.key_file_row.choose_button)
        QWidget.setTabOrder(self.key_file_row.clear_button, self.ui.code_edit)


class UnlockView(Cover):
    """Asks for what opens the vault; knows nothing of vaults itself."""

    asked = Signal(object)
    """A `Typed`: open the vault with it."""
    practice_wanted = Signal()
    removal_wanted = Signal(str)
    """A helper copy that has ended is to be removed; the passphrase that opens it."""

    def __init__(self, reason: str = "", parent: QWidget | None = None) -> None:
        super().__init__(N_("Open the vault"), "lock", parent)
        self.form = UnlockForm()
        self.ui = self.form.ui
        self.card.body.addWidget(self.form)
        self._is_busy = False
        self._ways = DoorWays()
        self.way = PASSPHRASE
        self._connect()
        self.setFocusProxy(self.ui.passphrase_edit)
        self.use(PASSPHRASE)
        self.say_reason(reason)
        QTimer.singleShot(0, self, self._take_focus)

    def _connect(self) -> None:
        ui, form = self.ui, self.form
        ui.show_button.toggled.connect(self._show_passphrase)
        for button, way in self._way_buttons():
            button.clicked.connect(lambda _checked=False, w=way: self.use(w))
        ui.keyring_button.clicked.connect(self._open_by_keyring)
        ui.open_button.clicked.connect(self.open)
        ui.passphrase_edit.returnPressed.connect(self.open)
        ui.passphrase_edit.installEventFilter(self)
        ui.code_edit.returnPressed.connect(self.open)
        form.shares_entry.submitted.connect(self.open)
        form.person_box.currentIndexChanged.connect(lambda _row: self._fit_to_person())
        ui.practice_button.clicked.connect(self.practice_wanted)

    def _way_buttons(self) -> tuple[tuple[QPushButton, str], ...]:
        return ((self.ui.passphrase_button, PASSPHRASE), (self.ui.code_button, CODE), (self.ui.shares_button, SHARES))

    def show_ways(self, ways: DoorWays) -> None:
        """Offer the ways into this vault, once they are known; what is being typed meanwhile stays."""
        self._ways = ways
        names = [person.name for person in ways.people if person.name]
        if len(names) == 1:
            self.title_label.set_words(lambda: _("Open the vault “{name}”").format(name=names[0]))
        self.form.person_box.set_choices([(p.slot_id.hex(), _shown_name(p)) for p in ways.people])
        self.use(self.way if ways.has_passphrase or self.way != PASSPHRASE else CODE if ways.has_code else SHARES)

    def say_reason(self, reason: str) -> None:
        """Say why it is locked."""
        if REASONS.get(reason):
            self.message_bar.say(REASONS[reason], "warn" if reason == "unsaved" else "info", closable=False)

    def use(self, way: str) -> None:
        """Ask for the passphrase, the recovery code or the shares."""
        self.way = way
        ui, form = self.ui, self.form
        for widget in (ui.code_edit, ui.code_label, ui.code_help_label):
            widget.setVisible(way == CODE)
        for part in (ui.passphrase_edit, ui.passphrase_label, ui.show_button):
            part.setVisible(way == PASSPHRASE)
        form.person_row.setVisible(way == PASSPHRASE and len(self._ways.people) > 1)
        form.shares_entry.setVisible(way == SHARES)
        ui.caps_label.hide()
        ui.passphrase_button.setVisible(way != PASSPHRASE and self._ways.has_passphrase)
        ui.code_button.setVisible(way != CODE and self._ways.has_code)
        ui.shares_button.setVisible(way != SHARES and self._ways.has_shares)
        ui.keyring_button.setVisible(self._ways.has_keyring)
        ui.ways_label.setVisible(any(b.isVisibleTo(form) for b in (*self._others(), ui.keyring_button)))
        self._fit_to_person()
        self._take_focus()

    def _others(self) -> list[QPushButton]:
        return [button for button, _way in self._way_buttons()]

    def person(self) -> DoorPerson | None:
        """Return who was chosen; the only one there is need not be."""
        people, chosen = self._ways.people, self.form.person_box.value()
        if len(people) == 1:
            return people[0]
        return next((p for p in people if p.slot_id.hex() == chosen), None)

    def open(self) -> None:
        """Ask for the vault to be opened with what was typed."""
        typed = self._typed()
        if typed is None or self._is_busy:
            self._take_focus()
            return
        self.asked.emit(typed)

    def _typed(self) -> Typed | None:
        if self.way == CODE:
            code = self.ui.code_edit.text()
            return Typed(recovery_code=code) if code else None
        if self.way == SHARES:
            shares = self.form.shares_entry.shares()
            return Typed(shares=shares) if shares else None
        passphrase, person = self.ui.passphrase_edit.text(), self.person()
        if not passphrase:
            return None
        if person and person.needs_file and not self.form.key_file_row.path():
            self.message_bar.say(N_("This person’s passphrase opens only together with the key file. Choose it first."))
            return None
        slot_id = person.slot_id if person else b""
        return Typed(passphrase=passphrase, slot_id=slot_id, key_file=self.form.key_file_row.path())

    def _open_by_keyring(self) -> None:
        if not self._is_busy:
            self.asked.emit(Typed(keyring=True))

    def set_busy(self, busy: bool) -> None:
        """Show that it is being opened, and offer no second way in meanwhile."""
        self._is_busy = busy
        for button in (self.ui.open_button, *self._others(), self.ui.keyring_button, self.ui.practice_button):
            button.setEnabled(not busy)
        bind(self.ui.open_button, type(self.ui.open_button).setText, N_("Opening…") if busy else N_("Open"))

    def show_problem(self, error: KnownError) -> None:
        """Say why it did not open; what was typed stays and is selected."""
        self.set_busy(False)
        super().show_problem(error)
        if getattr(error, "offers_removal", False):
            self._offer_removal(error)
        self._take_focus()
        if self.way != SHARES:
            (self.ui.code_edit if self.way == CODE else self.ui.passphrase_edit).selectAll()

    def _offer_removal(self, error: KnownError) -> None:
        typed = self.ui.passphrase_edit.text()
        self.message_bar.say(
            lambda: f"{error.sentence()} {error.advice()}",
            "bad",
            N_("Remove the copy"),
            lambda: self.removal_wanted.emit(typed),
        )

    def forget(self) -> None:
        """Forget what was typed and chosen."""
        for edit in (self.ui.passphrase_edit, self.ui.code_edit):
            edit.clear()
        self.form.key_file_row.forget()
        self.form.shares_entry.forget()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was typed and shown as soon as something else stands here; not when the window is minimised."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.forget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice letters that come out as capitals without Shift, and the other way round."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and len(event.text()) == 1:
            letter, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if letter.lower() != letter.upper():
                self.ui.caps_label.setVisible(letter.isupper() != shift)
        return super().eventFilter(watched, event)

    def _fit_to_person(self) -> None:
        """Ask for a key file where the chosen key needs one, or might; say when a key is frozen."""
        person = self.person()
        wanted = person.needs_file if person else any(p.needs_file for p in self._ways.people)
        self.form.key_file_row.setVisible(self.way == PASSPHRASE and wanted)
        self.form.frozen_label.setVisible(self.way == PASSPHRASE and person is not None and person.frozen)

    def _take_focus(self) -> None:
        fields = {PASSPHRASE: self.ui.passphrase_edit, CODE: self.ui.code_edit, SHARES: self.form.shares_entry}
        fields[self.way].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_passphrase(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.ui.passphrase_edit.setEchoMode(mode)
        self.ui.show_button.setIcon(icons.icon("eye-off" if shown else "eye", "muted"))


def _shown_name(person: DoorPerson) -> Text:
    return raw(person.name) if person.name else N_("A key without a name")
