"""Keeps a form's record in the open vault."""

from collections.abc import Callable, Mapping

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.drafts import get_draft, put_draft
from cima_desktop.gui.views.records.keeping import Loaded
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.services import guard
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

EDIT_ACT = N_("Changed a record")
ACTS = {
    "person": N_("Changed a person"),
    "household": N_("Changed a household"),
    "plan": N_("Changed a plan"),
    "signing": N_("Recorded a signing"),
    "organization": N_("Changed an organization"),
}


def draft_key(kind: str, record_id: str) -> str:
    """Return the key under which a form's draft is kept."""
    return f"{kind}:{record_id}"


def read(session: Session, kind: str, record_id: RecordId) -> Loaded:
    """Read a record as a form shows it, with its draft; a record that was never kept is empty."""
    draft = get_draft(session, draft_key(kind, record_id))
    if not session.store.kind_of_id(record_id):
        return Loaded(id=record_id, values={}, draft=draft, deleted=session.store.erased(record_id) is not None)
    snapshot = session.store.snapshot(record_id)
    return Loaded(
        id=record_id,
        values=snapshot.kind.values(snapshot.record),
        seen=snapshot.seen,
        clashes={name: tuple(v.value for v in versions) for name, versions in snapshot.conflicts.items()},
        draft=draft,
        deleted=snapshot.deleted,
        read_only=session.ending is not None,
    )


class SessionKeeping:
    """Every call goes through the desk to the vault's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def load(self, kind: str, record_id: RecordId, then: Callable[[Loaded], object]) -> None:
        """Read a record and its draft."""
        self._desk.ask(lambda s: read(s, kind, record_id), then)

    def save(
        self,
        loaded: Loaded,
        kind: str,
        changes: Mapping[str, Value],
        then: Callable[[Loaded], object],
        failed: Callable[[KnownError], object],
    ) -> None:
        """Keep the changed fields; values that arrived meanwhile from elsewhere stay beside them."""
        settled = frozenset(name for name in changes if loaded.clashes.get(name))

        def write(session: Session) -> tuple[Touched, Loaded]:
            edit = Edit(kind, loaded.id, dict(changes), loaded.seen, settled)
            touched = guard.save(session, ACTS.get(kind, EDIT_ACT), [edit])
            return touched, read(session, kind, loaded.id)

        def done(outcome: tuple[Touched, Loaded]) -> None:
            then(outcome[1])
            if outcome[0] and not self._desk.is_closing:
                self._desk.changed.emit(outcome[0])

        self._desk.write(write, done, failed)

    def put_draft(self, kind: str, record_id: RecordId, raw: Mapping[str, str]) -> None:
        """Keep what is typed and cannot be saved yet."""
        key, kept = draft_key(kind, record_id), dict(raw)
        self._desk.write(lambda s: put_draft(s, key, kept))
