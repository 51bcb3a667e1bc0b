"""`records`, `open-export`: other programs' files, in and out."""

import argparse
from pathlib import Path
from typing import Any

import attrs

from cima_desktop.cli.common import Answer, add_without_backup, opened
from cima_desktop.i18n import N_, ngettext, tr

_PURPOSE = N_("why, for the register of what left")


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    records = commands.add_parser("records", parents=[common], help=tr(N_("tables and vCards, in and out")))
    verbs = records.add_subparsers(dest="verb", required=True, metavar="VERB")
    _add_import(verbs, common)
    export = verbs.add_parser("export", parents=[common], help=tr(N_("save a list as CSV, Excel or vCard")))
    export.add_argument("kind", choices=("person", "household", "plan", "organization", "document"))
    export.add_argument("--fields", default="", metavar="a,b", help=tr(N_("the columns, or the usual ones")))
    add_leaving(export)
    export.set_defaults(do=_export)
    everything = commands.add_parser(
        "open-export", parents=[common], help=tr(N_("everything as open files, not encrypted"))
    )
    add_leaving(everything)
    everything.set_defaults(do=_everything)


def _add_import(verbs: Any, common: argparse.ArgumentParser) -> None:
    reading = verbs.add_parser("import", parents=[common], help=tr(N_("take in people or households from a table")))
    reading.add_argument("file", type=Path, metavar="FILE")
    reading.add_argument("--kind", choices=("person", "household"), default="")
    reading.add_argument(
        "--place",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=tr(N_("which field a column fills; nothing after the sign leaves it out")),
    )
    reading.add_argument("--surnames", choices=("together", "apart"), default="")
    reading.add_argument("--dates", choices=("day", "month"), default="", help=tr(N_("which number comes first")))
    reading.add_argument("--homes", choices=("none", "name", "address"), default="none")
    reading.add_argument(
        "--like", choices=("leave", "add", "fill"), default="leave", help=tr(N_("rows of who is here"))
    )
    reading.add_argument("--faulty", choices=("leave", "add"), default="leave", help=tr(N_("rows with mistakes")))
    reading.add_argument("--rest", type=Path, metavar="FILE", help=tr(N_("save the rows that stayed out here")))
    reading.add_argument("--dry-run", action="store_true", help=tr(N_("only say what would come of it")))
    reading.add_argument(
        "--keep-words",
        action="store_true",
        help=tr(N_("let words about status or entry in, which are refused otherwise; noted, without the words")),
    )
    add_without_backup(reading)
    reading.set_defaults(do=_import)


def add_leaving(parser: argparse.ArgumentParser) -> None:
    """Add what every command takes that writes a readable file."""
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--for", dest="holder", required=True, metavar="WHO", help=tr(N_("who the file is for")))
    parser.add_argument("--why", default="", help=tr(_PURPOSE))
    parser.add_argument(
        "--readable", action="store_true", required=True, help=tr(N_("say that you know anyone can read the file"))
    )


def _import(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.files import columns, review, taking  # lazy: --help should not load the engine
    from cima_desktop.services.files.reading import read_file

    with opened(wanted) as session:
        sheet = read_file(session, wanted.file)
        chosen = columns.placed(sheet, columns.guess(sheet, wanted.kind), wanted.place)
        chosen = attrs.evolve(
            chosen, surnames=wanted.surnames, dates=wanted.dates, homes=wanted.homes, keep_words=wanted.keep_words
        )
        columns.refuse_unclear(sheet, chosen)
        found = review.judge(session, sheet, chosen)
        decisions = review.decided(found, wanted.like, wanted.faulty)
        answer: dict[str, Any] = {
            "columns": dict(zip(sheet.columns, chosen.places, strict=True)),
            "counts": found.counts(),
            "faults": {str(row.line): taking.fault_words(row) for row in found.rows if row.faults},
        }
        lines = [f"{name} → {place or '–'}" for name, place in answer["columns"].items()]
        lines += [f"{line}: {' '.join(words)}" for line, words in answer["faults"].items()]
        if not wanted.dry_run:
            done = taking.take(session, found, decisions, with_backup=not wanted.without_backup)
            answer |= {"import": done.n, "people": done.people, "households": done.households, "left": done.left}
            lines.append(
                ngettext("{n} record was written.", "{n} records were written.", done.records).format(n=done.records)
            )
        if wanted.rest:
            answer["rest"] = taking.save_rest(session, found, decisions, wanted.rest)
    return answer, lines


def _export(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.files import lists  # lazy, as above
    from cima_desktop.services.outside import Going

    going, ending = Going(holder=wanted.holder, why=wanted.why), wanted.out.suffix.lower()
    with opened(wanted) as session:
        ids = tuple(lists.everything(session, wanted.kind))
        if ending == ".vcf":
            parts = (lists.PHONES, lists.LANGUAGE)
            n = lists.save_cards(session, lists.only_people(wanted.kind, ids), parts, wanted.out, going)
        else:
            names = lists.known_fields(wanted.kind, wanted.fields)
            chosen = lists.Chosen(kind=wanted.kind, ids=ids, fields=names)
            n = lists.save_table(session, chosen, wanted.out, going, "xlsx" if ending == ".xlsx" else "csv")
    return {"file": str(wanted.out), "records": n}, [str(wanted.out)]


def _everything(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.files.open_export import export  # lazy, as above
    from cima_desktop.services.outside import Going

    with opened(wanted) as session:
        done = export(session, wanted.out, Going(holder=wanted.holder, why=wanted.why))
    return {"file": str(wanted.out), **attrs.asdict(done)}, [str(wanted.out)]
