"""How a form reads and keeps one record: what it needs of the vault, and nothing more."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import attrs

from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId


@attrs.frozen(kw_only=True)
class Loaded:
    """A record as a form shows it."""

    id: RecordId
    values: Mapping[str, Value]
    seen: Any = None
    """What the values were read from; handed back with a save, so that only what was seen is replaced."""
    clashes: Mapping[str, tuple[Value, ...]] = attrs.field(factory=dict)
    """Fields in which people wrote different things, with every value."""
    draft: Mapping[str, str] = attrs.field(factory=dict)
    """What was typed and never kept, by field."""
    deleted: bool = False
    read_only: bool = False
    """Whether it may only be looked at, as in a helper copy."""


class Keeping(Protocol):
    """Where a form's record lives; every answer comes later, on the main thread."""

    def load(self, kind: str, record_id: RecordId, then: Callable[[Loaded], object]) -> None:
        """Read a record (empty when it does not exist yet) and its draft."""

    def save(
        self,
        loaded: Loaded,
        kind: str,
        changes: Mapping[str, Value],
        then: Callable[[Loaded], object],
        failed: Callable[[KnownError], object],
    ) -> None:
        """Keep the changed fields durably, and tell the record as it is then."""

    def put_draft(self, kind: str, record_id: RecordId, raw: Mapping[str, str]) -> None:
        """Keep what is typed and cannot be saved yet; an empty mapping forgets it."""
