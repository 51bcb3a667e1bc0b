"""Each decision rule of the law facts (sections 1.7, 4 and 14.2) blocks or warns exactly as listed there (D10)."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from cima_desktop.model import choices
from cima_desktop.model.family import Family, Missing
from cima_desktop.model.findings import CHILD_PAPERS, SIGNED_PAPERS, Scope, Severity
from cima_desktop.model.ids import NO_ID
from cima_desktop.model.plans import AdultSheet, Asset, PlanDocument
from cima_desktop.model.rules import RULES, judge
from cima_desktop.model.work import Task
from tests import builders
from tests.unit.model.builders import TODAY, carer_of, child_of, found, names, only, quiet, who

BLOCK, WARN, NOTE = Severity.BLOCK, Severity.WARN, Severity.NOTE
CARE, MONEY, PLAN = frozenset({Scope.CARE}), frozenset({Scope.MONEY}), frozenset({Scope.PLAN})
SOFIA, DIEGO = child_of("Sofía").person, child_of("Diego").person
Make = Callable[[], Family]


def planned(**facts: Any) -> Make:
    return lambda: quiet(plan=facts)


def with_(**facts: Any) -> Make:
    return lambda: quiet(**facts)


def sofia(birth_date: str = "2016-03-04", *carers: Any, name: str = "Sofía") -> Make:
    """Return a family in which one child of two is different."""
    return lambda: quiet(children=(child_of(name, birth_date, carers or None), child_of("Diego", "2019-10-25")))


def carer(**facts: Any) -> Make:
    return sofia("2016-03-04", carer_of(SOFIA, **facts), carer_of(SOFIA, "Jorge", "backup1"))


def carer_who(**facts: Any) -> Make:
    first = carer_of(SOFIA)
    changed = attrs.evolve(first, person=attrs.evolve(first.person, **facts))
    return sofia("2016-03-04", changed, carer_of(SOFIA, "Jorge", "backup1"))


def asset(sort: str) -> Asset:
    return Asset(id=builders.rid(sort), plan=builders.PLAN_ID, sort=sort, description="Algo")


def ill(person: str) -> AdultSheet:
    return AdultSheet(id=builders.rid("ill"), person=who(person).id, conditions="Diabetes")


def passport(have: str) -> tuple[PlanDocument, ...]:
    return (PlanDocument(id=builders.rid("pass"), person=SOFIA.id, sort="us_passport", have=have),)


# what is different, the rule that says so, how much it matters, which papers, one child's only, for a lawyer
CASES = [
    # 4.1, 14.2: an open case, an order, a protective order or a contested parent is for an attorney
    (planned(open_case=True), "court:open_case", BLOCK, CHILD_PAPERS, False, True),
    (planned(custody_order=True), "court:custody_order", BLOCK, CHILD_PAPERS, False, True),
    (planned(protective_order=True), "court:protective_order", BLOCK, CHILD_PAPERS, False, True),
    (planned(other_parent_disagrees=True), "court:other_parent_disagrees", BLOCK, CHILD_PAPERS, False, True),
    (planned(open_case=None), "court-unknown:open_case", WARN, CHILD_PAPERS, False, False),
    (planned(protective_order=None), "court-unknown:protective_order", WARN, CHILD_PAPERS, False, False),
    (planned(parent2_status="protective_order"), "court:parent2-protective_order", BLOCK, CHILD_PAPERS, False, True),
    (planned(parent2_status="refuses"), "court:parent2-refuses", BLOCK, CHILD_PAPERS, False, True),
    # the other parent: signs, or the paper says why not
    (planned(parent2_status=""), "parent2-unanswered", WARN, CHILD_PAPERS, False, False),
    (planned(parent2_status="cannot_locate"), "parent2-explanation", WARN, CHILD_PAPERS, False, False),
    (with_(parent2=None), "parent2-missing", WARN, CHILD_PAPERS, False, False),
    # 4.2, 4.9, 14.2: who signs is 18; a child is not, and near 18 is worth a warning
    (with_(parent1=who("Rosa", "2008-11-22")), "adult-parent", BLOCK, SIGNED_PAPERS, False, True),
    (with_(parent2=who("Miguel", "2010-01-01")), "adult-parent", BLOCK, SIGNED_PAPERS, False, True),
    (with_(parent1=who("Rosa", "")), "adult-parent-unknown", WARN, SIGNED_PAPERS, False, False),
    (sofia("2008-11-21"), "child-grown", BLOCK, CHILD_PAPERS, True, False),
    (sofia("1980-11-21"), "child-grown", BLOCK, CHILD_PAPERS, True, False),
    (sofia("2008-11-22"), "child-nearly-grown", WARN, CHILD_PAPERS, True, False),
    (sofia(""), "child-age-unknown", WARN, CHILD_PAPERS, True, False),
    # caregivers: named, adult, not the parent, not named twice, not kept apart
    (sofia("2016-03-04", carer_of(SOFIA)), "no-backup", WARN, CHILD_PAPERS, True, False),
    (carer_who(birth_date="2009-01-01"), "caregiver-minor", BLOCK, CHILD_PAPERS, True, False),
    (carer_who(id=who("Rosa").id), "caregiver-parent", BLOCK, CHILD_PAPERS, True, False),
    (carer_who(id=who("Miguel").id), "caregiver-parent", BLOCK, CHILD_PAPERS, True, False),
    (carer_who(id=SOFIA.id), "caregiver-parent", BLOCK, CHILD_PAPERS, True, False),
    (carer_who(id=who("Jorge").id), "caregiver-twice", BLOCK, CHILD_PAPERS, True, False),
    # 1.7, 14-321.2: a relative or a substantial relationship that is written down; a stranger is for an attorney
    (carer(relation="other"), "caregiver-stranger", BLOCK, CHILD_PAPERS, True, True),
    (carer(relation=""), "caregiver-relation", BLOCK, CHILD_PAPERS, True, False),
    (carer(relation="substantial", known_since=2016), "caregiver-history", BLOCK, CHILD_PAPERS, True, False),
    # 4.4: another state or school district
    (carer_who(state="Tennessee"), "caregiver-state", WARN, CHILD_PAPERS, True, False),
    (carer(other_school_district=True), "caregiver-district", WARN, CHILD_PAPERS, True, False),
    # 14.2, 84-4: events, free text and special powers are an attorney's; an event needs someone to declare it
    (planned(powers_withheld="No mudarse."), "withheld-words", BLOCK, CARE, False, True),
    (planned(specific_powers=frozenset({"gifts"})), "specific-powers", BLOCK, MONEY, False, True),
    (planned(self_benefit=True), "self-benefit", BLOCK, MONEY, False, True),
    (planned(exclusions="Menos el carro."), "exclusions", BLOCK, MONEY, False, True),
    (with_(joint_agent=who("Tomás")), "joint-agent", BLOCK, MONEY, False, True),
    (planned(parent2_explanation="Trabaja lejos."), "own-words:parent2_explanation", WARN, CARE, False, True),
    (carer(relation_note="La ve cada domingo."), "own-words:relation_note", WARN, CARE, False, True),
    # 14.2: a paper ends after it is signed
    (planned(care_expires="2026-11-21"), "care-end", BLOCK, CHILD_PAPERS, False, False),
    (planned(care_expires="2026-12-01", signing_day="2026-12-01"), "care-end", BLOCK, CHILD_PAPERS, False, False),
    (planned(effective_mode="date"), "care-start", BLOCK, CHILD_PAPERS, False, False),
    (planned(effective_mode="date", effective_date="2027-11-21"), "care-end", BLOCK, CHILD_PAPERS, False, False),
    (planned(care_expires="2037-10-26"), "care-outlasts", WARN, CHILD_PAPERS, False, False),
    (planned(money_expires="2026-11-21"), "money-end", BLOCK, MONEY, False, False),
    (planned(money_expires="2026-12-01", signing_day="2026-12-01"), "money-end", BLOCK, MONEY, False, False),
    # 14.2: agent and successors are adults, different people, not the one who signs; a successor is wise
    (with_(agent=who("Elena", "2009-01-01")), "agent-minor:agent", BLOCK, MONEY, False, False),
    (with_(successor1=who("Jorge", "2009-01-01")), "agent-minor:successor1", BLOCK, MONEY, False, False),
    (with_(successor1=who("Rosa")), "agent-principal:successor1", BLOCK, MONEY, False, False),
    (with_(agent=who("Miguel")), "agent-signs", WARN, MONEY, False, False),
    (with_(successor1=who("Elena")), "agent-twice:successor1", BLOCK, MONEY, False, False),
    (with_(successor2=who("Jorge")), "agent-twice:successor2", BLOCK, MONEY, False, False),
    (with_(accounting_recipient=who("Elena")), "agent-accounts", BLOCK, MONEY, False, False),
    (with_(agent=None), "no-agent", BLOCK, MONEY, False, False),
    (with_(successor1=None), "no-successor", WARN, MONEY, False, False),
    (planned(money_subjects=frozenset()), "no-subjects", BLOCK, MONEY, False, False),
    # whoever a plan names is there and has a name
    (with_(missing=(Missing(role="agent", record=builders.PLAN_ID),)), "missing:agent", BLOCK, MONEY, False, False),
    (with_(parent1=who("")), "parent-nameless:parent1", BLOCK, SIGNED_PAPERS, False, False),
    # 4.3 to 4.8: land, vehicle, illness, passport, and whatever the family asks
    (planned(owns_land=True), "owns-land", WARN, MONEY, False, True),
    (planned(serious_question=True), "family-asks", WARN, SIGNED_PAPERS, False, True),
    (with_(assets=(asset("bank"), asset("vehicle"))), "vehicle-form", NOTE, MONEY, False, False),
    (with_(adult_sheets=(ill("Rosa"),)), "illness", NOTE, CARE, False, True),
    (with_(papers=passport("no")), "passport", NOTE, PLAN, True, False),
    # 14.2: a ZIP code has five digits or nine
    (with_(household=builders.home(zip="2880")), "zip", WARN, SIGNED_PAPERS, False, False),
    (with_(people=(who("Elena", state="NC", zip="2880A"),)), "zip", WARN, SIGNED_PAPERS, False, False),
]
RULE_NAMES = [case[1] for case in CASES]
RELATIVES = [c.value for c in choices.CAREGIVER_RELATIONS if c.value not in ("other", "substantial")]


@pytest.mark.parametrize(
    ("make", "rule", "severity", "scopes", "one_child", "lawyer"), CASES, ids=[c[1] for c in CASES]
)
def test_a_rule_finds_what_it_is_for(
    make: Make, rule: str, severity: Severity, scopes: frozenset[Scope], one_child: bool, lawyer: bool
) -> None:
    family = make()
    finding = only(family)
    assert names(family) == {rule}
    assert (finding.severity, finding.scopes, finding.lawyer) == (severity, scopes, lawyer)
    assert (finding.child == NO_ID) is not one_child
    assert finding.record != NO_ID


@pytest.mark.parametrize("make", [c[0] for c in CASES], ids=RULE_NAMES)
def test_a_finding_speaks_both_languages(make: Make) -> None:
    finding = only(make())
    for words in (finding.sentence, finding.advice):
        spanish, english = words("es"), words("en")
        assert spanish
        assert english
        assert spanish != english
        assert "{" not in spanish + english


def test_a_family_that_answers_everything_is_not_stopped() -> None:
    assert names(quiet()) == set()


def test_every_rule_is_in_the_table() -> None:
    caught = {rule.__name__ for rule in RULES for make, *_ in CASES if list(rule(make(), TODAY))}
    assert {rule.__name__ for rule in RULES} - caught == {"people_apart", "same_children", "names_differ"}  # below


def test_a_child_without_a_caregiver_gets_no_papers() -> None:
    alone = attrs.evolve(child_of(), carers=())
    finding = only(quiet(children=(alone, child_of("Diego", "2019-10-25"))))
    assert finding.rule == f"no-caregiver:{SOFIA.id}"
    assert finding.stops(Scope.CARE, SOFIA.id)
    assert finding.stops(Scope.HEALTH)
    assert not finding.stops(Scope.CARE, DIEGO.id)
    assert not finding.stops(Scope.MONEY, SOFIA.id)


def test_everyone_in_one_home_is_a_warning() -> None:
    together = (carer_of(SOFIA, same_home=True), carer_of(SOFIA, "Jorge", "backup1", same_home=True))
    assert names(quiet(children=(child_of("Sofía", carers=together),))) == {"one-home"}


def test_an_event_needs_someone_to_declare_it_and_an_attorney() -> None:
    assert names(planned(effective_mode="event")()) == {"event-clause", "event-determiner"}
    named = found(quiet(plan={"effective_mode": "event"}, determiner=who("Tomás")))
    assert {(r.split(":")[0], f.lawyer, f.scopes) for r, f in named.items()} == {("event-clause", True, CARE)}


def test_nobody_is_their_own_agent() -> None:
    alone = quiet(plan={"parent2_status": "none"}, parent2=None, agent=who("Rosa"))
    finding = only(alone)
    assert (finding.rule, finding.severity, finding.scopes) == ("agent-principal:agent", BLOCK, MONEY)


def test_a_parent_who_does_not_sign_may_be_the_caregiver() -> None:
    father = carer_of(SOFIA, "Miguel", relation="other_parent")
    children = (child_of("Sofía", carers=(father, carer_of(SOFIA, "Jorge", "backup1"))),)
    family = quiet(plan={"parent2_status": "no_legal_custody", "parent2_explanation": ""}, children=children)
    assert names(family) == {"parent2-explanation"}


def test_agent_and_successor_in_one_home_is_a_warning() -> None:
    together = quiet(
        agent=who("Elena", household=builders.HOME_ID), successor1=who("Jorge", household=builders.HOME_ID)
    )
    assert names(together) == {"successor-home"}


def test_people_kept_apart_are_never_caregivers_and_a_lawyer_looks() -> None:
    elena = who("Elena")
    both = found(quiet(apart=((elena.id, SOFIA.id),)))
    assert {f.severity for f in both.values()} == {BLOCK, WARN}
    stop = both[f"caregiver-apart:{SOFIA.id}:{elena.id}"]
    assert stop.stops(Scope.CARE, SOFIA.id)
    assert not stop.stops(Scope.CARE, DIEGO.id)
    (warning,) = (f for f in both.values() if f.severity is WARN)
    assert warning.lawyer
    assert warning.rule == f"apart:{min(elena.id, SOFIA.id)}:{max(elena.id, SOFIA.id)}"


def test_adults_kept_apart_from_each_other_concern_no_child() -> None:
    assert names(quiet(apart=((who("Rosa").id, who("Tomás").id),))) == set()


def test_two_children_with_one_name_are_asked_about() -> None:
    twice = (child_of("Sofía"), attrs.evolve(child_of("SOFIA"), carers=child_of("Sofía").carers))
    same_day = only(quiet(children=twice))
    assert same_day.rule.startswith("same-child:")
    assert same_day.severity is WARN
    other_day = (twice[0], attrs.evolve(twice[1], person=attrs.evolve(twice[1].person, birth_date="2018-01-01")))
    assert only(quiet(children=other_day)).todo != same_day.todo


def test_children_without_names_are_not_called_the_same() -> None:
    nameless = [attrs.evolve(child_of(n), person=attrs.evolve(who(n, "2016-01-01"), given_names="")) for n in "AB"]
    assert names(quiet(children=tuple(nameless))) == set()


def test_a_person_without_a_name_is_still_named_in_a_sentence() -> None:
    finding = only(sofia("2008-11-21", name="")())
    assert finding.sentence("es") == "(sin nombre todavía) tiene 18 años o más y firma sus propios papeles."


def test_a_name_that_differs_from_the_id_is_a_warning() -> None:
    rosa = who("Rosa", name_as_on_id="Rosa María")
    finding = only(quiet(people=(rosa, who("Elena", name_as_on_id="ELENA"), who("Jorge"))))
    assert (finding.rule, finding.severity, finding.scopes) == (f"name-differs:{rosa.id}", WARN, SIGNED_PAPERS)


def test_an_open_question_is_named_in_the_language_of_the_reader() -> None:
    finding = only(planned(open_case=None)())
    assert "¿Hay un caso abierto" in finding.sentence("es")
    assert "Is there a case open" in finding.sentence("en")


@pytest.mark.parametrize(
    "value", [c.value for c in choices.CAREGIVER_RELATIONS if c.value not in ("other", "substantial")]
)
def test_every_relative_of_the_statute_may_care_for_the_child(value: str) -> None:
    assert names(carer(relation=value)()) == set()


@pytest.mark.parametrize(
    ("note", "since", "stopped"), [("Vecina", 2016, False), ("Vecina", None, True), ("", 2016, True)]
)
def test_a_substantial_relationship_is_written_down(note: str, since: int | None, stopped: bool) -> None:
    family = carer(relation="substantial", relation_note=note, known_since=since)()
    assert ("caregiver-history" in names(family)) is stopped


@pytest.mark.parametrize("state", ["", "NC", "nc", " N.C. ", "North Carolina", "Carolina del Norte"])
def test_north_carolina_is_no_other_state(state: str) -> None:
    assert names(carer_who(state=state)()) == set()


@pytest.mark.parametrize("status", ["deceased", "unknown", "cannot_locate", "no_legal_custody"])
def test_a_parent_who_does_not_sign_is_explained(status: str) -> None:
    explained = planned(parent2_status=status, parent2_explanation="Falleció en 2020.")()
    assert names(explained) == {"own-words:parent2_explanation"}


def test_somebody_who_is_18_by_signing_day_may_sign_and_be_named() -> None:
    nearly = "2008-12-01"
    facts: dict[str, Any] = {"parent1": who("Rosa", nearly), "agent": who("Elena", nearly)}
    assert {"adult-parent", "agent-minor:agent"} <= names(quiet(**facts))
    assert names(quiet(plan={"signing_day": "2026-12-01"}, **facts)) == set()
    carers = tuple(attrs.evolve(c, person=attrs.evolve(c.person, birth_date=nearly)) for c in child_of().carers)
    assert names(quiet(children=(child_of(carers=carers),))) == {"caregiver-minor"}
    assert names(quiet(plan={"signing_day": "2026-12-01"}, children=(child_of(carers=carers),))) == set()


def test_a_signing_day_that_has_passed_is_today() -> None:
    grown = quiet(plan={"signing_day": "2020-01-01", "care_expires": ""}, children=(child_of("Sofía", "2008-11-21"),))
    assert names(grown) == {"child-grown"}


def test_unknown_ages_and_ends_are_no_stop() -> None:
    nobody_knows: dict[str, Any] = {"agent": who("Elena", ""), "successor1": who("Jorge", "")}
    assert names(quiet(plan={"care_expires": "", "money_expires": ""}, **nobody_knows)) == set()
    assert names(quiet(children=(child_of("Sofía", ""),))) == {"child-age-unknown"}


@pytest.mark.parametrize(("have", "birth_date"), [("yes", "2016-03-04"), ("no", ""), ("no", "2010-11-21")])
def test_a_passport_is_only_spoken_of_while_both_parents_must_consent(have: str, birth_date: str) -> None:
    assert "passport" not in names(quiet(children=(child_of("Sofía", birth_date),), papers=passport(have)))


@pytest.mark.parametrize(
    ("state", "code"),
    [("NC", "28806"), ("nc", "28806-1234"), ("NC", "288061234"), ("NC", ""), ("Chiapas", "29"), ("", "29")],
)
def test_only_a_wrong_code_of_this_state_is_spoken_of(state: str, code: str) -> None:
    assert "zip" not in names(quiet(people=(who("Elena", state=state, zip=code),)))


def test_only_a_parents_illness_counts() -> None:
    assert names(quiet(adult_sheets=(ill("Elena"),))) == set()
    healthy = attrs.evolve(ill("Rosa"), conditions="")
    assert names(quiet(adult_sheets=(healthy,))) == set()


def test_stops_come_first() -> None:
    family = quiet(plan={"owns_land": True, "open_case": True}, assets=(asset("vehicle"),))
    assert [f.severity for f in judge(family, TODAY)] == [BLOCK, WARN, NOTE]


@pytest.mark.parametrize(
    ("facts", "answered"),
    [
        ({}, False),
        ({"done_on": "2026-11-20"}, False),
        ({"reviewer": builders.rid("attorney")}, False),
        ({"reviewer": builders.rid("attorney"), "done_on": "2026-11-20"}, True),
        ({"reviewer": builders.rid("attorney"), "done_on": "2026-11-20", "rule": "court:custody_order"}, False),
    ],
)
def test_only_a_reviewing_attorney_answers_a_stop(facts: dict[str, Any], answered: bool) -> None:
    """A volunteer can mark a task as done; that opens nothing."""
    task = Task(**{"about": builders.PLAN_ID, "what": "?", "rule": "court:open_case", **facts})
    family = quiet(plan={"open_case": True}, answered=(task,))
    assert (names(family) == set()) is answered


def test_an_answer_about_one_caregiver_is_none_about_another() -> None:
    strangers = (carer_of(SOFIA, relation="other"), carer_of(SOFIA, "Jorge", "backup1", relation="other"))
    about = f"caregiver-stranger:{SOFIA.id}:{who('Elena').id}"
    task = Task(about=builders.PLAN_ID, what="?", rule=about, reviewer=builders.rid("attorney"), done_on="2026-11-20")
    left = only(quiet(children=(child_of("Sofía", carers=strangers),), answered=(task,)))
    assert left.rule == f"caregiver-stranger:{SOFIA.id}:{who('Jorge').id}"


def test_no_rule_speaks_of_status() -> None:
    """None of the words for immigration status or entry stands in a message, a help or a rule."""
    forbidden = ("undocumented", "citizen", "visa", "legal status", "immigration status", "entry")
    for make, *_ in CASES:
        words = f"{only(make()).message} {only(make()).todo}".casefold()
        assert not [w for w in forbidden if w in words]


def test_an_answer_to_one_wording_covers_no_other() -> None:
    family = planned(exclusions="Menos el carro.")()
    stop = only(family)
    answer = Task(rule=stop.rule, reviewer=who("Elena").id, done_on="2026-11-20")
    assert names(attrs.evolve(family, answered=(answer,))) == set()
    changed = attrs.evolve(family, answered=(answer,), plan=attrs.evolve(family.plan, exclusions="Menos la casa."))
    assert names(changed) == {"exclusions"}
