"""Sending somebody to an organization of the directory: the referral is noted, and the loop can be closed (X3)."""

from cima_desktop.i18n import N_
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Organization
from cima_desktop.services import guard, referrals
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

REFER_ACT = N_("Referred somebody to an organization")


def refer(session: Session, about: RecordId, organization: RecordId, question: str) -> RecordId:
    """Note that somebody, or a case, is sent to an organization; return the referral.

    Raises:
        InvalidInputError: nothing is asked, or there is nobody to ask for; nothing was saved.
        NotFoundError: the organization is gone.
    """
    entry = session.store.need(Organization, organization)
    if not session.store.title_of(about):
        raise InvalidInputError(N_("Choose for whom help is asked."), path="about")
    if not question.strip():
        raise InvalidInputError(N_("Write what is asked of them."), path="question")
    made = new_id()
    values = {
        "about": about,
        "organization": organization,
        "receiver": entry.name,
        "question": question,
        "state": referrals.ASKED,
        "asked_on": session.today().isoformat(),
    }
    guard.save(session, REFER_ACT, [Edit("referral", made, values)])
    return made
