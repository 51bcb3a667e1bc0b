"""Everything the form of a call looks up while it is typed, in one question to the vault."""

from collections.abc import Mapping

import attrs

from cima_desktop.services.linea.past import Number, Told, of_number, of_place
from cima_desktop.services.linea.same_place import Alike, alike
from cima_desktop.services.session import Session


@attrs.frozen(kw_only=True)
class Known:
    """What is known already of the number, of the place, and of what is going on."""

    number: Number = attrs.field(factory=Number)
    told: tuple[Told, ...] = ()
    alike: tuple[Alike, ...] = ()


def known(session: Session, phone: str, report: Mapping[str, object]) -> Known:
    """Return what was told before from a number and of a place, and the open incidents a report may belong to."""
    return Known(
        number=of_number(session, phone),
        told=tuple(of_place(session, report)),
        alike=tuple(alike(session, report)),
    )
