"""Two people release a text: who, and how each says so."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.incidents.incident_words import line_of
from cima_desktop.gui.views.incidents.proof_part import ProofPart
from cima_desktop.gui.views.records.rows_list import RowsList
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, tr
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.standing import Released
from cima_desktop.services.alerts import releasing, texts
from cima_desktop.services.alerts.board import Board


class ReleaseForm(QWidget):
    """Shows a text that waits, what it lacks, who released it, and takes the next release."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._known: Board | None = None
        self._alert = NO_ID
        self._asks = True
        self.message_bar = MessageBar()
        self.spanish_label = Label("", wrap=True)
        self.english_label = Label("", wrap=True)
        self.lack_label = Label("", "strong", wrap=True)
        self.releases_list = RowsList()
        self.who_box = ChoiceBox([], empty=N_("Choose…"))
        self.who_box.setObjectName("release_who_box")
        self.proof_part = ProofPart("release")
        self.release_button = PrimaryButton(N_("Release these words"), "stamp")
        self.release_button.setObjectName("release_button")
        self.back_button = QuietButton(N_("Take the text back"), "undo-2")
        self.back_button.setObjectName("alert_back_button")
        self._build()
        self.who_box.edited.connect(self._chosen)
        self.proof_part.submitted.connect(self.release)
        self.release_button.clicked.connect(self.release)
        self.back_button.clicked.connect(self._take_back)

    def _build(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(S(16))
        for label in (self.spanish_label, self.english_label):
            sides.addWidget(label, 1, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        for button in (self.release_button, self.back_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(Label(N_("Waits to be released"), "section"))
        column.addWidget(self.message_bar)
        column.addLayout(sides)
        column.addWidget(self.lack_label)
        column.addWidget(self.releases_list)
        column.addWidget(FieldRow(N_("Who releases it"), self.who_box))
        column.addWidget(self.proof_part)
        column.addLayout(buttons)

    def show_text(self, known: Board, text: Released, asks: bool) -> None:
        """Show a text that waits; `asks` tells whether passphrases are asked for."""
        new = text.alert.id != self._alert
        self._known, self._alert, self._asks = known, text.alert.id, asks
        self.spanish_label.set_words(raw(text.alert.spanish))
        self.english_label.set_words(raw(text.alert.english))
        lack = text.lack
        self.lack_label.set_words(lambda: tr(lack.sentence) if lack else "")
        show_if(self.lack_label, lack is not None)
        self.releases_list.show_lines([line_of(known, judged) for judged in text.releases])
        done = {judged.record.by for judged in text.releases if judged.counts}  # type: ignore[union-attr] # releases
        self.who_box.set_choices([(each.id, raw(each.name)) for each in known.roster if each.id not in done])
        if new or self.who_box.value() in done:
            self.who_box.set_value(known.me if known.me not in done else "")
            self._chosen()
        self.setEnabled(not self.desk.is_for_looking)

    def clear(self) -> None:
        """Forget the text and what was typed."""
        self._known, self._alert = None, NO_ID
        self.proof_part.forget()
        self.message_bar.hide_message()
        self.releases_list.show_lines([])
        for label in (self.spanish_label, self.english_label, self.lack_label):
            label.set_words("")

    def release(self) -> None:
        """Let whoever is chosen release it."""
        alert, who, proof = RecordId(self._alert), RecordId(self.who_box.value()), self.proof_part.proof()
        if not alert or not who:
            self.who_box.setFocus()
            return
        self.message_bar.hide_message()
        self.release_button.setEnabled(False)
        self.desk.do(
            lambda s: releasing.release(s, alert, who, proof),
            lambda _touched: self.proof_part.forget(),
            self.message_bar.show_problem,
            lambda: self.release_button.setEnabled(True),
        )

    def _chosen(self) -> None:
        who = self.who_box.value()
        has_key = self._known is not None and who in self._known.with_key
        self.proof_part.forget()
        self.proof_part.setVisible(bool(who))
        self.proof_part.show_for(has_key=has_key, asks=self._asks)

    def _take_back(self) -> None:
        alert = RecordId(self._alert)
        if alert:
            self.desk.do(lambda s: texts.discard(s, alert), None, self.message_bar.show_problem)
