"""Every record kind, registered: whoever asks `KINDS` for all of them imports this module first."""

from cima_desktop.model import (
    attachments,
    cases,
    detention,
    directory,
    incidents,
    keeping,
    line,
    papers,
    patterns,
    people,
    plans,
    sharing,
    volunteers,
    work,
    workups,
)
from cima_desktop.model.kinds import KINDS

__all__ = [
    "KINDS",
    "attachments",
    "cases",
    "detention",
    "directory",
    "incidents",
    "keeping",
    "line",
    "papers",
    "patterns",
    "people",
    "plans",
    "sharing",
    "volunteers",
    "work",
    "workups",
]
