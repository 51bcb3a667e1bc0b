"""The parts of a case, one row each: a work-up opens only when it is needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_
from cima_desktop.model.cases import Case

_HOME = "cima_desktop.gui.views."


@dataclass(frozen=True)
class CasePart:
    """One part: the kind whose records it shows, its title, and its tab as "module:Class".

    The tab is made with the desk and where records are found. With `needs` it is in sight only when one of them is a
    need of the case, or a record of its kind is there already.
    """

    key: str
    title: str
    home: str
    needs: frozenset[str] = field(default_factory=frozenset)

    def is_wanted(self, case: Case, kinds: frozenset[str]) -> bool:
        """Tell whether the part belongs to a case; `kinds` are those of the records about it."""
        return not self.needs or self.key in kinds or bool(self.needs & {case.need, *case.other_needs})

    def make(self, desk: Desk, references: References) -> Tab:
        """Make its tab."""
        module, name = self.home.split(":")
        tab: Tab = getattr(import_module(_HOME + module), name)(desk, references)
        return tab


CASE_PARTS: Sequence[CasePart] = (
    CasePart("housing", N_("Housing"), "cases.housing_tab:HousingTab", frozenset({"housing"})),
    CasePart("wage_claim", N_("Wages"), "cases.wages_tab:WagesTab", frozenset({"wages"})),
    CasePart("money_need", N_("Money"), "cases.money_tab:MoneyTab", frozenset({"money"})),
    CasePart("accompaniment", N_("Going along"), "cases.going_tab:GoingTab", frozenset({"accompaniment"})),
    CasePart("contact", N_("Contacts"), "cases.contacts_tab:ContactsTab"),
    CasePart("case_turn", N_("Steps so far"), "cases.turns_tab:TurnsTab"),
    CasePart("assignment", N_("Volunteers"), "roster.assigned_tab:AssignedTab"),
    CasePart("consent", N_("Sharing"), "cases.case_sharing_tab:CaseSharingTab"),
    CasePart("private_note", N_("Stays here"), "cases.private_notes_tab:PrivateNotesTab"),
)
"""The parts of a case between its summary and its attachments, in their order."""
