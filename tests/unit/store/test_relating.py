"""What hangs together and how old it is, read one by one and in one sweep; and the figures that stay."""

from collections.abc import Callable
from datetime import date

from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.retention import Retention
from cima_desktop.store import Figure, Store
from tests.unit.store.making import NOON, Hands, add, edit, person, tell

DAY = 86400
TODAY = date.fromtimestamp(NOON)


def test_one_by_one_and_in_one_sweep_say_the_same(store: Store) -> None:
    mother, aunt, child = (person(store, name) for name in ("Rosa", "Elena", "Sofía"))
    home = add(store, "household", name="Casa")
    edit(store, mother, household=home)
    plan = add(store, "plan", name="Plan", household=home, parent1=mother, children=[child])
    add(store, "caregiver", plan=plan, child=child, person=aunt, rank="first")
    paper = add(store, "document", plan=plan, name="Poder", sort="poa", state="signed", expires_on="2030-01-01")
    add(store, "document", plan=plan, name="Carta", sort="letter", state="printed")
    add(store, "copy", document=paper, holder="Escuela")
    gone = add(store, "note", about=mother, words="Nota")
    store.delete("Deleted", [gone])
    swept = store.all_facts()
    ids = [RecordId(row[0].hex()) for row in store._db.execute("SELECT id FROM rec")]
    one, all_ = Retention(store.facts_of, {}), Retention(swept.get, {})
    for each in ids:
        single = store.facts_of(each)
        assert (single is None) == (each not in swept)
        if single is not None:
            other = swept[each]
            assert (single.keep, single.kind, single.changed, single.binds, single.requires) == (
                *(other.keep, other.kind, other.changed, other.binds, other.requires),
            )
            assert set(single.pointed_by) == set(other.pointed_by)
        assert one.until(each) == all_.until(each)
    assert store.facts_of(gone) is None
    assert store.facts_of(new_id()) is None
    assert swept[paper].binds == date(2030, 1, 1)


def test_what_was_not_touched_for_long_comes_in_the_order_of_its_age(store: Store, hands: Hands) -> None:
    first = person(store, "Ana")
    hands.seconds += 40 * DAY
    second = add(store, "household", name="Casa")
    add(store, "organization", name="Escuela")
    third = person(store, "Elena")
    store.delete("Deleted", [third])
    hands.seconds += 40 * DAY
    edit(store, person(store, "Luz"), city="Arden")
    today = store.today()
    assert store.untouched_since(today) == [(first, "person"), (second, "household")]
    assert store.untouched_since(TODAY) == []
    assert [r for r, _kind in store.untouched_since(date.fromordinal(TODAY.toordinal() + 1))] == [first]


def test_who_names_whom(store: Store) -> None:
    home = add(store, "household", name="Casa")
    mother = person(store, household=home)
    note = add(store, "note", about=mother, words="Nota")
    assert store.pointing_to([mother]) == [note]
    assert store.pointing_to([mother, note]) == []
    assert store.named_by([mother, note]) == [home]
    assert store.named_by([note, new_id()]) == [mother]
    edit(store, mother, household=new_id())
    assert store.named_by([mother]) == []


def test_the_figures_are_counts_and_nothing_else(store: Store, hands: Hands) -> None:
    people = [person(store, name, language=tongue) for name, tongue in (("A", "es"), ("B", "mam"), ("C", "es"))]
    stays = person(store, "D", language="es")
    month = store.living_figures()[0].month
    before = store.living_figures()
    assert Figure("person", month, "language", "es", 3) in before
    hands.seconds += 400 * DAY
    store.erase(people, "time")
    assert store.figures() == [
        Figure("person", month, "", "", 3),
        Figure("person", month, "language", "es", 2),
        Figure("person", month, "language", "mam", 1),
    ]
    assert store.living_figures() == [Figure("person", month, "", "", 1), Figure("person", month, "language", "es", 1)]
    store.erase([stays], "time")
    assert sum(f.n for f in store.figures() if not f.field) == 4
    assert store.living_figures() == []


def test_an_answer_that_is_not_in_the_list_is_not_counted(new_store: Callable[[str], Store]) -> None:
    """What a peer's program put there may be anything, a name for instance."""
    from cima_desktop.store.change import Code, Op
    from cima_desktop.store.log import Save

    here, there = new_store("here"), new_store("there")
    mother = new_id()
    with there._writing():
        rec = there._log.find_or_add(bytes.fromhex(mother), "person")
        there._log.write(rec, [Op(Code.SET, "language", "Rosa López")], (), Save("0" * 32, "Added"))
    there.rebuild()
    tell(there, here)
    here.erase([mother], "asked")
    assert [(f.field, f.value, f.n) for f in here.figures()] == [("", "", 1)]
