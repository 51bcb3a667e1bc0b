"""All steps of the interview in order."""

from cima_desktop.i18n import N_
from cima_desktop.model.family import Family
from cima_desktop.services.interview import people_steps, plan_steps
from cima_desktop.services.interview.step import REVIEW, Shape, Step


def steps(family: Family) -> tuple[Step, ...]:
    """Return every step of the interview for this family, as far as its answers say who is in it."""
    return (
        *people_steps.family_steps(family),
        *people_steps.safety_steps(family),
        *people_steps.care_steps(family),
        *(step for child in family.children for step in people_steps.child_steps(family, child)),
        *plan_steps.adult_steps(family),
        *plan_steps.first_day_steps(family),
        *plan_steps.money_steps(family),
        *plan_steps.wish_steps(family),
        Step(
            key="review",
            section=REVIEW,
            title=N_("Read everything once more before any paper is made"),
            why=N_("Choose an answer to change it."),
            shape=Shape.REVIEW,
            record=family.plan.id,
        ),
    )
