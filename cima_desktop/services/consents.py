"""Whether a person agreed that something about them is handed on, for one purpose at a time (C5).

The newest answer counts; a "no" counts until somebody notes a newer "yes", and nothing in the program goes past it.
A child's parents answer for the child. What was said counts for every record about the same person.
"""

from collections.abc import Iterable
from datetime import date
from enum import Enum

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.family import ADULT_AGE, SIGNING_STATUSES, age_on
from cima_desktop.model.fields import Preset, iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Plan
from cima_desktop.model.sharing import PURPOSES, Consent
from cima_desktop.services.session import Session


class Answer(Enum):
    """What is known of a person's will; the value is the message that says it."""

    YES = N_("Agrees")
    NO = N_("Does not agree")
    EXPIRED = N_("The consent is over")
    MISSING = N_("No consent is noted")
    NOT_ASKED = N_("No consent is needed")


@attrs.frozen(kw_only=True)
class Standing:
    """A person's answer for a purpose, and the record that says so."""

    person: RecordId
    title: str
    answer: Answer
    consent: RecordId = NO_ID
    until: str = ""
    by: str = ""
    """The name of the parent who answered for a child."""


def consent_for(session: Session, person: RecordId, purpose: Preset, today: date) -> Standing:
    """Return whether something about a person may be handed on for a purpose.

    Where no consent is needed, a noted "no" still counts.
    """
    same = session.store.one_person(person)
    own = _answer(session, person, purpose, today)
    standing = own
    if any(_is_child(session, each, today) for each in same):
        for parent in dict.fromkeys(parent for each in same for parent in _parents(session, each)):
            theirs = _answer(session, parent, purpose, today)
            standing = _that_counts(standing, theirs, session.store.title_of(parent))
    if standing.answer is not Answer.NO and not PURPOSES[purpose].asks_consent:
        return Standing(person=person, title=own.title, answer=Answer.NOT_ASKED)
    return standing


def refusing(session: Session, purpose: Preset, today: date) -> list[Standing]:
    """Return everybody who does not agree to a purpose, by all of their records: who said no, and their children."""
    said = {RecordId(c.person) for c in session.store.all(Consent) if c.purpose == purpose.value and not c.agreed}
    told = set(session.store.about(said))
    children = {RecordId(child) for parent in told for child in _children(session, parent)}
    asked = sorted(told.union(session.store.about(children)))
    standings = (consent_for(session, person, purpose, today) for person in asked)
    return [standing for standing in standings if standing.answer is Answer.NO]


def _that_counts(one: Standing, other: Standing, by: str) -> Standing:
    """Return what counts of a child's own answer and a parent's: a no, else a yes, else what is nearest to one."""
    order = (Answer.NO, Answer.YES, Answer.EXPIRED, Answer.MISSING)
    if order.index(other.answer) >= order.index(one.answer):
        return one
    return attrs.evolve(other, person=one.person, title=one.title, by=by)


def _answer(session: Session, person: RecordId, purpose: Preset, today: date) -> Standing:
    title = session.store.title_of(person)
    noted = (c for each in session.store.one_person(person) for c in session.store.children(Consent, person=each))
    given = [c for c in noted if c.purpose == purpose.value and is_whole(c, today)]
    if not given:
        return Standing(person=person, title=title, answer=Answer.MISSING)
    newest = max(given, key=lambda c: (c.given_on, c.agreed is False))
    over = iso_date(newest.expires_on)
    answer = Answer.YES if newest.agreed else Answer.NO
    if newest.agreed and over is not None and over < today:
        answer = Answer.EXPIRED
    return Standing(person=person, title=title, answer=answer, consent=newest.id, until=newest.expires_on)


def is_whole(consent: Consent, today: date) -> bool:
    """Tell whether an answer counts: a no always, a yes only in writing or before a witness who is named.

    A yes of a day that has not come yet is none: it would go before every no until then.
    """
    if consent.agreed is None or (consent.agreed and consent.given_on > today.isoformat()):
        return False
    return consent.agreed is False or consent.how == "written" or (consent.how == "witness" and bool(consent.witness))


def _is_child(session: Session, person: RecordId, today: date) -> bool:
    found = session.store.get(Person, person)
    age = age_on(found.birth_date, today) if found is not None else None
    return age is not None and age < ADULT_AGE


def _parents(session: Session, child: RecordId) -> Iterable[RecordId]:
    """Yield the parents who answer for a child: those of every plan it is in, but for one who is kept from deciding."""
    for plan in session.store.children(Plan, children=child):
        yield RecordId(plan.parent1)
        if plan.parent2 and plan.parent2_status in SIGNING_STATUSES:
            yield RecordId(plan.parent2)


def _children(session: Session, parent: RecordId) -> Iterable[str]:
    """Yield the children of every plan that names somebody as a parent."""
    for field in ("parent1", "parent2"):
        for plan in session.store.children(Plan, **{field: parent}):
            yield from plan.children
