"""`keys`: who can open the vault. New codes and sheets go to standard output only, and are typed back from paper."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cima_desktop.cli.common import Answer, add_without_backup, opened, passphrase_of, secret_of
from cima_desktop.i18n import N_, day_text, tr

_KINDS = {
    "person": N_("passphrase"),
    "code": N_("recovery code"),
    "shares": N_("recovery shares"),
    "keyring": N_("keyring of a computer"),
}
_NEW_FILE = N_("read the new passphrase from this file’s first line")
_NEW_KEY_FILE = N_("make a key file here, for a USB stick, that the passphrase needs from now on")
_WHO = N_("the name on the key, or its id from the list")
_CODE_ON_PAPER = N_("Write this code on paper. Then type it back from the paper:")
_SHARES_ON_PAPER = N_("Write each share on its own paper. Then type {threshold} of them back, one a line:")


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the grammar."""
    keys = commands.add_parser("keys", parents=[common], help=tr(N_("who can open the vault")))
    verbs = keys.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, told: str, do: Any) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = verbs.add_parser(name, parents=[common], help=tr(told))
        parser.set_defaults(do=do)
        return parser

    verb("list", N_("the ways in, and when the paper was last tried"), _list)
    adding = verb("add", N_("give a person a passphrase of their own"), _add)
    adding.add_argument("name", metavar="NAME", help=tr(N_("shown on the locked door; need not be a person’s name")))
    changing = verb("change", N_("change your passphrase, or after a loss that of NAME"), _change)
    changing.add_argument("name", metavar="NAME", nargs="?", default="", help=tr(_WHO))
    for parser in (adding, changing):
        parser.add_argument("--new-passphrase-file", type=Path, metavar="FILE", help=tr(_NEW_FILE))
        parser.add_argument("--new-key-file", type=Path, metavar="FILE", help=tr(_NEW_KEY_FILE))
    renaming = verb("rename", N_("give a key another name"), _rename)
    renaming.add_argument("name", metavar="NAME", help=tr(_WHO))
    renaming.add_argument("to", metavar="NEW")
    for name, told, do in (
        ("remove", N_("take a key away and give the vault a new key of its own"), _remove),
        ("freeze", N_("let a key open nothing until it is unfrozen"), _freeze),
        ("thaw", N_("let a frozen key open the vault again"), _thaw),
    ):
        parser = verb(name, told, do)
        parser.add_argument("name", metavar="NAME", help=tr(_WHO))
        if do is _remove:
            add_without_backup(parser)
    add_without_backup(verb("rekey", N_("give the vault a new key of its own; all passphrases stay"), _rekey))
    verb("only-paper", N_("take every passphrase and keyring away; only paper opens the vault then"), _only_paper)
    verb("code", N_("make a new recovery code, which is typed back from paper"), _code)
    sharing = verb("shares", N_("make new recovery shares, which are typed back from paper"), _shares)
    sharing.add_argument("holders", metavar="NAME", nargs="+", help=tr(N_("who gets a share")))
    sharing.add_argument("--needed", type=int, default=2, metavar="N", help=tr(N_("how many shares open the vault")))
    trying = verb("rehearse", N_("try a paper; nothing changes but the date that is noted"), _rehearse)
    trying.add_argument("paper", choices=("code", "shares"))


def _list(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        holders, tried = keys.holders(session), keys.rehearsal(session)
    rows = [
        {
            "id": h.slot_id.hex(),
            "kind": h.kind,
            "label": h.label,
            "needs_file": h.needs_file,
            "frozen": h.frozen,
            "mine": h.mine,
        }
        for h in holders
    ]
    lines = []
    for holder in holders:
        marks = [
            tr(words)
            for words, is_so in (
                (N_("with a file on a USB stick"), holder.needs_file),
                (N_("frozen"), holder.frozen),
                (N_("used now"), holder.mine),
            )
            if is_so
        ]
        told = f"{holder.slot_id.hex()}  {tr(_KINDS[holder.kind])}  {holder.label}".rstrip()
        lines.append(f"{told}  ({', '.join(marks)})" if marks else told)
    last = day_text(tried.last) if tried.last else tr(N_("never"))
    lines.append(tr(N_("Paper last tried: {last}. Next time: {due}")).format(last=last, due=day_text(tried.due)))
    rehearsal = {
        "kind": tried.kind,
        "last": tried.last.isoformat() if tried.last else None,
        "due": tried.due.isoformat(),
        "is_due": tried.is_due,
    }
    return {"keys": rows, "rehearsal": rehearsal}, lines


def _add(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        new, cost = _new_secret(wanted)
        with _new_key_file(wanted) as file:
            made = keys.add_person(session, wanted.name, new, cost, file)
    return {"id": made.hex()}, [tr(N_("The key was added: {name}")).format(name=wanted.name)]


def _change(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        new, cost = _new_secret(wanted)
        if keys.opened_by_paper(session):
            keys.replace_passphrase(session, _found(session, wanted.name).slot_id, new, cost)
        else:
            had = getattr(wanted, "key_file", None)
            before = keys.read_key_file(had) if had else None
            with _new_key_file(wanted) as file:
                keys.change_passphrase(session, passphrase_of(wanted), new, cost, before, file)
    return {"changed": True}, [tr(N_("The passphrase was changed. The old one no longer opens the vault."))]


def _rename(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        keys.rename(session, _found(session, wanted.name).slot_id, wanted.to)
    return {"renamed": True}, [tr(N_("The key has another name now: {name}")).format(name=wanted.to)]


def _freeze(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        keys.freeze(session, _found(session, wanted.name).slot_id)
    words = N_("The key is frozen. Copies of the vault made before still open with it until its key is changed.")
    return {"frozen": True}, [tr(words)]


def _thaw(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        keys.thaw(session, _found(session, wanted.name).slot_id)
    return {"frozen": False}, [tr(N_("The key opens the vault again."))]


def _remove(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        return _after(keys.remove(session, _found(session, wanted.name).slot_id, backup=not wanted.without_backup))


def _only_paper(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        keyring_gone = keys.only_paper(session)
    lines = [
        tr(N_("Only paper opens the vault now. Nothing was destroyed.")),
        tr(N_("A copy of the vault or of its key file made before, and older backups, still open as they did.")),
    ]
    if not keyring_gone:
        lines.append(tr(N_("An entry may be left in this computer’s keyring; it opens nothing here any more.")))
    return {"only_paper": True, "keyring_gone": keyring_gone}, lines


def _rekey(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        return _after(keys.rekey(session, backup=not wanted.without_backup))


def _after(removed: Any) -> Answer:
    lines = [tr(N_("The vault has a new key."))]
    if removed.old_backups:
        lines.append(tr(N_("These backups still open with the old keys. Delete those that you do not need:")))
        lines += [f"  {backup.name}  {backup.at}" for backup in removed.old_backups]
    if removed.copy_left:
        lines.append(
            tr(
                N_(
                    "A copy from before an update could not be deleted from the vault’s folder."
                    " It opens with the old key."
                )
            )
        )
    old = [{"name": backup.name, "at": backup.at} for backup in removed.old_backups]
    return {"old_backups": old, "copy_left": removed.copy_left}, lines


def _code(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        code = keys.offer_code(session)
        _show(wanted, {"code": code}, [code], tr(_CODE_ON_PAPER))
        return _judged(keys.accept_code(session, sys.stdin.readline()))


def _shares(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        offer = keys.offer_shares(session, wanted.needed, wanted.holders)
        lines = [f"{s.number}  {s.holder}\n{s.words}" for s in offer.shares]
        sheets = [{"number": s.number, "holder": s.holder, "words": s.words} for s in offer.shares]
        asked = tr(_SHARES_ON_PAPER).format(threshold=offer.threshold)
        _show(wanted, {"shares": sheets, "needed": offer.threshold}, lines, asked)
        return _judged(keys.accept_shares(session, [sys.stdin.readline() for _ in range(offer.threshold)]))


def _rehearse(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import keys  # lazy, as above

    with opened(wanted) as session:
        if wanted.paper == "code":
            typed = [sys.stdin.readline()]
        else:
            typed = [line for line in sys.stdin.read().splitlines() if line.strip()]
        right = keys.rehearse(session, typed)
    lines = [tr(N_("The paper opens this vault.") if right else N_("This paper does not open this vault."))]
    return {"ok": right}, lines


def _judged(is_right: bool) -> Answer:
    if is_right:
        return {"ok": True}, [tr(N_("The new paper works, and the old one no longer does. Destroy the old one."))]
    return {"ok": False}, [tr(N_("That is not what was shown. The old paper goes on working; destroy the new one."))]


def _show(wanted: argparse.Namespace, answer: dict[str, Any], lines: Sequence[str], asked: str) -> None:
    """Print what goes on paper, before it is asked back; the question is no part of the answer."""
    print(json.dumps(answer, ensure_ascii=False) if getattr(wanted, "json", False) else "\n\n".join(lines), flush=True)
    print(asked, file=sys.stderr, flush=True)


def _new_secret(wanted: argparse.Namespace) -> tuple[str, Any]:
    from cima_desktop.vault.calibrate import calibrate  # lazy, as above

    return secret_of(wanted.new_passphrase_file, twice=True), calibrate().cost


@contextmanager
def _new_key_file(wanted: argparse.Namespace) -> Iterator[bytes | None]:
    """Make the key file that was asked for; it goes again when the key it was for is refused."""
    from cima_desktop.services import keys  # lazy, as above

    path: Path | None = wanted.new_key_file
    if path is None:
        yield None
        return
    made = keys.new_key_file()
    keys.save_key_file(path, made)
    try:
        yield made
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _found(session: Any, name: str) -> Any:
    """Return the key with this name or id.

    Raises:
        NoSuchKeyError: there is none, or more than one.
    """
    from cima_desktop.services import keys  # lazy, as above

    found = [h for h in keys.holders(session) if name in (h.label, h.slot_id.hex())]
    if len(found) != 1:
        raise keys.NoSuchKeyError
    return found[0]
