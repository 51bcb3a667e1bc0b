"""D6: opening the roster and the rota, and whom to ask first, in a vault with years of shifts and tasks."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache, partial
from types import SimpleNamespace
from typing import cast

from cima_desktop.gui.views.roster.rota_rows import rota_week
from cima_desktop.gui.views.roster.rota_side import beside
from cima_desktop.gui.views.roster.volunteers import page_of_volunteers
from cima_desktop.model.ids import derived_id
from cima_desktop.services.roster import coming, near
from cima_desktop.services.roster.near import Wish
from cima_desktop.services.roster.needs import open_needs
from cima_desktop.services.session import Session
from cima_desktop.store import Edit, Store
from tests.bench.measure import Row, cpu, is_quick, ms
from tests.bench.people import vault_of

PEOPLE = 10_000 if is_quick() else 100_000
VOLUNTEERS = 300
SHIFTS = TASKS = 2_000 if is_quick() else 20_000
JOURNEYS = 500 if is_quick() else 2_000
LIMIT = 0.15
"""Seconds to the first rows of a desk."""


def edits(store: Store) -> Iterator[Edit]:
    """Yield a roster, its trainings, shifts in each of several years, tasks, and who is accompanied."""
    today = store.today()
    who = [derived_id("roster", str(n)) for n in range(VOLUNTEERS)]
    for n, each in enumerate(who):
        values = {
            "name": f"Voluntaria {n}",
            "active": True,
            "roles": ["verifier", "companion"],
            "counties": ["Buncombe"],
        }
        yield Edit("volunteer", each, values)
        for course in ("agreement", "verifying", "accompaniment"):
            facts = {"volunteer": each, "course": course, "done_on": "2026-01-05", "until": "2030-01-01"}
            yield Edit("training", derived_id("training", each, course), facts)
    for n in range(SHIFTS):
        on = (today + timedelta(days=10 - n // 12)).isoformat()
        hours = {"start": f"{n % 12 * 2:02}:00", "end": f"{(n % 12 * 2 + 2) % 24:02}:00"}
        shift = {"volunteer": who[n % VOLUNTEERS], "desk": "linea", "on": on, **hours}
        yield Edit("shift", derived_id("shift", str(n)), shift)
    for n in range(TASKS):
        on = (today + timedelta(days=10 - n // 12)).isoformat()
        task = {"volunteer": who[n % VOLUNTEERS], "about": who[0], "sort": "ride", "on": on, "state": "done"}
        yield Edit("assignment", derived_id("task", str(n)), task)
    for n in range(JOURNEYS):
        outcome = "" if n < 40 else "attended"
        yield Edit("accompaniment", derived_id("journey", str(n)), {"case": who[0], "outcome": outcome})


@cache
def session() -> Session:
    """Return what the services ask of a session, on a vault that is full."""
    store = vault_of(PEOPLE)
    store.save_many("Bench", edits(store))
    day = store.today()
    stand_in = SimpleNamespace(store=store, today=store.today, now=lambda: datetime.combine(day, datetime.min.time()))
    return cast(Session, stand_in)


def rows() -> Iterator[Row]:
    """Yield the rows of D6."""
    opened = session()
    works: tuple[tuple[str, Callable[[], object]], ...] = (
        ("the roster to its first rows", partial(page_of_volunteers, opened, "all", None)),
        ("a week of the rota", partial(rota_week, opened, None)),
        ("gaps, requests and hours beside it", partial(beside, opened)),
        ("what still needs somebody", partial(open_needs, opened)),
        (
            "whom to ask first",
            partial(near.candidates, opened, Wish(course="verifying", county="Buncombe", at="09:00")),
        ),
        ("gaps and renewals for the first page", lambda: list(coming.items(opened))),
    )
    for work, run in works:
        run()
        took = cpu(run)
        yield Row("D6", f"{work}, {SHIFTS:,} shifts and tasks", ms(took), "", took, "≤ 150 ms", LIMIT)
