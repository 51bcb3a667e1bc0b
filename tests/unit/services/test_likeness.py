"""Who is here already is noticed; sisters, parents and children of one name, and strangers are not."""

from collections.abc import Mapping
from typing import Any

import pytest

from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services import likeness
from cima_desktop.services.likeness import (
    BORN_NEARLY,
    BORN_SAME_DAY,
    LEAST,
    NAME_IN_PART,
    SAME_HOME,
    SAME_NAME,
    SAME_PHONE,
    SAME_STREET,
    SOUNDS_ALIKE,
    compare,
    like,
    like_many,
)
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

HOME = "a" * 32
_SHORT = {"g": "given_names", "p": "paternal_surname", "m": "maternal_surname", "b": "birth_date", "t": "phone"}


def who(text: str = "", **values: object) -> dict[str, object]:
    """Return somebody's values: "María Elena|López|Ruiz", and the rest by the first letter of the field."""
    parts = dict(zip(("given_names", "paternal_surname", "maternal_surname"), text.split("|"), strict=False))
    return {**parts, **{_SHORT.get(name, name): value for name, value in values.items()}}


SAME: list[tuple[Mapping[str, object], Mapping[str, object], set[str]]] = [
    (who("María|López"), who("Maria|Lopez"), {SAME_NAME}),
    (who("María Elena|López|Ruiz"), who("Maria Elena|Lopez|Ruiz", b="1988-05-02"), {SAME_NAME}),
    (who("Ximena|Vásquez"), who("Jimena|Basques"), {SOUNDS_ALIKE}),
    (who("Guadalupe|Hernández"), who("Guadalupe|Hernándes|Peña"), {SOUNDS_ALIKE}),
    (who("Rosalinda|Castellanos"), who("Rosalimda|Castellanos"), {SOUNDS_ALIKE}),
    (who("José|García|López"), who("Jose|Lopez|Garcia"), {SOUNDS_ALIKE}),
    (who("María Elena|López"), who("Elena|López", t="8285550101"), {SOUNDS_ALIKE}),
    (who("Rosa|Peña", t="+18285550111"), who("Rosa", t="(828) 555-0111"), {NAME_IN_PART, SAME_PHONE}),
    (who("Ana|Gómez", b="1990-01-02", t="8285550112"), who("Ana|Torres", b="1990-01-02", t="+1 828 555 0112"), set()),
    (who("María|López", b="1988-05-02"), who("María|López", b="1988-02-05"), {SAME_NAME, BORN_NEARLY}),
    (who("María|López", b="1988-05-02"), who("María|López", b="1989-05-02"), {SAME_NAME, BORN_NEARLY}),
    (who("Teresa|Ruiz", household=HOME), who("Teresa|Ruis", household=HOME), {SOUNDS_ALIKE, SAME_HOME}),
    (who("Teresa|Ruiz", street="1 Calle Uno"), who("Teresa|Ruis", street="1 calle uno"), {SAME_STREET}),
    (who("Juan|de la Cruz"), who("Juan|Cruz", b="1970-01-01"), {SOUNDS_ALIKE}),
    (who(preferred_name="Lupita", p="Soto"), who("Lupita|Soto"), {SAME_NAME, SOUNDS_ALIKE}),
    (who(name_as_on_id="Ana María Ficticia Peña"), who("Ana María|Ficticia|Peña"), {SAME_NAME}),
    (who(name_as_on_id="Ana Ficticia Peña"), who("Ana|Fictisia"), {SOUNDS_ALIKE}),
    (who("", b="1990-01-02", t="8285550112"), who("Ana|Torres", b="1990-01-02", t="8285550112"), {BORN_SAME_DAY}),
]
TWO: list[tuple[Mapping[str, object], Mapping[str, object]]] = [
    # brothers and sisters: one telephone, one home, the same surnames
    (who("Ana|López|Ruiz", t="8285550101", household=HOME), who("Sofía|López|Ruiz", t="8285550101", household=HOME)),
    (who("José Luis|Pérez", t="8285550102"), who("José Antonio|Pérez", t="8285550102")),
    # twins: born the same day too
    (
        who("Iris|Soto", b="2018-03-04", t="8285550103", household=HOME),
        who("Luna|Soto", b="2018-03-04", t="8285550103", household=HOME),
    ),
    # father and son of one name
    (
        who("Juan|Pérez|Díaz", b="1980-06-01", t="8285550104", household=HOME),
        who("Juan|Pérez|Díaz", b="2010-09-12", t="8285550104", household=HOME),
    ),
    (who("Juan|Pérez", suffix="Jr.", t="8285550104"), who("Juan|Pérez", suffix="Sr.", t="8285550104")),
    (who("María|López", b="1988-05-02"), who("María|López", b="1971-11-30")),
    # a couple with one telephone, strangers with one name, and nothing to compare
    (who("Rosa|Peña", t="8285550105", household=HOME), who("Miguel|Soto", t="8285550105", household=HOME)),
    (who("María|López"), who("María|Castillo")),
    (who("Ana|Gómez", b="1990-01-02"), who("Ana|Torres", b="1990-01-02")),
    (who("María"), who("María")),
    (who("|López"), who("|López", household=HOME)),
    (who(), who()),
    (who(b="1990-01-02"), who(b="1990-01-02")),
    (who("Ana", b="19"), who("Ana", b="1990-01-02")),
    (who("Eva|Luz"), who("Ava|Luz")),
    (who("Q’anjob’al"), who("4")),
]


@pytest.mark.parametrize(("one", "other", "reasons"), SAME)
def test_one_person_is_noticed_with_the_reasons(
    one: Mapping[str, object], other: Mapping[str, object], reasons: set[str]
) -> None:
    score, why = compare(one, other)
    assert compare(other, one) == (score, why)
    assert score >= LEAST
    assert reasons <= {*why, SAME_NAME} if SAME_NAME in reasons else reasons <= set(why)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_people_are_not_taken_for_one(one: Mapping[str, object], other: Mapping[str, object]) -> None:
    score, _why = compare(one, other)
    assert compare(other, one)[0] == score
    assert score < LEAST


def test_more_that_agrees_weighs_more() -> None:
    name = compare(who("María|López"), who("María|López"))[0]
    born = compare(who("María|López", b="1988-05-02"), who("María|López", b="1988-05-02"))[0]
    assert LEAST <= name < born <= likeness.MOST


@pytest.mark.parametrize("odd", ["", " ", "\ud800", "X" * 10_000, "🙂", "' OR 1=1 --", '"* NEAR(', "de la", "1 2 3"])
def test_whatever_is_typed_is_no_error(session: Session, odd: str) -> None:
    add(session, who("Ana|Luz"))
    values = dict.fromkeys(("given_names", "paternal_surname", "phone", "birth_date", "street", "suffix"), odd)
    like(session, values)
    like_many(session, [(1, values)])
    like(session, {"given_names": None, "birth_date": 5})


def add(session: Session, values: Mapping[str, Any], kind: str = "person") -> RecordId:
    record = new_id()
    session.store.save("Added", [Edit(kind, record, values)])
    return record


def test_the_likeliest_comes_first_and_the_one_being_typed_never(session: Session) -> None:
    exact = add(session, who("María Elena|López|Ruiz", t="+18285550101"))
    near = add(session, who("Elena|Lopes"))
    add(session, who("Tomás|Ejemplo"))
    typed = who("Maria Elena|Lopez|Ruiz", t="828 555 0101")
    found = like(session, typed)
    assert [each.id for each in found] == [exact, near]
    assert found[0].reasons == (SAME_NAME, SAME_PHONE)
    assert found[0].title == "María Elena López Ruiz"
    assert [each.id for each in like(session, typed, limit=1)] == [exact]
    assert [each.id for each in like(session, typed, but=[exact])] == [near]
    session.store.delete("Deleted", [exact])
    assert [each.id for each in like(session, typed)] == [near]


def test_homes_are_compared_by_name_street_and_telephone(session: Session) -> None:
    home = add(session, {"name": "Familia López", "street": "12 Calle", "phone": "+18285550100"}, "household")
    add(session, {"name": "Casa Azul"}, "household")
    typed = {"name": "Familia Lopes", "street": "12 calle"}
    (found,) = like(session, typed, "household")
    assert (found.id, found.reasons) == (home, (SOUNDS_ALIKE, SAME_STREET))


def test_many_are_compared_as_one_by_one_would_be(session: Session) -> None:
    exact = add(session, who("María|López", b="1988-05-02", t="+18285550101"))
    add(session, who("Tomás|Ejemplo"))
    people = [
        ("a", who("Maria|Lopes", b="1988-05-02")),
        ("b", who("Nadie|Parecido")),
        ("c", who("", t="8285550101", b="1988-05-02")),
    ]
    found = like_many(session, people)
    assert {key: [each.id for each in likes] for key, likes in found.items()} == {"a": [exact], "c": [exact]}
    assert found["a"] == like(session, people[0][1])
