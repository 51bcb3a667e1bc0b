"""The guided interview: its steps, what has been answered, and how answers are kept."""

from cima_desktop.services.interview.all_steps import steps
from cima_desktop.services.interview.answers import (
    add_carer,
    add_child,
    answer,
    keep_apart,
    new_person,
    people_of,
    remember_step,
    remove_child,
    set_person,
    set_unknown,
)
from cima_desktop.services.interview.progress import Gap, Part, gaps, parts, record_of, unknown_key, unknowns, value_of
from cima_desktop.services.interview.review import ReviewRow, ReviewSection, review, rows_of
from cima_desktop.services.interview.step import PERSON_BASICS, SECTIONS, Shape, Step

__all__ = [
    "PERSON_BASICS",
    "SECTIONS",
    "Gap",
    "Part",
    "ReviewRow",
    "ReviewSection",
    "Shape",
    "Step",
    "add_carer",
    "add_child",
    "answer",
    "gaps",
    "keep_apart",
    "new_person",
    "parts",
    "people_of",
    "record_of",
    "remember_step",
    "remove_child",
    "review",
    "rows_of",
    "set_person",
    "set_unknown",
    "steps",
    "unknown_key",
    "unknowns",
    "value_of",
]
