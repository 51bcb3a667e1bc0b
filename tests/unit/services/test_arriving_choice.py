"""What of an arrival is ticked: by itself, by "all", and by hand."""

from datetime import UTC, datetime

import pytest

from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services.arriving_choice import MASS, Choice, Entry, MassChangeError, weight
from cima_desktop.store import ComingRow, Comparison
from tests.builders import rid

SORTS = ("new", "changed", "conflict", "deleted", "restored", "newer", "declined", "same", "erased", "revoked")
WHEN = datetime(2026, 11, 26, tzinfo=UTC)


def row(name: str, sort: str = "new", whole: RecordId = NO_ID, *odd: str) -> ComingRow:
    return ComingRow(
        id=rid(name),
        kind="person",
        title=name,
        sort=sort,
        changes=1,
        newest=WHEN,
        devices=(bytes(16),),
        odd=frozenset(odd),
        whole=whole,
    )


def entry(name: str, sort: str = "new", *parts: ComingRow) -> Entry:
    return Entry(id=rid(name), kind="person", title=name, row=row(name, sort), parts=parts)


def compared(*odd: str) -> Comparison:
    return Comparison(rows=(), counts={}, odd=frozenset(odd))


def ticked(choice: Choice) -> set[str]:
    return {sort for sort in SORTS if choice.is_ticked(rid(sort))}


@pytest.fixture
def entries() -> list[Entry]:
    return [entry(sort, sort) for sort in SORTS]


def test_deletions_and_what_was_declined_are_never_ticked_by_themselves(entries: list[Entry]) -> None:
    choice = Choice(entries, compared())
    assert ticked(choice) == {"new", "changed", "conflict", "restored", "newer"}
    assert (choice.count, choice.asked) == (5, 7)
    assert set(choice.declined()) == {rid("deleted"), rid("declined")}


@pytest.mark.parametrize(
    ("also", "more"), [((), set()), (("deleted",), {"deleted"}), (("deleted", "declined"), {"deleted", "declined"})]
)
def test_all_takes_them_only_when_they_are_named(entries: list[Entry], also: tuple[str, ...], more: set[str]) -> None:
    choice = Choice(entries, compared())
    choice.tick_none()
    assert ticked(choice) == set()
    choice.tick_all(also)
    assert ticked(choice) == {"new", "changed", "conflict", "restored", "newer"} | more
    assert choice.count == len(ticked(choice))


def test_a_mass_change_ticks_nothing_until_somebody_says_that_they_saw_it(entries: list[Entry]) -> None:
    choice = Choice(entries, compared("mass"))
    assert ticked(choice) == set()
    with pytest.raises(MassChangeError):
        choice.tick_all()
    choice.tick([rid("changed")], True)
    assert ticked(choice) == {"changed"}
    choice.tick_all([MASS])
    assert "new" in ticked(choice)
    assert "deleted" not in ticked(choice)


def test_what_is_settled_is_not_asked_and_cannot_be_ticked(entries: list[Entry]) -> None:
    choice = Choice(entries, compared())
    for sort in ("same", "erased", "revoked"):
        choice.tick([rid(sort)], True)
        assert not choice.is_asked(rid(sort))
        assert not choice.is_ticked(rid(sort))
        assert entry(sort, sort).is_settled
    assert choice.count == 5


def test_a_part_of_something_new_comes_only_with_it() -> None:
    whole = entry("plan", "new", row("medicine", "new", rid("plan")), row("wish", "new", rid("plan")))
    choice = Choice([whole], compared())
    assert choice.state_of(whole) is True
    choice.tick([rid("plan")], False)
    assert choice.count == 0
    assert choice.state_of(whole) is False
    choice.tick([rid("wish")], True)
    assert choice.is_ticked(rid("plan"))
    assert not choice.is_ticked(rid("medicine"))
    assert choice.state_of(whole) is None


def test_a_part_of_what_is_here_goes_its_own_way() -> None:
    whole = entry("plan", "changed", row("medicine", "new", rid("plan")))
    choice = Choice([whole], compared())
    choice.tick([rid("plan")], False)
    assert choice.is_ticked(rid("medicine"))
    only_parts = Entry(id=rid("home"), kind="household", title="", row=None, parts=(row("x", "new", rid("home")),))
    assert Choice([only_parts], compared()).count == 1
    assert only_parts.rows == only_parts.parts


def test_ticks_are_kept_in_little_and_taken_up_again(entries: list[Entry]) -> None:
    choice = Choice(entries, compared())
    choice.tick_all(["deleted"])
    choice.tick([rid("new")], False)
    kept = choice.kept_as()
    assert kept == {"base": "all", "also": ["deleted"], "but": [rid("new")]}
    again = Choice(entries, compared(), kept)
    assert ticked(again) == ticked(choice)
    assert again.count == choice.count


@pytest.mark.parametrize("kept", [None, "nonsense", {}, {"base": "odd", "but": ["gone"]}, {"also": ["everything"]}])
def test_ticks_that_mean_nothing_any_more_are_left(entries: list[Entry], kept: object) -> None:
    choice = Choice(entries, compared(), kept)
    assert rid("deleted") not in {r for r in map(rid, SORTS) if choice.is_ticked(r)}
    assert choice.count == len(ticked(choice))


def test_what_wants_to_be_looked_at_comes_first() -> None:
    made = [entry("c", "same"), entry("a", "new"), entry("b", "conflict"), entry("d", "deleted")]
    assert [e.title for e in sorted(made, key=weight)] == ["b", "d", "a", "c"]
    mixed = entry("plan", "same", row("p", "conflict", rid("plan"), "clock"), row("q", "new", rid("plan"), "part"))
    assert mixed.sorts == ("conflict", "new", "same")
    assert mixed.odd == {"clock", "part"}
    assert weight(mixed) == 1  # only what is of another kind comes before
    assert weight(Entry(id=rid("nothing"), kind="", title="", row=None)) > weight(made[0])
