"""The first page: what needs doing, what was left half-written, and the usual ways to begin."""

from collections.abc import Callable, Iterator
from datetime import date

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.backups.backup_words import late_words
from cima_desktop.gui.views.desk import ANYTHING, Desk
from cima_desktop.gui.views.exchange.arrival_lines import arrival_line
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.dates import show_date, show_date_long
from cima_desktop.gui.widgets.empty_state import Drawing, EmptyState
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.page import Page
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.services import arriving, backups, keys, own_card, retention, revoking
from cima_desktop.services.agenda import Agenda, AgendaItem, agenda
from cima_desktop.services.arriving import Arrival
from cima_desktop.services.backups import Status
from cima_desktop.services.retention import Due
from cima_desktop.services.session import Session

_TONES = {"danger": "bad", "ok": "good"}
NARROW = 820
MOST_TOLD = 100
WRITTEN_HERE = ("person", "household")


@attrs.frozen(kw_only=True)
class HalfWritten:
    """A record that was begun and never kept."""

    kind: str
    id: str
    words: str


@attrs.frozen(kw_only=True)
class Morning:
    """Everything the page shows."""

    agenda: Agenda
    half_written: tuple[HalfWritten, ...]
    people: int
    day: date
    rehearsal: keys.Rehearsal | None = None
    """When the paper was last tried, if it is time to try it again."""
    backups: Status | None = None
    """How the backups stand; None in the practice vault, which has none."""
    is_damaged: bool = False
    """Whether the check that follows an unclean end has found something."""
    are_peers_waiting: bool = False
    """Whether a colleague no longer trusts a vault and nobody here has decided yet."""
    is_key_due: bool = False
    """Whether the key for receiving should be changed."""


def morning(session: Session) -> Morning:
    """Read what needs doing."""
    return Morning(
        agenda=agenda(session),
        half_written=tuple(half_written(session)),
        people=session.store.count("person"),
        day=session.today(),
        rehearsal=_due(session),
        backups=backups.status(session) if backups.is_wanted(session) else None,
        is_damaged=session.vault.health is not None and not session.vault.health.ok,
        are_peers_waiting=revoking.is_asked(session),
        is_key_due=own_card.is_key_due(session),
    )


def _due(session: Session) -> keys.Rehearsal | None:
    found = keys.rehearsal(session)
    is_own = not session.practice and session.ending is None
    return found if found.is_due and is_own else None


def half_written(session: Session) -> list[HalfWritten]:
    """Return what was begun and never kept, as after a crash."""
    found = []
    for key, draft in session.store.drafts.all().items():
        kind, _colon, record = key.partition(":")
        if kind in WRITTEN_HERE and record and not session.store.kind_of_id(record):
            words = " ".join(draft.fields[n] for n in KINDS[kind].names[:4] if draft.fields.get(n))
            found.append(HalfWritten(kind=kind, id=record, words=words))
    return found


class CountCard(QFrame):
    """A number with what it counts; pressing it leads to where they are."""

    pressed = Signal()

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.number_label = Label("0", "number")
        self.words_label = Label("", "muted", wrap=True)
        self.chip = Chip("", "neutral")
        top = QHBoxLayout()
        top.addWidget(self.number_label)
        top.addStretch(1)
        top.addWidget(Drawing(icon, "accent", side=22), 0, Qt.AlignmentFlag.AlignTop)
        low = QHBoxLayout()
        low.addWidget(self.words_label, 1)
        low.addWidget(self.chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(S(16), S(12), S(16), S(12))
        column.addLayout(top)
        column.addLayout(low)

    def show_count(self, number: int, words: Text, chip: Text = "", tone: str = "neutral") -> None:
        """Show a count."""
        self.number_label.set_words(raw(str(number)))
        self.words_label.set_words(words)
        self.chip.set_words(chip, tone)
        bind(self, QWidget.setAccessibleName, self._spoken)

    def _spoken(self) -> str:
        return f"{self.number_label.text()} {self.words_label.text()} {self.chip.word()}".strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()


class StartPage(Page):
    """What needs doing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Start"), "start")
        self.desk = desk
        self.primary = QAction(icons.icon("folder-heart", "accent_text"), "", self)
        bind(self.primary, QAction.setText, N_("New family plan"))
        self.primary.triggered.connect(self.desk.start_plan)
        self.primary.setEnabled(not desk.is_for_looking)
        self.person_button = SecondaryButton(N_("New person"), "user-plus")
        self.person_button.clicked.connect(lambda: self.desk.open("person", ""))
        self.add_action(self.person_button)
        show_if(self.person_button, not desk.is_for_looking)
        self.cards = [CountCard(icon) for icon in ("folder-heart", "signature", "clock", "list-checks")]
        for card, page in zip(self.cards, ("plans", "documents", "documents", "start"), strict=True):
            card.pressed.connect(lambda p=page: self.desk.open("page", p))
        self.todo_card = Card(N_("What needs doing"))
        self.arrivals_list, self.todo_list, self.due_list = RowsList(), RowsList(), RowsList()
        self.half_card = Card(N_("Begun and not kept yet"))
        self.half_list = RowsList()
        self.quiet_label = Label(N_("Nothing needs doing today."), "muted", wrap=True)
        self.empty = EmptyState(
            "folder-heart",
            N_("Start with a family"),
            N_(
                "A family plan asks one question at a time and makes the papers at the end. To try it first, open "
                "practice from the lock screen: its families are made up."
            ),
            N_("New family plan"),
        )
        self.empty.pressed.connect(self.desk.start_plan)
        self._build()
        desk.changed.connect(self._changed)
        desk.backups_changed.connect(lambda: self._changed(ANYTHING))
        desk.closing.connect(self.wipe)

    def _build(self) -> None:
        grid = self._grid = QGridLayout()
        grid.setSpacing(S(16))
        self._arrange(4)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(16))
        column.addLayout(grid)
        self.half_card.body.addWidget(self.half_list)
        column.addWidget(self.half_card)
        self.todo_card.body.addWidget(self.arrivals_list)
        self.todo_card.body.addWidget(self.todo_list)
        self.todo_card.body.addWidget(self.due_list)
        self.todo_card.body.addWidget(self.quiet_label)
        column.addWidget(self.todo_card)
        column.addStretch(1)
        empty_card = Card()
        empty_card.body.addWidget(self.empty)
        self.stack = QStackedWidget()
        self.stack.addWidget(Scroll(inner))
        self.stack.addWidget(empty_card)
        self.body.addWidget(self.stack, 1)
        self.half_card.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(4 if event.size().width() >= S(NARROW) else 2)

    def _arrange(self, columns: int) -> None:
        """Put the counts side by side, all equally wide; two in a row where there is little room."""
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def shown(self) -> None:
        self.read()

    def read(self) -> None:
        """Ask what needs doing."""
        self.desk.ask(morning, self.show_morning, latest="morning")
        self.desk.ask(arriving.waiting, self._show_arrivals, latest="start arrivals")
        # Apart from the rest: in a large vault it takes longer.
        self.desk.ask(lambda s: retention.due(s, MOST_TOLD), self._show_due, latest="due")

    def wipe(self) -> None:
        """Forget what is shown."""
        self.arrivals_list.show_lines(())
        self.todo_list.show_lines(())
        self.due_list.show_lines(())
        self.half_list.show_lines(())

    def show_morning(self, found: Morning) -> None:
        """Show what needs doing."""
        a = found.agenda
        self._warn(found)
        self.set_count(lambda: show_date_long(found.day))
        first = list(self._first_lines(found))
        is_new = not first and not a.items and not found.people and not found.half_written
        self.stack.setCurrentIndex(1 if is_new else 0)
        plans, sign, ends, tasks = self.cards
        plans.show_count(a.plans_in_progress, N_("plans in progress"), _stopped(a.plans_stopped), "warn")
        sign.show_count(a.to_sign, N_("papers to sign"))
        ends.show_count(a.expiring, N_("papers that end soon"))
        tasks.show_count(a.tasks_open, N_("open tasks"), _late(a.tasks_late), "bad")
        self.todo_list.show_lines([*first, *(self._line(item) for item in a.items)])
        self.quiet_label.setVisible(not a.items and not first)
        self.half_list.show_lines([self._half_line(half) for half in found.half_written])
        self.half_card.setVisible(bool(found.half_written))

    def _warn(self, found: Morning) -> None:
        """Say what cannot wait: damage, or records that no backup holds."""
        status = found.backups
        if found.is_damaged:
            words = N_("The vault is damaged. Go on with the last good backup, and save here what it lacks.")
            self.message_bar.say(words, "bad", N_("See what to do"), self.desk.open_backups, closable=False)
        elif status is not None and status.is_late:
            self.message_bar.say(
                lambda: late_words(status), "warn", N_("Back up now"), self.desk.backup_wanted.emit, closable=False
            )
        else:
            self.message_bar.hide_message()

    def _show_arrivals(self, found: list[Arrival]) -> None:
        """Say which bundles wait for a decision."""
        look = Deed(words=N_("Open"), run=lambda: self.desk.open("exchange", "receive"), icon="arrow-right")
        self.arrivals_list.show_lines([arrival_line(each, look) for each in found])
        if found:
            self.stack.setCurrentIndex(0)
            self.quiet_label.hide()

    def _show_due(self, found: list[Due]) -> None:
        """Say how much is past its date; nothing is erased without a person's yes."""
        look = Deed(words=N_("Open"), run=lambda: self.desk.open("keeping", ""), icon="arrow-right")
        line = Line(
            title=lambda: _due_words(len(found)),
            detail=N_("No record is erased by itself. Look at what is due, and decide."),
            icon="clock",
            chips=((N_("To decide"), "warn"),),
            deeds=(look,),
        )
        self.due_list.show_lines([line] if found else ())
        if found:
            self.quiet_label.hide()

    def _line(self, item: AgendaItem) -> Line:
        opens = Deed(words=N_("Open"), run=self._opener(item), icon="arrow-right")
        return Line(
            title=raw(item.title),
            detail=lambda: _about(item),
            icon=KINDS[item.kind].icon if item.kind in KINDS else "calendar-clock",  # else it is the rota’s page
            chips=((item.chip, _TONES.get(item.tone, item.tone)),),
            deeds=(opens,),
        )

    def _first_lines(self, found: Morning) -> Iterator[Line]:
        """Yield what concerns the vault itself, and is told before the families' affairs."""
        if found.are_peers_waiting:
            title = N_("A colleague no longer trusts a vault you exchange with")
            yield self._peers_line(title, N_("Call them, and decide whether you do."))
        if found.rehearsal:
            yield self._paper_line(found.rehearsal)
        if found.is_key_due:
            title = N_("Change your key for receiving")
            yield self._peers_line(title, N_("The key in your card is more than half a year old."))

    def _peers_line(self, title: Text, detail: Text) -> Line:
        deed = Deed(words=N_("Open"), run=lambda: self.desk.open("exchange", "peers"), icon="arrow-right")
        return Line(title=title, detail=detail, icon="refresh-cw", chips=((N_("To do"), "warn"),), deeds=(deed,))

    def _paper_line(self, rehearsal: keys.Rehearsal) -> Line:
        deed = Deed(words=N_("Try it now"), run=lambda: self.desk.open("recovery", "rehearse"), icon="arrow-right")
        return Line(
            title=N_("Try the paper that opens this vault"),
            detail=lambda: _tried(rehearsal),
            icon="key-round",
            chips=((N_("To do"), "warn"),),
            deeds=(deed,),
        )

    def _opener(self, item: AgendaItem) -> Callable[[], object]:
        return lambda: self.desk.open(item.kind, item.id)

    def _half_line(self, half: HalfWritten) -> Line:
        go_on = Deed(words=N_("Go on"), run=lambda: self.desk.open(f"new:{half.kind}", half.id), icon="pencil")
        forget = Deed(words=N_("Throw away"), run=lambda: self._forget(half), icon="trash-2", small=True)
        title: Text = raw(half.words) if half.words else KINDS[half.kind].label
        return Line(title=title, detail=KINDS[half.kind].label, icon="pencil", deeds=(go_on, forget))

    def _forget(self, half: HalfWritten) -> None:
        self.desk.do(lambda s: s.store.drafts.drop(f"{half.kind}:{half.id}"))

    def _changed(self, _touched: Touched) -> None:
        if self.isVisible() and not self.desk.is_closing:
            self.read()


def _stopped(number: int) -> Text:
    return (lambda: ngettext("{n} to settle", "{n} to settle", number).format(n=number)) if number else ""


def _late(number: int) -> Text:
    return (lambda: ngettext("{n} late", "{n} late", number).format(n=number)) if number else ""


def _due_words(number: int) -> str:
    if number >= MOST_TOLD:
        return _("{n} records or more are past their date").format(n=MOST_TOLD)
    return ngettext("{n} record is past its date", "{n} records are past their date", number).format(n=number)


def _about(item: AgendaItem) -> str:
    note = tr(item.note).format(**item.facts)
    return f"{show_date(item.day)} · {note}" if item.day else note


def _tried(rehearsal: keys.Rehearsal) -> str:
    why = _("Paper that nobody tries may be lost or wrong on the day it is needed.")
    if rehearsal.last is None:
        return why
    last = _("It was last tried on {day}.")
    return f"{last.format(day=show_date(rehearsal.last))} {why}"
