"""How volunteers, tasks and shifts read in lists."""

from collections.abc import Sequence

from cima_desktop.gui.language import Text
from cima_desktop.i18n import N_, _, clock_text, hours_text, list_text, ngettext, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.roster_choices import ASSIGNMENT_KINDS, ASSIGNMENT_STATES, COURSES, DESKS
from cima_desktop.model.volunteers import Assignment, Volunteer
from cima_desktop.services.roster.near import Candidate

SORT_WORDS = {c.value: c.label for c in ASSIGNMENT_KINDS}
STATE_WORDS = {c.value: c.label for c in ASSIGNMENT_STATES}
COURSE_WORDS = {c.value: c.label for c in COURSES}
DESK_WORDS = {c.value: c.label for c in DESKS}
STATE_TONES = {"asked": "warn", "accepted": "accent", "declined": "neutral", "done": "good", "not_done": "neutral"}
SORT_ICONS = {
    "accompany": "footprints",
    "ride": "car",
    "child_care": "baby",
    "verify": "scan-eye",
    "interpret": "languages",
}


def sort_icon(sort: str) -> str:
    """Return the icon of a sort of task."""
    return SORT_ICONS.get(sort, "clipboard-check")


def when_text(day: str, start: str = "", end: str = "") -> str:
    """Return day and hours, as far as they are known."""
    kind = KINDS["assignment"]
    hours = "–".join(clock_text(each) for each in (start, end) if each)
    return " · ".join(part for part in (text_of(kind.field("on"), day), hours) if part)


def load_of(load: int, most: int | None) -> str:
    """Return "2 of 5", where the column says of which time; without a most, "2"."""
    return str(load) if most is None else _("{n} of {most}").format(n=load, most=most)


def load_text(load: int, most: int | None) -> str:
    """Return "2 of 5 this week"; without a most, "2 this week"."""
    if most is None:
        return ngettext("{n} task this week", "{n} tasks this week", load).format(n=load)
    return _("{n} of {most} this week").format(n=load, most=most)


def candidate_words(found: Candidate) -> str:
    """Return what speaks against and for asking somebody."""
    facts = (
        (found.on_shift, N_("On call then")),
        (found.same_county, N_("Same county")),
        (found.speaks, N_("Speaks the language")),
    )
    return " · ".join([*(tr(doubt) for doubt in found.doubts), *(tr(words) for is_so, words in facts if is_so)])


def doubts_text(found: Candidate) -> str:
    """Return why to think before asking somebody."""
    reasons = list_text(tr(doubt) for doubt in found.doubts)
    return _("Think before asking {name}: {reasons}.").format(name=found.volunteer.name, reasons=reasons)


def task_chips(task: Assignment) -> Sequence[tuple[Text, str]]:
    """Return the chips of a task: who leads, and where it stands."""
    leads: list[tuple[Text, str]] = [(N_("Leads"), "info")] if task.leads else []
    return [*leads, (STATE_WORDS.get(task.state, task.state), STATE_TONES.get(task.state, "neutral"))]


def roles_text(volunteer: Volunteer) -> str:
    """Return what a volunteer does."""
    return text_of(KINDS["volunteer"].field("roles"), volunteer.roles)


def long_hours(minutes: int) -> str:
    """Return hours on call."""
    return hours_text(minutes)
