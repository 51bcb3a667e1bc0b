"""What stops erasing: a legal hold, on one record and everything linked to it or on the whole vault (A3)."""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import choices as c
from cima_desktop.model import fields as f
from cima_desktop.model.fields import PEERS_ONLY
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import Record, kind
from cima_desktop.model.retention import stays


@kind(
    "hold",
    label=N_("Legal hold"),
    plural=N_("Legal holds"),
    icon="shield",
    keep=stays(N_("It shows what was kept, when and why; it stays as long as this vault.")),
)
@attrs.frozen(kw_only=True)
class Hold(Record):
    """While it is in force nothing it covers is erased; without `about` it covers the whole vault."""

    about: str = f.ref(N_("What is held"), "", presets=PEERS_ONLY)
    reason: str = f.choice(N_("Why it is held"), c.HOLD_REASONS, required=True, listed=True, presets=PEERS_ONLY)
    note: str = f.text(N_("Note (only what is needed)"), lines=True, max_length=500, presets=PEERS_ONLY)
    placed_on: str = f.day(N_("Placed on"), required=True, listed=True, presets=PEERS_ONLY)
    placed_by: str = f.text(N_("Placed by"), presets=PEERS_ONLY)
    released_on: str = f.day(N_("Released on"), listed=True, presets=PEERS_ONLY)
    released_by: str = f.text(N_("Released by"), presets=PEERS_ONLY)
    release_reason: str = f.text(N_("Why it was released"), lines=True, max_length=500, presets=PEERS_ONLY)

    @property
    def in_force(self) -> bool:
        """Tell whether nobody has released it."""
        return not self.released_on

    @property
    def target(self) -> RecordId:
        """The record it is about; empty for the whole vault."""
        return RecordId(self.about)
