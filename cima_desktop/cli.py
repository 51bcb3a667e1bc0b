"""The headless commands: the same services as the window, for tests and for people who script.

Exit status: 0 done, 1 something in the world was wrong (one sentence on standard error), 2 the command was not
understood. A passphrase is read from a file or asked for, never taken as an argument: arguments can be read by
every program of the computer.
"""

import argparse
import getpass
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cima_desktop import __version__, i18n, paths
from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import KnownError
from cima_desktop.settings import Settings

DONE, FAILED, MISUSED = 0, 1, 2
_PASSPHRASE_LIMIT = 1024 * 1024
_PATIENCE = 120
"""Seconds that the picture of the window may take on the slowest laptop."""


class NoPassphraseError(KnownError):
    """No passphrase could be had."""

    message = N_("A passphrase is needed, and there is no terminal to ask for it.")
    remedy = N_("Name a file that holds it with --passphrase-file.")


class WeakPassphraseError(KnownError):
    """The passphrase for a new vault is too easy to guess."""

    message = N_("This passphrase is too easy to guess. {hint}")
    remedy = N_("Choose a longer one; five or more words that have nothing to do with each other are good.")


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar."""
    top = argparse.ArgumentParser(
        prog="cima-desktop",
        description=tr(N_("Without a command, opens the window. With one, does the work without a window.")),
    )
    top.add_argument("--version", action="version", version=f"cima-desktop {__version__}")
    common = _common()
    commands = top.add_subparsers(dest="command", metavar=tr(N_("COMMAND")))
    practice = commands.add_parser(
        "practice", parents=[common], help=tr(N_("make a packet for made-up families, with a picture of the window"))
    )
    practice.add_argument("--out", type=Path, required=True, metavar="DIR")
    _vault_commands(commands, common)
    family = commands.add_parser("family", parents=[common], help=tr(N_("a family in one file")))
    families = family.add_subparsers(dest="verb", required=True, metavar="import")
    reading = families.add_parser("import", parents=[common], help=tr(N_("import a family intake file")))
    reading.add_argument("file", type=Path, metavar="FILE.json")
    reading.add_argument(
        "--replace",
        action="store_true",
        help=tr(N_("put the file’s answers in the place of others; never takes a precaution away")),
    )
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
    search = commands.add_parser("search", parents=[common], help=tr(N_("find people, households and plans")))
    search.add_argument("words", nargs="+", metavar="WORDS")
    history = commands.add_parser("history", parents=[common], help=tr(N_("who changed a record, when and how")))
    history.add_argument("record", metavar="RECORD")
    return top


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--vault",
        type=Path,
        metavar="PATH",
        default=argparse.SUPPRESS,
        help=tr(N_("the vault’s folder (your own vault when not given)")),
    )
    common.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help=tr(N_("read the passphrase from this file’s first line")),
    )
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=tr(N_("answer as JSON")))
    common.add_argument(
        "--words-in", choices=i18n.LANGUAGES, default=argparse.SUPPRESS, help=tr(N_("language of the answers"))
    )
    return common


def _vault_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    vault = commands.add_parser("vault", parents=[common], help=tr(N_("the encrypted file itself")))
    verbs = vault.add_subparsers(dest="verb", required=True, metavar="create|check|info")
    create = verbs.add_parser("create", parents=[common], help=tr(N_("make a new vault")))
    create.add_argument("--name", default="", help=tr(N_("shown on the locked door; need not be a person’s name")))
    verbs.add_parser("check", parents=[common], help=tr(N_("look for damage")))
    verbs.add_parser("info", parents=[common], help=tr(N_("what can be said without opening it")))


def run(arguments: Sequence[str]) -> int:
    """Do one headless command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    i18n.use(Settings.load().language)
    wanted = parser().parse_args(arguments)
    i18n.use(getattr(wanted, "words_in", i18n.language()))
    try:
        answer, lines = _COMMANDS[wanted.command, getattr(wanted, "verb", "")](wanted)
    except KnownError as error:
        print(f"cima-desktop: {error.sentence()} {error.advice()}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print(f"cima-desktop: {tr(N_('Stopped.'))}", file=sys.stderr)
        return FAILED
    _tell(json.dumps(answer, ensure_ascii=False, indent=2) if getattr(wanted, "json", False) else "\n".join(lines))
    return FAILED if answer.get("ok") is False else DONE


def _tell(text: str) -> None:
    """Print the answer; a reader that has gone away (`| head`) is no fault."""
    try:
        print(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


Answer = tuple[dict[str, Any], list[str]]


def _folder(wanted: argparse.Namespace) -> Path:
    return getattr(wanted, "vault", None) or paths.default_vault()


def _passphrase(wanted: argparse.Namespace, *, twice: bool = False) -> str:
    file: Path | None = getattr(wanted, "passphrase_file", None)
    if file is not None:
        return _first_line(file)
    if not sys.stdin.isatty():
        raise NoPassphraseError
    asked = getpass.getpass(tr(N_("Passphrase: ")))
    if twice and getpass.getpass(tr(N_("The same once more: "))) != asked:
        raise KnownError(N_("The two are not the same."), N_("Nothing was made. Try again."))
    return asked


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as source:
            data = source.read(_PASSPHRASE_LIMIT)
        return data.decode("utf-8-sig").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise KnownError(
            N_("The passphrase file cannot be read."), N_("Check that it is there, is text, and that you may open it.")
        ) from error


def _opened(wanted: argparse.Namespace) -> Any:
    from cima_desktop.services.session import open_vault  # lazy: --help should not load the engine

    return open_vault(_folder(wanted), passphrase=_passphrase(wanted))


def _create(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.session import create  # lazy, as above
    from cima_desktop.vault.calibrate import calibrate
    from cima_desktop.vault.strength import judge

    passphrase = _passphrase(wanted, twice=True)
    judged = judge(passphrase)
    if not judged.acceptable:
        raise WeakPassphraseError(hint=tr(judged.hint))
    session, code = create(_folder(wanted), passphrase, wanted.name, cost=calibrate().cost)
    with session:
        lines = [
            tr(N_("The vault was made: {folder}")).format(folder=session.folder),
            tr(N_("Recovery code. Write it on paper and keep it away from this computer; it is shown only now:")),
            code,
        ]
        return {"folder": str(session.folder), "recovery_code": code}, lines


def _check(wanted: argparse.Namespace) -> Answer:
    with _opened(wanted) as session:
        health = session.check()
    found = [tr(f) for f in health.findings]
    lines = found or [tr(N_("No damage was found."))]
    return {"ok": health.ok, "findings": found}, lines


def _info(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.vault import vault_info  # lazy, as above

    seen = vault_info(_folder(wanted))
    slots = [{"kind": s.kind, "label": s.label} for s in seen.slots]
    answer = {"folder": str(_folder(wanted)), "format": seen.format, "bytes": seen.size, "slots": slots}
    lines = [
        tr(N_("Vault: {folder}")).format(folder=_folder(wanted)),
        tr(N_("Size: {size} bytes")).format(size=seen.size),
        *(tr(N_("Opens with: {kind} {label}")).format(kind=s["kind"], label=s["label"]).rstrip() for s in slots),
    ]
    return answer, lines


def _import(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.families import import_file  # lazy, as above

    with _opened(wanted) as session:
        done = import_file(session, wanted.file, replace=wanted.replace)
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
    answer = {"plan": done.plan, "records": count, "already": done.already, "kept": list(done.kept)}
    return answer, lines


def _make(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services import offers, packets  # lazy, as above

    with _opened(wanted) as session:
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


def _search(wanted: argparse.Namespace) -> Answer:
    with _opened(wanted) as session:
        hits = session.store.search(" ".join(wanted.words))
    found = [
        {"id": h.id, "kind": h.kind, "title": h.title, "subtitle": h.subtitle, "reason": tr(h.reason).format(**h.facts)}
        for h in hits
    ]
    lines = [f"{h['id']}  {h['title']}  ({h['reason']})" for h in found] or [tr(N_("Nobody was found."))]
    return {"hits": found}, lines


def _history(wanted: argparse.Namespace) -> Answer:
    from cima_desktop.services.chronicle import chronicle  # lazy, as above

    with _opened(wanted) as session:
        entries = chronicle(session, wanted.record)
    answer = [
        {"when": e.when.isoformat(), "who": e.who, "act": e.act, "changes": [list(c) for c in e.changes]}
        for e in entries
    ]
    lines = []
    for entry in entries:
        lines.append(f"{entry.when.astimezone():%Y-%m-%d %H:%M}  {entry.act}  {entry.who}".rstrip())
        lines += [f"    {label}: {old or '–'} → {new or '–'}" for label, old, new in entry.changes]
    return {"history": answer}, lines


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
    return file if done.returncode == DONE and file.exists() else None


_COMMANDS: dict[tuple[str, str], Callable[[argparse.Namespace], Answer]] = {
    ("practice", ""): _practice,
    ("vault", "create"): _create,
    ("vault", "check"): _check,
    ("vault", "info"): _info,
    ("family", "import"): _import,
    ("packet", "make"): _make,
    ("search", ""): _search,
    ("history", ""): _history,
}
