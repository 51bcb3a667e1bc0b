"""What a text field says when something is typed that is not written down here: what, why, and a safer wording (A1)."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label, restyle
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.gui.widgets.scroll import bring_into_sight
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.guarding import KeptOnPurpose, Sighting, key_of, sightings

AT_ONCE = 2000
"""Characters up to which a text is looked through at every letter; a longer one after a short pause."""
PAUSE_MS = 250
SAFER_KEY = "Ctrl+."


def guarded(box: QLineEdit | QPlainTextEdit, words: bool = True) -> "GuardLine":
    """Watch a text field that stands in a `FieldRow` by itself; the row shows the line beneath it."""
    line = GuardLine(box, words)
    box.guard_line = line  # type: ignore[union-attr]  # FieldRow looks for it
    return line


class GuardLine(QFrame):
    """Hidden until something is seen; shows one thing at a time and never takes the focus from what is being typed."""

    decided = Signal()
    """The person keeps the words that were pointed out."""

    def __init__(self, box: QLineEdit | QPlainTextEdit, words: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "message")
        self._box, self._words = box, words
        self._known: set[tuple[str, str]] = set()
        self._kept: set[tuple[str, str]] = set()
        self._seen: list[Sighting] = []
        self._drawing = Drawing("triangle-alert", "tone:warn", side=18)
        self.label = Label("", "small", wrap=True)
        self.safer_button = SecondaryButton("", "pencil")
        self.safer_button.setObjectName("guard_safer_button")
        self.keep_button = QuietButton(N_("Keep it anyway"))
        self.keep_button.setObjectName("guard_keep_button")
        self._build()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(PAUSE_MS)
        self._clock.timeout.connect(self.look)
        box.textChanged.connect(self._typed)
        self.safer_button.clicked.connect(self.take_safer)
        self.keep_button.clicked.connect(self.keep)
        shortcut = QShortcut(QKeySequence(SAFER_KEY), box)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.take_safer)
        self.hide()

    def settle(self) -> None:
        """Take what stands in the field for kept: it was decided about before."""
        self._kept.clear()
        text = self._text()
        self._known = {key_of(text, s) for s in sightings(text, words=self._words)}
        self.look()

    def blocks(self) -> bool:
        """Tell whether what stands in the field cannot be saved yet."""
        if self._clock.isActive():
            self.look()
        return bool(self._seen)

    def undecided(self) -> list[Sighting]:
        """Return what stands there and was not decided about."""
        return self._seen if self.blocks() else []

    def marked(self, text: str) -> str:
        """Return `text`, marked as kept on purpose where the person has said so."""
        return KeptOnPurpose(text) if self._kept else text

    def look(self) -> None:
        """Look through the field."""
        self._clock.stop()
        text = self._text()
        decided = self._known | self._kept
        self._seen = [
            s for s in sightings(text, words=self._words) if s.matter.is_never_kept or key_of(text, s) not in decided
        ]
        self._seen.sort(key=lambda s: not s.matter.is_never_kept)  # what cannot stay at all comes first
        self._show()

    def take_safer(self) -> None:
        """Put the safer wording in the place of the words in sight; one step of the field's own undo."""
        if not self.blocks() or self._box.isReadOnly():
            return
        text, one = self._text(), self._seen[0]
        words = _fitting(text[one.start : one.end], one.replacement())
        _replace(self._box, (_units(text[: one.start]), _units(text[: one.end])), words)
        self._box.setFocus()

    def keep(self) -> None:
        """Keep the words in sight; that somebody did is noted when they are saved, the words are not."""
        text = self._text()
        self._kept |= {key_of(text, s) for s in self._seen[:1] if not s.matter.is_never_kept}
        self.look()
        self._box.setFocus()
        self.decided.emit()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(S(10), S(8), S(10), S(8))
        column.setSpacing(S(6))
        line = QHBoxLayout()
        line.setSpacing(S(8))
        line.addWidget(self._drawing)
        line.addWidget(self.label, 1)
        column.addLayout(line)
        buttons = QWidget()
        flow = FlowLayout(buttons, S(6))
        flow.addWidget(self.safer_button)
        flow.addWidget(self.keep_button)
        column.addWidget(buttons)

    def _typed(self) -> None:
        if len(self._text()) <= AT_ONCE:
            self.look()
        else:
            self._clock.start()

    def _show(self) -> None:
        if not self._seen:
            self.hide()
            return
        one, rest, text = self._seen[0], len(self._seen) - 1, self._text()
        tone = "bad" if one.matter.is_never_kept else "warn"
        before = self.label.text() if not self.isHidden() else ""
        self.label.set_words(partial(_told, one, text[one.start : one.end], rest))
        self.safer_button.set_words(lambda: _("Write “{words}”").format(words=one.replacement()))
        bind(self.safer_button, QWidget.setToolTip, lambda: _("{key}: take the safer wording").format(key=SAFER_KEY))
        self.keep_button.setVisible(not one.matter.is_never_kept)
        self._drawing.set_icon("circle-alert" if tone == "bad" else "triangle-alert", f"tone:{tone}")
        self.setProperty("tone", tone)
        bind(self, QWidget.setAccessibleName, self.label.text)
        for part in (self, self.label):
            restyle(part)
        if self.parentWidget() is not None and self.isHidden():
            self.show()
            if self._box.hasFocus():  # once its row has made room: a warning below the edge warns nobody
                QTimer.singleShot(0, self, self._bring_into_sight)
        if self.label.text() != before:
            announce(self._box, self.label.text())

    def _bring_into_sight(self) -> None:
        """Show the line, and above all what is being typed."""
        bring_into_sight(self)
        box = self._box
        bring_into_sight(box, box.rect() if isinstance(box, QLineEdit) else box.cursorRect())

    def _text(self) -> str:
        return self._box.text() if isinstance(self._box, QLineEdit) else self._box.toPlainText()


def _told(one: Sighting, words: str, rest: int) -> str:
    told = _("{what}: “{words}”. {why}").format(what=tr(one.matter.label), words=words, why=tr(one.matter.why))
    return f"{told} {ngettext('There is {n} more.', 'There are {n} more.', rest).format(n=rest)}" if rest else told


def _fitting(old: str, new: str) -> str:
    """Return the safer wording with a capital where the old words had one at the start."""
    return new[:1].upper() + new[1:] if old[:1].isupper() and not old[1:2].isupper() else new


def _units(text: str) -> int:
    """Return how long a text is as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _replace(box: QLineEdit | QPlainTextEdit, stretch: tuple[int, int], words: str) -> None:
    """Replace a stretch (counted as Qt counts) and leave the cursor where it was in what is left."""
    start, end = stretch
    at = box.cursorPosition() if isinstance(box, QLineEdit) else box.textCursor().position()
    after = at + _units(words) - (end - start) if at >= end else min(at, start + _units(words))
    if isinstance(box, QLineEdit):
        box.setSelection(start, end - start)
        box.insert(words)
        box.setCursorPosition(after)
        return
    cursor = box.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(words)
    cursor.setPosition(after)
    box.setTextCursor(cursor)
