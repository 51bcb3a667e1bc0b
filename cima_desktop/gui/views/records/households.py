"""Households: the homes, who lives in each, and who is kept apart."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.list_page import Batch, Words
from cima_desktop.gui.views.records.members_tab import MembersTab
from cima_desktop.gui.views.records.people import FOUND, PAGE
from cima_desktop.gui.views.records.record_detail import RecordDetail
from cima_desktop.gui.views.records.record_page import RecordPage
from cima_desktop.gui.views.records.sharing_tab import SharingTab
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Household, Person
from cima_desktop.services.session import Session


@attrs.frozen(kw_only=True)
class HouseholdRow:
    """One line of the list."""

    id: RecordId
    name: str
    sort: str
    city: str
    county: str
    people: int
    undecided: bool = False
    reason: str = ""
    facts: Mapping[str, object] = attrs.field(factory=dict)


def _detail(row: HouseholdRow) -> str:
    if row.reason:
        return tr(row.reason).format(**{k: tr(str(v)) for k, v in row.facts.items()})
    return " · ".join(part for part in (_("To decide") if row.undecided else "", row.city) if part) or "—"


COLUMNS = (
    Column(
        key="name",
        title=N_("Household"),
        text=lambda row: row.name or _("(no name yet)"),
        detail=_detail,
        sort=lambda row: row.sort,
        stretch=True,
    ),
    Column(key="county", title=N_("County"), text=lambda row: row.county, width=120, spare=True),
    Column(
        key="people",
        title=N_("Members"),
        text=lambda row: ngettext("{n} person", "{n} people", row.people).format(n=row.people),
        sort=lambda row: row.people,
        width=110,
    ),
)


def _size(session: Session, household: RecordId) -> int:
    first = session.store.children(Person, household=household)
    second = session.store.children(Person, other_household=household)
    ids = {p.id for p in [*first, *second]}
    return len(ids - session.store.leading(ids).keys())


def page_of_households(session: Session, cursor: Any) -> Batch:
    """Read one page of the list."""
    page = session.store.page("household", after=cursor, limit=PAGE)
    undecided = session.store.undecided_of([row.id for row in page.rows])
    rows = [
        HouseholdRow(
            id=row.id,
            name=row.title,
            sort=row.sort_key,
            city=row.columns.get("city") or "",
            county=row.columns.get("county") or "",
            people=_size(session, row.id),
            undecided=row.id in undecided,
        )
        for row in page.rows
    ]
    total = session.store.count("household") if cursor is None else None
    return Batch(rows=rows, cursor=page.next, total=total)


def found_households(session: Session, words: str) -> Batch:
    """Search households by name and place, and people: whoever is found leads to their home."""
    rows: dict[RecordId, HouseholdRow] = {}
    for hit in session.store.search(words, kinds=("household", "person"), limit=FOUND):
        if hit.kind == "household":
            homes, reason, facts = [hit.id], hit.reason, dict(hit.facts)
        else:
            person = session.store.get(Person, hit.id)
            homes = [RecordId(h) for h in (person.household, person.other_household) if h] if person else []
            reason, facts = N_("{name} lives here"), {"name": hit.title}
        for home in homes:
            found = session.store.get(Household, home)
            if found is not None and home not in rows:
                rows[home] = _found_row(session, found, reason, facts)
    return Batch(rows=list(rows.values()), total=len(rows))


def _found_row(session: Session, found: Household, reason: str, facts: Mapping[str, object]) -> HouseholdRow:
    return HouseholdRow(
        id=found.id,
        name=found.name,
        sort=found.sort_name(),
        city=found.city,
        county=found.county,
        people=_size(session, found.id),
        reason=reason,
        facts=facts,
    )


class HouseholdDetail(RecordDetail):
    """The card of one household."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "household", "name", parent)

    def parts(self) -> Sequence[tuple[str, Text, Tab]]:
        self.members_tab = MembersTab(self.desk, self.references)
        self.sharing_tab = SharingTab(self.desk, self.references, of_person=False)
        return (("members", N_("Members"), self.members_tab), ("sharing", N_("Sharing"), self.sharing_tab))

    def look(self) -> None:
        values = self.form.values()
        self.head.show_name(str(values["name"] or ""), N_("New household"))
        chips: list[tuple[Text, str]] = []
        language, county = str(values.get("language") or ""), str(values.get("county") or "")
        if language:
            chips.append((lambda: text_of(self.kind.field("language"), language), "accent"))
        if county:
            chips.append((raw(county), "info"))
        self.head.show_chips(chips)


class HouseholdsPage(RecordPage):
    """The page of all households."""

    card: HouseholdDetail
    kinds = ("household", "person")
    saves = "household"

    def __init__(self, desk: Desk) -> None:
        words = Words(
            title=N_("Households"),
            list_name=N_("List of households"),
            placeholder=N_("Filter by name, town or person… accents do not matter"),
            icon="house",
            new_icon="plus",
            empty=N_("There are no households yet"),
            empty_why=N_("A household is a home and the people in it. A family plan makes one by itself."),
            empty_button=N_("New household"),
            pick=N_("Choose a household on the left"),
        )
        super().__init__(desk, words, COLUMNS, (), "households")

    def make_card(self, desk: Desk) -> HouseholdDetail:
        return HouseholdDetail(desk)

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        if words:
            return lambda session: found_households(session, words)
        return lambda session: page_of_households(session, cursor)

    def count_words(self, total: int) -> str:
        return ngettext("{n} household", "{n} households", total).format(n=total)
