"""The steps about the plan itself: health of the adults, the first day, money and papers, wishes, dates."""

from collections.abc import Iterator

from cima_desktop.i18n import N_
from cima_desktop.model.family import Family
from cima_desktop.model.ids import NO_ID
from cima_desktop.model.plans import ADULT_HEALTH
from cima_desktop.services.interview.step import (
    FIRST_DAY,
    HEALTH,
    MONEY,
    REVIEW,
    WISHES,
    Shape,
    Step,
    list_step,
    plan_step,
)


def adult_steps(family: Family) -> Iterator[Step]:
    """Yield the steps about the adults’ health."""
    for parent in family.parents:
        if parent.id == NO_ID:
            continue
        sheet = next((s.id for s in family.adult_sheets if s.person == parent.id), NO_ID)
        yield Step(
            key=f"adult.{parent.id}",
            section=HEALTH,
            title=N_("What must medical staff know about {parent}?"),
            why=N_("So that someone can tell them if {parent} cannot."),
            kind="adult_sheet",
            record=sheet,
            fields=ADULT_HEALTH,
            fixed={"plan": family.plan.id, "person": parent.id},
            facts={"parent": parent.title()},
        )
    yield list_step(
        family,
        "medicine",
        HEALTH,
        N_("Which medicines does someone in the family take?"),
        "person",
        "name",
        "dose",
        "times",
        "reason",
        "prescriber",
        "place",
    )


def first_day_steps(family: Family) -> Iterator[Step]:
    """Yield the steps about the first 24 hours."""
    yield list_step(
        family,
        "emergency_contact",
        FIRST_DAY,
        N_("Whom should the family call, in order?"),
        "name",
        "relation",
        "phone",
        "whatsapp",
        "language",
        "speaks_english",
        "drives",
        "nearby",
        "memorize",
        why=N_("Mark two numbers to learn by heart."),
    )
    yield list_step(
        family,
        "first_day_task",
        FIRST_DAY,
        N_("Who does what in the first 24 hours?"),
        "task",
        "detail",
        "who",
        "phone",
        "by_when",
    )
    yield _helpers(family)


def _helpers(family: Family) -> Step:
    return plan_step(
        family,
        "helpers",
        FIRST_DAY,
        N_("Which numbers should be on the wallet card?"),
        "hotline_phone",
        "lawyer_name",
        "lawyer_phone",
        "lawyer_signed_form",
        "consulate_name",
        "consulate_phone",
        "meeting_place",
        "code_word",
        essential=frozenset({"hotline_phone"}),
    )


def money_steps(family: Family) -> Iterator[Step]:
    """Yield the steps about money and papers."""
    people = (
        ("agent", N_("Who would handle money and property?"), frozenset({"agent"})),
        ("successor1", N_("Who steps in if that person cannot?"), frozenset({"successor1"})),
        ("successor2", N_("And after that person?"), frozenset[str]()),
    )
    for field, title, essential in people:
        yield plan_step(family, field, MONEY, title, field, shape=Shape.PERSON, essential=essential)
    yield plan_step(
        family,
        "money-subjects",
        MONEY,
        N_("What may that person handle?"),
        "money_subjects",
        "compensation",
        "money_expires",
        "revokes_prior",
        "agent_may_name_successor",
        "nominate_guardian",
        why=N_("The powers are broad. The one who signs initials each by hand before the notary."),
        essential=frozenset({"money_subjects", "compensation", "revokes_prior"}),
    )
    yield from _money_parts(family)


def _money_parts(family: Family) -> Iterator[Step]:
    yield plan_step(
        family,
        "money-accounts",
        MONEY,
        N_("Who may ask that person for accounts?"),
        "accounting_recipient",
        shape=Shape.PERSON,
    )
    yield plan_step(
        family,
        "money-attorney",
        MONEY,
        N_("Parts that only an attorney may open"),
        "specific_powers",
        "self_benefit",
        "exclusions",
    )
    yield from _belongings(family)


def _belongings(family: Family) -> Iterator[Step]:
    yield list_step(
        family,
        "asset",
        MONEY,
        N_("Which accounts, bills and things of value must someone look after?"),
        "sort",
        "description",
        "institution",
        "phone",
        "last4",
        "other_person",
        "amount",
        "due_day",
        "papers_place",
        "note",
        why=N_("Never a whole account number: the last four digits are enough."),
    )
    yield list_step(
        family,
        "plan_document",
        MONEY,
        N_("Which papers does the family have, and where are they?"),
        "person",
        "sort",
        "detail",
        "have",
        "original_place",
        "copy_place",
        "who_has_copy",
        "expires_on",
        "apply_by",
    )


def wish_steps(family: Family) -> Iterator[Step]:
    """Yield the steps about wishes and dates."""
    yield list_step(
        family,
        "wish",
        WISHES,
        N_("What do the parents wish for their children?"),
        "child",
        "topic",
        "words",
        why=N_("In their own words. Wishes guide people; they bind nobody."),
    )
    yield plan_step(
        family,
        "away",
        WISHES,
        N_("What if a parent has to live in another country?"),
        "destination_contact",
        "return_bag",
        "child_travel",
        "bank_access",
    )
    yield plan_step(
        family,
        "dates",
        REVIEW,
        N_("When is signing day, and when should the plan be read again?"),
        "signing_day",
        "review_due",
        "reviewed_on",
        essential=frozenset({"review_due"}),
    )
