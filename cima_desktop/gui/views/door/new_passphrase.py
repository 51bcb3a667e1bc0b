"""Somebody came in with paper: whose passphrase was forgotten, and what is it to be from now on?

Where no passphrase opens the vault any more, it is the first one of a new person.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent

from cima_desktop.gui.language import raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.covering import Cover
from cima_desktop.gui.views.door.first_run_passphrase import PassphrasePart
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys
from cima_desktop.services.keys import Holder
from cima_desktop.services.session import Session
from cima_desktop.vault.calibrate import calibrate

_NO_FILE = N_("This person’s key file is then no longer asked for. One can be made again in Settings.")


_FORGOTTEN = N_(
    "The paper opened the vault. So that the paper is not needed every day, choose whose passphrase was forgotten and"
    " give that person a new one. The forgotten one then opens nothing."
)
_NOBODY = N_(
    "The paper opened the vault, and no passphrase opens it now. So that the paper is not needed every day, choose a"
    " name and a passphrase. Other people can be added in Settings."
)


class NewPassphrase(Cover):
    """Replaces one person's passphrase, or adds a person where there is none; the paper goes on opening the vault.

    The vault is then opened anew with it, so that the person has it for certain and the history knows who works.
    """

    replaced = Signal()
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Choose a new passphrase"), "key-round")
        self._desk = desk
        self.person_box = ChoiceBox((), empty=N_("Choose…"))
        self.person_box.setObjectName("new_passphrase_person_box")
        self._with_file: frozenset[str] = frozenset()
        self._is_first = False
        """Whether it is to be the first passphrase there is."""
        self.file_label = Label(_NO_FILE, "small", wrap=True)
        self.file_label.hide()
        self.passphrase_part = PassphrasePart(desk.tasks, calibrate, named=False)
        self.why_label = Label(_FORGOTTEN, wrap=True)
        self.person_row = FieldRow(N_("Whose passphrase?"), self.person_box)
        for part in (
            self.why_label,
            self.person_row,
            self.file_label,
            self.passphrase_part,
        ):
            self.card.body.addWidget(part)
        self.later_button = QuietButton(N_("Not now"))
        self.done_button = PrimaryButton(N_("Set the passphrase"), "check")
        footer = self.card.add_footer()
        footer.addWidget(self.later_button)
        footer.addStretch(1)
        footer.addWidget(self.done_button)
        self.setFocusProxy(self.person_box)
        self.person_box.currentIndexChanged.connect(
            lambda _row: self.file_label.setVisible(self.person_box.value() in self._with_file)
        )
        self.later_button.clicked.connect(self._leave)
        self.done_button.clicked.connect(self.passphrase_part.check)
        self.passphrase_part.submitted.connect(self.passphrase_part.check)
        self.passphrase_part.accepted.connect(self._set)
        self.passphrase_part.measure()
        desk.ask(keys.holders, self._show, self.show_problem)

    def forget(self) -> None:
        """Forget what was typed."""
        self.passphrase_part.forget()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was typed and shown as soon as something else stands here; not when the window is minimised."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.forget()

    def _show(self, holders: Sequence[Holder]) -> None:
        people = [h for h in holders if h.is_person and not h.frozen]
        self._with_file = frozenset(h.slot_id.hex() for h in people if h.needs_file)
        self.person_box.set_choices([(h.slot_id.hex(), raw(h.label)) for h in people])
        self._is_first = not people
        if self._is_first:
            self.why_label.set_words(_NOBODY)
            self.person_row.hide()
            self.passphrase_part.ask_name(True)
            self.passphrase_part.ui.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif len(people) == 1:
            self.person_box.set_value(people[0].slot_id.hex())
            self.passphrase_part.ui.passphrase_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set(self, name: str, passphrase: str) -> None:
        chosen, cost = self.person_box.value(), self.passphrase_part.cost()
        if self._is_first:
            self._write(lambda s: keys.add_person(s, name, passphrase, cost))
            return
        if not chosen:
            self.message_bar.say(N_("Choose first whose passphrase it is."), "info")
            self.person_box.setFocus()
            return
        slot_id = bytes.fromhex(chosen)
        self._write(lambda s: keys.replace_passphrase(s, slot_id, passphrase, cost))

    def _write(self, call: Callable[[Session], object]) -> None:
        self.done_button.setEnabled(False)
        self._desk.write(call, self._replaced, self._not_replaced)

    def _replaced(self, _result: object) -> None:
        self.forget()
        self.replaced.emit()

    def _not_replaced(self, error: KnownError) -> None:
        self.done_button.setEnabled(True)
        self.show_problem(error)

    def _leave(self) -> None:
        self.forget()
        self.left.emit()
