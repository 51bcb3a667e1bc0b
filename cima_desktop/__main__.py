"""The entry point: a command without a window, or the window."""

import gc
import sys
from collections.abc import Sequence

from cima_desktop import log
from cima_desktop.paths import BUNDLE

_OF_THE_WINDOW = ("--vault", "--screenshot", "--locked")
"""Options, each with a value, that open the window; anything else is a command."""


def wants_window(arguments: Sequence[str]) -> bool:
    """Tell whether the command line asks for the window: nothing at all does, and a bundle that is to be read."""
    rest = list(arguments)
    while rest and rest[0].split("=", 1)[0] in _OF_THE_WINDOW:
        del rest[: 1 if "=" in rest[0] else 2]
    return not rest or (len(rest) == 1 and rest[0].lower().endswith(BUNDLE))


def _is_for_a_received_file(arguments: Sequence[str]) -> bool:
    """Tell whether the program was started by itself, to look at a received file and do nothing else."""
    from cima_desktop.documents.received_wire import ARGUMENT  # lazy: most starts have no arguments

    return list(arguments) == [ARGUMENT]


def main() -> int:
    """Run the program and return its exit status."""
    gc.disable()  # nothing made while starting is garbage; the window and the commands turn it on again
    from cima_desktop.vault.memory import protect_process  # lazy: importing this module must cost nothing

    protect_process()
    arguments = sys.argv[1:]
    if arguments and _is_for_a_received_file(arguments):
        from cima_desktop.documents.received_child import main as look  # lazy: no other start needs it

        return look()
    log.start()
    sys.excepthook = log.report
    if wants_window(arguments):
        from cima_desktop.app import run as run_window  # lazy: a command must work where Qt cannot be loaded

        return run_window(arguments)
    from cima_desktop.cli import run as run_command  # lazy: the window does not need the command line

    gc.enable()
    return run_command(arguments)


if __name__ == "__main__":
    sys.exit(main())
