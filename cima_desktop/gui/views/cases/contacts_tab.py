"""The attempts to reach somebody about a case, newest first, and a new one (C3)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.cases.contact_form import ContactForm
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _, clock_text, tr
from cima_desktop.model.cases import Contact
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import iso_date
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.consulta import contacts

_TONES = {"reached": "good", "not_safe": "bad", "someone_else": "warn", "wrong_number": "warn"}
_ICONS = {"call": "phone-call", "person": "user", "letter": "file-text"}


class ContactsTab(Tab):
    """A form for what just happened, and what happened before."""

    def __init__(self, desk: Desk, _references: References) -> None:
        super().__init__(desk)
        self.contact_form = ContactForm()
        self.keep_button = SecondaryButton(N_("Keep the outcome"), "check")
        self.keep_button.setObjectName("contact_keep_button")
        self.contacts_list = RowsList()
        for part in (self.contact_form, self.keep_button):
            part.setEnabled(not desk.is_for_looking)
        self.column.addWidget(self.contact_form)
        self.column.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_heading(N_("So far"))
        self.column.addWidget(self.contacts_list)
        self.none_label = self.add_empty(N_("Nobody was called yet."))
        self.column.addStretch(1)
        self.keep_button.clicked.connect(self._keep)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: contacts.of(s, wanted), self._show, latest="contacts tab")

    def clear(self) -> None:
        super().clear()
        self.contact_form.begin()
        self._show(())

    def _show(self, found: Sequence[tuple[Contact, str]]) -> None:
        self.contacts_list.show_lines([contact_line(contact, by) for contact, by in found])
        show_if(self.none_label, not found)

    def _keep(self) -> None:
        answers, about = self.contact_form.answers(), self.record_id
        if answers is None or not about:
            return
        way, outcome, words = answers
        self.desk.do(
            lambda s: contacts.log(s, about, way, outcome, words=words),
            lambda _touched: self.contact_form.begin(),
            self._refused,
        )

    def _refused(self, error: KnownError) -> None:
        self.none_label.set_words(lambda: f"{error.sentence()} {error.advice()}")
        show_if(self.none_label, True)


def contact_line(contact: Contact, by: str) -> Line:
    """Return one attempt as a line."""
    kind = KINDS["contact"]
    outcome: Text = kind.field("outcome").choice_label(contact.outcome)
    return Line(
        title=lambda: _when(contact),
        detail=lambda: " · ".join(
            part for part in (tr(kind.field("way").choice_label(contact.way)), by, contact.words) if part
        ),
        icon=_ICONS.get(contact.way, "message-square-text"),
        chips=((outcome, _TONES.get(contact.outcome, "neutral")),) if contact.outcome else (),
    )


def _when(contact: Contact) -> str:
    day = iso_date(contact.on)
    parts = (show_date(day) if day else "", clock_text(contact.at) if contact.at else "")
    return ", ".join(part for part in parts if part) or _("(no date)")
