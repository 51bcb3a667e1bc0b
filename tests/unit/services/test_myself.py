"""Who sits at this desk is asked once for each key."""

import pytest

from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services import myself
from cima_desktop.services.session import Session
from cima_desktop.store import Edit


def volunteer(session: Session, name: str, **values: object) -> RecordId:
    made = new_id()
    session.store.save("Added", [Edit("volunteer", made, {"name": name, **values})])
    return made


def test_nobody_sits_here_until_somebody_says_so(session: Session) -> None:
    volunteer(session, "Ana")
    assert myself.me(session) is None
    assert myself.my_id(session) == NO_ID
    with pytest.raises(myself.NobodyError) as refused:
        myself.need_me(session)
    assert refused.value.sentence()
    assert refused.value.advice()


def test_whoever_says_so_is_known_by_the_name_on_the_key(session: Session) -> None:
    ana = volunteer(session, "Ana")
    assert session.who == "Prueba"
    myself.i_am(session, ana)
    assert myself.need_me(session).id == ana
    assert session.store.need(Volunteer, ana).opens_as == "Prueba"


def test_the_name_on_the_key_is_read_without_accents_or_case(session: Session) -> None:
    ana = volunteer(session, "Ana", opens_as="PRUEBA")
    assert myself.my_id(session) == ana


def test_whoever_is_not_on_the_roster_adds_themselves(session: Session) -> None:
    made = myself.add_me(session, "Prueba", frozenset({"operator"}))
    found = myself.need_me(session)
    assert (found.id, found.name, found.roles, found.active) == (made, "Prueba", frozenset({"operator"}), True)


def test_nobody_is_added_under_a_name_that_cannot_be_kept(session: Session) -> None:
    with pytest.raises(InvalidInputError):
        myself.add_me(session, "x" * 500)
    assert myself.me(session) is None


def test_only_somebody_on_the_roster_can_be_chosen(session: Session) -> None:
    with pytest.raises(NotFoundError):
        myself.i_am(session, new_id())


def test_of_two_with_one_key_the_same_is_taken_everywhere(session: Session) -> None:
    two = [volunteer(session, name, opens_as="Prueba") for name in ("Ana", "Beto")]
    assert myself.my_id(session) == min(two)


def test_whoever_was_chosen_and_is_gone_is_nobody(session: Session) -> None:
    ana = volunteer(session, "Ana")
    myself.i_am(session, ana)
    session.store.delete("Binned", [ana])
    assert myself.me(session) is None
