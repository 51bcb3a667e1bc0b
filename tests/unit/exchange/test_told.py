"""Names and erasures as a bundle tells them: strictly read, and what is not ours is left."""

import pytest

from cima_desktop.exchange import canonical, told
from cima_desktop.exchange.told import Erased, ToldError

ANA, BETO = b"a" * 16, b"b" * 16
ONE, TWO = Erased(b"1" * 16, "asked", 1_795_000_000_000), Erased(b"2" * 16, "time", 0)


def test_what_is_told_is_read_again() -> None:
    read = told.parse(told.tell({BETO: "Beto Muestra", ANA: "Ana Prueba"}, [TWO, ONE]))
    assert read.names == {ANA: "Ana Prueba", BETO: "Beto Muestra"}
    assert read.erased == (ONE, TWO)


def test_nothing_to_tell_makes_no_object() -> None:
    assert told.tell({}, []) == []
    assert told.parse([]) == told.Told({}, ())


def test_very_much_is_told_in_several_objects() -> None:
    names = {n.to_bytes(16, "big"): f"Nombre {n}" for n in range(4500)}
    objects = told.tell(names, [])
    assert len(objects) == 3
    assert all(len(each) < told.MOST_BYTES for each in objects)
    assert told.parse(objects).names == names


@pytest.mark.parametrize(
    "item",
    [
        b"",
        b"\xc1",
        b"\x80",
        canonical.pack(7),
        canonical.pack([]),
        canonical.pack([1, 2]),
        canonical.pack(["card", 1, b"x"]),
        canonical.pack(["names", 2, "something of tomorrow", 5]),
    ],
)
def test_what_is_not_ours_is_left(item: bytes) -> None:
    assert told.parse([item]) == told.Told({}, ())


@pytest.mark.parametrize(
    "value",
    [
        ["names", 1],
        ["names", 1, [], 1],
        ["names", "1", []],
        ["names", 0, []],
        ["names", 1, "x"],
        ["names", 1, [["a" * 16, "Ana"]]],
        ["names", 1, [[b"a" * 15, "Ana"]]],
        ["names", 1, [[ANA, ""]]],
        ["names", 1, [[ANA, "x" * 201]]],
        ["names", 1, [[ANA, b"Ana"]]],
        ["names", 1, [[ANA, "Ana", 1]]],
        ["names", 1, [[BETO, "Beto"], [ANA, "Ana"]]],
        ["names", 1, [[ANA, "Ana"], [ANA, "Otra"]]],
        ["names", 1, [7]],
        ["erased", 1, [[ANA, "asked"]]],
        ["erased", 1, [[ANA, "asked", -1]]],
        ["erased", 1, [[ANA, "asked", 2**60]]],
        ["erased", 1, [[ANA, "asked", True]]],
        ["erased", 1, [[ANA, "x" * 17, 1]]],
    ],
)
def test_what_is_ours_is_demanded_to_be_right(value: list[object]) -> None:
    with pytest.raises(ToldError):
        told.parse([canonical.pack(value)])
