"""D1: the desk of Consulta and the list of cases at 100,000 people and 20,000 cases: the time to the first rows."""

import statistics
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial

from cima_desktop.model.ids import derived_id
from cima_desktop.services import myself
from cima_desktop.services.consulta import board, listing, whois, worklist
from cima_desktop.services.session import Session
from cima_desktop.store import Edit, Store, steps
from cima_desktop.vault import create_vault
from cima_desktop.vault.cost import TESTING_COST
from tests.bench import people
from tests.bench.measure import Row, cpu, is_quick, ms

PEOPLE, CASES = (10_000, 2_000) if is_quick() else (100_000, 20_000)
ROUNDS = 5
LIMIT = 0.15
NEEDS = ("housing", "wages", "money", "food")
STATES = ("open", "open", "waiting", "closed", "closed")
URGENCIES = ("today", "days", "week", "routine", "routine")


def cases(today: date, me: str) -> Iterator[Edit]:
    """Yield cases with a task each; one in forty is followed by whoever sits at the desk."""
    for n in range(CASES):
        case, day = derived_id("bench case", str(n)), (today - timedelta(days=n % 400)).isoformat()
        values = {
            "number": f"26-{n:05}",
            "person": derived_id("bench", str(n)),
            "need": NEEDS[n % 4],
            "state": STATES[n % 5],
            "urgency": URGENCIES[n % 5],
            "urgent_since": day,
            "opened_on": day,
            "closed_on": day if STATES[n % 5] == "closed" else "",
            "navigator": me if n % 40 == 0 else "",
            "county": "Buncombe",
        }
        yield Edit("case", case, values)
        due = (today + timedelta(days=n % 60 - 30)).isoformat()
        yield Edit("task", derived_id("bench task", str(n)), {"about": case, "what": f"Llamar {n}", "due_on": due})
        visit = {"called": f"Visita {n}", "on": day, "at": "09:30", "state": "done", "case": case}
        yield Edit("visit", derived_id("bench visit", str(n)), visit)


def full() -> Session:
    """Return an open vault with everything in it."""
    made = create_vault(people.scratch() / "consulta", people.PASSPHRASE, "Ana", cost=TESTING_COST, steps=steps())
    session = Session(made.vault)
    store: Store = session.store
    me = myself.add_me(session, "Ana de Prueba")
    store.save_many("Bench", people.edits(PEOPLE))
    store.save_many("Bench", cases(session.today(), me))
    while store.merge_step():
        pass
    return session


def rows() -> Iterable[Row]:
    """Return the rows of D1."""
    session = full()
    calls: dict[str, Callable[[], object]] = {
        "the desk of Consulta": partial(board.read, session, all_tasks=True),
        "the list of cases": partial(listing.page, session, "all", None),
        "my cases": partial(listing.page, session, "mine", None),
        "waiting cases": partial(listing.page, session, "waiting", None),
        "urgent cases": partial(listing.page, session, "urgent", None),
        "my own list": partial(worklist.mine, session),
        "who is here already": partial(whois.known, session, {"given_names": "María", "paternal_surname": "Her"}),
    }
    found = []
    for name, call in calls.items():
        took = statistics.median(cpu(call) for _round in range(ROUNDS))
        work = f"{name}, {PEOPLE:,} people, {CASES:,} cases"
        found.append(Row("D1", work, ms(took), "", took, "≤ 150 ms", LIMIT))
    session.close()
    return found
