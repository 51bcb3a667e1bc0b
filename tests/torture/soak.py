"""A long day: random work and restarts against a plain dictionary that says what must be there (R22)."""

import resource
import time
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from cima_desktop.model.ids import RecordId, derived_id
from cima_desktop.model.people import Person
from cima_desktop.services.session import Session
from cima_desktop.store import Draft, Edit
from tests.torture.engine import Row, scratch
from tests.torture.workloads import LOST, UNOPENABLE, make_vault, opened

People = dict[str, tuple[str, str]]
NAMES = st.text("abcdefghijklmnñopqrstuvwxyzáéíóú", min_size=1, max_size=30)


class Day(RuleBasedStateMachine):
    """A vault and its twin; after each step both say the same."""

    room: Path
    steps_done = days = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).days += 1
        self.place = self.room / f"day-{self.days}"
        make_vault(self.place)
        self.session: Session = opened(self.place)
        first = self.session.store.all(Person)[0]
        self.number = 0
        self.people: People = {first.id: (first.given_names, first.city)}
        self.binned: People = {}
        self.past: list[tuple[People, People]] = []
        self.future: list[tuple[People, People]] = []

    @initialize()
    def begin(self) -> None:
        self.same()

    def same(self) -> None:
        """Compare, after each step."""
        type(self).steps_done += 1
        found = {p.id: (p.given_names, p.city) for p in self.session.store.all(Person)}
        assert found == self.people
        assert {entry.id for entry in self.session.store.bin()} == set(self.binned)

    def did(self) -> None:
        """Remember where undo leads."""
        self.past.append((dict(self.people), dict(self.binned)))
        self.future.clear()

    @rule(name=NAMES, city=NAMES)
    def add(self, name: str, city: str) -> None:
        made = derived_id(f"day {self.number}")
        self.number += 1
        self.did()
        self.session.store.save("Added", [Edit("person", made, {"given_names": name, "city": city})])
        self.people[made] = (name, city)
        self.same()

    @precondition(lambda self: self.people)
    @rule(data=st.data(), city=NAMES)
    def change(self, data: Any, city: str) -> None:
        who = data.draw(st.sampled_from(sorted(self.people)))
        name, before = self.people[who]
        if city == before:
            return
        self.did()
        self.session.store.save("Changed", [Edit("person", RecordId(who), {"city": city})])
        self.people[who] = (name, city)
        self.same()

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def delete(self, data: Any) -> None:
        who = data.draw(st.sampled_from(sorted(self.people)))
        self.did()
        self.session.store.delete("Deleted", [RecordId(who)])
        self.binned[who] = self.people.pop(who)
        self.same()

    @precondition(lambda self: self.binned)
    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        who = data.draw(st.sampled_from(sorted(self.binned)))
        self.did()
        self.session.store.restore([RecordId(who)])
        self.people[who] = self.binned.pop(who)
        self.same()

    @rule(name=NAMES)
    def draft(self, name: str) -> None:
        self.session.store.drafts.put("draft", Draft("people", fields={"given_names": name}))
        kept = self.session.store.drafts.get("draft")
        assert kept is not None
        assert kept.fields["given_names"] == name

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        if self.session.store.undo() is None:
            return
        self.future.append((dict(self.people), dict(self.binned)))
        people, _binned = self.past.pop()
        self._back_to(people)
        self.same()

    def _back_to(self, people: People) -> None:
        """Whoever an undo unmakes goes into the bin: nothing is ever gone."""
        known = {**self.binned, **self.people}
        self.binned = {who: known[who] for who in known if who not in people}
        self.people = dict(people)

    @rule()
    def restart(self) -> None:
        self.session.close()
        self.session = opened(self.place)
        self.same()

    @rule()
    def check(self) -> None:
        assert self.session.check().ok

    def teardown(self) -> None:
        self.session.close()


def soak(room: Path, seconds: float) -> Row:
    """Work for so long; a difference from the dictionary is a loss."""
    row, begun = Row("soak"), time.monotonic()
    first = _memory()
    Day.steps_done = 0
    while time.monotonic() - begun < seconds:
        with scratch(room / "soak") as place:
            Day.room = place
            try:
                run_state_machine_as_test(
                    Day,
                    settings=settings(
                        max_examples=5,
                        stateful_step_count=60,
                        deadline=None,
                        database=None,
                        suppress_health_check=list(HealthCheck),
                    ),
                )
            except AssertionError:
                row.findings.append((LOST, "not what the dictionary says"))
                break
            except Exception as error:
                row.findings.append((UNOPENABLE, type(error).__name__))
                break
    row.points, row.seconds, row.peak_mib = Day.steps_done, time.monotonic() - begun, _memory()
    row.note = f"{row.peak_mib - first:+.0f} MiB"
    return row


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
