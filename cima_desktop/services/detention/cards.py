"""What a search needs, kept for a family that asked for it: names and country, never the number, until a day they
chose (law facts, 8). `services.short_clock` erases it on that day.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.detention import LONGEST_LOCATOR_DAYS, Detention, LocatorCard
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.locator_names import SearchName
from cima_desktop.model.touched import Touched
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

KEEP_ACT = N_("Kept what a search needs, as the family asked")
USUAL_DAYS = 30


class NobodyAskedError(InvalidInputError):
    """Nobody of the family asked for it."""

    message = N_("Who of the family asked to keep it?")
    remedy = N_("Without somebody who asked, nothing is kept: type it again for the next search.")


class TooLongError(InvalidInputError):
    """It was to be kept for too long, or not at all."""

    message = N_("It can be kept until a day between today and {days} days from now.")
    remedy = N_("Choose an earlier day. The family can ask again when it comes.")


@attrs.frozen(kw_only=True)
class Wish:
    """What the family asked for."""

    names: Iterable[SearchName]
    country: str
    asked_by: str
    until: date | None


def card_of(session: Session, detention: RecordId) -> LocatorCard | None:
    """Return what is kept for a search; of two, which two computers may have made, the one that ends first."""
    cards = session.store.children(LocatorCard, detention=detention)
    return min(cards, key=lambda card: (card.erase_on, card.id), default=None)


def keep(session: Session, detention: RecordId, wish: Wish) -> Touched:
    """Keep names and country until a day; what was kept before is replaced.

    Raises:
        NotFoundError: the detention is gone.
        NobodyAskedError, TooLongError: it was not kept.
        InvalidInputError: an answer cannot be kept.
    """
    session.store.need(Detention, detention)
    if not wish.asked_by.strip():
        raise NobodyAskedError(path="agreed_by")
    today = session.today()
    if wish.until is None or not today <= wish.until <= today + timedelta(days=LONGEST_LOCATOR_DAYS):
        raise TooLongError(path="erase_on", days=LONGEST_LOCATOR_DAYS)
    known = card_of(session, detention)
    values = {
        "detention": detention,
        "names": frozenset(f"{name.first} {name.last}".strip() for name in wish.names),
        "country": wish.country,
        "agreed_by": wish.asked_by,
        "agreed_on": today,
        "erase_on": wish.until,
    }
    return session.store.save(KEEP_ACT, [Edit("locator_card", known.id if known else new_id(), values)])
