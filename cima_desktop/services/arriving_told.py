"""What a bundle tells beside its changes: cards and names, which are believed as far as they go, and what was erased
there or is not trusted there any more, which is asked one by one.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from cima_desktop.exchange import cards as card_format
from cima_desktop.exchange import told as told_format
from cima_desktop.exchange.cards import Card, CardError
from cima_desktop.exchange.errors import IllFormedError
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.services import peers, revoking
from cima_desktop.services.session import Session

ERASED = "erased"
"""A fact of an arrival: whether it tells of records that were erased."""


@attrs.frozen(kw_only=True)
class ErasedThere:
    """A record that the sender erased and that is here."""

    id: RecordId
    kind: str
    title: str
    reason: str
    when: datetime


def take(session: Session, n: int, sender: bytes, items: Sequence[bytes]) -> None:
    """Believe cards and names as far as they prove themselves, and keep the rest for somebody to decide.

    Raises:
        IllFormedError: one of them is not what it says to be.
    """
    try:
        peers.know_cards(session, items, sender)
        revoking.hear(session, items)
        told = told_format.parse(items)
    except KnownError as error:
        raise IllFormedError from error
    session.store.learn_names(told.names)
    session.store.note_erased_there(sender, [RecordId(each.record.hex()) for each in told.erased])
    if told.erased:
        session.store.note_told_erasures(n, [(each.record, each.reason, each.at_ms) for each in told.erased])
        session.store.set_bundle(n, facts={ERASED: True})


def cards(items: Iterable[bytes]) -> list[Card]:
    """Return the cards among the objects of a bundle."""
    found = []
    for item in items:
        try:
            found.append(card_format.parse(item))
        except CardError:  # something else, or a card of a newer program
            continue
    return found


def erased_there(session: Session) -> list[ErasedThere]:
    """Return what senders erased, is here, and nobody has decided to keep; each record once, the newest first."""
    return [
        ErasedThere(
            id=told.record,
            kind=session.store.kind_of_id(told.record),
            title=session.store.title_of(told.record),
            reason=told.reason,
            when=told.when,
        )
        for told in session.store.told_erasures()
    ]


def keep(session: Session, record: RecordId) -> None:
    """Keep a record here although others erased it; it is not asked about again for what was told until now."""
    session.store.keep_though_told(record)
