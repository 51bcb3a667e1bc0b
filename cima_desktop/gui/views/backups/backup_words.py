"""What the window says about backups: ages, places and differences in words."""

from collections.abc import Sequence
from datetime import date, datetime

from cima_desktop.gui.widgets.dates import show_date, show_time
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.backups import Status
from cima_desktop.store.outline import Line, by_kind


def when_words(at: datetime, today: date) -> str:
    """Return "today, 10:42 AM", "yesterday" or "9 days ago"; a date after today is told as it is."""
    local = at.astimezone()
    days = (today - local.date()).days
    if days == 0:
        return _("today, {time}").format(time=show_time(local))
    if days == 1:
        return _("yesterday, {time}").format(time=show_time(local))
    if days < 0:
        return moment_words(at)
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def moment_words(at: datetime) -> str:
    """Return date and time."""
    local = at.astimezone()
    return _("{day}, {time}").format(day=show_date(local.date()), time=show_time(local))


def footer_words(status: Status) -> str:
    """Return the line at the foot of the window."""
    if status.last is None:
        return _("No backup yet")
    return _("Last good backup: {when}").format(when=when_words(status.last.at, status.today))


def footer_tone(status: Status, is_damaged: bool) -> str:
    """Return the colour of that line."""
    if is_damaged:
        return "tone:bad"
    if status.is_late or status.trouble is not None:
        return "tone:warn"
    return "muted"


def late_words(status: Status) -> str:
    """Return what is said on the first page when a backup is wanted."""
    if status.last is None:
        return _("There is no backup yet. If this computer breaks or is taken, everything in the vault is lost.")
    days = status.days or 0
    return ngettext(
        "The last good backup was made {n} day ago, and records have changed since.",
        "The last good backup was made {n} days ago, and records have changed since.",
        days,
    ).format(n=days)


def kinds_words(lines: Sequence[Line]) -> str:
    """Return how many records of each kind there are: "People: 3, Notes: 1"."""
    counted = by_kind(lines).items()
    return ", ".join(f"{tr(KINDS[kind].plural) if kind in KINDS else kind}: {n}" for kind, n in counted)


GROUPS = (
    N_("Only in the present vault"),
    N_("Only in the backup"),
    N_("Changed since in the present vault"),
    N_("Newer in the backup"),
    N_("Changed in both, apart from each other"),
)
"""What the five parts of a difference are called."""
