"""One case on the right of the list: whose it is, how urgent, what is next; then its parts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.views.cases.case_parts import CASE_PARTS
from cima_desktop.gui.views.cases.case_words import glance_chips
from cima_desktop.gui.views.cases.course_card import CourseCard
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.detention.beginning_dialog import begin_detention
from cima_desktop.gui.views.records.record_detail import RecordDetail
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.i18n import N_
from cima_desktop.model.touched import Touched
from cima_desktop.services.consulta.course import Glance


class CaseDetail(RecordDetail):
    """The card of one case."""

    asked = (
        "need",
        "other_needs",
        "goal",
        "next_step",
        "person",
        "household",
        "county",
        "adults",
        "children",
        "how_heard",
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._glance: Glance | None = None
        super().__init__(desk, "case", "goal", parent)
        self.share_action = self.head.add_deed("upload", N_("Hand on…"))
        self.person_action = self.head.add_deed("user", N_("Open the person"))
        self.detained_action = self.head.add_deed("siren", N_("Somebody was detained"))
        self.detained_action.triggered.connect(self._begin_detention)
        self.share_action.triggered.connect(lambda: self.desk.open("share", self.record_id()))
        self.person_action.triggered.connect(self._open_person)
        self.share_action.setEnabled(not desk.is_for_looking)
        self.course_card.told.connect(self._told)
        desk.changed.connect(self._follow)
        self._show_parts()

    def above_form(self) -> Sequence[QWidget]:
        self.course_card = CourseCard(self.desk)
        return (self.course_card,)

    def parts(self) -> Sequence[tuple[str, Text, Tab]]:
        return tuple((part.key, part.title, part.make(self.desk, self.references)) for part in CASE_PARTS)

    def look(self) -> None:
        if self.record_id():
            self.course_card.show_record(self.record_id())

    def clear(self) -> None:
        super().clear()
        self._glance = None
        self.course_card.clear()
        self._show_parts()

    def leave(self) -> None:
        super().leave()
        for tab in self._tabs():
            flush = getattr(tab, "flush", None)
            if callable(flush) and tab is not self.notes_tab:
                flush()

    def _follow(self, _touched: Touched) -> None:
        """Read again where the case stands: a deed, a work-up or a name may have changed it."""
        if self.record_id() and not self.desk.is_closing:
            self.course_card.show_record(self.record_id())

    def _begin_detention(self) -> None:
        known = {"person": self._glance.case.person} if self._glance else {}
        begin_detention(self.desk, self, known, self.record_id())

    def _told(self, found: Glance) -> None:
        if found.case.id != self.record_id():
            return
        self._glance = found
        self.head.show_name(" · ".join(filter(None, (found.person, found.case.number))), N_("Case"))
        self.head.show_chips(glance_chips(found))
        self._show_parts()

    def _show_parts(self) -> None:
        """Let only those parts be seen that the case needs; the one that is open stays."""
        found = self._glance
        for part in CASE_PARTS:
            wanted = part.is_wanted(found.case, found.kinds) if found is not None else not part.needs
            place = self.keys.index(part.key)
            self.tabs.setTabVisible(place, wanted or self.tabs.currentIndex() == place)

    def _open_person(self) -> None:
        if self._glance is not None:
            self.desk.open("person", self._glance.case.person)
