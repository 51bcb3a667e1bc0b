"""`backup`: make one now, list them, check them, bring one back; and the errand that touches other disks."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from cima_desktop import i18n
from cima_desktop.cli.common import Answer, folder_of, lines_of, opened, passphrase_of
from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import KnownError

_GROUPS = (
    N_("only in the present vault: {n}"),
    N_("only in the backup: {n}"),
    N_("newer in the present vault: {n}"),
    N_("newer in the backup: {n}"),
    N_("changed apart in both: {n}"),
)


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    backup = commands.add_parser("backup", parents=[common], help=tr(N_("backups: make, list, check, bring back")))
    verbs = backup.add_subparsers(dest="verb", required=True, metavar="VERB")
    make = verbs.add_parser("make", parents=[common], help=tr(N_("make and check one now, in every place")))
    make.add_argument("--to", type=Path, metavar="FOLDER", help=tr(N_("a further place, remembered from now on")))
    make.set_defaults(do=_make)
    listed = verbs.add_parser("list", parents=[common], help=tr(N_("which there are, and where")))
    listed.set_defaults(do=_list)
    check = verbs.add_parser("check", parents=[common], help=tr(N_("compare every byte of them with what was written")))
    check.set_defaults(do=_check)
    restore = verbs.add_parser("restore", parents=[common], help=tr(N_("bring one back as a new vault")))
    restore.add_argument("backup", type=Path, metavar="BACKUP", help=tr(N_("the folder of the backup")))
    restore.add_argument("--into", type=Path, metavar="FOLDER", help=tr(N_("the new vault’s folder")))
    restore.add_argument("--code-file", type=Path, metavar="FILE", help=tr(N_("open it with a recovery code")))
    restore.add_argument(
        "--use", action="store_true", help=tr(N_("put it in the place of the present vault, which is kept beside it"))
    )
    restore.set_defaults(do=_restore)
    verbs.add_parser("errand").set_defaults(do=_errand)  # what the program starts for itself; not in the help


def _make(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import backups  # lazy: --help should not load the engine

    with opened(wanted) as session:
        if wanted.to is not None:
            backups.add_place(session, wanted.to.absolute())
        new = backups.make(session)
        lines = [tr(N_("A backup was made and checked: {name}")).format(name=new.name)]
        troubles = []
        for errand in backups.errands(session):
            done = backups.run(errand)
            backups.settle(session, done)
            if done.trouble is None:
                lines.append(tr(N_("Carried to {place} and read back.")).format(place=errand.place.path))
            else:
                lines.append(done.trouble.sentence())
                troubles.append(type(done.trouble).__name__)
        folder = str(backups.status(session).places[0].place.path / new.name)
    return {"ok": not troubles, "backup": folder, "troubles": troubles}, lines


def _list(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import backups  # lazy, as above

    with opened(wanted) as session:
        known = backups.status(session)
    where = {p.place.id: str(p.place.path) for p in known.places}
    rows: list[dict[str, Any]] = [
        {
            "name": b.name,
            "at": b.at.isoformat(),
            "places": [where[each] for each in sorted(b.places) if each in where],
            "old_keys": b in known.old_keys,
        }
        for b in known.kept
    ]
    lines = [f"{_local(b.at)}  {b.name}  {', '.join(r['places'])}" for b, r in zip(known.kept, rows, strict=True)]
    return {"backups": rows, "has_changes": known.has_changes}, lines or [tr(N_("There is no backup yet."))]


def _local(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _check(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import backups  # lazy, as above

    bad: list[str] = []
    lines = []
    with opened(wanted) as session:
        found = [b for b in backups.status(session).kept if "home" in b.places]
        for backup in found:
            try:
                backups.prove(session, backup)
                lines.append(tr(N_("{name}: whole")).format(name=backup.name))
            except KnownError as error:
                bad.append(backup.name)
                lines.append(error.sentence())
    return {"ok": not bad, "checked": len(found), "bad": bad}, lines or [tr(N_("There is no backup yet."))]


def _restore(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import restoring  # lazy, as above
    from cima_desktop.services.session import Session, open_vault

    present = folder_of(wanted)
    into = wanted.into or (restoring.new_folder(present, datetime.now().date()) if present.exists() else present)
    code = "" if wanted.code_file is None else lines_of(wanted.code_file)[0].rstrip("\r")
    passphrase = "" if code else passphrase_of(wanted)

    def opening(folder: Path) -> Session:
        return open_vault(folder, passphrase=passphrase, recovery_code=code)

    here = None
    if present.exists() and not wanted.code_file:
        try:
            with open_vault(present, passphrase=passphrase) as session:
                here = restoring.look_at(session)
        except KnownError:  # damaged, or opened by something else today: then nothing is compared
            here = None
    done = restoring.restore(wanted.backup.absolute(), into.absolute(), opening, present.absolute(), here)
    answer, lines = _told(done)
    if wanted.use and done.folder != present.absolute():
        aside = restoring.exchange(done.folder, present.absolute(), datetime.now().date())
        answer |= {"folder": str(present), "aside": str(aside or "")}
        lines.append(tr(N_("It is used from now on. The earlier vault is kept in {folder}.")).format(folder=aside))
    return answer, lines


def _told(done: Any) -> tuple[dict[str, Any], list[str]]:
    from cima_desktop.services.restoring import ways_words  # lazy, as above

    total = sum(n for _kind, n in done.counts)
    words = i18n.ngettext(
        "{n} record was brought back into {folder}.", "{n} records were brought back into {folder}.", total
    )
    lines = [words.format(n=total, folder=done.folder)]
    answer: dict[str, Any] = {"folder": str(done.folder), "records": dict(done.counts)}
    if done.difference is not None:
        numbers = [len(part) for part in done.difference.parts()]
        answer["difference"] = numbers
        lines += [f"  {tr(words).format(n=n)}" for words, n in zip(_GROUPS, numbers, strict=True) if n]
        if not done.difference:
            lines.append(tr(N_("It holds the same as the present vault.")))
    return answer | {"people": list(done.people), "papers_of_then": done.papers_of_then}, lines + ways_words(done)


def _errand(_wanted: argparse.Namespace) -> Answer:
    from cima_desktop.vault import porter  # lazy, as above

    porter.serve(sys.stdin, sys.stdout)
    return {}, []
