"""What stands around a vault and is none of its own: the disk it lies on, and the computer's clock."""

from pathlib import Path

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services.session import Session
from cima_desktop.vault import place


class ClockBehindError(KnownError):
    """The computer's clock stands before what was written here already; said as a caution."""

    message = N_("This computer’s clock is behind: records in this vault were written on a later day.")
    remedy = N_(
        "Set the computer’s date. Until then the newest record’s day counts as today, so nothing comes due early."
    )


def of_folder(folder: Path) -> list[KnownError]:
    """Return what a person should know of the disk before a vault is made there."""
    found = place.caution(folder)
    return [found] if found else []


def of_session(session: Session) -> list[KnownError]:
    """Return what a person should know when a vault was opened; none of it keeps anybody from working."""
    behind: list[KnownError] = [ClockBehindError()] if session.store.is_clock_behind else []
    return of_folder(session.folder) + behind
