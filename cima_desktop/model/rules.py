"""When to stop and ask: the decision rules of the packet, each a small function over a `Family` (D10).

The rules come from the law facts, sections 1.7, 4 and 14.2. None asks for anyone's immigration status. A rule
that stops a paper can be answered only by a reviewing attorney, through a task that names the rule.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from cima_desktop.i18n import N_
from cima_desktop.model import rules_care, rules_money, rules_notes, rules_people
from cima_desktop.model.family import ADULT_AGE, SIGNING_STATUSES, Family, age_on, signing_day
from cima_desktop.model.findings import CHILD_PAPERS, SIGNED_PAPERS, Finding, Scope, Severity
from cima_desktop.model.kinds import kind_of
from cima_desktop.model.text import fold

Rule = Callable[[Family, date], Iterator[Finding]]
NEARLY_GROWN = timedelta(days=365)
ASK_LAWYER = N_("Ask a lawyer. The program keeps this question on the task list.")
_COURT_MATTERS = (
    ("open_case", N_("There is a case open in court or with social services about the children.")),
    ("custody_order", N_("There is a court order about custody of a child.")),
    ("protective_order", N_("There is a protective order in the family.")),
    ("other_parent_disagrees", N_("The other parent might disagree.")),
)
STOPPING_STATUSES = {
    "protective_order": N_("There is a protective order that involves the other parent."),
    "refuses": N_("The other parent does not agree."),
}
"""What is said about the other parent and stops the children’s papers."""
_UNSIGNED_STATUSES = frozenset({"deceased", "unknown", "cannot_locate", "no_legal_custody"})


def adult_parents(family: Family, today: date) -> Iterator[Finding]:
    """Signers are 18 or older on the day they sign (N.C.G.S. 32A-30; practice for chapter 32C)."""
    for parent in family.signing_parents:
        age = age_on(parent.birth_date, signing_day(family, today))
        if age is None:
            yield Finding(
                rule=f"adult-parent-unknown:{parent.id}",
                severity=Severity.WARN,
                message=N_("The date of birth of {name} is not known. Whoever signs must be 18 or older."),
                todo=N_("Ask for the date of birth, or make sure at the table."),
                scopes=SIGNED_PAPERS,
                record=parent.id,
                field="birth_date",
                facts={"name": parent.title()},
                source="N.C.G.S. 32A-30",
            )
        elif age < ADULT_AGE:
            yield Finding(
                rule=f"adult-parent:{parent.id}",
                severity=Severity.BLOCK,
                message=N_("{name} is not yet 18 and cannot sign these papers without a lawyer."),
                todo=ASK_LAWYER,
                scopes=SIGNED_PAPERS,
                record=parent.id,
                field="birth_date",
                lawyer=True,
                facts={"name": parent.title()},
                source="N.C.G.S. 32A-30",
            )


def court_matters(family: Family, _today: date) -> Iterator[Finding]:
    """An open case, a custody order, a protective order or a contested parent is for a lawyer (35A-1371; 50A)."""
    for field, message in _COURT_MATTERS:
        answer = getattr(family.plan, field)
        if answer:
            yield _for_lawyer(family, f"court:{field}", message, field)
        elif answer is None:
            yield Finding(
                rule=f"court-unknown:{field}",
                severity=Severity.WARN,
                message=N_("A question about courts and safety has no answer yet: {question}"),
                todo=N_("Answer it before anyone signs. If the answer is yes, a lawyer must look first."),
                scopes=CHILD_PAPERS,
                record=family.plan.id,
                field=field,
                labels={"question": kind_of(family.plan).field(field).label},
                source="N.C.G.S. 35A-1371, 50A",
            )
    message = STOPPING_STATUSES.get(family.plan.parent2_status, "")
    if message:
        yield _for_lawyer(family, f"court:parent2-{family.plan.parent2_status}", message, "parent2_status")


def _for_lawyer(family: Family, rule: str, message: str, field: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.BLOCK,
        message=message,
        todo=ASK_LAWYER,
        scopes=CHILD_PAPERS,
        record=family.plan.id,
        field=field,
        lawyer=True,
        source="N.C.G.S. 35A-1371, 50A",
    )


def second_parent(family: Family, _today: date) -> Iterator[Finding]:
    """Both parents should sign where both have custody; otherwise the papers say why not."""
    status = family.plan.parent2_status
    if not status:
        yield _about_parent2(
            family,
            "parent2-unanswered",
            N_("Nothing is said about the other parent yet."),
            N_("One parent’s paper does not bind the other. Say whether the other parent will sign, or why not."),
        )
    elif status in _UNSIGNED_STATUSES and not family.plan.parent2_explanation:
        yield _about_parent2(
            family,
            "parent2-explanation",
            N_("The other parent will not sign and no explanation is written."),
            N_("Write in one sentence why, so that a school or clinic can understand."),
        )
    if status in SIGNING_STATUSES and family.parent2 is None:
        yield _about_parent2(
            family,
            "parent2-missing",
            N_("The other parent is to sign but is not in the plan."),
            N_("Add the other parent."),
        )


def _about_parent2(family: Family, rule: str, message: str, todo: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.WARN,
        message=message,
        todo=todo,
        scopes=CHILD_PAPERS,
        record=family.plan.id,
        field="parent2_status",
    )


def children_ages(family: Family, today: date) -> Iterator[Finding]:
    """A paper about a child needs a child under 18 on signing day; near 18 is worth a warning (32A-29)."""
    when = signing_day(family, today)
    for child in family.children:
        name = {"name": child.person.title()}
        age = age_on(child.person.birth_date, when)
        soon = age_on(child.person.birth_date, when + NEARLY_GROWN)
        if age is None:
            rule, severity = "child-age-unknown", Severity.WARN
            message = N_("The date of birth of {name} is not known; the papers leave a line to fill by hand.")
            todo = N_("Ask for the date of birth.")
        elif age >= ADULT_AGE:
            rule, severity = "child-grown", Severity.BLOCK
            message = N_("{name} is 18 or older and signs papers of their own.")
            todo = N_("Take {name} out of the children’s papers, or correct the date of birth.")
        elif soon is not None and soon >= ADULT_AGE:
            rule, severity = "child-nearly-grown", Severity.WARN
            message = N_("{name} turns 18 within a year; these papers end on that day.")
            todo = N_("Plan for {name} to sign papers of their own then.")
        else:
            continue
        yield Finding(
            rule=f"{rule}:{child.person.id}",
            severity=severity,
            message=message,
            todo=todo,
            scopes=CHILD_PAPERS,
            child=child.person.id,
            record=child.person.id,
            field="birth_date",
            facts=name,
            source="N.C.G.S. 32A-29",
        )


def same_children(family: Family, _today: date) -> Iterator[Finding]:
    """Two children with one name may be one child typed twice."""
    seen: dict[str, str] = {}
    for child in family.children:
        name = fold(child.person.legal_name())
        if name and name in seen:
            same_day = seen[name] == child.person.birth_date
            yield Finding(
                rule=f"same-child:{child.person.id}",
                severity=Severity.WARN,
                message=N_("Two children are called {name}."),
                todo=N_("If they are one child, remove one. If they are two, make sure their dates of birth are right.")
                if same_day
                else N_("If that is right, nothing need be done."),
                scopes=CHILD_PAPERS,
                child=child.person.id,
                record=child.person.id,
                facts={"name": child.person.title()},
            )
        seen.setdefault(name, child.person.birth_date)


def names_differ(family: Family, _today: date) -> Iterator[Finding]:
    """A name on the ID that differs from the name built of its parts is worth a look before printing."""
    for person in family.people:
        written, composed = person.name_as_on_id, person.full_name()
        if written and composed and fold(written) != fold(composed):
            yield Finding(
                rule=f"name-differs:{person.id}",
                severity=Severity.WARN,
                message=N_("The name on the ID of {name} differs from the name in the record."),
                todo=N_("Legal papers print the name on the ID. Check the spelling with the person."),
                scopes=SIGNED_PAPERS,
                record=person.id,
                field="name_as_on_id",
                facts={"name": person.title()},
            )


def other_questions(family: Family, _today: date) -> Iterator[Finding]:
    """Land belongs with a lawyer (47-28, 84-2.1); so does whatever the family itself wants to ask."""
    if family.plan.owns_land:
        yield Finding(
            rule="owns-land",
            severity=Severity.WARN,
            message=N_("The family owns land, a house or a mobile home."),
            todo=N_(
                "A separate paper may be needed, which only a lawyer may prepare. This one must be registered first."
            ),
            scopes=frozenset({Scope.MONEY}),
            record=family.plan.id,
            field="owns_land",
            lawyer=True,
            source="N.C.G.S. 47-28, 84-2.1",
        )
    if family.plan.serious_question:
        yield Finding(
            rule="family-asks",
            severity=Severity.WARN,
            message=N_("The family wants to ask a lawyer something first."),
            todo=ASK_LAWYER,
            scopes=SIGNED_PAPERS,
            record=family.plan.id,
            field="serious_question",
            lawyer=True,
        )


RULES: tuple[Rule, ...] = (
    *rules_people.RULES,
    court_matters,
    adult_parents,
    second_parent,
    children_ages,
    same_children,
    *rules_care.RULES,
    *rules_money.RULES,
    names_differ,
    other_questions,
    *rules_notes.RULES,
)


def judge(family: Family, today: date) -> tuple[Finding, ...]:
    """Return all findings, stops first, without those a reviewing attorney has answered."""
    answered = {t.rule for t in family.answered if t.reviewer and t.done_on}
    found = [f for rule in RULES for f in rule(family, today) if f.rule not in answered]
    order = list(Severity)
    return tuple(sorted(found, key=lambda f: order.index(f.severity)))
