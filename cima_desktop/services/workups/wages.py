"""Unpaid wages of a case: claims, the times of work, what they come to, and the letter that asks for it (C13)."""

from datetime import date, datetime

import attrs

from cima_desktop.documents.demand_letter import Letter, Row, draw
from cima_desktop.documents.sheets import LANGUAGES_OF, Sheets
from cima_desktop.i18n import N_
from cima_desktop.model.cases import Case
from cima_desktop.model.clocks import Clock
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Person
from cima_desktop.model.wages import PeriodLine, Reckoning, clocks, reckon
from cima_desktop.model.workups import WageClaim, WagePeriod
from cima_desktop.services import reads
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.reads import WAGE_LETTER
from cima_desktop.services.session import Session

PERIOD_ACT = N_("Wrote down a time that was not paid")
_MOST_PRINTS = 1000


class UnclearClaimError(KnownError):
    """A letter was asked for while its sum is in doubt."""

    message = N_("The sum is not certain yet, so no letter was made.")
    remedy = N_("Settle what is marked at the times of work, then make the letter.")


class NothingOwedError(KnownError):
    """A letter was asked for although nothing is owed any more."""

    message = N_("Nothing is owed any more, so no letter was made.")
    remedy = N_("Look at the times of work and at the amount recovered.")


@attrs.frozen(kw_only=True)
class ClaimView:
    """One claim with what it comes to."""

    claim: WageClaim
    reckoning: Reckoning
    clocks: tuple[Clock, ...]
    prints: tuple[datetime, ...] = ()
    """When its letter was sent to a printer, newest first."""


def of_case(session: Session, case: RecordId) -> list[ClaimView]:
    """Return the claims of a case, in the order in which they were written down."""
    return [_view(session, claim) for claim in session.store.children(WageClaim, case=case)]


def _view(session: Session, claim: WageClaim) -> ClaimView:
    periods = session.store.children(WagePeriod, wage_claim=claim.id)
    return ClaimView(
        claim=claim,
        reckoning=reckon(claim, periods),
        clocks=clocks(claim, periods, session.today()),
        prints=prints(session, claim.id),
    )


def prints(session: Session, claim: RecordId) -> tuple[datetime, ...]:
    """Return when the letter of a claim was sent to a printer, newest first."""
    deeds = session.store.deeds(WAGE_LETTER, limit=_MOST_PRINTS)
    return tuple(deed.when for deed in deeds if deed.record == claim)


def make_letter(session: Session, claim_id: RecordId, in_language: str) -> Sheets:
    """Make the letter, in memory.

    Args:
        session: the open vault.
        claim_id: whose.
        in_language: "both", "es" or "en"; never the screen's by itself.

    Raises:
        NotFoundError: the claim or its case is gone.
        UnclearClaimError: something stops the sum.
        NothingOwedError: there is nothing to ask for.
        HelperCopyReadOnlyError: this is a helper copy; nothing leaves it.
    """
    refuse_in_copy(session)
    claim = session.store.need(WageClaim, claim_id)
    view = _view(session, claim)
    if view.reckoning.owed is None or view.reckoning.unpaid is None:
        raise UnclearClaimError
    if not view.reckoning.owed:
        raise NothingOwedError
    person = session.store.get(Person, session.store.need(Case, claim.case).person)
    if person is not None:
        reads.saw(session, person.id)
    return draw(_letter(session, view, person.legal_name() if person else "", LANGUAGES_OF[in_language]))


def _letter(session: Session, view: ClaimView, worker: str, languages: tuple[str, ...]) -> Letter:
    claim, found = view.claim, view.reckoning
    lines = (claim.employer, claim.trade_name, claim.contact_person, *claim.employer_address.split("\n"))
    return Letter(
        worker=worker,
        employer=list(dict.fromkeys(line for line in lines if line)),
        job=claim.job,
        place=claim.project,
        first_day=iso_date(claim.first_day),
        last_day=iso_date(claim.last_day),
        rate=claim.rate,
        unit=KINDS["wage_claim"].field("rate_unit").choice_label(claim.rate_unit),
        rows=[_row(line) for line in found.lines],
        unpaid=found.unpaid or 0,
        recovered=found.recovered,
        owed=found.owed or 0,
        answer_by=iso_date(claim.answer_by),
        languages=languages,
        made_on=session.today(),
        practice=session.practice,
    )


def _row(line: PeriodLine) -> Row:
    """Return one time of work for the letter; a sum that is certain has no line with something missing."""
    period = line.period
    return Row(
        start=iso_date(period.start) or date.min,
        end=iso_date(period.end) or date.min,
        minutes=period.hours if period.units is None else None,
        units=period.units,
        rate=line.rate or 0,
        earned=line.earned or 0,
        paid=line.paid,
        owed=line.owed or 0,
    )


def begin_print(session: Session, claim: RecordId) -> None:
    """Note that the letter is about to be printed; call it before the first page goes out."""
    refuse_in_copy(session)
    session.store.note_deed(WAGE_LETTER, claim)
