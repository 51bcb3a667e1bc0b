"""What may be handed on about a record, what was asked of others, and what left (C5, C6, Y12)."""

from collections.abc import Sequence
from datetime import date

import attrs
from PySide6.QtCore import Qt

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.register_lines import register_line
from cima_desktop.gui.views.records.deed_form import DeedForm
from cima_desktop.gui.views.records.referrals_list import ReferralsList
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.sharing import Consent
from cima_desktop.services import consents, exchange_register, guard
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

CONSENT_ACT = N_("Noted a consent")
FORGET_ACT = N_("Took a consent away")
_ASKED = ("purpose", "agreed", "how", "witness", "given_on", "expires_on", "note")
_FORM = "consent"


@attrs.frozen(kw_only=True)
class Said:
    """What the part shows."""

    consents: Sequence[Consent] = ()
    lines: Sequence[exchange_register.Line] = ()


def read_said(session: Session, record: RecordId) -> Said:
    """Read what a person agreed to, and what left about a record."""
    given = sorted(session.store.children(Consent, person=record), key=lambda c: c.given_on, reverse=True)
    return Said(consents=given, lines=exchange_register.lines_of(session, record))


class SharingTab(Tab):
    """Consents (of a person), referrals, and what left."""

    def __init__(self, desk: Desk, references: References, of_person: bool) -> None:
        super().__init__(desk)
        self._of_person = of_person
        self.consents_list = RowsList()
        self.consent_button = SecondaryButton(N_("Note a consent…"), "plus")
        self.consent_button.setObjectName("consent_button")
        self.consent_button.setEnabled(not desk.is_for_looking)
        words: tuple[Text, Text] = (N_("What did they say?"), N_("Keep the consent"))
        self.form = DeedForm(desk, KINDS["consent"], _ASKED, words, references)
        self.referrals_list = ReferralsList(desk)
        self.left_list = RowsList()
        self._build()
        self.form.hide()
        self.consent_button.clicked.connect(self.begin_consent)
        self.form.asked.connect(self._keep)
        self.form.left.connect(self._put_away)

    def _build(self) -> None:
        if self._of_person:
            self.add_heading(N_("What may be handed on, and to whom"))
            self.column.addWidget(self.consents_list)
            self.no_consents = self.add_empty(N_("Nothing is noted. Ask for each purpose, and note what they say."))
            self.column.addWidget(self.consent_button, 0, Qt.AlignmentFlag.AlignLeft)
            self.column.addWidget(self.form)
        self.add_heading(N_("Hand on or refer"))
        self.column.addWidget(self.referrals_list)
        self.add_heading(N_("What left and arrived"))
        self.column.addWidget(self.left_list)
        self.no_left = self.add_empty(N_("Nothing left or arrived in a file so far."))
        self.column.addStretch(1)

    def begin_consent(self) -> None:
        """Ask what was said."""
        self.form.begin(f"{_FORM}:{self.record_id}", {"given_on": self.desk.session.today().isoformat()})
        self.form.show()
        self.consent_button.hide()
        self.form.rows["purpose"].editor.setFocus()

    def read(self) -> None:
        wanted = self.record_id
        self.referrals_list.show_record(wanted)
        self.desk.ask(lambda s: read_said(s, wanted), self._show, latest="sharing tab")

    def clear(self) -> None:
        super().clear()
        self._put_away()
        self.referrals_list.clear()
        self._show(Said())

    def flush(self) -> None:
        """Keep what is half-written as a draft."""
        self.form.keep_draft()

    def _show(self, said: Said) -> None:
        if self._of_person:
            self.consents_list.show_lines([self._consent_line(each) for each in said.consents])
            show_if(self.no_consents, not said.consents)
        self.left_list.show_lines([register_line(each) for each in said.lines])
        show_if(self.no_left, not said.lines)

    def _consent_line(self, consent: Consent) -> Line:
        kind = KINDS["consent"]
        forget = Deed(words=N_("Take away"), run=lambda: self._forget(consent.id), icon="x", small=True)
        chip: tuple[Text, str] = (N_("Agrees"), "good") if consent.agreed else (N_("Does not agree"), "bad")
        over, today = iso_date(consent.expires_on), self.desk.session.today()
        if consent.agreed and over is not None and over < today:
            chip = (N_("The consent is over"), "warn")
        elif not consents.is_whole(consent, today):
            chip = (N_("Not complete"), "warn")
        return Line(
            title=lambda: tr(kind.field("purpose").choice_label(consent.purpose)),
            detail=lambda: _consent_detail(consent, today),
            icon="shield-check",
            chips=(chip,),
            deeds=() if self.desk.is_for_looking else (forget,),
        )

    def _keep(self, values: dict[str, Value]) -> None:
        edit = Edit("consent", new_id(), {"person": self.record_id, **values})
        self.desk.do(lambda s: guard.save(s, CONSENT_ACT, [edit]), self._kept, self.form.show_problem)

    def _kept(self, _touched: object) -> None:
        self.form.forget_draft()
        self._put_away()

    def _put_away(self) -> None:
        self.form.hide()
        show_if(self.consent_button, True)

    def _forget(self, consent: RecordId) -> None:
        self.desk.do(lambda s: s.store.delete(FORGET_ACT, [consent]))


def _consent_detail(consent: Consent, today: date) -> str:
    kind = KINDS["consent"]
    day, until = iso_date(consent.given_on), iso_date(consent.expires_on)
    parts = [
        tr(kind.field("how").choice_label(consent.how)) if consent.how else "",
        consent.witness,
        _("on {day}").format(day=show_date(day)) if day else "",
        _("until {day}").format(day=show_date(until)) if until else "",
        consent.note,
        "" if consents.is_whole(consent, today) else _("A yes counts in writing, or before a witness who is named."),
    ]
    return " · ".join(part for part in parts if part)
