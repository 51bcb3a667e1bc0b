"""The printed recovery sheet, as the first windows ask for it; `services.keys` is where everything about keys is."""

from pathlib import Path

from cima_desktop.services import keys
from cima_desktop.services.session import Session
from cima_desktop.vault import Cost

is_proved = keys.setup_finished
note_proved = keys.note_proved
offer = keys.offer_code
withdraw = keys.withdraw
prove = keys.accept_code


def create_unproved(folder: Path, passphrase: str, label: str, cost: Cost | None = None) -> tuple[Session, str]:
    """Make a vault whose recovery code nobody has typed back yet; return the session and the code to print.

    Raises:
        VaultError: the folder is taken, or the disk refused; nothing is left behind.
    """
    session = keys.create_unproved(folder, passphrase, label, cost)
    code = keys.offer_code(session)
    session.vault.access.papers.accept_code(code)
    return session, code
