"""The practice vault: made-up families and desks, so that a volunteer can try everything without touching anyone's
life (V11).
"""

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from cima_desktop import paths
from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId, derived_id
from cima_desktop.services.families import import_file
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

FILL_ACT = N_("Filled the practice vault")
_DAY = re.compile(r"today([+-]\d{1,4})?")


def fill(session: Session) -> int:
    """Put the made-up families and desks that ship with the program into a practice vault; return how many families.

    Raises:
        ValueError: the vault is a real one.
    """
    if not session.practice:
        raise ValueError("practice families belong in a practice vault only")
    files = sorted((paths.resources() / "practice").glob("*.json"))
    for file in files:
        import_file(session, file)
    for file in desk_files():
        session.store.save(FILL_ACT, edits(file, session.today()), undoable=False)
    return len(files)


def desk_files() -> list[Path]:
    """Return the files with made-up desks, in the order in which they are read."""
    return sorted((paths.resources() / "practice" / "desks").glob("*.json"))


def practice_id(key: str) -> RecordId:
    """Return the id of a made-up record."""
    return derived_id("practice", key)


def edits(file: Path, today: date) -> list[Edit]:
    """Return the records of one file: a list of {"kind", "key", "values"}.

    In the values "@key" stands for the record of that key, and "today", "today-3", "today+14" for a day, so that the
    practice desks are never out of date.
    """
    records = json.loads(file.read_text("utf-8"))
    return [Edit(each["kind"], practice_id(each["key"]), _values(each["values"], today)) for each in records]


def _values(values: Mapping[str, object], today: date) -> dict[str, object]:
    return {name: _value(value, today) for name, value in values.items()}


def _value(value: object, today: date) -> object:
    if isinstance(value, list):
        return [_value(each, today) for each in value]
    if not isinstance(value, str):
        return value
    if value.startswith("@"):
        return practice_id(value[1:])
    day = _DAY.fullmatch(value)
    return today + timedelta(days=int(day[1] or 0)) if day else value
