"""The agenda as lists: days, weeks and months, those without a day, and those nobody told the end of."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services import agenda
from cima_desktop.services.session import Session
from cima_desktop.services.workups import agenda_list
from cima_desktop.services.workups.agenda_list import DAY, MONTH, PAGE, UNKNOWN, UNTOLD, WEEK, AgendaRows
from cima_desktop.store import Edit
from tests.unit.services.conftest import TODAY

Put = Callable[..., RecordId]


@pytest.fixture
def put(session: Session) -> Put:
    def add(kind: str = "appointment", **values: Any) -> RecordId:
        record = new_id()
        start = {"sort": "office"} if kind == "appointment" else {}
        session.store.save("Added", [Edit(kind, record, {**start, **values})])
        return record

    return add


def told(found: AgendaRows) -> list[str]:
    return [row.what for row in found.rows]


@pytest.fixture
def full(put: Put) -> None:
    """Fill the days around Saturday, November 21."""
    put(what="lunes", on="2026-11-16")
    put(what="hoy tarde", on="2026-11-21", at="15:00")
    put(what="hoy temprano", on="2026-11-21", at="09:00")
    put(what="domingo", on="2026-11-22")
    put(what="otra semana", on="2026-11-23")
    put(what="otro mes", on="2026-12-01")
    put(what="dicho", on="2026-11-17", result="held")
    put(what="se pregunta luego", unknown=True, ask_on="2026-12-05")
    put(what="se pregunta hoy", unknown=True, ask_on="2026-11-21")
    put(what="sin nada", unknown=True)


@pytest.mark.usefixtures("full")
def test_each_view_in_order(session: Session) -> None:
    views = {view: told(agenda_list.page(session, view, TODAY)) for view in (DAY, WEEK, MONTH, UNKNOWN, UNTOLD)}
    week = ["lunes", "dicho", "hoy temprano", "hoy tarde", "domingo"]
    assert views == {
        DAY: ["hoy temprano", "hoy tarde"],
        WEEK: week,
        MONTH: [*week, "otra semana"],
        UNKNOWN: ["sin nada", "se pregunta hoy", "se pregunta luego"],
        UNTOLD: ["lunes"],
    }
    assert agenda_list.page(session, MONTH, TODAY).total == 6


@pytest.mark.usefixtures("full")
def test_how_far_away_each_is(session: Session) -> None:
    rows = agenda_list.page(session, WEEK, TODAY).rows
    assert [row.left for row in rows] == [-5, -4, 0, 0, 1]
    assert {row.left for row in agenda_list.page(session, UNKNOWN, TODAY).rows} == {None}


@pytest.mark.usefixtures("full")
def test_a_month_is_told_by_its_weeks(session: Session) -> None:
    found = [(week.first.day, week.last.day, week.count) for week in agenda_list.weeks(session, TODAY)]
    assert found == [(1, 1, 0), (2, 8, 0), (9, 15, 0), (16, 22, 5), (23, 29, 1), (30, 30, 0)]


def test_names_stand_beside_them_and_one_of_us_can_be_chosen(session: Session, put: Put) -> None:
    ana = put("volunteer", name="Ana de Práctica")
    luz = put("person", given_names="Luz", paternal_surname="Inventada")
    case = put("case", person=luz, need="wages", number="26-AAAAA")
    put(what="con ella", on="2026-11-21", person=luz, about=case, navigator=ana, place="Juzgado\nSala 2")
    put(what="del caso", on="2026-11-21", at="10:00", about=case, agency="Corte")
    rows = agenda_list.page(session, DAY, TODAY).rows
    assert [(row.who, row.navigator, row.place) for row in rows] == [
        ("Luz Inventada", "Ana de Práctica", "Juzgado"),
        ("26-AAAAA", "", "Corte"),
    ]
    assert told(agenda_list.page(session, DAY, TODAY, ana)) == ["con ella"]
    assert agenda_list.page(session, DAY, TODAY, ana).total == 1
    assert told(agenda_list.search(session, "Inventada")) == ["con ella"]
    assert told(agenda_list.search(session, "del caso")) == ["del caso"]
    assert told(agenda_list.search(session, "del caso", ana)) == []


def test_a_long_day_comes_in_pages(session: Session, put: Put) -> None:
    edits = [
        Edit(
            "appointment",
            new_id(),
            {"sort": "office", "what": f"n{n:03}", "on": TODAY, "at": f"{n // 60:02}:{n % 60:02}"},
        )
        for n in range(PAGE + 3)
    ]
    session.store.save("many", edits)
    first = agenda_list.page(session, DAY, TODAY)
    rest = agenda_list.page(session, DAY, TODAY, after=first.next)
    assert (len(first.rows), first.total, len(rest.rows), rest.total, rest.next) == (PAGE, PAGE + 3, 3, None, None)


@pytest.mark.parametrize(
    ("view", "day", "steps", "there"),
    [
        (DAY, date(2026, 11, 21), 1, date(2026, 11, 22)),
        (WEEK, date(2026, 11, 21), -1, date(2026, 11, 14)),
        (MONTH, date(2026, 1, 31), 1, date(2026, 2, 1)),
        (MONTH, date(2026, 1, 31), -1, date(2025, 12, 1)),
    ],
)
def test_steps_back_and_forth(view: str, day: date, steps: int, there: date) -> None:
    assert agenda_list.step(view, day, steps) == there


def test_the_first_page_tells_what_comes_what_to_ask_and_what_nobody_told(session: Session, put: Put) -> None:
    luz = put("person", given_names="Luz", paternal_surname="Inventada")
    put(what="Hoy", on=TODAY, at="09:30", person=luz)
    put(what="", sort="hearing", on=TODAY + timedelta(days=6), person=luz)
    put(what="Lejos", on=TODAY + timedelta(days=9))
    put(what="Preguntar", unknown=True, ask_on=TODAY)
    put(what="Sin día", unknown=True)
    put(what="Más tarde", unknown=True, ask_on=TODAY + timedelta(days=1))
    put(what="Pasada", on=TODAY - timedelta(days=2))
    put(what="Dicha", on=TODAY - timedelta(days=2), result="held")
    found = {item.title: item for item in agenda.agenda(session).items if item.kind == "appointment"}
    assert set(found) == {"Hoy", "Audiencia en la corte", "Preguntar", "Sin día", "Pasada"}
    assert {title: item.tone for title, item in found.items()} == {
        "Hoy": "warn",
        "Audiencia en la corte": "info",
        "Preguntar": "warn",
        "Sin día": "warn",
        "Pasada": "warn",
    }
    assert found["Hoy"].facts["who"].startswith("Luz Inventada · 9:30")
    assert found["Preguntar"].day == TODAY
