"""The history of a record in words: who changed what, when, from what to what (R5)."""

from datetime import datetime

import attrs

from cima_desktop.i18n import tr
from cima_desktop.model.display import author_text, text_of
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import Kind
from cima_desktop.services.session import Session


@attrs.frozen(kw_only=True)
class ChronicleEntry:
    """One change, in words; `changes` are (label, old, new) in the language asked for."""

    change: str
    when: datetime
    who: str
    act: str
    by_import: bool
    changes: tuple[tuple[str, str, str], ...]


def chronicle(session: Session, record_id: str, language: str | None = None) -> list[ChronicleEntry]:
    """Return the history of a record, newest first.

    Raises:
        NotFoundError: no such record in this vault.
    """
    record = RecordId(record_id)
    kind = session.store.snapshot(record).kind
    return [
        ChronicleEntry(
            change=entry.change_id,
            when=entry.when,
            who=author_text(entry.who, entry.vault, language),
            act=tr(entry.act, language),
            by_import=entry.by_import,
            changes=tuple(_words(session, kind, *change, language=language) for change in entry.changes),
        )
        for entry in session.store.history(record)
    ]


def _words(
    session: Session, kind: Kind, name: str, old: Value, new: Value, language: str | None
) -> tuple[str, str, str]:
    if name not in kind.names:  # a field of a newer version of the program: shown as it stands
        return name, str(old or ""), str(new or "")
    field = kind.field(name)

    def words(value: Value) -> str:
        return text_of(field, value, language, session.store.title_of)

    return tr(field.label, language), words(old), words(new)
