"""One thing to decide as a card: what it is about, every value with who, when and where, and the answers.

No answer is chosen beforehand, and none is the default of a key.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, raw, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.deciding.beside import reason_chips
from cima_desktop.gui.views.records.special_editors import make_editor
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.dates import show_moment
from cima_desktop.gui.widgets.field_editor import FieldEditor
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.display import author_text, text_of
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.touched import Touched
from cima_desktop.services import deciding
from cima_desktop.services.deciding import Decision
from cima_desktop.services.session import Session
from cima_desktop.store import Version
from cima_desktop.store.deciding import DELETION, GAP, TWINS, VALUE

Answer = Callable[[Session], Touched | None]
EMPTY_VALUE = N_("Nothing is written")
_HERE = N_("on this computer")


class DecisionCard(Card):
    """Tells which answer was given; whoever owns it carries it out."""

    answered = Signal(object)
    """A call that takes the session and carries the answer out."""
    compare_wanted = Signal()
    look_wanted = Signal()

    def __init__(self, decision: Decision, references: References, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.decision = decision
        self._references = references
        self.buttons: list[SecondaryButton] = []
        self.error_label = Label("", "error", wrap=True)
        self.error_label.hide()
        self._title()
        _BODIES[decision.sort](self)
        self.body.addWidget(self.error_label)
        bind(self, QWidget.setAccessibleName, self._name)

    def show_problem(self, error: KnownError) -> None:
        """Say on the card why the answer could not be carried out."""
        self.error_label.set_words(lambda: " ".join((error.sentence(), error.advice())).strip())
        self.error_label.show()

    def focus_first(self) -> None:
        """Put the cursor on the first answer."""
        self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def value_words(self, value: Value) -> str:
        """Return a value as a person reads it."""
        field = self.decision.field
        words = text_of(field, value, None, lambda i: self.decision.names.get(i, "")) if field else ""
        return words or tr(EMPTY_VALUE)

    def _name(self) -> str:
        return _("{what}: {which}").format(what=say(_SORTS[self.decision.sort][0]), which=self.decision.title)

    def _title(self) -> None:
        words, tone = _SORTS[self.decision.sort]
        name = Label(raw(self.decision.title or _("(no name yet)")), "section", wrap=True)
        look = QuietButton(N_("Open the record"), "arrow-right")
        bind(
            look,
            QWidget.setAccessibleName,
            lambda: _("{what}: {which}").format(what=_("Open the record"), which=self.decision.title),
        )
        look.clicked.connect(self.look_wanted)
        self.header.insertWidget(0, name, 1000)
        self.header.addWidget(Chip(words, tone))
        self.header.addWidget(look)
        if self.decision.whole:
            self.body.addWidget(Label(self._where, "small", wrap=True))

    def _where(self) -> str:
        return _("{kind} of {whole}").format(kind=tr(self.decision.kind.label), whole=self.decision.whole)

    # the four sorts

    def values_body(self) -> None:
        """Show a field on which people wrote different things."""
        decision = self.decision
        field = decision.field
        if field is None:
            return
        self.body.addWidget(Label(field.label, "label", wrap=True))
        for version in decision.versions:
            words = partial(self.value_words, version.value)
            answer = partial(deciding.settle, decision=decision, value=version.value)
            self._line(words, _signed(version), N_("Keep this one"), answer)
        self.body.addWidget(Label(self._meanwhile, "small", wrap=True))
        self.third = ThirdValue(make_editor(decision.kind, field, self._references))
        self.third.chosen.connect(lambda value: self._give(partial(deciding.settle, decision=decision, value=value)))
        self.body.addWidget(self.third)

    def _meanwhile(self) -> str:
        """Say what the program acts on until somebody decides."""
        decision = self.decision
        if decision.is_cautious:
            words = _("Until somebody decides, the program goes by the more careful answer: {value}.")
            return words.format(value=self.value_words(decision.acting))
        if decision.is_together:
            return _("Until somebody decides, all of them are shown and printed.")
        return _("Until somebody decides, lists show the newest, and papers print all of them.")

    def deletion_body(self) -> None:
        """Show who deleted a record and who edited it without knowing."""
        decision = self.decision
        if decision.versions:
            deleted, edited = decision.versions
            self.body.addWidget(Label(lambda: _("Deleted: {who}").format(who=say(_signed(deleted))), wrap=True))
            self.body.addWidget(Label(lambda: _("Changed: {who}").format(who=say(_signed(edited))), wrap=True))
        self.body.addWidget(
            Label(N_("Whoever deleted it had not seen that change, so the record is still here."), "small", wrap=True)
        )
        self._row(
            (N_("Keep the record"), "check", partial(deciding.keep, decision=decision)),
            (N_("Move it to the bin after all"), "trash-2", partial(deciding.delete, decision=decision)),
        )

    def twins_body(self) -> None:
        """Show two people who may be one."""
        decision = self.decision
        self.body.addWidget(
            Label(lambda: _("Perhaps the same person as {name}").format(name=decision.other_title), wrap=True)
        )
        if decision.reasons:
            self.body.addWidget(reason_chips(decision.reasons))
        row = self._row(
            (N_("They are two people"), "x", partial(deciding.are_two, one=decision.record, other=decision.other))
        )
        compare = SecondaryButton(N_("Compare"), "users")
        compare.clicked.connect(self.compare_wanted)
        self.buttons.insert(0, compare)
        row.insertWidget(0, compare)

    def gap_body(self) -> None:
        """Show a reference to a record that is in the bin or never came."""
        self.body.addWidget(Label(self._gap_words, wrap=True))
        decision = self.decision
        field = decision.field
        goes = field is not None and field.required
        out = N_("Move this one to the bin, too") if goes else N_("Take the mention out")
        answers: list[tuple[Text, str, Answer]] = []
        if decision.is_in_bin:
            back = partial(deciding.bring_back, decision=decision)
            answers.append((N_("Take it out of the bin"), "archive-restore", back))
        answers.append((out, "x", partial(deciding.let_go, decision=decision)))
        self._row(*answers)

    def _gap_words(self) -> str:
        decision = self.decision
        field = tr(decision.field.label) if decision.field else ""
        if decision.is_in_bin:
            words = _("“{field}” points to {name}, now in the bin.")
            return words.format(field=field, name=decision.other_title or _("(no name yet)"))
        return _("“{field}” points to a record that has not come to this vault.").format(field=field)

    # their parts

    def _line(self, words: Text, signed: Text, button: Text, answer: Answer) -> None:
        line = QHBoxLayout()
        line.setSpacing(S(12))
        said = QVBoxLayout()
        said.setSpacing(S(2))
        said.addWidget(Label(words, "strong", wrap=True))
        said.addWidget(Label(signed, "small", wrap=True))
        line.addLayout(said, 1)
        line.addWidget(self._button(button, "", answer, words), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)

    def _row(self, *answers: tuple[Text, str, Answer]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(S(8))
        for words, icon, answer in answers:
            row.addWidget(self._button(words, icon, answer, raw(self.decision.title)))
        row.addStretch(1)
        self.body.addLayout(row)
        return row

    def _button(self, words: Text, icon: str, answer: Answer, about: Text) -> SecondaryButton:
        button = SecondaryButton(words, icon)
        bind(
            button,
            QWidget.setAccessibleName,
            lambda: _("{what}: {which}").format(what=say(words), which=say(about)),
        )
        button.clicked.connect(lambda _checked=False: self._give(answer))
        self.buttons.append(button)
        return button

    def _give(self, answer: Answer) -> None:
        self.error_label.hide()
        self.answered.emit(answer)


class ThirdValue(QWidget):
    """Neither of the values is right: something else is written."""

    chosen = Signal(object)

    def __init__(self, editor: FieldEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.open_button = QuietButton(N_("Write something else"), "pencil")
        self.row = FieldRow(editor.field.label, editor, editor.field.help)
        self.save_button = SecondaryButton(N_("Keep what I wrote"))
        self._writing = QWidget()
        inner = QVBoxLayout(self._writing)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(S(8))
        inner.addWidget(self.row)
        inner.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._writing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._writing)
        self.open_button.clicked.connect(self.begin)
        self.save_button.clicked.connect(self._save)

    def begin(self) -> None:
        """Let a value be written."""
        self.open_button.hide()
        self._writing.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        if self.row.check():
            self.chosen.emit(self.editor.value())


def _signed(version: Version) -> Text:
    """Return who wrote a value, when, and on which device."""

    def words() -> str:
        when = show_moment(version.when)
        here = "" if version.vault else tr(_HERE)
        return " · ".join(part for part in (author_text(version.who, version.vault), when, here) if part)

    return words


_SORTS: dict[str, tuple[str, str]] = {
    VALUE: (N_("Two values"), "warn"),
    DELETION: (N_("Deleted and changed"), "bad"),
    TWINS: (N_("Perhaps one person"), "info"),
    GAP: (N_("Not there"), "warn"),
}
_BODIES: dict[str, Callable[[DecisionCard], None]] = {
    VALUE: DecisionCard.values_body,
    DELETION: DecisionCard.deletion_body,
    TWINS: DecisionCard.twins_body,
    GAP: DecisionCard.gap_body,
}
