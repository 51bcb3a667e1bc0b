"""Who stands on the roster twice: two records of one person never say yes for two people."""

from cima_desktop.model.roster_faces import faces
from cima_desktop.model.volunteers import Volunteer
from tests.builders import rid

A, B, C, D = sorted(rid(name) for name in ("one", "two", "three", "four"))


def test_the_same_name_or_the_same_key_is_the_same_person() -> None:
    rosa = Volunteer(id=A, name="Rosa Muestra", opens_as="rosa")
    again, key, other = (
        Volunteer(id=B, name="ROSA  MUESTRA"),
        Volunteer(id=C, name="R. Muestra", opens_as="Rosa"),
        Volunteer(id=D, name="Omar Prueba"),
    )
    assert faces([other, key, again, rosa]) == {A: A, B: A, C: A, D: D}


def test_a_third_record_shows_that_two_are_one_person() -> None:
    one, two = Volunteer(id=A, name="Rosa Muestra"), Volunteer(id=B, name="R. M.", opens_as="rosa")
    both = Volunteer(id=C, name="Rosa Muestra", opens_as="Rosa")
    assert faces([one, two]) == {A: A, B: B}
    assert faces([one, two, both]) == {A: A, B: A, C: A}


def test_without_a_name_nobody_is_like_another() -> None:
    assert faces([Volunteer(id=A), Volunteer(id=B)]) == {A: A, B: B}
    assert faces([]) == {}
