"""Every record kind, registered: whoever asks `KINDS` for all of them imports this module first."""

from cima_desktop.model import attachments, keeping, papers, people, plans, sharing, work
from cima_desktop.model.kinds import KINDS

__all__ = ["KINDS", "attachments", "keeping", "papers", "people", "plans", "sharing", "work"]
