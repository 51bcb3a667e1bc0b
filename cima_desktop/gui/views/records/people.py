"""People: a list that finds while you type, and one person at a time beside it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.drafts import drop_draft
from cima_desktop.gui.views.records.list_page import Batch, Words
from cima_desktop.gui.views.records.person_detail import PersonDetail
from cima_desktop.gui.views.records.record_keeping import draft_key
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
    records: int = 1
    undecided: bool = False
    reason: str = ""
    facts: Mapping[str, object] = attrs.field(factory=dict)


def _detail(row: PersonRow) -> str:
    if row.reason:
        return tr(row.reason).format(**{k: tr(str(v)) for k, v in row.facts.items()})
    language = text_of(KINDS["person"].field("language"), row.language)
    return " · ".join(part for part in (language, phone_text(row.phone)) if part)


def _chips(row: PersonRow) -> list[tuple[str, str]]:
    """Return what to know before opening somebody's record, then what they are in the plans."""
    first = [(_("To decide"), "warn")] if row.undecided else []
    if row.records > 1:
        first.append((ngettext("{n} record", "{n} records", row.records).format(n=row.records), "neutral"))
    return first + [(tr(_ROLES[role][0]), _ROLES[role][1]) for role in row.roles]


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
        chips=_chips,
        width=190,
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
    groups = session.store.behind([line.id for line in lines])
    every = [one for group in groups.values() for one in group]
    pointers = session.store.pointers(every)
    undecided = session.store.undecided_of(every)
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
            roles=_roles([pointer for one in groups[line.id] for pointer in pointers.get(one, ())]),
            records=len(groups[line.id]),
            undecided=not undecided.isdisjoint(groups[line.id]),
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
        self._begun = ""
        self.card.form.edited.connect(self._look_for_twins)
        self.card.form.kept.connect(lambda _record: self._look_for_twins())
        self.card.likely_box.taking.connect(self.card.form.flush)
        self.card.likely_box.taken.connect(self._is_hers)

    def make_card(self, desk: Desk) -> PersonDetail:
        return PersonDetail(desk)

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        if words:
            return lambda session: found_people(session, words, chosen)
        return lambda session: page_of_people(session, chosen, cursor)

    def count_words(self, total: int) -> str:
        return ngettext("{n} person", "{n} people", total).format(n=total)

    def begin(self, checked: bool = False) -> None:
        super().begin(checked)
        self._begun = self.card.record_id()

    def show_detail(self, record_id: str) -> None:
        if record_id != self._begun:
            self._begun = ""
            self.card.likely_box.stop()
        super().show_detail(record_id)

    def _look_for_twins(self) -> None:
        """While somebody new is written in, say who is here already (R8), also once the first words are kept."""
        form = self.card.form
        if form.is_new():
            self._begun = form.record_id()
        if form.record_id() == self._begun:
            self.card.likely_box.watch(form.record_id(), form.values())

    def _is_hers(self, record_id: str) -> None:
        """What was typed is in her record: let go of the new one and show hers."""
        draft = draft_key("person", self.card.record_id())
        self.card.form.clear()
        self.desk.write(lambda session: drop_draft(session, draft))
        self.open_record(record_id)
