"""A calendar of whole days, read back by the library it is written with and by eye."""

from datetime import UTC, date, datetime

from icalendar import Calendar

from cima_desktop.exchange.calendars import Entry, write_calendar

NOW = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)


def test_days_are_whole_and_belong_to_no_time_zone() -> None:
    title = "Cita; con, “todo”\n" + "ñ" * 80
    data = write_calendar([Entry(uid="abc", day=date(2026, 12, 31), title=title)], NOW, "Citas")
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event["uid"] == "abc"
    assert event.decoded("dtstart") == date(2026, 12, 31)
    assert event.decoded("dtend") == date(2027, 1, 1)
    assert str(event["summary"]) == title
    assert b"DTSTART;VALUE=DATE:20261231" in data
    assert b"TZID" not in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_a_later_file_stands_above_an_earlier_one() -> None:
    entry = Entry(uid="abc", day=date(2026, 12, 31), title="Cita")
    early = write_calendar([entry], NOW, "Citas")
    late = write_calendar([entry], NOW.replace(hour=13), "Citas")
    numbers = [int(str(Calendar.from_ical(data).walk("VEVENT")[0]["sequence"])) for data in (early, late)]
    assert numbers[0] < numbers[1]


def test_no_days_are_a_calendar_too() -> None:
    assert Calendar.from_ical(write_calendar([], NOW, "Citas")).walk("VEVENT") == []


def test_a_title_becomes_no_line_of_its_own() -> None:
    title = "Cita\rDESCRIPTION:otra\x00\x0b\u2028DESCRIPTION:más"
    data = write_calendar([Entry(uid="abc", day=date(2026, 12, 31), title=title)], NOW, "Citas")
    assert not [line for line in data.decode().splitlines() if line.startswith("DESCRIPTION")]
    assert str(Calendar.from_ical(data).walk("VEVENT")[0]["summary"]) == "Cita\nDESCRIPTION:otra\nDESCRIPTION:más"
