"""The steps about people: the family, its safety, who would care for the children, and each child."""

from collections.abc import Iterator, Mapping

from cima_desktop.i18n import N_
from cima_desktop.model.family import Child, Family
from cima_desktop.model.ids import RecordId
from cima_desktop.services.interview.step import (
    CARE,
    CARER_FIELDS,
    CHILD,
    CHILD_FIELDS,
    NAME_FIELDS,
    SAFETY,
    WHO,
    Shape,
    Step,
    person_step,
    plan_step,
)

_SECOND_PARENT = frozenset({"signs", "abroad_signs_separately", "no_legal_custody", "refuses", "protective_order"})

_SHEET_PARTS = (
    (
        "school",
        N_("Where does {child} go to school, and who may pick up?"),
        ("school", "grade", "teacher", "school_phone", "bus", "pick_up", "pick_up_password", "education_plan"),
        frozenset({"school"}),
    ),
    (
        "health",
        N_("What must a caregiver know about {child}’s health?"),
        (
            "allergies",
            "rescue_medicine",
            "conditions",
            "doctor",
            "doctor_phone",
            "dentist",
            "therapist",
            "pharmacy",
            "insurance",
            "vaccine_card",
            "aids",
        ),
        frozenset({"allergies", "doctor"}),
    ),
    (
        "days",
        N_("What is an ordinary day like for {child}?"),
        ("routine", "foods", "comfort", "religion", "relatives", "other_parent", "told", "if_alone"),
        frozenset[str](),
    ),
)


def family_steps(family: Family) -> Iterator[Step]:
    """Yield the steps about who is in the family."""
    yield Step(
        key="household",
        section=WHO,
        title=N_("What should we call this household, and where does it live?"),
        why=N_("The address goes on the papers a notary will see. It stays on this computer until you print."),
        kind="household",
        record=family.household.id,
        fields=("name", "street", "city", "county", "state", "zip", "language"),
        essential=frozenset({"name", "city", "county"}),
    )
    yield from _parent(family.parent1.id, "parent1", {"parent": family.parent1.title()})
    yield from _other_parent(family)
    yield Step(
        key="children",
        section=WHO,
        title=N_("Who are the children?"),
        why=N_("Every child under 18 gets papers of their own. A child may live in two homes."),
        shape=Shape.CHILDREN,
        kind="person",
        record=family.plan.id,
        fields=CHILD_FIELDS,
        essential=frozenset({"children"}),
    )


def _other_parent(family: Family) -> Iterator[Step]:
    plan = family.plan
    yield plan_step(
        family,
        "parent2-status",
        WHO,
        N_("Is there another parent, and will that parent sign too?"),
        "parent2_status",
        "parent2_explanation",
        why=N_("One parent’s paper does not bind the other."),
        essential=frozenset({"parent2_status"}),
    )
    if plan.parent2_status in _SECOND_PARENT or plan.parent2:
        yield plan_step(
            family,
            "parent2",
            WHO,
            N_("Who is the other parent?"),
            "parent2",
            shape=Shape.PERSON,
            essential=frozenset({"parent2"} if plan.parent2_status == "signs" else ()),
        )
    if family.parent2 is not None:
        yield from _parent(family.parent2.id, "parent2", {"parent": family.parent2.title()})


def _parent(person: RecordId, key: str, facts: Mapping[str, str]) -> Iterator[Step]:
    yield person_step(
        person,
        f"{key}-name",
        WHO,
        N_("What is the parent’s name?"),
        *NAME_FIELDS,
        why=N_("Legal papers print the name exactly as it is on the ID."),
        facts=facts,
        essential=frozenset({"given_names", "paternal_surname"}),
    )
    yield person_step(
        person,
        f"{key}-contact",
        WHO,
        N_("How can {parent} be reached safely?"),
        "phone",
        "phone_owner",
        "voicemail_ok",
        "text_ok",
        "safe_hours",
        "ask_for",
        "language",
        "interpreter",
        "read_aloud",
        facts=facts,
        essential=frozenset({"phone", "language"}),
    )
    yield person_step(
        person,
        f"{key}-signing",
        WHO,
        N_("What does {parent} need to sign before a notary?"),
        "birth_date",
        "id_kind",
        "signing_mode",
        why=N_("Never write the number of an ID."),
        facts=facts,
        essential=frozenset({"birth_date", "id_kind"}),
    )


def safety_steps(family: Family) -> Iterator[Step]:
    """Yield the steps about courts and safety."""
    yield plan_step(
        family,
        "courts",
        SAFETY,
        N_("Is a court or social services involved?"),
        "open_case",
        "custody_order",
        "protective_order",
        "other_parent_disagrees",
        why=N_("If any answer is yes, a lawyer must look before these papers are made."),
        essential=frozenset({"open_case", "custody_order", "protective_order", "other_parent_disagrees"}),
    )
    yield Step(
        key="apart",
        section=SAFETY,
        title=N_("Is there anyone who must be kept apart from someone in the family?"),
        why=N_("Only the names. No paper prints where either of them is."),
        shape=Shape.APART,
        kind="relationship",
        record=family.plan.id,
    )
    yield plan_step(
        family,
        "questions",
        SAFETY,
        N_("Is there something the family wants to ask a lawyer first?"),
        "serious_question",
        "owns_land",
    )


def care_steps(family: Family) -> Iterator[Step]:
    """Yield the steps about who would care for the children."""
    for child in family.children:
        yield Step(
            key=f"carers.{child.person.id}",
            section=CARE,
            title=N_("Who would care for {child} if no parent could?"),
            why=N_(
                "In order; two people in two different homes is best. The family chooses, the program suggests nobody."
            ),
            shape=Shape.CARERS,
            kind="caregiver",
            record=family.plan.id,
            fields=CARER_FIELDS,
            fixed={"plan": family.plan.id, "child": child.person.id},
            facts={"child": child.person.title()},
            essential=frozenset({"carers"}),
        )
    yield from _care_terms(family)


def _care_terms(family: Family) -> Iterator[Step]:
    yield plan_step(
        family,
        "care-powers",
        CARE,
        N_("What may the caregiver do for the children?"),
        "care_powers",
        "travel_scope",
        "powers_withheld",
        why=N_("The parent chooses. Marriage, adoption and giving up parental rights are never included."),
        essential=frozenset({"care_powers"}),
    )
    yield plan_step(
        family,
        "care-dates",
        CARE,
        N_("When do the care papers start, and when do they end?"),
        "effective_mode",
        "effective_date",
        "event_text",
        "care_expires",
        essential=frozenset({"effective_mode"}),
    )
    if family.plan.effective_mode == "event":
        yield plan_step(
            family,
            "determiner",
            CARE,
            N_("Who declares that it happened?"),
            "determiner",
            shape=Shape.PERSON,
            essential=frozenset({"determiner"}),
        )


def child_steps(family: Family, child: Child) -> Iterator[Step]:
    """Yield the steps about one child."""
    for part, title, fields, essential in _SHEET_PARTS:
        yield Step(
            key=f"sheet-{part}.{child.person.id}",
            section=CHILD,
            title=title,
            kind="child_sheet",
            record=child.sheet.id,
            fields=fields,
            fixed={"plan": family.plan.id, "child": child.person.id},
            facts={"child": child.person.title()},
            essential=essential,
        )
