"""The cases: urgent ones first, found by number and by whose they are; a new one begins with a first visit."""

from collections.abc import Callable
from typing import Any

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.cases.case_detail import CaseDetail
from cima_desktop.gui.views.cases.case_words import row_chips, row_detail
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.list_page import Batch, Words
from cima_desktop.gui.views.records.record_page import RecordPage
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.services.consulta import listing
from cima_desktop.services.session import Session

FILTERS: list[tuple[str, Text]] = [
    ("all", N_("All")),
    ("mine", N_("Mine")),
    ("urgent", N_("Urgent")),
    ("open", N_("In progress")),
    ("waiting", N_("Waiting")),
    ("closed", N_("Closed cases")),
]

COLUMNS = (
    Column(
        key="person",
        title=N_("Case"),
        text=lambda row: row.person or _("(no name yet)"),
        detail=row_detail,
        sort=lambda row: row.sort,
        stretch=True,
    ),
    Column(key="county", title=N_("County"), text=lambda row: row.county, width=120, spare=True),
    Column(key="standing", title=N_("Where it stands"), chips=row_chips, sort=lambda row: row.sort, width=205),
)


class CasesPage(RecordPage):
    """The page of all cases."""

    card: CaseDetail
    widths = (480, 610)
    kinds = ("case", "person", "volunteer")

    def __init__(self, desk: Desk) -> None:
        words = Words(
            title=N_("Cases"),
            list_name=N_("List of cases"),
            placeholder=N_("Filter by number, person or county… accents do not matter"),
            icon="briefcase",
            new_icon="plus",
            empty=N_("There are no cases yet"),
            empty_why=N_("A case begins with a first visit: who, what they need, and the next step."),
            empty_button=N_("New walk-in"),
            pick=N_("Choose a case on the left"),
        )
        super().__init__(desk, words, COLUMNS, FILTERS, "cases")

    def make_card(self, desk: Desk) -> CaseDetail:
        return CaseDetail(desk)

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        if words:
            return lambda session: _batch(listing.found(session, words, chosen))
        return lambda session: _batch(listing.page(session, chosen, cursor))

    def count_words(self, total: int) -> str:
        return ngettext("{n} case", "{n} cases", total).format(n=total)

    def begin(self, _checked: bool = False) -> None:
        """A case is made by the first visit, which asks whose it is."""
        self.desk.open("walk_in", "")

    def save_and_next(self) -> None:
        """Keep what is typed."""
        self.card.form.flush()


def _batch(found: listing.CasePage) -> Batch:
    return Batch(rows=found.rows, cursor=found.next, total=found.total)
