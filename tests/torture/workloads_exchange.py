"""An import, disturbed at any moment: what was said to be taken in or back is, and going on with it ends well.

Whatever happened, the vault is the old or the new one, or waits to be gone on with; nothing counts by half.
"""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from cima_desktop.model.ids import derived_id
from cima_desktop.model.people import Person
from cima_desktop.store import Edit, Raw, Store, steps
from cima_desktop.vault import TESTING_COST, create_vault
from tests.torture.workloads import (
    LOST,
    PASSPHRASE,
    UNOPENABLE,
    Finding,
    Tell,
    Workload,
    attempt,
    attempted,
    did,
    make_vault,
    opened,
    sound,
)

BUNDLE = bytes(range(16))
COMES = [derived_id(f"comes {n}") for n in range(12)]
DECLINED = COMES[-1]
FIRST = derived_id("0")
SECTION = 3


def make_vault_and_news(place: Path) -> None:
    """Make a vault, and write down what a peer has for it."""
    make_vault(place)
    with (
        opened(place) as session,
        create_vault(place / "peer", PASSPHRASE, "Beto", TESTING_COST, steps=steps()).vault as vault,
    ):
        peer, store = Store(vault), session.store
        peer.know_device(store.own_public_key(), "a laptop")
        store.know_device(peer.own_public_key(), "another laptop")
        peer.import_changes(store.all_changes())
        for each in COMES:
            peer.save("Added", [Edit("person", each, {"given_names": each[:8], "phone": "8285550101"})])
            peer.save("Changed", [Edit("person", FIRST, {"city": each[:8]})])
        news = [[(part or b"").hex() for part in raw] for raw in peer.gather(store.own_have())]
    (place / "news.json").write_text(json.dumps(news), "utf-8")


def _news(place: Path) -> list[Raw]:
    return [Raw(*map(bytes.fromhex, raw)) for raw in json.loads((place / "news.json").read_text("utf-8"))]


def import_and_undo(place: Path, tell: Tell) -> None:
    """Stage it, take it in but for one record, work on, take it back, take it in again."""
    news = _news(place)
    with attempted(place, tell) as session:
        if session is None:
            return
        store = session.store
        if not attempt(place, tell, "stage", partial(_stage, store, news)):
            return
        n = store.arrivals()[0].n
        if attempt(place, tell, "take", lambda: store.take_in(n, [DECLINED])):
            edit = Edit("person", FIRST, {"county": "Burke"})
            attempt(place, tell, "work", lambda: store.save("Changed", [edit]))
            attempt(place, tell, "back", lambda: store.undo_import(n))
            attempt(place, tell, "again", lambda: store.redo_import(n))


def _stage(store: Store, news: Sequence[Raw]) -> None:
    n = store.begin_arrival(BUNDLE, sort="delta")
    for start in range(0, len(news), SECTION):
        store.stage(n, news[start : start + SECTION])
    store.end_staging(n)


def judge_import(place: Path, told: Sequence[str]) -> list[Finding]:
    """See what was told to be done, go on with what waits, and find everything in the end."""
    done = did(told)
    with opened(place) as session:
        store = session.store
        found = [*sound(session), *_as_told(store, done)]
        _go_on(store, _news(place))
        people = {person.id: person for person in store.all(Person)}
        found += sound(session)
    if not people.keys() >= {FIRST, *COMES}:
        found.append((LOST, "somebody who came"))
    elif people[FIRST].city != COMES[-1][:8]:
        found.append((LOST, "the newest value"))
    elif "work" in done and people[FIRST].county != "Burke":
        found.append((LOST, "later work"))
    return found


def _as_told(store: Store, done: set[str]) -> list[Finding]:
    """Compare with what was said to be done: at most one step more."""
    here = {person.id for person in store.all(Person)}
    came = set(COMES) & here
    found: list[Finding] = [] if FIRST in here else [(LOST, "who was there before")]
    if "stage" in done and not store.bundle_known("in", BUNDLE):
        found.append((LOST, "what waited"))
    if "take" in done and "work" not in done and not came >= set(COMES) - {DECLINED}:
        found.append((LOST, "what was taken in"))
    if "again" in done and came != set(COMES):
        found.append((LOST, "what was taken in again"))
    if "back" in done and "again" not in done and came not in (set(), set(COMES)):
        found.append((UNOPENABLE, "half taken in again"))
    return found


def _go_on(store: Store, news: Sequence[Raw]) -> None:
    """Do what the program does next: go on, or begin anew; and take everything in."""
    note = store.bundle_known("in", BUNDLE)
    if note is None or note.state == "reading":
        _stage(store, news)
    for waiting in store.arrivals():
        store.take_in(waiting.n, () if waiting.state == "waiting" else None)
    note = store.bundle_known("in", BUNDLE)
    assert note is not None
    store.redo_import(note.n)


EXCHANGE = (Workload("bundle", make_vault_and_news, import_and_undo, judge_import),)
