"""Who called, as long as it is kept: the number, the day on which it is erased, and the mark for hoaxes (L8, L12)."""

from collections.abc import Sequence

import attrs

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.i18n import N_, _, day_text
from cima_desktop.model.display import phone_text
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.line import Call, Caller
from cima_desktop.services import short_clock
from cima_desktop.services.linea import marks
from cima_desktop.services.session import Session

_ASKED = N_("Nothing is kept of who called: they did not say, or it was erased.")


@attrs.frozen(kw_only=True)
class Shown:
    """What is kept of who called, and whether the call was a hoax."""

    callers: Sequence[Caller]
    is_hoax: bool


class CallerTab(Tab):
    """Shows who called, and erases it at once when somebody asks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.callers_list = RowsList()
        self.column.addWidget(self.callers_list)
        self.none_label = self.add_empty(_ASKED)
        self.column.addStretch(1)

    def read(self) -> None:
        call = self.record_id
        self.desk.ask(lambda s: _shown(s, call), self._show, latest="linea:caller")

    def clear(self) -> None:
        super().clear()
        self.callers_list.show_lines([])

    def _show(self, found: Shown) -> None:
        self.none_label.setVisible(not found.callers)
        self.callers_list.show_lines([self._line(caller, found.is_hoax) for caller in found.callers])

    def _line(self, caller: Caller, is_hoax: bool) -> Line:
        deeds = [Deed(words=N_("Erase now"), run=lambda: self._erase(caller.id), icon="trash-2")]
        if is_hoax and caller.phone:
            deeds.insert(0, Deed(words=N_("Mark this number for hoaxes"), run=self._mark, icon="flag"))
        name = raw(" · ".join(filter(None, (caller.name, phone_text(caller.phone)))) or "—")
        return Line(title=name, detail=_detail(caller), icon="user", deeds=[] if self.desk.is_for_looking else deeds)

    def _erase(self, caller: RecordId) -> None:
        self.desk.do(lambda s: short_clock.erase_now(s, caller), lambda _n: self.read())

    def _mark(self) -> None:
        call = self.record_id
        self.desk.do(lambda s: marks.mark(s, call), lambda _touched: self.read())


def _detail(caller: Caller) -> Text:
    def words() -> str:
        until = iso_date(caller.erase_on)
        back = {True: _("May be called back"), False: _("Do not call back")}.get(caller.call_back or False, "")
        parts = (
            back if caller.call_back is not None else _("Not asked whether to call back"),
            caller.safe_hours and _("Safe hours to call: {hours}").format(hours=caller.safe_hours),
            until and _("Erased by itself after {day}").format(day=day_text(until)),
        )
        return " · ".join(str(part) for part in parts if part)

    return words


def _shown(session: Session, call: RecordId) -> Shown:
    found = session.store.get(Call, call)
    return Shown(
        callers=session.store.children(Caller, call=call),
        is_hoax=found is not None and found.closed_reason == "hoax",
    )
