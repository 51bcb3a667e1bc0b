"""A part of a record's card: reads what it shows when it is opened, and again when something changed."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.model.ids import NO_ID, RecordId


class Tab(QWidget):
    """Subclasses fill `column` and read in `read`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.record_id = NO_ID
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, S(12), S(10), S(4))
        self.column.setSpacing(S(10))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroll(inner))

    def show_record(self, record_id: RecordId) -> None:
        """Show the part of a record."""
        if record_id != self.record_id:
            self.clear()
        self.record_id = record_id
        self.read()

    def read(self) -> None:
        """Ask for what is shown."""

    def clear(self) -> None:
        """Forget what is shown."""
        self.record_id = NO_ID

    def add_heading(self, text: Text) -> None:
        """Put a heading below what stands already."""
        self.column.addWidget(Label(text, "section"))

    def add_empty(self, text: Text) -> Label:
        """Put a sentence for when there is nothing; return it, to be hidden when there is something."""
        label = Label(text, "muted", wrap=True)
        self.column.addWidget(label)
        return label
