"""One organization on the right of the directory: how old it is, what to know for safety, then everything in parts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.directory.attorneys_tab import AttorneysTab
from cima_desktop.gui.views.directory.refer_dialog import send_to
from cima_desktop.gui.views.directory.slip_dialog import show_slip
from cima_desktop.gui.views.directory.standing_card import SafetyCard, StandingCard
from cima_desktop.gui.views.records.record_detail import RecordDetail
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.i18n import N_
from cima_desktop.model.display import text_of
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS

_BESIDE = frozenset({"checked_on", "checked_by", "shipped"})
"""Fields with a place of their own on the card, which are not in the form."""


class OrganizationDetail(RecordDetail):
    """The card of one organization."""

    asked = tuple(name for name in KINDS["organization"].names if name not in _BESIDE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "organization", "name", parent)
        self.standing_card.slip_button.clicked.connect(lambda: show_slip(self.desk, self, [self.record_id()]))
        self.standing_card.refer_button.clicked.connect(
            lambda: send_to(self.desk, self, self.references, self.record_id())
        )

    def above_form(self) -> Sequence[QWidget]:
        self.standing_card = StandingCard(self.desk)
        self.safety_card = SafetyCard()
        return (self.standing_card, self.safety_card)

    def parts(self) -> Sequence[tuple[str, Text, Tab]]:
        self.attorneys_tab = AttorneysTab(self.desk, self.references)
        return (("attorneys", N_("Lawyers"), self.attorneys_tab),)

    def look(self) -> None:
        values = self.form.values()
        self.head.show_name(str(values["name"] or ""), N_("New organization"))
        chips: list[tuple[Text, str]] = []
        sort, city = str(values.get("sort") or ""), str(values.get("city") or "")
        if sort:
            chips.append((lambda: text_of(self.kind.field("sort"), sort), "accent"))
        if city:
            chips.append((raw(city), "info"))
        self.head.show_chips(chips)
        self.safety_card.show_values(values)
        self.standing_card.show_record(NO_ID if self.form.is_new() else self.record_id())

    def clear(self) -> None:
        super().clear()
        self.standing_card.show_record(NO_ID)
        self.safety_card.show_values({})

    def leave(self) -> None:
        super().leave()
        self.attorneys_tab.flush()

    def open_lawyer(self, attorney: RecordId) -> None:
        """Open the part with the lawyers at one of them."""
        self.open_tab("attorneys")
        self.attorneys_tab.open_lawyer(attorney)
