"""Step 3 of handing records on: exactly what leaves, what stays and why, and what must be settled first."""

from collections.abc import Iterable, Sequence

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.going_list import GoingList
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_, _, list_text, tr
from cima_desktop.model.attachments import size_text
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.sharing import PURPOSES
from cima_desktop.services import sharing
from cima_desktop.services.consents import Answer, Standing
from cima_desktop.services.sharing_terms import Choice, Kept, Leaving, Why

_TONES = {Answer.YES: "good", Answer.NO: "bad", Answer.EXPIRED: "warn", Answer.MISSING: "warn"}
MOST_KEPT = 200


class LookStep(QWidget):
    """Nothing has left yet; what is unticked here stays here."""

    changed = Signal(object)
    """The choice, with something held back, let go again or settled."""
    looked = Signal(object)
    """What would leave; None when nothing can."""
    refused = Signal(object)
    """Why nothing can."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._choice = Choice()
        self.summary_label = Label("", "section", wrap=True)
        self.to_label = Label("", "muted", wrap=True)
        self.compared_box = CheckBox(N_("I have not compared words with everybody, and hand it on all the same"))
        self.compared_box.setObjectName("share_compared_box")
        self.consent_edit = LineEdit(limit=300)
        self.consent_edit.setObjectName("share_consent_edit")
        guarded(self.consent_edit)
        self.consent_row = FieldRow(
            N_("Why without consent? (only where it cannot wait)"),
            self.consent_edit,
            N_("It is noted in the register. Better: ask, and note the consent on the person’s page."),
        )
        self.reason_button = SecondaryButton(N_("Use this reason"), "check")  # a press elsewhere may not take the focus
        self.reason_button.setObjectName("share_reason_button")
        self.consents_list = RowsList()
        self.going_list = GoingList(desk)
        self.kept_list = RowsList()
        self.kept_heading = Label(N_("This stays here"), "section")
        self.all_button = SecondaryButton(N_("Hold nothing back"), "undo-2")
        self._arrange()
        self.going_list.unticked.connect(
            lambda record, field: self.changed.emit(self._choice.without(RecordId(record), field))
        )
        self.all_button.clicked.connect(lambda: self.changed.emit(self._choice.with_all()))
        self.compared_box.edited.connect(self._settle)
        self.consent_edit.editingFinished.connect(self._settle)
        self.reason_button.clicked.connect(self._settle)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        self.consents_heading = Label(N_("Consent"), "section")
        self.going_heading = Label(N_("Exactly this leaves"), "section")
        self.going_hint = Label(N_("Take the tick off whatever is to stay here."), "small", wrap=True)
        for part in (
            self.summary_label,
            self.to_label,
            self.compared_box,
            self.consents_heading,
            self.consents_list,
            self.consent_row,
            self.reason_button,
            self.going_heading,
            self.going_hint,
            self.going_list,
            self.kept_heading,
            self.kept_list,
            self.all_button,
        ):
            narrow = part is self.reason_button
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0))
        column.addStretch(1)

    def look(self, choice: Choice) -> None:
        """Work out what would leave, and show it."""
        self._choice = choice
        self.compared_box.set_value(choice.not_compared)
        self.consent_edit.set_value(choice.without_consent)
        self.desk.ask(lambda s: sharing.preview(s, choice), self._looked, self._no_look, latest="share look")

    def _looked(self, leaving: Leaving) -> None:
        self.show_leaving(leaving)
        self.looked.emit(leaving)

    def _no_look(self, error: KnownError) -> None:
        self.show_leaving(None)
        self.refused.emit(error)

    def _settle(self) -> None:
        """Take over what was settled here, when it is something else than before."""
        not_compared, why = self.compared_box.value(), " ".join(self.consent_edit.value().split())
        settled = attrs.evolve(self._choice, not_compared=not_compared, without_consent=why)
        if settled != self._choice:
            self.changed.emit(settled)

    def show_leaving(self, leaving: Leaving | None) -> None:
        """Show what would leave."""
        self.going_list.show_leaving(leaving)
        if leaving is None:
            self.consents_list.show_lines(())
            self.kept_list.show_lines(())
            for label in (self.summary_label, self.to_label):
                label.set_words("")
            return
        self.summary_label.set_words(lambda: summary_of(leaving))
        self.to_label.set_words(lambda: receivers_of(leaving))
        self._show_open(leaving)
        self._show_kept(leaving)

    def _show_open(self, leaving: Leaving) -> None:
        show_if(self.compared_box, any(not each.compared for each in leaving.receivers))
        standings = [s for s in leaving.selection.standings if s.answer is not Answer.NOT_ASKED]
        show_if(self.consents_heading, bool(standings))
        self.consents_list.show_lines([self._standing(each) for each in standings])
        for part in (self.consent_row, self.reason_button):
            show_if(part, bool(leaving.selection.unsettled()))
        show_if(self.going_heading, bool(leaving.selection.going))
        show_if(self.going_hint, bool(leaving.selection.going))

    def _standing(self, standing: Standing) -> Line:
        person = standing.person
        go = Deed(words=N_("Open"), run=lambda: self.desk.open("person", person), icon="arrow-right")
        return Line(
            title=raw(standing.title) if standing.title else N_("(no name yet)"),
            detail=lambda: _standing_detail(standing),
            icon="user",
            chips=((standing.answer.value, _TONES.get(standing.answer, "neutral")),),
            deeds=(go,),
        )

    def _show_kept(self, leaving: Leaving) -> None:
        lines = list(_kept_lines(leaving.selection.kept))
        self.kept_list.show_lines(lines[:MOST_KEPT])
        show_if(self.kept_heading, bool(lines))
        choice = leaving.choice
        show_if(self.all_button, bool(choice.left_out or choice.withheld))


def summary_of(leaving: Leaving) -> str:
    """Return in one line how much leaves."""
    parts = [sharing.summary(leaving)]
    if leaving.size:
        parts.append(size_text(leaving.size))
    return " · ".join(parts)


def receivers_of(leaving: Leaving) -> str:
    """Return in one line to whom it goes, and for what."""
    names = [each.person or each.label for each in leaving.receivers]
    purpose = _("What they lack") if leaving.choice.lacking else tr(PURPOSES[leaving.choice.preset].label)
    return _("For: {names}. Purpose: {purpose}.").format(names=list_text(names), purpose=purpose)


def _standing_detail(standing: Standing) -> str:
    until = iso_date(standing.until)
    parts = [
        _("{name} answered for the child").format(name=standing.by) if standing.by else "",
        _("until {day}").format(day=show_date(until)) if until else "",
    ]
    return " · ".join(part for part in parts if part)


def _kept_lines(kept: Sequence[Kept]) -> Iterable[Line]:
    """Yield one line for each record and reason: the fields that stay, or that all of it does."""
    grouped: dict[tuple[str, Why], list[Kept]] = {}
    for each in kept:
        grouped.setdefault((each.id, each.why), []).append(each)
    for (_record, why), group in grouped.items():
        kind = KINDS.get(group[0].kind)
        labels = [kind.field(each.field).label for each in group if each.field and kind and each.field in kind.names]
        title: Text = raw(group[0].title) if group[0].title else (kind.label if kind else "")
        yield Line(title=title, detail=_kept_detail(why, labels), icon=kind.icon if kind else "file-text", faint=True)


def _kept_detail(why: Why, labels: Sequence[str]) -> Text:
    return lambda: " ".join(part for part in (tr(why.value), list_text([tr(label) for label in labels])) if part)
