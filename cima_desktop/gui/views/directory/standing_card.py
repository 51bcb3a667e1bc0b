"""Over an entry of the directory: how old it is, what a newer program knows, and what to know for safety (X2, X4)."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.services.directory import checking, shipping
from cima_desktop.services.directory.checking import Standing

ASK_AGAIN, NEVER = N_("Ask again"), N_("Never checked")


def checked_words(checked_on: str, stale: bool) -> str:
    """Return how old an entry is, in a few words."""
    day = iso_date(checked_on)
    if day is None:
        return _("Never checked — ask first")
    words = _("Checked on {day} — ask again") if stale else _("Checked on {day}")
    return words.format(day=show_date(day))


class StandingCard(QFrame):
    """A person checked this on…, apart from edited on…; one button says that it was checked today."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.desk = desk
        self._record = NO_ID
        self._standing: Standing | None = None
        self.checked_chip = Chip("")
        self.edited_label = Label("", "small", wrap=True)
        self.news_label = Label("", wrap=True)
        self.check_button = PrimaryButton(N_("I checked this today"), "check")
        self.check_button.setObjectName("organization_check_button")
        self.slip_button = SecondaryButton(N_("Slip to take along…"), "printer")
        self.slip_button.setObjectName("organization_slip_button")
        self.refer_button = SecondaryButton(N_("Send somebody here…"), "arrow-right")
        self.refer_button.setObjectName("organization_refer_button")
        self.take_button = SecondaryButton(N_("Take it over"), "check")
        self.leave_button = SecondaryButton(N_("Leave ours"), "x")
        self._news = QWidget()
        self._build()
        self.check_button.clicked.connect(self._check)
        self.take_button.clicked.connect(lambda: self._answer(take=True))
        self.leave_button.clicked.connect(lambda: self._answer(take=False))
        desk.changed.connect(self._changed)
        self.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(S(12), S(10), S(12), S(10))
        column.setSpacing(S(6))
        column.addWidget(self.checked_chip, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.edited_label)
        column.addWidget(_flow(self.check_button, self.slip_button, self.refer_button))
        inner = QVBoxLayout(self._news)
        inner.setContentsMargins(0, S(4), 0, 0)
        inner.setSpacing(S(6))
        inner.addWidget(self.news_label)
        inner.addWidget(_flow(self.take_button, self.leave_button))
        column.addWidget(self._news)

    def show_record(self, record: RecordId) -> None:
        """Show how far an entry can be relied on; nothing for one that was never kept."""
        if record != self._record:
            self.hide()
        self._record = record
        self.read()

    def read(self) -> None:
        """Ask again."""
        record = self._record
        if record:
            self.desk.ask(lambda s: checking.standing(s, record), self._show, latest="directory standing")
        else:
            self._show(None)

    def _changed(self, touched: Touched) -> None:
        if not self.desk.is_closing and (not touched.ids or self._record in touched.ids):
            self.read()

    def _show(self, standing: Standing | None) -> None:
        if standing is not None and standing.record != self._record:
            return
        self._standing = standing
        self.setVisible(standing is not None)
        if standing is None:
            self.news_label.set_words("")
            return
        self.checked_chip.set_words(
            lambda: checked_words(standing.checked_on, standing.stale), "warn" if standing.stale else "good"
        )
        self.edited_label.set_words(lambda: _edited(standing))
        self.news_label.set_words(lambda: _news(standing.news) if standing.news else "")
        show_if(self._news, standing.news is not None)
        for button in (self.check_button, self.slip_button, self.refer_button, self.take_button, self.leave_button):
            button.setEnabled(not self.desk.is_for_looking)

    def _check(self) -> None:
        record = self._record
        self.desk.do(lambda s: checking.checked_today(s, record))

    def _answer(self, *, take: bool) -> None:
        news = self._standing.news if self._standing else None
        if news is not None:
            answer = shipping.take if take else shipping.leave
            self.desk.do(lambda s: answer(s, news))


def _flow(*buttons: QWidget) -> QWidget:
    part = QWidget()
    flow = FlowLayout(part, S(6))
    for button in buttons:
        flow.addWidget(button)
    return part


def _edited(standing: Standing) -> str:
    edited = _("Last edited on {day}.").format(day=show_date(standing.edited_at.astimezone().date()))
    if not standing.checked_by:
        return edited
    return " ".join((_("{name} asked them.").format(name=standing.checked_by), edited))


def _news(news: shipping.News) -> str:
    kind = KINDS["organization"]
    told = [f"{tr(kind.field(name).label)}: {text_of(kind.field(name), v) or '—'}" for name, v in news.values.items()]
    return _("A newer version of this program says: {what}. Nobody of us has checked that.").format(
        what="; ".join(told)
    )


class SafetyCard(QFrame):
    """What to know before somebody goes there; for us, and framed so that nobody overlooks it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "message")
        self.setProperty("tone", "warn")
        self.words_label = Label("", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(S(15), S(8), S(12), S(8))
        row.setSpacing(S(10))
        row.addWidget(Drawing("triangle-alert", "tone:warn", side=18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words_label, 1)
        self.hide()

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show what the form says."""
        lines = list(_safety(values))
        self.words_label.set_words(lambda: "\n".join(say(line) for line in lines))
        self.setVisible(bool(lines))
        self.setAccessibleName(self.words_label.text())


def _safety(values: Mapping[str, Value]) -> Iterator[Text]:
    for name, words in (
        ("asks_id", N_("They ask for an ID.")),
        ("guards", N_("There are guards or police at the door.")),
        ("reports", N_("They pass information to agencies: say so before you give anybody the slip.")),
    ):
        if values.get(name) == "yes":
            yield words
    if values.get("safety"):
        yield raw(str(values["safety"]))
