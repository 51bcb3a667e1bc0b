"""Dates and times as they are shown, in both languages; no Qt here.

A date is always shown with the month's name, because 3/4 is April to one half of the room and March to the other.
"""

from datetime import date, datetime

from cima_desktop import i18n
from cima_desktop.model.dates import LONG, SHORT


def show_date(day: date, language: str | None = None) -> str:
    """Return "4 mar 2026" or "Mar 4, 2026"."""
    language = language or i18n.language()
    month = SHORT[language][day.month - 1]
    return f"{month} {day.day}, {day.year}" if language == "en" else f"{day.day} {month} {day.year}"


def show_date_long(day: date, language: str | None = None) -> str:
    """Return "4 de marzo de 2026" or "March 4, 2026"."""
    language = language or i18n.language()
    month = LONG[language][day.month - 1]
    return f"{month} {day.day}, {day.year}" if language == "en" else f"{day.day} de {month} de {day.year}"


def show_moment(moment: datetime) -> str:
    """Return "4 mar 2026, 10:42 a.m." of a moment, by the clock of this place."""
    local = moment.astimezone()
    return f"{show_date(local.date())}, {show_time(local)}"


def show_time(moment: datetime, language: str | None = None) -> str:
    """Return "10:42 a.m." or "10:42 AM"."""
    return i18n.time_text(moment, language)
