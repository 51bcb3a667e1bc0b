"""The practice vault: made-up families, so that a volunteer can try everything without touching anyone's life (V11)."""

from cima_desktop import paths
from cima_desktop.services.families import import_file
from cima_desktop.services.session import Session


def fill(session: Session) -> int:
    """Put the made-up families that ship with the program into a practice vault; return how many there are.

    Raises:
        ValueError: the vault is a real one.
    """
    if not session.practice:
        raise ValueError("practice families belong in a practice vault only")
    files = sorted((paths.resources() / "practice").glob("*.json"))
    for file in files:
        import_file(session, file)
    return len(files)
