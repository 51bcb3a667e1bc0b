"""A label above its field, with help, and a sentence beneath it when something is wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.labels import Label, restyle, show_if
from cima_desktop.gui.widgets.message_bar import announce
from cima_desktop.i18n import N_


def _name(editor: QWidget, words: str) -> None:
    editor.setAccessibleName(words)  # the editor's own: one made of two parts names the part that is typed in


def _guard_of(editor: QWidget) -> list[QWidget]:
    """Return the line that points out what is not written down, of an editor that is watched by itself."""
    line = getattr(editor, "guard_line", None)
    return [line] if line is not None else []


def _describe(editor: QWidget, words: str) -> None:
    editor.setAccessibleDescription(words)


class FieldRow(QWidget):
    """Shows an editor with its label; knows how to say that the value cannot stay as it is."""

    edited = Signal()

    def __init__(
        self, label: Text, editor: QWidget, help: Text = "", optional: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.label = Label(label, "label", wrap=False)
        self.label.setBuddy(editor)
        show_if(self.label, not isinstance(editor, QCheckBox))  # a tick box says its words itself
        self.help_label = Label(help, "small", wrap=True)
        show_if(self.help_label, bool(help))
        self.problem_label = Label("", "error", wrap=True)
        self.problem_label.hide()
        self._arrange(optional)
        if not isinstance(editor, QCheckBox):
            bind(editor, _name, label)
        if help:
            bind(editor, QWidget.setToolTip, help)
            bind(editor, _describe, help)
        signal = getattr(editor, "edited", None)
        if signal is not None:
            signal.connect(self._changed)
        overfilled = getattr(getattr(editor, "inner", editor), "overfilled", None)
        if overfilled is not None:
            overfilled.connect(self.check)
        self.setFocusProxy(editor)

    def _arrange(self, optional: bool) -> None:
        """Put the label above its editor, and what is said of it beneath."""
        editor = self.editor
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S(4))
        top = QHBoxLayout()
        top.setSpacing(S(6))
        top.addWidget(self.label)
        if optional:
            top.addWidget(Label(N_("(optional)"), "small"))
        top.addStretch(1)
        layout.addLayout(top)
        for part in (editor, *_guard_of(editor), self.problem_label, self.help_label):
            layout.addWidget(part)
        if editor.sizePolicy().expandingDirections() & Qt.Orientation.Vertical:
            layout.setStretchFactor(editor, 1)
        else:
            layout.addStretch(1)  # beside a taller field, the label stays on its own
        if editor.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed:
            layout.setAlignment(editor, Qt.AlignmentFlag.AlignLeft)

    def set_label(self, label: Text) -> None:
        """Give the field another name."""
        self.label.set_words(label)
        bind(self.editor, _name, label)

    def set_problem(self, problem: Text) -> None:
        """Mark the field as wrong and say why, or with "" as right again."""
        words = say(problem)
        self.problem_label.set_words(problem)
        show_if(self.problem_label, bool(words))
        bind(self.editor, _describe, problem or (self.help_label.text))
        if bool(self.editor.property("wrong")) != bool(words):
            self.editor.setProperty("wrong", bool(words))
            restyle(self.editor)
        announce(self.editor, words)

    def check(self) -> bool:
        """Show what the field itself finds wrong; return whether nothing is."""
        find = getattr(self.editor, "problem", None)
        problem: Text = find() if callable(find) else ""
        self.set_problem(problem)
        return not say(problem)

    def _changed(self) -> None:
        if not self.problem_label.isHidden():
            self.set_problem("")
        self.edited.emit()
