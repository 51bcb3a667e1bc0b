"""For how many people shares are made, how many of them are needed, and who they are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.number_box import NumberBox
from cima_desktop.i18n import N_, _, ngettext

FEWEST, MOST = 2, 8
USUAL_NEEDED, USUAL_TOTAL = 2, 3


class SharesPlan(QWidget):
    """Two of three unless something else is chosen; the names are only printed on the sheets."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.total_box = NumberBox(FEWEST, MOST)
        self.total_box.setObjectName("shares_total_box")
        self.needed_box = NumberBox(FEWEST, MOST)
        self.needed_box.setObjectName("shares_needed_box")
        self.name_edits: list[LineEdit] = []
        self._rows: list[FieldRow] = []
        self.why_label = Label("", "muted", wrap=True)
        self._names = QVBoxLayout()
        self._names.setSpacing(S(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        line = QHBoxLayout()
        line.setSpacing(S(16))
        line.addWidget(FieldRow(N_("How many people get a sheet"), self.total_box))
        line.addWidget(FieldRow(N_("How many sheets open the vault"), self.needed_box))
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.why_label)
        column.addLayout(self._names)
        self.setFocusProxy(self.total_box)
        self.total_box.edited.connect(self._fit)
        self.needed_box.edited.connect(self._fit)
        self.forget()

    def threshold(self) -> int:
        """Return how many shares are needed."""
        return self.needed_box.value()

    def names(self) -> tuple[str, ...]:
        """Return the name of each holder, "" where none was written."""
        return tuple(edit.value().strip() for edit in self.name_edits)

    def forget(self) -> None:
        """Forget the names, and begin with two of three again."""
        self.total_box.set_value(USUAL_TOTAL)
        self.needed_box.set_value(USUAL_NEEDED)
        for edit in self.name_edits:
            edit.set_value("")
        self._fit()

    def _fit(self) -> None:
        total = self.total_box.value()
        self.needed_box.setMaximum(total)
        needed = self.needed_box.value()
        while len(self._rows) < total:
            self._add_name(len(self._rows) + 1)
        while len(self._rows) > total:
            self.name_edits.pop()
            row = self._rows.pop()
            self._names.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.why_label.set_words(lambda: _why(needed, total))

    def _add_name(self, number: int) -> None:
        edit = LineEdit(limit=60)
        edit.setObjectName(f"share_name_{number}_edit")
        label: Text = lambda: _("Who gets sheet {number}").format(number=number)  # noqa: E731 - told again at a switch
        row = FieldRow(label, edit, optional=True)
        edit.returnPressed.connect(self.submitted)
        self.name_edits.append(edit)
        self._rows.append(row)
        self._names.addWidget(row)


def _why(needed: int, total: int) -> str:
    if needed == total:
        return _(
            "All {n} people must come together to open the vault. If one sheet is lost, the others open nothing."
        ).format(n=total)
    together = _("Any {k} of the {n} people can open the vault together; fewer than {k} can do nothing.")
    spare = total - needed
    lost = ngettext(
        "One sheet may be lost, and the others still open it.",
        "{spare} sheets may be lost, and the others still open it.",
        spare,
    )
    return f"{together.format(k=needed, n=total)} {lost.format(spare=spare)}"
