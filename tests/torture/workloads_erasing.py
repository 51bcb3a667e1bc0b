"""Erasing somebody, disturbed at any moment: the record is whole or gone, and finishing it later ends with it gone."""

from collections.abc import Sequence
from pathlib import Path

from cima_desktop.model.ids import derived_id
from cima_desktop.model.people import Person
from cima_desktop.services import erasing
from cima_desktop.store import Edit
from tests.torture.workloads import LOST, Finding, Tell, Workload, attempt, attempted, did, make_vault, opened, sound

GOES = derived_id("goes")
NAME = "Zutano Pasajero"


def make_vault_of_two(place: Path) -> None:
    """Make a vault with one person who stays and one who is to be erased."""
    make_vault(place)
    with opened(place) as session:
        session.store.save("Added", [Edit("person", GOES, {"given_names": NAME, "safe_hours": "por la tarde"})])


def erase_one(place: Path, tell: Tell) -> None:
    """Erase one of them, and give the room back."""
    with attempted(place, tell) as session:
        if session is not None:
            reason = next(iter(erasing.REASONS))
            attempt(place, tell, "erase", lambda: erasing.erase(session, [GOES], reason, NAME, NAME))
            attempt(place, tell, "finish", lambda: erasing.finish(session))


def judge_the_erased(place: Path, told: Sequence[str]) -> list[Finding]:
    """Who stays is there. Who was said to be erased is not, nor findable; else the record is whole."""
    with opened(place) as session:
        erasing.finish(session)
        found = sound(session)
        there = {person.given_names: person.safe_hours for person in session.store.all(Person)}
        is_found = bool(session.store.search("Zutano"))
    if "first" not in there:
        found.append((LOST, "somebody who was to stay"))
    if NAME in there and there[NAME] != "por la tarde":
        found.append((LOST, "half a record"))
    if "erase" in did(told) and (NAME in there or is_found):
        found.append((LOST, "the erasing"))
    if is_found != (NAME in there):
        found.append((LOST, "the search does not say what the records say"))
    return found


ERASING = (Workload("erase", make_vault_of_two, erase_one, judge_the_erased),)
