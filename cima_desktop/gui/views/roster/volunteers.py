"""The roster: who helps with what, in which languages and where, how much they have, and when they rest (S1, S9)."""

from collections.abc import Callable, Sequence
from typing import Any

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.desk import Desk, touches
from cima_desktop.gui.views.records.list_page import Batch, Words
from cima_desktop.gui.views.records.record_detail import RecordDetail
from cima_desktop.gui.views.records.record_page import RecordPage
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.views.roster.duties_tab import DutiesTab
from cima_desktop.gui.views.roster.me_box import MeBox
from cima_desktop.gui.views.roster.needs_dialog import NeedsDialog
from cima_desktop.gui.views.roster.reach_tab import ReachTab
from cima_desktop.gui.views.roster.roster_words import load_of, roles_text
from cima_desktop.gui.views.roster.training_tab import TrainingTab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model import rota
from cima_desktop.model.display import text_of
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.roster_choices import ROLES
from cima_desktop.model.text import sort_key
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services.roster import trained
from cima_desktop.services.roster.near import is_full, tasks_of_week
from cima_desktop.services.roster.needs import Need, open_needs
from cima_desktop.services.session import Session
from cima_desktop.store import ListRow

PAGE, FOUND = 48, 60
_SHOWN_ROLES = ("navigator", "operator", "verifier", "companion", "driver", "child_care", "interpreter")
FILTERS: list[tuple[str, Text]] = [
    ("all", N_("All")),
    *((role.value, role.label) for role in ROLES if role.value in _SHOWN_ROLES),
]


@attrs.frozen(kw_only=True)
class VolunteerRow:
    """One line of the list."""

    id: RecordId
    volunteer: Volunteer
    load: int
    rests: bool
    ending: int
    """How many trainings or agreements ended or end soon."""


def _detail(row: VolunteerRow) -> str:
    where = text_of(KINDS["volunteer"].field("counties"), row.volunteer.counties)
    return " · ".join(part for part in (where, roles_text(row.volunteer)) if part) or "—"


def _chips(row: VolunteerRow) -> list[tuple[str, str]]:
    found = []
    if row.volunteer.active is False:
        found.append((tr(N_("Not at present")), "neutral"))
    if row.rests:
        found.append((tr(N_("Rests")), "info"))
    if row.ending:
        found.append((tr(N_("Renew")), "warn"))
    if is_full(row.volunteer, row.load):
        found.append((tr(N_("Week full")), "warn"))
    return found


COLUMNS = (
    Column(
        key="name",
        title=N_("Volunteer"),
        text=lambda row: row.volunteer.name or _("(no name yet)"),
        detail=_detail,
        sort=lambda row: sort_key(row.volunteer.name),
        stretch=True,
    ),
    Column(
        key="load",
        title=N_("This week"),
        text=lambda row: load_of(row.load, row.volunteer.most_a_week),
        sort=lambda row: row.load,
        width=105,
        spare=True,
    ),
    Column(key="notes", title=N_("To know"), chips=_chips, width=110),
)


def page_of_volunteers(session: Session, chosen: str, cursor: Any) -> Batch:
    """Read one page of the roster, or of one of its roles."""
    where = {"roles": chosen} if chosen not in ("", "all") else None
    page = session.store.page("volunteer", after=cursor, limit=PAGE, where=where)
    total = session.store.count("volunteer", where) if cursor is None else None
    return Batch(rows=_rows(session, page.rows), cursor=page.next, total=total)


def found_volunteers(session: Session, words: str, chosen: str) -> Batch:
    """Search by name, county, town and skill, and keep what the filter lets through."""
    where = {"roles": chosen} if chosen not in ("", "all") else None
    hits = [hit.id for hit in session.store.search(words, kinds=("volunteer",), limit=FOUND)]
    rows = _rows(session, session.store.lines("volunteer", hits, where))
    return Batch(rows=rows, total=len(rows))


def _rows(session: Session, lines: Sequence[ListRow]) -> list[VolunteerRow]:
    today = session.today()
    tasks = tasks_of_week(session, today)
    ending = [each.volunteer for each in trained.endings(session)]
    found = (session.store.get(Volunteer, line.id) for line in lines)
    return [
        VolunteerRow(
            id=who.id,
            volunteer=who,
            load=len(tasks.get(who.id, [])),
            rests=rota.rests(who, today),
            ending=ending.count(who.id),
        )
        for who in found
        if who is not None
    ]


class VolunteerDetail(RecordDetail):
    """The card of one volunteer."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "volunteer", "name", parent)
        self.copy_action.setVisible(False)  # a helper copy is made of families

    def parts(self) -> Sequence[tuple[str, Text, Tab]]:
        self.training_tab = TrainingTab(self.desk, self.references)
        self.reach_tab = ReachTab(self.desk, self.references)
        self.duties_tab = DutiesTab(self.desk)
        return (
            ("duties", N_("Duties"), self.duties_tab),
            ("trainings", N_("Trainings"), self.training_tab),
            ("reach", N_("Contact"), self.reach_tab),
        )

    def begin(self) -> None:
        super().begin()
        self.form.editor("active").set_value(True)

    def leave(self) -> None:
        super().leave()
        self.training_tab.form.keep_draft()
        self.reach_tab.flush()

    def look(self) -> None:
        values = self.form.values()
        self.head.show_name(str(values["name"] or ""), N_("New volunteer"))
        roles = values.get("roles")
        chips: list[tuple[Text, str]] = [
            (role.label, "accent") for role in ROLES if isinstance(roles, frozenset) and role.value in roles
        ]
        if values.get("active") is False:
            chips.append((N_("Not at present"), "neutral"))
        self.head.show_chips(chips)


class VolunteersPage(RecordPage):
    """The page of the roster."""

    card: VolunteerDetail
    kinds = ("volunteer", "training", "assignment")
    widths = (460, 630)

    def __init__(self, desk: Desk) -> None:
        words = Words(
            title=N_("Volunteers"),
            list_name=N_("List of volunteers"),
            placeholder=N_("Filter by name, county, town or skill…"),
            icon="hand-heart",
            new_icon="user-plus",
            empty=N_("There is nobody on the roster yet"),
            empty_why=N_("The roster holds who helps with what, when and where. It begins with you."),
            empty_button=N_("New volunteer"),
            pick=N_("Choose a volunteer on the left"),
        )
        super().__init__(desk, words, COLUMNS, FILTERS, "volunteers")
        self.me_box = MeBox(desk)
        self.body.insertWidget(0, self.me_box)
        self.needs_button = SecondaryButton(N_("What needs somebody"), "list-checks")
        self.needs_button.clicked.connect(self.open_needs)
        self.add_action(self.needs_button)

    def make_card(self, desk: Desk) -> VolunteerDetail:
        return VolunteerDetail(desk)

    def shown(self) -> None:
        super().shown()
        self.me_box.read()
        self._count_needs()

    def open_needs(self) -> NeedsDialog:
        """Show what still needs somebody."""
        dialog = NeedsDialog(self.desk, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def fetch(self, words: str, chosen: str, cursor: Any) -> Callable[[Session], Batch]:
        if words:
            return lambda session: found_volunteers(session, words, chosen)
        return lambda session: page_of_volunteers(session, chosen, cursor)

    def count_words(self, total: int) -> str:
        return ngettext("{n} volunteer", "{n} volunteers", total).format(n=total)

    def _count_needs(self) -> None:
        self.desk.ask(open_needs, self._show_needs, latest="needs")

    def _show_needs(self, found: list[Need]) -> None:
        number = len(found)
        self.needs_button.set_words(lambda: _needs_words(number))

    def _changed(self, touched: Touched) -> None:
        super()._changed(touched)
        if touches(touched, "assignment", "accompaniment", "incident", "verification") and not self.desk.is_closing:
            self._count_needs()


def _needs_words(number: int) -> str:
    return _("What needs somebody ({n})").format(n=number)
