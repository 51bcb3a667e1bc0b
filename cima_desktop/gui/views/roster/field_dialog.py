"""A short dialog made of some fields of a kind, as they are declared."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, say
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.form_layout import FormColumns
from cima_desktop.gui.views.records.form_row import FormRow
from cima_desktop.gui.views.records.special_editors import make_editor
from cima_desktop.gui.views.tall_dialog import TallDialog
from cima_desktop.i18n import _
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.kinds import KINDS

WIDTH = 680


class FieldDialog(TallDialog):
    """Shows fields, and takes them only when all of them are sound."""

    def __init__(
        self, desk: Desk, kind: str, names: Sequence[str], words: tuple[Text, Text, Text], parent: QWidget | None = None
    ) -> None:
        """Make the dialog; `words` are its title, an explanation and what its button says."""
        super().__init__(*words, WIDTH, parent)
        self.desk = desk
        self.kind = KINDS[kind]
        self.columns, self.below = FormColumns(), FormColumns()
        """Rows beside each other; rows that take the whole width, to be put where they are in nobody's way."""
        self.fields: dict[str, FormRow] = {}
        for name in names:
            field = self.kind.field(name)
            editor = make_editor(self.kind, field)
            editor.setObjectName(f"{kind}_{name}_edit")
            self.fields[name] = FormRow(field, editor)
            (self.below if self.fields[name].wide else self.columns).add(self.fields[name])

    def put(self, **values: Value) -> None:
        """Show values."""
        for name, value in values.items():
            self.fields[name].settle(value)

    def values(self) -> dict[str, Value] | None:
        """Return what stands in the fields; None, with the cursor in the first that is wrong, when one is."""
        wrong = [row for row in self.fields.values() if not row.check()]
        if not wrong:
            return {name: row.editor.value() for name, row in self.fields.items()}
        label = wrong[0].field.label
        self.say(lambda: _("Look at “{field}”.").format(field=say(label)))
        wrong[0].editor.setFocus()
        return None

    def show_problem(self, error: KnownError) -> None:
        """Say what went wrong, with the cursor where it can be mended."""
        super().show_problem(error)
        if isinstance(error, InvalidInputError) and error.path in self.fields:
            self.fields[error.path].editor.setFocus()
