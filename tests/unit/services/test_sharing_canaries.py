"""Nothing that was not to leave is in a bundle, in any form (property 14, P05)."""

from collections.abc import Iterator
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cima_desktop.model.declared import KINDS
from cima_desktop.model.fields import Field, FieldType, Preset
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.kinds import Kind
from cima_desktop.model.sharing import PURPOSES, fields_for, stays_home
from cima_desktop.services.sharing_terms import Choice
from cima_desktop.store import Edit
from tests.unit.services.exchanging import Two, look, two_vaults

PURPOSEFUL = [preset for preset in Preset if not PURPOSES[preset].whole]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with two_vaults(tmp_path_factory.mktemp("two")) as made:
        yield made


_LEAST = 10
"""Characters; what is shorter could stand in a file by chance."""


def canary(kind: Kind, field: Field, number: int) -> object:
    """Return a value that occurs nowhere else; None where the shape of the field has too few values for that."""
    if field.type in (FieldType.TEXT, FieldType.LONG_TEXT) and field.max_length >= _LEAST:
        return f"Canto{number:05d}{kind.name}"[: field.max_length]
    if field.type is FieldType.PHONE:
        return f"+1828555{number % 10_000:04d}"
    if field.type is FieldType.DATE:
        return (date(1950, 1, 1) + timedelta(days=number)).isoformat()
    if field.type is FieldType.WORDS and (kind.name, field.name) != ("plan", "children"):
        return frozenset({f"Canto{number:05d}{kind.name}"})
    return None


@attrs.define
class Aviary:
    """A family with something in every field of every kind, and another family of which nothing may leave."""

    two: Two
    plan: RecordId
    records: dict[RecordId, Kind]
    canaries: dict[tuple[RecordId, str], str]

    def text(self, record: RecordId, field: str) -> bytes:
        """Return a canary as it would stand in a change."""
        return self.canaries[record, field].encode()


def birds(two: Two, numbers: Iterator[int]) -> tuple[RecordId, dict[RecordId, Kind], dict[tuple[RecordId, str], str]]:
    """Put a record of every kind into the vault, hanging together; return the plan, the records and their canaries."""
    ids = {name: new_id() for name in KINDS}
    child, carer, home = new_id(), new_id(), ids["household"]
    refs = {
        "person": ids["person"],
        "household": home,
        "plan": ids["plan"],
        "document": ids["document"],
        "attachment": ids["attachment"],
        "reviewer": ids["reviewer"],
    }
    special: dict[tuple[str, str], object] = {
        ("plan", "children"): frozenset({child}),
        ("plan", "agent"): carer,
        ("relationship", "relation"): "relative",
        ("relationship", "other"): child,
        ("consent", "purpose"): "peer",
        ("consent", "agreed"): True,
        ("attachment", "digest"): "",
        **{(kind, name): child for kind in KINDS for name in ("child",)},
        ("caregiver", "person"): carer,
        ("medicine", "person"): child,
    }
    edits, records, canaries = [], {}, {}
    every = [*((ids[name], kind) for name, kind in KINDS.items()), (child, KINDS["person"]), (carer, KINDS["person"])]
    for record, kind in every:
        values: dict[str, object] = {}
        for field in kind.fields:
            value = special.get((kind.name, field.name))
            if value is None and field.type is FieldType.REF:
                value = refs.get(field.refers_to or "plan", "")
            if value is None and (value := canary(kind, field, next(numbers))) is not None:
                canaries[record, field.name] = next(iter(value)) if isinstance(value, frozenset) else str(value)
            if value is not None:
                values[field.name] = value
        edits.append(Edit(kind.name, record, values))
        records[record] = kind
    two.here.store.save_many("x", edits)
    return ids["plan"], records, canaries


@pytest.fixture(scope="module")
def aviary(two: Two) -> Aviary:
    numbers = iter(range(200, 20_000))
    plan, records, canaries = birds(two, numbers)
    _other, other_records, other_canaries = birds(two, numbers)
    return Aviary(two, plan, {**records, **other_records}, {**canaries, **other_canaries})


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data(), preset=st.sampled_from(PURPOSEFUL))
def test_nothing_that_was_not_to_leave_is_in_the_file(aviary: Aviary, data: st.DataObject, preset: Preset) -> None:
    choice = Choice(
        to=aviary.two.to,
        preset=preset,
        records=(aviary.plan,),
        without_consent="w",
        files=True,
        referral=new_id() if preset is Preset.REFERRAL else RecordId(""),
        question="¿?" if preset is Preset.REFERRAL else "",
    )
    going = look(aviary.two.here, choice).selection.going
    for each in data.draw(st.lists(st.sampled_from(going), max_size=3)):
        wanted = data.draw(st.sampled_from(("", *each.fields)))
        if each.id != aviary.plan:
            choice = choice.without(each.id, wanted)
    leaving = look(aviary.two.here, choice)
    content = aviary.two.sent(choice).everything()
    may = {(each.id, field) for each in leaving.selection.going for field in each.fields}
    assert may
    for record, field in aviary.canaries:
        declared = {each.name for each in fields_for(aviary.records[record], preset)}
        allowed = (record, field) in may and field in declared and (record, field) not in choice.withheld
        assert allowed or aviary.text(record, field) not in content
    leaves = {record for record, _field in may}
    for record in aviary.records:
        if record not in leaves:
            assert record.encode() not in content
            assert bytes.fromhex(record) not in content


def test_what_may_leave_does(aviary: Aviary) -> None:
    choice = Choice(to=aviary.two.to, preset=Preset.HOST, records=(aviary.plan,), without_consent="w")
    leaving = look(aviary.two.here, choice)
    content = aviary.two.sent(choice).everything()
    told = [(g.id, f) for g in leaving.selection.going for f in g.fields if (g.id, f) in aviary.canaries]
    assert len(told) > 20
    assert all(aviary.text(*each) in content for each in told)


def test_what_never_leaves_is_in_no_bundle_at_all(aviary: Aviary) -> None:
    """Neither a check code, nor a note that stays here, nor what a caller said about themselves."""
    content = aviary.two.sent(Choice(to=aviary.two.to, lacking=True)).everything()
    staying = [record for record, kind in aviary.records.items() if stays_home(kind)]
    assert {aviary.records[record].name for record in staying} >= {"reviewer", "private_note", "caller", "locator_card"}
    for record, field in aviary.canaries:
        assert (aviary.text(record, field) in content) is (record not in staying)
