"""`vault`: the encrypted file itself."""

import argparse
from typing import Any

from cima_desktop.cli.common import Answer, folder_of, opened, passphrase_of
from cima_desktop.i18n import N_, tr


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    vault = commands.add_parser("vault", parents=[common], help=tr(N_("the encrypted file itself")))
    verbs = vault.add_subparsers(dest="verb", required=True, metavar="VERB")
    create = verbs.add_parser("create", parents=[common], help=tr(N_("make a new vault")))
    create.add_argument("--name", default="", help=tr(N_("shown on the locked door; need not be a person’s name")))
    create.set_defaults(do=_create)
    check = verbs.add_parser("check", parents=[common], help=tr(N_("look for damage")))
    check.set_defaults(do=_check)
    info = verbs.add_parser("info", parents=[common], help=tr(N_("what can be said without opening it")))
    info.set_defaults(do=_info)


def _create(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.keys import WeakPassphraseError  # lazy, as above
    from cima_desktop.services.session import create
    from cima_desktop.vault.calibrate import calibrate
    from cima_desktop.vault.strength import judge

    passphrase = passphrase_of(wanted, twice=True)
    judged = judge(passphrase)
    if not judged.acceptable:
        raise WeakPassphraseError(hint=tr(judged.hint))
    session, code = create(folder_of(wanted), passphrase, wanted.name, cost=calibrate().cost)
    with session:
        lines = [
            tr(N_("The vault was made: {folder}")).format(folder=session.folder),
            tr(N_("Recovery code. Write it on paper and keep it away from this computer; it is shown only now:")),
            code,
        ]
        return {"folder": str(session.folder), "recovery_code": code}, lines


def _check(wanted: argparse.Namespace) -> Answer:
    with opened(wanted) as session:
        health = session.check()
    found = [tr(f) for f in health.findings]
    lines = found or [tr(N_("No damage was found."))]
    return {"ok": health.ok, "findings": found}, lines


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
