"""Before dialling: how to reach somebody safely is read first; then comes the number, then the outcome is noted."""

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.cases.contact_form import ContactForm
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.contact_card import SafeContactCard
from cima_desktop.gui.views.tall_dialog import TallDialog
from cima_desktop.gui.widgets.buttons import PrimaryButton
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Person
from cima_desktop.services.consulta import contacts
from cima_desktop.services.session import Session


@attrs.frozen(kw_only=True)
class _Called:
    """Whom to call, and what is known about it."""

    title: str
    values: dict[str, object]


def _called(session: Session, person: RecordId) -> _Called:
    found = session.store.need(Person, person)
    return _Called(title=found.title(), values=dict(KINDS["person"].values(found)))


class DialDialog(TallDialog):
    """The safe-contact card without the number; the number comes when somebody says that they read it (C4)."""

    def __init__(self, desk: Desk, person_id: RecordId, about_id: RecordId, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Before you call"),
            N_("Read this first: a call at the wrong hour, or a message, can put somebody in danger."),
            N_("Keep the outcome"),
            560,
            parent,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._person, self._about = desk, person_id, about_id
        self.card = SafeContactCard()
        self.show_button = PrimaryButton(N_("I have read it: show the number"), "phone")
        self.show_button.setObjectName("dial_show_button")
        self.contact_form = ContactForm()
        for part in (self.card, self.show_button, self.contact_form):
            self.rows.addWidget(part)
        self.card.number_label.hide()
        self.contact_form.hide()
        self.done_button.setEnabled(False)
        self.show_button.clicked.connect(self.show_number)
        desk.ask(lambda s: _called(s, person_id), self._show, self.show_problem)

    def show_number(self) -> None:
        """Show the number and ask what came of the call; that somebody looked at it is noted."""
        self.card.number_label.show()
        show_if(self.show_button, False)
        self.contact_form.show()
        self.done_button.setEnabled(True)
        self.contact_form.outcome_list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.saw(self._person)

    def finish(self) -> None:
        if self.contact_form.isHidden():
            return
        answers = self.contact_form.answers()
        if answers is None:
            return
        about, (way, outcome, words) = self._about, answers
        self.done_button.setEnabled(False)
        self._desk.do(
            lambda s: contacts.log(s, about, way, outcome, words=words),
            lambda _touched: self.accept(),
            self.show_problem,
        )

    def _show(self, called: _Called) -> None:
        self.card.show_values(called.values)  # type: ignore[arg-type]  # a record's own values
        self.card.number_label.hide()
        self.card.setAccessibleName(called.title)  # not the number: it is not to be used yet
        self.show_button.setFocus(Qt.FocusReason.OtherFocusReason)


def open_dial(desk: Desk, near: QWidget, person_id: RecordId, about_id: RecordId) -> DialDialog:
    """Show what must be known before calling somebody about a record."""
    dialog = DialDialog(desk, person_id, about_id, near.window())
    dialog.open()
    return dialog
