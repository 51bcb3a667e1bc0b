"""What the sender erased and is still here: asked one by one, and a legal hold refuses (Y11)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.review_words import kind_words
from cima_desktop.gui.views.keeping.erase_dialog import open_erase
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.services import arriving_told
from cima_desktop.services.arriving_told import ErasedThere
from cima_desktop.services.erasing import REASONS

MOST = 3
"""So many are shown at once; the next ones follow when these are decided."""


class ToldList(QWidget):
    """A line for each record, with what can be done about it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._there: list[ErasedThere] = []
        self.lines = RowsList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(4))
        column.addWidget(Label(N_("Erased elsewhere, still here"), "section"))
        column.addWidget(self.lines)
        self.hide()

    def show_told(self, there: Sequence[ErasedThere]) -> None:
        """Show what was erased elsewhere."""
        self._there = list(there)
        self._show()

    def _show(self) -> None:
        self.lines.show_lines([self._line(each) for each in self._there[:MOST]])
        show_if(self, bool(self._there))

    def _line(self, each: ErasedThere) -> Line:
        keep = Deed(words=N_("Keep it here"), run=lambda: self._keep(each), icon="shield")
        erase = Deed(words=N_("Erase here too…"), run=lambda: self._erase(each), icon="circle-x", small=True)
        more = len(self._there) - MOST
        chips: list[tuple[Text, str]] = [(N_("Erased there"), "warn")]
        if each is self._there[0] and more > 0:
            chips.append((lambda: ngettext("and {n} more", "and {n} more", more).format(n=more), "neutral"))
        title: Text = raw(each.title) if each.title else N_("(no name yet)")
        return Line(title=title, detail=lambda: _about(each), icon="circle-x", chips=chips, deeds=(keep, erase))

    def _keep(self, each: ErasedThere) -> None:
        self._desk.write(lambda session: arriving_told.keep(session, each.id), lambda _nothing: self._done(each))

    def _erase(self, each: ErasedThere) -> None:
        reason = each.reason if each.reason in REASONS else "asked"
        open_erase(self._desk, self, [each.id], reason, lambda _done: self._done(each))

    def _done(self, each: ErasedThere) -> None:
        self._there = [other for other in self._there if other.id != each.id]
        self._show()


def _about(each: ErasedThere) -> str:
    why = tr(REASONS[each.reason]) if each.reason in REASONS else ""
    day = show_date(each.when.astimezone().date())
    words = _("The sender erased this on {day}. It is still here.").format(day=day)
    return " ".join(part for part in (f"{kind_words(each.kind)}.", words, f"{why}." if why else "") if part)
