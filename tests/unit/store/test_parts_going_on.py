"""Extracts over time: what was decided, emptied or written much of meanwhile reaches whoever has only parts."""

from cima_desktop.model.people import Person
from cima_desktop.store import Store
from cima_desktop.store.merge import PART
from tests.unit.store.carrying import bring, carry
from tests.unit.store.making import edit, person


def test_a_decision_reaches_who_has_only_a_part(store: Store, other: Store) -> None:
    who = person(store, "Ana", "", city="Marion")
    bring(other, store.extract("Shared", {who: ["city"]}, "host"))
    edit(other, who, city="Sylva")
    edit(store, who, city="Canton")
    carry(other, store, store.own_have())
    assert len(store.conflicted()) == 1
    edit(store, who, city="Brevard")
    bring(other, store.extract("Shared", {who: ["city"]}, "host"))
    assert (other.need(Person, who).city, other.conflicted()) == ("Brevard", [])


def test_a_field_emptied_since_is_emptied_there_too(store: Store, other: Store) -> None:
    who = person(store, "Ana", "", city="Marion", phone="828-555-0101")
    bring(other, store.extract("Shared", {who: ["city", "phone"]}, "host"))
    edit(store, who, phone="")
    part = store.extract("Shared", {who: ["city", "phone"]}, "host")
    bring(other, part)
    assert (other.need(Person, who).city, other.need(Person, who).phone) == ("Marion", "")
    assert store.extract("Shared", {who: ["city", "phone"]}, "host") == part
    edit(store, who, city="")
    nothing = store.extract("Shared", {who: ["city", "phone"]}, "host")
    bring(other, nothing)
    assert (other.need(Person, who).city, store.need(Person, who).city) == ("", "")
    assert store.extract("Shared", {who: ["city", "phone"]}, "host") == nothing
    edit(store, who, phone="828-555-0102")
    bring(other, store.extract("Shared", {who: ["city", "phone"]}, "host"))
    assert (other.need(Person, who).phone, other.conflicted(), store.conflicted()) == ("+18285550102", [], [])


def test_what_was_never_told_is_not_told_of_when_it_is_empty(store: Store) -> None:
    who = person(store, "Ana", "", city="Marion", street="1 Secret Road")
    edit(store, who, street="")
    [raw] = store.extract("Shared", {who: ["city", "street"]}, "host")
    assert raw.payload is not None
    assert b"street" not in raw.payload


def test_an_extract_of_several_changes_says_of_each_that_it_is_a_part(store: Store, other: Store) -> None:
    names = [f"Ana {i}" for i in range(700)]
    who = person(store, "Ana", "", aliases=names[:400])
    edit(store, who, aliases=names)
    raws = store.extract("Shared", {who: ["aliases"]}, "host")
    assert len(raws) == 2
    assert all(PART.encode() in (raw.payload or b"") for raw in raws)
    edit(store, who, aliases=names[:1])
    bring(other, raws)
    bring(other, store.extract("Shared", {who: ["aliases"]}, "host"))
    assert other.need(Person, who).aliases == {"Ana 0"}
