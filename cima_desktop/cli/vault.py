"""`vault`: the encrypted file itself."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from cima_desktop.cli.common import Answer, folder_of, opened, passphrase_of, way_in
from cima_desktop.i18n import N_, tr

WHAT_TO_DO = N_(
    "Restore the last good backup into a new vault. If it lacks something, salvage this vault into another new one, and"
    " look the records up there. Keep this vault as it is."
)


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    vault = commands.add_parser("vault", parents=[common], help=tr(N_("the encrypted file itself")))
    verbs = vault.add_subparsers(dest="verb", required=True, metavar="VERB")
    create = verbs.add_parser("create", parents=[common], help=tr(N_("make a new vault")))
    create.add_argument("--name", default="", help=tr(N_("shown on the locked door; need not be a person’s name")))
    create.set_defaults(do=_create)
    check = verbs.add_parser("check", parents=[common], help=tr(N_("look for damage")))
    check.set_defaults(do=_check)
    salvage = verbs.add_parser(
        "salvage", parents=[common], help=tr(N_("rebuild what can be read of a damaged vault in a new one"))
    )
    salvage.add_argument("--into", type=Path, metavar="FOLDER", help=tr(N_("the new vault’s folder")))
    salvage.add_argument(
        "--keys-from", type=Path, metavar="BACKUP", help=tr(N_("a backup whose vault.keys stands in for a lost one"))
    )
    salvage.set_defaults(do=_salvage)
    info = verbs.add_parser("info", parents=[common], help=tr(N_("what can be said without opening it")))
    info.set_defaults(do=_info)


def _create(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.keys import refuse_weak  # lazy, as above
    from cima_desktop.services.session import create
    from cima_desktop.vault.calibrate import calibrate

    passphrase = passphrase_of(wanted, twice=True)
    refuse_weak(passphrase)
    session, code = create(folder_of(wanted), passphrase, wanted.name, cost=calibrate().cost)
    with session:
        lines = [
            tr(N_("The vault was made: {folder}")).format(folder=session.folder),
            tr(N_("Recovery code. Write it on paper and keep it away from this computer; it is shown only now:")),
            code,
        ]
        return {"folder": str(session.folder), "recovery_code": code}, lines


def _check(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.model.declared import KINDS  # lazy, as above
    from cima_desktop.services.health import diagnose

    with opened(wanted) as session:
        found = diagnose(session)
    findings = [tr(f) for f in found.findings]
    parts = [tr(part) for part in found.parts]
    records = [
        {"kind": tr(KINDS[h.kind].label) if h.kind in KINDS else h.kind, "number": h.number} for h in found.records
    ]
    lines = findings or [tr(N_("No damage was found."))]
    if found.pages:
        lines.append(tr(N_("Damaged pages: {pages}")).format(pages=", ".join(map(str, found.pages))))
    lines += [tr(N_("Damaged: {part}")).format(part=part) for part in parts]
    lines += [tr(N_("Cannot be read whole: {kind} number {number}")).format(**record) for record in records]
    if not found.ok:
        lines.append(tr(WHAT_TO_DO))
    answer = {"ok": found.ok, "findings": findings, "pages": list(found.pages), "parts": parts, "records": records}
    return answer, lines


def _salvage(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.model.declared import KINDS  # lazy, as above
    from cima_desktop.services.health import rescue
    from cima_desktop.services.restoring import new_folder
    from cima_desktop.services.session import secret_of

    damaged = folder_of(wanted).absolute()
    into = wanted.into or new_folder(damaged, datetime.now().date())
    done = rescue(damaged, into, secret_of(**way_in(wanted)), keys_from=wanted.keys_from)
    counts, saved = done.outcome.counts, done.outcome
    lines = [
        tr(N_("What could be read is in {folder}.")).format(folder=done.folder),
        tr(N_("Pages: {pages}, of which {bad} could not be read.")).format(pages=done.pages, bad=done.bad_pages),
        tr(N_("Changes saved: {n}; known to be lost: {lost}.")).format(n=saved.changes, lost=saved.missing),
        *(f"  {tr(KINDS[kind].plural) if kind in KINDS else kind}: {n}" for kind, n in counts.items()),
    ]
    answer = {
        "folder": str(done.folder),
        "pages": done.pages,
        "bad_pages": done.bad_pages,
        "changes": saved.changes,
        "refused": saved.refused,
        "missing": saved.missing,
        "incomplete": saved.incomplete,
        "attachments": saved.attachments,
        "attachments_lost": saved.attachments_lost,
        "records": counts,
    }
    return answer, lines


def _info(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.vault import vault_info  # lazy, as above

    seen = vault_info(folder_of(wanted))
    slots = [{"kind": s.kind, "label": s.label} for s in seen.slots]
    answer = {"folder": str(folder_of(wanted)), "format": seen.format, "bytes": seen.size, "slots": slots}
    lines = [
        tr(N_("Vault: {folder}")).format(folder=folder_of(wanted)),
        tr(N_("Size: {size} bytes")).format(size=seen.size),
        *(tr(N_("Opens with: {kind} {label}")).format(kind=s["kind"], label=s["label"]).rstrip() for s in slots),
    ]
    return answer, lines
