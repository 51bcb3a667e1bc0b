"""A device that is not trusted any more: what of it counts, whatever came first and whatever the clocks say."""

import hashlib
from collections.abc import Callable
from itertools import count

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cima_desktop.model.ids import RecordId
from cima_desktop.store import NewCard, NewRevocation, Raw, Store, Trust
from cima_desktop.store.change import change_id
from cima_desktop.store.device import device_id
from cima_desktop.store.peers import APPLIED
from cima_desktop.store.revoking import REFUSED, TOLD
from tests.unit.store.making import NOON, Hands, edit, person, tell

NUMBERS = count(1)


def public(number: int) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32).public_key().public_bytes_raw()


def new_card(key: bytes = b"") -> NewCard:
    return NewCard(public=key or public(1), card=b"card", box="age1box", person="Rosa Prueba", label="Mesa 2")


def take(store: Store, raws: list[Raw], sender: bytes) -> int:
    """Let changes arrive in a bundle and take all of them in; return its number."""
    number = next(NUMBERS).to_bytes(16, "big")
    n = store.begin_arrival(number, sort="delta", made_ms=1, purpose="peer", peers=[sender], facts={})
    store.stage(n, raws)
    store.end_staging(n)
    store.take_in(n, ())
    return n


def came_with(store: Store, n: int) -> set[RecordId]:
    """Return the records that taking an import back would change."""
    preview = store.undo_preview(n)
    return {*preview.records, *preview.kept_for_later_work}


def ids(raws: list[Raw]) -> list[bytes]:
    return [change_id(raw.header) for raw in raws]


def statement(device: bytes, *changes: bytes, signer: int = 9) -> NewRevocation:
    frontier = frozenset(change[:16] for change in changes)
    said = device + bytes([signer]) + b"".join(sorted(frontier))
    return NewRevocation(
        id=hashlib.sha256(said).digest(),
        device=device,
        signer=bytes([signer]) * 16,
        reason="lost",
        made_ms=int(NOON * 1000),
        statement=said,
        frontier=frontier,
    )


def test_a_statement_is_told_until_somebody_decides(store: Store) -> None:
    device = store.keep_card(new_card(), Trust.SEEN).id
    told = statement(device, b"a" * 32, b"b" * 32)
    assert store.keep_revocations([told, told]) == 1
    assert store.keep_revocations([told]) == 0
    (kept,) = store.revocations(TOLD)
    assert (kept.id, kept.device, kept.signer, kept.reason, kept.statement) == (
        told.id,
        device,
        told.signer,
        "lost",
        told.statement,
    )
    assert store.revoked_frontiers() == {}
    assert store.peer(device).trust is Trust.SEEN
    store.refuse_revocations([told.id])
    assert [each.state for each in store.revocations()] == [REFUSED]
    store.apply_revocations([told.id, bytes(32)])
    assert store.revocations(TOLD) == []
    assert [each.state for each in store.revocations(APPLIED)] == [APPLIED]
    assert store.revoked_frontiers() == {device: frozenset({b"a" * 16, b"b" * 16})}
    peer = store.peer(device)
    assert peer.trust is Trust.REVOKED
    assert peer.revoked_at is not None
    assert not peer.receives
    store.refuse_revocations([told.id])
    assert store.peer(device).trust is Trust.REVOKED


def test_nothing_brings_a_revoked_device_back(store: Store, hands: Hands) -> None:
    device = store.keep_card(new_card(), Trust.SEEN).id
    store.revoke([statement(device)])
    since = store.peer(device).revoked_at
    hands.seconds += 100
    store.revoke([statement(device, b"c" * 32)])
    assert store.note_checked(device, "qr").trust is Trust.REVOKED
    assert store.keep_card(new_card(), Trust.CHECKED).trust is Trust.REVOKED
    assert store.take_check_back(device).trust is Trust.REVOKED
    store.forget_card(device)
    assert store.peer(device).card == b"card"
    assert store.peer(device).revoked_at == since


def test_a_statement_may_come_before_the_card(store: Store) -> None:
    store.revoke([statement(device_id(public(1)))])
    assert store.peers() == []
    assert store.keep_card(new_card(), Trust.INTRODUCED).trust is Trust.REVOKED


def test_nobody_can_make_a_vault_distrust_itself(store: Store) -> None:
    own = device_id(store.own_public_key())
    told = statement(own)
    store.revoke([told])
    assert store.revoked_frontiers() == {}
    assert [each.state for each in store.revocations()] == [TOLD]
    person(store)
    assert len(store.changes_of_device(own)) == 1


def test_what_came_after_goes_aside_and_comes_back(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(there, "Ana", "Prueba", phone="+18285550101")
    honest = there.all_changes()
    edit(there, who, phone="+18285550199")
    other = person(there, "Beto", "Prueba")
    everything = there.all_changes()
    device = here.keep_card(new_card(there.own_public_key()), Trust.SEEN).id
    n = take(here, everything, device)
    assert here.title_of(who) == "Ana Prueba"
    touched = here.revoke([statement(device, *ids(honest))])
    assert touched.ids == {who, other}
    assert here.changes_of_device(device) == ids(honest)
    assert here.snapshot(who).record.phone == "+18285550101"  # type: ignore[attr-defined]
    assert here.search("Beto") == []
    assert len(here.aside_of(who, "revoked")) == 1
    assert here.check() == []
    again = take(here, everything, device)
    assert sorted(here.changes_of_device(device)) == sorted(ids(honest))
    here.apply_revocations([])
    more = statement(device, *ids(everything), signer=3)
    here.keep_revocations([more])
    assert here.apply_revocations([more.id]).ids == {who, other}
    assert sorted(here.changes_of_device(device)) == sorted(ids(everything))
    assert here.snapshot(who).record.phone == "+18285550199"  # type: ignore[attr-defined]
    assert [hit.id for hit in here.search("Beto")] == [other]
    assert here.check() == []
    own = person(here, "Carmen", "Prueba")
    assert came_with(here, n) | came_with(here, again) == {who, other}
    assert own not in came_with(here, n) | came_with(here, again)


def test_changes_that_came_without_a_bundle_go_and_come_too(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(there, "Ana", "Prueba")
    tell(there, here)
    device = device_id(there.own_public_key())
    here.revoke([statement(device)])
    assert here.changes_of_device(device) == []
    here.revoke([statement(device, *ids(there.all_changes()))])
    assert here.changes_of_device(device) == ids(there.all_changes())
    assert here.title_of(who) == "Ana Prueba"
    assert here.check() == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(range(5)),
    frontiers=st.lists(st.frozensets(st.integers(0, 5), max_size=5), min_size=2, max_size=2),
    years=st.sampled_from([-10, 0, 10]),
)
def test_what_counts_does_not_depend_on_order_or_clocks(
    order: list[int],
    frontiers: list[frozenset[int]],
    years: int,
    new_store: Callable[[str], Store],
    hands: Hands,
    family: list[Raw],
) -> None:  # 16
    here = new_store(f"here{next(NUMBERS)}")
    device = here.keep_card(new_card(AUTHOR[0]), Trust.SEEN).id
    known = ids(family)
    told = [statement(device, *(known[n] for n in f), signer=i) for i, f in enumerate(frontiers)]
    steps: list[Callable[[], object]] = [
        lambda: here.revoke([told[0]]),
        lambda: here.revoke([told[1]]),
        lambda: take(here, family[:2], device),
        lambda: take(here, family[2:4], device),
        lambda: take(here, family[1:], device),
    ]
    for place in order:
        hands.seconds = NOON + years * 365 * 86_400 * (place % 2)
        steps[place]()
    hands.seconds = NOON
    vouched = frozenset().union(*frontiers)
    assert sorted(here.changes_of_device(device)) == sorted(known[n] for n in vouched)
    assert here.check() == []


AUTHOR: list[bytes] = []


@pytest.fixture
def family(new_store: Callable[[str], Store]) -> list[Raw]:
    """Return six changes of one device, of two records."""
    there = new_store("author")
    first = person(there, "Ana", "Prueba")
    second = person(there, "Beto", "Prueba")
    for word in ("Sylva", "Marion"):
        edit(there, first, city=word)
        edit(there, second, city=word)
    AUTHOR[:] = [there.own_public_key()]
    return there.all_changes()


def test_numbers_that_are_free_again_belong_to_no_bundle(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    person(there, "Ana", "Prueba")
    device = here.keep_card(new_card(there.own_public_key()), Trust.SEEN).id
    n = take(here, there.all_changes(), device)
    here.revoke([statement(device)])
    person(here, "Carmen", "Prueba")  # gets the numbers that the peer's changes had
    assert came_with(here, n) == set()


def test_what_was_taken_back_meanwhile_does_not_come_back(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(there, "Ana", "Prueba")
    honest = there.all_changes()
    edit(there, who, city="Sylva")
    everything = there.all_changes()
    device = here.keep_card(new_card(there.own_public_key()), Trust.SEEN).id
    n = take(here, everything, device)
    here.revoke([statement(device, *ids(honest))])
    here.undo_import(n)
    here.revoke([statement(device, *ids(everything), signer=3)])
    assert here.changes_of_device(device) == []
    assert len(here.aside_of(who, "undone")) == 2
    here.redo_import(n)
    assert sorted(here.changes_of_device(device)) == sorted(ids(everything))
    assert here.check() == []
