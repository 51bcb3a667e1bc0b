"""A text for the community in both languages, beside each other, looked over while it is typed (L4)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from cima_desktop.gui import theme
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import PrimaryButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.message_bar import MessageBar, announce
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.alert_text import Finding
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.incident_states import TEXT_MOVES
from cima_desktop.model.line_choices import ALERT_KINDS
from cima_desktop.services.alerts import texts
from cima_desktop.services.alerts.board import Board
from cima_desktop.services.alerts.texts import AlertTextError, Looked, Words

LOOK_MS = 300
_NARROW = 440
_LONGEST = 1200


class TextPart(QWidget):
    """One language of the text, and what was found in it."""

    def __init__(self, label: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = TextArea(lines=7, limit=_LONGEST)
        self.edit.setObjectName(name)
        self.found_label = Label("", "error", wrap=True)
        self._found: Sequence[Finding] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(4))
        column.addWidget(FieldRow(label, self.edit))
        column.addWidget(self.found_label)

    def show_found(self, text: str, found: Sequence[Finding]) -> None:
        """Mark what must not stand there; nothing when other words stand there by now."""
        if text != self.edit.value():
            return
        self.found_label.set_words(lambda: _sentences(text, found))
        show_if(self.found_label, bool(found))
        self.edit.setExtraSelections([self._mark(text, each) for each in found])
        if found and found != self._found:
            announce(self.edit, self.found_label.text())
        self._found = found

    def choose(self, finding: Finding) -> None:
        """Select what has to be changed, with the cursor there."""
        self.edit.setTextCursor(self._cursor(self.edit.value(), finding))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self, text: str, finding: Finding) -> QTextEdit.ExtraSelection:
        tone = theme.tokens().tones["bad"]
        look = QTextCharFormat()
        look.setBackground(QColor(tone.back))
        look.setForeground(QColor(tone.fore))
        look.setFontUnderline(True)
        mark = QTextEdit.ExtraSelection()
        mark.cursor, mark.format = self._cursor(text, finding), look
        return mark

    def _cursor(self, text: str, finding: Finding) -> QTextCursor:
        cursor = QTextCursor(self.edit.document())
        cursor.setPosition(_units(text, finding.start))
        cursor.setPosition(_units(text, finding.end), QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _units(text: str, place: int) -> int:
    """Return a place as Qt counts it: letters outside the first plane take two."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def _sentences(text: str, found: Sequence[Finding]) -> str:
    told = (
        _("“{words}”: {why}").format(words=text[each.start : each.end], why=tr(each.fault.sentence)) for each in found
    )
    return "\n".join(told)


class Composer(QWidget):
    """Proposes a text of the kind that is chosen; writing it asks for two releases afterwards."""

    written = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._incident = NO_ID
        self._proposed: Words | None = None
        self.message_bar = MessageBar()
        self.sort_box = ChoiceBox([], empty=None)
        self.sort_box.setObjectName("alert_sort_box")
        self.spanish = TextPart(N_("Text in Spanish"), "alert_spanish_edit")
        self.english = TextPart(N_("Text in English"), "alert_english_edit")
        self.write_button = PrimaryButton(N_("Write it, to be released by two"), "check")
        self.write_button.setObjectName("alert_write_button")
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(LOOK_MS)
        self._clock.timeout.connect(self.look_over)
        self._build()
        self.sort_box.edited.connect(self.propose)
        for part in (self.spanish, self.english):
            part.edit.edited.connect(self._clock.start)
        self.write_button.clicked.connect(self.write)

    def _build(self) -> None:
        self._sides = QHBoxLayout()
        self._sides.setSpacing(S(12))
        for part in (self.spanish, self.english):
            self._sides.addWidget(part, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.write_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(Label(N_("A text for the community"), "section"))
        column.addWidget(self.message_bar)
        column.addWidget(FieldRow(N_("What kind"), self.sort_box))
        column.addLayout(self._sides)
        column.addLayout(foot)
        bind(self, QWidget.setAccessibleName, N_("A text for the community"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < S(_NARROW)
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_board(self, known: Board) -> None:
        """Offer the kinds of text that may be written now; what is typed stays while its kind is offered."""
        offered = [
            (each.value, each.label) for each in ALERT_KINDS if each.value in known.stands.may & TEXT_MOVES.keys()
        ]
        before = self.sort_box.value() if self._incident == known.incident.id else ""
        self.sort_box.set_choices(offered)
        if not offered:
            self.clear()
            return
        self._incident = known.incident.id
        if before not in {key for key, _label in offered}:
            self.sort_box.set_value(offered[0][0])
            self.propose()

    def clear(self) -> None:
        """Forget the text."""
        self._clock.stop()
        self._incident, self._proposed = NO_ID, None
        self.message_bar.hide_message()
        for part in (self.spanish, self.english):
            part.edit.set_value("")
            part.show_found("", ())

    def propose(self) -> None:
        """Put the ready sentences for the chosen kind in."""
        incident, sort = RecordId(self._incident), self.sort_box.value()
        if incident and sort:
            self.desk.ask(lambda s: texts.propose(s, incident, sort), self._fill, self.message_bar.show_problem)

    def _fill(self, proposed: Words) -> None:
        if proposed.sort != self.sort_box.value():
            return
        self._proposed = proposed
        self.message_bar.hide_message()
        self.spanish.edit.set_value(proposed.spanish)
        self.english.edit.set_value(proposed.english)
        self.look_over()

    def look_over(self) -> None:
        """Look for what must not go out."""
        self._clock.stop()
        incident, spanish, english = RecordId(self._incident), self.spanish.edit.value(), self.english.edit.value()

        def show(looked: Looked) -> None:
            self.spanish.show_found(spanish, looked.spanish)
            self.english.show_found(english, looked.english)

        if incident:
            self.desk.ask(lambda s: texts.look_over(s, incident, spanish, english), show, latest="alert words")

    def write(self) -> None:
        """Keep the text, so that two people can release it."""
        proposed, incident = self._proposed, RecordId(self._incident)
        if proposed is None or not incident:
            return
        words = Words(
            sort=proposed.sort,
            spanish=self.spanish.edit.value(),
            english=self.english.edit.value(),
            corrects=proposed.corrects,
            ends=proposed.ends,
        )
        self.message_bar.hide_message()
        self.desk.do(lambda s: texts.write(s, incident, words), lambda _alert: self.written.emit(), self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, AlertTextError):
            part = self.spanish if error.language == "es" else self.english
            part.choose(error.finding)
            self.look_over()
        self.message_bar.show_problem(error)  # type: ignore[arg-type] # `desk.do` tells known errors only
