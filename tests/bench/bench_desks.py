"""The desks at 100,000 people, 20,000 cases and 100,000 calls: each to its first rows, and the patterns.

What is measured is the work on the vault's thread; the floor is the first page of the people, in the same run.
"""

import random
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cima_desktop.gui.views.incidents.incidents import page_of_incidents
from cima_desktop.model.ids import derived_id
from cima_desktop.services.consulta import listing
from cima_desktop.services.patterns.counts import figures
from cima_desktop.services.patterns.finding import findings
from cima_desktop.services.patterns.periods import MONTH, around
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Edit
from cima_desktop.vault import TESTING_COST
from tests.bench.measure import Row, cpu, in_turn, is_quick, ms
from tests.bench.people import CITIES, GIVEN, INVENTED, PASSPHRASE, SURNAMES, folder_of, scratch, vault_of

PEOPLE, CASES, CALLS = (1_000, 1_000, 2_000) if is_quick() else (100_000, 20_000, 100_000)
GOAL = 0.15
PATTERNS = 1.0
_SORTS = ("Construction", "Roofing LLC", "Landscaping", "& Sons", "Drywall Inc.", "")
_NEEDS = ("housing", "wages", "money", "plan", "food")


def _day(room: random.Random) -> str:
    return (date(2026, 11, 20) - timedelta(days=room.randint(0, 700))).isoformat()


def _business(room: random.Random) -> str:
    if room.random() < 0.5:
        return f"{room.choice(GIVEN)} {room.choice(SURNAMES)}"
    return f"{room.choice(INVENTED)} {room.choice(_SORTS)}".strip()


def _phone(room: random.Random) -> str:
    return f"828{room.randint(2_000_000, 9_999_999)}" if room.random() < 0.7 else ""


def edits() -> Iterator[Edit]:
    """Yield the saves that fill the desks: each case has one work-up, of one in three kinds of employer or landlord."""
    room = random.Random(5)
    for n in range(CASES):
        case = derived_id("bench", "case", str(n))
        values: dict[str, Any] = {"number": f"26-{n:05}", "person": derived_id("bench", str(n * 5 % PEOPLE))}
        values |= {"need": room.choice(_NEEDS), "state": room.choice(("open", "waiting", "closed"))}
        yield Edit("case", case, values | {"opened_on": _day(room), "county": room.choice(("Buncombe", "Henderson"))})
        yield _work_up(n, case, room)
    for n in range(CALLS):
        call = {"on": _day(room), "at": f"{room.randint(0, 23):02}:15", "matter": "question", "language": "es"}
        yield Edit("call", derived_id("bench", "call", str(n)), call)
    for n in range(CALLS // 50):
        place = {"activity": "checkpoint", "area": f"{room.choice(INVENTED)} Road", "city": room.choice(CITIES)}
        when = {"on": _day(room), "at": "10:00", "county": "Buncombe"}
        yield Edit("incident", derived_id("bench", "incident", str(n)), place | when)
    for n in range(CASES // 50):
        name = f"{room.choice(GIVEN)} {room.choice(SURNAMES)}"
        yield Edit("volunteer", derived_id("bench", "volunteer", str(n)), {"name": name, "active": True})
        yield Edit("organization", derived_id("bench", "organization", str(n)), {"name": _business(room)})
        sent = {"sort": "hearing", "what": "Hearing", "on": "2026-11-26", "at": "09:00"}
        yield Edit("appointment", derived_id("bench", "appointment", str(n)), sent)


def _work_up(n: int, case: str, room: random.Random) -> Edit:
    work_up = derived_id("bench", "work-up", str(n))
    if n % 2:
        return Edit("housing", work_up, {"case": case, "landlord": _business(room), "landlord_phone": _phone(room)})
    street = f"{room.randint(1, 9_999)} {room.choice(INVENTED)} Rd"
    facts = {"employer": _business(room), "employer_phone": _phone(room), "employer_address": street}
    return Edit("wage_claim", work_up, {"case": case, **facts})


@cache
def folder() -> Path:
    """Return the folder of a copy of the vault with the people, filled with the desks' records."""
    full = vault_of(PEOPLE)
    full.save_many("Bench", edits())
    while full.merge_step():
        pass
    target = scratch() / "desks"
    subprocess.run(["cp", "-r", folder_of(PEOPLE), target], check=True)
    return target


def first_rows(session: Session) -> dict[str, Callable[[], object]]:
    """Return how each desk reads its first rows."""
    store = session.store
    return {
        "cases": lambda: listing.page(session, "", None),
        "calls": lambda: store.page("call", down=True),
        "incidents": lambda: page_of_incidents(session, "", None),
        "appointments": lambda: store.page("appointment"),
        "volunteers": lambda: store.page("volunteer"),
        "directory": lambda: store.page("organization"),
    }


def rows() -> Iterable[Row]:
    """Return a row for each desk, and those of the patterns and the figures."""
    with open_vault(folder(), passphrase=PASSPHRASE, floor=TESTING_COST) as session:
        for what, call in first_rows(session).items():
            ours, floor = in_turn(call, lambda: session.store.page("person"), 5)
            words = f"first rows of the {what} (× people: {ours / floor:.2f})"
            yield Row("P9", words, ms(ours), ms(floor), ours, f"≤ {ms(GOAL)}", GOAL)
        took = min(cpu(lambda: findings(session)) for _round in range(3))
        yield Row(
            "P9", f"same employer or landlord, {CASES:,} cases", ms(took), "", took, f"≤ {ms(PATTERNS)}", PATTERNS
        )
        month = around(date(2026, 11, 20), MONTH)
        took = cpu(lambda: figures(session, month))
        yield Row("P9", f"figures of a month, {CALLS:,} calls", ms(took), "", took, "", float("inf"))
