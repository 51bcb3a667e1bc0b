"""One lawyer: the interview as a form that saves by itself, what was checked, and how people fared with them."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.deed_form import DeedForm
from cima_desktop.gui.views.records.record_form import RecordForm
from cima_desktop.gui.views.records.record_keeping import SessionKeeping
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.directory import AttorneyFeedback
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.directory import attorneys
from cima_desktop.services.directory.attorneys import ENOUGH, Lawyer, Summary
from cima_desktop.services.session import Session

BIN_ACT = N_("Took a lawyer out of the directory")
_SAID = ("on", *attorneys.ASKED, "red_flags", "words")
_STATES: dict[str, tuple[Text, str]] = {
    attorneys.KEPT: (N_("Counts"), "good"),
    attorneys.SET_ASIDE: (N_("Does not count"), "neutral"),
}
_COUNTED = {
    "explained": N_("{yes} of {all} say that things were explained to them"),
    "answered": N_("{yes} of {all} say that their calls were returned"),
    "kept_price": N_("{yes} of {all} say that the price stayed as agreed"),
    "again": N_("{yes} of {all} would go there again"),
}
Shown = tuple[Lawyer, list[AttorneyFeedback]]


class AttorneyCard(QWidget):
    """Takes the place of the list of lawyers while one of them is open."""

    left = Signal()

    def __init__(self, desk: Desk, references: References, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.kind = KINDS["attorney"]
        self._record = NO_ID
        self.back_button = QuietButton(N_("All lawyers here"), "arrow-left")
        self.name_label = Label("", "section", wrap=True)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, S(6))
        self.bar_button = SecondaryButton(N_("I looked up the standing today"), "check")
        self.bin_button = QuietButton(N_("Move to the bin"), "trash-2")
        names = [field.name for field in self.kind.fields if field.name != "organization"]
        self.form = RecordForm(self.kind, SessionKeeping(desk), references, names)
        self.summary_list = RowsList()
        self.said_list = RowsList()
        self.said_button = SecondaryButton(N_("Note how it went…"), "plus")
        words = (N_("How did it go? No names, and nothing that tells who said it."), N_("Keep it"))
        self.said_form = DeedForm(desk, KINDS["attorney_feedback"], _SAID, words, references)
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.name_label)
        column.addWidget(self._chips)
        buttons = QWidget()
        flow = FlowLayout(buttons, S(6))
        flow.addWidget(self.bar_button)
        flow.addWidget(self.bin_button)
        column.addWidget(buttons)
        column.addWidget(
            Label(
                N_(
                    "Standing: look the name up on the State Bar’s website, or on the Department of Justice’s list of"
                    " accredited representatives."
                ),
                "small",
                wrap=True,
            )
        )
        column.addWidget(self.form)
        column.addWidget(self.form.state)
        column.addWidget(Label(N_("How people fared"), "section"))
        column.addWidget(self.summary_list)
        column.addWidget(self.said_list)
        column.addWidget(self.said_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.said_form)
        self.said_form.hide()

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.leave)
        self.bar_button.clicked.connect(self._bar)
        self.bin_button.clicked.connect(self._bin)
        self.said_button.clicked.connect(self._begin)
        self.said_form.asked.connect(self._say)
        self.said_form.left.connect(self._put_away)
        self.form.gone.connect(lambda _record: self.leave())
        for button in (self.bar_button, self.bin_button, self.said_button):
            button.setEnabled(not self.desk.is_for_looking)

    def record_id(self) -> RecordId:
        """Return the id of the lawyer shown."""
        return self._record

    def open_record(self, record: RecordId) -> None:
        """Show a lawyer."""
        self._put_away()
        self._record = record
        self.form.load(record)
        self.read()
        self.desk.saw(record)
        self.back_button.setFocus()

    def read(self) -> None:
        """Read everything but the interview, which follows by itself."""
        record = self._record
        if record:
            self.form.refresh()
            self.desk.ask(lambda s: _shown(s, record), self._show, latest="attorney card")

    def flush(self) -> None:
        """Keep what is typed."""
        self.form.flush()
        self.said_form.keep_draft()

    def leave(self) -> None:
        """Go back to the list."""
        self.flush()
        self.clear()
        self.left.emit()

    def clear(self) -> None:
        """Forget what is shown."""
        self._record = NO_ID
        self._put_away()
        self.form.clear()
        self.name_label.set_words("")
        self.summary_list.show_lines(())
        self.said_list.show_lines(())

    def _show(self, shown: Shown) -> None:
        lawyer, said = shown
        if lawyer.attorney.id != self._record:
            return
        self.name_label.set_words(raw(lawyer.attorney.name))
        self._flow.clear()
        for words, tone in lawyer_chips(lawyer):
            self._flow.addWidget(Chip(words, tone))
        self.summary_list.show_lines(list(_summary_lines(lawyer.summary)))
        self.said_list.show_lines([self._said_line(each) for each in said])

    def _said_line(self, said: AttorneyFeedback) -> Line:
        state = _STATES.get(said.state, (N_("Not looked at yet"), "warn"))
        counts = Deed(words=N_("It counts"), run=lambda: self._look_at(said.id, counts=True), icon="check")
        aside = Deed(words=N_("It does not count"), run=lambda: self._look_at(said.id, counts=False), icon="x")
        offered = {attorneys.KEPT: (aside,), attorneys.SET_ASIDE: (counts,)}.get(said.state, (counts, aside))
        return Line(
            title=lambda: said.words or _("Only answers, no words"),
            detail=lambda: _answers(said),
            icon="message-square-text",
            chips=(state,),
            deeds=() if self.desk.is_for_looking else offered,
        )

    def _look_at(self, said: RecordId, *, counts: bool) -> None:
        self.desk.do(lambda s: attorneys.look_at(s, said, counts))

    def _begin(self) -> None:
        self.said_form.begin(f"feedback:{self._record}", {"on": self.desk.session.today().isoformat()})
        self.said_form.show()
        self.said_button.hide()
        self.said_form.rows["explained"].editor.setFocus()

    def _say(self, values: dict[str, Value]) -> None:
        record = self._record
        self.desk.do(lambda s: attorneys.say(s, record, values), self._said, self.said_form.show_problem)

    def _said(self, _touched: object) -> None:
        self.said_form.forget_draft()
        self._put_away()

    def _put_away(self) -> None:
        self.said_form.hide()
        show_if(self.said_button, True)

    def _bar(self) -> None:
        record = self._record
        self.form.flush()
        self.desk.do(lambda s: attorneys.bar_checked(s, record))

    def _bin(self) -> None:
        record = self._record
        self.leave()
        self.desk.do(lambda s: s.store.delete(BIN_ACT, [record]))


def _shown(session: Session, record: RecordId) -> Shown:
    return attorneys.lawyer(session, record), attorneys.feedback(session, record)


def lawyer_chips(lawyer: Lawyer) -> list[tuple[Text, str]]:
    """Return what must be known of a lawyer at a glance."""
    attorney, chips = lawyer.attorney, list[tuple[Text, str]]()
    if lawyer.summary.red_flags:
        number = len(lawyer.summary.red_flags)
        chips.append((lambda: ngettext("{n} red flag", "{n} red flags", number).format(n=number), "bad"))
    if lawyer.is_due:
        chips.append((N_("Ask again"), "warn"))
    if lawyer.bar_is_stale:
        chips.append((N_("Look up the standing"), "warn"))
    if lawyer.summary.waiting:
        chips.append((N_("Answers to look at"), "warn"))
    if attorneys.may_be_named(attorney):
        chips.append((N_("May be named to families"), "good"))
    else:
        chips.append((N_("Not on slips"), "neutral"))
    if attorney.accepting is not None:
        chips.append((N_("Takes new cases"), "good") if attorney.accepting else (N_("Takes no new cases"), "neutral"))
    return chips


def _summary_lines(summary: Summary) -> Iterator[Line]:
    if summary.red_flags:
        field = KINDS["attorney"].field("red_flags")
        yield Line(
            title=N_("Red flags, for us only"),
            detail=lambda: text_of(field, summary.red_flags),
            icon="triangle-alert",
        )
    for name, (yes, of) in summary.yes.items():
        yield Line(title=_counted(_COUNTED[name], yes, of), icon="users")
    if not summary.yes:
        yield Line(
            title=lambda: _("A sum is shown once {n} answers count, so that it is hard to tell who said what.").format(
                n=ENOUGH
            ),
            faint=True,
        )


def _counted(message: str, yes: int, of: int) -> Text:
    return lambda: tr(message).format(yes=yes, all=of)


def _answers(said: AttorneyFeedback) -> str:
    kind = KINDS["attorney_feedback"]
    day = iso_date(said.on)
    told = [
        f"{tr(kind.field(name).label)} {text_of(kind.field(name), getattr(said, name))}"
        for name in attorneys.ASKED
        if getattr(said, name) is not None
    ]
    flags = text_of(kind.field("red_flags"), said.red_flags)
    return " · ".join(part for part in (show_date(day) if day else "", *told, flags) if part)
