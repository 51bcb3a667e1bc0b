"""Editors that know more than a field's type: the county, chosen from the list of the state."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSizePolicy, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.widgets.field_editor import FieldEditor, editor_for
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_
from cima_desktop.model.fields import Field
from cima_desktop.model.kinds import Kind
from cima_desktop.model.places import counties


class CountyBox(QComboBox):
    """A county: typed with the rest filled in, or chosen; another state's county may be typed out."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.addItems(["", *counties()])
        self.setItemData(0, "—", Qt.ItemDataRole.AccessibleTextRole)
        completer, line = QCompleter(self.model(), self), QLineEdit()
        self.setLineEdit(line)
        line.setCompleter(completer)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        bind(line, QLineEdit.setPlaceholderText, N_("Type the first letters…"))
        line.setMaxLength(200)
        line.textEdited.connect(lambda _text: self.edited.emit())
        self.activated.connect(lambda _index: self.edited.emit())

    def value(self) -> str:
        """Return the county's name."""
        return self.currentText()

    def set_value(self, value: str) -> None:
        """Show a county."""
        self.setCurrentText(value)
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def problem(self) -> Text:
        """Return what is wrong with it: nothing ever is."""
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Let it be changed, or only looked at."""
        self.setEnabled(not read_only)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def make_editor(kind: Kind, field: Field, references: References | None = None) -> FieldEditor:
    """Return the editor of one field of a kind."""
    if field.name == "county":
        return FieldEditor(field, CountyBox())
    return editor_for(field, references=references)
