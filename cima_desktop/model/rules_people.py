"""Rules about people a plan names who are not there or have no name: no paper leaves them out silently."""

from collections.abc import Iterator
from datetime import date

from cima_desktop.i18n import N_
from cima_desktop.model.family import Family, Missing
from cima_desktop.model.findings import CHILD_PAPERS, SIGNED_PAPERS, Finding, Scope, Severity

_MONEY_ONLY = frozenset({Scope.MONEY})
_ROLES: dict[str, tuple[str, frozenset[Scope]]] = {
    "parent1": (N_("the parent"), SIGNED_PAPERS),
    "parent2": (N_("the other parent"), SIGNED_PAPERS),
    "children": (N_("a child"), CHILD_PAPERS),
    "person": (N_("a caregiver"), CHILD_PAPERS),
    "agent": (N_("the agent"), _MONEY_ONLY),
    "successor1": (N_("the first successor"), _MONEY_ONLY),
    "successor2": (N_("the second successor"), _MONEY_ONLY),
    "joint_agent": (N_("the co-agent"), _MONEY_ONLY),
    "accounting_recipient": (N_("who may ask for accounts"), _MONEY_ONLY),
    "determiner": (N_("who declares that the event happened"), frozenset({Scope.CARE})),
    "household": ("", SIGNED_PAPERS),
}


def people_there(family: Family, _today: date) -> Iterator[Finding]:
    """Whoever the plan names is in the vault and not in its bin."""
    seen: set[tuple[str, str]] = set()
    for gone in family.missing:
        if (gone.role, gone.child) not in seen:
            seen.add((gone.role, gone.child))
            yield _gone(gone)


def _gone(gone: Missing) -> Finding:
    role, scopes = _ROLES[gone.role]
    return Finding(
        rule=":".join(["missing", gone.role, *([gone.child] if gone.child else [])]),
        severity=Severity.BLOCK,
        message=N_("A person of this plan is in the bin: {role}.")
        if role
        else N_("The plan’s household is in the bin."),
        todo=N_("Take that person out of the bin, or choose someone else.")
        if role
        else N_("Take it out of the bin, or choose another household."),
        scopes=scopes,
        child=gone.child,
        record=gone.record,
        field=gone.role,
        labels={"role": role} if role else {},
    )


def parents_named(family: Family, _today: date) -> Iterator[Finding]:
    """Nobody signs a paper that does not say who signs."""
    gone = {m.role for m in family.missing}
    for role, parent in zip(("parent1", "parent2"), family.signing_parents, strict=False):
        if role not in gone and not parent.legal_name():
            yield Finding(
                rule=f"parent-nameless:{role}",
                severity=Severity.BLOCK,
                message=N_("A parent who signs has no name yet."),
                todo=N_("Write the parent’s name as it stands on the ID."),
                scopes=SIGNED_PAPERS,
                record=parent.id,
                field="given_names",
            )


RULES = (people_there, parents_named)
