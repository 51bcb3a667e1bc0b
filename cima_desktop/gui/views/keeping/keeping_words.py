"""The words about keeping: until when and why, what a hold covers, what left the vault before."""

from datetime import date

from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.choices import HOLD_REASONS
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import iso_date
from cima_desktop.model.keeping import Hold
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.erasing import LeftBefore, Named
from cima_desktop.services.retention import RULE_WORDS, Due, Kept

SEVERAL = N_("ERASE")
"""What is typed to confirm where there is no one name to type."""


def months_text(months: int) -> str:
    """Return a number of months in words, in years where it is whole ones."""
    if months % 12 == 0:
        return ngettext("{n} year", "{n} years", months // 12).format(n=months // 12)
    return ngettext("{n} month", "{n} months", months).format(n=months)


def kept_title(kept: Kept) -> str:
    """Return until when a record is kept."""
    if kept.rule == "held":
        return _("Under a legal hold: nothing of this is erased")
    if kept.rule == "day":
        return _("Kept until its own day")
    if kept.day is None:
        return _("Kept without a date")
    if kept.is_due:
        return _("Its time was over on {day}").format(day=show_date(kept.day))
    return _("Kept until {day}").format(day=show_date(kept.day))


def kept_reason(kept: Kept) -> str:
    """Return why: what the clock counts from, for how long, and the reason declared for that kind of record."""
    since = show_date(kept.since) if kept.since else ""
    parts = [tr(RULE_WORDS[kept.rule]).format(since=since)]
    if kept.day is not None:
        kind = tr(KINDS[kept.kind].label)
        parts.append(_("{kind}: kept for {months} after that.").format(kind=kind, months=months_text(kept.months)))
    if kept.rule != "held":
        parts.append(tr(kept.reason))
    return " ".join(parts)


def due_text(due: Due) -> str:
    """Return why something is due."""
    kind = tr(KINDS[due.kind].label)
    since, until = show_date(due.since), show_date(due.until)
    if due.why == "bin":
        return _("{kind} · in the bin since {day}").format(kind=kind, day=since)
    return _("{kind} · last needed on {since}, kept until {until}").format(kind=kind, since=since, until=until)


def named_text(one: Named) -> str:
    """Return a record's name, or its kind where it has none."""
    kind = tr(KINDS[one.kind].label)
    return _("{kind}: {name}").format(kind=kind, name=one.title) if one.title else kind


def left_text(left: LeftBefore) -> str:
    """Return what left the vault, how, when and for whom."""
    method = text_of(KINDS["copy"].field("method"), left.method)
    parts = [left.paper, method, left.holder, show_date(left.day) if left.day else ""]
    return " · ".join(part for part in parts if part)


def hold_reason(hold: Hold) -> str:
    """Return why something is held."""
    return tr(next((c.label for c in HOLD_REASONS if c.value == hold.reason), hold.reason))


def hold_text(hold: Hold) -> str:
    """Return when, by whom and with which words a hold was placed, and how it ended."""
    parts = [
        _("placed on {day}").format(day=_day(hold.placed_on)),
        hold.placed_by,
        hold.note,
        _("released on {day}").format(day=_day(hold.released_on)) if hold.released_on else "",
        hold.released_by if hold.released_on else "",
        hold.release_reason,
    ]
    return " · ".join(part for part in parts if part)


def _day(text: str) -> str:
    day: date | None = iso_date(text)
    return show_date(day) if day else "—"
