"""`family`, `packet`, `practice`: a family in one file, and its papers."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cima_desktop import i18n
from cima_desktop.cli.common import Answer, add_without_backup, opened
from cima_desktop.i18n import N_, tr

_PATIENCE = 120
"""Seconds that the picture of the window may take on the slowest laptop."""


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    practice = commands.add_parser(
        "practice", parents=[common], help=tr(N_("make a packet for made-up families, with a picture of the window"))
    )
    practice.add_argument("--out", type=Path, required=True, metavar="DIR")
    practice.set_defaults(do=_practice)
    family = commands.add_parser("family", parents=[common], help=tr(N_("a family in one file")))
    families = family.add_subparsers(dest="verb", required=True, metavar="import")
    reading = families.add_parser("import", parents=[common], help=tr(N_("import a family intake file")))
    reading.add_argument("file", type=Path, metavar="FILE.json")
    reading.add_argument(
        "--replace",
        action="store_true",
        help=tr(N_("put the file’s answers in the place of others; never takes a precaution away")),
    )
    reading.add_argument(
        "--keep-words",
        action="store_true",
        help=tr(N_("let words about status or entry in, which are refused otherwise; noted, without the words")),
    )
    add_without_backup(reading)
    reading.set_defaults(do=_import)
    packet = commands.add_parser("packet", parents=[common], help=tr(N_("the papers of a plan")))
    packets = packet.add_subparsers(dest="verb", required=True, metavar="make")
    making = packets.add_parser("make", parents=[common], help=tr(N_("make the papers of a plan as PDF files")))
    making.add_argument("plan", metavar="PLAN", help=tr(N_("the plan’s number, or its name")))
    making.add_argument("--out", type=Path, required=True, metavar="DIR")
    making.add_argument(
        "--all",
        action="store_true",
        help=tr(N_("also what a family has to choose: forms of backup caregivers, revocations to keep ready")),
    )
    making.add_argument("--language", choices=("es", "en", "both"), default="both")
    making.set_defaults(do=_make)


def _import(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.families import import_file  # lazy, as above

    with opened(wanted) as session:
        done = import_file(
            session,
            wanted.file,
            replace=wanted.replace,
            keep_words=wanted.keep_words,
            backup=not wanted.without_backup,
        )
    count = len(done.touched.ids) if done.touched else 0
    if count:
        told = i18n.ngettext("{n} record imported. Plan {plan}", "{n} records imported. Plan {plan}", count)
    elif done.kept:
        told = tr(N_("Nothing new was in the file. Plan {plan}"))
    else:
        told = tr(N_("This family was imported before; nothing changed. Plan {plan}"))
    lines = [told.format(n=count, plan=done.plan)]
    if done.kept:
        lines += [
            tr(N_("The file says something else here; what the vault has was kept:")),
            *(f"  {p}" for p in done.kept),
        ]
    if done.doubles:
        words = i18n.ngettext(
            "{n} person may be in the vault already: look under “Needs a decision”.",
            "{n} people may be in the vault already: look under “Needs a decision”.",
            done.doubles,
        )
        lines.append(words.format(n=done.doubles))
    told_of = {"already": done.already, "kept": list(done.kept), "doubles": done.doubles}
    return {"plan": done.plan, "records": count, **told_of}, lines


def _make(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import offers, packets  # lazy, as above

    with opened(wanted) as session:
        plan = offers.find_plan(session, wanted.plan)
        made = packets.make_wanted(session, plan, wanted.language, every=wanted.all)
        files = packets.save_readable(session, made, wanted.out, holder="")
    return _packet_answer(made, files)


def _packet_answer(made: Any, files: Sequence[Path]) -> Answer:
    stopped = [{"paper": s.title, "why": [f.sentence() for f in s.findings]} for s in made.stopped]
    answer = {"files": [str(f) for f in files], "pages": made.pages, "stopped": stopped}
    lines = [str(f) for f in files]
    lines += [tr(N_("Not made: {paper}. {why}")).format(paper=s["paper"], why=" ".join(s["why"])) for s in stopped]
    return answer, lines


def _practice(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.packets import write_practice  # lazy, as above

    made, files = write_practice(wanted.out)
    picture = _picture(wanted.out / "window.png")
    answer, lines = _packet_answer(made, files)
    if picture:
        answer["picture"] = str(picture)
        lines.append(str(picture))
    else:
        lines.append(tr(N_("No picture of the window: the screen libraries are not there.")))
    return answer, lines


def _picture(file: Path) -> Path | None:
    """Let the window draw itself into a file, in a process of its own: the papers are made also where it cannot."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cima_desktop"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [*program, "--screenshot", str(file)], env=environment, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return file if done.returncode == 0 and file.exists() else None
