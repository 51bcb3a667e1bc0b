"""What is noted and what is still to do, about any record."""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import fields as f
from cima_desktop.model.fields import PEERS_ONLY, Search
from cima_desktop.model.kinds import Record, kind

NO_DAY = "9999"
"""Sorts what has no date after everything that has one."""


@kind("note", label=N_("Note"), plural=N_("Notes"), icon="notebook-pen")
@attrs.frozen(kw_only=True)
class Note(Record):
    """A note about a record; notes are added, not rewritten."""

    about: str = f.ref(N_("About"), "", required=True)
    words: str = f.text(
        N_("Note (only what is needed)"), lines=True, required=True, search=Search.WORD, listed=True, presets=PEERS_ONLY
    )
    written_on: str = f.day(N_("Written on"), listed=True, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return the first line of the note."""
        return self.words.split("\n", 1)[0][:80]


@kind("task", label=N_("Task"), plural=N_("Tasks"), icon="list-checks")
@attrs.frozen(kw_only=True)
class Task(Record):
    """Something to do; "ask a lawyer" is a task whose `rule` names the rule that stopped the paper (D10)."""

    about: str = f.ref(N_("About"), "", required=True)
    what: str = f.text(N_("What to do"), required=True, search=Search.WORD, listed=True, max_length=500)
    due_on: str = f.day(N_("Due on"), listed=True)
    done_on: str = f.day(N_("Done on"), future=False, listed=True)
    rule: str = f.text(N_("Rule that asks for it"), max_length=160)
    reviewer: str = f.ref(N_("Answered by"), "reviewer")
    outcome: str = f.text(N_("Answer"), lines=True, max_length=2000)
    whose: str = f.ref(N_("Whose task"), "volunteer", presets=PEERS_ONLY)

    def title(self) -> str:
        """Return what is to be done."""
        return self.what

    def sort_name(self) -> str:
        """Return what is to be done first, by the day it is due ("0"), and what is done last ("1")."""
        if not self.what:
            return ""
        return f"1 {self.done_on}" if self.done_on else f"0 {self.due_on or NO_DAY}"
