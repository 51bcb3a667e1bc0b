"""Who is here already, found while a name or a telephone number is typed (R8), with their open cases."""

from collections.abc import Mapping

import attrs

from cima_desktop.model.display import phone_text
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Person
from cima_desktop.model.text import digits
from cima_desktop.services import likeness
from cima_desktop.services.consulta import listing
from cima_desktop.services.consulta.listing import CaseRow
from cima_desktop.services.session import Session

MOST = 5
_NAMES = ("given_names", "paternal_surname", "maternal_surname")


@attrs.frozen(kw_only=True)
class Known:
    """Somebody who is here already, with what tells them from another of the same name."""

    id: RecordId
    name: str
    phone: str
    born: str
    town: str
    language: str
    cases: tuple[CaseRow, ...] = ()
    """Their cases that are not closed."""


def known(session: Session, typed: Mapping[str, str]) -> list[Known]:
    """Return the people who may be the one typed so far, those found by the words first.

    Args:
        session: the open vault.
        typed: names and "phone" as they stand in the form; any may be missing or half-typed.
    """
    ids: dict[RecordId, None] = {}
    words = " ".join(filter(None, (typed.get(name, "").strip() for name in _NAMES)))
    number = digits(typed.get("phone", ""))
    for asked in (number if len(number) >= 4 else "", words):
        if asked:
            ids.update(dict.fromkeys(hit.id for hit in session.store.search(asked, kinds=("person",), limit=MOST)))
    if words or number:
        ids.update(dict.fromkeys(like.id for like in likeness.like(session, typed, limit=MOST)))
    return [about(session, each) for each in list(ids)[:MOST]]


def about(session: Session, person: RecordId) -> Known:
    """Return what is told of somebody who is here.

    Raises:
        NotFoundError: there is no such person.
    """
    found = session.store.need(Person, person)
    rows = listing.rows(session, listing.of_person(session, person))
    return Known(
        id=person,
        name=found.title(),
        phone=phone_text(found.phone),
        born=found.birth_date[:4],
        town=found.city,
        language=found.language,
        cases=tuple(row for row in rows if row.state != "closed"),
    )
