"""What a rule has to say about a family: what it stops, why, and whether a lawyer should be asked."""

import hashlib
from collections.abc import Mapping
from enum import Enum

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.ids import NO_ID, RecordId


class Severity(Enum):
    """How much a finding matters."""

    BLOCK = "block"
    """The papers in its scope are not made until it is settled."""
    WARN = "warn"
    NOTE = "note"


class Scope(Enum):
    """Which papers a finding is about."""

    CARE = "care"
    HEALTH = "health"
    MONEY = "money"
    PLAN = "plan"


CHILD_PAPERS = frozenset({Scope.CARE, Scope.HEALTH})
SIGNED_PAPERS = frozenset({Scope.CARE, Scope.HEALTH, Scope.MONEY})
NAMELESS = N_("(no name yet)")


@attrs.frozen(kw_only=True)
class Finding:
    """One thing a rule found. `message` and `todo` are catalogue messages with placeholders.

    `facts` fill them with names as typed, `labels` with further messages, said in the language of the sentence.
    """

    rule: str
    severity: Severity
    message: str
    todo: str
    scopes: frozenset[Scope]
    child: RecordId = NO_ID
    """The child whose papers alone are concerned; empty when it is about the whole family."""
    record: RecordId = NO_ID
    """Where the answer can be changed."""
    field: str = ""
    lawyer: bool = False
    facts: Mapping[str, str] = attrs.field(factory=dict)
    labels: Mapping[str, str] = attrs.field(factory=dict)
    source: str = ""
    """The statute or the practice behind it."""

    def sentence(self, language: str | None = None) -> str:
        """Return what is the matter, in words."""
        return self._filled(self.message, language)

    def advice(self, language: str | None = None) -> str:
        """Return what to do about it."""
        return self._filled(self.todo, language)

    def _filled(self, message: str, language: str | None) -> str:
        names = {name: fact or tr(NAMELESS, language) for name, fact in self.facts.items()}
        labels = {name: tr(label, language) for name, label in self.labels.items()}
        return tr(message, language).format(**names, **labels)

    def stops(self, scope: Scope, child: RecordId = NO_ID) -> bool:
        """Tell whether a paper of this scope (for this child) must not be made."""
        concerns_child = self.child == NO_ID or child in (NO_ID, self.child)
        return self.severity is Severity.BLOCK and scope in self.scopes and concerns_child


def worded(rule: str, words: str | frozenset[str]) -> str:
    """Return the name of a rule bound to the words it is about: an answer to one wording covers no other."""
    plain = words if isinstance(words, str) else "\n".join(sorted(words))
    return f"{rule}:{hashlib.sha256(plain.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
