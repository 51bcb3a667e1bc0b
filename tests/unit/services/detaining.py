"""A vault with the made-up family of the practice desk, for the tests of what follows a detention."""

from datetime import datetime

from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.work import Task
from cima_desktop.services.detention import beginning, scene
from cima_desktop.services.detention.beginning import Beginning
from cima_desktop.services.detention.scene import Scene
from cima_desktop.services.practice import desk_files, edits, practice_id
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.unit.services.conftest import TODAY

ACT = "Filled"


def filled(session: Session) -> Session:
    """Return the vault with the family in it, before anybody was detained."""
    wanted = {"10-roster.json", "60-detention.json"}
    made = [each for file in desk_files() if file.name in wanted for each in edits(file, TODAY)]
    gone = {"detention", "told", "locator_check", "task"}
    session.store.save(ACT, [each for each in made if each.kind not in gone])
    session.now = lambda: datetime(2026, 11, 21, 20, 30)
    return session


def begun(session: Session, person: str = "tono", **facts: object) -> RecordId:
    return beginning.begin(session, Beginning(person=practice_id(person), facts=facts)).detention


def tasks(session: Session, detention: RecordId) -> list[Task]:
    return session.store.children(Task, about=detention)


def seen(session: Session, detention: RecordId) -> Scene:
    return scene.scene(session, detention)


def put(session: Session, kind: str, **values: object) -> RecordId:
    made = new_id()
    session.store.save(ACT, [Edit(kind, made, values)])
    return made
