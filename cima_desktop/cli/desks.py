"""`rota`, `roster`: when nobody is on call, who is, and who helps. No command tells a volunteer's number (S8)."""

import argparse
from typing import Any

from cima_desktop.cli.common import Answer, opened
from cima_desktop.i18n import N_, tr

DESKS = ("linea", "verifiers", "consulta")
"""The desks that have a rota, as `model/roster_choices.py` names them; written out, as --help loads no records."""


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    rota = commands.add_parser("rota", parents=[common], help=tr(N_("who is on call, and when nobody is")))
    verbs = rota.add_subparsers(dest="verb", required=True, metavar="VERB")
    gaps = verbs.add_parser("gaps", parents=[common], help=tr(N_("when nobody is on call in the next 7 days")))
    gaps.set_defaults(do=_gaps)
    now = verbs.add_parser("now", parents=[common], help=tr(N_("who is on call now, in the order of call")))
    now.add_argument("desk", choices=DESKS, metavar="DESK", help=tr(N_("linea, verifiers or consulta")))
    now.set_defaults(do=_now)
    roster = commands.add_parser("roster", parents=[common], help=tr(N_("who helps with what, where")))
    roster.set_defaults(do=_roster)


def _gaps(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.roster import rota, telling  # lazy: --help should not load the engine

    with opened(wanted) as session:
        found = rota.gaps(session)
    answer = [
        {"desk": gap.desk, "from": f"{gap.begin:%Y-%m-%dT%H:%M}", "to": f"{gap.end:%Y-%m-%dT%H:%M}"} for gap in found
    ]
    return {"gaps": answer}, [telling.gap_text(gap) for gap in found] or [tr(N_("Somebody is there at all hours."))]


def _now(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.roster import rota, telling  # lazy, as above

    with opened(wanted) as session:
        found = [(session.store.title_of(s.volunteer), s) for s in rota.on_call(session, wanted.desk, *session.stamp())]
    answer = [{"name": name, "order": s.order, "from": s.start, "to": s.end} for name, s in found]
    lines = [f"{n}. {name}  {telling.hours_text(s)}" for n, (name, s) in enumerate(found, 1)]
    return {"on_call": answer}, lines or [tr(N_("Nobody is on call now."))]


def _roster(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.model.display import text_of  # lazy, as above
    from cima_desktop.model.kinds import KINDS
    from cima_desktop.model.volunteers import Volunteer

    roles = KINDS["volunteer"].field("roles")
    with opened(wanted) as session:
        found = [each for each in session.store.all(Volunteer) if each.active is not False]
    answer = [
        {
            "id": each.id,
            "name": each.name,
            "roles": sorted(each.roles),
            "languages": sorted(each.languages),
            "counties": sorted(each.counties),
        }
        for each in found
    ]
    lines = [f"{each.name}  {text_of(roles, each.roles)}".rstrip() for each in found]
    return {"volunteers": answer}, lines or [tr(N_("There is nobody on the roster yet"))]
