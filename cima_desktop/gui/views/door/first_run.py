"""The first start: practice or a vault of one's own, a passphrase, and the recovery sheet typed back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.door.covering import Cover
from cima_desktop.gui.views.door.first_run_passphrase import PassphrasePart
from cima_desktop.gui.views.door.first_run_recovery import RecoveryPart
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.services import recovery_sheet, surroundings
from cima_desktop.services.session import Session
from cima_desktop.vault.calibrate import Calibration, calibrate

CHOICE, PASSPHRASE, RECOVERY = range(3)
_TITLES = {
    CHOICE: raw("¿Cómo quiere empezar? · How do you want to start?"),
    PASSPHRASE: N_("A vault of your own"),
    RECOVERY: N_("The recovery sheet"),
}


class ChoicePart(QWidget):
    """Practice, or a vault; and the language, in both at once, so that nobody has to read the other one."""

    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(16))
        self.practice_button = SecondaryButton(N_("Practice with made-up families"), "graduation-cap")
        self.create_button = PrimaryButton(N_("Create a vault"), "shield-check")
        self.spanish_button = QuietButton(raw("Español"), "languages")
        self.english_button = QuietButton(raw("English"), "languages")
        column.addLayout(
            _offer(
                "graduation-cap",
                N_(
                    "Try everything without touching anyone’s life: the families are made up, the colors are "
                    "different, and nothing can leave."
                ),
                self.practice_button,
            )
        )
        column.addLayout(
            _offer(
                "shield-check",
                N_(
                    "For real families. Everything is encrypted on this computer; only your passphrase or the recovery "
                    "sheet opens it."
                ),
                self.create_button,
            )
        )
        column.addStretch(1)
        self.spanish_button.clicked.connect(lambda: self.language_chosen.emit("es"))
        self.english_button.clicked.connect(lambda: self.language_chosen.emit("en"))

    def languages(self) -> QHBoxLayout:
        """Return the row in which the language is chosen, for the foot of the card."""
        row = QHBoxLayout()
        row.addWidget(self.spanish_button)
        row.addWidget(self.english_button)
        return row


def _offer(icon: str, words: str, button: SecondaryButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(S(14))
    row.addWidget(Drawing(icon, "accent", side=28), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(S(8))
    column.addWidget(Label(words, wrap=True))
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch(1)
    row.addLayout(column, 1)
    return row


class FirstRun(Cover):
    """Three pages; `made` carries the open session of the new vault."""

    language_chosen = Signal(str)
    practice_wanted = Signal()
    made = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        folder: Path,
        measure: Callable[[], Calibration] = calibrate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_TITLES[CHOICE], parent=parent)
        self._tasks, self._folder = tasks, folder
        self._session: Session | None = None
        self._is_busy = self._is_abandoned = False
        self.choice_part = ChoicePart()
        self.passphrase_part = PassphrasePart(tasks, measure)
        self.recovery_part = RecoveryPart()
        self.parts = (self.choice_part, self.passphrase_part, self.recovery_part)
        self.place = CHOICE
        for part in self.parts:
            self.card.body.addWidget(part)
        self.back_button = QuietButton(N_("Back"), "arrow-left")
        self.next_button = PrimaryButton(N_("Continue"))
        footer = self.card.add_footer()
        footer.addLayout(self.choice_part.languages())
        footer.addWidget(self.back_button)
        footer.addStretch(1)
        footer.addWidget(self.next_button)
        self._connect()
        self.go(CHOICE)

    def _connect(self) -> None:
        self.choice_part.language_chosen.connect(self.language_chosen)
        self.choice_part.practice_button.clicked.connect(self.practice_wanted)
        self.choice_part.create_button.clicked.connect(lambda: self.go(PASSPHRASE))
        self.passphrase_part.accepted.connect(self._create)
        self.passphrase_part.submitted.connect(self._next)
        self.recovery_part.proved_changed.connect(self.next_button.setEnabled)
        self.back_button.clicked.connect(lambda: self.go(self.place - 1))
        self.next_button.clicked.connect(self._next)

    def go(self, place: int) -> None:
        """Show a page with the cursor where it is needed."""
        self.place = place
        for number, part in enumerate(self.parts):  # no stack: the card is as high as the page in sight
            part.setVisible(number == place)
        self.title_label.set_words(_TITLES[place])
        self.message_bar.hide_message()
        self.back_button.setVisible(place == PASSPHRASE)
        for button in (self.choice_part.spanish_button, self.choice_part.english_button):
            button.setVisible(place == CHOICE)
        self.next_button.setVisible(place in (PASSPHRASE, RECOVERY))
        self.next_button.set_words(N_("Create the vault") if place == PASSPHRASE else N_("Open the vault"))
        self.set_busy(self._is_busy)
        first = {
            CHOICE: self.choice_part.practice_button,
            PASSPHRASE: self.passphrase_part.ui.name_edit,
            RECOVERY: self.recovery_part.ui.group1_edit,
        }
        self.setFocusProxy(first[place])  # whoever shows this cover gives it the focus: it goes on to here
        first[place].setFocus(Qt.FocusReason.OtherFocusReason)
        if place == PASSPHRASE:
            self.passphrase_part.measure()
            folder = self._folder
            self._tasks.run(lambda: surroundings.of_folder(folder), self.message_bar.show_cautions)

    def set_busy(self, busy: bool) -> None:
        """Offer no other way in while one is being gone."""
        self._is_busy = busy
        for button in (self.choice_part.practice_button, self.choice_part.create_button, self.back_button):
            button.setEnabled(not busy)
        is_through = self.place != RECOVERY or self.recovery_part.is_proved()
        self.next_button.setEnabled(not busy and is_through)

    def abandon(self) -> None:
        """Close a vault that was made and whose sheet was not proved yet; it opens with its passphrase."""
        self._is_abandoned = True
        session, self._session = self._session, None
        if session is not None:
            self._tasks.run(session.close)

    def _next(self) -> None:
        if self.place == PASSPHRASE:
            self.passphrase_part.check()
        elif self.place == RECOVERY and self.recovery_part.is_proved() and self._session:
            session, self._session = self._session, None
            self.recovery_part.forget()
            self._tasks.run(lambda: recovery_sheet.note_proved(session), ended=lambda: self.made.emit(session))

    def _create(self, name: str, passphrase: str) -> None:
        if self._is_busy:
            return
        self.set_busy(True)
        folder, cost = self._folder, self.passphrase_part.cost()
        self._tasks.run(
            lambda: recovery_sheet.create_unproved(folder, passphrase, name, cost),
            self._created,
            self.show_problem,
            ended=self._tried,
        )

    def _tried(self) -> None:
        self.set_busy(False)

    def _created(self, outcome: tuple[Session, str]) -> None:
        self._session, code = outcome
        if self._is_abandoned:
            self.abandon()
            return
        self.passphrase_part.forget()
        self.recovery_part.show_code(code)
        self.go(RECOVERY)
