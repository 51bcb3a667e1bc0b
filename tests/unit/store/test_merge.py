"""The merge rule, proved on random histories (exchange design, properties 1–8, with REM and UNDEL)."""

from collections.abc import Sequence
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.model.fields import Choice, Field, FieldType, Merge
from cima_desktop.model.kinds import KINDS
from cima_desktop.store.change import Change, Code, Op, Ref, erased, parse, read_stored
from cima_desktop.store.merge import (
    ancestors,
    conflicts_of,
    distinct,
    fitted,
    record_of,
    state,
    value_of,
)
from cima_desktop.store.saving import refs_of
from tests.unit.store.making import change

REGISTERS = ("city", "county")
SET = "aliases"


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Make a record's history as several people write it who see only part of each other's work."""
    seen: list[set[bytes]] = [set() for _ in range(3)]
    known: dict[bytes, Change] = {}
    for turn in range(draw(st.integers(1, 9))):
        who = draw(st.integers(0, 2))
        if draw(st.booleans()):
            seen[who] |= seen[draw(st.integers(0, 2))]
        mine = [known[i] for i in seen[who]]
        made = write(draw, mine, who, draw(st.integers(0, 5)) + turn)
        known[made.id] = made
        seen[who].add(made.id)
    return list(known.values())


def write(draw: st.DrawFn, mine: Sequence[Change], who: int, hlc: int) -> Change:
    now = state(mine)
    what = draw(st.sampled_from(("set", "set", "set", "add", "remove", "delete", "undelete", "part")))
    ops: list[Op] = []
    if what == "delete" and mine:
        ops = [Op(Code.DEL, "", None)]
    elif what == "undelete" and now.deletes:
        ops = [Op(Code.UNDEL, "", None, refs_of(now.deletes))]
    elif what == "add":
        ops = [Op(Code.SET, SET, draw(st.sampled_from("abc")))]
    elif what == "remove" and now.live.get(SET):
        member = now.live[SET][0].value
        ops = [Op(Code.REM, SET, member, refs_of([op for op in now.live[SET] if op.value == member]))]
    else:
        field = draw(st.sampled_from(REGISTERS))
        live = now.live.get(field, ())
        shown = live[:1] if what == "part" else live
        ops = [Op(Code.SET, field, draw(st.sampled_from(("x", "y", "z", ""))), refs_of(shown))]
    return change(*ops, parents=now.heads, hlc=hlc, dev=who + 1)


def facts(changes: Sequence[Change]) -> object:
    """Return everything a state says, in a form that can be compared."""
    made = state(changes)
    return (
        made.kind,
        dict(made.live),
        made.deletes,
        made.deleted,
        made.contested,
        made.heads,
        made.created,
        made.changed,
    )


@given(histories(), st.randoms(use_true_random=False))
def test_order_and_duplicates_are_irrelevant(changes: list[Change], room: object) -> None:  # 1
    shuffled = [*changes, *changes[:3]]
    room.shuffle(shuffled)  # type: ignore[attr-defined]
    assert facts(shuffled) == facts(changes)


@given(histories(), histories(), histories())
def test_union_is_commutative_associative_and_idempotent(
    a: list[Change], b: list[Change], c: list[Change]
) -> None:  # 2
    assert facts([*a, *b]) == facts([*b, *a])
    assert facts([*[*a, *b], *c]) == facts([*a, *[*b, *c]])
    assert facts([*a, *a]) == facts(a)


@given(histories())
def test_every_value_is_visible_or_was_seen_by_who_replaced_it(changes: list[Change]) -> None:  # 3
    known = {c.id: c for c in changes}
    live = {op.ref for ops in state(changes).live.values() for op in ops}
    for one in changes:
        for index, op in enumerate(one.ops):
            if op.code != Code.SET or one.ref(index) in live:
                continue
            replacing = [c for c in changes for other in c.ops if one.ref(index) in other.preds]
            assert replacing
            assert all(one.id in ancestors(known, c.parents) for c in replacing)


def test_concurrent_edits_of_one_field_are_both_visible() -> None:  # 4
    first = change(Op(Code.SET, "city", "Marion"))
    preds = (first.ref(0),)
    left = change(Op(Code.SET, "city", "Sylva", preds), parents=(first.id,), hlc=2, dev=1)
    right = change(Op(Code.SET, "city", "Canton", preds), parents=(first.id,), hlc=3, dev=2)
    made = state([first, left, right])
    assert [op.value for op in made.live["city"]] == ["Canton", "Sylva"]
    assert set(conflicts_of(KINDS["person"], made)) == {"city"}
    settled = change(Op(Code.SET, "city", "Sylva", refs_of(made.live["city"])), parents=made.heads, hlc=4)
    assert [op.value for op in state([first, left, right, settled]).live["city"]] == ["Sylva"]


def test_an_edit_the_deleter_had_not_seen_stays_visible_and_flagged() -> None:  # 5
    first = change(Op(Code.SET, "city", "Marion"))
    gone = change(Op(Code.DEL, "", None), parents=(first.id,), hlc=2, dev=1)
    assert state([first, gone]).deleted
    edit = change(Op(Code.SET, "city", "Sylva", (first.ref(0),)), parents=(first.id,), hlc=3, dev=2)
    made = state([first, gone, edit])
    assert not made.deleted
    assert made.contested
    assert made.live["city"][0].value == "Sylva"
    again = change(Op(Code.DEL, "", None), parents=made.heads, hlc=4, dev=1)
    assert state([first, gone, edit, again]).deleted


def test_taking_a_deletion_back_brings_the_record_back() -> None:
    first = change(Op(Code.SET, "city", "Marion"))
    gone = change(Op(Code.DEL, "", None), parents=(first.id,), hlc=2)
    back = change(Op(Code.UNDEL, "", None, (gone.ref(0),)), parents=(gone.id,), hlc=3)
    made = state([first, gone, back])
    assert not made.deleted
    assert not made.contested
    assert made.deletes == ()


def test_taking_one_deletion_back_is_not_undone_by_another_that_had_not_seen_it() -> None:
    first = change(Op(Code.SET, "city", "Marion"))
    gone = change(Op(Code.DEL, "", None), parents=(first.id,), hlc=2, dev=1)
    other = change(Op(Code.DEL, "", None), parents=(first.id,), hlc=3, dev=2)
    back = change(Op(Code.UNDEL, "", None, (gone.ref(0),)), parents=(gone.id,), hlc=4)
    made = state([first, gone, other, back])
    assert (made.deleted, made.contested) == (False, True)


@given(histories(), st.data())
def test_any_part_of_a_history_is_a_state_and_completing_it_heals(
    changes: list[Change], data: st.DataObject
) -> None:  # 6
    part = data.draw(st.lists(st.sampled_from(changes)))
    state(part)
    assert facts([*part, *changes]) == facts(changes)


def test_a_missing_change_is_noticed() -> None:
    first = change(Op(Code.SET, "city", "Marion"))
    second = change(Op(Code.SET, "city", "Sylva", (first.ref(0),)), parents=(first.id,), hlc=2)
    assert state([second]).incomplete
    assert not state([first, second]).incomplete


@given(histories())
def test_erasure_keeps_ids_and_headers(changes: list[Change]) -> None:  # 7
    left = [parse(erased(one.raw)) for one in changes]
    assert [one.id for one in left] == [one.id for one in changes]
    assert [one.raw.sig for one in left] == [one.raw.sig for one in changes]
    assert state(left).live == {}
    assert state(left).heads == state(changes).heads
    assert [read_stored(erased(one.raw)) for one in changes] == left


def test_a_restored_backup_that_goes_on_keeps_both_sides() -> None:  # 8
    first = change(Op(Code.SET, "city", "Marion"))
    lost = change(Op(Code.SET, "city", "Sylva", (first.ref(0),)), parents=(first.id,), hlc=2)
    again = change(Op(Code.SET, "city", "Canton", (first.ref(0),)), parents=(first.id,), hlc=2)
    assert lost.id != again.id
    for order in permutations([first, lost, again]):
        assert {op.value for op in state(order).live["city"]} == {"Sylva", "Canton"}


def test_a_name_of_another_field_or_record_replaces_nothing() -> None:
    first = change(Op(Code.SET, "city", "Marion"), Op(Code.SET, "county", "McDowell"))
    cross = change(Op(Code.SET, "county", "Burke", (first.ref(0),)), parents=(first.id,), hlc=2)
    assert [op.value for op in state([first, cross]).live["city"]] == ["Marion"]
    strange = change(Op(Code.SET, "city", "Sylva", (Ref(bytes(32), 0),)), parents=(first.id,), hlc=3)
    assert len(state([first, strange]).live["city"]) == 2


def test_a_set_keeps_what_was_added_while_it_was_taken_out() -> None:
    field = KINDS["person"].field(SET)
    first = change(Op(Code.SET, SET, "Mari"))
    out = change(Op(Code.REM, SET, "Mari", (first.ref(0),)), parents=(first.id,), hlc=2, dev=1)
    again = change(Op(Code.SET, SET, "Mari"), parents=(first.id,), hlc=3, dev=2)
    assert value_of(field, state([first, out]).live.get(SET, ())) == frozenset()
    made = state([first, out, again])
    assert value_of(field, made.live[SET]) == frozenset({"Mari"})
    assert distinct(field, made.live[SET]) == ()


def test_a_safety_field_is_acted_on_cautiously_until_a_person_decides() -> None:
    yes = change(Op(Code.SET, "voicemail_ok", True), hlc=9, dev=1)
    no = change(Op(Code.SET, "voicemail_ok", False), hlc=1, dev=2)
    field = KINDS["person"].field("voicemail_ok")
    assert value_of(field, state([yes]).live["voicemail_ok"]) is True
    assert value_of(field, state([yes, no]).live["voicemail_ok"]) is False
    plain = Field(name="voicemail_ok", type=FieldType.FLAG, label="x")
    assert value_of(plain, state([yes, no]).live["voicemail_ok"]) is True
    undeclared = Field(name="voicemail_ok", type=FieldType.FLAG, label="x", merge=Merge.SAFETY)
    assert value_of(undeclared, state([yes, no]).live["voicemail_ok"]) is True


def test_allergies_are_all_shown_until_a_person_decides() -> None:
    field = KINDS["child_sheet"].field("allergies")
    nuts = change(Op(Code.SET, "allergies", "Nuts"), hlc=1, dev=1)
    milk = change(Op(Code.SET, "allergies", "Milk"), hlc=2, dev=2)
    none = change(Op(Code.SET, "allergies", ""), hlc=3, dev=3)
    odd = change(Op(Code.SET, "allergies", 5), hlc=4, dev=4)
    assert value_of(field, state([nuts]).live["allergies"]) == "Nuts"
    assert value_of(field, state([nuts, milk, none, odd]).live["allergies"]) == "Milk / Nuts"
    assert value_of(field, state([nuts, none]).live["allergies"]) == "Nuts"


@given(st.permutations(["Sylva", "Canton", "Marion"]), st.integers(0, 9), st.integers(0, 9))
def test_two_who_settle_differently_are_a_conflict_again(towns: list[str], left: int, right: int) -> None:  # 12
    first, second, third = towns
    both = [change(Op(Code.SET, "city", town), hlc=n, dev=n + 1) for n, town in enumerate((first, second))]
    made = state(both)
    preds = refs_of(made.live["city"])
    here = change(Op(Code.SET, "city", first, preds), parents=made.heads, hlc=left, dev=3)
    there = change(Op(Code.SET, "city", third, preds), parents=made.heads, hlc=right, dev=4)
    again = state([*both, here, there])
    assert {op.value for op in again.live["city"]} == {first, third}
    assert set(conflicts_of(KINDS["person"], again)) == {"city"}
    after = change(Op(Code.SET, "city", first, refs_of(again.live["city"])), parents=again.heads, hlc=1, dev=5)
    assert [op.value for op in state([*both, here, there, after]).live["city"]] == [first]


@given(histories())
def test_a_member_is_gone_only_when_every_addition_of_it_was_seen(changes: list[Change]) -> None:  # 13, REM
    known = {c.id: c for c in changes}
    kept = value_of(KINDS["person"].field(SET), state(changes).live.get(SET, ()))
    for one in changes:
        for op in one.ops:
            if op.field == SET and op.code == Code.SET and op.value not in kept:  # type: ignore[operator]
                takers = [c for c in changes for o in c.ops if o.code == Code.REM and o.value == op.value]
                assert any(one.id in ancestors(known, c.parents) for c in takers)


@given(histories())
def test_a_record_is_in_the_bin_only_for_who_had_seen_all_of_it(changes: list[Change]) -> None:  # 5, UNDEL
    known = {c.id: c for c in changes}
    named = {pred for c in changes for op in c.ops if op.code == Code.UNDEL for pred in op.preds}
    standing = [c for c in changes for i, op in enumerate(c.ops) if op.code == Code.DEL and c.ref(i) not in named]
    made = state(changes)
    assert {op.ref.change for op in made.deletes} == {c.id for c in standing}
    seen = ancestors(known, [c.id for c in standing])
    unseen = [c for c in changes if c.id not in seen and c.ops[0].code != Code.DEL]
    assert made.deleted is (bool(standing) and not unseen)
    assert made.contested is (bool(standing) and bool(unseen))


def test_what_does_not_fit_a_field_is_empty() -> None:
    number = Field(label="x", type=FieldType.NUMBER)
    flag = Field(label="x", type=FieldType.FLAG)
    line = Field(label="x", choices=(Choice("a", "A"),))
    assert [fitted(number, v) for v in (5, True, "5", None)] == [5, None, None, None]
    assert [fitted(flag, v) for v in (True, 1, "yes")] == [True, None, None]
    assert [fitted(line, v) for v in ("a", 5, None)] == ["a", "", ""]


def test_fields_of_a_newer_program_are_kept_and_not_shown() -> None:
    made = state([change(Op(Code.SET, "shoe_size", 42), Op(Code.SET, "city", "Marion"))])
    assert made.live["shoe_size"][0].value == 42
    record = record_of(KINDS["person"], "0" * 32, made)  # type: ignore[arg-type]
    assert KINDS["person"].values(record)["city"] == "Marion"


def test_remarks_are_not_part_of_the_record() -> None:
    made = state([change(Op(Code.SET, "~txn", "1"), Op(Code.SET, "city", "Marion"))])
    assert set(made.live) == {"city"}


def test_no_changes_are_an_empty_state() -> None:
    made = state([])
    assert (made.kind, made.live, made.deleted, made.heads, made.changed) == ("", {}, False, (), 0)
