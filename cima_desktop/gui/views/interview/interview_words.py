"""The words of a step, with stand-ins for names that nobody has written yet."""

from collections.abc import Mapping

from cima_desktop.i18n import N_, tr
from cima_desktop.model.family import Family
from cima_desktop.services import interview
from cima_desktop.services.interview import Gap, Shape, Step

_NOBODY = {"parent": N_("the parent"), "child": N_("the child")}


def filled(message: str, facts: Mapping[str, str], language: str | None = None) -> str:
    """Return a message of the catalogue with its facts; an empty name becomes a word for who is meant."""
    names = {key: value or tr(_NOBODY.get(key, ""), language) for key, value in facts.items()}
    return tr(message, language).format(**names) if message else ""


def title_of(step: Step) -> str:
    """Return the question of a step."""
    return filled(step.title, step.facts)


def why_of(step: Step) -> str:
    """Return why it is asked."""
    return filled(step.why, step.facts)


def gap_words(gap: Gap) -> str:
    """Return the name of a missing answer, with whom it is about."""
    label = filled(gap.label, gap.facts)
    who = next(iter(gap.facts.values()), "")
    return f"{label} ({who})" if who and who not in label else label


def is_done(family: Family, step: Step) -> bool:
    """Tell whether a step needs nothing more and was answered at all."""
    if interview.gaps(family, step):
        return False
    return bool(step.essential) or is_answered(family, step)


def is_answered(family: Family, step: Step) -> bool:
    """Tell whether anything was answered in a step."""
    if step.shape is Shape.LIST:
        return bool(interview.rows_of(family, step))
    if step.shape is Shape.APART:
        return bool(family.apart)
    if step.shape is Shape.REVIEW:
        return False
    return any(interview.value_of(family, step, n) not in (None, "", frozenset()) for n in step.fields)
