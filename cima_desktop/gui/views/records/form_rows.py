"""The rows of a record's form, made from its declaration, and what stands in them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.records.form_layout import FormColumns, group_heading
from cima_desktop.gui.views.records.form_row import FormRow
from cima_desktop.gui.views.records.special_editors import make_editor
from cima_desktop.gui.widgets.field_editor import FieldEditor
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.model.fields import Field, Value
from cima_desktop.model.ids import NO_ID
from cima_desktop.model.kinds import Kind
from cima_desktop.model.people import SAME_AS


class FormRows(QWidget):
    """Rows by group, two beside each other where there is room."""

    edited = Signal()
    field_left = Signal()
    """The cursor left a field in which something else stands than what is kept."""
    decided = Signal(str, object)
    """Of two values of a field one was chosen."""

    def __init__(
        self,
        kind: Kind,
        references: References | None = None,
        names: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.kind = kind
        self.rows: dict[str, FormRow] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S(12))
        fields = [field for field in kind.fields if (field.name in names if names else field.name != SAME_AS)]
        groups = dict.fromkeys(field.group for field in fields)
        for group in groups:
            if group and len(groups) > 1:
                layout.addWidget(group_heading(group))
            columns = FormColumns()
            for field in fields:
                if field.group == group:
                    columns.add(self._row(field, references))
            layout.addWidget(columns)

    def editor(self, name: str) -> FieldEditor:
        """Return the editor of a field."""
        return self.rows[name].editor

    def values(self) -> dict[str, Value]:
        """Return every field as it stands here: what is typed where that can stand, else what was kept."""
        return {name: row.standing() for name, row in self.rows.items()}

    def changes(self) -> dict[str, Value]:
        """Return the fields that can be kept and are not what is kept."""
        return {name: row.editor.value() for name, row in self.rows.items() if row.differs()}

    def half_typed(self) -> dict[str, str]:
        """Return what must wait as a draft, letter by letter."""
        return {name: words for name, row in self.rows.items() if (words := row.half_typed()) is not None}

    def has_unsaved(self) -> bool:
        """Tell whether anything is typed that is not part of the record yet."""
        return any(row.is_dirty() for row in self.rows.values())

    def wrong(self) -> list[FormRow]:
        """Return the rows in which something is typed that cannot be kept."""
        return [row for row in self.rows.values() if row.is_dirty() and not row.is_sound()]

    def is_enough(self) -> bool:
        """Tell whether a new record can be made of this: it has what its kind needs, and a name."""
        values = self.values()
        needed = [field.name for field in self.kind.fields if field.required and field.name in values]
        has_all = all(values[name] not in ("", None) for name in needed)
        return has_all and bool(self.kind.build(NO_ID, values).title())

    def row_of(self, widget: QWidget | None) -> FormRow | None:
        """Return the row in which a widget is."""
        if widget is None:
            return None
        rows = self.rows.values()
        return next((row for row in rows if row.editor is widget or row.editor.isAncestorOf(widget)), None)

    def empty(self) -> None:
        """Forget everything that stands here."""
        for row in self.rows.values():
            row.editor.set_raw("")
            row.settle(row.field.empty)
            row.show_clash(())

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        left = self.row_of(old)
        if left is not None and left is not self.row_of(new) and left.is_dirty():
            self.field_left.emit()

    def _row(self, field: Field, references: References | None) -> FormRow:
        editor = make_editor(self.kind, field, references)
        editor.setObjectName(f"{self.kind.name}_{field.name}_edit")
        row = FormRow(field, editor)
        row.edited.connect(self.edited)
        row.decided.connect(lambda value, name=field.name: self.decided.emit(name, value))
        self.rows[field.name] = row
        return row
