"""The same employer or landlord across cases: what seems so, what a person decided, who wants to meet (P7).

Nobody is told anything by this. A person looks at the reasons and decides; whoever agrees to meet is on a list here,
and no family is shown the name of another anywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId, derived_id, new_id
from cima_desktop.model.patterns import Pattern, PatternCase
from cima_desktop.model.people import Person
from cima_desktop.model.touched import Touched
from cima_desktop.services.apart import kept_apart
from cima_desktop.services.patterns.matching import Business, groups
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

SAME_ACT = N_("Joined cases of one employer or landlord")
NOT_SAME_ACT = N_("Told a case apart from an employer or landlord")
MEET_ACT = N_("Noted whether somebody wants to meet the others")
SAME, NOT_SAME = "same", "not_same"
_WAGES = ("case", "employer", "trade_name", "employer_phone", "employer_address", "contact_person", "contractor")
_HOMES = ("case", "landlord", "landlord_phone", "place")


@attrs.frozen(kw_only=True)
class Member:
    """One work-up of a finding, and what was decided of it."""

    workup: RecordId
    kind: str
    case: RecordId
    spelled: str
    """The name as it stands in the work-up."""
    decision: str = ""
    """"same", "not_same", or "" while nobody decided."""
    line: RecordId = NO_ID
    """The record that holds the decision."""
    may_meet: bool | None = None
    asked_on: str = ""


@attrs.frozen(kw_only=True)
class Finding:
    """Work-ups that are, or seem to be, about one employer or landlord."""

    pattern: RecordId
    """Empty while it only seems so."""
    name: str
    sort: str
    members: tuple[Member, ...]
    told_apart: tuple[Member, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def key(self) -> RecordId:
        """Return what it is known by from one reading to the next."""
        return self.pattern or min(each.workup for each in self.members)

    @property
    def is_decided(self) -> bool:
        """Tell whether a person decided about each."""
        return all(each.decision for each in self.members)


@attrs.frozen(kw_only=True)
class Known:
    """What is shown of a member on the card: the case's number, and whose it is."""

    member: Member
    number: str
    person: Person | None
    is_apart: bool = False
    """Whether the person is kept apart from another of the finding."""


def findings(session: Session) -> list[Finding]:
    """Return what seems to be or is about the same, what waits for a decision first, then the largest."""
    businesses = {each.workup: (each, case) for each, case in _businesses(session)}
    patterns = {each.id: each for each in session.store.all(Pattern)}
    decided: dict[RecordId, dict[RecordId, PatternCase]] = defaultdict(dict)
    for line in sorted(session.store.all(PatternCase), key=lambda line: line.id):
        if line.pattern in patterns and line.workup in businesses:
            decided[RecordId(line.pattern)][RecordId(line.workup)] = line
    same, apart = _pairs(decided.values())
    found = groups([business for business, _case in businesses.values()], same, apart)
    clusters = [list(group.workups) for group in found]
    reasons = [group.reasons for group in found]
    inside = {workup for cluster in clusters for workup in cluster}
    for lines in decided.values():
        alone = [workup for workup, line in lines.items() if line.decision == SAME and workup not in inside]
        if alone:
            clusters.append(alone)
            reasons.append(())
            inside.update(alone)
    made = [_finding(c, r, businesses, patterns, decided) for c, r in zip(clusters, reasons, strict=True)]
    return sorted(made, key=lambda each: (each.is_decided, -len(each.members), each.name, each.key))


def look(session: Session, finding: Finding) -> list[Known]:
    """Return what is shown of each member, with the people as they are now."""
    cases = {each: session.store.snapshot(each).record for each in {member.case for member in finding.members}}
    whose = {case: RecordId(str(getattr(record, "person", ""))) for case, record in cases.items()}
    return [
        Known(
            member=member,
            number=getattr(cases[member.case], "number", ""),
            person=session.store.get(Person, whose[member.case]),
            is_apart=_is_apart(session, whose[member.case], whose.values()),
        )
        for member in finding.members
    ]


def _is_apart(session: Session, person: RecordId, others: Iterable[RecordId]) -> bool:
    """Tell whether somebody is kept apart from one of the others, by any of their records."""
    return bool(kept_apart(session.store, [person]) & set(session.store.about(others)))


def how_many_people(session: Session, finding: Finding) -> int:
    """Return how many people the cases of a finding are about; two records of one person are one."""
    whose = {each.person.id for each in look(session, finding) if each.person is not None}
    return len({session.store.leading(whose).get(each, each) for each in whose})


def say_same(session: Session, finding: Finding, workups: Iterable[RecordId]) -> Touched:
    """Keep that these work-ups of a finding are about the same."""
    pattern, edits = _pattern(session, finding)
    chosen = {*workups, *(each.workup for each in finding.members[:1] if not finding.pattern)}
    known = {each.workup: each for each in (*finding.members, *finding.told_apart)}
    edits += [_line(session, pattern, known[each], SAME) for each in sorted(chosen & known.keys())]
    return session.store.save(SAME_ACT, edits)


def say_not_same(session: Session, finding: Finding, workup: RecordId) -> Touched:
    """Keep that a work-up is not about this employer or landlord; it will not be proposed for it again."""
    pattern, edits = _pattern(session, finding)
    if not finding.pattern:
        first = next(each for each in finding.members if each.workup != workup)
        edits.append(_line(session, pattern, first, SAME))
    member = next(each for each in finding.members if each.workup == workup)
    edits.append(_line(session, pattern, member, NOT_SAME))
    return session.store.save(NOT_SAME_ACT, edits)


def say_meet(session: Session, line: RecordId, wants: bool | None) -> Touched:
    """Keep what somebody answered, today, when asked whether they want to meet the others."""
    session.store.need(PatternCase, line)
    values: dict[str, Value] = {"may_meet": wants, "asked_on": session.today().isoformat()}
    return session.store.save(MEET_ACT, [Edit("pattern_case", line, values)])


def _pattern(session: Session, finding: Finding) -> tuple[RecordId, list[Edit]]:
    """Return the pattern of a finding, and the edit that makes it while there is none.

    Two desks that join the same cases make one pattern of them.
    """
    if finding.pattern:
        return finding.pattern, []
    wanted = derived_id("pattern", finding.key)
    pattern = new_id() if session.store.kind_of_id(wanted) else wanted
    return pattern, [Edit("pattern", pattern, {"name": finding.name, "sort": finding.sort})]


def _line(session: Session, pattern: RecordId, member: Member, decision: str) -> Edit:
    line = member.line or derived_id("pattern_case", pattern, member.workup)
    if not member.line and session.store.kind_of_id(line):
        line = new_id()  # the one of before is in the bin
    values: dict[str, Value] = {"pattern": pattern, "workup": member.workup, "decision": decision}
    return Edit("pattern_case", line, values)


def _businesses(session: Session) -> Iterator[tuple[Business, RecordId]]:
    for workup, cells in session.store.scan("wage_claim", _WAGES):
        case, employer, trade, phone, street, contact, contractor = map(str, cells)
        yield (
            Business(
                workup=workup,
                sort="employer",
                names=tuple(filter(None, (employer, trade))),
                phones=(phone,),
                street=street,
                contact=contact,
                contractor=contractor,
            ),
            RecordId(case),
        )
    for workup, cells in session.store.scan("housing", _HOMES):
        case, landlord, phone, place = map(str, cells)
        yield (
            Business(workup=workup, sort="landlord", names=(landlord,), phones=(phone,), place=place),
            RecordId(case),
        )


def _pairs(
    decided: Iterable[dict[RecordId, PatternCase]],
) -> tuple[list[tuple[RecordId, RecordId]], list[tuple[RecordId, RecordId]]]:
    """Return which work-ups are together, and which apart, by what people decided."""
    same: list[tuple[RecordId, RecordId]] = []
    apart: list[tuple[RecordId, RecordId]] = []
    for lines in decided:
        inside = [workup for workup, line in lines.items() if line.decision == SAME]
        outside = [workup for workup, line in lines.items() if line.decision == NOT_SAME]
        same += [(inside[0], each) for each in inside[1:]]
        apart += [(one, other) for one in outside for other in inside]
    return same, apart


def _finding(
    cluster: Sequence[RecordId],
    reasons: tuple[str, ...],
    businesses: dict[RecordId, tuple[Business, RecordId]],
    patterns: dict[RecordId, Pattern],
    decided: dict[RecordId, dict[RecordId, PatternCase]],
) -> Finding:
    inside = set(cluster)
    of = sorted(
        each for each, lines in decided.items() if any(inside & {w} and lines[w].decision == SAME for w in lines)
    )
    pattern = of[0] if of else NO_ID
    lines = decided[pattern] if of else {}
    members = [_member(each, businesses, lines.get(each)) for each in cluster]
    members.sort(key=lambda each: (each.decision != SAME, each.workup))
    gone = [w for w, line in lines.items() if line.decision == NOT_SAME and w not in inside]
    first = members[0]
    return Finding(
        pattern=pattern,
        name=patterns[pattern].name if of else first.spelled,
        sort=patterns[pattern].sort if of else businesses[first.workup][0].sort,
        members=tuple(members),
        told_apart=tuple(_member(each, businesses, lines[each]) for each in gone),
        reasons=reasons,
    )


def _member(
    workup: RecordId, businesses: dict[RecordId, tuple[Business, RecordId]], line: PatternCase | None
) -> Member:
    business, case = businesses[workup]
    kept = line or PatternCase()
    return Member(
        workup=workup,
        kind="wage_claim" if business.sort == "employer" else "housing",
        case=case,
        spelled=next(iter(business.names), ""),
        decision=kept.decision,
        line=kept.id,
        may_meet=kept.may_meet,
        asked_on=kept.asked_on,
    )
