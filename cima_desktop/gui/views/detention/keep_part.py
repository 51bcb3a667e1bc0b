"""What a search needs, kept because the family asked for it: until when, who asked, and the way to erase it (E5)."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.errors import show_error
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.date_edit import DateEdit
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_, _
from cima_desktop.model.detention import LocatorCard
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services import short_clock
from cima_desktop.services.detention.cards import USUAL_DAYS
from cima_desktop.services.session import Session


class KeepPart(QWidget):
    """Says what is kept for a search, or lets somebody note that the family asked for it."""

    wanted = Signal()
    """The family asks to keep what stands in the box."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._detention = NO_ID
        self.card_list = RowsList()
        self.begin_button = QuietButton(N_("The family asks us to keep names and country…"), "id-card")
        self.asked_edit = LineEdit(limit=120)
        self.until_edit = DateEdit(allow_past=False)
        self.keep_button = PrimaryButton(N_("Keep until that day"), "check")
        self.cancel_button = QuietButton(N_("Cancel"))
        self.form = QWidget()
        self._build()
        self.begin_button.clicked.connect(self.begin)
        self.keep_button.clicked.connect(self.wanted)
        self.cancel_button.clicked.connect(self.shut)

    def show_card(self, detention: RecordId, card: LocatorCard | None) -> None:
        """Show what is kept for a detention."""
        self._detention = detention
        self.card_list.show_lines([self._line(card)] if card else [])
        show_if(self.begin_button, card is None and self.form.isHidden() and not self.desk.is_for_looking)

    def clear(self) -> None:
        """Show nothing."""
        self._detention = NO_ID
        self.card_list.show_lines(())
        self.shut()

    def begin(self) -> None:
        """Ask who asked for it, and until when."""

        def show(day: date) -> None:
            self.until_edit.set_value(day)
            show_if(self.begin_button, False)
            self.form.show()
            self.asked_edit.setFocus(Qt.FocusReason.OtherFocusReason)

        self.desk.ask(_usual_day, show)

    def shut(self) -> None:
        """Put the questions away."""
        self.asked_edit.set_value("")
        self.until_edit.set_value(None)
        self.form.hide()
        show_if(self.begin_button, not self.card_list.lines and not self.desk.is_for_looking)

    def show_problem(self, error: KnownError) -> None:
        """Say why it was not kept, beside its field."""
        path = error.path if isinstance(error, InvalidInputError) else ""
        row = self.until_row if path == "erase_on" else self.asked_row
        row.set_problem(lambda: f"{error.sentence()} {error.advice()}")

    def _build(self) -> None:
        names = {
            "locator_keep_button": self.begin_button,
            "locator_asked_edit": self.asked_edit,
            "locator_until_edit": self.until_edit,
            "locator_keep_now_button": self.keep_button,
        }
        for name, part in names.items():
            part.setObjectName(name)
        guarded(self.asked_edit, words=False)
        self.asked_row = FieldRow(N_("Who of the family asked to keep it"), self.asked_edit)
        self.until_row = FieldRow(N_("Erased on"), self.until_edit, N_("Within 90 days; it is erased by itself then."))
        line = QHBoxLayout()
        line.setSpacing(S(10))
        line.addWidget(self.asked_row, 3)
        line.addWidget(self.until_row, 2)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        inner = QVBoxLayout(self.form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(line)
        inner.addLayout(buttons)
        self.form.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card_list)
        column.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)

    def _line(self, card: LocatorCard) -> Line:
        day = iso_date(card.erase_on)

        def detail() -> str:
            until = show_date(day) if day else "—"
            return _("Until {day}; {name} asked for it. The number is not kept.").format(day=until, name=card.agreed_by)

        erase = Deed(words=N_("Erase it now"), run=partial(self._erase, card.id), icon="trash-2")
        title = N_("Names and country are kept for the family")
        return Line(title=title, detail=detail, icon="id-card", deeds=() if self.desk.is_for_looking else (erase,))

    def _erase(self, card: RecordId) -> None:
        self.desk.do(lambda s: short_clock.erase_now(s, card), failed=show_error)


def _usual_day(session: Session) -> date:
    return session.today() + timedelta(days=USUAL_DAYS)
