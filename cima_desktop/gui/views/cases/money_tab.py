"""Money and bills of a case: for what, to whom, until when."""

from collections.abc import Sequence

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.cases.workup_tab import WorkupTab, WorkupWords
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Line
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _, money_text
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.workups import MoneyNeed
from cima_desktop.services.session import Session


class MoneyTab(WorkupTab):
    """Each bill in a form of its own; with several of them, a list to choose from."""

    kind = "money_need"

    def __init__(self, desk: Desk, references: References) -> None:
        words = WorkupWords(
            begin=N_("Write down a bill"),
            empty=N_("No bill and no need of money is written down yet."),
            form=N_("The bill"),
        )
        super().__init__(desk, references, words)

    def fetch(self, session: Session, case: RecordId) -> Sequence[MoneyNeed]:
        found = session.store.children(MoneyNeed, case=case)
        return sorted(found, key=lambda need: need.due_on or need.shutoff_on or "9999")

    def record_of(self, view: MoneyNeed) -> RecordId:
        return view.id

    def line(self, view: MoneyNeed) -> Line:
        purpose = KINDS["money_need"].field("purpose")
        title: Text = (lambda: text_of(purpose, view.purpose)) if view.purpose else N_("Money or a bill")
        return Line(title=title, detail=lambda: _detail(view), icon="wallet")


def _detail(need: MoneyNeed) -> str:
    due = iso_date(need.due_on)
    parts = (
        money_text(need.short) if need.short is not None else "",
        need.payee,
        _("Due on {day}").format(day=show_date(due)) if due else "",
    )
    return " · ".join(part for part in parts if part)
