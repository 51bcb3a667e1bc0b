"""What is typed and not kept yet, in the vault's own drafts (V6); every function runs on the vault's thread."""

from collections.abc import Mapping

from cima_desktop.services.session import Session
from cima_desktop.store import Draft

FORM = "form"


def get_draft(session: Session, key: str) -> dict[str, str]:
    """Return what was typed, by field; nothing when there is no draft."""
    found = session.store.drafts.get(key)
    return dict(found.fields) if found else {}


def put_draft(session: Session, key: str, raw: Mapping[str, str]) -> None:
    """Keep what is typed; an empty mapping throws the draft away."""
    if raw:
        session.store.drafts.put(key, Draft(page=FORM, fields=dict(raw)))
    else:
        session.store.drafts.drop(key)


def drop_draft(session: Session, key: str) -> None:
    """Throw a draft away."""
    session.store.drafts.drop(key)
