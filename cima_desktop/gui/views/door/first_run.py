"""The first start: practice, or a vault of one's own with a passphrase; the paper way back is made behind it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.door.covering import Cover
from cima_desktop.gui.views.door.first_run_passphrase import PassphrasePart
from cima_desktop.gui.views.door.offer import offer
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from cima_desktop.i18n import N_
from cima_desktop.services import keys, surroundings
from cima_desktop.services.session import Session
from cima_desktop.vault.calibrate import Calibration, calibrate

CHOICE, PASSPHRASE = range(2)
_TITLES = {
    CHOICE: raw("¿Cómo quiere empezar? · How do you want to start?"),
    PASSPHRASE: N_("A vault of your own"),
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
            offer(
                "graduation-cap",
                N_(
                    "Try everything without touching anyone’s life: the families are made up, the colors are "
                    "different, and nothing can leave."
                ),
                self.practice_button,
            )
        )
        column.addLayout(
            offer(
                "shield-check",
                N_(
                    "For real families. Everything is encrypted on this computer; only your passphrase or your paper "
                    "opens it."
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


class FirstRun(Cover):
    """Two pages; `made` carries the open session of the new vault, whose paper way back is still to be made."""

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
        self._is_busy = self._is_abandoned = False
        self.choice_part = ChoicePart()
        self.passphrase_part = PassphrasePart(tasks, measure)
        self.parts: tuple[QWidget, ...] = (self.choice_part, self.passphrase_part)
        self.place = CHOICE
        for part in self.parts:
            self.card.body.addWidget(part)
        self.back_button = QuietButton(N_("Back"), "arrow-left")
        self.next_button = PrimaryButton(N_("Create the vault"))
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
        self.next_button.setVisible(place == PASSPHRASE)
        self.set_busy(self._is_busy)
        first = {
            CHOICE: self.choice_part.practice_button,
            PASSPHRASE: self.passphrase_part.ui.name_edit,
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
        parts = self.choice_part
        for button in (parts.practice_button, parts.create_button, self.back_button, self.next_button):
            button.setEnabled(not busy)

    def abandon(self) -> None:
        """Close a vault that comes too late; it opens with its passphrase."""
        self._is_abandoned = True

    def _next(self) -> None:
        if self.place == PASSPHRASE:
            self.passphrase_part.check()

    def _create(self, name: str, passphrase: str) -> None:
        if self._is_busy:
            return
        self.set_busy(True)
        folder, cost = self._folder, self.passphrase_part.cost()
        self._tasks.run(
            lambda: keys.create_unproved(folder, passphrase, name, cost),
            self._created,
            self.show_problem,
            ended=self._tried,
        )

    def _tried(self) -> None:
        self.set_busy(False)

    def _created(self, session: Session) -> None:
        self.passphrase_part.forget()
        if self._is_abandoned:
            self._tasks.run(session.close)
        else:
            self.made.emit(session)
