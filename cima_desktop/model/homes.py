"""What the law says about a home at risk, as facts with their place, and the days that follow (law facts, section 10).

Never advice: what a family should do is for them and a lawyer. N.C.G.S. 42-3, 42-25.9, 42-28, 42-52, as of June 2022.
"""

from datetime import date, timedelta

from cima_desktop.i18n import N_
from cima_desktop.model.clocks import Clock, LawFact, in_order, running
from cima_desktop.model.fields import iso_date
from cima_desktop.model.workups import Housing

DEMAND, SUMMONS, LOCKOUT, DEPOSIT = "N.C.G.S. 42-3", "N.C.G.S. 42-28", "N.C.G.S. 42-25.9", "N.C.G.S. 42-52"
DEMAND_DAYS, DEPOSIT_DAYS = timedelta(days=10), timedelta(days=30)
FACTS = (
    LawFact(
        words=N_(
            "The summons sets the hearing on a day no more than seven days after it is issued; weekends and holidays"
            " are not counted."
        ),
        statute=SUMMONS,
    ),
    LawFact(
        words=N_(
            "For unpaid rent, a lease that says nothing else ends when the rent is not paid within ten days after"
            " the landlord demanded it."
        ),
        statute=DEMAND,
    ),
    LawFact(
        words=N_(
            "A landlord may not put a family out by changing locks, removing belongings or cutting utilities"
            " without a court. The tenant can ask a court for damages, and for the belongings."
        ),
        statute=LOCKOUT,
    ),
    LawFact(
        words=N_(
            "After the tenant has moved out, the landlord has thirty days to give the deposit back or a written"
            " list of what was taken off it."
        ),
        statute=DEPOSIT,
    ),
)
TEN_DAYS = N_("Ten days after the demand for rent")
LEAVE = N_("They are told to leave by this day")
THIRTY_DAYS = N_("The deposit or the list of what was taken off it")
SHUT_OFF = N_("Utilities are shut off")
DEMANDS = frozenset({"demand"})


def clocks(housing: Housing, today: date) -> tuple[Clock, ...]:
    """Return the days that follow from what is written down, the nearest first."""
    found: list[Clock] = []
    notice, out = iso_date(housing.notice_on), iso_date(housing.moved_out_on)
    leave, shut = iso_date(housing.leave_by), iso_date(housing.shutoff_on)
    if notice is not None and housing.notice in DEMANDS:
        ends = notice + DEMAND_DAYS
        found.append(running("demand", TEN_DAYS, DEMAND, starts_on=notice, ends_on=ends, today=today))
    if leave is not None:
        found.append(running("leave", LEAVE, "", starts_on=notice, ends_on=leave, today=today))
    if shut is not None:
        found.append(running("shutoff", SHUT_OFF, "", starts_on=None, ends_on=shut, today=today))
    if out is not None:
        found.append(running("deposit", THIRTY_DAYS, DEPOSIT, starts_on=out, ends_on=out + DEPOSIT_DAYS, today=today))
    return in_order(found)
