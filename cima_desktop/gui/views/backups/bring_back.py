"""What restoring and salvaging have in common: what opens it, work on a thread of its own, the outcome, the choice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QListWidget, QProgressBar, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.tasks import Tasks, Tick
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.secret_words import keep_nowhere
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services import restoring
from cima_desktop.vault.cost import Cost


class BringBackDialog(PlainDialog):
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
        super().__init__(title, explanation, done, parent)
        self.setMinimumWidth(S(600))
        self.present, self.floor = present, floor
        self._swap = swap
        self.work = Tasks(self)
        self.made: Path | None = None
        self._build()
        self.finished.connect(lambda _result: self.work.let_go())

    def _build(self) -> None:
        self.passphrase_edit = LineEdit(limit=4000)
        self.passphrase_edit.setObjectName("restore_passphrase_edit")
        self.passphrase_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.code_edit = LineEdit(limit=400)
        self.code_edit.setObjectName("restore_code_edit")
        keep_nowhere(self.code_edit)
        self.ask_part = QWidget()
        self.asked = QVBoxLayout(self.ask_part)
        self.asked.setContentsMargins(0, 0, 0, 0)
        self.asked.setSpacing(S(10))
        self.passphrase_row = FieldRow(N_("The passphrase it opened with"), self.passphrase_edit)
        self.code_row = FieldRow(N_("The recovery code"), self.code_edit)
        self.code_row.hide()
        self.code_button = QuietButton(N_("Use the printed recovery code"), "key-round")
        self.code_button.clicked.connect(self._turn_code)
        for part in (self.passphrase_row, self.code_row):
            self.asked.addWidget(part)
        self.asked.addWidget(self.code_button, 0, Qt.AlignmentFlag.AlignLeft)
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

    def secret(self) -> dict[str, str]:
        """Return what was typed, as the services take it."""
        if self.code_row.isVisibleTo(self):
            return {"passphrase": "", "recovery_code": self.code_edit.value()}
        return {"passphrase": self.passphrase_edit.value(), "recovery_code": ""}

    def begin(self, call: Callable[[Tick], Any], then: Callable[[Any], object]) -> None:
        """Do the work; nothing else can be pressed but the way out."""
        self.error_label.hide()
        self._set_busy(True)
        self.work.run(call, then, self.show_problem, self._tick, ended=lambda: self._set_busy(False))

    def show_outcome(self, made: Path, words: Text, names: list[str]) -> None:
        """Say what came of it and offer to use it."""
        self.made = made
        self.passphrase_edit.set_value("")
        self.code_edit.set_value("")
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

    def _turn_code(self) -> None:
        by_code = not self.code_row.isVisibleTo(self)
        self.code_row.setVisible(by_code)
        self.passphrase_row.setVisible(not by_code)
        words = N_("Use the passphrase") if by_code else N_("Use the printed recovery code")
        self.code_button.set_words(words)
        (self.code_edit if by_code else self.passphrase_edit).setFocus()

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
