"""The family plans a person is part of, and as what."""

import attrs
from PySide6.QtCore import Qt

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.model.plans import Caregiver, ChildSheet
from cima_desktop.services.session import Session

_ROLES = {
    "parent1": N_("Parent"),
    "parent2": N_("Other parent"),
    "agent": N_("Handles money and property"),
    "successor1": N_("First successor"),
    "successor2": N_("Second successor"),
}
CAREGIVER, CHILD, PART = N_("Caregiver"), N_("Child"), N_("Named in the plan")


@attrs.frozen(kw_only=True)
class PartIn:
    """A plan and what somebody is in it (catalogue messages)."""

    plan: RecordId
    name: str
    roles: tuple[str, ...]


def parts_in(session: Session, person_id: RecordId) -> list[PartIn]:
    """Return the plans that name a person, with the roles they have there."""
    store = session.store
    found: dict[str, list[str]] = {}
    for record, kind, field in store.refers_to(person_id):
        if kind == "plan":
            found.setdefault(record, []).append(_ROLES.get(field, PART))
        elif kind == "caregiver" and field == "person":
            link = store.get(Caregiver, record)
            found.setdefault(link.plan if link else "", []).append(CAREGIVER)
        elif kind == "child_sheet":
            sheet = store.get(ChildSheet, record)
            found.setdefault(sheet.plan if sheet else "", []).append(CHILD)
    return [
        PartIn(plan=RecordId(plan), name=store.title_of(plan), roles=tuple(dict.fromkeys(roles)))
        for plan, roles in found.items()
        if plan
    ]


class PlansTab(Tab):
    """Plans with a way to each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.plans_list = RowsList()
        self.column.addWidget(self.plans_list)
        self.empty = self.add_empty(N_("This person is not part of a family plan yet."))
        self.start_button = SecondaryButton(N_("Start a family plan"), "folder-heart")
        self.start_button.clicked.connect(self.desk.start_plan)
        self.column.addWidget(self.start_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: parts_in(s, wanted), self._show, latest="parts")

    def clear(self) -> None:
        super().clear()
        self._show([])

    def _show(self, found: list[PartIn]) -> None:
        self.plans_list.show_lines([self._line(part) for part in found])
        self.empty.setVisible(not found)

    def _line(self, part: PartIn) -> Line:
        opens = Deed(words=N_("Open"), run=lambda: self.desk.open("plan", part.plan), icon="arrow-right")
        chips: list[tuple[Text, str]] = [(role, "accent") for role in part.roles]
        return Line(title=raw(part.name), icon="folder-heart", chips=chips, deeds=(opens,))
