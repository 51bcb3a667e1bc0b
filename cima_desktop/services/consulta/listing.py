"""Cases as a list: read from the index a page at a time, with the names a person looks for."""

from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from cima_desktop.model.cases import Case, urgent_until
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.text import sort_key
from cima_desktop.services.myself import my_id
from cima_desktop.services.session import Session
from cima_desktop.store import ListRow
from cima_desktop.store.lists import After, Span

OPEN: Span = ("0", "2")
"""Every case that is not closed, as `Case.sort_name` writes them."""
CLOSED: Span = ("2", "3")
PAGE, FOUND = 48, 60


@attrs.frozen(kw_only=True)
class CaseRow:
    """One line of the list."""

    id: RecordId
    number: str
    sort: str
    person: str
    need: str
    state: str
    navigator: str
    county: str
    until: date | None = None
    """The last day of its urgency."""
    is_over: bool = False


@attrs.frozen(kw_only=True)
class CasePage:
    """Some lines, where the list goes on, and how many there are."""

    rows: Sequence[CaseRow]
    next: After | None = None
    total: int | None = None


def page(session: Session, chosen: str, after: After | None) -> CasePage:
    """Return one page of "all", "mine", "urgent", "open", "waiting" or "closed"."""
    where, span = _which(session, chosen)
    found = session.store.page("case", after, PAGE, where, span=span, down=chosen == "closed")
    total = session.store.count("case", where, span=span) if after is None else None
    return CasePage(rows=rows_of(session, found.rows), next=found.next, total=total)


def _which(session: Session, chosen: str) -> tuple[Mapping[str, Value] | None, Span | None]:
    if chosen == "mine":
        return {"navigator": my_id(session)}, OPEN
    if chosen == "urgent":
        return None, (f"0 {session.today().isoformat()}", "1")
    if chosen == "waiting":
        return {"state": "waiting"}, OPEN
    return None, {"open": OPEN, "closed": CLOSED}.get(chosen)


def found(session: Session, words: str, chosen: str) -> CasePage:
    """Search cases by number, county and what is wanted, and people: whoever is found leads to their cases."""
    ids: dict[RecordId, None] = {}
    for hit in session.store.search(words, kinds=("case", "person"), limit=FOUND):
        if hit.kind == "case":
            ids.setdefault(hit.id)
        else:
            ids.update(dict.fromkeys(of_person(session, hit.id)))
    where, span = _which(session, chosen)
    lines = session.store.lines("case", list(ids)[:FOUND], where)
    first, end = [sort_key(each) for each in span] if span else ("", "9")
    kept = [row for row in lines if first <= row.sort_key < end]
    return CasePage(rows=rows_of(session, kept), total=len(kept))


def of_person(session: Session, person: RecordId) -> list[RecordId]:
    """Return the cases of somebody, by all of their records, open ones first."""
    cases = [case for each in session.store.one_person(person) for case in session.store.children(Case, person=each)]
    return [case.id for case in sorted(cases, key=Case.sort_name)]


def rows(session: Session, ids: Sequence[RecordId]) -> list[CaseRow]:
    """Return the lines of these cases."""
    return rows_of(session, session.store.lines("case", ids))


def rows_of(session: Session, lines: Sequence[ListRow]) -> list[CaseRow]:
    """Return lines of the index with the names of people."""
    wanted = {str(line.columns.get(name) or "") for line in lines for name in ("person", "navigator")} - {""}
    named = session.store.named([RecordId(each) for each in sorted(wanted)])
    today = session.today()

    def title(line: ListRow, name: str) -> str:
        return named.get(RecordId(str(line.columns.get(name) or "")), ("", ""))[1]

    made = []
    for line in lines:
        is_closed = line.columns.get("state") == "closed"
        until = urgent_until(line.columns.get("urgency") or "", line.columns.get("urgent_since") or "")
        row = CaseRow(
            id=line.id,
            number=line.title,
            sort=line.sort_key,
            person=title(line, "person"),
            need=KINDS["case"].field("need").choice_label(line.columns.get("need") or ""),
            state=line.columns.get("state") or "",
            navigator=title(line, "navigator"),
            county=line.columns.get("county") or "",
            until=None if is_closed else until,
            is_over=not is_closed and until is not None and until < today,
        )
        made.append(row)
    return made
