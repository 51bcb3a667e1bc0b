"""A home at risk: the hearing first, then what is known of the home, and the days that follow."""

import attrs

from cima_desktop.model.clocks import Clock
from cima_desktop.model.homes import clocks
from cima_desktop.model.ids import RecordId
from cima_desktop.model.workups import Appointment, Housing
from cima_desktop.services.session import Session
from cima_desktop.services.workups.appointments import days_until, hearing_of


@attrs.frozen(kw_only=True)
class HomeView:
    """What there is of a case's home; nothing while nobody has begun it."""

    housing: Housing | None = None
    hearing: Appointment | None = None
    hearing_days: int | None = None
    """Days until the hearing, less than none once it is past; None while its day is not known."""
    clocks: tuple[Clock, ...] = ()


def of_case(session: Session, case: RecordId) -> HomeView:
    """Return the home of a case: the first one, where two people wrote one down apart."""
    found = session.store.children(Housing, case=case)
    housing = found[0] if found else None
    hearing = hearing_of(session, case)
    return HomeView(
        housing=housing,
        hearing=hearing,
        hearing_days=days_until(session, hearing) if hearing else None,
        clocks=clocks(housing, session.today()) if housing else (),
    )
