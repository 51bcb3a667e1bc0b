"""What callers say of themselves is erased on its day by itself, and only a legal hold stops that."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.line import Call, Caller
from cima_desktop.services import erasing, holds, short_clock
from cima_desktop.services.helper_end import HelperCopyReadOnlyError
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Draft, Edit
from cima_desktop.vault import TESTING_COST
from tests.killing import run_and_kill
from tests.unit.services.conftest import TODAY

NAME = "Vecina Inventada"


def caller(session: Session, erase_on: str = "2026-11-20", name: str = NAME) -> RecordId:
    call, record = new_id(), new_id()
    facts = {"call": call, "name": name, "phone": "8285550111", "erase_on": erase_on}
    session.store.save("Took a call", [Edit("call", call, {"on": "2026-10-20"}), Edit("caller", record, facts)])
    return record


def test_what_is_due_is_erased_and_the_call_stays(session: Session) -> None:
    due, kept = caller(session), caller(session, "2026-11-21", "Otra")
    assert short_clock.is_anything_due(session)
    assert short_clock.sweep(session) == 1
    assert session.store.get(Caller, due) is None
    assert session.store.erased(due) is not None
    assert session.store.get(Caller, kept) is not None  # the day itself is still theirs
    assert session.store.count("call") == 2
    assert session.store.search(NAME) == []
    assert short_clock.sweep(session) == 0
    assert not short_clock.is_anything_due(session)


def test_nothing_of_it_is_left_in_the_file(session: Session) -> None:
    caller(session, name="Xochiquetzalina")
    short_clock.sweep(session)
    rows = [
        str(row)
        for table in ("rec", "change", "k_caller")
        for row in session.vault.db.execute(f"SELECT * FROM {table}")
    ]
    assert not any("Xochiquetzalina" in row for row in rows)


def test_without_a_day_it_is_due(session: Session) -> None:
    caller(session, "")
    assert short_clock.sweep(session) == 1


def test_the_bin_keeps_nothing_from_the_clock(session: Session) -> None:
    alone, with_its_call = caller(session), caller(session)
    session.store.delete("Binned", [alone])
    session.store.delete("Binned", [RecordId(session.store.need(Caller, with_its_call).call)])
    assert set(session.store.binned("caller")) == {alone, with_its_call}
    assert short_clock.sweep(session) == 2
    assert session.store.binned("caller") == []


@pytest.mark.parametrize("whole", [True, False])
def test_a_legal_hold_stops_the_clock(session: Session, whole: bool) -> None:
    held = caller(session)
    call = RecordId(session.store.need(Caller, held).call)
    holds.place(session, "served", *(() if whole else (call,)))
    assert short_clock.sweep(session) == 0
    with pytest.raises(holds.HeldError):
        short_clock.erase_now(session, held)
    waiting = short_clock.waiting(session)
    assert (waiting.records, waiting.held, waiting.last) == (1, 1, None)
    holds.release(session, holds.in_force(session)[0].id, "El abogado lo dijo")
    assert short_clock.sweep(session) == 1


def test_somebody_may_ask_for_it_sooner(session: Session) -> None:
    record = caller(session, "2026-12-20")
    assert short_clock.erase_now(session, record) == 1
    with pytest.raises(erasing.NotErasedError):
        short_clock.erase_now(session, RecordId(session.store.all(Call)[0].id))
    with pytest.raises(NotFoundError):
        short_clock.erase_now(session, caller_gone(session))


def caller_gone(session: Session) -> RecordId:
    """Return the id of a caller that was erased."""
    record = caller(session)
    erasing.erase_due(session, [record])
    return record


def test_what_waits_is_counted_with_its_days(session: Session) -> None:
    assert short_clock.waiting(session) == short_clock.Clock(records=0, first=None, last=None, held=0)
    caller(session, "2026-12-01"), caller(session, "2026-12-20"), caller(session, "")
    found = short_clock.waiting(session)
    assert (found.records, found.first, found.last) == (3, date(2026, 12, 1), date(2026, 12, 20))
    assert short_clock.erase_on(session) == "2026-12-21"


def test_entries_for_a_search_are_on_the_same_clock(session: Session) -> None:
    person, detention, card = new_id(), new_id(), new_id()
    edits = [
        Edit("person", person, {"preferred_name": "Luz"}),
        Edit("detention", detention, {"person": person, "state": "looking"}),
        Edit("locator_card", card, {"detention": detention, "erase_on": "2026-11-01"}),
    ]
    session.store.save("Looked", edits)
    assert short_clock.sweep(session) == 1
    assert session.store.erased(card) is not None


def test_a_half_typed_call_nobody_went_on_with_is_dropped(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.store.drafts.put(short_clock.CALL_DRAFT, Draft(page="form", fields={"phone": "8285550111"}))
    short_clock.sweep(session)
    assert session.store.drafts.get(short_clock.CALL_DRAFT) is not None
    old = datetime.now(UTC) - timedelta(days=31)
    monkeypatch.setattr(session.store.drafts, "kept_at", lambda _key: old)
    assert short_clock.is_anything_due(session)
    short_clock.sweep(session)
    assert session.store.drafts.get(short_clock.CALL_DRAFT) is None


def test_a_copy_for_looking_erases_nothing(session: Session) -> None:
    record = caller(session)
    session.store.refuse_changes(HelperCopyReadOnlyError)
    assert short_clock.sweep(session) == 0
    assert session.store.get(Caller, record) is not None


SWEEPS = f"""
import sys
from datetime import date
from pathlib import Path
from cima_desktop.services import short_clock
from cima_desktop.services.session import open_vault
from cima_desktop.vault import TESTING_COST
session = open_vault(Path(sys.argv[1]), passphrase="a passphrase for tests only", floor=TESTING_COST)
session.today = lambda: date({TODAY.year}, {TODAY.month}, {TODAY.day})
print("ready", flush=True)
print(short_clock.sweep(session), flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_killed_midway_each_is_whole_or_gone_and_the_next_sweep_finishes(
    session: Session, enter: Callable[..., Session], seed: int
) -> None:
    records = [caller(session, name=f"Vecina {n}") for n in range(12)]
    folder: Path = session.folder
    session.close()
    death = run_and_kill(SWEEPS, [str(folder)], after=0.25, seed=seed, ready="ready")
    assert death.killed or death.status == 0, death.stderr
    with open_vault(folder, passphrase="a passphrase for tests only", floor=TESTING_COST) as again:
        again.today = lambda: TODAY
        left = [kept for record in records if (kept := again.store.get(Caller, record))]
        assert len(left) in (0, 12)
        assert all(each.name.startswith("Vecina ") for each in left)
        assert short_clock.sweep(again) == len(left)
        erasing.finish(again)
        assert not again.store.erasing_unfinished()
        assert again.check().ok
