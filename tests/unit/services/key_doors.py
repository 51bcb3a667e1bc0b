"""What tests of keys have in common: passphrases that are good enough, and a refusal that changes nothing."""

from collections.abc import Callable

import pytest

from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys
from cima_desktop.services.keys import Holder
from cima_desktop.services.session import Session

FIRST = "a passphrase for tests only"
HERS = "nueve mapaches tocan la marimba azul"
OTHER = "cuatro ballenas leen un diario de papel"


def holder(session: Session, label: str) -> Holder:
    return next(h for h in keys.holders(session) if h.label == label)


def refuses(error: type[KnownError], deed: Callable[[], object], session: Session) -> None:
    """Make sure that `deed` is refused in both languages and changes nothing."""
    before = (session.folder / "vault.keys").read_bytes()
    with pytest.raises(error) as caught:
        deed()
    assert caught.value.sentence("es") != caught.value.sentence("en")
    assert caught.value.advice("es") != caught.value.advice("en")
    assert (session.folder / "vault.keys").read_bytes() == before
