"""People: a list that finds while you type, and one person at a time beside it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.list_page import Batch, Words
from cima_desktop.gui.views.records.person_detail import PersonDetail
from cima_desktop.gui.views.records.record_page import RecordPage
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.display import phone_text, text_of
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.session import Session
from cima_desktop.store import Hit, ListRow

PAGE = 48
FOUND = 60

FILTERS: list[tuple[str, Text]] = [
    ("all", N_("All")),
    ("interpreter", N_("Needs an interpreter")),
    ("read_aloud", N_("Read aloud")),
    ("no_message", N_("Leave no message")),
]
_WHERE: dict[str, Mapping[str, Value]] = {
    "interpreter": {"interpreter": True},
    "read_aloud": {"read_aloud": True},
    "no_message": {"voicemail_ok": False},
}
_ROLES = {
    "plan": (N_("Parent"), "accent"),
    "child_sheet": (N_("Child"), "info"),
    "caregiver": (N_("Caregiver"), "good"),
}


@attrs.frozen(kw_only=True)
class PersonRow:
    """One line of the list; `reason` says why a search found it."""

    id: RecordId
    name: str
    sort: str
    language: str
    phone: str
    county: str
    roles: tuple[str, ...]
    reason: str = ""
    facts: Mapping[str, object] = attrs.field(factory=dict)


def _detail(row: PersonRow) -> str:
    if row.reason:
        return tr(row.reason).format(**{k: tr(str(v)) for k, v in row.facts.items()})
    language = text_of(KINDS["person"].field("language"), row.language)
    return " · ".join(part for part in (language, phone_text(row.phone)) if part)


COLUMNS = (
    Column(
        key="name",
        title=N_("Person"),
        text=lambda row: row.name or _("(no name yet)"),
        detail=lambda row: _detail(row) or "—",
        sort=lambda row: row.sort,
        stretch=True,
    ),
    Column(key="county", title=N_("County"), text=lambda row: row.county, width=120, spare=True),
    Column(
        key="roles",
        title=N_("In the plans"),
        chips=lambda row: [(tr(_ROLES[r][0]), _ROLES[r][1]) for r in row.roles],
        width=150,
    ),
)


def _roles(pointers: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return what somebody is in the family plans, in the order of `_ROLES`."""
    kinds = {
        kind
        for kind, field in pointers
        if kind == "child_sheet"
        or (kind == "caregiver" and field == "person")
        or (kind == "plan" and field in ("parent1", "parent2"))
    }
    return tuple(kind for kind in _ROLES if kind in kinds)


def page_of_people(session: Session, chosen: str, cursor: Any) -> Batch:
    """Read one page of the whole list, or of one of its filters."""
    where = _WHERE.get(chosen)
    page = session.store.page("person", after=cursor, limit=PAGE, where=where)
    rows = _rows(session, page.rows, {})
    total = session.store.count("person", where) if cursor is None else None
    return Batch(rows=rows, cursor=page.next, total=total)


def found_people(session: Session, words: str, chosen: str) -> Batch:
    """Search, and keep what the filter lets through."""
    hits = {hit.id: hit for hit in session.store.search(words, kinds=("person",), limit=FOUND)}
    rows = _rows(session, session.store.lines("person", list(hits), _WHERE.get(chosen)), hits)
    return Batch(rows=rows, total=len(rows))


def _rows(session: Session, lines: Sequence[ListRow], hits: Mapping[RecordId, Hit]) -> list[PersonRow]:
    """Return lines as they are shown, each with its reason where it was searched for."""
    pointers = session.store.pointers([line.id for line in lines])
    rows = []
    for line in lines:
        hit = hits.get(line.id)
        row = PersonRow(
            id=line.id,
            name=line.title,
            sort=line.sort_key,
            language=line.columns.get("language") or "",
            phone=line.columns.get("phone") or "",
            county=line.columns.get("county") or "",
            roles=_roles(pointers.get(line.id, ())),
            reason=hit.reason if hit else "",
            facts=hit.facts if hit else {},
        )
        rows.append(row)
    return rows


class PeoplePage(RecordPage):
    """The page of all people."""

    card: PersonDetail
    kinds = ("person", "plan", "caregiver", "child_sheet")
    saves = "person"

    def __init__(self, desk: Desk) -> None:
        words = Words(
            title=N_("People"),
            list_name=N_("List of people"),
            placeholder=N_("Filter by name, phone or town… accents do not matter"),
            icon="users",
            new_icon="user-plus",
            empty=N_("Nobody is here yet"),
            empty_why=N_("Add a person, or start a family plan: it adds the whole family step by step."),
            empty_button=N_("New person"),
            pick=N_("Choose a person on the left"),
        )
        super().__init__(desk, words, COLUMNS, FILTERS, "people")
        self.card.form.edited.connect(self._look_for_twins)

    def make_card(self, desk: Desk) -> PersonDetail:
        return PersonDetail(desk)

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        if words:
            return lambda session: found_people(session, words, chosen)
        return lambda session: page_of_people(session, chosen, cursor)

    def count_words(self, total: int) -> str:
        return ngettext("{n} person", "{n} people", total).format(n=total)

    def _look_for_twins(self) -> None:
        """While somebody new is written in, say when a person of that name or number is here already (R8)."""
        form = self.card.form
        if not form.is_new():
            return
        values = form.values()
        record = KINDS["person"].build(form.record_id(), values)
        words = str(values.get("phone") or "") or record.title()
        if len(words) >= 4:
            self.desk.ask(lambda s: s.store.search(words, kinds=("person",), limit=3), self._say_twins, latest="twins")

    def _say_twins(self, hits: list[Hit]) -> None:
        others = [hit for hit in hits if hit.id != self.card.record_id()]
        if not others or not self.card.form.is_new():
            self.message_bar.hide_message()
            return
        first = others[0]
        self.message_bar.say(
            lambda: _("Perhaps this person is here already: {name}.").format(name=first.title),
            "info",
            N_("Open that record"),
            lambda: self.open_record(first.id),
        )
