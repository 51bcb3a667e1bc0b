"""The directory: organizations and people who help, fresh ones first, and what came with the program (X1, X2)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.directory.bringing import bring
from cima_desktop.gui.views.directory.criteria_bar import CriteriaBar
from cima_desktop.gui.views.directory.organization_detail import OrganizationDetail
from cima_desktop.gui.views.directory.standing_card import ASK_AGAIN, NEVER
from cima_desktop.gui.views.records.list_page import Batch, Words
from cima_desktop.gui.views.records.record_page import RecordPage
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.directory import Attorney
from cima_desktop.model.display import phone_text, text_of
from cima_desktop.model.fields import iso_date
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.text import sort_key
from cima_desktop.services.directory import finding
from cima_desktop.services.directory.finding import Criteria, Entry
from cima_desktop.services.session import Session

PAGE = 128
ALL, STALE = "all", "stale"
_FILTERS: tuple[tuple[str, Text], ...] = ((ALL, N_("Everyone")), (STALE, N_("To ask again")))


def _detail(entry: Entry) -> str:
    services = text_of(KINDS["organization"].field("services"), entry.services)
    return " · ".join(part for part in (phone_text(entry.phone), entry.city, services) if part) or "—"


def _chips(entry: Entry) -> list[tuple[str, str]]:
    day = iso_date(entry.checked_on)
    if day is None:
        return [(_(NEVER), "warn")]
    return [(_(ASK_AGAIN), "warn")] if entry.stale else [(show_date(day), "good")]


COLUMNS = (
    Column(
        key="name",
        title=N_("Organization"),
        text=lambda entry: entry.name or _("(no name yet)"),
        detail=_detail,
        sort=lambda entry: sort_key(entry.name),
        stretch=True,
    ),
    Column(key="checked", title=N_("Checked"), chips=_chips, sort=lambda entry: entry.checked_on, width=150),
)


def found(session: Session, criteria: Criteria, after: int) -> Batch:
    """Read some lines of the directory."""
    answer = finding.find(session, criteria, after, PAGE)
    return Batch(rows=answer.entries, cursor=answer.next, total=None if after else answer.total)


class DirectoryPage(RecordPage):
    """The page of the directory."""

    card: OrganizationDetail
    kinds = ("organization", "attorney")
    saves = "organization"
    widths = (450, 640)

    def __init__(self, desk: Desk) -> None:
        words = Words(
            title=N_("Directory"),
            list_name=N_("List of organizations"),
            placeholder=N_("Filter by name, town, county or lawyer… accents do not matter"),
            icon="book-open",
            new_icon="plus",
            empty=N_("The directory is empty"),
            empty_why=N_("Consulates, hotlines and courts come with the program in a moment. Add who helps here."),
            empty_button=N_("New organization"),
            pick=N_("Choose an organization on the left"),
        )
        self.criteria_bar = CriteriaBar()
        super().__init__(desk, words, COLUMNS, _FILTERS, "directory")
        left = self.search_box.parentWidget()
        column = left.layout() if left else None
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, self.criteria_bar)
        self.criteria_bar.edited.connect(self.reload)

    def make_card(self, desk: Desk) -> OrganizationDetail:
        return OrganizationDetail(desk)

    def shown(self) -> None:
        super().shown()
        if not self.desk.is_for_looking:
            bring(self.desk)

    def open_of(self, kind: str, record: str) -> None:
        """Show an organization, or a lawyer in the organization they belong to; begin a new one where none is named."""
        if not record:
            self.begin()
        elif kind == "attorney":
            self.desk.ask(lambda s: s.store.need(Attorney, record), self._open_lawyer)
        else:
            self.open_record(record)

    def open_record(self, record_id: str) -> None:
        self.criteria_bar.clear()
        super().open_record(record_id)

    def _open_lawyer(self, attorney: Attorney) -> None:
        self.open_record(attorney.organization)
        self.card.open_lawyer(attorney.id)

    def wipe(self) -> None:
        self.criteria_bar.clear()
        super().wipe()

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        criteria = self.criteria_bar.criteria(words, chosen == STALE)
        after = int(cursor or 0)
        return lambda session: found(session, criteria, after)

    def count_words(self, total: int) -> str:
        return ngettext("{n} organization", "{n} organizations", total).format(n=total)

    def _is_filtered(self) -> bool:
        return super()._is_filtered() or self.criteria_bar.is_set()
