"""The printed recovery sheet: whether somebody has typed it back, and how a new one takes the place of the old."""

from pathlib import Path

from cima_desktop.services.session import Session, create
from cima_desktop.vault import Cost

_UNPROVED = "recovery.unproved"


def create_unproved(folder: Path, passphrase: str, label: str, cost: Cost | None = None) -> tuple[Session, str]:
    """Make a vault whose recovery code nobody has typed back yet; return the session and the code to print.

    Raises:
        VaultError: the folder is taken, or the disk refused; nothing is left behind.
    """
    session, code = create(folder, passphrase, label, cost=cost)
    session.store.meta_set(_UNPROVED, "yes")
    return session, code


def is_proved(session: Session) -> bool:
    """Tell whether the sheet was typed back; the practice vault needs none."""
    return session.practice or not session.store.meta_get(_UNPROVED)


def note_proved(session: Session) -> None:
    """Remember that the sheet was typed back."""
    session.store.meta_set(_UNPROVED, "")


def offer(session: Session) -> str:
    """Return a new code to print; the sheet of before goes on working until this one is proved."""
    return session.vault.access.papers.offer_code()


def withdraw(session: Session) -> None:
    """Forget the offered code; the sheet of before goes on working."""
    session.vault.access.papers.withdraw()


def prove(session: Session, code: str) -> bool:
    """Let the offered code take the place of the old one; tell whether `code` was that one.

    Raises:
        VaultError: the disk refused; the sheet of before still works.
    """
    is_right = session.vault.access.papers.accept_code(code)
    if is_right:
        note_proved(session)
    return is_right
