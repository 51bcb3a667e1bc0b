"""The same employer or landlord in several cases, so that people can be brought together if they want to (P7)."""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import case_choices as c
from cima_desktop.model import fields as f
from cima_desktop.model.fields import PEERS_ONLY, Merge, Search
from cima_desktop.model.kinds import Record, kind
from cima_desktop.model.retention import stays


@kind(
    "pattern",
    label=N_("Pattern"),
    plural=N_("Patterns"),
    icon="git-merge",
    keep=stays(N_("An employer or landlord is no family; it stays until a person takes it out.")),
)
@attrs.frozen(kw_only=True)
class Pattern(Record):
    """One employer or landlord whom several cases are about, under whatever spelling."""

    name: str = f.text(N_("Name"), search=Search.WORD, required=True, listed=True, presets=PEERS_ONLY)
    sort: str = f.choice(N_("What kind"), c.PATTERN_KINDS, required=True, listed=True, presets=PEERS_ONLY)
    organization: str = f.ref(N_("In the directory"), "organization", presets=PEERS_ONLY)
    note: str = f.text(N_("What is planned"), lines=True, max_length=2000, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return the name."""
        return self.name


@kind("pattern_case", label=N_("Case of a pattern"), plural=N_("Cases of patterns"), icon="link", parent="pattern")
@attrs.frozen(kw_only=True)
class PatternCase(Record):
    """Somebody decided that a work-up is about this employer or landlord, or that it is not."""

    pattern: str = f.ref(N_("Pattern"), "pattern", required=True, presets=PEERS_ONLY)
    workup: str = f.ref(N_("Work-up"), "", required=True, presets=PEERS_ONLY)
    """A `wage_claim` or a `housing`."""
    decision: str = f.choice(N_("The same?"), c.SAME_OR_NOT, required=True, listed=True, presets=PEERS_ONLY)
    may_meet: bool | None = f.flag(
        N_("Do they want to meet the others?"), listed=True, merge=Merge.SAFETY, cautious=False, presets=PEERS_ONLY
    )
    asked_on: str = f.day(N_("Asked on"), future=False, presets=PEERS_ONLY)
