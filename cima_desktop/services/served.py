"""For the day papers are served (A3): whom to call first, and what this vault can show a lawyer."""

from collections import Counter
from collections.abc import Mapping

import attrs

from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.fields import Field, FieldType
from cima_desktop.model.papers import Copy
from cima_desktop.services import holds
from cima_desktop.services.session import Session

_NAME, _PHONE = "served:lawyer_name", "served:lawyer_phone"
_NAME_FIELD = Field(name="name", label="", max_length=200)
_PHONE_FIELD = Field(name="phone", label="", type=FieldType.PHONE, max_length=40)


@attrs.frozen(kw_only=True)
class Served:
    """What the page shows: the organization's lawyer, the holds in force, and what left, by way."""

    lawyer_name: str
    lawyer_phone: str
    holds: int
    is_held: bool
    left: Mapping[str, int]
    erased: int


def read(session: Session) -> Served:
    """Return what is known for that day."""
    left = Counter(copy.method for copy in session.store.all(Copy))
    return Served(
        lawyer_name=session.store.meta_get(_NAME),
        lawyer_phone=session.store.meta_get(_PHONE),
        holds=len(holds.in_force(session)),
        is_held=holds.vault_is_held(session),
        left=dict(left),
        erased=len(session.store.tombstones()),
    )


def set_lawyer(session: Session, name: str, phone: str) -> None:
    """Keep the name and telephone of the organization's lawyer, in this vault only.

    Raises:
        InvalidInputError: one of them cannot be kept; nothing was.
    """
    kept = {_NAME: str(cleaned(_NAME_FIELD, name)), _PHONE: str(cleaned(_PHONE_FIELD, phone))}
    for key, value in kept.items():
        session.store.meta_set(key, value)
