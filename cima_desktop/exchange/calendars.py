"""An iCalendar file of whole days: no times, so no time zone can move one."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import attrs

from cima_desktop.exchange.sheets import plain


@attrs.frozen(kw_only=True)
class Entry:
    """One day of the calendar. `uid` is the same each time the entry is written, and says nothing by itself."""

    uid: str
    day: date
    title: str


def write_calendar(entries: Iterable[Entry], now: datetime, name: str) -> bytes:
    """Return the file; a calendar that read an earlier one takes the newer entry of the same `uid` in its place."""
    from icalendar import Calendar, Event  # lazy: only this needs it

    calendar = Calendar()
    calendar.add("prodid", "-//CIMA Desktop//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    stamp = now.astimezone(UTC)
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", stamp)
        event.add("sequence", int(stamp.timestamp()) // 60)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", plain(entry.title))
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
