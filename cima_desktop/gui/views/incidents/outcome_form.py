"""What a verifier says: one of three outcomes (keys 1 to 3), what it rests on, and who signs it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.incidents.proof_part import ProofPart
from cima_desktop.gui.views.records.deed_form import DeedForm
from cima_desktop.gui.widgets.check_list import RadioList
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.incidents import Verification
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.line_choices import OUTCOMES
from cima_desktop.services.alerts import deeds
from cima_desktop.services.alerts.deeds import Seen

FIELDS = ("evidence", "sure", "still", "agents", "vehicles", "units", "words")
_LINES = tuple((each.value, each.label) for each in OUTCOMES)


class OutcomeForm(QWidget):
    """Signs one verification."""

    left = Signal()

    def __init__(self, desk: Desk, references: References, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._seen: Verification | None = None
        self.who_label = Label("", "strong", wrap=True)
        self.outcome_list = RadioList(list(_LINES))
        self.outcome_list.setObjectName("verification_outcome_list")
        bind(self.outcome_list, QWidget.setAccessibleName, N_("Outcome (keys 1, 2 and 3)"))
        self.proof_part = ProofPart("verification")
        words = (N_("What the verifier says"), N_("Sign the outcome"))
        self.form = DeedForm(desk, KINDS["verification"], FIELDS, words, references)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.who_label)
        column.addWidget(FieldRow(N_("Outcome (keys 1, 2 and 3)"), self.outcome_list))
        column.addWidget(self.form)
        layout = self.form.layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(layout.count() - 1, FieldRow(N_("Who signs"), self.proof_part))
        self.form.asked.connect(self._sign)
        self.form.left.connect(self.close_form)
        self.proof_part.submitted.connect(self.form.do_button.click)
        self.hide()

    def begin(self, seen: Verification, name: str, has_key: bool, asks: bool) -> None:
        """Ask what came of a verification."""
        self._seen = seen
        self.who_label.set_words(lambda: _("{name} says what was seen, and signs it.").format(name=name))
        self.outcome_list.set_value("")
        self.proof_part.show_for(has_key=has_key, asks=asks)
        self.form.begin(f"outcome:{seen.id}", {})
        self.show()
        next(iter(self.outcome_list.buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def verification(self) -> str:
        """Return which verification is asked about, "" for none."""
        return self._seen.id if self._seen is not None else ""

    def close_form(self) -> None:
        """Ask nothing any more, and forget the passphrase."""
        self._seen = None
        self.proof_part.forget()
        self.hide()
        self.left.emit()

    def _sign(self, values: Mapping[str, Value]) -> None:
        if self._seen is None:
            return
        verification = RecordId(self._seen.id)
        known: dict[str, object] = dict(values)
        seen = Seen(outcome=self.outcome_list.value(), **known)  # type: ignore[arg-type] # of the fields it names
        proof = self.proof_part.proof()
        self.form.do_button.setEnabled(False)
        self.desk.do(
            lambda s: deeds.sign(s, verification, seen, proof),
            self._signed,
            self.form.show_problem,
            lambda: self.form.do_button.setEnabled(True),
        )

    def _signed(self, _touched: object) -> None:
        self.form.forget_draft()
        self.close_form()
