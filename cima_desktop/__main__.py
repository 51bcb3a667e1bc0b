"""The entry point: a command without a window, or the window."""

import sys

from cima_desktop import log


def main() -> int:
    """Run the program and return its exit status."""
    from cima_desktop.vault.memory import protect_process  # lazy: --version needs nothing of the vault

    protect_process()
    log.start()
    arguments = sys.argv[1:]
    if arguments and (not arguments[0].startswith("--vault") or len(arguments) > 2):
        from cima_desktop.cli import run as run_command  # lazy: the window does not need the command line

        return run_command(arguments)
    from cima_desktop.app import run as run_window  # lazy: a command must work where Qt cannot be loaded

    return run_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
