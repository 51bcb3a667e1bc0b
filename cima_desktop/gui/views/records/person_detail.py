"""One person on the right of the list: who it is at a glance, how to call safely, then everything in parts."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.views.deciding.likely import LikelyBox
from cima_desktop.gui.views.deciding.same_tab import SameTab, pick_same
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.detention.beginning_dialog import begin_detention
from cima_desktop.gui.views.plans.plans_tab import PlansTab
from cima_desktop.gui.views.records.contact_card import SafeContactCard, contact_chips
from cima_desktop.gui.views.records.one_person_dialog import show_one_person
from cima_desktop.gui.views.records.record_detail import RecordDetail
from cima_desktop.gui.views.records.relations_tab import RelationsTab
from cima_desktop.gui.views.records.sharing_tab import SharingTab
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.i18n import N_
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import Value
from cima_desktop.model.kinds import KINDS


class PersonDetail(RecordDetail):
    """The card of one person."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "person", "given_names", parent)
        self.paper_action = self.head.add_deed("file-text", N_("Everything we hold about this person…"))
        self.same_action = self.head.add_deed("users", N_("Another record of the same person…"))
        self.detained_action = self.head.add_deed("siren", N_("This person was detained…"))
        self.detained_action.triggered.connect(lambda: begin_detention(self.desk, self, {"person": self.record_id()}))
        self.same_action.triggered.connect(lambda: pick_same(self.desk, self.record_id(), self.references, self))
        self.paper_action.triggered.connect(lambda: show_one_person(self.desk, self.record_id(), self))

    def above_form(self) -> Sequence[QWidget]:
        self.likely_box = LikelyBox(self.desk)
        self.contact_card = SafeContactCard()
        return (self.likely_box, self.contact_card)

    def parts(self) -> Sequence[tuple[str, Text, Tab]]:
        self.relations_tab = RelationsTab(self.desk, self.references)
        self.plans_tab = PlansTab(self.desk)
        self.sharing_tab = SharingTab(self.desk, self.references, of_person=True)
        self.same_tab = SameTab(self.desk)
        self.same_tab.counted.connect(self._show_records)
        return (
            ("relations", N_("Family"), self.relations_tab),
            ("plans", N_("Plans"), self.plans_tab),
            ("sharing", N_("Sharing"), self.sharing_tab),
            ("same", N_("Records"), self.same_tab),
        )

    def leave(self) -> None:
        super().leave()
        self.sharing_tab.flush()

    def look(self) -> None:
        values = self.form.values()
        name = self.kind.build(self.record_id(), values).title()
        self.head.show_name(name, N_("New person") if self.form.is_new() else N_("(no name yet)"))
        self.head.show_chips(person_chips(values))
        self.paper_action.setEnabled(self.is_kept())
        self.same_action.setEnabled(self.is_kept())
        self.detained_action.setEnabled(self.is_kept())
        if self.form.is_new():
            self.same_tab.clear()
        elif self.same_tab.record_id != self.record_id():
            self.same_tab.show_record(self.record_id())
        self.contact_card.show_values(values)

    def clear(self) -> None:
        super().clear()
        self.contact_card.show_values({})
        self.likely_box.stop()

    def _show_records(self, number: int) -> None:
        """Let the records of a person be seen beside each other where there is more than one."""
        place = self.keys.index("same") if "same" in self.keys else -1
        if place >= 0:
            self.tabs.setTabVisible(place, number > 1)


def person_chips(values: Mapping[str, Value]) -> list[tuple[Text, str]]:
    """Return the chips under a person's name: language, county, an interpreter, and what to know before calling."""
    kind = KINDS["person"]
    chips: list[tuple[Text, str]] = []
    language, county = str(values.get("language") or ""), str(values.get("county") or "")
    if language:
        chips.append((lambda: text_of(kind.field("language"), language), "accent"))
    if county:
        chips.append((raw(county), "info"))
    if values.get("interpreter"):
        chips.append((N_("Interpreter"), "warn"))
    if values.get("read_aloud"):
        chips.append((N_("Read aloud"), "warn"))
    chips += [(words, tone) for words, tone in contact_chips(values) if tone != "good"][:1]
    return chips
