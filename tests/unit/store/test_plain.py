"""The fast road of a first import comes to what the whole merge says, whatever a change holds."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.store.change import Body, Code, Op, Ref, erased, make, read_stored
from cima_desktop.store.merge import record_of, state
from cima_desktop.store.plain import plain, record_id
from cima_desktop.store.views import plain_view, view
from tests.unit.store.making import no_signature

VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.text(max_size=12), st.sampled_from(["2026-11-21"])
)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    """Make a first change of any kind, now and then an unusual one."""
    name = draw(st.sampled_from([*KINDS, "spaceship"]))
    names = list(KINDS[name].names) if name in KINDS else ["engine"]
    fields = draw(st.lists(st.sampled_from([*names, "~txn", "~act"]), max_size=6))
    ops = [Op(Code.SET, field, draw(VALUES)) for field in fields]
    odd = draw(st.sampled_from(["", "", "", "", "rem", "preds", "unknown", "del"]))
    if odd:
        ops.append(
            {
                "rem": Op(Code.REM, names[0], "x"),
                "preds": Op(Code.SET, names[0], "x", (Ref(bytes(32), 0),)),
                "unknown": Op(Code.SET, "shoe_size", 42),
                "del": Op(Code.DEL, "", None),
            }[odd]
        )
    parents = (bytes(32),) if draw(st.integers(0, 9)) == 0 else ()
    return Body(bytes(16), bytes(16), draw(st.integers(0, 2**64 - 1)), parents, bytes(16), name, tuple(ops))


@settings(max_examples=150)
@given(bodies())
def test_both_roads_come_to_the_same(body: Body) -> None:
    raw = make(body, no_signature).raw
    made = state([read_stored(raw)])
    found = plain(raw)
    is_odd = made.incomplete or body.kind not in KINDS or any(op.code != Code.SET or op.preds for op in body.ops)
    assert record_id(raw) == body.rec
    assert plain(erased(raw)) is None
    if found is None:
        return
    assert not is_odd
    assert (found.rec, found.stamp, found.dev, found.kind.name) == (body.rec, made.created, body.dev, made.kind)
    assert found.record == record_of(found.kind, RecordId(body.rec.hex()), made)
    assert plain_view(found.kind, found.record) == view(found.kind, body.rec, made)


def test_most_records_take_the_fast_road() -> None:
    chance = random.Random(1)
    for kind in KINDS.values():
        names = [field.name for field in kind.fields if not field.type.is_set]
        ops = tuple(Op(Code.SET, name, "x") for name in chance.sample(names, min(5, len(names))))
        assert plain(make(Body(bytes(16), bytes(16), 1, (), bytes(16), kind.name, ops), no_signature).raw)
