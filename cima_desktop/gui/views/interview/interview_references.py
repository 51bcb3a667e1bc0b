"""Where the pickers of a form find people and households: the open vault, asked on its own thread."""

from collections.abc import Callable, Sequence

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.record_picker import Match
from cima_desktop.i18n import N_
from cima_desktop.model.display import phone_text
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.kinds import Record
from cima_desktop.model.people import Household, Organization, Person
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

ADD_ACT = N_("Added a person")
_NAME_FIELD = {"person": "preferred_name", "household": "name", "organization": "name"}
_RECORDS: dict[str, type[Record]] = {
    "person": Person,
    "household": Household,
    "organization": Organization,
    "volunteer": Volunteer,
}
_MOST = 7


class DeskReferences:
    """Finds records for a picker; without words it offers the likely ones first (the people of a plan)."""

    def __init__(self, desk: Desk, likely: Callable[[], Sequence[str]] = tuple) -> None:
        self._desk = desk
        self._likely = likely

    def find(self, kind: str, words: str, then: Callable[[Sequence[Match]], object]) -> None:
        """Tell the records of `kind` that fit `words`; without words, the likely ones."""
        likely = tuple(self._likely())
        if words:
            self._desk.ask(lambda session: searched(session, kind, words), then, latest=f"picker:{kind}")
        else:
            self._desk.ask(lambda session: described(session, kind, likely), then, latest=f"picker:{kind}")

    def name(self, kind: str, record_id: str, then: Callable[[str], object]) -> None:
        """Tell what a record is called."""
        self._desk.ask(lambda session: session.store.title_of(record_id), then)

    def add(self, kind: str, words: str, then: Callable[[Match], object]) -> None:
        """Make a record called `words`."""
        record = new_id()
        edit = Edit(kind, record, {_NAME_FIELD[kind]: words})
        self._desk.do(
            lambda session: session.store.save(ADD_ACT, [edit]), lambda _touched: then(Match(id=record, title=words))
        )


def searched(session: Session, kind: str, words: str) -> list[Match]:
    """Return the best matches of a search among one kind."""
    hits = session.store.search(words, kinds=(kind,), limit=_MOST)
    return described(session, kind, [hit.id for hit in hits])


def described(session: Session, kind: str, ids: Sequence[str]) -> list[Match]:
    """Return records with what tells them apart: telephone and year of birth, or the town."""
    record = _RECORDS.get(kind)
    if record is None:
        return []
    found = (session.store.get(record, RecordId(i)) for i in ids)
    return [Match(id=r.id, title=r.title(), detail=_detail(r)) for r in found if r is not None and r.title()][:_MOST]


def _detail(record: Record) -> str:
    if isinstance(record, Person):
        parts = (phone_text(record.phone), record.birth_date[:4], record.city)
    elif isinstance(record, Household | Organization):
        parts = (record.city, phone_text(record.phone), "")
    else:
        parts = ("", "", "")
    return " · ".join(part for part in parts if part)
