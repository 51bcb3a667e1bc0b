"""The headless commands: the same services as the window, for tests and for people who script.

Exit status: 0 done, 1 something in the world was wrong (one sentence on standard error), 2 the command was not
understood. A passphrase is read from a file or asked for, never taken as an argument: arguments can be read by
every program of the computer. Each module here adds its commands; a command's parser names what `do`es it.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence

from cima_desktop import __version__, i18n
from cima_desktop.cli import (
    agenda,
    backups,
    bundles,
    desks,
    directory,
    files,
    helper,
    keeping,
    keys,
    papers,
    peers,
    records,
    vault,
)
from cima_desktop.cli.common import folder_of, shared_options
from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import KnownError
from cima_desktop.settings import Settings

DONE, FAILED, MISUSED = 0, 1, 2
_ROOMS = (papers, vault, keys, backups, records, helper, keeping, files, agenda, desks, directory, peers, bundles)


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar."""
    top = argparse.ArgumentParser(
        prog="cima-desktop",
        description=tr(N_("Without a command, opens the window. With one, does the work without a window.")),
    )
    top.add_argument("--version", action="version", version=f"cima-desktop {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar=tr(N_("COMMAND")))
    common = shared_options()
    for room in _ROOMS:
        room.add(commands, common)
    return top


def run(arguments: Sequence[str]) -> int:
    """Do one headless command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    i18n.use(Settings.load().language)
    wanted = parser().parse_args(arguments)
    i18n.use(getattr(wanted, "words_in", i18n.language()))
    try:
        from cima_desktop.vault.errors import reading_faults  # lazy: --help should not load the engine

        with reading_faults(folder_of(wanted)):
            answer, lines = wanted.do(wanted)
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
