"""`helper`: a copy of chosen records for a helper, for some hours."""

import argparse
from pathlib import Path
from typing import Any

from cima_desktop.cli.common import Answer, folder_of, opened, passphrase_of, secret_of
from cima_desktop.i18n import N_, ngettext, tr


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    helper = commands.add_parser("helper", parents=[common], help=tr(N_("a copy for a helper, for some hours")))
    verbs = helper.add_subparsers(dest="verb", required=True, metavar="VERB")
    copy = verbs.add_parser("copy", parents=[common], help=tr(N_("make a copy of chosen records")))
    copy.add_argument("records", nargs="+", metavar="RECORD", help=tr(N_("people, households or plans")))
    copy.add_argument("--for", dest="name", required=True, metavar="NAME", help=tr(N_("who the copy is for")))
    copy.add_argument("--hours", type=int, required=True, choices=(1, 2, 4, 8, 12, 24, 48))
    copy.add_argument("--out", type=Path, required=True, metavar="DIR", help=tr(N_("a new folder for the copy")))
    copy.add_argument(
        "--helper-passphrase-file",
        type=Path,
        required=True,
        metavar="FILE",
        help=tr(N_("the passphrase of the copy is this file’s first line")),
    )
    copy.set_defaults(do=_copy)
    remove = verbs.add_parser("remove", parents=[common], help=tr(N_("remove a helper copy")))
    remove.set_defaults(do=_remove)


def _copy(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.model.ids import RecordId  # lazy: --help should not load the engine
    from cima_desktop.services import helper_copy
    from cima_desktop.services.keys import refuse_weak
    from cima_desktop.vault.calibrate import calibrate

    passphrase = secret_of(wanted.helper_passphrase_file)
    refuse_weak(passphrase)
    with opened(wanted) as session:
        going = helper_copy.contents(session, [RecordId(each) for each in wanted.records])
        made = helper_copy.make(
            session,
            [RecordId(each) for each in wanted.records],
            wanted.out,
            name=wanted.name,
            hours=wanted.hours,
            passphrase=passphrase,
            cost=calibrate().cost,
        )
    until = f"{made.helper.until.astimezone():%Y-%m-%d %H:%M}"
    told = ngettext(
        "The copy was made with {n} record, until {until}:",
        "The copy was made with {n} records, until {until}:",
        len(going),
    )
    lines = [told.format(n=len(going), until=until), *(f"  {one.kind}  {one.title}".rstrip() for one in going)]
    records = [{"id": one.id, "kind": one.kind, "title": one.title} for one in going]
    return {"folder": str(made.folder), "until": made.helper.until.isoformat(), "records": records}, lines


def _remove(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.helper_copy import remove  # lazy, as above

    folder = folder_of(wanted)
    remove(folder, passphrase_of(wanted))
    return {"folder": str(folder)}, [
        tr(N_("The helper copy was removed. A copy of its folder made before is not reached."))
    ]
