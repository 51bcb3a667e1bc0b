"""What a case, a visit and a hand-off are called, how they are ordered, and when an urgency ends by itself."""

from datetime import date

import pytest

from cima_desktop.model.cases import Case, Contact, HandOff, HandOffItem, PrivateNote, Visit, WorklistItem, urgent_until
from cima_desktop.model.kinds import kind_of
from cima_desktop.model.sharing import stays_home
from cima_desktop.model.work import Task

DAY = "2026-11-26"


@pytest.mark.parametrize(
    ("urgency", "since", "until"),
    [
        ("today", DAY, date(2026, 11, 26)),
        ("days", DAY, date(2026, 11, 29)),
        ("week", DAY, date(2026, 12, 3)),
        ("week", "2028-02-25", date(2028, 3, 3)),
        ("routine", DAY, None),
        ("", DAY, None),
        ("today", "", None),
        ("today", "pronto", None),
        ("a newer word", DAY, None),
    ],
)
def test_an_urgency_ends_after_its_days(urgency: str, since: str, until: date | None) -> None:
    assert urgent_until(urgency, since) == until


def test_urgent_cases_come_first_then_open_ones_then_closed_ones() -> None:
    cases = [
        Case(number="26-1", state="open", urgency="today", urgent_since=DAY, opened_on=DAY),
        Case(number="26-2", state="waiting", urgency="week", urgent_since=DAY, opened_on=DAY),
        Case(number="26-3", state="open", urgency="routine", opened_on="2026-01-01"),
        Case(number="26-4", state="open", opened_on=DAY),
        Case(number="26-5", state="open"),
        Case(number="26-6", state="closed", urgency="today", urgent_since=DAY, opened_on=DAY, closed_on="2026-12-01"),
        Case(number="26-7", state="closed"),
    ]
    assert sorted(cases, key=Case.sort_name) == cases
    assert Case(need="food").sort_name() == ""


def test_everything_is_called_by_what_a_person_would_say() -> None:
    assert Case(number="26-K7Q4M").title() == "26-K7Q4M"
    assert (Visit(called="Luz", on=DAY, at="09:30").title(), Visit(on=DAY).sort_name()) == ("Luz", DAY)
    assert Visit(on=DAY, at="09:30").sort_name() == f"{DAY} 09:30"
    assert Contact(on=DAY, at="18:05").sort_name() == f"{DAY} 18:05"
    assert PrivateNote(words="primera\nsegunda").title() == "primera"
    assert len(HandOff(words="x" * 200).title()) == 80
    assert HandOff(on=DAY, at="17:00").sort_name() == f"{DAY} 17:00"
    assert (Task(what="Llamar").sort_name(), Task().sort_name()) == ("0 9999", "")


def test_a_private_note_and_an_own_order_leave_by_no_way() -> None:
    assert stays_home(kind_of(PrivateNote))
    assert stays_home(kind_of(WorklistItem))
    assert not stays_home(kind_of(Case))


def test_what_is_about_somebody_goes_when_they_go() -> None:
    assert "person" in kind_of(Visit).needs()
    assert set(kind_of(HandOffItem).needs()) == {"hand_off", "about"}
    assert kind_of(HandOffItem).whole == "hand_off"
