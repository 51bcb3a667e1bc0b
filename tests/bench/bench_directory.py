"""X1: finding help in a directory of thousands, first rows of the whole and of a search."""

import random
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import cast

from cima_desktop.model.ids import derived_id
from cima_desktop.model.roster_choices import SERVICES
from cima_desktop.services.directory.finding import Criteria, find
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.bench.measure import Row, cpu, ms
from tests.bench.people import vault_of

ENTRIES = 5_000
PEOPLE = 1_000
LIMIT = 0.15
"""Seconds to the first rows."""
_COUNTIES = ("Buncombe", "Henderson", "Madison", "Haywood")


def organizations() -> Iterator[Edit]:
    """Yield made-up organizations, a third of them fresh, a third old, a third never checked."""
    room = random.Random(5)
    for number in range(ENTRIES):
        values = {
            "name": f"Organización inventada {number}",
            "services": {room.choice(SERVICES).value},
            "counties": {room.choice(_COUNTIES)},
            "languages": {"es"},
            "checked_on": room.choice(("", "2025-01-07", "2026-11-01")),
        }
        yield Edit("organization", derived_id("bench", "organization", str(number)), values)


def rows() -> Iterable[Row]:
    """Return the rows of X1."""
    store = vault_of(PEOPLE)
    if not store.count("organization"):
        store.save_many("Added", organizations())
    session = cast(Session, SimpleNamespace(store=store, today=lambda: date(2026, 11, 26)))
    asked = {
        "all of it": Criteria(),
        "a service in a county": Criteria(service="food", county="Madison"),
        "by name": Criteria(words="inventada 49"),
    }
    found = []
    for label, criteria in asked.items():
        took = min(cpu(partial(find, session, criteria)) for _round in range(5))
        found.append(Row("X1", f"directory of {ENTRIES:,}: {label}", ms(took), ms(LIMIT), took / LIMIT, "≤ 1", 1))
    return found
