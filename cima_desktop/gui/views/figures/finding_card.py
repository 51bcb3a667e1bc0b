"""One employer or landlord: each case with its spelling, what was decided, and who wants to meet."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.contact_card import SafeContactCard
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, list_text, tr
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Person
from cima_desktop.services.patterns.finding import (
    NOT_SAME,
    SAME,
    Finding,
    Known,
    Member,
    say_meet,
    say_not_same,
    say_same,
)

_MEET: dict[bool | None, tuple[Text, str]] = {
    True: (N_("Wants to meet the others"), "good"),
    False: (N_("Does not want to meet"), "neutral"),
    None: (N_("Not asked whether they want to meet"), "neutral"),
}
_ASK = N_(
    "Do they want to meet the others? Ask each of them alone. Tell nobody who the others are before all have said yes."
)
_APART = N_("Kept apart from another of these")


class FindingCard(QWidget):
    """Deciding takes one press, and so does taking it back."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._finding: Finding | None = None
        self.back_button = QuietButton(N_("Back to the list"), "arrow-left")
        self.title_label = Label("", "section", wrap=True)
        self.reasons_label = Label("", "muted", wrap=True)
        self.all_button = PrimaryButton(N_("All of these are the same"), "git-merge")
        self.members_list = RowsList()
        self.apart_heading = Label(N_("Not the same, as somebody said"), "section")
        self.apart_list = RowsList()
        self.meet_heading = Label(N_("Who wants to meet the others"), "section")
        self.meet_label = Label(_ASK, "muted", wrap=True)
        self.asked_list = RowsList()
        self._meet = QWidget()
        self._cards = QVBoxLayout(self._meet)
        self._cards.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.title_label)
        column.addWidget(self.reasons_label)
        column.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.members_list, self.apart_heading, self.apart_list, self.meet_heading):
            column.addWidget(part)
        column.addWidget(self.meet_label)
        column.addWidget(self.asked_list)
        column.addWidget(self._meet)
        self.all_button.clicked.connect(self._say_all)

    def show_finding(self, finding: Finding, known: Sequence[Known]) -> None:
        """Show a finding; the keyboard stays where it was in it."""
        stays = self._place_of_focus()
        self._finding = finding
        self.title_label.set_words(raw(finding.name))
        reasons = finding.reasons
        self.reasons_label.set_words(
            lambda: _("It seems so because: {reasons}").format(reasons=list_text([tr(r) for r in reasons]))
        )
        show_if(self.reasons_label, bool(reasons))
        self.all_button.setVisible(not finding.is_decided and not self.desk.is_for_looking)
        self.members_list.show_lines([self._line(each, place) for place, each in enumerate(known)])
        self.apart_list.show_lines([self._apart_line(each) for each in finding.told_apart])
        show_if(self.apart_heading, bool(finding.told_apart))
        self._show_meeting([each for each in known if each.member.decision == SAME])
        if stays is not None:
            self._focus(*stays)

    def _place_of_focus(self) -> tuple[RowsList | None, int] | None:
        """Return the list and the line with the focus, no list where another part has it; None when none has."""
        holder = QApplication.focusWidget()
        if holder is None or not self.isAncestorOf(holder):
            return None
        for lines in (self.members_list, self.apart_list, self.asked_list):
            for number, row in enumerate(lines.rows()):
                if row.isAncestorOf(holder):
                    return lines, number
        return None if holder is self.back_button else (None, 0)

    def _focus(self, lines: RowsList | None, number: int) -> None:
        """Give the focus to a line, or where it went to the one before, or to the way back."""
        rows = lines.rows()[: number + 1] if lines is not None else []
        buttons = [button for row in rows for button in row.findChildren(QAbstractButton)[-1:]]
        (buttons[-1] if buttons else self.back_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Forget every name."""
        self._finding = None
        for label in (self.title_label, self.reasons_label):
            label.set_words("")
        for lines in (self.members_list, self.apart_list):
            lines.show_lines(())
        self._show_meeting(())

    def _line(self, known: Known, place: int) -> Line:
        member = known.member
        chips: list[tuple[Text, str]] = []
        chips.append((N_("The same"), "good") if member.decision else (N_("To decide"), "warn"))
        deeds = () if self.desk.is_for_looking else self._deeds(member, first=place == 0)
        return Line(
            title=raw(_named(known)),
            detail=lambda: _said(member),
            icon=KINDS[member.kind].icon,
            chips=chips,
            deeds=(
                Deed(
                    words=N_("Open the case"),
                    run=lambda: self.desk.open("case", member.case),
                    icon="briefcase",
                    small=True,
                ),
                *deeds,
            ),
        )

    def _deeds(self, member: Member, *, first: bool) -> tuple[Deed, ...]:
        same = Deed(words=N_("The same"), run=lambda: self._say(member, SAME), icon="check")
        other = Deed(words=N_("Not the same"), run=lambda: self._say(member, NOT_SAME), icon="x")
        if member.decision == SAME:
            return (other,)
        return () if first else (same, other)  # the others are the same as the first, or are not

    def _apart_line(self, member: Member) -> Line:
        back = Deed(words=N_("It is the same after all"), run=lambda: self._say(member, SAME), icon="undo-2")
        deeds = () if self.desk.is_for_looking else (back,)
        return Line(title=raw(member.spelled), detail=lambda: _said(member), faint=True, deeds=deeds)

    def _show_meeting(self, decided: Sequence[Known]) -> None:
        """Show what each said, and for those who said yes how to reach them safely; nobody else's number."""
        while self._cards.count():
            item = self._cards.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        show_if(self.meet_heading, bool(decided))
        show_if(self.meet_label, bool(decided))
        self.asked_list.show_lines([self._asked_line(each) for each in decided])
        people = {each.person.id: each.person for each in decided if each.person and each.member.may_meet}
        for person in people.values():
            self._add_card(person)

    def _asked_line(self, known: Known) -> Line:
        member = known.member
        yes = Deed(words=N_("Yes"), run=lambda: self._ask(member.line, True), icon="check")
        no = Deed(words=N_("No"), run=lambda: self._ask(member.line, False), icon="x")
        said = {True: (no,), False: (yes,), None: (yes, no)}[member.may_meet]
        chips = [_MEET[member.may_meet], *(((_APART, "bad"),) if known.is_apart else ())]
        day = iso_date(member.asked_on)
        return Line(
            title=raw(_named(known)),
            detail=(lambda: _("asked on {day}").format(day=show_date(day))) if day else "",
            icon="users",
            chips=chips,
            deeds=() if self.desk.is_for_looking else said,
        )

    def _add_card(self, person: Person) -> None:
        self._cards.addWidget(Label(raw(person.title()), "strong", wrap=True))
        card = SafeContactCard()
        self._cards.addWidget(card)  # before it is shown: by itself it would be a window
        card.show_values(KINDS["person"].values(person))

    def _say_all(self) -> None:
        finding = self._finding
        if finding is not None:
            workups = [each.workup for each in finding.members]
            self.desk.do(lambda s: say_same(s, finding, workups))

    def _say(self, member: Member, decision: str) -> None:
        finding = self._finding
        if finding is None:
            return
        if decision == SAME:
            self.desk.do(lambda s: say_same(s, finding, [member.workup]))
        else:
            self.desk.do(lambda s: say_not_same(s, finding, member.workup))

    def _ask(self, line: RecordId, wants: bool) -> None:
        self.desk.do(lambda s: say_meet(s, line, wants))


def _named(known: Known) -> str:
    """Return the case's number and whose it is; the spelling where neither is there any more."""
    name = known.person.title() if known.person else ""
    return " · ".join(filter(None, (known.number, name))) or known.member.spelled


def _said(member: Member) -> str:
    written = _("written as “{name}”").format(name=member.spelled)
    return f"{tr(KINDS[member.kind].label)} · {written}"
