"""Detentions: who is being looked for, and one screen with what to do now (E5)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.detention.beginning_dialog import begin_detention
from cima_desktop.gui.views.detention.detention_detail import STATE_TONES, DetentionDetail
from cima_desktop.gui.views.records.list_page import Batch, Words
from cima_desktop.gui.views.records.record_page import RecordPage
from cima_desktop.gui.views.roster.me_box import MeBox
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.detention import Detention
from cima_desktop.model.display import text_of
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.detention.following import GOING_ON, OVER_NOW
from cima_desktop.services.session import Session
from cima_desktop.store import ListRow

PAGE, FOUND = 48, 60
OPEN = "open"
FILTERS: list[tuple[str, Text]] = [(OPEN, N_("Going on")), ("over", N_("Over"))]
_KIND = KINDS["detention"]


@attrs.frozen(kw_only=True)
class DetentionRow:
    """One line of the list."""

    id: RecordId
    name: str
    sort: str
    columns: Mapping[str, Any]

    def said(self, name: str) -> str:
        """Return one of the listed answers in words."""
        return text_of(_KIND.field(name), self.columns.get(name) or "")


def _detail(row: DetentionRow) -> str:
    return " · ".join(part for part in (row.said("on"), row.said("agency"), row.said("facility")) if part) or "—"


def _chips(row: DetentionRow) -> list[tuple[str, str]]:
    state = row.columns.get("state") or "looking"
    return [(tr(_KIND.field("state").choice_label(state)), STATE_TONES.get(state, "neutral"))]


COLUMNS = (
    Column(
        key="name",
        title=N_("Who was detained"),
        text=lambda row: row.name or _("(no name yet)"),
        detail=_detail,
        sort=lambda row: row.sort,
        stretch=True,
    ),
    Column(key="next", title=N_("Look again on"), text=lambda row: row.said("next_check_on"), width=120, spare=True),
    Column(key="state", title=N_("State"), chips=_chips, width=190),
)


def page_of_detentions(session: Session, chosen: str, cursor: Any) -> Batch:
    """Read one page of those that go on, or of those that are over; the newest first."""
    span = OVER_NOW if chosen == "over" else GOING_ON
    page = session.store.page("detention", after=cursor, limit=PAGE, span=span, down=True)
    total = session.store.count("detention", span=span) if cursor is None else None
    return Batch(rows=_rows(session, page.rows), cursor=page.next, total=total)


def found_detentions(session: Session, words: str) -> Batch:
    """Search detentions by where somebody is held, and people: whoever is found leads to their detentions."""
    ids: dict[RecordId, None] = {}
    for hit in session.store.search(words, kinds=("detention", "person"), limit=FOUND):
        if hit.kind == "detention":
            ids.setdefault(hit.id)
        else:
            same = session.store.one_person(hit.id)
            ids.update(dict.fromkeys(d.id for one in same for d in session.store.children(Detention, person=one)))
    rows = _rows(session, session.store.lines("detention", list(ids)))
    return Batch(rows=rows, total=len(rows))


def _rows(session: Session, lines: Sequence[ListRow]) -> list[DetentionRow]:
    people = [RecordId(line.columns.get("person") or "") for line in lines]
    named = session.store.named([each for each in people if each])
    return [
        DetentionRow(id=line.id, name=named.get(who, ("", ""))[1], sort=line.sort_key, columns=line.columns)
        for line, who in zip(lines, people, strict=True)
    ]


class DetentionsPage(RecordPage):
    """The page of all detentions."""

    card: DetentionDetail
    widths = (460, 630)  # the screen on the right is what is read
    kinds = ("detention", "person")

    def __init__(self, desk: Desk) -> None:
        words = Words(
            title=N_("Detentions"),
            list_name=N_("List of detentions"),
            placeholder=N_("Filter by name or place… accents do not matter"),
            icon="siren",
            new_icon="siren",
            empty=N_("Nobody is being looked for"),
            empty_why=N_("When somebody was detained, note it here: the family’s plan then says what to do first."),
            empty_button=N_("Somebody was detained"),
            pick=N_("Choose somebody on the left"),
        )
        super().__init__(desk, words, COLUMNS, FILTERS, "detentions")
        self.me_box = MeBox(desk)
        self.body.insertWidget(0, self.me_box)

    def make_card(self, desk: Desk) -> DetentionDetail:
        return DetentionDetail(desk)

    def shown(self) -> None:
        super().shown()
        self.me_box.read()
        self.card.read()

    def begin(self, _checked: bool = False) -> None:
        begin_detention(self.desk, self, then=self.open_record)

    def save_and_next(self) -> None:
        self.card.form.flush()

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        if words:
            return lambda session: found_detentions(session, words)
        return lambda session: page_of_detentions(session, chosen, cursor)

    def count_words(self, total: int) -> str:
        return ngettext("{n} detention", "{n} detentions", total).format(n=total)

    def _is_filtered(self) -> bool:
        return self.filter_chips.value() not in ("", OPEN)
