"""What the person of a case agreed to, for each purpose and until when (C5), and what was asked of others (X3)."""

from collections.abc import Sequence

import attrs
from PySide6.QtCore import Qt

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.referrals_list import ReferralsList
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _
from cima_desktop.model.cases import Case
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.sharing import PURPOSES, Purpose, fields_for
from cima_desktop.services.consents import Answer, Standing, consent_for
from cima_desktop.services.session import Session

_TONES = {Answer.YES: "good", Answer.NO: "bad", Answer.EXPIRED: "warn", Answer.MISSING: "neutral"}


@attrs.frozen(kw_only=True)
class _Agreed:
    """Whose case it is, and what they answered for each purpose that matters."""

    person: RecordId = NO_ID
    answers: Sequence[tuple[Purpose, Standing]] = ()


def _agreed(session: Session, case: RecordId) -> _Agreed:
    person = RecordId(session.store.need(Case, case).person)
    today = session.today()
    answers = []
    for preset, purpose in PURPOSES.items():
        standing = consent_for(session, person, preset, today)
        leaves = purpose.asks_consent and bool(fields_for(KINDS["case"], preset))
        if leaves or standing.answer not in (Answer.MISSING, Answer.NOT_ASKED):
            answers.append((purpose, standing))
    return _Agreed(person=person, answers=answers)


class CaseSharingTab(Tab):
    """The consents that matter, a way to the person who gives them, and the referrals."""

    def __init__(self, desk: Desk, _references: References) -> None:
        super().__init__(desk)
        self._person = NO_ID
        self.consents_list = RowsList()
        self.person_button = SecondaryButton(N_("Note a consent with the person…"), "user")
        self.person_button.setObjectName("case_consent_button")
        self.referrals_list = ReferralsList(desk)
        self.add_heading(N_("What the person agreed to"))
        self.column.addWidget(self.consents_list)
        self.column.addWidget(self.person_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_heading(N_("Hand on or refer"))
        self.column.addWidget(self.referrals_list)
        self.column.addStretch(1)
        self.person_button.clicked.connect(lambda _checked=False: self.desk.open("person", self._person))

    def read(self) -> None:
        wanted = self.record_id
        self.referrals_list.show_record(wanted)
        self.desk.ask(lambda s: _agreed(s, wanted), self._show, latest="case sharing")

    def clear(self) -> None:
        super().clear()
        self.referrals_list.clear()
        self._show(_Agreed())

    def _show(self, found: _Agreed) -> None:
        self._person = found.person
        self.person_button.setEnabled(bool(found.person))
        self.consents_list.show_lines([_line(purpose, standing) for purpose, standing in found.answers])


def _line(purpose: Purpose, standing: Standing) -> Line:
    until = iso_date(standing.until)
    return Line(
        title=purpose.label,
        detail=(lambda: _("until {day}").format(day=show_date(until))) if until else "",
        icon=purpose.icon,
        chips=((standing.answer.value, _TONES[standing.answer]),),
    )
