"""`agenda list`, `agenda export`: the days that come."""

import argparse
from datetime import date
from typing import Any

import attrs

from cima_desktop.cli.common import Answer, opened
from cima_desktop.cli.files import add_leaving
from cima_desktop.i18n import N_, clock_text, day_text, tr
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import iso_date


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    agenda = commands.add_parser("agenda", parents=[common], help=tr(N_("the days that come")))
    verbs = agenda.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser("list", parents=[common], help=tr(N_("appointments of a day, a week or a month")))
    listing.add_argument("--view", choices=("day", "week", "month", "unknown", "untold"), default="week")
    listing.add_argument("--on", default="", metavar="YYYY-MM-DD", help=tr(N_("a day in it; today when not given")))
    listing.set_defaults(do=_list)
    calendar = verbs.add_parser("export", parents=[common], help=tr(N_("save them as a calendar file")))
    calendar.add_argument("--tell", choices=("plain", "sorts", "names"), default="plain")
    add_leaving(calendar)
    calendar.set_defaults(do=_export)


def _list(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.workups import agenda_list  # lazy: --help should not load the engine

    with opened(wanted) as session:
        day = iso_date(wanted.on) if wanted.on else session.today()
        if day is None:
            raise InvalidInputError(path="on")
        rows: list[agenda_list.AgendaRow] = []
        page = agenda_list.page(session, wanted.view, day)
        rows += page.rows
        while page.next is not None:
            page = agenda_list.page(session, wanted.view, day, after=page.next)
            rows += page.rows
    return {"appointments": [attrs.asdict(row) for row in rows]}, [_line(row) for row in rows] or [_nothing()]


def _line(row: Any) -> str:
    known: date | None = None if row.unknown else iso_date(row.on)
    when = f"{day_text(known)} {clock_text(row.at)}".strip() if known else tr(N_("Date not known yet"))
    return "  ".join(part for part in (row.id, when, row.what, row.who, row.place) if part)


def _nothing() -> str:
    return tr(N_("No appointment here"))


def _export(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.files.calendar import save_calendar  # lazy, as above
    from cima_desktop.services.outside import Going

    with opened(wanted) as session:
        n = save_calendar(session, wanted.out, Going(holder=wanted.holder, why=wanted.why), wanted.tell)
    return {"file": str(wanted.out), "days": n}, [str(wanted.out)]
