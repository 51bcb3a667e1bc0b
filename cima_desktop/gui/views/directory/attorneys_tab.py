"""The lawyers of an organization: a list, and in its place one of them with the interview."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.directory.attorney_card import AttorneyCard, lawyer_chips
from cima_desktop.gui.views.directory.slip_dialog import show_interview
from cima_desktop.gui.views.records.deed_form import DeedForm
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_
from cima_desktop.model.display import phone_text, text_of
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.directory import attorneys
from cima_desktop.services.directory.attorneys import Lawyer


class AttorneysTab(Tab):
    """Lawyers with what must be known of each, a new one by name, and the interview on paper."""

    def __init__(self, desk: Desk, references: References) -> None:
        super().__init__(desk)
        self.lawyers_list = RowsList()
        self.add_button = SecondaryButton(N_("New lawyer…"), "plus")
        self.add_button.setObjectName("attorney_add_button")
        self.sheet_button = SecondaryButton(N_("Interview on paper…"), "printer")
        self.sheet_button.setObjectName("attorney_sheet_button")
        words = (N_("Which lawyer or representative?"), N_("Begin the interview"))
        self.add_form = DeedForm(desk, KINDS["attorney"], ("name",), words, references)
        self._references = references
        self._card: AttorneyCard | None = None
        self._list = QWidget()
        self._build()
        self.add_button.clicked.connect(self.begin)
        self.sheet_button.clicked.connect(lambda: show_interview(self.desk, self, self.record_id))
        self.add_form.asked.connect(self._add)
        self.add_form.left.connect(self._put_away)
        for button in (self.add_button, self.sheet_button):
            button.setEnabled(not desk.is_for_looking)

    def _build(self) -> None:
        inner = QVBoxLayout(self._list)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(S(10))
        self.empty_label = Label(
            N_("No lawyer is noted here yet. Interview them before you send anybody, and ask again once a year."),
            "muted",
            wrap=True,
        )
        buttons = QWidget()
        flow = FlowLayout(buttons, S(6))
        flow.addWidget(self.add_button)
        flow.addWidget(self.sheet_button)
        for part in (self.lawyers_list, self.empty_label, buttons, self.add_form):
            inner.addWidget(part)
        self.column.addWidget(self._list)
        self.column.addStretch(1)
        self.add_form.hide()

    @property
    def card(self) -> AttorneyCard:
        """The interview, made when a lawyer is first opened: it has forty fields, and most organizations no lawyer."""
        if self._card is None:
            self._card = AttorneyCard(self.desk, self._references)
            self._card.left.connect(self._back)
            self.column.insertWidget(1, self._card)
        return self._card

    def begin(self) -> None:
        """Ask for a new lawyer’s name."""
        self.add_form.begin(f"attorney of:{self.record_id}", {})
        self.add_form.show()
        self.add_form.rows["name"].editor.setFocus()

    def open_lawyer(self, attorney: RecordId) -> None:
        """Show one lawyer in the place of the list."""
        self._list.hide()
        self.card.show()
        self.card.open_record(attorney)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: attorneys.lawyers(s, wanted), self._show, latest="attorneys")
        if self._card is not None:
            self._card.read()

    def clear(self) -> None:
        super().clear()
        self._put_away()
        if self._card is not None:
            self._card.clear()
        self._back()
        self._show(())

    def flush(self) -> None:
        """Keep what is typed."""
        if self._card is not None:
            self._card.flush()
        self.add_form.keep_draft()

    def _show(self, found: Sequence[Lawyer]) -> None:
        self.lawyers_list.show_lines([self._line(each) for each in found])
        show_if(self.empty_label, not found)

    def _line(self, lawyer: Lawyer) -> Line:
        attorney = lawyer.attorney
        opens = Deed(words=N_("Open"), run=lambda: self.open_lawyer(attorney.id), icon="arrow-right")
        areas = KINDS["attorney"].field("areas")
        return Line(
            title=raw(attorney.name),
            detail=lambda: " · ".join(
                part for part in (phone_text(attorney.phone), text_of(areas, attorney.areas)) if part
            ),
            icon="scale",
            chips=lawyer_chips(lawyer),
            deeds=(opens,),
        )

    def _add(self, values: dict[str, Value]) -> None:
        organization, name = self.record_id, str(values["name"])
        self.desk.do(lambda s: attorneys.add(s, organization, name), self._added, self.add_form.show_problem)

    def _added(self, attorney: RecordId) -> None:
        self.add_form.forget_draft()
        self._put_away()
        self.open_lawyer(attorney)

    def _put_away(self) -> None:
        self.add_form.hide()

    def _back(self) -> None:
        if self._card is not None:
            self._card.hide()
        self._list.show()
