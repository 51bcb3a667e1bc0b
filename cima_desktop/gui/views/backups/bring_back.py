"""What restoring and salvaging have in common: what opens it, work on a thread of its own, the outcome, the choice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QListWidget, QProgressBar, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.tasks import Tasks, Tick
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.door.opening_part import OpeningPart
from cima_desktop.gui.views.tall_dialog import TallDialog
from cima_desktop.gui.widgets.buttons import PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services import restoring
from cima_desktop.vault.cost import Cost


class BringBackDialog(TallDialog):
    """Makes a new vault and lets the person choose whether it is used from then on; `replaced` says that it is."""

    replaced = Signal()

    def __init__(
        self,
        title: Text,
        explanation: Text,
        done: Text,
        present: Path,
        floor: Cost,
        swap: "Callable[[Path], object] | None" = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, explanation, done, 600, parent)
        self.present, self.floor = present, floor
        self._swap = swap
        self.work = Tasks(self)
        self.made: Path | None = None
        self._build()
        self.finished.connect(lambda _result: self._end())

    def _build(self) -> None:
        self.opening_part = OpeningPart()
        self.opening_part.submitted.connect(self.finish)
        self.ask_part = QWidget()
        self.asked = QVBoxLayout(self.ask_part)
        self.asked.setContentsMargins(0, 0, 0, 0)
        self.asked.setSpacing(S(10))
        self.asked.addWidget(self.opening_part)
        self.progress_bar = QProgressBar()
        self.progress_bar.setTextVisible(False)
        bind(self.progress_bar, QWidget.setAccessibleName, N_("Progress"))
        self.progress_bar.hide()
        self._build_outcome()
        for widget in (self.ask_part, self.progress_bar, self.outcome_part):
            self.rows.addWidget(widget)

    def _build_outcome(self) -> None:
        self.outcome_part = QWidget()
        column = QVBoxLayout(self.outcome_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        self.outcome_label = Label("", wrap=True)
        self.names_button = SecondaryButton(N_("Show the names"), "eye")
        self.names_list = QListWidget()
        self.names_list.setObjectName("restore_names_list")
        bind(self.names_list, QWidget.setAccessibleName, N_("What differs"))
        self.names_list.setProperty("kind", "plain")
        self.names_frame = Framed(self.names_list)
        self.names_frame.hide()
        self.names_button.clicked.connect(self._show_names)
        self.use_button = PrimaryButton(N_("Use this one from now on"), "check")
        self.use_button.setObjectName("restore_use_button")
        self.use_button.clicked.connect(self._use)
        self.box.addButton(self.use_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.use_button.hide()
        for part in (self.outcome_label, self.names_frame):
            column.addWidget(part)
        column.addWidget(self.names_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.outcome_part.hide()

    def begin(self, call: Callable[[Tick], Any], then: Callable[[Any], object]) -> None:
        """Do the work; nothing else can be pressed but the way out."""
        self.error_label.hide()
        self._set_busy(True)
        self.work.run(call, then, self.show_problem, self._tick, ended=lambda: self._set_busy(False))

    def show_outcome(self, made: Path, words: Text, names: list[str]) -> None:
        """Say what came of it and offer to use it."""
        self.made = made
        self.opening_part.forget()
        self.ask_part.hide()
        self.done_button.hide()
        self.outcome_label.set_words(words)
        self.names_list.addItems(names)
        self.names_button.setVisible(bool(names))
        is_elsewhere = made != self.present
        self.use_button.setVisible(is_elsewhere)
        bind(
            self.cancel_button, _caption, N_("Keep it beside the present one") if is_elsewhere else N_("Go to the door")
        )
        self.outcome_part.show()
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()
        if not is_elsewhere:
            self.rejected.connect(self.replaced)

    def _end(self) -> None:
        self.work.let_go()
        self.opening_part.forget()

    def _show_names(self) -> None:
        self.names_frame.show()
        self.names_button.hide()

    def _tick(self, done: int, all_: int) -> None:
        self.progress_bar.setMaximum(1000)
        self.progress_bar.setValue(1000 * done // max(1, all_))

    def _set_busy(self, busy: bool) -> None:
        self.done_button.setEnabled(not busy)
        self.ask_part.setEnabled(not busy)
        self.progress_bar.setMaximum(0)
        self.progress_bar.setVisible(busy)

    def _use(self) -> None:
        """Put the new vault in the place of the present one: now where that is closed, else when it is closed."""
        if self.made is None:
            return
        made, swap = self.made, self._swap
        self.use_button.setEnabled(False)
        if swap is not None:
            swap(made)
            return
        self.work.run(lambda: restoring.exchange(made, self.present), lambda _aside: self._used(), self._not_used)

    def _used(self) -> None:
        self.accept()
        self.replaced.emit()

    def _not_used(self, error: KnownError) -> None:
        self.show_problem(error)
        self.use_button.setEnabled(True)


def _caption(button: QWidget, words: str) -> None:
    if isinstance(button, SecondaryButton):
        button.setText(words)
        button.setAccessibleName(words)
